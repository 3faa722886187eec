// The transforms of Winograd convolution.
#pragma once
#include "gk_epilogue.h"

/// A row of tiles, on an image and transformed.
///
/// On the image a tile is a square of pixels; transformed it is a square of `side` × `side` positions, row by row.
/// Memory for transformed tiles holds whole vectors: all lanes are read, and zeros written behind the last channel.
typedef struct {
  const float *source;            // The image, or the first tile transformed.
  float *target;                  // The other of the two.
  long row_stride, pixel_stride;  // Floats from one row, one pixel of the image to the next.
  long rows, columns;             // Extents of the image: what lies outside is read as zero and not written.
  long row, column;               // Where the first tile begins on the image, perhaps outside.
  long step;                      // Columns from one tile to the next.
  long position_stride;           // Floats from one position of a transformed tile to the next.
  long tile_stride;               // Floats from one transformed tile to the next.
  long tiles, channels;
  gk_epilogue epilogue;           // Of winograd_output; the addend is an image in the target's layout.
} gk_winograd_row;

// winograd_input   tiles of an image transformed to positions
// winograd_filter  the same for a filter of taps × taps pixels
// winograd_output  positions transformed to tiles of outputs × outputs pixels
#define GK_WINOGRAD_KERNELS(X)                                                                                         \
  X(winograd_input, (int side, const gk_winograd_row *row), (side, row))                                               \
  X(winograd_filter, (int side, int taps, const gk_winograd_row *row), (side, taps, row))                              \
  X(winograd_output, (int side, int outputs, const gk_winograd_row *row), (side, outputs, row))
