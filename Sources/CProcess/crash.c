// A crash: the terminal is given back, and where it happened is written to standard error, which is a file while the
// terminal is taken. The Swift runtime's own report is not used: on a terminal it waits for a key.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "CProcess.h"
#include "tidy.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAS_BACKTRACE 1
#else
#define HAS_BACKTRACE 0
#endif

enum { patience_in_seconds = 10, most_frames = 64 };

static const struct {
  int number;
  const char *name;
} crashes[] = {
    {SIGILL, "SIGILL"},   {SIGTRAP, "SIGTRAP"}, {SIGABRT, "SIGABRT"},
    {SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},
};
enum { crash_count = sizeof crashes / sizeof crashes[0] };

static char program[64] = "the program";

static void say(const char *text) {
  ssize_t written = write(STDERR_FILENO, text, strlen(text));
  (void)written;
}

static void on_crash(int number, siginfo_t *info, void *context) {
  (void)info;
  (void)context;
  static atomic_flag has_begun = ATOMIC_FLAG_INIT;
  // Another thread crashed first, and ends the process.
  while (atomic_flag_test_and_set(&has_begun)) pause();
  // Writing where it happened can hang, as a crash may have come at any moment.
  signal(SIGALRM, SIG_DFL);
  alarm(patience_in_seconds);
  tidy_all();
  say("\n");
  say(program);
  say(" crashed (");
  for (int index = 0; index < crash_count; index++) {
    if (crashes[index].number == number) say(crashes[index].name);
  }
  say("), here:\n");
#if HAS_BACKTRACE
  void *frames[most_frames];
  int count = backtrace(frames, most_frames);
  backtrace_symbols_fd(frames, count, STDERR_FILENO);
#endif
  tidy_errors(true);
  end_by_default(number);
}

enum { stack_size = 128 * 1024 };
static pthread_key_t stack_key;
static pthread_once_t stack_once = PTHREAD_ONCE_INIT;

static void release_stack(void *stack) {
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  free(stack);
}

static void make_stack_key(void) { pthread_key_create(&stack_key, release_stack); }

void process_guard_thread(void) {
  stack_t present;
  if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE)) return;
  pthread_once(&stack_once, make_stack_key);
  stack_t own = {.ss_sp = malloc(stack_size), .ss_size = stack_size, .ss_flags = 0};
  if (!own.ss_sp) return;
  sigaltstack(&own, NULL);
  pthread_setspecific(stack_key, own.ss_sp);
}

void crash_install(const char *name) {
  strncpy(program, name, sizeof program - 1);
#if HAS_BACKTRACE
  // The first call loads a library, which a handler must not do.
  void *frame;
  backtrace(&frame, 1);
#endif
  process_guard_thread();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  // A second crash, in the handler, is then the system's to end.
  for (int index = 0; index < crash_count; index++) sigaddset(&action.sa_mask, crashes[index].number);
  for (int index = 0; index < crash_count; index++) sigaction(crashes[index].number, &action, NULL);
  // A parent may have started us with these blocked.
  pthread_sigmask(SIG_UNBLOCK, &action.sa_mask, NULL);
}
