// What the files of this target share.

#ifndef TIDY_H
#define TIDY_H

#include <signal.h>
#include <stdbool.h>

// files.c: removes what was remembered; may be called from a signal handler.
void tidy_files(void);

// endings.c: gives the terminal back and removes files; may be called from a signal handler.
void tidy_all(void);
// Has the terminal's owner put standard error back.
void tidy_errors(bool has_crashed);
// Ends the process by the default action of a signal, from its handler.
void end_by_default(int signal);
// Whether the parent wants the signal to be ignored.
bool is_ignored(int signal);

// crash.c
void crash_install(const char *name);

#endif
