// AVX-512 with products of BF16 pairs and of bytes on tile registers, as servers have them.

#if defined(__x86_64__) && defined(__linux__)
#include "../table.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx512vnni,fma,f16c,amx-tile,amx-bf16,amx-int8"))), apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#define HAS_BFLOAT16_PRODUCTS 1
#define HAS_TILES 1
#define INT8_PRODUCTS 512
#define MULTIPLY_INT8 multiply_panel_int8_tiles
#include "../vector/kernels.inc"
#include "../vector/int8_products.inc"
#include "amx_int8.inc"
#include "../vector/ceilings.inc"

const kernel_table kernel_table_amx = VECTOR_TABLE("amx");
#pragma clang attribute pop
#endif
