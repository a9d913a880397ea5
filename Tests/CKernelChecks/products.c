// Products of floats and of BF16 with panels.

#include "check.h"

typedef struct {
  size_t rows, inner, columns;
} shape;

// Rows that fill no tile, one or several; inner dimensions that fill no block; columns that fill no panel, vector or
// tile. A few rows take long panels in blocks, or as a whole where they are read once.
static const shape shapes[] = {
    {1, 1, 1},     {5, 3, 64},    {6, 64, 64},   {7, 67, 63},   {13, 33, 17},   {40, 96, 64},  {16, 68, 64},
    {32, 32, 32},  {33, 46, 48},  {70, 130, 16}, {23, 62, 64},  {81, 64, 64},   {64, 34, 48},  {6, 300, 64},
    {8, 258, 64},  {9, 301, 48},  {12, 390, 64}, {11, 260, 30}, {10, 280, 16},  {16, 300, 64}, {17, 260, 48},
    {20, 390, 64}, {24, 258, 30}, {33, 260, 64}, {36, 390, 64}, {40, 270, 48},  {47, 262, 32}, {48, 256, 64},
    {49, 260, 64}, {1, 2, 64},    {2, 6, 4},     {3, 1030, 20}, {30, 1284, 64}, {1, 515, 64},  {4, 8, 5},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

// A panel of random weights, two elements more in each row of which are not multiplied.
static void *random_panel(check *check, shape of, kernel_element element) {
  size_t stride = of.inner + 2;
  float *values = random_floats(check, of.columns * stride, 1);
  kernel_weights weights = {stored(check, values, of.columns * stride, element), element, stride};
  void *panel = take(check, (of.inner + 1) / 2 * 2 * KERNEL_PANEL_COLUMNS * width_of(element));
  kernel_pack_panel(weights, of.columns, of.inner, panel);
  return panel;
}

// A product whose output has five columns more. Those that are added to are row − column to begin with.
static kernel_product product_of(check *check, shape of, const void *panel, int accumulates) {
  kernel_product product = {
      .rows = of.rows,
      .panel = panel,
      .inner = of.inner,
      .output = {take_floats(check, of.rows * (of.columns + 5)), of.columns + 5},
      .columns = of.columns,
      .accumulates = accumulates,
      .next = panel,
  };
  for (size_t m = 0; accumulates && m < of.rows; m++) {
    for (size_t n = 0; n < of.columns; n++) {
      product.output.start[m * product.output.stride + n] = ((float)m - (float)n) / 10;
    }
  }
  return product;
}

static void compare_product(check *check, kernel_product product, float tolerance, const char *what, int variant) {
  compare_floats(
      check, product.output.start, product.rows * product.output.stride, tolerance, "%s %d, %zu rows by %zu by %zu, %s",
      what, variant, product.rows, product.inner, product.columns, product.accumulates ? "added" : "set");
}

void check_float_products(check *check) {
  for (size_t s = 0; s < SHAPES; s++) {
    for (kernel_element element = KERNEL_FLOAT32; element <= KERNEL_FLOAT16; element++) {
      kernel_rows input = random_rows(check, shapes[s].rows, shapes[s].inner, 3, 1);
      void *panel = random_panel(check, shapes[s], element);
      for (int accumulates = 0; accumulates < 2; accumulates++) {
        kernel_product product = product_of(check, shapes[s], panel, accumulates);
        kernel_multiply_panel(input, element, product);
        compare_product(check, product, 1e-5f, "element", (int)element);
      }
    }
  }
}

// Floats in `terms` terms, behind `stride` − inner NaN each.
static kernel_bfloat16_rows in_terms(check *check, kernel_rows input, shape of, size_t terms) {
  size_t stride = of.inner + 6, term_stride = of.rows * stride;
  kernel_bfloat16_rows rows = {
      take(check, KERNEL_SPLIT_TERMS * term_stride * sizeof(uint16_t)), stride, terms, term_stride};
  for (size_t m = 0; m < of.rows; m++) {
    kernel_split(input.start + m * input.stride, rows.start + m * stride, term_stride, of.inner);
  }
  return rows;
}

void check_bfloat16_products(check *check) {
  for (size_t s = 0; s < SHAPES; s++) {
    // Their inner dimension is even.
    shape of = {shapes[s].rows, (shapes[s].inner + 1) / 2 * 2, shapes[s].columns};
    kernel_rows input = random_rows(check, of.rows, of.inner, 3, 1);
    void *panel = random_panel(check, of, KERNEL_BFLOAT16);
    for (size_t terms = 1; terms <= KERNEL_SPLIT_TERMS; terms++) {
      for (int accumulates = 0; accumulates < 2; accumulates++) {
        kernel_product product = product_of(check, of, panel, accumulates);
        kernel_multiply_panel_bfloat16(in_terms(check, input, of, terms), product);
        // Arm's products of BF16 round sums to odd and not to nearest, which is why floats are not split there: in
        // terms they would be less exact than `exact` is to be.
        float tolerance = terms == 1 || kernel_splits_floats() ? 1e-5f : 5e-5f;
        compare_product(check, product, tolerance, "terms:", (int)terms);
      }
    }
  }
}

void check_not_finite_products(check *check) {
  // NaN in what kernels keep for themselves, which later ones with fewer elements must not take for theirs.
  shape all = {9, 72, 64};
  kernel_bfloat16_rows poisoned = {take(check, 9 * 72 * sizeof(uint16_t)), 72, 1, 0};
  kernel_product discarded = product_of(check, all, random_panel(check, all, KERNEL_BFLOAT16), 0);
  kernel_multiply_panel_bfloat16(poisoned, discarded);
  compare_product(check, discarded, 0, "NaN alone, terms:", 1);
  for (size_t rows = 1; rows <= 9; rows++) {
    shape of = {rows, 70, 50};
    kernel_rows input = random_rows(check, of.rows, of.inner, 0, 1);
    float *values = random_floats(check, of.columns * of.inner, 1);
    input.start[rows / 2 * of.inner + 5] = NAN;
    if (rows > 2) input.start[(rows - 1) * of.inner + 69] = INFINITY;
    values[7 * of.inner + 68] = -INFINITY;
    values[20 * of.inner + 1] = NAN;
    for (kernel_element element = KERNEL_FLOAT32; element <= KERNEL_FLOAT16; element++) {
      kernel_weights weights = {stored(check, values, of.columns * of.inner, element), element, of.inner};
      void *panel = take(check, of.inner * KERNEL_PANEL_COLUMNS * width_of(element));
      kernel_pack_panel(weights, of.columns, of.inner, panel);
      kernel_product product = product_of(check, of, panel, 0);
      kernel_multiply_panel(input, element, product);
      compare_product(check, product, 1e-5f, "not finite, element", (int)element);
      if (element != KERNEL_BFLOAT16) continue;
      kernel_product rounded = product_of(check, of, panel, 1);
      kernel_multiply_panel_bfloat16(in_terms(check, input, of, 1), rounded);
      compare_product(check, rounded, 1e-5f, "not finite, terms:", 1);
    }
  }
}

// Each row alone must be what it is among others.
void check_products_by_rows(check *check) {
  for (size_t inner = 90; inner <= 1500; inner += 470) {
    shape of = {31, inner, 64};
    kernel_rows input = random_rows(check, of.rows, inner, 1, 1);
    kernel_bfloat16_rows rounded = in_terms(check, input, of, 1);
    void *panel = random_panel(check, of, KERNEL_BFLOAT16);
    kernel_product all[2] = {product_of(check, of, panel, 0), product_of(check, of, panel, 1)};
    kernel_multiply_panel(input, KERNEL_BFLOAT16, all[0]);
    kernel_multiply_panel_bfloat16(rounded, all[1]);
    for (size_t rows = 1; rows < of.rows; rows++) {
      kernel_product some[2];
      for (int kind = 0; kind < 2; kind++) some[kind] = product_of(check, (shape){rows, inner, 64}, panel, kind);
      kernel_multiply_panel(input, KERNEL_BFLOAT16, some[0]);
      kernel_multiply_panel_bfloat16(rounded, some[1]);
      for (int kind = 0; kind < 2; kind++) {
        for (size_t m = 0; m < rows; m++) {
          size_t row = m * some[kind].output.stride;
          int are_equal = memcmp(some[kind].output.start + row, all[kind].output.start + row, 64 * sizeof(float)) == 0;
          require(check, are_equal, "%s, row %zu of %zu by %zu", kind ? "BF16" : "floats", m, rows, inner);
        }
      }
    }
  }
}
