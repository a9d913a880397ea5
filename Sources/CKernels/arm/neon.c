// NEON of arm64: 4 floats at a time.

#if defined(__aarch64__)
#include "../table.h"

#define WIDTH 4
#define TILE_VECTORS 4
#include "../vector/types.inc"

#include "../vector/kernels.inc"

#include "../vector/ceilings.inc"

// Every processor of this architecture has it.
static int is_supported(void) { return 1; }

const kernel_table kernel_table_neon = {
#include "../vector/table.inc"
    .name = "neon",
    .is_supported = is_supported,
};
#endif
