// AVX-512 with products of BF16 pairs and of bytes.

#if defined(__x86_64__)
#include "../table.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx512vnni,fma,f16c"))), apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#define HAS_BFLOAT16_PRODUCTS 1
#define INT8_PRODUCTS 512
#define MULTIPLY_INT8 multiply_panel_int8_vector
#include "../vector/kernels.inc"
#include "../vector/int8_products.inc"
#include "../vector/ceilings.inc"

const kernel_table kernel_table_avx512bf16 = VECTOR_TABLE("avx512bf16");
#pragma clang attribute pop
#endif
