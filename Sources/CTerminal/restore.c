// Gives the terminal back on every way out. Everything that is needed is made ready beforehand, so that a signal
// handler only has to write it.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "curses_header.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct termios original;
static int terminal = -1;
static char reset[512];
static size_t reset_length;
static volatile sig_atomic_t is_armed;

static int errors = -1;  // the real standard error while it is redirected
static char error_path[1024];

static const int fatal_signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
enum { fatal_count = sizeof fatal_signals / sizeof fatal_signals[0] };
static struct sigaction previous[fatal_count];
static bool is_guarded;

// Adds a string of terminfo without its padding marks ($<5>).
static void append(const char *text) {
  if (text == NULL || text == (const char *)-1) return;
  while (*text != '\0' && reset_length < sizeof reset - 1) {
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end != NULL) {
        text = end + 1;
        continue;
      }
    }
    reset[reset_length++] = *text++;
  }
}

void restore_prepare(int output) {
  terminal = output;
  tcgetattr(output, &original);
}

void restore_arm(void) {
  reset_length = 0;
  append("\033[?2026l\033[?1006l\033[?1002l\033[?1000l\033[?2004l");
  append(tigetstr("rmkx"));
  append(tigetstr("sgr0"));
  append(tigetstr("op"));
  append(tigetstr("cnorm"));
  append(tigetstr("rmcup"));
  is_armed = 1;
}

void restore_disarm(void) {
  is_armed = 0;
  if (terminal >= 0) tcsetattr(terminal, TCSANOW, &original);
}

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

void restore_now(void) {
  if (!is_armed) return;
  is_armed = 0;
  write_all(terminal, reset, reset_length);
  tcsetattr(terminal, TCSANOW, &original);
}

void restore_redirect_errors(const char *path) {
  if (errors >= 0) {
    dup2(errors, STDERR_FILENO);
    close(errors);
    errors = -1;
    // Nothing was said.
    struct stat file;
    if (stat(error_path, &file) == 0 && file.st_size == 0) unlink(error_path);
  }
  if (path == NULL || strlen(path) >= sizeof error_path) return;
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return;
  errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (errors >= 0) {
    dup2(file, STDERR_FILENO);
    strcpy(error_path, path);
  }
  close(file);
}

// Signal handler: the terminal first, then whoever was to handle the signal before (the Swift runtime's backtrace).
static void on_crash(int signal, siginfo_t *info, void *context) {
  bool was_armed = is_armed;
  restore_now();
  if (errors >= 0) {
    dup2(errors, STDERR_FILENO);
    if (was_armed) {
      static const char text[] = "The program stopped unexpectedly; its last messages are in ";
      write_all(STDERR_FILENO, text, sizeof text - 1);
      write_all(STDERR_FILENO, error_path, strlen(error_path));
      write_all(STDERR_FILENO, "\n", 1);
    }
  }
  for (int index = 0; index < fatal_count; index++) {
    if (fatal_signals[index] != signal) continue;
    struct sigaction *before = &previous[index];
    if (before->sa_flags & SA_SIGINFO) {
      before->sa_sigaction(signal, info, context);
    } else if (before->sa_handler != SIG_DFL && before->sa_handler != SIG_IGN) {
      before->sa_handler(signal);
    } else {
      // The default action takes the signal as soon as this handler returns.
      struct sigaction standard;
      memset(&standard, 0, sizeof standard);
      standard.sa_handler = SIG_DFL;
      sigaction(signal, &standard, NULL);
      raise(signal);
    }
  }
}

static void at_exit(void) {
  restore_now();
  restore_redirect_errors(NULL);
}

void restore_install_guard(void) {
  static bool is_registered;
  if (!is_registered) {
    atexit(at_exit);
    is_registered = true;
  }
  if (is_guarded) return;
  is_guarded = true;
  // A stack of its own, so that a stack overflow can be handled too; one that is there already is kept.
  static char stack[64 * 1024];
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) {
    stack_t own = {.ss_sp = stack, .ss_size = sizeof stack, .ss_flags = 0};
    sigaltstack(&own, NULL);
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigset_t fatal;
  sigemptyset(&fatal);
  for (int index = 0; index < fatal_count; index++) {
    sigaction(fatal_signals[index], &action, &previous[index]);
    sigaddset(&fatal, fatal_signals[index]);
  }
  // A parent may have started us with these blocked; a fault would then end the program without this guard.
  pthread_sigmask(SIG_UNBLOCK, &fatal, NULL);
}

void restore_remove_guard(void) {
  if (!is_guarded) return;
  is_guarded = false;
  for (int index = 0; index < fatal_count; index++) sigaction(fatal_signals[index], &previous[index], NULL);
}
