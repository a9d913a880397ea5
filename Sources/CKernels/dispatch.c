// Chooses an instruction set once, and forwards to its kernels.

#include "table.h"

#include <stdatomic.h>
#include <stdlib.h>

static const kernel_table *const tables[] = {
#define INSTRUCTION_SET(NAME) &kernel_table_##NAME,
#include "instruction_sets.def"
};
enum { TABLE_COUNT = sizeof tables / sizeof *tables };

// The best supported instruction set, or the one of that name; NULL if there is none.
static const kernel_table *find(const char *name) {
  for (size_t i = 0; i < TABLE_COUNT; i++) {
    if (name && strcmp(name, tables[i]->name) != 0) continue;
    if (tables[i]->is_supported()) return tables[i];
  }
  return NULL;
}

static _Thread_local const kernel_table *chosen_here;

const kernel_table *kernel_chosen_table(void) {
  if (chosen_here) return chosen_here;
  static _Atomic(const kernel_table *) chosen;
  const kernel_table *found = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (!found) {
    const char *forced = getenv("JINASCOPE_ISA");
    if (forced) found = find(forced);
    if (!found) found = find(NULL);
    atomic_store_explicit(&chosen, found, memory_order_relaxed);
  }
  return found;
}

void kernel_use_table(const kernel_table *table) { chosen_here = table; }

int kernel_use_instruction_set(const char *name) {
  const kernel_table *found = find(name);
  if (found) kernel_use_table(found);
  return found != NULL;
}

const char *kernel_instruction_set(void) { return kernel_chosen_table()->name; }

const char *kernel_instruction_set_name(size_t index) { return index < TABLE_COUNT ? tables[index]->name : NULL; }

int kernel_has_bfloat16_products(void) { return kernel_chosen_table()->has_bfloat16_products; }

int kernel_splits_floats(void) { return kernel_chosen_table()->splits_floats; }

int kernel_multiplies_compact(void) { return kernel_chosen_table()->multiplies_compact; }

void kernel_fetch_memory(const void *memory, size_t count) {
  for (size_t i = 0; i < count; i += 64) __builtin_prefetch((const char *)memory + i);
}

#define KERNEL(RESULT, NAME, PARAMETERS, ARGUMENTS) \
  RESULT kernel_##NAME PARAMETERS { return kernel_chosen_table()->NAME ARGUMENTS; }
// Those of blocking.c.
#define PRODUCT(RESULT, NAME, PARAMETERS, BLOCK_PARAMETERS)
#include "include/kernels.def"
