// The calls of a forward pass: recorded where plain C makes them, and made anew by any instruction set.
//
// Of each kernel there is a structure with its arguments and a function that exchanges these with an archive, makes the
// call and exchanges the result; a function with the kernel's own parameters, which takes its place in a table while
// calls are recorded; and one that makes a call of the archive.

#include "CKernelChecks.h"
#include "archive.h"
#include "table.h"

typedef struct {
  kernel_rows input;
  kernel_element element;
  kernel_bfloat16_rows rounded;
  kernel_int8_rows bytes;
  kernel_product product;
} product_call;

// What a product has beside its input.
static void exchange_product(archive *archive, kernel_product *product, size_t panel_bytes) {
  size_t accumulates = product->accumulates != 0;
  exchange_size(archive, &accumulates);
  product->accumulates = (int)accumulates;
  exchange_bytes(archive, &product->panel, panel_bytes);
  exchange_output(archive, &product->output, product->rows, product->columns, product->accumulates);
  if (!is_written(archive)) product->next = NULL;
}

static void exchange_shape(archive *archive, kernel_product *product) {
  exchange_size(archive, &product->rows);
  exchange_size(archive, &product->inner);
  exchange_size(archive, &product->columns);
}

static void float_product(archive *archive, product_call call) {
  kernel_product *product = &call.product;
  exchange_shape(archive, product);
  size_t element = call.element;
  exchange_size(archive, &element);
  call.element = (kernel_element)element;
  exchange_rows(archive, &call.input, product->rows, product->inner);
  size_t padded = call.element == KERNEL_BFLOAT16 ? product->inner + product->inner % 2 : product->inner;
  exchange_product(archive, product, padded * KERNEL_PANEL_COLUMNS * width_of(call.element));
  if (is_written(archive)) kernel_table_scalar.multiply_panel(call.input, call.element, product);
  else kernel_multiply_panel(call.input, call.element, *product);
  exchange_result(archive, product->output, product->rows, product->columns, 1e-5f, "product of floats");
}

static void bfloat16_product(archive *archive, product_call call) {
  kernel_product *product = &call.product;
  exchange_shape(archive, product);
  const void *start = call.rounded.start;
  exchange_strided(archive, &start, call.rounded.stride * 2, product->rows, product->inner * 2);
  kernel_bfloat16_rows input = {(uint16_t *)start, product->inner, .terms = 1};
  if (is_written(archive)) input = call.rounded;
  exchange_product(archive, product, product->inner * KERNEL_PANEL_COLUMNS * 2);
  if (is_written(archive)) kernel_table_scalar.multiply_panel_bfloat16(&input, product);
  else kernel_multiply_panel_bfloat16(input, *product);
  exchange_result(archive, product->output, product->rows, product->columns, 1e-5f, "product of BF16");
}

static void int8_product(archive *archive, product_call call) {
  kernel_product *product = &call.product;
  exchange_shape(archive, product);
  size_t blocks = product->inner / KERNEL_INT8_BLOCK;
  size_t block_bytes = blocks * sizeof(kernel_int8_block), stride = product->inner + block_bytes;
  const void *values = call.bytes.values, *of_blocks = call.bytes.blocks;
  exchange_strided(archive, &values, call.bytes.stride, product->rows, product->inner);
  exchange_strided(archive, &of_blocks, call.bytes.stride, product->rows, block_bytes);
  kernel_int8_rows input = call.bytes;
  if (!is_written(archive)) {
    // What belongs to the blocks of a row is behind its values.
    char *rows = take_from(archive, product->rows * stride);
    for (size_t m = 0; m < product->rows; m++) {
      memcpy(rows + m * stride, (const char *)values + m * product->inner, product->inner);
      memcpy(rows + m * stride + product->inner, (const char *)of_blocks + m * block_bytes, block_bytes);
    }
    input = (kernel_int8_rows){(int8_t *)rows, (kernel_int8_block *)(rows + product->inner), stride};
  }
  exchange_product(archive, product, blocks * KERNEL_INT8_BLOCK_BYTES);
  if (is_written(archive)) kernel_table_scalar.multiply_panel_int8(&input, product);
  else kernel_multiply_panel_int8(input, *product);
  exchange_result(archive, product->output, product->rows, product->columns, 0, "product of 8 bits");
}

typedef struct {
  kernel_rows input, output;
  const float *weight;
  float epsilon;
  size_t rows, columns;
} norm_call;

