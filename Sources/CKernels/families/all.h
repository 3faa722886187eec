// Every family of kernels, compiled once by each file in variants/, and the table of them.
// clang-format off: reductions.h defines what normalization.h builds on.
#include "vector.h"
#include "elementwise.h"
#include "reductions.h"
#include "normalization.h"
#include "pooling.h"
#include "optimizers.h"

const gk_table GK_TABLE = {
  .name = GK_NAME,
#define GK_ENTRY(name, parameters, arguments) .name = name,
  GK_KERNELS(GK_ENTRY)
#undef GK_ENTRY
};
