// Checks of every kernel against the plain ones, which are the specification. They are C, so that they run wherever
// the kernels do: in the tests of the package, and by themselves on a processor that is emulated (scripts/test-arm64).

#ifndef CKERNELCHECKS_H
#define CKERNELCHECKS_H

#include <stddef.h>

// The name of check `index`, a phrase; NULL from the last one on.
const char *kernel_check_name(size_t index);

// Runs check `index` with the kernels of an instruction set that the processor has, on the calling thread. Returns
// NULL, or the first thing that is wrong, as a sentence that stays until the next call.
const char *kernel_check_failure(size_t index, const char *instruction_set);

#endif
