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

// The instruction set the kernels were chosen for: "scalar", "avx2", "avx512", "avx512bf16", "amx" or "neon". The choice
// is made once; the environment variable JINASCOPE_ISA forces one that the processor has.
const char *kernel_instruction_set(void);

// Chooses the kernels of that instruction set on the calling thread, for tests and benchmarks; returns 0, and changes
// nothing, where the processor has not got it.
int kernel_use_instruction_set(const char *name);

// Whether the chosen instruction set multiplies BF16 pairs itself, so that kernel_multiply_panel_bfloat16 is the faster.
int kernel_has_bfloat16_products(void);

// Whether products of BF16 pairs are so much faster there that kernel_multiply_panel_parts takes less time for many rows
// than kernel_multiply_panel.
int kernel_splits_floats(void);

// destination[i] = float(source[i]), exact. `source` need not be aligned; the two do not overlap.
void kernel_widen(const void *source, kernel_element element, float *destination, size_t count);

// destination[i] = source[i] rounded to nearest, ties to even; NaN stays NaN, too large becomes infinite.
void kernel_narrow(const float *source, kernel_element element, void *destination, size_t count);

// Parts of a number as kernel_split makes them.
#define KERNEL_PARTS 3
// So many rows of BF16 pairs are multiplied in about the time of one where kernel_splits_floats.
#define KERNEL_TILE_ROWS 16

// parts[i] + parts[part_stride + i] + parts[2 · part_stride + i] = source[i]: each part is what the ones before leave,
// rounded to BF16, so that the sum is exact but for numbers within 2^24 of the smallest ones and the very largest, which
// become NaN.
void kernel_split(const float *source, uint16_t *parts, size_t part_stride, size_t count);

// Weights lie in panels for the products: KERNEL_PANEL_COLUMNS rows of the weight side by side. Row n, element k is at
// [k, n] of a panel of F32 or F16, and at [k / 2, n, k % 2] of one of BF16, whose `inner` is padded to even by zeros.
#define KERNEL_PANEL_COLUMNS 64

// Makes a panel of weight_rows ≤ KERNEL_PANEL_COLUMNS rows [weight_rows, inner], whose stride is in elements and whose
// address need not be aligned. The missing rows, and the odd element of BF16, become zeros. The panel is aligned to 64.
void kernel_pack_panel(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel);

// output[m, n] = Σ_k input[m, k] · panel[k, n], or that is added where `accumulate` is not 0.
// input [rows, inner], output [rows, columns ≤ KERNEL_PANEL_COLUMNS]; output overlaps nothing. `next`, where it is not
// NULL, is where the caller goes on reading as many bytes as this panel has, so that they may be fetched meanwhile.
void kernel_multiply_panel(
    const float *input, size_t input_stride, size_t rows, const void *panel, kernel_element element, size_t inner,
    float *output, size_t output_stride, size_t columns, int accumulate, const void *next);

// The same with a BF16 panel and input of BF16, whose `inner` is even; sums are `float`. Subnormal numbers may be taken
// as zero.
void kernel_multiply_panel_bfloat16(
    const uint16_t *input, size_t input_stride, size_t rows, const void *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const void *next);

// The same with input in `parts` parts, KERNEL_PARTS at most, as kernel_split makes them: the sum of the products of all.
void kernel_multiply_panel_parts(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *panel,
    size_t inner, float *output, size_t output_stride, size_t columns, int accumulate, const void *next);

// The bytes of a panel of BF16 in 12 bits an element, exactly: most weights have one of few exponents. Those that have
// another are listed, up to one in 128. `inner` is 2^19 at most.
size_t kernel_compact_bytes(size_t inner);

// Whether there are instructions that make the products of such panels while they are being fetched from memory.
int kernel_multiplies_compact(void);

// The first of the exponents that a compact panel is to have codes for, halved, found among `count` elements of BF16 that
// are so many apart, which need not be aligned.
uint8_t kernel_compact_exponents(const void *elements, size_t count, size_t stride);

// Begins a compact panel of `inner` elements; it is aligned to 64.
void kernel_begin_compact(uint8_t exponents, size_t inner, void *compact);

// Adds elements `first`, which is even, to `first` + `count` of its `inner` to a compact panel, from a panel of these alone.
// They follow those that were added before. Returns 0, and the panel is of no use, where too many are to be listed.
int kernel_compact_panel(const void *panel, size_t first, size_t count, size_t inner, void *compact);

// Makes a panel of elements `first`, which is even, to `first` + `count` of a compact panel of `inner`.
void kernel_expand_panel(const void *compact, size_t first, size_t count, size_t inner, void *panel);

// The product of a few rows, kernel_few_rows at most, with all of a compact panel and all its columns; input in `parts`
// parts, KERNEL_PARTS at most, and `next` where the next compact panel is. To be called where kernel_multiplies_compact.
void kernel_multiply_compact(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *compact,
    size_t inner, float *output, size_t output_stride, int accumulate, const void *next);

// Weights of 8 bits: both sides of the product are rounded, in blocks of KERNEL_INT8_BLOCK elements of the inner
// dimension with a scale each, value ≈ scale · q, q of −127 … 127. A panel's block is KERNEL_PANEL_COLUMNS scales, then
// its elements as the bytes q + 128, element k of row n at [k / 4, n, k % 4]; where rows or elements are missing q is 0.
#define KERNEL_INT8_BLOCK 128
#define KERNEL_INT8_BLOCK_BYTES (KERNEL_PANEL_COLUMNS * (KERNEL_INT8_BLOCK + sizeof(float)))

