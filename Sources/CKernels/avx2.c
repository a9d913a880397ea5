// The kernels of scalar.c, compiled for AVX2 and FMA.

#if defined(__x86_64__)

#include "table.h"

#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define KERNEL_TABLE kernel_table_avx2
#define KERNEL_NAME "avx2"
#include "scalar.c"
#pragma clang attribute pop

#endif
