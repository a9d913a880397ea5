// NEON of arm64: 4 floats at a time.

#if defined(__aarch64__)
#define WIDTH 4
#define TILE_VECTORS 4
#define HAS_BFLOAT16_PRODUCTS 0
#include "../vector/kernels.inc"
#include "../vector/ceilings.inc"

const kernel_table kernel_table_neon = VECTOR_TABLE("neon");
#endif
