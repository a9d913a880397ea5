// The kernels of scalar.c, compiled for AVX-512.

#if defined(__x86_64__)

#include "table.h"

#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma,f16c"))), apply_to = function)
#define KERNEL_TABLE kernel_table_avx512
#define KERNEL_NAME "avx512"
#include "scalar.c"
#pragma clang attribute pop

#endif
