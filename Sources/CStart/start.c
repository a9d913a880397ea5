#include "CStart.h"

#if defined(__linux__)
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

// What libraries take of the addresses, whatever is computed, and what their threads and buffers take for each core.
static const size_t megabytes = 256, megabytes_of_core = 64;

static void check_address_space(int count, char **arguments, char **environment) {
  (void)count;
  (void)arguments;
  (void)environment;
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return;
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  size_t needed = megabytes + megabytes_of_core * (size_t)(cores > 0 ? cores : 1);
  size_t given = (size_t)(limit.rlim_cur >> 20);
  if (given >= needed) return;
  char sentence[200];
  snprintf(sentence, sizeof sentence,
           "jinascope: `ulimit -v` leaves %zu MB of address space and %zu MB are needed to begin; raise it\n", given,
           needed);
  ssize_t written = write(STDERR_FILENO, sentence, strlen(sentence));
  (void)written;
  _exit(74);
}

// Functions here run before those of shared libraries.
__attribute__((section(".preinit_array"), used)) static void (*const check)(int, char **, char **) =
    check_address_space;
#endif
