// What C has no words for, by processor.

#ifndef CKERNELS_PROCESSOR_H
#define CKERNELS_PROCESSOR_H

#if defined(__x86_64__)
// Orders non-temporal stores before all later ones.
#define FENCE_NONTEMPORAL_STORES() __builtin_ia32_sfence()
// A vector register, as the constraint of an `asm` operand.
#define VECTOR_REGISTER "v"
#else
#define FENCE_NONTEMPORAL_STORES() ((void)0)
#define VECTOR_REGISTER "w"
#endif

#endif
