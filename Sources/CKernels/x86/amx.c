// AVX-512 with products of pairs of BF16 and of bytes on tile registers (AMX), as servers have them.

#if defined(__x86_64__) && defined(__linux__)
#include "../table.h"
#include "processor.h"

#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

// By CPUID leaf 7. A process asks the system once for the 8 KB of the registers; systems that know them grant that,
// unless a signal stack is too small.
static int is_supported(void) {
  enum { REQUEST_PERMISSION = 0x1023, TILE_DATA = 18, BF16 = 1 << 22, TILES = 1 << 24, BYTES = 1 << 25 };
  unsigned a, b, c, d;
  if (!has_avx512_bfloat16() || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return (d & BF16) && (d & TILES) && (d & BYTES) && syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
}

#pragma clang attribute push( \
    __attribute__(( \
        target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx512vnni,fma,f16c,amx-tile,amx-bf16,amx-int8"))), \
    apply_to = function)
#define WIDTH 16
#define TILE_VECTORS 4
#include "../vector/types.inc"

#include "bfloat16_avx512.inc"
#include "int8_vnni.inc"

// Products of BF16 are on tiles for any number of rows, those of attention too.
#include "compact_avx512.inc"

#include "amx_few_rows.inc"

#include "amx.inc"
#include "amx_compact.inc"
#define MULTIPLY_BFLOAT16 multiply_panel_bfloat16_tiles
#define BFLOAT16_ROWS FEW_TILE_ROWS

#include "../vector/kernels.inc"

#include "../vector/int8_products.inc"

#include "../vector/ceilings.inc"

#include "amx_int8.inc"

static double multiply_registers_tiles(kernel_input input, size_t repetitions) {
  switch (input) {
  case KERNEL_INPUT_BFLOAT16:
    return multiply_bfloat16_registers(repetitions);
  case KERNEL_INPUT_INT8:
    return multiply_int8_registers(repetitions);
  default:
    return multiply_registers_vector(input, repetitions);
  }
}
#pragma clang attribute pop

const kernel_table kernel_table_amx = {
#include "../vector/table.inc"
    .name = "amx",
    .is_supported = is_supported,
    .splits_floats = 1,
    .multiplies_compact = 1,
    .compact_panel = compact_panel_vector,
    .expand_panel = expand_panel_vector,
    .multiply_compact = multiply_compact_tiles,
    .multiply_panel_int8 = multiply_panel_int8_tiles,
    .multiply_registers = multiply_registers_tiles,
};
#endif
