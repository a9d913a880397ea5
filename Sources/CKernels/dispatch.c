// Fills in the kernels once, and forwards to them.

#include "table.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

const kernel_table *kernel_table_named(const char *name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (!strcmp(name, "avx512")) {
    int has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
    return has ? &kernel_table_avx512 : NULL;
  }
  if (!strcmp(name, "avx2")) {
    int has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
    return has ? &kernel_table_avx2 : NULL;
  }
#endif
  return strcmp(name, "scalar") ? NULL : &kernel_table_scalar;
}

static const kernel_table *choose(void) {
  const char *forced = getenv("JINASCOPE_ISA");
  const kernel_table *table = forced ? kernel_table_named(forced) : NULL;
  if (!table) table = kernel_table_named("avx512");
  if (!table) table = kernel_table_named("avx2");
  return table ? table : &kernel_table_scalar;
}

static const kernel_table *table(void) {
  static _Atomic(const kernel_table *) chosen;
  const kernel_table *found = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (!found) {
    found = choose();
    atomic_store_explicit(&chosen, found, memory_order_relaxed);
  }
  return found;
}

const char *kernel_instruction_set(void) { return table()->name; }

void kernel_widen(const void *source, kernel_element element, float *destination, size_t count) {
  table()->widen(source, element, destination, count);
}

void kernel_narrow(const float *source, kernel_element element, void *destination, size_t count) {
  table()->narrow(source, element, destination, count);
}

void kernel_multiply_few_rows(
    const float *input, size_t input_stride, size_t input_rows, const void *weights, kernel_element element,
    size_t weight_rows, size_t inner, float alpha, float beta, float *output, size_t output_stride) {
  table()->multiply_few_rows(
      input, input_stride, input_rows, weights, element, weight_rows, inner, alpha, beta, output, output_stride);
}

void kernel_broadcast_row(
    const float *row, float *output, size_t output_stride, size_t rows, size_t columns, int accumulate) {
  table()->broadcast_row(row, output, output_stride, rows, columns, accumulate);
}

void kernel_add(float *values, const float *addend, size_t count) {
  table()->add(values, addend, count);
}

void kernel_rms_norm(
    const float *input, size_t input_stride, const float *weight, float epsilon, float *output, size_t output_stride,
    size_t rows, size_t columns) {
  table()->rms_norm(input, input_stride, weight, epsilon, output, output_stride, rows, columns);
}

void kernel_swiglu(float *gate, const float *up, size_t count) {
  table()->swiglu(gate, up, count);
}

void kernel_gelu(float *values, size_t count) {
  table()->gelu(values, count);
}

void kernel_rotate_halves(
    float *values, size_t stride, size_t rows, size_t heads, size_t head_dimension, const float *cosines,
    const float *sines) {
  table()->rotate_halves(values, stride, rows, heads, head_dimension, cosines, sines);
}

void kernel_attention(
    const float *queries, size_t query_stride, const float *keys, size_t key_stride, const float *values,
    size_t value_stride, float *output, size_t output_stride, size_t query_rows, size_t head_dimension, float scale,
    size_t visible, size_t visible_step) {
  table()->attention(
      queries, query_stride, keys, key_stride, values, value_stride, output, output_stride, query_rows, head_dimension,
      scale, visible, visible_step);
}

void kernel_mean_of_rows(const float *input, size_t stride, size_t rows, size_t columns, float *output) {
  table()->mean_of_rows(input, stride, rows, columns, output);
}

void kernel_normalize_rows(float *values, size_t stride, size_t rows, size_t columns, float floor) {
  table()->normalize_rows(values, stride, rows, columns, floor);
}
