// AVX2 with FMA and F16C: 8 floats at a time.

#if defined(__x86_64__)
#include "../table.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define WIDTH 8
#define TILE_VECTORS 2
#define HAS_BFLOAT16_PRODUCTS 0
#define INT8_PRODUCTS 256
#define MULTIPLY_INT8 multiply_panel_int8_vector
#include "../vector/kernels.inc"
#include "../vector/int8_products.inc"
#include "../vector/ceilings.inc"

const kernel_table kernel_table_avx2 = VECTOR_TABLE("avx2");
#pragma clang attribute pop
#endif
