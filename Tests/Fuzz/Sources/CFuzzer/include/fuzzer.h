// libFuzzer, as a library of programs that have a `main` of their own, as those of SwiftPM do.
#ifndef FUZZER_H
#define FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// Tries inputs with `target`, as the program's arguments say, and ends the program.
int fuzz(int argc, char **argv, int (*target)(const uint8_t *bytes, size_t count));

#endif
