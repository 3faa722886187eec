// Every family of kernels, compiled once by each file in variants/, and the table of them.
// clang-format off: vector.h, tiles.h and epilogue.h define what others build on.
#include "vector.h"
#include "elementwise.h"
#include "wide.h"
#include "exponentials.h"
#include "logarithms.h"
#include "normal_distribution.h"
#include "activations.h"
#include "softmax.h"
#include "reductions.h"
#include "normalization.h"
#include "layer_norm.h"
#include "pooling.h"
#include "resampling.h"
#include "panels.h"
#include "copies.h"
#include "tiles.h"
#include "epilogue.h"
#include "convolution.h"
#include "weight_gradient.h"
#include "depthwise.h"
#include "winograd.h"
#include "optimizers.h"
#include "machine.h"
#include "images.h"

const gk_table GK_TABLE = {
  .name = GK_NAME,
  .lanes = GK_LANES,
#define GK_ENTRY(name, parameters, arguments) .name = name,
  GK_KERNELS(GK_ENTRY)
#undef GK_ENTRY
};
