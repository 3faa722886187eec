// All kernels for AVX2 with FMA: 16 registers of 8 floats.
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../gk_table.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define GK_LANES 8
#define GK_TABLE gk_table_avx2
#define GK_NAME "avx2"
#include "../families/all.h"
#pragma clang attribute pop
#endif
