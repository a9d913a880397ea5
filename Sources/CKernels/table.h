// The kernels of one instruction set, and what callers have to know of it.

#ifndef CKERNELS_TABLE_H
#define CKERNELS_TABLE_H

#include "include/CKernels.h"

#include <math.h>
#include <string.h>

typedef struct {
  // As JINASCOPE_ISA and kernel_instruction_set() spell it.
  const char *name;
  // Whether this processor and system can run it.
  int (*is_supported)(void);

  // What kernel_has_bfloat16_products(), kernel_splits_floats() and kernel_multiplies_compact() answer.
  int has_bfloat16_products, splits_floats, multiplies_compact;
  // The most rows for which a product reads a panel once: of floats, and of BF16 or bytes.
  size_t float_rows, bfloat16_rows;

#define KERNEL(RESULT, NAME, PARAMETERS, ARGUMENTS) RESULT(*NAME) PARAMETERS;
#define PRODUCT(RESULT, NAME, PARAMETERS, BLOCK_PARAMETERS) RESULT(*NAME) BLOCK_PARAMETERS;
#include "include/kernels.def"
} kernel_table;

#define INSTRUCTION_SET(NAME) extern const kernel_table kernel_table_##NAME;
#include "instruction_sets.def"

// The table of the chosen instruction set.
const kernel_table *kernel_chosen_table(void);

// Chooses a table on the calling thread, which may be none of those above, for tests that watch what is called.
void kernel_use_table(const kernel_table *table);

#endif
