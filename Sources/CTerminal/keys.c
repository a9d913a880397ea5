// Keys: curses decodes what terminfo describes, and here its codes become the header's.

#include "curses_header.h"

#include "CTerminal.h"
#include "state.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// Codes of our own lie above those curses gives away.
enum { own_codes = 0x4000 };

void keys_define(void) {
  define_key("\033[200~", own_codes + TERMINAL_KEY_PASTE_START);
  keys_reset();
  // mousemask is never called: what curses expects differs by $TERM, and this report has no limit of columns.
  define_key("\033[<", own_codes + TERMINAL_KEY_MOUSE);
}

struct name_of_key {
  const char *name;
  uint32_t key;
};

// Keys with modifiers, as terminfo's extended names call them: kLFT5 is Ctrl-left.
static const struct name_of_key names[] = {
    {"kUP", TERMINAL_KEY_UP},       {"kDN", TERMINAL_KEY_DOWN},      {"kLFT", TERMINAL_KEY_LEFT},
    {"kRIT", TERMINAL_KEY_RIGHT},   {"kHOM", TERMINAL_KEY_HOME},     {"kEND", TERMINAL_KEY_END},
    {"kPRV", TERMINAL_KEY_PAGE_UP}, {"kNXT", TERMINAL_KEY_PAGE_DOWN}, {"kIC", TERMINAL_KEY_INSERT},
    {"kDC", TERMINAL_KEY_DELETE},
};

static uint32_t key_named(const char *name) {
  if (name == NULL) return 0;
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
    size_t length = strlen(names[index].name);
    if (strncmp(name, names[index].name, length) != 0) continue;
    const char *digit = name + length;
    if (digit[0] < '2' || digit[0] > '8' || digit[1] != '\0') continue;
    // xterm's numbers: one more than the sum of Shift 1, Alt 2, Ctrl 4.
    return names[index].key | (uint32_t)(digit[0] - '1') * TERMINAL_KEY_SHIFT;
  }
  return 0;
}

static uint32_t key_of_code(int code) {
  switch (code) {
    case KEY_UP: return TERMINAL_KEY_UP;
    case KEY_DOWN: return TERMINAL_KEY_DOWN;
    case KEY_LEFT: return TERMINAL_KEY_LEFT;
    case KEY_RIGHT: return TERMINAL_KEY_RIGHT;
    case KEY_HOME: case KEY_FIND: return TERMINAL_KEY_HOME;
    case KEY_END: case KEY_SELECT: return TERMINAL_KEY_END;
    case KEY_PPAGE: return TERMINAL_KEY_PAGE_UP;
    case KEY_NPAGE: return TERMINAL_KEY_PAGE_DOWN;
    case KEY_IC: return TERMINAL_KEY_INSERT;
    case KEY_DC: return TERMINAL_KEY_DELETE;
    case KEY_BACKSPACE: return TERMINAL_KEY_BACKSPACE;
    case KEY_ENTER: return TERMINAL_KEY_ENTER;
    case KEY_BTAB: return TERMINAL_KEY_BACK_TAB;
    case KEY_SR: return TERMINAL_KEY_UP | TERMINAL_KEY_SHIFT;
    case KEY_SF: return TERMINAL_KEY_DOWN | TERMINAL_KEY_SHIFT;
    case KEY_SLEFT: return TERMINAL_KEY_LEFT | TERMINAL_KEY_SHIFT;
    case KEY_SRIGHT: return TERMINAL_KEY_RIGHT | TERMINAL_KEY_SHIFT;
    case KEY_SHOME: return TERMINAL_KEY_HOME | TERMINAL_KEY_SHIFT;
    case KEY_SEND: return TERMINAL_KEY_END | TERMINAL_KEY_SHIFT;
    case KEY_SPREVIOUS: return TERMINAL_KEY_PAGE_UP | TERMINAL_KEY_SHIFT;
    case KEY_SNEXT: return TERMINAL_KEY_PAGE_DOWN | TERMINAL_KEY_SHIFT;
    case KEY_SIC: return TERMINAL_KEY_INSERT | TERMINAL_KEY_SHIFT;
    case KEY_SDC: return TERMINAL_KEY_DELETE | TERMINAL_KEY_SHIFT;
    default: break;
  }
  if (code > own_codes && code <= own_codes + TERMINAL_KEY_MOUSE) return (uint32_t)(code - own_codes);
  if (code > KEY_F0 && code <= KEY_F0 + 12) return TERMINAL_KEY_F0 + (uint32_t)(code - KEY_F0);
  return key_named(keyname(code));
}