static void norm(archive *archive, norm_call call) {
  exchange_size(archive, &call.rows);
  exchange_size(archive, &call.columns);
  exchange_float(archive, &call.epsilon);
  exchange_rows(archive, &call.input, call.rows, call.columns);
  exchange_floats(archive, &call.weight, call.columns);
  exchange_output(archive, &call.output, call.rows, call.columns, 0);
  (is_written(archive) ? kernel_table_scalar.rms_norm
                       : kernel_rms_norm)(call.input, call.weight, call.epsilon, call.output, call.rows, call.columns);
  exchange_result(archive, call.output, call.rows, call.columns, 1e-6f, "norm");
}

typedef struct {
  kernel_rows values;
  size_t rows, heads, head_dimension;
  const float *cosines, *sines;
} rotary_call;

static void rotary(archive *archive, rotary_call call) {
  exchange_size(archive, &call.rows);
  exchange_size(archive, &call.heads);
  exchange_size(archive, &call.head_dimension);
  size_t columns = call.heads * call.head_dimension, angles = call.rows * call.head_dimension / 2;
  exchange_floats(archive, &call.cosines, angles);
  exchange_floats(archive, &call.sines, angles);
  exchange_output(archive, &call.values, call.rows, columns, 1);
  (is_written(archive) ? kernel_table_scalar.rotate_halves : kernel_rotate_halves)(
      call.values, call.rows, call.heads, call.head_dimension, call.cosines, call.sines);
  exchange_result(archive, call.values, call.rows, columns, 1e-6f, "rotary embedding");
}

static void head(archive *archive, kernel_attention_head call) {
  exchange_size(archive, &call.query_rows);
  exchange_size(archive, &call.head_dimension);
  exchange_size(archive, &call.visible);
  exchange_size(archive, &call.visible_step);
  exchange_float(archive, &call.scale);
  size_t may_round = call.rounds_to_bfloat16 != 0;
  exchange_size(archive, &may_round);
  call.rounds_to_bfloat16 = (int)may_round;
  size_t keys = call.visible + (call.query_rows - 1) * call.visible_step;
  exchange_rows(archive, &call.queries, call.query_rows, call.head_dimension);
  exchange_rows(archive, &call.keys, keys, call.head_dimension);
  exchange_rows(archive, &call.values, keys, call.head_dimension);
  exchange_output(archive, &call.output, call.query_rows, call.head_dimension, 0);
  (is_written(archive) ? kernel_table_scalar.attention : kernel_attention)(call);
  exchange_result(archive, call.output, call.query_rows, call.head_dimension, may_round ? 0.02f : 6e-6f, "attention");
}

typedef struct {
  const float *gate, *up;
  float *output;
  size_t count;
} gate_call;

static void gate(archive *archive, gate_call call) {
  exchange_size(archive, &call.count);
  exchange_floats(archive, &call.gate, call.count);
  exchange_floats(archive, &call.up, call.count);
  kernel_rows output = {call.output, call.count};
  exchange_output(archive, &output, 1, call.count, 0);
  (is_written(archive) ? kernel_table_scalar.swiglu : kernel_swiglu)(call.gate, call.up, output.start, call.count);
  exchange_result(archive, output, 1, call.count, 1e-6f, "SwiGLU");
}

typedef struct {
  float *values;
  size_t count;
} gelu_call;

static void bend(archive *archive, gelu_call call) {
  exchange_size(archive, &call.count);
  kernel_rows values = {call.values, call.count};
  exchange_output(archive, &values, 1, call.count, 1);
  (is_written(archive) ? kernel_table_scalar.gelu : kernel_gelu)(values.start, call.count);
  exchange_result(archive, values, 1, call.count, 1e-6f, "GELU");
}

enum { FLOAT_PRODUCT, BFLOAT16_PRODUCT, INT8_PRODUCT, NORM, ROTARY, HEAD, GATE, BEND };

static _Thread_local archive *written;

static int is_kept(uint32_t kernel, size_t a, size_t b, size_t c) {
  return begin_call(written, kernel, (const size_t[3]){a, b, c});
}

static void record_multiply_panel(kernel_rows input, kernel_element element, const kernel_product *block) {
  if (is_kept(FLOAT_PRODUCT, block->rows, block->inner, block->columns)) {
    float_product(written, (product_call){.input = input, .element = element, .product = *block});
  } else {
    kernel_table_scalar.multiply_panel(input, element, block);
  }
}

