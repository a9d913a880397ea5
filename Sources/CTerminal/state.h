// What the files of this target share; nobody outside sees it.

#ifndef STATE_H
#define STATE_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>

struct terminal_state {
  // The terminal's descriptors; -1 when it is not taken.
  int input, output;
  bool has_mouse;
};

extern struct terminal_state terminal_state;

// restore.c: remembers the settings of the terminal and what gives it back, and guards against crashes.
void restore_prepare(int output);
void restore_install_guard(void);
void restore_remove_guard(void);
// What a later restore has to undo exists only while armed.
void restore_arm(void);
void restore_disarm(void);
// Gives the terminal back with write(2) and tcsetattr alone; may be called from a signal handler, does its work once.
void restore_now(void);
// Redirects standard error to a file while the terminal is taken; back when path is NULL.
void restore_redirect_errors(const char *path);

// wait.c: the signals that become events.
bool wait_install_handlers(void);
void wait_remove_handlers(void);
// Stops the process group as Ctrl-Z does, and returns when it is continued.
void wait_stop_process(void);
// Forgets a SIGCONT that is already known about.
void wait_forget_continuation(void);

// keys.c, after newterm.
void keys_define(void);
// Whether something was read and not told yet.
bool keys_are_waiting(void);
// Forgets what was read in part.
void keys_reset(void);
// Gives bytes that were read past curses to the next reader of keys.
void keys_hold(const char *bytes, unsigned long count);
// screen.c: writes all bytes to the terminal, whatever interrupts.
void screen_write(const char *bytes, long count);

#endif
