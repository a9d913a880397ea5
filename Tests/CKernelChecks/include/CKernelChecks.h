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

// Records the kernels' calls of a forward pass that runs on the calling thread, and what plain C makes of them: until
// the end, the thread computes in plain C as if that had products of BF16. Of many calls with the same sizes the first
// two are kept. Begins to write a file, and returns 0 where that failed; ends, and returns the number of calls.
int kernel_calls_begin(const char *path);
size_t kernel_calls_end(void);

// Makes all calls of such a file anew with the kernels of an instruction set. Returns as kernel_check_failure does, and
// the number of calls.
const char *kernel_calls_failure(const char *path, const char *instruction_set, size_t *count);

#endif
