#include "archive.h"

#include <stdlib.h>

static const char title[] = "jinascope kernel calls, 1\n";

enum {
  TITLE_BYTES = 28,
  GAP = 3,
  MOST_CALLS_OF_ONE_SHAPE = 2,
  MOST_SHAPES = 1000,
  MOST_ARRAYS = 20000,
};
#define SAME_AS UINT32_MAX

typedef struct {
  uint32_t count;
  char *bytes;
} array;

struct archive {
  // Of one that is written.
  FILE *file;
  size_t calls;
  struct {
    uint32_t kernel;
    size_t sizes[3], count;
  } shapes[MOST_SHAPES];
  // Of one that is read.
  check *check;
  const char *next, *end;
  // Of both, in the order of the file.
  array arrays[MOST_ARRAYS];
  size_t array_count;
};

int is_written(const archive *archive) { return archive->file != NULL; }

void *take_from(archive *archive, size_t count) { return take(archive->check, count); }

static void put(archive *archive, const void *bytes, size_t count) {
  if (fwrite(bytes, 1, count, archive->file) != count) abort();
}

static void get(archive *archive, void *bytes, size_t count) {
  if ((size_t)(archive->end - archive->next) < count) abort();
  memcpy(bytes, archive->next, count);
  archive->next += count;
}

archive *create_archive(const char *path) {
  archive *archive = calloc(1, sizeof *archive);
  if (!archive) return NULL;
  archive->file = fopen(path, "wb");
  if (!archive->file) {
    free(archive);
    return NULL;
  }
  char line[TITLE_BYTES] = {0};
  memcpy(line, title, sizeof title);
  put(archive, line, sizeof line);
  return archive;
}

size_t close_archive(archive *archive) {
  size_t calls = fclose(archive->file) == 0 ? archive->calls : 0;
  for (size_t i = 0; i < archive->array_count; i++) free(archive->arrays[i].bytes);
  free(archive);
  return calls;
}

archive *open_archive(const char *path, check *check) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  archive *archive = take(check, sizeof *archive);
  memset(archive, 0, sizeof *archive);
  char *bytes = size > TITLE_BYTES ? take(check, (size_t)size) : NULL;
  int is_read = bytes && fread(bytes, 1, (size_t)size, file) == (size_t)size && memcmp(bytes, title, sizeof title) == 0;
  fclose(file);
  if (!is_read) return NULL;
  archive->check = check;
  archive->next = bytes + TITLE_BYTES;
  archive->end = bytes + size;
  return archive;
}

int next_call(archive *archive, uint32_t *kernel) {
  if (archive->next == archive->end) return 0;
  get(archive, kernel, sizeof *kernel);
  return 1;
}

int begin_call(archive *archive, uint32_t kernel, const size_t sizes[3]) {
  size_t i = 0;
  for (; i < MOST_SHAPES && archive->shapes[i].count > 0; i++) {
    if (archive->shapes[i].kernel == kernel && memcmp(archive->shapes[i].sizes, sizes, 3 * sizeof *sizes) == 0) break;
  }
  if (i == MOST_SHAPES) abort();
  if (archive->shapes[i].count == MOST_CALLS_OF_ONE_SHAPE) return 0;
  archive->shapes[i].kernel = kernel;
  memcpy(archive->shapes[i].sizes, sizes, 3 * sizeof *sizes);
  archive->shapes[i].count++;
  archive->calls++;
  put(archive, &kernel, sizeof kernel);
  return 1;
}

void exchange_size(archive *archive, size_t *value) {
  uint32_t word = (uint32_t)*value;
  if (is_written(archive)) put(archive, &word, sizeof word);
  else get(archive, &word, sizeof word);
  *value = word;
}

void exchange_float(archive *archive, float *value) {
  if (is_written(archive)) put(archive, value, sizeof *value);
  else get(archive, value, sizeof *value);
}

// Writes an array whose bytes this takes over.
static void put_array(archive *archive, array from) {
  for (uint32_t i = 0; i < archive->array_count; i++) {
    array before = archive->arrays[i];
    if (before.count != from.count || memcmp(before.bytes, from.bytes, from.count) != 0) continue;
    const uint32_t words[2] = {SAME_AS, i};
    put(archive, words, sizeof words);
    free(from.bytes);
    return;
  }
  if (archive->array_count == MOST_ARRAYS) abort();
  archive->arrays[archive->array_count++] = from;
  put(archive, &from.count, sizeof from.count);
  put(archive, from.bytes, from.count);
  put(archive, (const char[4]){0}, -from.count % 4);
}

static array get_array(archive *archive, size_t count) {
  uint32_t words[2];
  get(archive, words, sizeof *words);
  array found = {0};
  if (words[0] == SAME_AS) {
    get(archive, words + 1, sizeof *words);
    if (words[1] >= archive->array_count) abort();
    found = archive->arrays[words[1]];
  } else {
    found = (array){words[0], (char *)archive->next};
    if ((size_t)(archive->end - archive->next) < found.count || archive->array_count == MOST_ARRAYS) abort();
    archive->next += (found.count + 3) / 4 * 4;
    archive->arrays[archive->array_count++] = found;
  }
  if (found.count != count) abort();
  return found;
}

static void put_rows(archive *archive, const void *start, size_t stride, size_t count, size_t width) {
  array copy = {(uint32_t)(count * width), malloc(count * width + 1)};
  if (!copy.bytes) abort();
  for (size_t i = 0; i < count; i++) memcpy(copy.bytes + i * width, (const char *)start + i * stride, width);
  put_array(archive, copy);
}

void exchange_strided(archive *archive, const void **start, size_t stride, size_t count, size_t width) {
  if (is_written(archive)) {
    put_rows(archive, *start, stride, count, width);
  } else {
    void *memory = take(archive->check, count * width);
    memcpy(memory, get_array(archive, count * width).bytes, count * width);
    *start = memory;
  }
}

void exchange_bytes(archive *archive, const void **bytes, size_t count) {
  exchange_strided(archive, bytes, count, 1, count);
}

void exchange_floats(archive *archive, const float **values, size_t count) {
  exchange_bytes(archive, (const void **)values, count * sizeof **values);
}

void exchange_rows(archive *archive, kernel_rows *rows, size_t count, size_t columns) {
  size_t width = columns * sizeof(float);
  if (is_written(archive)) {
    put_rows(archive, rows->start, rows->stride * sizeof(float), count, width);
    return;
  }
  array from = get_array(archive, count * width);
  *rows = (kernel_rows){take_floats(archive->check, count * (columns + GAP)), columns + GAP};
  for (size_t i = 0; i < count; i++) memcpy(rows->start + i * rows->stride, from.bytes + i * width, width);
}

void exchange_output(archive *archive, kernel_rows *rows, size_t count, size_t columns, int holds) {
  if (holds) exchange_rows(archive, rows, count, columns);
  else if (!is_written(archive)) {
    *rows = (kernel_rows){take_floats(archive->check, count * (columns + GAP)), columns + GAP};
  }
}

void exchange_result(
    archive *archive, kernel_rows rows, size_t count, size_t columns, float tolerance, const char *what) {
  kernel_rows expected = rows;
  exchange_rows(archive, &expected, count, columns);
  if (is_written(archive)) return;
  for (size_t i = 0; i < count; i++) {
    const float *row = rows.start + i * rows.stride;
    compare_with(archive->check, row, expected.start + i * expected.stride, columns, tolerance, what);
    // Nothing may be written behind a row.
    int is_whole = rows.stride == columns || isnan(row[columns]);
    require(archive->check, is_whole, "%s, behind row %zu", what, i);
  }
}
