// All kernels in vectors of four floats, for any processor: 64-bit Arm, and x86 without AVX2.
#include <math.h>
#include <string.h>

#include "../gk_table.h"
#define GK_LANES 4
#define GK_TABLE gk_table_portable
#define GK_NAME "portable"
#include "../families/all.h"
