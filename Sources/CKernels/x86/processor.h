// Which instructions this processor has.

#ifndef CKERNELS_X86_PROCESSOR_H
#define CKERNELS_X86_PROCESSOR_H

static inline int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

static inline int has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
}

static inline int has_avx512_vnni(void) { return __builtin_cpu_supports("avx512vnni"); }

static inline int has_avx512_bfloat16(void) {
  return has_avx512() && has_avx512_vnni() && __builtin_cpu_supports("avx512bf16");
}

#endif
