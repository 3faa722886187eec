// The table of kernels that each instruction-set variant fills in.
#pragma once
#include "gk_kernels.h"

typedef struct {
  const char *name;
  int lanes;  // Floats in a vector.
#define GK_FIELD(name, parameters, arguments) void(*name) parameters;
  GK_KERNELS(GK_FIELD)
#undef GK_FIELD
} gk_table;

extern const gk_table gk_table_portable;
#if defined(__x86_64__)
extern const gk_table gk_table_avx2;
extern const gk_table gk_table_avx512;
#endif
