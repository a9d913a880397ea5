// AVX-512: 16 floats at a time. Products of bytes where the processor has VNNI, otherwise those of AVX2.

#if defined(__x86_64__)
#include "../table.h"
#include "processor.h"

#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,fma,f16c"))), apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#include "../vector/types.inc"

#include "../vector/kernels.inc"
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,fma,f16c"))), apply_to = function)
#include "int8_vnni.inc"

#include "../vector/int8_products.inc"

#include "../vector/ceilings.inc"
#pragma clang attribute pop

static void multiply_panel_int8_supported(const kernel_int8_rows *input, const kernel_product *product) {
  (has_avx512_vnni() ? multiply_panel_int8_vector : kernel_table_avx2.multiply_panel_int8)(input, product);
}

static double multiply_registers_supported(kernel_input input, size_t repetitions) {
  int is_supported = input != KERNEL_INPUT_INT8 || has_avx512_vnni();
  return (is_supported ? multiply_registers_vector : kernel_table_avx2.multiply_registers)(input, repetitions);
}

const kernel_table kernel_table_avx512 = {
#include "../vector/table.inc"
    .name = "avx512",
    .is_supported = has_avx512,
    .multiply_panel_int8 = multiply_panel_int8_supported,
    .multiply_registers = multiply_registers_supported,
};
#endif
