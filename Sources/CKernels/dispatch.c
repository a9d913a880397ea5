// Fills in the kernels once, and forwards to them.

#include "plain/compact_layout.h"
#include "table.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <cpuid.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif
#endif

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int always(void) { return 1; }
#if defined(__x86_64__)
static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}
static int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}
static int has_avx512bf16(void) {
  return has_avx512() && __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vnni");
}

#if defined(__linux__)
// Tile registers, and products of BF16 and of bytes on them (CPUID leaf 7). A process asks the system for their 8 KB once, which grants
// them where it knows them; it does not where a signal stack is too small for them.
static int has_amx(void) {
  enum { REQUEST_PERMISSION = 0x1023, TILE_DATA = 18, BF16 = 1 << 22, TILES = 1 << 24, BYTES = 1 << 25 };
  unsigned a, b, c, d;
  if (!has_avx512bf16() || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  return (d & BF16) && (d & TILES) && (d & BYTES) &&
         syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
}
#endif
#endif

// Every instruction set of this architecture, the best first.
static const struct {
  const kernel_table *table;
  int (*is_supported)(void);
} candidates[] = {
#if defined(__x86_64__)
#if defined(__linux__)
    {&kernel_table_amx, has_amx},
#endif
    {&kernel_table_avx512bf16, has_avx512bf16},
    {&kernel_table_avx512, has_avx512},
    {&kernel_table_avx2, has_avx2},
#elif defined(__aarch64__)
    {&kernel_table_neon, always},
#endif
    {&kernel_table_scalar, always},
};

// The best supported instruction set, or the one of that name; NULL where there is none.
static const kernel_table *find(const char *name) {
  for (size_t i = 0; i < COUNT(candidates); i++) {
    if (name && strcmp(name, candidates[i].table->name) != 0) continue;
    if (candidates[i].is_supported()) return candidates[i].table;
  }
  return NULL;
}

static _Thread_local const kernel_table *chosen_here;

static const kernel_table *table(void) {
  if (chosen_here) return chosen_here;
  static _Atomic(const kernel_table *) chosen;
  const kernel_table *found = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (!found) {
    const char *forced = getenv("JINASCOPE_ISA");
    if (forced) found = find(forced);
    if (!found) found = find(NULL);
    atomic_store_explicit(&chosen, found, memory_order_relaxed);
  }
  return found;
}

int kernel_use_instruction_set(const char *name) {
  const kernel_table *found = find(name);
  if (found) chosen_here = found;
  return found != NULL;
}

int kernel_has_bfloat16_products(void) { return table()->has_bfloat16_products; }

int kernel_splits_floats(void) { return table()->splits_floats; }

const char *kernel_instruction_set(void) { return table()->name; }

void kernel_widen(const void *source, kernel_element element, float *destination, size_t count) {
  table()->widen(source, element, destination, count);
}

void kernel_narrow(const float *source, kernel_element element, void *destination, size_t count) {
  table()->narrow(source, element, destination, count);
}

void kernel_split(const float *source, uint16_t *parts, size_t part_stride, size_t count) {
  table()->split(source, parts, part_stride, count);
}

void kernel_pack_panel(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel) {
  table()->pack_panel(weights, element, weight_stride, weight_rows, inner, panel);
}

// The most rows for which a panel that they cannot take as a whole is cut into short blocks.
enum { SHORT_BLOCK_ROWS = 24 };

static size_t few_rows(size_t rows_at_once) {
  return rows_at_once > SHORT_BLOCK_ROWS ? rows_at_once : SHORT_BLOCK_ROWS;
}

size_t kernel_few_rows(kernel_product product) {
  return few_rows(product == KERNEL_PRODUCT_FLOATS ? table()->float_rows : table()->pair_rows);
}

// How a panel is gone through: in blocks of the inner dimension, and how far ahead of it memory is fetched.
typedef struct {
  size_t block, distance;
} course;

// Rows that read a panel once take it as a whole but for its end, and what lies a short block ahead is fetched. A few more
// take a short block at a time, so that the next one fits into the first cache beside it; yet more, what their caller cut.
static course course_of(size_t rows, size_t rows_at_once, size_t inner) {
  enum { SHORT_BLOCK = KERNEL_INT8_BLOCK };
  if (rows > few_rows(rows_at_once) || inner <= SHORT_BLOCK) return (course){inner, inner};
  if (rows > rows_at_once) return (course){SHORT_BLOCK, SHORT_BLOCK};
  return (course){(inner - 1) / SHORT_BLOCK * SHORT_BLOCK, SHORT_BLOCK};
}

// Goes through `inner` elements of a panel, of `width` bytes each. In each block the statement sees `k`, where it begins,
// its `count` of elements, the memory of the panel there, and what is to be fetched meanwhile: `next` with the last one.
#define FOR_BLOCKS(COURSE, WIDTH, STATEMENT) \
  { \
    course course = COURSE; \
    size_t k = 0; \
    do { \
      const char *here = (const char *)panel + k * (WIDTH); \
      int is_last = inner - k <= course.block; \
      size_t count = is_last ? inner - k : course.block; \
      const void *ahead = is_last ? next : here + course.distance * (WIDTH); \
      STATEMENT; \
      k += course.block; \
    } while (k < inner); \
  }

void kernel_multiply_panel(
    const float *input, size_t input_stride, size_t rows, const void *panel, kernel_element element, size_t inner,
    float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  FOR_BLOCKS(
      course_of(rows, table()->float_rows, inner), KERNEL_PANEL_COLUMNS * (element == KERNEL_FLOAT32 ? 4 : 2),
      table()->multiply_panel(
          input + k, input_stride, rows, here, element, count, output, output_stride, columns, accumulate || k > 0,
          ahead))
}

void kernel_multiply_panel_bfloat16(
    const uint16_t *input, size_t input_stride, size_t rows, const void *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const void *next) {
  FOR_BLOCKS(
      course_of(rows, table()->pair_rows, inner), KERNEL_PANEL_COLUMNS * sizeof *input,
      table()->multiply_panel_bfloat16(
          input + k, input_stride, rows, here, count, output, output_stride, columns, accumulate || k > 0, ahead))
}

void kernel_multiply_panel_parts(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *panel,
    size_t inner, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  FOR_BLOCKS(
      course_of(rows, table()->pair_rows, inner), KERNEL_PANEL_COLUMNS * sizeof *input,
      table()->multiply_panel_parts(
          input + k, parts, part_stride, input_stride, rows, here, count, output, output_stride, columns,
          accumulate || k > 0, ahead))
}

size_t kernel_compact_bytes(size_t inner) { return compact_bytes(inner); }

int kernel_multiplies_compact(void) { return table()->multiply_compact != NULL; }

uint8_t kernel_compact_exponents(const void *elements, size_t count, size_t stride) {
  return compact_exponents(elements, count, stride);
}

void kernel_begin_compact(uint8_t exponents, size_t inner, void *compact) {
  begin_compact(exponents, inner, compact);
}

int kernel_compact_panel(const void *panel, size_t first, size_t count, size_t inner, void *compact) {
  return table()->compact_panel(panel, first, count, inner, compact);
}

void kernel_expand_panel(const void *compact, size_t first, size_t count, size_t inner, void *panel) {
  table()->expand_panel(compact, first, count, inner, panel);
}

void kernel_multiply_compact(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *compact,
    size_t inner, float *output, size_t output_stride, int accumulate, const void *next) {
  table()->multiply_compact(
      input, parts, part_stride, input_stride, rows, compact, inner, output, output_stride, accumulate, next);
}

void kernel_pack_panel_int8(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel) {
  table()->pack_panel_int8(weights, element, weight_stride, weight_rows, inner, panel);
}

void kernel_quantize_rows(
    const float *input, size_t input_stride, size_t rows, size_t inner, int8_t *values, kernel_int8_block *described,
    size_t output_stride) {
  table()->quantize_rows(input, input_stride, rows, inner, values, described, output_stride);
}

void kernel_multiply_panel_int8(
    const int8_t *values, const kernel_int8_block *described, size_t input_stride, size_t rows, const void *panel,
    size_t blocks, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  size_t inner = blocks * KERNEL_INT8_BLOCK;
  FOR_BLOCKS(
      course_of(rows, table()->pair_rows, inner), KERNEL_INT8_BLOCK_BYTES / KERNEL_INT8_BLOCK,
      table()->multiply_panel_int8(
          values + k, described + k / KERNEL_INT8_BLOCK, input_stride, rows, here, count / KERNEL_INT8_BLOCK, output,
          output_stride, columns, accumulate || k > 0, ahead))
}

double kernel_multiply_registers(kernel_product product, size_t rounds) {
  return table()->multiply_registers(product, rounds);
}

void kernel_fetch_memory(const void *memory, size_t count) {
  for (size_t i = 0; i < count; i += 64) __builtin_prefetch((const char *)memory + i);
}

void kernel_add_groups(
    const float *sums, size_t groups, size_t rows, float *output, size_t output_stride, size_t columns,
    int accumulate) {
  table()->add_groups(sums, groups, rows, output, output_stride, columns, accumulate);
}

void kernel_copy_past_caches(
    const void *source, size_t source_stride, void *destination, size_t destination_stride, size_t rows, size_t count) {
  table()->copy_past_caches(source, source_stride, destination, destination_stride, rows, count);
}

uint64_t kernel_read_memory(const void *memory, size_t count, int into_second_cache) {
  return table()->read_memory(memory, count, into_second_cache);
}

void kernel_broadcast_row(
    const float *row, float *output, size_t output_stride, size_t rows, size_t columns, int accumulate) {
  table()->broadcast_row(row, output, output_stride, rows, columns, accumulate);
}

void kernel_add(float *values, const float *addend, size_t count) {
  table()->add(values, addend, count);
}

void kernel_scale(float *values, float factor, size_t count) {
  table()->scale(values, factor, count);
}

void kernel_rms_norm(
    const float *input, size_t input_stride, const float *weight, float epsilon, float *output, size_t output_stride,
    size_t rows, size_t columns) {
  table()->rms_norm(input, input_stride, weight, epsilon, output, output_stride, rows, columns);
}

void kernel_swiglu(const float *gate, const float *up, float *output, size_t count) {
  table()->swiglu(gate, up, output, count);
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
    size_t visible, size_t visible_step, int rounds) {
  table()->attention(
      queries, query_stride, keys, key_stride, values, value_stride, output, output_stride, query_rows, head_dimension,
      scale, visible, visible_step, rounds);
}

void kernel_mean_of_rows(const float *input, size_t stride, size_t rows, size_t columns, float *output) {
  table()->mean_of_rows(input, stride, rows, columns, output);
}

void kernel_normalize_rows(float *values, size_t stride, size_t rows, size_t columns, float floor) {
  table()->normalize_rows(values, stride, rows, columns, floor);
}

void kernel_score_rows(
    const float *values, size_t stride, size_t rows, size_t columns, const float *query, float *products,
    float *squares) {
  table()->score_rows(values, stride, rows, columns, query, products, squares);
}

void kernel_raise_to_maxima(const float *values, size_t stride, size_t rows, size_t columns, float *maxima) {
  table()->raise_to_maxima(values, stride, rows, columns, maxima);
}
