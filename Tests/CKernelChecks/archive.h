// A file of kernel calls: what each read, and what it made of that. One description of a call serves both ways: with an
// archive that is written, values go from the call to the file, and with one that is read, from there to the call.
//
// The file is a line that says what it is, then words of 32 bits in the order of the processor, little-endian
// everywhere so far: of each call which kernel it is, and then its numbers and arrays. An array is the number of its
// bytes and these, padded to a word; or, where an array before it is the same, the greatest number and its index.

#ifndef CKERNELCHECKS_ARCHIVE_H
#define CKERNELCHECKS_ARCHIVE_H

#include "check.h"

#include <stdio.h>

typedef struct archive archive;

// An archive that is written, and the number of calls in it when it is closed; NULL and 0 where that failed.
archive *create_archive(const char *path);
size_t close_archive(archive *archive);

// An archive that is read, whose memory is the check's; NULL where it is none.
archive *open_archive(const char *path, check *check);

// Whether there is another call to read; which kernel's it is.
int next_call(archive *archive, uint32_t *kernel);

// Whether a call is to be written, of which only so many are kept that have the same kernel and sizes; begins it then.
int begin_call(archive *archive, uint32_t kernel, const size_t sizes[3]);

int is_written(const archive *archive);

// Memory of the check that an archive is read by.
void *take_from(archive *archive, size_t count);

// A number, or an array of bytes; of floats; rows of floats, between which there is a gap when they are read.
void exchange_size(archive *archive, size_t *value);
void exchange_float(archive *archive, float *value);
void exchange_bytes(archive *archive, const void **bytes, size_t count);
// Rows of `width` bytes, `stride` bytes apart when they are written, without gaps when they are read.
void exchange_strided(archive *archive, const void **start, size_t stride, size_t count, size_t width);
void exchange_floats(archive *archive, const float **values, size_t count);
void exchange_rows(archive *archive, kernel_rows *rows, size_t count, size_t columns);
// Rows that are written to: NaN when they are read, unless they hold something.
void exchange_output(archive *archive, kernel_rows *rows, size_t count, size_t columns, int holds);

// What the call made of it, which is held against what was written.
void exchange_result(
    archive *archive, kernel_rows rows, size_t count, size_t columns, float tolerance, const char *what);

#endif
