// AVX-512: 16 floats at a time; products of bytes where the processor has them too, else those of AVX2.

#if defined(__x86_64__)
#include "../table.h"

#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c"))), apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#define HAS_BFLOAT16_PRODUCTS 0
#define MULTIPLY_INT8 multiply_panel_int8_supported
#include "../vector/kernels.inc"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,f16c"))), apply_to = function)
#define INT8_PRODUCTS 512
#include "../vector/int8_products.inc"
#include "../vector/ceilings.inc"
#pragma clang attribute pop

static void multiply_panel_int8_supported(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  (__builtin_cpu_supports("avx512vnni") ? multiply_panel_int8_vector : kernel_table_avx2.multiply_panel_int8)(
      values, described, input_stride, rows, panel, blocks, output, output_stride, columns, accumulate, next);
}

const kernel_table kernel_table_avx512 = VECTOR_TABLE("avx512");
#endif