static void record_multiply_panel_bfloat16(const kernel_bfloat16_rows *input, const kernel_product *block) {
  if (is_kept(BFLOAT16_PRODUCT, block->rows, block->inner, block->columns)) {
    bfloat16_product(written, (product_call){.rounded = *input, .product = *block});
  } else {
    kernel_table_scalar.multiply_panel_bfloat16(input, block);
  }
}

static void record_multiply_panel_int8(const kernel_int8_rows *input, const kernel_product *block) {
  if (is_kept(INT8_PRODUCT, block->rows, block->inner, block->columns)) {
    int8_product(written, (product_call){.bytes = *input, .product = *block});
  } else {
    kernel_table_scalar.multiply_panel_int8(input, block);
  }
}

static void record_rms_norm(
    kernel_rows input, const float *weight, float epsilon, kernel_rows output, size_t rows, size_t columns) {
  if (is_kept(NORM, rows, columns, 0)) norm(written, (norm_call){input, output, weight, epsilon, rows, columns});
  else kernel_table_scalar.rms_norm(input, weight, epsilon, output, rows, columns);
}

static void record_rotate_halves(
    kernel_rows values, size_t rows, size_t heads, size_t head_dimension, const float *cosines, const float *sines) {
  if (is_kept(ROTARY, rows, heads, head_dimension)) {
    rotary(written, (rotary_call){values, rows, heads, head_dimension, cosines, sines});
  } else {
    kernel_table_scalar.rotate_halves(values, rows, heads, head_dimension, cosines, sines);
  }
}

static void record_attention(kernel_attention_head call) {
  size_t seen = call.visible * 4 + call.visible_step * 2 + (call.rounds_to_bfloat16 != 0);
  if (is_kept(HEAD, call.query_rows, call.head_dimension, seen)) head(written, call);
  else kernel_table_scalar.attention(call);
}

static void record_swiglu(const float *gates, const float *up, float *output, size_t count) {
  if (is_kept(GATE, count, 0, 0)) gate(written, (gate_call){gates, up, output, count});
  else kernel_table_scalar.swiglu(gates, up, output, count);
}

static void record_gelu(float *values, size_t count) {
  if (is_kept(BEND, count, 0, 0)) bend(written, (gelu_call){values, count});
  else kernel_table_scalar.gelu(values, count);
}

static _Thread_local kernel_table recording;
static _Thread_local const char *chosen_before;

int kernel_calls_begin(const char *path) {
  written = create_archive(path);
  if (!written) return 0;
  recording = kernel_table_scalar;
  recording.name = "recording";
  recording.has_bfloat16_products = 1;
  recording.multiply_panel = record_multiply_panel;
  recording.multiply_panel_bfloat16 = record_multiply_panel_bfloat16;
  recording.multiply_panel_int8 = record_multiply_panel_int8;
  recording.rms_norm = record_rms_norm;
  recording.rotate_halves = record_rotate_halves;
  recording.attention = record_attention;
  recording.swiglu = record_swiglu;
  recording.gelu = record_gelu;
  chosen_before = kernel_instruction_set();
  kernel_use_table(&recording);
  return 1;
}

size_t kernel_calls_end(void) {
  kernel_use_instruction_set(chosen_before);
  return close_archive(written);
}

typedef struct {
  const char *path;
  size_t *count;
} replay_context;

static void replay(check *check, const void *context) {
  const replay_context *of = context;
  archive *archive = open_archive(of->path, check);
  require(check, archive != NULL, "%s cannot be read as kernel calls", of->path);
  uint32_t kernel;
  while (archive && next_call(archive, &kernel)) {
    switch (kernel) {
    case FLOAT_PRODUCT:
      float_product(archive, (product_call){0});
      break;
    case BFLOAT16_PRODUCT:
      bfloat16_product(archive, (product_call){0});
      break;
    case INT8_PRODUCT:
      int8_product(archive, (product_call){0});
      break;
    case NORM:
      norm(archive, (norm_call){0});
      break;
    case ROTARY:
      rotary(archive, (rotary_call){0});
      break;
    case HEAD:
      head(archive, (kernel_attention_head){0});
      break;
    case GATE:
      gate(archive, (gate_call){0});
      break;
    case BEND:
      bend(archive, (gelu_call){0});
      break;
    default:
      require(check, 0, "%s has a kernel %u", of->path, kernel);
      return;
    }
    ++*of->count;
  }
}

const char *kernel_calls_failure(const char *path, const char *instruction_set, size_t *count) {
  *count = 0;
  replay_context context = {path, count};
  return run_once(replay, &context, instruction_set);
}
