// Panels: matrices in vertical strips of a tile's width, each contiguous, with zeros behind the last channel.
#pragma once

/// Width of the next panel, where this many channels are left.
long gk_panel_width(long channels);

// pack_panel             panel[r][c] = x[r * row_stride + c], zeros from `channels` to `width`
// pack_panel_transposed  panel[r][c] = x[c * channel_stride + r], zeros from `channels` to `width`
// unpack_panels          y[r * row_stride + c] = sum over `count` panels [rows][width] at a distance of panel_stride
#define GK_PANEL_KERNELS(X)                                                                                            \
  X(pack_panel, (const float *x, long row_stride, long rows, long channels, float *panel, long width),                 \
    (x, row_stride, rows, channels, panel, width))                                                                     \
  X(pack_panel_transposed,                                                                                             \
    (const float *x, long channel_stride, long rows, long channels, float *panel, long width),                         \
    (x, channel_stride, rows, channels, panel, width))                                                                 \
  X(unpack_panels,                                                                                                     \
    (const float *panels, long count, long panel_stride, long rows, long channels, long width, float *y,               \
     long row_stride),                                                                                                 \
    (panels, count, panel_stride, rows, channels, width, y, row_stride))
