// The checks as a program of its own: PROGRAM CALLS [INSTRUCTION_SET…]. It also makes the recorded calls of the file
// CALLS. The processor must have the instruction sets that are named, the best first, and no others, each with the
// products that it must have beside those of floats: `neon+int8`. Without names it takes those that there are. With
// JINASCOPE_ISA it checks that one alone.

#include "CKernelChecks.h"
#include "CKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Runs all checks with one instruction set. Returns how many failed.
static int failures_of(const char *name, const char *path) {
  int count = 0, failures = 0;
  for (size_t index = 0; kernel_check_name(index); index++, count++) {
    const char *failure = kernel_check_failure(index, name);
    if (!failure) continue;
    printf("%s: %s: %s\n", name, kernel_check_name(index), failure);
    failures++;
  }
  printf("%s: %d of %d checks passed\n", name, count - failures, count);
  size_t calls;
  const char *failure = kernel_calls_failure(path, name, &calls);
  printf(
      "%s: %zu recorded calls%s%s\n", name, calls, failure ? ", of which one is wrong: " : "", failure ? failure : "");
  return failures + (failure || calls == 0);
}

// The chosen instruction set and its products, as the arguments spell them.
static void describe(char *description, size_t size) {
  int has_bfloat16 = kernel_multiply_registers(KERNEL_INPUT_BFLOAT16, 1) > 0;
  int has_int8 = kernel_multiply_registers(KERNEL_INPUT_INT8, 1) > 0;
  snprintf(
      description, size, "%s%s%s", kernel_instruction_set(), has_bfloat16 ? "+bfloat16" : "", has_int8 ? "+int8" : "");
}

int main(int count, char **arguments) {
  if (count < 2) {
    printf("%s CALLS [INSTRUCTION_SET…]\n", arguments[0]);
    return 2;
  }
  const char *forced = getenv("JINASCOPE_ISA"), *chosen = kernel_instruction_set(), *best = NULL;
  int failures = 0, expected = 2;
  for (size_t i = 0; kernel_instruction_set_name(i); i++) {
    const char *name = kernel_instruction_set_name(i);
    if (!kernel_use_instruction_set(name)) continue;
    if (!best) best = name;
    char description[80];
    describe(description, sizeof description);
    if (count > 2 && (expected >= count || strcmp(arguments[expected++], description) != 0)) {
      printf("%s: this processor should not have it, or not in this place\n", description);
      failures++;
    }
    if (!forced || strcmp(forced, name) == 0) failures += failures_of(name, arguments[1]);
  }
  for (; expected < count; expected++, failures++) printf("%s: this processor should have it\n", arguments[expected]);
  if (!best || strcmp(chosen, forced ? forced : best) != 0) {
    printf("%s was chosen, not %s\n", chosen, forced ? forced : best);
    failures++;
  }
  return failures > 0;
}