// ---- Bytes -------------------------------------------------------------------------------------------------------

// Bytes that were read past curses: a paste comes a block at a time, as curses asks the system for every single byte.
static unsigned char block[4096];
static size_t block_start, block_end;
static bool is_pasting;
// How much of the mark that ends a paste has been seen.
static int seen;

static int next_pasted(void) {
  if (block_start == block_end) {
    int waiting = 0;
    if (ioctl(terminal_state.input, FIONREAD, &waiting) != 0 || waiting <= 0) return ERR;
    ssize_t count = read(terminal_state.input, block, sizeof block);
    if (count <= 0) return ERR;
    block_start = 0;
    block_end = (size_t)count;
  }
  return block[block_start++];
}

// A byte, a code of curses, or ERR when nothing waits.
static int next_code(void) {
  if (!is_pasting) return block_start < block_end ? block[block_start++] : getch();
  static const char mark[] = "\033[201~";
  int byte = next_pasted();
  if (byte == ERR) return ERR;
  seen = byte == mark[seen] ? seen + 1 : byte == mark[0];
  if (mark[seen] == '\0') {
    is_pasting = false;
    seen = 0;
  }
  return byte;
}

// The bytes of a character that is not complete yet: curses' own assembly loses them when the rest comes late.
static uint32_t partial;
static int missing, length;

// Adds a byte; true when that makes a character. What is not UTF-8 becomes U+FFFD.
static bool assemble(int byte, uint32_t *scalar) {
  if (missing > 0) {
    partial = partial << 6 | (byte & 0x3F);
    if (--missing > 0) return false;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool is_valid = partial >= least[length] && partial <= 0x10FFFF && !(partial >= 0xD800 && partial < 0xE000);
    *scalar = is_valid ? partial : 0xFFFD;
    return true;
  }
  if (byte < 0x80 || byte < 0xC2 || byte > 0xF4) {
    *scalar = byte < 0x80 ? (uint32_t)byte : 0xFFFD;
    return true;
  }
  length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
  missing = length - 1;
  partial = byte & (0x7F >> length);
  return false;
}

bool keys_are_waiting(void) { return block_start < block_end; }

void keys_reset(void) {
  is_pasting = false;
  seen = missing = 0;
  block_start = block_end = 0;
}

void keys_hold(const char *bytes, unsigned long count) {
  if (block_start == block_end) block_start = block_end = 0;
  if (count > sizeof block - block_end) count = sizeof block - block_end;
  memcpy(block + block_end, bytes, count);
  block_end += count;
}

struct terminal_input terminal_read(void) {
  // A byte that ended the character before it too early.
  static int held = ERR;
  for (;;) {
    int code = held != ERR ? held : next_code();
    held = ERR;
    if (code == ERR) return (struct terminal_input){TERMINAL_NOTHING, 0};
    bool is_cut = missing > 0 && (code > 0xFF || (code & 0xC0) != 0x80);
    if (is_cut) {
      missing = 0;
      held = code;
      return (struct terminal_input){TERMINAL_CHARACTER, 0xFFFD};
    }
    if (code <= 0xFF) {
      uint32_t scalar;
      if (assemble(code, &scalar)) return (struct terminal_input){TERMINAL_CHARACTER, scalar};
      continue;
    }
    // Keys without a meaning here, and curses' own word of a new size, are passed over.
    uint32_t key = key_of_code(code);
    if (key == TERMINAL_KEY_PASTE_START) is_pasting = true;
    if (key != 0) return (struct terminal_input){TERMINAL_KEY, key};
  }
}
