// The screen: taking and leaving it, cells, frames.

#ifdef __linux__
#define _GNU_SOURCE 1
#endif
#include "curses_header.h"

#include "CTerminal.h"
#include "direct_terminfo.h"
#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

struct terminal_state terminal_state = {.input = -1, .output = -1};

static SCREEN *screen;
static FILE *input_file, *output_file;
static bool is_cursor_shown;

void screen_write(const char *bytes, long count) {
  while (count > 0) {
    ssize_t written = write(terminal_state.output, bytes, (size_t)count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= written;
  }
}

static void write_text(const char *text) { screen_write(text, (long)strlen(text)); }

// A descriptor of the terminal for reading and writing, -1 when there is none. Standard input may be a pipe.
static int find_terminal(void) {
  for (int descriptor = 0; descriptor < 3; descriptor++) {
    if (!isatty(descriptor)) continue;
    // By its name rather than /dev/tty, which poll refuses on macOS.
    const char *name = ttyname(descriptor);
    int found = name == NULL ? -1 : open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (found < 0) found = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
    if (found >= 0) return found;
  }
  return open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
}

// Wide characters need a locale whose encoding is UTF-8; a container often has set none.
static void choose_locale(void) {
  if (setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  static const char *const names[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"};
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
    if (setlocale(LC_CTYPE, names[index]) != NULL) return;
  }
}

// Starts curses on a description with 24-bit colors, handed over in the environment for the time of the call.
static SCREEN *start_direct(const char *name) {
#if HAS_EXTENDED_PAIRS
  const char *description = direct_xterm, *direct_name = "jinascope-xterm";
  if (strncmp(name, "tmux", 4) == 0) {
    description = direct_tmux;
    direct_name = "jinascope-tmux";
  } else if (strncmp(name, "screen", 6) == 0) {
    description = direct_screen;
    direct_name = "jinascope-screen";
  }
  const char *present = getenv("TERMINFO");
  char *kept = present == NULL ? NULL : strdup(present);
  size_t length = strlen(description) + 5;
  char *value = malloc(length);
  SCREEN *started = NULL;
  if (value != NULL) {
    snprintf(value, length, "b64:%s", description);
    setenv("TERMINFO", value, 1);
    started = newterm(direct_name, output_file, input_file);
    if (kept != NULL) setenv("TERMINFO", kept, 1);
    else unsetenv("TERMINFO");
  }
  free(value);
  free(kept);
  return started;
#else
  (void)name;
  return NULL;
#endif
}

static void close_files(void) {
  if (input_file != NULL) fclose(input_file);
  if (output_file != NULL) fclose(output_file);
  input_file = output_file = NULL;
  terminal_state.input = terminal_state.output = -1;
}

static void take(void) {
  restore_arm();
  write_text("\033[?2004h");
  if (terminal_state.has_mouse) write_text("\033[?1002h\033[?1006h");
  is_cursor_shown = false;
  curs_set(0);
}

enum terminal_status terminal_open(int colors, const char *error_path) {
  const char *name = getenv("TERM");
  if (name == NULL || *name == '\0' || strcmp(name, "dumb") == 0 || strcmp(name, "unknown") == 0) return TERMINAL_DUMB;
  int descriptor = find_terminal();
  if (descriptor < 0) return TERMINAL_NONE;
  input_file = fdopen(descriptor, "r+");
  int output = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  output_file = output < 0 ? NULL : fdopen(output, "w");
  if (input_file == NULL || output_file == NULL) {
    close_files();
    return TERMINAL_NONE;
  }
  terminal_state.input = descriptor;
  terminal_state.output = output;
  terminal_state.has_mouse = true;
  choose_locale();
  // The size is the terminal's alone: LINES and COLUMNS would stand against every change of it.
  use_env(FALSE);
  use_tioctl(TRUE);
  restore_prepare(output);
  restore_install_guard();
  // Before newterm, which leaves handlers alone that are there.
  wait_install_handlers();
  int described = terminal_described_colors();
  if (colors > 256) screen = start_direct(name);
  // Asked for more colors than the description has, or a terminal newer than this machine's descriptions.
  bool is_short = colors >= 256 && described < 256;
  if (screen == NULL && is_short) screen = newterm("xterm-256color", output_file, input_file);
  if (screen == NULL) screen = newterm(name, output_file, input_file);
  const char *place_cursor = screen == NULL ? NULL : tigetstr("cup");
  if (place_cursor == NULL || place_cursor == (const char *)-1) {
    if (screen != NULL) {
      endwin();
      delscreen(screen);
      screen = NULL;
    }
    wait_remove_handlers();
    restore_disarm();
    restore_remove_guard();
    close_files();
    return TERMINAL_UNUSABLE;
  }
  restore_redirect_errors(error_path);
  raw();
  noecho();
  nonl();
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  intrflush(stdscr, FALSE);
  set_escdelay(25);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  keys_define();
  take();
  return TERMINAL_OPENED;
}

// Leaves the screen as curses does, then what curses knows nothing of.
static void leave(void) {
  write_text("\033[?2026l\033[?1006l\033[?1002l\033[?2004l");
  endwin();
  restore_disarm();
}

void terminal_close(void) {
  if (screen == NULL) return;
  leave();
  restore_redirect_errors(NULL);
  delscreen(screen);
  screen = NULL;
  restore_remove_guard();
  wait_remove_handlers();
  close_files();
}

void terminal_retake(void) {
  if (screen == NULL) return;
  if (!isendwin()) endwin();
  terminal_clear();
  // Curses takes the terminal again with its next frame.
  doupdate();
  wait_forget_continuation();
  take();
}

void terminal_suspend(void) {
  if (screen == NULL) return;
  leave();
  wait_stop_process();
  terminal_retake();
}

struct terminal_extent terminal_size(void) {
  struct winsize size;
  bool is_known = ioctl(terminal_state.output, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
  struct terminal_extent extent = {is_known ? size.ws_col : 80, is_known ? size.ws_row : 24};
  if (screen != NULL && is_term_resized(extent.rows, extent.columns)) resizeterm(extent.rows, extent.columns);
  return extent;
}

void terminal_put(int row, int column, int columns, uint32_t base, uint32_t mark1, uint32_t mark2, uint32_t mark3,
                  uint32_t mark4, int attributes, int pair) {
  wchar_t text[6] = {(wchar_t)base, (wchar_t)mark1, (wchar_t)mark2, (wchar_t)mark3, (wchar_t)mark4, 0};
  bool is_replaced = wcwidth(text[0]) != columns;
  for (int index = 1; index < 5 && text[index] != 0; index++) is_replaced |= wcwidth(text[index]) != 0;
  if (is_replaced) {
    text[0] = 0xFFFD;
    text[1] = 0;
  }
  attr_t shown = A_NORMAL;
  if (attributes & TERMINAL_BOLD) shown |= A_BOLD;
  if (attributes & TERMINAL_DIM) shown |= A_DIM;
  if (attributes & TERMINAL_UNDERLINED) shown |= A_UNDERLINE;
  if (attributes & TERMINAL_REVERSED) shown |= A_REVERSE;
  cchar_t cells[2];
#if HAS_EXTENDED_PAIRS
  // The pair goes beside the call: its own parameter holds only 15 bits.
  const void *option = &pair;
  const short number = 0;
#else
  const void *option = NULL;
  const short number = (short)pair;
#endif
  if (setcchar(&cells[0], text, shown, number, option) != OK) return;
  setcchar(&cells[1], L" ", shown, number, option);
  mvadd_wchnstr(row, column, cells, is_replaced && columns == 2 ? 2 : 1);
}

void terminal_clear(void) {
  erase();
  clearok(stdscr, TRUE);
}

void terminal_show(int cursor_row, int cursor_column) {
  write_text("\033[?2026h");
  bool shows_cursor = cursor_row >= 0;
  if (!shows_cursor && is_cursor_shown) curs_set(0);
  if (shows_cursor) move(cursor_row, cursor_column);
  wnoutrefresh(stdscr);
  doupdate();
  if (shows_cursor && !is_cursor_shown) curs_set(1);
  is_cursor_shown = shows_cursor;
  fflush(output_file);
  write_text("\033[?2026l");
}

void terminal_set_mouse(bool is_on) {
  terminal_state.has_mouse = is_on;
  write_text(is_on ? "\033[?1002h\033[?1006h" : "\033[?1006l\033[?1002l");
}

void terminal_send(const char *bytes, long count) { screen_write(bytes, count); }

const char *terminal_library_version(void) {
  return curses_version();
}
