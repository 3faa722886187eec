// All kernels for AVX-512: 32 registers of 16 floats.
#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "../gk_table.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma"))), apply_to = function)
#define GK_LANES 16
#define GK_TABLE gk_table_avx512
#define GK_NAME "avx512"
#include "../families/all.h"
#pragma clang attribute pop
#endif
