// Gives the terminal back on every way out. Everything that is needed is made ready beforehand, so that a signal
// handler only has to write it.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "curses_header.h"

#include "CProcess.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
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
  // Until the screen is taken there are only settings to put back.
  reset_length = 0;
  is_armed = 1;
}

void restore_arm(void) {
  is_armed = 0;
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

// A terminal that takes nothing, as after Ctrl-S, must not keep the process from ending.
static void write_all(int descriptor, const char *bytes, size_t count) {
  int flags = fcntl(descriptor, F_GETFL);
  fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
  while (count > 0) {
    struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
    if (poll(&ready, 1, 500) <= 0 && errno != EINTR) break;
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno != EINTR && errno != EAGAIN) break;
    if (written <= 0) continue;
    bytes += written;
    count -= (size_t)written;
  }
  fcntl(descriptor, F_SETFL, flags);
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
  // Without O_NONBLOCK a pipe would be waited for; what is no file is not written.
  int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0600);
  struct stat status;
  if (file >= 0 && (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
    close(file);
    file = -1;
  }
  if (file < 0) return;
  errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (errors >= 0) {
    dup2(file, STDERR_FILENO);
    strcpy(error_path, path);
  }
  close(file);
}

// Once the report of a crash is in the file.
static void restore_errors(bool has_crashed) {
  bool was_redirected = errors >= 0;
  restore_redirect_errors(NULL);
  if (!was_redirected || !has_crashed) return;
  static const char text[] = "The program stopped unexpectedly; its last messages are in ";
  write_all(STDERR_FILENO, text, sizeof text - 1);
  write_all(STDERR_FILENO, error_path, strlen(error_path));
  write_all(STDERR_FILENO, "\n", 1);
}

static void at_exit(void) {
  restore_now();
  restore_redirect_errors(NULL);
}

void restore_install_guard(void) {
  static bool is_registered;
  if (!is_registered) atexit(at_exit);
  is_registered = true;
  process_set_terminal(restore_now, restore_errors);
}

void restore_remove_guard(void) { process_set_terminal(NULL, NULL); }
