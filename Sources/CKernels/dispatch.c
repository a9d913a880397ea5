// Fills in the kernels once, and forwards to them.

#include "table.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static const kernel_table *choose(void) {
  return &kernel_table_scalar;
}

static const kernel_table *table(void) {
  static _Atomic(const kernel_table *) chosen;
  const kernel_table *found = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (!found) {
    found = choose();
    atomic_store_explicit(&chosen, found, memory_order_relaxed);
  }
  return found;
}

const char *kernel_instruction_set(void) { return table()->name; }

void kernel_widen(const void *source, kernel_element element, float *destination, size_t count) {
  table()->widen(source, element, destination, count);
}

void kernel_narrow(const float *source, kernel_element element, void *destination, size_t count) {
  table()->narrow(source, element, destination, count);
}
