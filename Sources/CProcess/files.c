// The files that must not outlive the process unfinished. A signal handler reads this table, so it is not made of
// memory that could be given back meanwhile.

#include "CProcess.h"
#include "tidy.h"

#include <limits.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { place_count = 32, is_free = 0, is_being_filled, is_in_use };

static struct {
  atomic_int state;
  char path[PATH_MAX];
} places[place_count];

int process_remember_file(const char *path) {
  if (strlen(path) >= PATH_MAX) return -1;
  for (int place = 0; place < place_count; place++) {
    int expected = is_free;
    if (!atomic_compare_exchange_strong(&places[place].state, &expected, is_being_filled)) continue;
    strcpy(places[place].path, path);
    atomic_store(&places[place].state, is_in_use);
    return place;
  }
  return -1;
}

void process_forget_file(int place) {
  if (place >= 0 && place < place_count) atomic_store(&places[place].state, is_free);
}

void tidy_files(void) {
  for (int place = 0; place < place_count; place++) {
    if (atomic_load(&places[place].state) == is_in_use) unlink(places[place].path);
  }
}
