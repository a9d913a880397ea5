// Attention.

#include "check.h"

void check_attention(check *check) {
  static const struct {
    size_t rows, dimension, visible, step;
  } shapes[] = {
      {1, 8, 1, 1},    {70, 80, 1, 1}, {9, 40, 200, 0}, {64, 128, 65, 1}, {300, 80, 75, 0},
      {300, 24, 1, 1}, {5, 7, 6, 1},   {3, 256, 63, 0}, {17, 66, 130, 1}, {2, 16, 1, 1},
  };
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
    size_t rows = shapes[s].rows, dimension = shapes[s].dimension;
    // Keys and values that no query sees are NaN.
    size_t keys = shapes[s].visible + (rows - 1) * shapes[s].step;
    kernel_rows queries = random_rows(check, rows, dimension, 3, 2);
    kernel_rows seen_keys = random_rows(check, keys, dimension, 1, 2);
    kernel_rows seen_values = random_rows(check, keys, dimension, 2, 2);
    for (int may_round = 0; may_round < 2; may_round++) {
      kernel_attention_head head = {
          .queries = queries,
          .keys = seen_keys,
          .values = seen_values,
          .output = {take_floats(check, rows * (dimension + 1)), dimension + 1},
          .query_rows = rows,
          .head_dimension = dimension,
          .scale = 0.3f,
          .visible = shapes[s].visible,
          .visible_step = shapes[s].step,
          .rounds_to_bfloat16 = may_round,
      };
      kernel_attention(head);
      // Both sum in orders of their own: a score of 8 to 16, some units of whose last place (9.5e-7) differ, moves its
      // weight by as much, and values are up to 2. Scores of a few units, rounded to eight bits, move the weights by
      // some percent.
      compare_floats(
          check, head.output.start, rows * (dimension + 1), may_round ? 0.05f : 6e-6f,
          "%zu queries of %zu components, %zu keys%s", rows, dimension, keys, may_round ? ", rounded" : "");
      if (may_round || shapes[s].step == 0) continue;
      // What later queries see is not read for earlier ones: the last key and value may be anything for all others.
      float *last[2] = {
          seen_keys.start + (keys - 1) * seen_keys.stride, seen_values.start + (keys - 1) * seen_values.stride};
      float before[2] = {*last[0], *last[1]};
      *last[0] = *last[1] = NAN;
      kernel_attention(head);
      compare_floats(
          check, head.output.start, (rows - 1) * (dimension + 1), 6e-6f, "%zu queries of %zu components, NaN behind",
          rows, dimension);
      *last[0] = before[0];
      *last[1] = before[1];
    }
  }
}
