// NEON of arm64: 4 floats at a time. Products of bytes where the processor has dot products of them, otherwise those in
// plain C.

#if defined(__aarch64__)
#include "../table.h"
#include "processor.h"

#include <arm_neon.h>

#define WIDTH 4
#define TILE_VECTORS 4
#include "../vector/types.inc"

#include "elements.inc"

#include "../vector/kernels.inc"

#include "widened.inc"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#include "int8_sdot.inc"

#include "../vector/int8_products.inc"

#include "../vector/ceilings.inc"
#pragma clang attribute pop

// Every processor of this architecture has it.
static int is_supported(void) { return 1; }

static void multiply_panel_int8_supported(const kernel_int8_rows *input, const kernel_product *product) {
  (has_dot_products() ? multiply_panel_int8_vector : multiply_panel_int8)(input, product);
}

static double multiply_registers_supported(kernel_input input, size_t repetitions) {
  if (input == KERNEL_INPUT_INT8 && !has_dot_products()) return 0;
  return multiply_registers_vector(input, repetitions);
}

const kernel_table kernel_table_neon = {
#include "../vector/table.inc"
    .name = "neon",
    .is_supported = is_supported,
    .multiply_panel = multiply_panel_widened,
    .multiply_panel_int8 = multiply_panel_int8_supported,
    .multiply_registers = multiply_registers_supported,
};
#endif
