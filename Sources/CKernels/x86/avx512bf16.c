// AVX-512 with products of pairs of BF16 and of bytes.

#if defined(__x86_64__)
#include "../table.h"
#include "processor.h"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx512vnni,fma,f16c"))), apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#include "../vector/types.inc"

#include "bfloat16_avx512.inc"
#include "int8_vnni.inc"

#include "../vector/kernels.inc"

#include "../vector/int8_products.inc"

#include "../vector/ceilings.inc"
#pragma clang attribute pop

const kernel_table kernel_table_avx512bf16 = {
#include "../vector/table.inc"
    .name = "avx512bf16",
    .is_supported = has_avx512_bfloat16,
};
#endif
