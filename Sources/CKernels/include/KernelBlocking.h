// How products are cut into blocks: every size that decides it, for the kernels and for Swift.
//
// A product output[rows, columns] = input[rows, inner] · weightᵀ, M × N × K in the words of BLAS, is taken apart from
// the outside in:
//
//   rows at once   KERNEL_ROUNDED_ROWS of the input are rounded and multiplied before the next ones (MatrixMultiplier).
//   panels         KERNEL_PANEL_COLUMNS rows of the weight side by side are a panel, the unit that threads take.
//   groups         Where multiplying outruns memory, KERNEL_GROUP_ROWS rows go through all panels, KERNEL_GROUP_PANELS
//                  at a time, before the next rows do (ProductPieces).
//   inner blocks   A panel is multiplied in blocks of the inner dimension that fit the caches: kernel_call_inner says
//                  how callers cut it, and the product kernels cut a long panel further (blocking.c).
//   register tiles The instruction set's file decides: REGISTER_ROWS × TILE_VECTORS vectors, or tile registers.
//
// Attention goes over keys in blocks of a panel, for KERNEL_QUERY_BLOCK queries at a time.

#ifndef KERNEL_BLOCKING_H
#define KERNEL_BLOCKING_H

#include <stddef.h>

enum {
  // Rows of a weight that lie side by side in a panel: columns of a product.
  KERNEL_PANEL_COLUMNS = 64,

  // Elements of the inner dimension that 8-bit weights and inputs share a scale for.
  KERNEL_INT8_BLOCK = 128,
  // Bytes of such a block of a panel: a scale for each column, then the elements.
  KERNEL_INT8_BLOCK_BYTES = KERNEL_PANEL_COLUMNS * (KERNEL_INT8_BLOCK + sizeof(float)),

  // The most elements of the inner dimension in a block that a caller cuts: 80 KB of BF16, which stay in the second
  // cache while all rows are multiplied by them. Smaller blocks load and store the sums more often.
  KERNEL_BLOCK_INNER = 640,
  // The same for a few rows: the next block is prefetched into the first cache and fits in there beside this one.
  KERNEL_SHORT_BLOCK_INNER = 128,
  // The most rows that are cut into short blocks where a kernel cannot read a panel once for all of them.
  KERNEL_SHORT_BLOCK_ROWS = 24,

  // Rows of an input that are rounded and multiplied at a time, so that the rounded copy of a large picture's rows
  // takes little memory: split into three terms it is larger than the floats.
  KERNEL_ROUNDED_ROWS = 8192,
  // Rows that go through a feed-forward, or the patch merger, at a time: between its matrices they are several times as
  // wide as anywhere else.
  KERNEL_FEED_FORWARD_ROWS = 1024,

  // Rows that are multiplied by all panels before the next rows are: 1024 elements of so many are half a megabyte in
  // BF16, which stays in the second cache.
  KERNEL_GROUP_ROWS = 256,
  // From so many rows on, their sums are collected beside each other; fewer stay in the second cache anyway.
  KERNEL_FEWEST_GROUP_ROWS = 64,
  // Panels that are multiplied by one block of the inner dimension before the next block: the rows are then fetched
  // from afar a quarter as often, for a quarter of a megabyte of sums.
  KERNEL_GROUP_PANELS = 4,

  // Rows of a tile register. Where kernel_splits_floats() holds, up to so many rows take about as long as one.
  KERNEL_TILE_ROWS = 16,
  // Products of fewer elements cost less than adding up the sums of stacked terms (TermStack).
  KERNEL_FEWEST_STACKED_INNER = 256,

  // Panels in 12 bits an element pay from so many elements of the inner dimension on; their lists of exceptions count
  // no further than the other.
  KERNEL_FEWEST_COMPACT_INNER = 256,
  KERNEL_MOST_COMPACT_INNER = (1 << 19) - 1,

  // Queries that go over a block of keys and values before the next block is packed.
  KERNEL_QUERY_BLOCK = 256,
  // The most components of a head.
  KERNEL_HEAD_DIMENSION = 256,
};

#endif
