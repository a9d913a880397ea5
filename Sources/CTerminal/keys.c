// Keys: curses decodes what terminfo describes, and here its codes become the header's.

#include "curses_header.h"

#include "CTerminal.h"
#include "state.h"

#include <string.h>
#include <wchar.h>

// Codes of our own lie above those curses gives away.
enum { own_codes = 0x4000 };

void keys_define(void) {
  define_key("\033[200~", own_codes + TERMINAL_KEY_PASTE_START);
  define_key("\033[201~", own_codes + TERMINAL_KEY_PASTE_END);
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

static uint32_t key_of_code(wint_t code) {
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
  if (code > own_codes && code <= own_codes + TERMINAL_KEY_MOUSE) return code - own_codes;
  if (code > KEY_F0 && code <= KEY_F0 + 12) return TERMINAL_KEY_F0 + (code - KEY_F0);
  return key_named(keyname((int)code));
}

struct terminal_input terminal_read(void) {
  for (;;) {
    wint_t code = 0;
    int kind = get_wch(&code);
    if (kind == OK) return (struct terminal_input){TERMINAL_CHARACTER, (uint32_t)code};
    if (kind != KEY_CODE_YES) return (struct terminal_input){TERMINAL_NOTHING, 0};
    // Keys without a meaning here, and curses' own word of a new size, are passed over.
    uint32_t key = key_of_code(code);
    if (key != 0) return (struct terminal_input){TERMINAL_KEY, key};
  }
}
