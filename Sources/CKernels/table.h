// The tables of kernels, one for each instruction set.

#ifndef CKERNELS_TABLE_H
#define CKERNELS_TABLE_H

#include "include/CKernels.h"

extern const kernel_table kernel_table_scalar;
#if defined(__x86_64__)
extern const kernel_table kernel_table_avx2;
extern const kernel_table kernel_table_avx512;
#endif

#endif
