// How panels are cut along the inner dimension, by callers and by the product kernels. The sizes, and what the other
// dimensions are cut by, are in KernelBlocking.h.

#include "table.h"

// `inner` in as few blocks as stay in the caches, all of about the same size: each one loads and stores the sums.
size_t kernel_block_inner(size_t inner) {
  enum { UNIT = KERNEL_INT8_BLOCK };
  size_t blocks = (inner + KERNEL_BLOCK_INNER - 1) / KERNEL_BLOCK_INNER;
  if (blocks == 0) return UNIT;
  size_t units = (inner / blocks + UNIT - 1) / UNIT;
  return units == 0 ? UNIT : units * UNIT;
}

static size_t few_rows(size_t rows_at_once) {
  return rows_at_once > KERNEL_SHORT_BLOCK_ROWS ? rows_at_once : KERNEL_SHORT_BLOCK_ROWS;
}

size_t kernel_few_rows(kernel_input input) {
  const kernel_table *table = kernel_chosen_table();
  return few_rows(input == KERNEL_INPUT_FLOAT32 ? table->float_rows : table->bfloat16_rows);
}

size_t kernel_call_inner(kernel_input input, kernel_panels panels, size_t rows, size_t inner) {
  if (rows > kernel_few_rows(input) || panels == KERNEL_PANELS_COMPACT) return kernel_block_inner(inner);
  if (panels == KERNEL_PANELS_UNPACKED) return KERNEL_SHORT_BLOCK_INNER;
  return inner == 0 ? 1 : inner;
}

// How a kernel goes through a panel: the elements of a block, and how far ahead of it memory is prefetched.
typedef struct {
  size_t block, distance;
} block_schedule;

static block_schedule schedule_of(const kernel_product *product, size_t rows_at_once) {
  enum { SHORT = KERNEL_SHORT_BLOCK_INNER };
  // Many rows take what their caller has cut as it is.
  if (product->rows > few_rows(rows_at_once) || product->inner <= SHORT) {
    return (block_schedule){product->inner, product->inner};
  }
  // A few rows that read the panel more than once take a short block at a time: the next one fits into the first cache
  // beside it.
  if (product->rows > rows_at_once) return (block_schedule){SHORT, SHORT};
  // Rows that read it once take it as a whole, except for its end, so that what lies a short block ahead is prefetched.
  return (block_schedule){(product->inner - 1) / SHORT * SHORT, SHORT};
}

// Cuts a block, which begins where `block` does, off the `left` elements of a product whose panel has `width` bytes for
// each. Meanwhile the panel itself is prefetched, and `next` with the last block.
static void cut(kernel_product *block, size_t left, block_schedule schedule, size_t width, const void *next) {
  int is_last = left <= schedule.block;
  block->inner = is_last ? left : schedule.block;
  block->next = is_last ? next : (const char *)block->panel + schedule.distance * width;
}

// Goes on behind a block.
static void advance(kernel_product *block, size_t width) {
  block->panel = (const char *)block->panel + block->inner * width;
  block->accumulates = 1;
}

void kernel_multiply_panel(kernel_rows input, kernel_element element, kernel_product product) {
  const kernel_table *table = kernel_chosen_table();
  block_schedule schedule = schedule_of(&product, table->float_rows);
  size_t width = KERNEL_PANEL_COLUMNS * (element == KERNEL_FLOAT32 ? sizeof(float) : sizeof(uint16_t));
  size_t left = product.inner;
  const void *next = product.next;
  do {
    cut(&product, left, schedule, width, next);
    table->multiply_panel(input, element, &product);
    advance(&product, width);
    input.start += product.inner;
    left -= product.inner;
  } while (left > 0);
}

void kernel_multiply_panel_bfloat16(kernel_bfloat16_rows input, kernel_product product) {
  const kernel_table *table = kernel_chosen_table();
  block_schedule schedule = schedule_of(&product, table->bfloat16_rows);
  size_t width = KERNEL_PANEL_COLUMNS * sizeof(uint16_t);
  size_t left = product.inner;
  const void *next = product.next;
  do {
    cut(&product, left, schedule, width, next);
    table->multiply_panel_bfloat16(&input, &product);
    advance(&product, width);
    input.start += product.inner;
    left -= product.inner;
  } while (left > 0);
}

void kernel_multiply_panel_int8(kernel_int8_rows input, kernel_product product) {
  const kernel_table *table = kernel_chosen_table();
  block_schedule schedule = schedule_of(&product, table->bfloat16_rows);
  size_t width = KERNEL_INT8_BLOCK_BYTES / KERNEL_INT8_BLOCK;
  size_t left = product.inner;
  const void *next = product.next;
  do {
    cut(&product, left, schedule, width, next);
    table->multiply_panel_int8(&input, &product);
    advance(&product, width);
    input.values += product.inner;
    input.blocks += product.inner / KERNEL_INT8_BLOCK;
    left -= product.inner;
  } while (left > 0);
}
