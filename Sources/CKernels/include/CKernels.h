// Kernels of the engine: what each computes, over which shapes, and what may alias.
//
// Matrices are row-major `float`; a stride is the distance of two rows in elements. Arguments are trusted: the callers
// check shapes. No kernel allocates or starts threads; each works on the range it is given.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// How the elements of a stored weight are encoded.
typedef enum {
  KERNEL_FLOAT32 = 0,
  KERNEL_BFLOAT16 = 1,
  KERNEL_FLOAT16 = 2,
} kernel_element;

// The instruction set the kernels were chosen for: "scalar", "avx2" or "avx512". The choice is made once; the
// environment variable JINASCOPE_ISA forces one that the processor has.
const char *kernel_instruction_set(void);

// destination[i] = float(source[i]), exact. `source` need not be aligned; the two do not overlap.
void kernel_widen(const void *source, kernel_element element, float *destination, size_t count);

// destination[i] = source[i] rounded to nearest, ties to even; NaN stays NaN, too large becomes infinite.
void kernel_narrow(const float *source, kernel_element element, void *destination, size_t count);

// output[m, n] = alpha · Σ_k input[m, k] · float(weights[n, k]) + beta · output[m, n], for few rows of input.
// input [input_rows ≤ KERNEL_FEW_ROWS, inner], weights [weight_rows, inner] without gaps and of any alignment,
// output [input_rows, weight_rows]. With beta = 0 the old output is not read. output overlaps nothing.
#define KERNEL_FEW_ROWS 16
void kernel_multiply_few_rows(
    const float *input, size_t input_stride, size_t input_rows, const void *weights, kernel_element element,
    size_t weight_rows, size_t inner, float alpha, float beta, float *output, size_t output_stride);

// output[i, :] = row[:], or output[i, :] += row[:] where `accumulate` is not 0. output [rows, columns].
void kernel_broadcast_row(
    const float *row, float *output, size_t output_stride, size_t rows, size_t columns, int accumulate);

// values[i] += addend[i].
void kernel_add(float *values, const float *addend, size_t count);

// RMSNorm: output[i, :] = input[i, :] / sqrt(mean(input[i, :]²) + epsilon) · weight[:], the mean in double precision.
// input and output [rows, columns]; output may be input itself.
void kernel_rms_norm(
    const float *input, size_t input_stride, const float *weight, float epsilon, float *output, size_t output_stride,
    size_t rows, size_t columns);

// SwiGLU: gate[i] = gate[i] / (1 + exp(-gate[i])) · up[i].
void kernel_swiglu(float *gate, const float *up, size_t count);

// Exact GELU: values[i] = values[i] / 2 · (1 + erf(values[i] / √2)).
void kernel_gelu(float *values, size_t count);

// Rotary embedding with halves as pairs: for each row and head and each j < half = head_dimension / 2,
//   (x[j], x[j + half]) = (x[j] · cos[j] − x[j + half] · sin[j],  x[j + half] · cos[j] + x[j] · sin[j]).
// values [rows, heads · head_dimension] in place; cosines and sines [rows, half] without gaps.
void kernel_rotate_halves(
    float *values, size_t stride, size_t rows, size_t heads, size_t head_dimension, const float *cosines,
    const float *sines);

// Scaled dot-product attention of one query head over one key/value head, softmax streamed over blocks of keys:
//   output[i, :] = Σ_k softmax_k(scale · queries[i] · keys[k]) · values[k, :],  k < visible + i · visible_step.
// visible_step is 1 for causal attention (row 0 sees `visible` keys) and 0 for bidirectional; visible ≥ 1.
// queries and output [query_rows, head_dimension], keys and values [at least as many rows as seen, head_dimension].
// output overlaps nothing.
void kernel_attention(
    const float *queries, size_t query_stride, const float *keys, size_t key_stride, const float *values,
    size_t value_stride, float *output, size_t output_stride, size_t query_rows, size_t head_dimension, float scale,
    size_t visible, size_t visible_step);

// output[j] = mean over rows i of input[i, j], summed in double precision; rows ≥ 1.
void kernel_mean_of_rows(const float *input, size_t stride, size_t rows, size_t columns, float *output);

// values[i, :] /= max(‖values[i, :]‖₂, floor), the norm in double precision. values [rows, columns] in place.
void kernel_normalize_rows(float *values, size_t stride, size_t rows, size_t columns, float floor);

// The kernels of one instruction set, under the names above.
typedef struct {
  const char *name;
  void (*widen)(const void *, kernel_element, float *, size_t);
  void (*narrow)(const float *, kernel_element, void *, size_t);
  void (*multiply_few_rows)(
      const float *, size_t, size_t, const void *, kernel_element, size_t, size_t, float, float, float *, size_t);
  void (*broadcast_row)(const float *, float *, size_t, size_t, size_t, int);
  void (*add)(float *, const float *, size_t);
  void (*rms_norm)(const float *, size_t, const float *, float, float *, size_t, size_t, size_t);
  void (*swiglu)(float *, const float *, size_t);
  void (*gelu)(float *, size_t);
  void (*rotate_halves)(float *, size_t, size_t, size_t, size_t, const float *, const float *);
  void (*attention)(
      const float *, size_t, const float *, size_t, const float *, size_t, float *, size_t, size_t, size_t, float,
      size_t, size_t);
  void (*mean_of_rows)(const float *, size_t, size_t, size_t, float *);
  void (*normalize_rows)(float *, size_t, size_t, size_t, float);
} kernel_table;

// The kernels of "scalar", "avx2" or "avx512"; NULL where the processor lacks the instructions.
const kernel_table *kernel_table_named(const char *name);

#endif
