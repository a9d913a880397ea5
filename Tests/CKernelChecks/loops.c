// Loops between the products, means, lengths and scores of rows, and the machine's ceilings.

#include "check.h"

static const size_t counts[] = {1, 7, 16, 33, 83, 515};
enum { COUNTS = sizeof counts / sizeof *counts };

void check_exponentials(check *check) {
  enum { COUNT = 20003 };
  float *gates = take_floats(check, COUNT), *ones = take_floats(check, COUNT), *output = take_floats(check, COUNT);
  for (size_t i = 0; i < COUNT; i++) {
    gates[i] = ((float)i / 10001 - 1) * 110;
    ones[i] = 1;
  }
  gates[77] = NAN;
  gates[78] = -INFINITY;
  gates[79] = INFINITY;
  kernel_swiglu(gates, ones, output, COUNT);
  compare_floats(check, output, COUNT, 3e-7f, "gates of ones");
  // In place, and too few for a vector.
  for (size_t count = 0; count < 20; count++) {
    float *both = random_floats(check, 40, 9);
    kernel_swiglu(both, both + 20, both, count);
    compare_floats(check, both, 40, 3e-7f, "%zu gates", count);
  }
}

void check_loops(check *check) {
  enum { ROWS = 3 };
  for (size_t c = 0; c < COUNTS; c++) {
    size_t columns = counts[c], half = columns;
    kernel_rows input = random_rows(check, ROWS, columns, 2, 9);
    float *row = random_floats(check, columns, 1);
    kernel_rows output = {take_floats(check, ROWS * (columns + 4)), columns + 4};
    kernel_rms_norm(input, row, 1e-6f, output, ROWS, columns);
    compare_floats(check, output.start, ROWS * output.stride, 1e-6f, "norms of %zu", columns);
    kernel_broadcast_row(row, output, ROWS, columns, 1);
    compare_floats(check, output.start, ROWS * output.stride, 1e-6f, "%zu added to rows", columns);
    kernel_rms_norm(output, row, 1e-6f, output, ROWS, columns);
    compare_floats(check, output.start, ROWS * output.stride, 1e-6f, "norms of %zu in place", columns);
    kernel_broadcast_row(row, output, ROWS, columns, 0);
    compare_floats(check, output.start, ROWS * output.stride, 0, "%zu copied to rows", columns);

    float *values = random_floats(check, columns, 9);
    kernel_add(values, row, columns);
    compare_floats(check, values, columns, 0, "%zu added", columns);
    kernel_scale(values, 0.3f, columns);
    compare_floats(check, values, columns, 0, "%zu scaled", columns);
    kernel_gelu(values, columns);
    compare_floats(check, values, columns, 1e-6f, "GELU of %zu", columns);

    // Two heads; between rows nothing is written.
    kernel_rows pairs = random_rows(check, ROWS, 4 * half, 3, 1);
    float *angles = random_floats(check, 2 * ROWS * half, 1);
    kernel_rotate_halves(pairs, ROWS, 2, 2 * half, angles, angles + ROWS * half);
    compare_floats(check, pairs.start, ROWS * pairs.stride, 1e-6f, "%zu pairs rotated", half);
  }
}

void check_groups(check *check) {
  enum { GROUPS = 3, ROWS = 5, COLUMNS = 37 };
  float *sums = random_floats(check, GROUPS * ROWS * KERNEL_PANEL_COLUMNS, 1);
  for (int accumulates = 0; accumulates < 2; accumulates++) {
    kernel_rows output = random_rows(check, ROWS, COLUMNS, 3, 1);
    kernel_add_groups(sums, GROUPS, ROWS, output, COLUMNS, accumulates);
    compare_floats(check, output.start, ROWS * output.stride, 0, "groups, %s", accumulates ? "added" : "set");
  }
}

void check_copies(check *check) {
  enum { ROWS = 3, COLUMNS = 37, STRIDE = 48 };
  kernel_rows source = random_rows(check, ROWS, COLUMNS, 2, 1);
  // Whether the rows begin with lines of the caches must not matter.
  for (size_t offset = 0; offset < 2; offset++) {
    float *to = take_floats(check, ROWS * STRIDE + 1);
    kernel_copy_past_caches(source, (kernel_rows){to + offset, STRIDE}, ROWS, COLUMNS);
    compare_floats(check, to, ROWS * STRIDE + 1, 0, "copies from %zu on", offset);
  }
}

void check_scores(check *check) {
  enum { ROWS = 5 };
  for (size_t c = 0; c < COUNTS; c++) {
    size_t columns = counts[c];
    kernel_rows values = random_rows(check, ROWS, columns, 3, 1);
    float *query = random_floats(check, columns, 1);
    float *means = take_floats(check, columns + 1);
    kernel_mean_of_rows(values, ROWS, columns, means);
    compare_floats(check, means, columns + 1, 1e-6f, "means of %zu columns", columns);

    float *products = take_floats(check, ROWS + 1), *squares = take_floats(check, ROWS + 1);
    kernel_score_rows(values, ROWS, columns, query, products, squares);
    compare_floats(check, products, ROWS + 1, 1e-5f, "products of %zu", columns);
    compare_floats(check, squares, ROWS + 1, 1e-5f, "squares of %zu", columns);

    float *maxima = random_floats(check, ROWS, 1);
    maxima[1] = -INFINITY;
    kernel_raise_to_maxima(values, ROWS, columns, maxima);
    compare_floats(check, maxima, ROWS, 0, "maxima of %zu", columns);

    for (size_t j = 0; j < columns; j++) values.start[2 * values.stride + j] = 0;
    kernel_normalize_rows(values, ROWS, columns, 1e-12f);
    compare_floats(check, values.start, ROWS * values.stride, 1e-6f, "lengths of %zu", columns);
  }
}

void check_ceilings(check *check) {
  uint64_t *memory = take(check, 4096);
  for (size_t i = 0; i < 512; i++) memory[i] = i * i;
  for (int into_second_cache = 0; into_second_cache < 2; into_second_cache++) {
    uint64_t sum = kernel_read_memory(memory, 4096, into_second_cache);
    compare_bytes(check, &sum, sizeof sum, "the sum of what is read");
  }
  for (kernel_input input = KERNEL_INPUT_FLOAT32; input <= KERNEL_INPUT_INT8; input++) {
    double once = kernel_multiply_registers(input, 100), twice = kernel_multiply_registers(input, 200);
    int is_needed = input == KERNEL_INPUT_FLOAT32 || (input == KERNEL_INPUT_BFLOAT16 && kernel_has_bfloat16_products());
    require(check, twice == 2 * once, "operations on input %d", (int)input);
    require(check, once >= 0 && (once > 0 || !is_needed), "there are operations on input %d", (int)input);
  }
}
