// The kernels of the engine: the types they take, and which instruction set runs them. What each of them computes is
// written beside its declaration in kernels.def, which this header includes at its end.
//
// Matrices are row-major `float`; a stride is the distance between the starts of two rows, in elements where nothing
// else is said. Arguments are trusted: callers check shapes. No kernel allocates memory or starts threads; each works
// on the range it is given.

#ifndef CKERNELS_H
#define CKERNELS_H

#include "KernelBlocking.h"

#include <stddef.h>
#include <stdint.h>

// The instruction set the kernels were chosen for, such as "avx512bf16". The choice is made once, for the best one that
// the processor supports; the environment variable JINASCOPE_ISA forces another.
const char *kernel_instruction_set(void);

// The instruction sets of this architecture that there are kernels for, the best first; NULL from the last one on.
const char *kernel_instruction_set_name(size_t index);

// Chooses the kernels of that instruction set on the calling thread, for tests and benchmarks. Returns 0, and changes
// nothing, if the processor lacks it.
int kernel_use_instruction_set(const char *name);

// Whether the chosen instruction set multiplies pairs of BF16, so that kernel_multiply_panel_bfloat16 is faster than
// kernel_multiply_panel.
int kernel_has_bfloat16_products(void);

// Whether it does so that much faster that splitting floats into three BF16 terms and multiplying each (BF16×3) takes
// less time than multiplying the floats.
int kernel_splits_floats(void);

// Whether kernel_multiply_compact expands a panel while it is on its way from memory, so that it is faster than
// expanding the panel first.
int kernel_multiplies_compact(void);

// How the elements of a stored weight are encoded.
typedef enum {
  KERNEL_FLOAT32 = 0,
  KERNEL_BFLOAT16 = 1,
  KERNEL_FLOAT16 = 2,
} kernel_element;

// What a product reads of its input: floats as they are, BF16 (rounded, or in terms), or bytes with a scale for each
// block.
typedef enum {
  KERNEL_INPUT_FLOAT32,
  KERNEL_INPUT_BFLOAT16,
  KERNEL_INPUT_INT8,
} kernel_input;

// Rows of floats. A kernel writes to them only where its contract says so.
typedef struct {
  float *start;
  size_t stride;
} kernel_rows;

enum {
  // Terms that kernel_split makes of a float.
  KERNEL_SPLIT_TERMS = 3,
};

// Rows of BF16: rounded floats (one term), or `terms` ≤ KERNEL_SPLIT_TERMS terms of each as kernel_split makes them,
// each term `term_stride` elements behind the one before.
typedef struct {
  uint16_t *start;
  size_t stride;
  size_t terms, term_stride;
} kernel_bfloat16_rows;

// What belongs to a block of a row in 8 bits: its scale, and −128 · Σ q, which takes back what the weights' bytes q +
// 128 have too much.
typedef struct {
  float scale;
  int32_t offset;
} kernel_int8_block;

// Rows in 8 bits: the values q of their blocks, and what belongs to each block. The rows of both are `stride` bytes
// apart, a multiple of 8.
typedef struct {
  int8_t *values;
  kernel_int8_block *blocks;
  size_t stride;
} kernel_int8_rows;

// Rows of a stored weight, which need not be aligned.
typedef struct {
  const void *start;
  kernel_element element;
  size_t stride;
} kernel_weights;

// A product of some rows with one panel: output[m, n] = Σ_k input[m, k] · panel[k, n], or added to the output where
// `accumulates` is not 0.
typedef struct {
  size_t rows;
  // The panel, and the elements of its inner dimension.
  const void *panel;
  size_t inner;
  // [rows, columns ≤ KERNEL_PANEL_COLUMNS]; overlaps nothing else.
  kernel_rows output;
  size_t columns;
  int accumulates;
  // What the caller reads next, as many bytes as this panel has; it is prefetched meanwhile. May be NULL.
  const void *next;
} kernel_product;

// One query head over one key/value head.
typedef struct {
  // Queries and output [query_rows, head_dimension]; keys and values [at least as many rows as are seen,
  // head_dimension].
  kernel_rows queries, keys, values, output;
  size_t query_rows, head_dimension;
  float scale;
  // Query i sees the first visible + i · visible_step keys, at least one: visible_step is 1 for causal attention and 0
  // for bidirectional attention.
  size_t visible, visible_step;
  // Whether queries, keys, values and softmax weights may be rounded to BF16 for the products. The softmax itself is
  // taken in floats. A query may then read, with a weight of 0, values that later queries see.
  int rounds_to_bfloat16;
} kernel_attention_head;

// How many elements of the inner dimension a caller multiplies at a time, so that a block stays in the caches; see
// KernelBlocking.h.
size_t kernel_block_inner(size_t inner);

// The same for one call of a product kernel, by what the product reads and where its panels are.
typedef enum {
  // The caller packs each block before it multiplies it.
  KERNEL_PANELS_UNPACKED,
  // Packed, and read where they are; the kernels cut them.
  KERNEL_PANELS_PACKED,
  // Packed in 12 bits; the caller expands each block before it multiplies it.
  KERNEL_PANELS_COMPACT,
} kernel_panels;
size_t kernel_call_inner(kernel_input input, kernel_panels panels, size_t rows, size_t inner);

// The most rows for which kernels cut a packed panel themselves, and for which kernel_multiply_compact may be called.
size_t kernel_few_rows(kernel_input input);

// The bytes of a panel of BF16 in 12 bits an element.
size_t kernel_compact_bytes(size_t inner);

// Picks the exponents that the elements of a compact panel have codes for, as the first of them halved, from `count`
// samples of BF16, `stride` elements apart, which need not be aligned.
uint8_t kernel_compact_exponents(const void *elements, size_t count, size_t stride);

// Begins a compact panel of `inner` ≤ KERNEL_MOST_COMPACT_INNER elements; it is aligned to 64 bytes.
void kernel_begin_compact(uint8_t exponents, size_t inner, void *compact);

// Prefetches `count` bytes of memory into the caches.
void kernel_fetch_memory(const void *memory, size_t count);

#define KERNEL(RESULT, NAME, PARAMETERS, ARGUMENTS) RESULT kernel_##NAME PARAMETERS;
#include "kernels.def"

#endif
