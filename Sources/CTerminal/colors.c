// Colors: what the terminal's description promises, and pairs of them.

#include "curses_header.h"

#include "CTerminal.h"

#include <stdlib.h>
// Last: it defines words as common as columns.
#include <term.h>

int terminal_described_colors(void) {
  const char *name = getenv("TERM");
  int status = 0;
  if (name == NULL || setupterm(name, 1, &status) != OK || status != 1) return -1;
  int colors = tigetnum("colors");
  bool is_direct = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || tigetflag("Tc") > 0;
  del_curterm(cur_term);
  if (is_direct) return 1 << 24;
  return colors < 0 ? 0 : colors;
}

int terminal_colors(void) { return has_colors() ? COLORS : 0; }

int terminal_pairs(void) {
  if (!has_colors()) return 0;
#if HAS_EXTENDED_PAIRS
  return COLOR_PAIRS < 65536 ? COLOR_PAIRS : 65536;
#else
  return COLOR_PAIRS < 32767 ? COLOR_PAIRS : 32767;
#endif
}

void terminal_define_pair(int pair, int foreground, int background) {
#if HAS_EXTENDED_PAIRS
  init_extended_pair(pair, foreground, background);
#else
  init_pair((short)pair, (short)foreground, (short)background);
#endif
}
