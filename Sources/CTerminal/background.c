// Asks the terminal for the color behind its text.

#include "CTerminal.h"
#include "state.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// The value of a color's part, of one to four hexadecimal digits, as 0…255; -1 of anything else. `text` moves past it.
static int part(const char **text) {
  char *end;
  if (!strchr("0123456789abcdefABCDEF", **text) || **text == '\0') return -1;
  unsigned long value = strtoul(*text, &end, 16);
  long digits = end - *text;
  *text = end;
  if (digits > 4) return -1;
  return (int)(value * 255 / ((1UL << (4 * digits)) - 1));
}

int terminal_color_in_reply(const char *reply) {
  // xterm's control sequences, OSC 11: rgb:RRRR/GGGG/BBBB, from some terminals rgba: with a fourth part.
  const char *text = strstr(reply, "\033]11;rgb");
  if (text == NULL) return -1;
  text += 8;
  if (*text == 'a') text++;
  if (*text++ != ':') return -1;
  int red = part(&text);
  if (red < 0 || *text++ != '/') return -1;
  int green = part(&text);
  if (green < 0 || *text++ != '/') return -1;
  int blue = part(&text);
  return blue < 0 ? -1 : red << 16 | green << 8 | blue;
}

// Whether the answer to "what are you" (ESC [ ? … c) is in the text; every terminal gives it, so nothing is waited for
// that a terminal does not know. Its place and length are told.
static char *find_sentinel(char *text, size_t *length) {
  for (char *start = text; (start = strstr(start, "\033[?")) != NULL; start += 3) {
    size_t numbers = strspn(start + 3, "0123456789;");
    if (start[3 + numbers] == 'c') {
      *length = numbers + 4;
      return start;
    }
  }
  return NULL;
}

static int remaining_milliseconds(const struct timespec *end) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long left = (end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec) / 1000000;
  return left > 0 ? (int)left : 0;
}

// Takes `length` bytes out of a text.
static void cut(char *start, size_t length) { memmove(start, start + length, strlen(start + length) + 1); }

int terminal_background(int milliseconds) {
  static const char question[] = "\033]11;?\033\\\033[c";
  screen_write(question, sizeof question - 1);
  struct timespec end;
  clock_gettime(CLOCK_MONOTONIC, &end);
  end.tv_sec += milliseconds / 1000;
  end.tv_nsec += milliseconds % 1000 * 1000000L;
  if (end.tv_nsec >= 1000000000L) {
    end.tv_sec++;
    end.tv_nsec -= 1000000000L;
  }
  char reply[1024];
  reply[0] = '\0';
  size_t count = 0, sentinel_length = 0;
  char *sentinel = NULL;
  while (sentinel == NULL && count < sizeof reply - 1) {
    struct pollfd descriptor = {.fd = terminal_state.input, .events = POLLIN};
    int ready = poll(&descriptor, 1, remaining_milliseconds(&end));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) break;
    ssize_t more = read(terminal_state.input, reply + count, sizeof reply - 1 - count);
    if (more <= 0) break;
    // A zero byte is Ctrl-Space, typed meanwhile: it would end the text.
    size_t kept = count;
    for (size_t index = count; index < count + (size_t)more; index++) {
      if (reply[index] != '\0') reply[kept++] = reply[index];
    }
    count = kept;
    reply[count] = '\0';
    sentinel = find_sentinel(reply, &sentinel_length);
  }
  if (sentinel != NULL) cut(sentinel, sentinel_length);
  int color = terminal_color_in_reply(reply);
  char *answer = strstr(reply, "\033]11;");
  if (answer != NULL) {
    size_t bytes = strcspn(answer, "\a\\");
    cut(answer, answer[bytes] == '\0' ? bytes : bytes + 1);
  }
  // What was typed meanwhile is not lost.
  keys_hold(reply, strlen(reply));
  return color;
}
