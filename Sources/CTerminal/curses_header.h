// curses as this target uses it: wide characters, and no macro that would hide a function of the C library.

#ifndef CURSES_HEADER_H
#define CURSES_HEADER_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include <curses.h>

// Pairs beyond 32767 and 24-bit colors came with 6.1.
#if defined(NCURSES_EXT_COLORS) && NCURSES_VERSION_PATCH >= 20180127
#define HAS_EXTENDED_PAIRS 1
#else
#define HAS_EXTENDED_PAIRS 0
#endif

#endif
