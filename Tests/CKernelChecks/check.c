#include "check.h"

#include "CKernelChecks.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { GUARD = 256 };

// Memory of a check: GUARD bytes, what was asked for, and at least as many bytes again.
typedef struct {
  char *start;
  size_t count;
} block;

struct check {
  uint64_t state;
  block *blocks;
  size_t block_count;
  // What the plain kernels made, one comparison's bytes behind the other's.
  char *kept;
  size_t kept_count, kept_capacity;
  // How much of that has been held against. Without effect while `keeps` is not 0.
  size_t compared;
  int keeps;
  char *failure;
};

static _Thread_local char failure[512];

static void fail(check *check, const char *what, va_list arguments, const char *how) {
  if (check->failure) return;
  check->failure = failure;
  size_t length = (size_t)vsnprintf(failure, sizeof failure, what, arguments);
  if (length < sizeof failure) snprintf(failure + length, sizeof failure - length, ": %s", how);
}

static void *allocate(size_t count) {
  void *memory = NULL;
  if (posix_memalign(&memory, 64, count) != 0) abort();
  return memory;
}

// A NaN as float, and in both halves as BF16.
static void poison(char *from, size_t count) {
  for (size_t i = 0; i < count; i++) from[i] = i % 2 ? 0x7f : (char)0xe1;
}

void *take(check *check, size_t count) {
  size_t all = GUARD + (count + 63) / 64 * 64 + GUARD;
  block taken = {allocate(all), count};
  poison(taken.start, all);
  check->blocks = realloc(check->blocks, (check->block_count + 1) * sizeof taken);
  if (!check->blocks) abort();
  check->blocks[check->block_count++] = taken;
  return taken.start + GUARD;
}

float *take_floats(check *check, size_t count) { return take(check, count * sizeof(float)); }

// Gives all memory back.
static void give_back(check *check) {
  for (size_t i = 0; i < check->block_count; i++) {
    block taken = check->blocks[i];
    char expected[2 * GUARD];
    poison(expected, sizeof expected);
    int is_whole = memcmp(taken.start, expected, GUARD) == 0 &&
                   memcmp(taken.start + GUARD + taken.count, expected + taken.count % 2, GUARD) == 0;
    require(check, is_whole, "memory around %zu bytes was written", taken.count);
    free(taken.start);
  }
  check->block_count = 0;
}

// SplitMix64.
float next_value(check *check) {
  uint64_t z = check->state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return (float)(int32_t)((z ^ z >> 31) >> 40) * 0x1p-23f - 1;
}

float *random_floats(check *check, size_t count, float scale) {
  float *values = take_floats(check, count);
  for (size_t i = 0; i < count; i++) values[i] = next_value(check) * scale;
  return values;
}

size_t width_of(kernel_element element) { return element == KERNEL_FLOAT32 ? 4 : 2; }

void *stored(check *check, const float *values, size_t count, kernel_element element) {
  char *to = (char *)take(check, count * width_of(element) + 1) + 1;
  kernel_narrow(values, element, to, count);
  return to;
}

kernel_rows random_rows(check *check, size_t rows, size_t columns, size_t gap, float scale) {
  kernel_rows values = {take_floats(check, rows * (columns + gap)), columns + gap};
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < columns; j++) values.start[i * values.stride + j] = next_value(check) * scale;
  }
  return values;
}

// Keeps the bytes, or returns those that were kept in their place; NULL if there are none to hold them against.
static const char *kept(check *check, const void *bytes, size_t count) {
  if (check->keeps) {
    if (check->kept_count + count > check->kept_capacity) {
      check->kept_capacity = 2 * check->kept_capacity + count;
      check->kept = realloc(check->kept, check->kept_capacity);
      if (!check->kept) abort();
    }
    memcpy(check->kept + check->kept_count, bytes, count);
    check->kept_count += count;
    return NULL;
  }
  if (check->compared + count > check->kept_count) abort();
  const char *found = check->kept + check->compared;
  check->compared += count;
  return found;
}

