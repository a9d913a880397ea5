// One function for each kernel, for one instruction set.

#ifndef CKERNELS_TABLE_H
#define CKERNELS_TABLE_H

#include "include/CKernels.h"

typedef struct {
  const char *name;
  int has_bfloat16_products;
  int splits_floats;
  // The most rows of floats, and of pairs or bytes, that a product reads a panel once for.
  size_t float_rows, pair_rows;
  void (*widen)(const void *, kernel_element, float *, size_t);
  void (*narrow)(const float *, kernel_element, void *, size_t);
  void (*split)(const float *, uint16_t *, size_t, size_t);
  void (*pack_panel)(const void *, kernel_element, size_t, size_t, size_t, void *);
  void (*multiply_panel)(
      const float *, size_t, size_t, const void *, kernel_element, size_t, float *, size_t, size_t, int, const void *);
  void (*multiply_panel_bfloat16)(
      const uint16_t *, size_t, size_t, const void *, size_t, float *, size_t, size_t, int, const void *);
  void (*multiply_panel_parts)(
      const uint16_t *, size_t, size_t, size_t, size_t, const void *, size_t, float *, size_t, size_t, int,
      const void *);
  int (*compact_panel)(const void *, size_t, size_t, size_t, void *);
  void (*expand_panel)(const void *, size_t, size_t, size_t, void *);
  // NULL where there is none.
  void (*multiply_compact)(
      const uint16_t *, size_t, size_t, size_t, size_t, const void *, size_t, float *, size_t, int, const void *);
  void (*pack_panel_int8)(const void *, kernel_element, size_t, size_t, size_t, void *);
  void (*quantize_rows)(const float *, size_t, size_t, size_t, int8_t *, kernel_int8_block *, size_t);
  void (*multiply_panel_int8)(
      const int8_t *, const kernel_int8_block *, size_t, size_t, const void *, size_t, float *, size_t, size_t, int,
      const void *);
  double (*multiply_registers)(kernel_product, size_t);
  void (*add_groups)(const float *, size_t, size_t, float *, size_t, size_t, int);
  void (*copy_past_caches)(const void *, size_t, void *, size_t, size_t, size_t);
  uint64_t (*read_memory)(const void *, size_t, int);
  void (*broadcast_row)(const float *, float *, size_t, size_t, size_t, int);
  void (*add)(float *, const float *, size_t);
  void (*scale)(float *, float, size_t);
  void (*rms_norm)(const float *, size_t, const float *, float, float *, size_t, size_t, size_t);
  void (*swiglu)(const float *, const float *, float *, size_t);
  void (*gelu)(float *, size_t);
  void (*rotate_halves)(float *, size_t, size_t, size_t, size_t, const float *, const float *);
  void (*attention)(
      const float *, size_t, const float *, size_t, const float *, size_t, float *, size_t, size_t, size_t, float,
      size_t, size_t, int);
  void (*mean_of_rows)(const float *, size_t, size_t, size_t, float *);
  void (*normalize_rows)(float *, size_t, size_t, size_t, float);
  void (*score_rows)(const float *, size_t, size_t, size_t, const float *, float *, float *);
  void (*raise_to_maxima)(const float *, size_t, size_t, size_t, float *);
} kernel_table;

extern const kernel_table kernel_table_scalar;
#if defined(__x86_64__)
extern const kernel_table kernel_table_avx2;
extern const kernel_table kernel_table_avx512;
extern const kernel_table kernel_table_avx512bf16;
#if defined(__linux__)
extern const kernel_table kernel_table_amx;
#endif
#elif defined(__aarch64__)
extern const kernel_table kernel_table_neon;
#endif

#endif
