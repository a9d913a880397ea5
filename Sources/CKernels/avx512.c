// AVX-512: 16 floats at a time.

#if defined(__x86_64__)
#include "table.h"

#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c"))), apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#define HAS_BFLOAT16_PRODUCTS 0
#include "vector.h"

const kernel_table kernel_table_avx512 = VECTOR_TABLE("avx512");
#pragma clang attribute pop
#endif
