// What a processor does at most, with the instructions of the products on registers alone. A file that includes this one
// has included vector.h, and vector_int8_products.h where it has products of bytes.

#if defined(__x86_64__)
#define REGISTER "v"
#else
#define REGISTER "w"
#endif

// More sums than a multiply-add takes cycles on two units.
enum { CEILING_SUMS = 12 };

// Runs UPDATE for each of the sums in every round; the compiler must not see that its operands stay the same.
#define MULTIPLY_IN_ROUNDS(UPDATE) \
  for (size_t round = 0; round < rounds; round++) { \
    __asm__ volatile("" : "+" REGISTER(a)); \
    UNROLL for (int i = 0; i < CEILING_SUMS; i++) { UPDATE; } \
  }

KERNEL double multiply_registers_vector(kernel_product product, size_t rounds) {
  floats sums[CEILING_SUMS];
  for (int i = 0; i < CEILING_SUMS; i++) sums[i] = (floats)((float)i);
  floats a = (floats)(0.5f);
  size_t operations = 0;
  switch (product) {
  case KERNEL_PRODUCT_FLOATS:
    operations = 2 * WIDTH;
    MULTIPLY_IN_ROUNDS(sums[i] += a * 0.25f)
    break;
  case KERNEL_PRODUCT_PAIRS:
#if HAS_TILES
    return multiply_tile_registers(rounds);
#elif HAS_BFLOAT16_PRODUCTS
    operations = 4 * WIDTH;
    MULTIPLY_IN_ROUNDS(sums[i] = multiply_add_pairs(sums[i], (words)a, (words)(0x3e803e80)))
#endif
    break;
  case KERNEL_PRODUCT_BYTES:
#if HAS_TILES
    return multiply_int8_tile_registers(rounds);
#elif defined(INT8_PRODUCTS)
    operations = 8 * WIDTH;
    MULTIPLY_IN_ROUNDS(sums[i] = (floats)multiply_add_bytes((integers)sums[i], (words)a, (int8_step)(0x0001000100010001 * (uint64_t)(i + 1))))
#endif
    break;
  }
  UNROLL for (int i = 0; i < CEILING_SUMS; i++) __asm__ volatile("" : "+" REGISTER(sums[i]));
  return (double)(operations * CEILING_SUMS) * (double)rounds;
}
