// The one matrix product the engine takes from a library, and the library's name for it on each system.

#ifndef JINASCOPE_CBLAS_H
#define JINASCOPE_CBLAS_H

#include <stddef.h>

// c[rows, columns] = alpha · a[rows, inner] · b[columns, inner]ᵀ + beta · c, row-major; strides in elements.
// With beta = 0 the old `c` is not read. Runs on the calling thread alone, and may be called from several threads.
void blas_multiply_transposed(
    size_t rows, size_t columns, size_t inner, float alpha, const float *a, size_t a_stride, const float *b,
    size_t b_stride, float beta, float *c, size_t c_stride);

// The library and its version, as it tells them; a constant.
const char *blas_library_version(void);

#endif
