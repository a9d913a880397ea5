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

static block_schedule schedule_of(kernel_product product, size_t rows_at_once) {
  enum { SHORT = KERNEL_SHORT_BLOCK_INNER };
  // Many rows take what their caller has cut as it is.
  if (product.rows > few_rows(rows_at_once) || product.inner <= SHORT) {
    return (block_schedule){product.inner, product.inner};
  }
  // A few rows that read the panel more than once take a short block at a time: the next one fits into the first cache
  // beside it.
  if (product.rows > rows_at_once) return (block_schedule){SHORT, SHORT};
  // Rows that read it once take it as a whole, except for its end, so that what lies a short block ahead is prefetched.
  return (block_schedule){(product.inner - 1) / SHORT * SHORT, SHORT};
}

// Cuts the next block off what is left of a product, whose panel has `width` bytes for each element of the inner
// dimension. What is prefetched meanwhile is the panel itself, and `next` with the last block.
static kernel_product next_block(kernel_product *left, block_schedule schedule, size_t width) {
  kernel_product block = *left;
  if (left->inner <= schedule.block) {
    left->inner = 0;
    return block;
  }
  block.inner = schedule.block;
  block.next = (const char *)block.panel + schedule.distance * width;
  left->panel = (const char *)left->panel + schedule.block * width;
  left->inner -= schedule.block;
  left->accumulates = 1;
  return block;
}

void kernel_multiply_panel(kernel_rows input, kernel_element element, kernel_product product) {
  const kernel_table *table = kernel_chosen_table();
  block_schedule schedule = schedule_of(product, table->float_rows);
  size_t width = KERNEL_PANEL_COLUMNS * (element == KERNEL_FLOAT32 ? sizeof(float) : sizeof(uint16_t));
  do {
    kernel_product block = next_block(&product, schedule, width);
    table->multiply_panel(input, element, block);
    input.start += block.inner;
  } while (product.inner > 0);
}

void kernel_multiply_panel_bfloat16(kernel_bfloat16_rows input, kernel_product product) {
  const kernel_table *table = kernel_chosen_table();
  block_schedule schedule = schedule_of(product, table->bfloat16_rows);
  do {
    kernel_product block = next_block(&product, schedule, KERNEL_PANEL_COLUMNS * sizeof(uint16_t));
    table->multiply_panel_bfloat16(input, block);
    input.start += block.inner;
  } while (product.inner > 0);
}

void kernel_multiply_panel_int8(kernel_int8_rows input, kernel_product product) {
  const kernel_table *table = kernel_chosen_table();
  block_schedule schedule = schedule_of(product, table->bfloat16_rows);
  do {
    kernel_product block = next_block(&product, schedule, KERNEL_INT8_BLOCK_BYTES / KERNEL_INT8_BLOCK);
    table->multiply_panel_int8(input, block);
    input.values += block.inner;
    input.blocks += block.inner / KERNEL_INT8_BLOCK;
  } while (product.inner > 0);
}
