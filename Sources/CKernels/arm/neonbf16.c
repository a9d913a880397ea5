// NEON with products of pairs of BF16 and of bytes: dot products for one or two rows, matrix instructions for more.

#if defined(__aarch64__)
#include "../table.h"
#include "processor.h"

#include <arm_neon.h>

static int is_supported(void) { return has_dot_products() && has_matrix_products(); }

#pragma clang attribute push(__attribute__((target("dotprod,bf16,i8mm"))), apply_to = function)
#define WIDTH 4
#define TILE_VECTORS 4
#include "../vector/types.inc"

#include "elements.inc"
#include "bfloat16_bfdot.inc"
#include "int8_usdot.inc"

// Products of BF16 are on matrix instructions for all but the fewest rows, those of attention too.
#include "matrix.inc"
#include "matrix_products.inc"
#define MULTIPLY_BFLOAT16 multiply_panel_bfloat16_matrix
#define BFLOAT16_ROWS MATRIX_ROWS

#include "../vector/kernels.inc"

#include "widened.inc"

#include "../vector/int8_products.inc"

#include "../vector/ceilings.inc"

#include "matrix_int8.inc"
#pragma clang attribute pop

const kernel_table kernel_table_neonbf16 = {
#include "../vector/table.inc"
    .name = "neonbf16",
    .is_supported = is_supported,
    .multiply_panel = multiply_panel_widened,
    .multiply_panel_int8 = multiply_panel_int8_matrix,
    .multiply_registers = multiply_registers_matrix,
};
#endif
