// Chooses the variant once and forwards to it.
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "gk_table.h"

static const gk_table *chosen;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void choose(void) {
  const gk_table *candidates[3];
  int count = 0;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq"))
    candidates[count++] = &gk_table_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) candidates[count++] = &gk_table_avx2;
#endif
  candidates[count++] = &gk_table_portable;
  chosen = candidates[0];
  const char *wish = getenv("GALAXY_KERNELS");
  for (int i = 0; wish && i < count; i++)
    if (strcmp(wish, candidates[i]->name) == 0) chosen = candidates[i];
}

static inline const gk_table *table(void) {
  pthread_once(&once, choose);
  return chosen;
}

const char *gk_instruction_set(void) { return table()->name; }

long gk_panel_width(long channels) {
  long lanes = table()->lanes;
  return channels > lanes ? 2 * lanes : lanes;
}

#define GK_FORWARD(name, parameters, arguments)                                                                        \
  void gk_##name parameters { table()->name arguments; }
GK_KERNELS(GK_FORWARD)