// The first of `count` values that differs, or `count`. What is expected need not be aligned.
static size_t first_difference(const float *values, const char *expected, size_t count, float tolerance) {
  for (size_t i = 0; i < count; i++) {
    float wanted;
    memcpy(&wanted, expected + i * sizeof wanted, sizeof wanted);
    int is_close = isfinite(wanted) && fabsf(values[i] - wanted) <= tolerance * (1 + fabsf(wanted));
    if (!is_close && values[i] != wanted && !(isnan(values[i]) && isnan(wanted))) return i;
  }
  return count;
}

void compare_floats(check *check, const float *values, size_t count, float tolerance, const char *what, ...) {
  const char *expected = kept(check, values, count * sizeof *values);
  size_t i = expected ? first_difference(values, expected, count, tolerance) : count;
  if (i == count) return;
  float wanted;
  memcpy(&wanted, expected + i * sizeof wanted, sizeof wanted);
  char how[120];
  snprintf(how, sizeof how, "float %zu is %.9g, not %.9g", i, (double)values[i], (double)wanted);
  va_list arguments;
  va_start(arguments, what);
  fail(check, what, arguments, how);
  va_end(arguments);
}

void compare_with(
    check *check, const float *values, const float *expected, size_t count, float tolerance, const char *what) {
  size_t i = first_difference(values, (const char *)expected, count, tolerance);
  require(
      check, i == count, "%s, float %zu is %.9g, not %.9g", what, i, i < count ? (double)values[i] : 0,
      i < count ? (double)expected[i] : 0);
}

void compare_bytes(check *check, const void *bytes, size_t count, const char *what, ...) {
  const char *expected = kept(check, bytes, count);
  for (size_t i = 0; expected && i < count; i++) {
    unsigned char found = ((const unsigned char *)bytes)[i], wanted = (unsigned char)expected[i];
    if (found == wanted) continue;
    char how[80];
    snprintf(how, sizeof how, "byte %zu is %d, not %d", i, found, wanted);
    va_list arguments;
    va_start(arguments, what);
    fail(check, what, arguments, how);
    va_end(arguments);
    return;
  }
}

void require(check *check, int condition, const char *what, ...) {
  if (condition) return;
  va_list arguments;
  va_start(arguments, what);
  fail(check, what, arguments, "that is wrong by itself");
  va_end(arguments);
}

#define CHECK(NAME, PHRASE) void check_##NAME(check *check);
#include "checks.def"

static const struct {
  const char *name;
  void (*run)(check *check);
} checks[] = {
#define CHECK(NAME, PHRASE) {PHRASE, check_##NAME},
#include "checks.def"
};
enum { CHECK_COUNT = sizeof checks / sizeof *checks };

const char *kernel_check_name(size_t index) { return index < CHECK_COUNT ? checks[index].name : NULL; }

// Chooses an instruction set, or fails.
static int uses(check *check, const char *name) {
  if (kernel_use_instruction_set(name)) return 1;
  require(check, 0, "this processor does not have %s", name);
  return 0;
}

static check *begin(uint64_t seed) {
  check *check = calloc(1, sizeof *check);
  if (!check) abort();
  check->state = seed;
  return check;
}

// Gives everything back, and chooses the instruction set that was chosen before.
static const char *end(check *check, const char *before) {
  kernel_use_instruction_set(before);
  const char *found = check->failure;
  free(check->blocks);
  free(check->kept);
  free(check);
  return found;
}

const char *kernel_check_failure(size_t index, const char *instruction_set) {
  check *check = begin(index);
  const char *before = kernel_instruction_set();
  for (int pass = 0; pass < 2 && !check->failure; pass++) {
    check->state = index;
    check->keeps = pass == 0;
    if (!uses(check, pass == 0 ? "scalar" : instruction_set)) break;
    checks[index].run(check);
    give_back(check);
  }
  return end(check, before);
}

const char *run_once(
    void (*body)(check *check, const void *context), const void *context, const char *instruction_set) {
  check *check = begin(0);
  const char *before = kernel_instruction_set();
  if (uses(check, instruction_set)) body(check, context);
  give_back(check);
  return end(check, before);
}
