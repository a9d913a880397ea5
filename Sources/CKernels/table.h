// One function for each kernel, for one instruction set.

#ifndef CKERNELS_TABLE_H
#define CKERNELS_TABLE_H

#include "include/CKernels.h"

typedef struct {
  const char *name;
  void (*widen)(const void *, kernel_element, float *, size_t);
  void (*narrow)(const float *, kernel_element, void *, size_t);
} kernel_table;

extern const kernel_table kernel_table_scalar;

#endif
