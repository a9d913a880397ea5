// What a check is made of.
//
// A check is a function that computes and compares, and knows nothing of instruction sets. It runs twice: with the
// plain kernels, when `compare_…` keeps what it is given, and with those that are checked, when it is held against
// that. Both times it takes the same memory and the same pseudorandom values.

#ifndef CKERNELCHECKS_CHECK_H
#define CKERNELCHECKS_CHECK_H

#include "CKernels.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef struct check check;

// `count` bytes of memory, aligned to 64 bytes, every float and every BF16 of which is NaN. It is given back after the
// check, which fails if something around it was written.
void *take(check *check, size_t count);
float *take_floats(check *check, size_t count);

// The next pseudorandom value, evenly distributed in -1..<1, and `count` of them times `scale`.
float next_value(check *check);
float *random_floats(check *check, size_t count, float scale);

// `count` floats as elements of a stored weight, with a byte before them, so that they are not aligned.
void *stored(check *check, const float *values, size_t count, kernel_element element);
size_t width_of(kernel_element element);

// Rows of random floats [rows, columns], `gap` NaN behind each.
kernel_rows random_rows(check *check, size_t rows, size_t columns, size_t gap, float scale);

// Fails the check where values differ from the plain kernels' by more than `tolerance` · (1 + the magnitude). NaN is
// equal to NaN alone. The rest says what it was, as in printf.
void compare_floats(check *check, const float *values, size_t count, float tolerance, const char *what, ...)
    __attribute__((format(printf, 5, 6)));
// The same of bytes, which must be equal.
void compare_bytes(check *check, const void *bytes, size_t count, const char *what, ...)
    __attribute__((format(printf, 4, 5)));
// The same of floats that differ from others.
void compare_with(
    check *check, const float *values, const float *expected, size_t count, float tolerance, const char *what);
// Fails the check where a condition does not hold, whatever the plain kernels do.
void require(check *check, int condition, const char *what, ...) __attribute__((format(printf, 3, 4)));

// Runs `body` once with the kernels of an instruction set, without those in plain C to compare with. Returns as
// kernel_check_failure does.
const char *run_once(void (*body)(check *check, const void *context), const void *context, const char *instruction_set);

#endif
