// One sleep for everything that can happen: input, signals through a pipe to ourselves, and a wake-up of the caller.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "CProcess.h"
#include "CTerminal.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// Those that end the process come through CProcess, to the same pipe.
static const int handled_signals[] = {SIGWINCH, SIGCONT, SIGTSTP};
enum { handled_count = sizeof handled_signals / sizeof handled_signals[0] };
static struct sigaction previous[handled_count];
static int signal_pipe[2] = {-1, -1};
static bool is_gone;

static void on_signal(int signal) {
  int error = errno;
  unsigned char byte = (unsigned char)signal;
  // A full pipe already says everything.
  ssize_t written = write(signal_pipe[1], &byte, 1);
  (void)written;
  errno = error;
}

static struct sigaction notify(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  return action;
}

bool wait_install_handlers(void) {
  is_gone = false;
  if (signal_pipe[0] < 0) {
    if (pipe(signal_pipe) != 0) return false;
    for (int end = 0; end < 2; end++) {
      fcntl(signal_pipe[end], F_SETFL, O_NONBLOCK);
      fcntl(signal_pipe[end], F_SETFD, FD_CLOEXEC);
    }
  }
  struct sigaction action = notify();
  sigset_t handled;
  sigemptyset(&handled);
  for (int index = 0; index < handled_count; index++) {
    sigaction(handled_signals[index], &action, &previous[index]);
    sigaddset(&handled, handled_signals[index]);
  }
  // A parent may have started us with these blocked; the explorer would be deaf to the shell's wish that it ends.
  pthread_sigmask(SIG_UNBLOCK, &handled, NULL);
  process_listen(signal_pipe[1], false);
  return true;
}

void wait_remove_handlers(void) {
  process_stop_listening(signal_pipe[1]);
  for (int index = 0; index < handled_count; index++) sigaction(handled_signals[index], &previous[index], NULL);
}

void wait_stop_process(void) {
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, NULL);
  kill(0, SIGTSTP);
  struct sigaction action = notify();
  sigaction(SIGTSTP, &action, NULL);
}

// What the signals in the pipe mean.
static int drain_signals(void) {
  int events = 0;
  unsigned char bytes[64];
  ssize_t count;
  while ((count = read(signal_pipe[0], bytes, sizeof bytes)) > 0) {
    for (ssize_t index = 0; index < count; index++) {
      switch (bytes[index]) {
        case SIGWINCH: events |= TERMINAL_RESIZED; break;
        case SIGCONT: events |= TERMINAL_CONTINUED; break;
        case SIGTSTP: events |= TERMINAL_STOP; break;
        default: events |= TERMINAL_TERMINATE; break;
      }
    }
  }
  return events;
}

void wait_forget_continuation(void) {
  int events = drain_signals();
  // What came together with the continuation must not be lost.
  if (events & TERMINAL_TERMINATE) on_signal(process_ending_signal());
  if (events & TERMINAL_RESIZED) on_signal(SIGWINCH);
}

int terminal_wait(int wake_up) {
  struct pollfd descriptors[3] = {
      {.fd = is_gone ? -1 : terminal_state.input, .events = POLLIN},
      {.fd = signal_pipe[0], .events = POLLIN},
      {.fd = wake_up, .events = POLLIN},
  };
  for (;;) {
    if (poll(descriptors, 3, keys_are_waiting() ? 0 : -1) >= 0) break;
    if (errno != EINTR) return TERMINAL_TERMINATE;
  }
  int events = drain_signals();
  if (keys_are_waiting()) events |= TERMINAL_INPUT;
  if (descriptors[2].revents != 0) events |= TERMINAL_WOKEN;
  if (descriptors[0].revents & POLLIN) {
    // Ready but empty: the other side is closed.
    int waiting = 0;
    if (ioctl(terminal_state.input, FIONREAD, &waiting) == 0 && waiting == 0) is_gone = true;
    events |= TERMINAL_INPUT;
  }
  if (descriptors[0].revents & (POLLHUP | POLLERR | POLLNVAL)) is_gone = true;
  // Once it is gone it is not asked again: it would always be ready, and the processor never rest.
  if (is_gone) {
    if (process_ending_signal() == 0) process_expect_end(SIGHUP);
    events = (events & ~TERMINAL_INPUT) | TERMINAL_TERMINATE;
  }
  return events;
}

bool terminal_follows(int milliseconds) {
  struct pollfd descriptor = {.fd = is_gone ? -1 : terminal_state.input, .events = POLLIN};
  return keys_are_waiting() || poll(&descriptor, 1, milliseconds) > 0;
}
