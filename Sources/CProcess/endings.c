// Signals that end the process. Whoever does the work is asked first, and has a while to end by itself; what cannot be
// asked, or does not come to an end, is ended here, after the terminal is given back and unfinished files are removed.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "CProcess.h"
#include "tidy.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
  // How long an end may take once it was asked for.
  patience_in_seconds = 3,
  // A terminal that closes sends its signals twice; that is no sign of impatience.
  repetition_in_milliseconds = 500,
};

// A person or the system asks the process to end.
static const int wishes[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
// What nobody in this program sends, and whose default action is the end.
static const int others[] = {
    SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGSYS, SIGXCPU, SIGXFSZ,
#ifdef SIGIO
    SIGIO,
#endif
#ifdef SIGPWR
    SIGPWR,
#endif
#ifdef SIGSTKFLT
    SIGSTKFLT,
#endif
};
enum { wish_count = sizeof wishes / sizeof wishes[0], other_count = sizeof others / sizeof others[0] };

static atomic_int listener = -1;
static atomic_bool hears_only_interrupts;
static atomic_llong asked_at;
static atomic_int ending_signal;

static void (*_Atomic give_back_terminal)(void);
static void (*_Atomic restore_errors)(bool);

// ---- Tidying up --------------------------------------------------------------------------------------------------

void process_set_terminal(void (*give_back)(void), void (*errors)(bool)) {
  atomic_store(&give_back_terminal, give_back);
  atomic_store(&restore_errors, errors);
}

void tidy_all(void) {
  // In the background, touching the terminal's settings would stop the process instead.
  signal(SIGTTOU, SIG_IGN);
  void (*give_back)(void) = atomic_load(&give_back_terminal);
  if (give_back != NULL) give_back();
  tidy_files();
}

void tidy_errors(bool has_crashed) {
  void (*errors)(bool) = atomic_load(&restore_errors);
  if (errors != NULL) errors(has_crashed);
}

void end_by_default(int number) {
  signal(number, SIG_DFL);
  sigset_t own;
  sigemptyset(&own);
  sigaddset(&own, number);
  pthread_sigmask(SIG_UNBLOCK, &own, NULL);
  raise(number);
  _exit(128 + number);
}

static void end_now(int number) {
  // Whatever is being tidied up, it does not take for ever.
  signal(SIGALRM, SIG_DFL);
  alarm(patience_in_seconds);
  tidy_all();
  tidy_errors(false);
  for (int index = 0; index < wish_count; index++) {
    if (wishes[index] == number) _exit(128 + number);
  }
  end_by_default(number);
}

// ---- Handlers ----------------------------------------------------------------------------------------------------

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000 + 1;
}

static void on_wish(int number) {
  int error = errno;
  int descriptor = atomic_load(&listener);
  bool only_interrupts = atomic_load(&hears_only_interrupts);
  if (descriptor < 0 || (only_interrupts && number != SIGINT)) end_now(number);
  long long now = milliseconds(), first = 0;
  if (atomic_compare_exchange_strong(&asked_at, &first, now)) {
    if (!only_interrupts) process_expect_end(number);
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(descriptor, &byte, 1);
    (void)written;
  } else if (now - first >= repetition_in_milliseconds) {
    end_now(number);
  }
  errno = error;
}

static void on_other(int number, siginfo_t *info, void *context) {
  (void)context;
  // Our own write went beyond `ulimit -f`: it fails, and that is told like any other failure.
  if (number == SIGXFSZ && info->si_pid == getpid()) return;
  int asked = atomic_load(&ending_signal);
  end_now(number == SIGALRM && asked != 0 ? asked : number);
}

bool is_ignored(int number) {
  struct sigaction present;
  return sigaction(number, NULL, &present) == 0 && !(present.sa_flags & SA_SIGINFO) && present.sa_handler == SIG_IGN;
}

// Whatever the parent blocked is heard: a program that is deaf to the wish that it ends can only be killed.
static void install(int number, struct sigaction *action, sigset_t *heard) {
  if (is_ignored(number)) return;
  sigaction(number, action, NULL);
  sigaddset(heard, number);
}

static void install_wishes(void) {
  static atomic_bool is_installed;
  if (atomic_exchange(&is_installed, true)) return;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_wish;
  action.sa_flags = SA_RESTART | SA_ONSTACK;
  sigset_t heard;
  sigemptyset(&heard);
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < wish_count; index++) sigaddset(&action.sa_mask, wishes[index]);
  for (int index = 0; index < wish_count; index++) install(wishes[index], &action, &heard);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
}

// SIGALRM is what patience ends with.
static void install_others(const int *numbers, int count) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_other;
  action.sa_flags = SA_RESTART | SA_ONSTACK | SA_SIGINFO;
  sigset_t heard;
  sigemptyset(&heard);
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < count; index++) install(numbers[index], &action, &heard);
  pthread_sigmask(SIG_UNBLOCK, &heard, NULL);
}

void process_guard(const char *name) {
  signal(SIGPIPE, SIG_IGN);
  crash_install(name);
  install_wishes();
  install_others(others, other_count);
#ifdef SIGRTMIN
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) install_others(&number, 1);
#endif
}

// ---- Listening ---------------------------------------------------------------------------------------------------

void process_listen(int descriptor, bool only_interrupts) {
  static const int alarm_signal = SIGALRM;
  atomic_store(&asked_at, 0);
  atomic_store(&ending_signal, 0);
  atomic_store(&hears_only_interrupts, only_interrupts);
  atomic_store(&listener, descriptor);
  install_others(&alarm_signal, 1);
  install_wishes();
}

void process_stop_listening(int descriptor) {
  if (!atomic_compare_exchange_strong(&listener, &descriptor, -1)) return;
  alarm(0);
}

int process_ending_signal(void) { return atomic_load(&ending_signal); }

void process_expect_end(int number) {
  atomic_store(&ending_signal, number);
  alarm(patience_in_seconds);
}
