#define _GNU_SOURCE
#include "CProcess.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// A watched mapping; free where it has no start.
typedef struct {
  _Atomic(uintptr_t) start;
  _Atomic size_t count;
  atomic_int is_damaged;
} mapping;

enum { CAPACITY = 1024 };
static mapping mappings[CAPACITY];

static struct sigaction others;
static atomic_int has_handed_over;
static atomic_flag is_arming = ATOMIC_FLAG_INIT;
static size_t page_size;

// Puts zeros from the page of `address` to the end of a mapping: whatever lies between is behind the file's end too.
static int fill(mapping *of, uintptr_t address) {
  uintptr_t start = atomic_load(&of->start), end = start + atomic_load(&of->count);
  if (start == 0 || address < start || address >= end) return 0;
  uintptr_t page = address & ~(uintptr_t)(page_size - 1);
  end = (end + page_size - 1) & ~(uintptr_t)(page_size - 1);
  void *filled = mmap((void *)page, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (filled == MAP_FAILED) return 0;
  atomic_store(&of->is_damaged, 1);
  return 1;
}

// What is done here may be done in a handler: a system call, and atomic memory of this file.
static void on_fault(int signal, siginfo_t *info, void *context) {
  (void)context;
  int error = errno;
  int is_fault = info->si_code > 0;
  for (int i = 0; is_fault && i < CAPACITY; i++) {
    if (!fill(&mappings[i], (uintptr_t)info->si_addr)) continue;
    errno = error;
    return;
  }
  // Whoever comes next gets it once; if that leads back here, the system does what it does by itself.
  if (atomic_exchange(&has_handed_over, 1)) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigaction(signal, &standard, NULL);
  } else {
    sigaction(signal, &others, NULL);
  }
  // A fault comes again by itself; a signal that somebody sent does not.
  if (!is_fault) raise(signal);
  errno = error;
}

void process_arm_memory_watch(void) {
  if (atomic_flag_test_and_set(&is_arming)) return;
  struct sigaction present;
  if (sigaction(SIGBUS, NULL, &present) == 0 &&
      !((present.sa_flags & SA_SIGINFO) && present.sa_sigaction == on_fault)) {
    page_size = (size_t)sysconf(_SC_PAGESIZE);
    others = present;
    struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
    action.sa_sigaction = on_fault;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, NULL);
  }
  atomic_flag_clear(&is_arming);
}

int process_watch_memory(const void *start, size_t count) {
  for (int i = 0; i < CAPACITY; i++) {
    uintptr_t nothing = 0;
    // Taken by an address that no fault has, until its length is known.
    if (!atomic_compare_exchange_strong(&mappings[i].start, &nothing, UINTPTR_MAX)) continue;
    atomic_store(&mappings[i].is_damaged, 0);
    atomic_store(&mappings[i].count, count);
    atomic_store(&mappings[i].start, (uintptr_t)start);
    process_arm_memory_watch();
    return i;
  }
  return -1;
}

void process_forget_memory(int number) {
  if (number < 0) return;
  atomic_store(&mappings[number].count, 0);
  atomic_store(&mappings[number].start, 0);
}

int process_memory_is_damaged(int number) { return number < 0 ? 0 : atomic_load(&mappings[number].is_damaged); }
