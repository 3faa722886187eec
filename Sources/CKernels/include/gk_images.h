// A line of a warped image.
#pragma once

/// Where the pixels of a line lie in the source, and what becomes of their levels.
typedef struct {
  /// Place of the first pixel, neither coordinate negative.
  float column, row;
  /// How far the next one is.
  float column_step, row_step;
  /// Levels are multiplied by the factor, then the channel's offset is added.
  float factor, offset[3];
} gk_warp_line;
