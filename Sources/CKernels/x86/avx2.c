// AVX2 with FMA and F16C: 8 floats at a time.

#if defined(__x86_64__)
#include "../table.h"
#include "processor.h"

#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define WIDTH 8
#define TILE_VECTORS 2
#include "../vector/types.inc"

#include "int8_avx2.inc"

#include "../vector/kernels.inc"

#include "../vector/int8_products.inc"

#include "../vector/ceilings.inc"
#pragma clang attribute pop

const kernel_table kernel_table_avx2 = {
#include "../vector/table.inc"
    .name = "avx2",
    .is_supported = has_avx2,
};
#endif
