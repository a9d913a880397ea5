// The terminal as plain functions over ncursesw, poll and signals. No name of curses appears here, and nothing is
// shared but through these functions. All of them are for the thread that called terminal_open, one terminal at a time.

#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

// ---- Taking and giving back the terminal ----------------------------------------------------------------------

/// What terminal_open found.
enum terminal_status {
  TERMINAL_OPENED = 0,
  /// No terminal: standard input, output and error are none, and there is no /dev/tty.
  TERMINAL_NONE = 1,
  /// $TERM is empty, "dumb" or "unknown".
  TERMINAL_DUMB = 2,
  /// The terminal cannot place its cursor, or curses could not start.
  TERMINAL_UNUSABLE = 3,
};

/// Takes the terminal: signal handlers, crash guard, raw mode, alternate screen, bracketed paste, mouse. With colors
/// above 256 a description with 24-bit colors is used, made for xterm, tmux or screen by $TERM, where curses can; with
/// 256, xterm's when the terminal's own has fewer. What is written to standard error meanwhile goes to the file
/// error_path, appended, unless it is NULL.
enum terminal_status terminal_open(int colors, const char *error_path);

/// Gives the terminal back as it was; nothing happens when it is not taken.
void terminal_close(void);

/// Gives the terminal back, stops the process group as Ctrl-Z does elsewhere, and takes the terminal again when
/// continued; everything must be drawn again then.
void terminal_suspend(void);

/// Takes the terminal again after the process was stopped and continued by others.
void terminal_retake(void);

/// The version of curses, as it tells it; a constant.
const char *terminal_library_version(void);

// ---- Waiting and reading ---------------------------------------------------------------------------------------

/// Why terminal_wait returned; several may be set.
enum terminal_event {
  TERMINAL_INPUT = 1,
  TERMINAL_RESIZED = 2,
  TERMINAL_TERMINATE = 4,
  TERMINAL_CONTINUED = 8,
  TERMINAL_STOP = 16,
  TERMINAL_WOKEN = 32,
};

/// Sleeps until there is input, a signal, or a byte on wake_up (not read here; -1 for none). A terminal that went away
/// counts as TERMINAL_TERMINATE.
int terminal_wait(int wake_up);

/// Whether more input comes within that time.
bool terminal_follows(int milliseconds);

struct terminal_extent {
  int columns, rows;
};

/// Columns and rows now; tells curses about a change.
struct terminal_extent terminal_size(void);

/// What waited.
enum terminal_input_kind {
  TERMINAL_NOTHING = 0,
  /// A Unicode scalar value, control characters included.
  TERMINAL_CHARACTER = 1,
  /// One of terminal_key, with modifiers added.
  TERMINAL_KEY = 2,
};

enum terminal_key {
  TERMINAL_KEY_UP = 1, TERMINAL_KEY_DOWN, TERMINAL_KEY_LEFT, TERMINAL_KEY_RIGHT, TERMINAL_KEY_HOME, TERMINAL_KEY_END,
  TERMINAL_KEY_PAGE_UP, TERMINAL_KEY_PAGE_DOWN, TERMINAL_KEY_INSERT, TERMINAL_KEY_DELETE, TERMINAL_KEY_BACKSPACE,
  TERMINAL_KEY_ENTER, TERMINAL_KEY_BACK_TAB,
  /// A paste begins: what is pasted follows as characters, up to and with its end mark ESC [201~.
  TERMINAL_KEY_PASTE_START,
  /// A mouse report begins: its numbers and final letter follow as characters (`0;12;7M`).
  TERMINAL_KEY_MOUSE,
  /// F1 is TERMINAL_KEY_F0 + 1.
  TERMINAL_KEY_F0 = 32,
  TERMINAL_KEY_SHIFT = 256, TERMINAL_KEY_ALTERNATE = 512, TERMINAL_KEY_CONTROL = 1024,
};

struct terminal_input {
  enum terminal_input_kind kind;
  uint32_t value;
};

/// The next key that waits, without sleeping.
struct terminal_input terminal_read(void);

// ---- Drawing ---------------------------------------------------------------------------------------------------

/// The number of colors of the terminal as its description says, 0 for none; 1 << 24 for 24-bit colors.
/// May be called before terminal_open; -1 when $TERM has no description.
int terminal_described_colors(void);

/// The number of colors curses uses, after terminal_open.
int terminal_colors(void);

/// How many color pairs can be defined: 1 to this less 1.
int terminal_pairs(void);

/// Asks the terminal for the color behind its text, after terminal_open and before the first frame: 0xRRGGBB, or -1
/// where it does not say within that time. Keys that are pressed meanwhile are kept for terminal_read.
int terminal_background(int milliseconds);

/// The color in a terminal's answer to OSC 11, as 0xRRGGBB; -1 where there is none.
int terminal_color_in_reply(const char *reply);

/// Defines a pair of colors: -1 for the terminal's own, an entry of the palette, or 0xRRGGBB with 24-bit colors.
void terminal_define_pair(int pair, int foreground, int background);

enum terminal_attribute {
  TERMINAL_BOLD = 1, TERMINAL_DIM = 2, TERMINAL_UNDERLINED = 4, TERMINAL_REVERSED = 8,
};

/// Puts a character of one or two columns, with up to four combining marks (0 for none), at a place. What the C library
/// measures differently is replaced by U+FFFD, so that nothing after it moves.
void terminal_put(int row, int column, int columns, uint32_t base, uint32_t mark1, uint32_t mark2, uint32_t mark3,
                  uint32_t mark4, int attributes, int pair);

/// Forgets what is on the screen: the next frame draws all of it.
void terminal_clear(void);

/// Sends what was put since the last frame, at once (synchronized output), and leaves the cursor at a place; a negative
/// row hides it.
void terminal_show(int cursor_row, int cursor_column);

// ---- Mouse and clipboard ---------------------------------------------------------------------------------------

/// Turns reports of clicks, drags and the wheel on or off.
void terminal_set_mouse(bool is_on);

/// Sends bytes to the terminal as they are, between two frames.
void terminal_send(const char *bytes, long count);

/// Gives bytes to the first clipboard tool of this machine that takes them: tmux, wl-copy, xclip, xsel, pbcopy.
/// Returns its name, or NULL.
const char *terminal_copy_with_tool(const char *bytes, long count);

#endif
