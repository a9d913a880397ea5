// What concerns the process as a whole, whichever command runs: its standard streams, and what must be tidied up
// however it ends. Nothing here belongs to a thread.

#ifndef CPROCESS_H
#define CPROCESS_H

#include <stdbool.h>
#include <stddef.h>

// ---- At the start ----------------------------------------------------------------------------------------------

/// Puts something in the place of standard streams that are closed, so that no file that is opened later takes their
/// number. Reading or writing it fails, as it would have.
void process_open_streams(void);

/// Has every signal that would end the process tidy up first; before any other thread is started. SIGPIPE is ignored:
/// writing to nobody is an error like any other. Signals that the parent ignores, as `nohup` does, stay ignored.
/// `name` is what the report of a crash calls the program.
void process_guard(const char *name);

/// Gives the calling thread a stack of its own for signal handlers, so that its overflow is a crash like any other; one
/// that is there already is kept. `process_guard` does so for the thread that calls it.
void process_guard_thread(void);

// ---- Being asked to end ----------------------------------------------------------------------------------------

/// From now on the first SIGINT, SIGTERM, SIGHUP or SIGQUIT writes its number, as a byte, to `descriptor` instead of
/// ending the process. It then has three seconds to end by itself. Another one, half a second later or more, ends it at
/// once. With `only_interrupts` this is about SIGINT alone, and there is no limit of time. One descriptor listens at a
/// time: the last one.
void process_listen(int descriptor, bool only_interrupts);

/// No longer listens, if it is this descriptor that does: the signals end the process at once.
void process_stop_listening(int descriptor);

/// The signal that asked the process to end, 0 where none did: known even before anybody reads the descriptor.
int process_ending_signal(void);

/// Notes that `signal` asks the process to end, which has three seconds to do so.
void process_expect_end(int signal);

// ---- What is tidied up -----------------------------------------------------------------------------------------

/// Has the file at `path` removed if a signal ends the process; the path is copied. Returns what
/// process_forget_file takes, -1 where there is no room.
int process_remember_file(const char *path);

/// The file has its final name, or is gone.
void process_forget_file(int place);

/// Who owns the terminal gives it back in these functions, which a signal handler may call: `give_back` first, and
/// `restore_errors` once the report of a crash has been written. NULL where nobody owns it.
void process_set_terminal(void (*give_back)(void), void (*restore_errors)(bool has_crashed));

// ---- Mapped files that are cut short ---------------------------------------------------------------------------

/// The system answers a read behind the end of a mapped file that another program has cut short with SIGBUS. Memory
/// that is watched gets zeros in the place of what is gone, and is known to be damaged from then on, so that whoever
/// reads it can go on to a point where that can be said.
///
/// Watches a mapping, until it is forgotten; it begins with a page. Returns its number, or -1 where too many are
/// watched.
int process_watch_memory(const void *start, size_t count);

/// Forgets a mapping, which may then be unmapped.
void process_forget_memory(int number);

/// Whether a part of a mapping was gone when it was read.
int process_memory_is_damaged(int number);

/// Makes this the first that hears of SIGBUS, before whoever has asked for it meanwhile; signals that are not about
/// watched memory go on to them. Cheap where it is the first already.
void process_arm_memory_watch(void);

#endif
