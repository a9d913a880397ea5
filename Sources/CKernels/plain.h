// The kernels in plain C: the specification of every faster one.
//
// Every instruction set's file includes this one, so that the compiler vectorizes what it can for that set; what it
// cannot is written with explicit vectors in vector.h, and the plain function is left out of that set's table.

#include "table.h"

#include <math.h>
#include <string.h>

// A function that not every table uses.
#define KERNEL static __attribute__((unused))

// Sums may be taken in any order.
#pragma clang fp reassociate(on)

static float bits_to_float(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint32_t float_to_bits(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// IEEE 754 binary16. Subnormals are the mantissa times 2^-24, exactly.
static float float16_to_float(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16;
  uint32_t exponent = (half >> 10) & 0x1f;
  uint32_t mantissa = half & 0x3ff;
  if (exponent == 0) {
    float magnitude = (float)mantissa * 0x1p-24f;
    return sign ? -magnitude : magnitude;
  }
  uint32_t widened = exponent == 31 ? 255 : exponent + 112;
  return bits_to_float(sign | widened << 23 | mantissa << 13);
}

static uint16_t float_to_bfloat16(float value) {
  uint32_t bits = float_to_bits(value);
  if (isnan(value)) return (uint16_t)(bits >> 16 | 0x40);
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static uint16_t float_to_float16(float value) {
  uint32_t bits = float_to_bits(value);
  uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  if (isnan(value)) return sign | 0x7e00;
  float magnitude = fabsf(value);
  if (magnitude >= 65520.0f) return sign | 0x7c00;
  if (magnitude < 0x1p-14f) return sign | (uint16_t)rintf(magnitude * 0x1p24f);
  uint32_t rounded = (bits & 0x7fffffff) + 0xfff + (bits >> 13 & 1);
  return sign | (uint16_t)((rounded >> 13) - (112 << 10));
}

KERNEL void widen(const void *source, kernel_element element, float *destination, size_t count) {
  const unsigned char *bytes = source;
  switch (element) {
  case KERNEL_FLOAT32:
    memcpy(destination, source, count * sizeof(float));
    break;
  case KERNEL_BFLOAT16:
    for (size_t i = 0; i < count; i++) {
      uint16_t value;
      memcpy(&value, bytes + 2 * i, sizeof value);
      destination[i] = bits_to_float((uint32_t)value << 16);
    }
    break;
  case KERNEL_FLOAT16:
    for (size_t i = 0; i < count; i++) {
      uint16_t value;
      memcpy(&value, bytes + 2 * i, sizeof value);
      destination[i] = float16_to_float(value);
    }
    break;
  }
}

KERNEL void narrow(const float *source, kernel_element element, void *destination, size_t count) {
  unsigned char *bytes = destination;
  if (element == KERNEL_FLOAT32) {
    memcpy(destination, source, count * sizeof(float));
    return;
  }
  for (size_t i = 0; i < count; i++) {
    uint16_t value = element == KERNEL_BFLOAT16 ? float_to_bfloat16(source[i]) : float_to_float16(source[i]);
    memcpy(bytes + 2 * i, &value, sizeof value);
  }
}

KERNEL void split(const float *source, uint16_t *parts, size_t part_stride, size_t count) {
  for (size_t i = 0; i < count; i++) {
    float left = source[i];
    for (size_t part = 0; part < KERNEL_PARTS; part++) {
      uint16_t rounded = float_to_bfloat16(left);
      parts[part * part_stride + i] = rounded;
      left -= bits_to_float((uint32_t)rounded << 16);
    }
  }
}

static float dot(const float *a, const float *b, size_t count) {
  float sum = 0;
  for (size_t i = 0; i < count; i++) sum += a[i] * b[i];
  return sum;
}

static double sum_of_squares(const float *values, size_t count) {
  double sum = 0;
  for (size_t i = 0; i < count; i++) sum += (double)values[i] * (double)values[i];
  return sum;
}

static size_t element_width(kernel_element element) { return element == KERNEL_FLOAT32 ? 4 : 2; }

// Where element k of weight row n lies in a panel.
static size_t panel_index(kernel_element element, size_t k, size_t n) {
  return element == KERNEL_BFLOAT16 ? (k / 2 * KERNEL_PANEL_COLUMNS + n) * 2 + k % 2 : k * KERNEL_PANEL_COLUMNS + n;
}

KERNEL void pack_panel(
    const void *weights, kernel_element element, size_t weight_stride, size_t weight_rows, size_t inner, void *panel) {
  const unsigned char *from = weights;
  unsigned char *to = panel;
  size_t width = element_width(element);
  size_t padded = element == KERNEL_BFLOAT16 ? inner + inner % 2 : inner;
  for (size_t n = 0; n < KERNEL_PANEL_COLUMNS; n++) {
    for (size_t k = 0; k < padded; k++) {
      unsigned char *cell = to + panel_index(element, k, n) * width;
      if (n < weight_rows && k < inner) memcpy(cell, from + (n * weight_stride + k) * width, width);
      else memset(cell, 0, width);
    }
  }
}

KERNEL void multiply_panel(
    const float *input, size_t input_stride, size_t rows, const void *panel, kernel_element element, size_t inner,
    float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  (void)next;
  for (size_t m = 0; m < rows; m++) {
    float sums[KERNEL_PANEL_COLUMNS] = {0};
    for (size_t k = 0; k < inner; k++) {
      for (size_t n = 0; n < columns; n++) {
        float weight;
        widen((const char *)panel + panel_index(element, k, n) * element_width(element), element, &weight, 1);
        sums[n] += input[m * input_stride + k] * weight;
      }
    }
    float *to = output + m * output_stride;
    for (size_t n = 0; n < columns; n++) to[n] = accumulate ? to[n] + sums[n] : sums[n];
  }
}

KERNEL void multiply_panel_bfloat16(
    const uint16_t *input, size_t input_stride, size_t rows, const void *panel, size_t inner, float *output,
    size_t output_stride, size_t columns, int accumulate, const void *next) {
  enum { BLOCK = 64 };
  float widened[BLOCK];
  for (size_t m = 0; m < rows; m++) {
    for (size_t start = 0; start < inner; start += BLOCK) {
      size_t count = inner - start < BLOCK ? inner - start : BLOCK;
      widen(input + m * input_stride + start, KERNEL_BFLOAT16, widened, count);
      multiply_panel(
          widened, 0, 1, (const char *)panel + panel_index(KERNEL_BFLOAT16, start, 0) * 2, KERNEL_BFLOAT16, count,
          output + m * output_stride, 0, columns, accumulate || start > 0, next);
    }
  }
}

KERNEL void multiply_panel_parts(
    const uint16_t *input, size_t parts, size_t part_stride, size_t input_stride, size_t rows, const void *panel,
    size_t inner, float *output, size_t output_stride, size_t columns, int accumulate, const void *next) {
  // The smallest part first.
  for (size_t part = parts; part-- > 0;) {
    int is_first = part == parts - 1;
    multiply_panel_bfloat16(
        input + part * part_stride, input_stride, rows, panel, inner, output, output_stride, columns,
        accumulate || !is_first, is_first ? next : NULL);
  }
}

#include "plain_compact.h"
#include "plain_int8.h"

KERNEL double multiply_registers(kernel_product product, size_t rounds) {
  float sums[4] = {0, 1, 2, 3};
  volatile float operand = 0.5f;
  float a = operand;
  if (product != KERNEL_PRODUCT_FLOATS) return 0;
  for (size_t round = 0; round < rounds; round++) {
    for (int i = 0; i < 4; i++) sums[i] = sums[i] * 0.25f + a;
  }
  operand = sums[0] + sums[1] + sums[2] + sums[3];
  return 8 * (double)rounds;
}

KERNEL uint64_t read_memory(const void *memory, size_t count, int into_second_cache) {
  const uint64_t *from = memory;
  uint64_t sum = 0;
  for (size_t line = 0; line + 8 <= count / 8; line += 8) {
    if (into_second_cache) {
      __builtin_prefetch(from + line + 2048, 0, 2);
    } else {
      __builtin_prefetch(from + line + 1024);
    }
    for (size_t i = 0; i < 8; i++) sum += from[line + i];
  }
  return sum;
}

KERNEL void add(float *values, const float *addend, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] += addend[i];
}

KERNEL void scale(float *values, float factor, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] *= factor;
}

KERNEL void add_groups(
    const float *sums, size_t groups, size_t rows, float *output, size_t output_stride, size_t columns,
    int accumulate) {
  for (size_t i = 0; i < rows; i++) {
    float *to = output + i * output_stride;
    float row[KERNEL_PANEL_COLUMNS] = {0};
    if (accumulate) memcpy(row, to, columns * sizeof *to);
    for (size_t group = groups; group-- > 0;) {
      const float *from = sums + (group * rows + i) * KERNEL_PANEL_COLUMNS;
      for (size_t j = 0; j < KERNEL_PANEL_COLUMNS; j++) row[j] += from[j];
    }
    memcpy(to, row, columns * sizeof *to);
  }
}

KERNEL void copy_past_caches(
    const void *source, size_t source_stride, void *destination, size_t destination_stride, size_t rows, size_t count) {
  typedef float line __attribute__((ext_vector_type(16)));
  for (size_t i = 0; i < rows; i++) {
    const char *from = (const char *)source + i * source_stride;
    char *to = (char *)destination + i * destination_stride;
    size_t k = 0;
    // Only whole lines of the caches go past them.
    for (; (uintptr_t)to % sizeof(line) == 0 && k + sizeof(line) <= count; k += sizeof(line)) {
      line copied;
      memcpy(&copied, from + k, sizeof copied);
      __builtin_nontemporal_store(copied, (line *)(to + k));
    }
    memcpy(to + k, from + k, count - k);
  }
#if defined(__x86_64__)
  // Without it other threads might see a later store before these.
  __builtin_ia32_sfence();
#endif
}

KERNEL void broadcast_row(
    const float *row, float *output, size_t output_stride, size_t rows, size_t columns, int accumulate) {
  for (size_t i = 0; i < rows; i++) {
    if (accumulate) add(output + i * output_stride, row, columns);
    else memcpy(output + i * output_stride, row, columns * sizeof(float));
  }
}

KERNEL void rms_norm(
    const float *input, size_t input_stride, const float *weight, float epsilon, float *output, size_t output_stride,
    size_t rows, size_t columns) {
  for (size_t i = 0; i < rows; i++) {
    const float *from = input + i * input_stride;
    float *to = output + i * output_stride;
    float scale = (float)(1 / sqrt(sum_of_squares(from, columns) / (double)columns + (double)epsilon));
    for (size_t j = 0; j < columns; j++) to[j] = from[j] * scale * weight[j];
  }
}

KERNEL void swiglu(const float *gate, const float *up, float *output, size_t count) {
  for (size_t i = 0; i < count; i++) output[i] = gate[i] / (1 + expf(-gate[i])) * up[i];
}

KERNEL void gelu(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = 0.5f * values[i] * (1 + erff(values[i] * 0.70710678f));
}

KERNEL void rotate_halves(
    float *values, size_t stride, size_t rows, size_t heads, size_t head_dimension, const float *cosines,
    const float *sines) {
  size_t half = head_dimension / 2;
  for (size_t i = 0; i < rows; i++) {
    const float *cosine = cosines + i * half;
    const float *sine = sines + i * half;
    for (size_t head = 0; head < heads; head++) {
      float *low = values + i * stride + head * head_dimension;
      float *high = low + half;
      for (size_t j = 0; j < half; j++) {
        float a = low[j];
        float b = high[j];
        low[j] = a * cosine[j] - b * sine[j];
        high[j] = b * cosine[j] + a * sine[j];
      }
    }
  }
}

KERNEL void attention(
    const float *queries, size_t query_stride, const float *keys, size_t key_stride, const float *values,
    size_t value_stride, float *output, size_t output_stride, size_t query_rows, size_t head_dimension, float scale,
    size_t visible, size_t visible_step, int rounds) {
  (void)rounds;
  enum { BLOCK = 64 };
  float weights[BLOCK];
  for (size_t i = 0; i < query_rows; i++) {
    const float *query = queries + i * query_stride;
    float *sum = output + i * output_stride;
    size_t seen = visible + i * visible_step;
    // The weights so far are exp(score − maximum); a larger maximum rescales them.
    float maximum = -INFINITY;
    float total = 0;
    memset(sum, 0, head_dimension * sizeof(float));
    for (size_t start = 0; start < seen; start += BLOCK) {
      size_t count = seen - start < BLOCK ? seen - start : BLOCK;
      float old_maximum = maximum;
      for (size_t k = 0; k < count; k++) {
        weights[k] = scale * dot(query, keys + (start + k) * key_stride, head_dimension);
        if (weights[k] > maximum) maximum = weights[k];
      }
      if (maximum > old_maximum && start > 0) {
        float rescale = expf(old_maximum - maximum);
        total *= rescale;
        for (size_t j = 0; j < head_dimension; j++) sum[j] *= rescale;
      }
      for (size_t k = 0; k < count; k++) {
        float weight = expf(weights[k] - maximum);
        const float *value = values + (start + k) * value_stride;
        total += weight;
        for (size_t j = 0; j < head_dimension; j++) sum[j] += weight * value[j];
      }
    }
    for (size_t j = 0; j < head_dimension; j++) sum[j] /= total;
  }
}

KERNEL void mean_of_rows(const float *input, size_t stride, size_t rows, size_t columns, float *output) {
  enum { BLOCK = 64 };
  for (size_t start = 0; start < columns; start += BLOCK) {
    size_t count = columns - start < BLOCK ? columns - start : BLOCK;
    double sums[BLOCK] = {0};
    for (size_t i = 0; i < rows; i++) {
      for (size_t j = 0; j < count; j++) sums[j] += (double)input[i * stride + start + j];
    }
    for (size_t j = 0; j < count; j++) output[start + j] = (float)(sums[j] / (double)rows);
  }
}

KERNEL void normalize_rows(float *values, size_t stride, size_t rows, size_t columns, float floor) {
  for (size_t i = 0; i < rows; i++) {
    float *row = values + i * stride;
    double norm = sqrt(sum_of_squares(row, columns));
    double divisor = norm > (double)floor ? norm : (double)floor;
    for (size_t j = 0; j < columns; j++) row[j] = (float)((double)row[j] / divisor);
  }
}

KERNEL void score_rows(
    const float *values, size_t stride, size_t rows, size_t columns, const float *query, float *products,
    float *squares) {
  for (size_t i = 0; i < rows; i++) {
    products[i] = dot(values + i * stride, query, columns);
    squares[i] = dot(values + i * stride, values + i * stride, columns);
  }
}

KERNEL void raise_to_maxima(const float *values, size_t stride, size_t rows, size_t columns, float *maxima) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < columns; j++) {
      if (values[i * stride + j] > maxima[i]) maxima[i] = values[i * stride + j];
    }
  }
}
