// Kernels of the engine: what each computes, over which shapes, and what may alias.
//
// Matrices are row-major `float`; a stride is the distance of two rows in elements. Arguments are trusted: the callers
// check shapes. No kernel allocates or starts threads; each works on the range it is given.

#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// How the elements of a stored weight are encoded.
typedef enum {
  KERNEL_FLOAT32 = 0,
  KERNEL_BFLOAT16 = 1,
  KERNEL_FLOAT16 = 2,
} kernel_element;

// The instruction set the kernels were chosen for: "scalar", "avx2" or "avx512". The choice is made once; the
// environment variable JINASCOPE_ISA forces one that the processor has.
const char *kernel_instruction_set(void);

// destination[i] = float(source[i]), exact. `source` need not be aligned; the two do not overlap.
void kernel_widen(const void *source, kernel_element element, float *destination, size_t count);

// destination[i] = source[i] rounded to nearest, ties to even; NaN stays NaN, too large becomes infinite.
void kernel_narrow(const float *source, kernel_element element, void *destination, size_t count);

#endif
