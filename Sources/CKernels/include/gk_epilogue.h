// What a convolution does with its sums while they are in registers.
#pragma once

/// Sums plus bias and addend, clamped; then their moments are gathered.
typedef struct {
  const float *bias;      // One value a channel, added to every sum, unless null.
  const float *addend;    // As many floats as the output's, in its layout, added to the sums, unless null.
  float lower, upper;     // What the sums are clamped to; infinities: not at all.
  const float *shift;     // Unless null, moments of the output's deviations from this are added to ...
  float *sums, *squares;  // ... these: one value a channel.
} gk_epilogue;
