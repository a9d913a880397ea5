// The clipboard of this machine, through the first of its tools that takes the text.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

struct tool {
  // The variable that says that the tool has something to talk to; NULL when it always has.
  const char *variable;
  const char *name;
  const char *arguments[5];
};

static const struct tool tools[] = {
    {"TMUX", "tmux", {"tmux", "load-buffer", "-w", "-", NULL}},
    {"WAYLAND_DISPLAY", "wl-copy", {"wl-copy", NULL}},
    {"DISPLAY", "xclip", {"xclip", "-selection", "clipboard", NULL}},
    {"DISPLAY", "xsel", {"xsel", "--clipboard", "--input", NULL}},
#ifdef __APPLE__
    {NULL, "pbcopy", {"pbcopy", NULL}},
#endif
};

enum { patience_in_milliseconds = 1000 };

// Writes everything; false when the other side does not take it in time.
static bool feed(int descriptor, const char *bytes, long count) {
  fcntl(descriptor, F_SETFL, O_NONBLOCK);
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, (size_t)count);
    if (written > 0) {
      bytes += written;
      count -= written;
      continue;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return false;
    struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
    if (poll(&ready, 1, patience_in_milliseconds) <= 0) return false;
  }
  return true;
}

// Whether the tool ends in time and without an error; it is ended otherwise.
static bool ends_well(pid_t process) {
  for (int waited = 0; waited < patience_in_milliseconds; waited += 5) {
    int status = 0;
    pid_t ended = waitpid(process, &status, WNOHANG);
    if (ended == process) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0 && errno != EINTR) return false;
    nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
  }
  kill(process, SIGKILL);
  waitpid(process, NULL, 0);
  return false;
}

static bool copy_with(const struct tool *tool, const char *bytes, long count) {
  int ends[2];
  if (pipe(ends) != 0) return false;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process = 0;
  // A tool does not inherit that we ignore this.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t usual;
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  int failure = posix_spawnp(&process, tool->name, &actions, &attributes, (char *const *)tool->arguments, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[0]);
  bool is_fed = failure == 0 && feed(ends[1], bytes, count);
  close(ends[1]);
  return failure == 0 && ends_well(process) && is_fed;
}

const char *terminal_copy_with_tool(const char *bytes, long count) {
  // A tool that ends early must not end us.
  struct sigaction ignore = {.sa_handler = SIG_IGN}, previous;
  sigaction(SIGPIPE, &ignore, &previous);
  const char *name = NULL;
  for (size_t index = 0; index < sizeof tools / sizeof tools[0] && name == NULL; index++) {
    const struct tool *tool = &tools[index];
    const char *value = tool->variable == NULL ? "" : getenv(tool->variable);
    if (value == NULL || (tool->variable != NULL && *value == '\0')) continue;
    if (copy_with(tool, bytes, count)) name = tool->name;
  }
  sigaction(SIGPIPE, &previous, NULL);
  return name;
}
