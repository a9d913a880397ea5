// Plain C as an instruction set of its own: what the others are tested against, and what runs where there is no other.

#include "../table.h"

#include "plain.inc"

static int is_supported(void) { return 1; }

const kernel_table kernel_table_scalar = {
#include "table.inc"
    .name = "scalar",
    .is_supported = is_supported,
};
