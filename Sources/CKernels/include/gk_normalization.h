// What the normalisation kernels need to know about each channel.
#pragma once

/// Normalised: y = x * scale + offset, limited to lower ... upper, with batch norm's deviation and mean worked into scale
/// and offset. The gradient with respect to x, where x > floor: dy * scale + (x - mean) * slope + level.
typedef struct {
  const float *scale;
  const float *offset;
  const float *mean;
  const float *slope;
  const float *level;
  float lower;
  float upper;
  float floor;
} gk_normalization;