// What belongs to a block of an input's row: its scale, and −128 · Σ q, which takes back what the weights' bytes have
// more.
typedef struct {
  float scale;
  int32_t offset;
} kernel_int8_block;

// Makes a panel of such blocks from weight_rows ≤ KERNEL_PANEL_COLUMNS rows [weight_rows, inner]; as kernel_pack_panel.
void kernel_pack_panel_int8(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel);

// Rounds rows [rows, inner] to 8 bits: the values q of their blocks, and what belongs to each block. The output's rows of
// both are `output_stride` bytes apart, a multiple of 8.
void kernel_quantize_rows(
    const float *input, size_t input_stride, size_t rows, size_t inner, int8_t *values, kernel_int8_block *described,
    size_t output_stride);

// output[m, n] (+)= Σ_b input.scale[m, b] · panel.scale[b, n] · Σ_k input.q[m, b, k] · panel.q[b, k, n], the inner sums in
// 32-bit integers. `values` and `described` are those of the input's first row and block; the rest is as in
// kernel_multiply_panel.
void kernel_multiply_panel_int8(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next);

// The products there are instructions for: of floats, of pairs of BF16, of four bytes.
typedef enum {
  KERNEL_PRODUCT_FLOATS,
  KERNEL_PRODUCT_PAIRS,
  KERNEL_PRODUCT_BYTES,
} kernel_product;

// The most rows for which products of a whole panel cut it into short blocks, or fetch it piece by piece, as they find
// best. More rows take what the caller cut as it is.
size_t kernel_few_rows(kernel_product product);

// Multiplies and adds on registers alone, `rounds` times over, to measure how fast that can be. Returns how many
// operations that was, a multiplication and an addition being two; 0 where the instruction set has no such products.
double kernel_multiply_registers(kernel_product product, size_t rounds);

// Asks for `count` bytes of memory to be fetched into the caches.
void kernel_fetch_memory(const void *memory, size_t count);

// output[i] = Σ sums[group · rows + i], the last group first, or added to what is there: `groups` groups of `rows` rows of
// KERNEL_PANEL_COLUMNS floats, of which `columns` are used.
void kernel_add_groups(
    const float *sums, size_t groups, size_t rows, float *output, size_t output_stride, size_t columns,
    int accumulate);

// Copies rows of `count` bytes past the caches, for what is read again only after more than these hold. Strides are in
// bytes; the two do not overlap.
void kernel_copy_past_caches(
    const void *source, size_t source_stride, void *destination, size_t destination_stride, size_t rows, size_t count);

// Reads `count` bytes of memory, aligned to 64, once, to measure how fast that can be; what lies ahead is fetched into the
// second cache or the first, as processors differ in which is faster. Returns their sum in words.
uint64_t kernel_read_memory(const void *memory, size_t count, int into_second_cache);

// output[i, :] = row[:], or output[i, :] += row[:] where `accumulate` is not 0. output [rows, columns].
void kernel_broadcast_row(
    const float *row, float *output, size_t output_stride, size_t rows, size_t columns, int accumulate);

// values[i] += addend[i].
void kernel_add(float *values, const float *addend, size_t count);

// values[i] *= factor.
void kernel_scale(float *values, float factor, size_t count);

// RMSNorm: output[i, :] = input[i, :] / sqrt(mean(input[i, :]²) + epsilon) · weight[:], the mean in double precision.
// input and output [rows, columns]; output may be input itself.
void kernel_rms_norm(
    const float *input, size_t input_stride, const float *weight, float epsilon, float *output, size_t output_stride,
    size_t rows, size_t columns);

// SwiGLU: output[i] = gate[i] / (1 + exp(-gate[i])) · up[i]; output may be one of the others.
void kernel_swiglu(const float *gate, const float *up, float *output, size_t count);

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
// head_dimension is at most KERNEL_HEAD_DIMENSION; output overlaps nothing. Where `rounds` is not 0, queries, keys, values
// and the softmax's weights may be rounded to BF16 as inputs of the products, and a query may read, with a weight of 0,
// the values that the fifteen after it see; the softmax itself is of floats.
#define KERNEL_HEAD_DIMENSION 256
void kernel_attention(
    const float *queries, size_t query_stride, const float *keys, size_t key_stride, const float *values,
    size_t value_stride, float *output, size_t output_stride, size_t query_rows, size_t head_dimension, float scale,
    size_t visible, size_t visible_step, int rounds);

// output[j] = mean over rows i of input[i, j], summed in double precision; rows ≥ 1.
void kernel_mean_of_rows(const float *input, size_t stride, size_t rows, size_t columns, float *output);

// values[i, :] /= max(‖values[i, :]‖₂, floor), the norm in double precision. values [rows, columns] in place.
void kernel_normalize_rows(float *values, size_t stride, size_t rows, size_t columns, float floor);

// products[i] = Σ_k values[i, k] · query[k], squares[i] = Σ_k values[i, k]²: with a query of unit length, its cosine with
// row i is products[i] / sqrt(squares[i]). values [rows, columns], query [columns], products and squares [rows].
void kernel_score_rows(
    const float *values, size_t stride, size_t rows, size_t columns, const float *query, float *products,
    float *squares);

// maxima[i] = the greatest of maxima[i] and values[i, :], none of which is NaN. values [rows, columns].
void kernel_raise_to_maxima(const float *values, size_t stride, size_t rows, size_t columns, float *maxima);

#endif
