// What a machine can do at best.
#pragma once

// multiply_adds              as many multiply-adds as `steps` of a convolution's tile, all in registers; values[0 ..< 64]
//                            are their operands and results, *count is their number
// stream_read, stream_write, sum = the sum of x; y = value; y = x: passes over memory
// stream_copy
#define GK_MACHINE_KERNELS(X)                                                                                          \
  X(multiply_adds, (float *values, long steps, long *count), (values, steps, count))                                   \
  X(stream_read, (const float *x, long count, float *sum), (x, count, sum))                                            \
  X(stream_write, (float *y, float value, long count), (y, value, count))                                              \
  X(stream_copy, (const float *x, float *y, long count), (x, y, count))
