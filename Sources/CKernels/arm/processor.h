// Which instructions this processor has beyond those that every arm64 has. Systems name them in their own ways.

#ifndef CKERNELS_ARM_PROCESSOR_H
#define CKERNELS_ARM_PROCESSOR_H

#if defined(__APPLE__)
#include <sys/sysctl.h>

static inline int has_feature(const char *name) {
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname(name, &value, &size, NULL, 0) == 0 && value != 0;
}

// Dot products of bytes: `sdot`. Every Mac of this architecture has them.
static inline int has_dot_products(void) { return 1; }

// Dot and matrix products of BF16, and of bytes: `bfdot` and `bfmmla`, `usdot` and `usmmla`.
static inline int has_matrix_products(void) {
  return has_feature("hw.optional.arm.FEAT_BF16") && has_feature("hw.optional.arm.FEAT_I8MM");
}
#elif defined(__linux__)
#include <sys/auxv.h>

static inline int has_dot_products(void) {
  enum { DOT_PRODUCTS = 1 << 20 };
  return (getauxval(AT_HWCAP) & DOT_PRODUCTS) != 0;
}

static inline int has_matrix_products(void) {
  enum { OF_BYTES = 1 << 13, OF_BFLOAT16 = 1 << 14, BOTH = OF_BYTES | OF_BFLOAT16 };
  return (getauxval(AT_HWCAP2) & BOTH) == BOTH;
}
#else
static inline int has_dot_products(void) { return 0; }
static inline int has_matrix_products(void) { return 0; }
#endif

#endif
