#include "include/CBLAS.h"

#ifdef __APPLE__
#define ACCELERATE_NEW_LAPACK
#include <Accelerate/Accelerate.h>
#else
#include <cblas.h>
#endif

#include <pthread.h>

// The engine divides the work itself; threads of the library below ours would only compete with them.
static void use_one_thread(void) {
#ifdef __APPLE__
  BLASSetThreading(BLAS_THREADING_SINGLE_THREADED);
#else
  openblas_set_num_threads(1);
#endif
}

void blas_multiply_transposed(
    size_t rows, size_t columns, size_t inner, float alpha, const float *a, size_t a_stride, const float *b,
    size_t b_stride, float beta, float *c, size_t c_stride) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, use_one_thread);
  cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, (int)rows, (int)columns, (int)inner, alpha, a, (int)a_stride, b,
      (int)b_stride, beta, c, (int)c_stride);
}

const char *blas_library_version(void) {
#ifdef __APPLE__
  return "Accelerate";
#else
  return openblas_get_config();
#endif
}
