// What the transforms of Winograd convolution work on.
#pragma once

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
  const float *bias;      // Added to every pixel written, unless null.
  const float *addend;    // An image in the target's layout, added to the pixels, unless null.
  float lower, upper;     // What the pixels are limited to; infinities: not at all.
  const float *shift;     // Unless null, moments of the pixels' deviations from this are added to ...
  float *sums, *squares;  // ... these: one value a channel.
} gk_winograd_row;
