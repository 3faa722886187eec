// The block cache behind tensor storage: one free list per size class, huge pages for large blocks.
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include "gk_memory.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

enum { HUGE_PAGE = 2 << 20, ALIGNMENT = 64, CLASSES = 64 * 8 };

typedef struct block {
  struct block *next;
} block;

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static block *idle_blocks[CLASSES];
static gk_memory_report report;

// Eight classes an octave: at most an eighth of a block is waste, and a class is found with a shift.
static size_t class_bytes(size_t bytes, int *class_index) {
  if (bytes < 8 * ALIGNMENT) bytes = 8 * ALIGNMENT;
  int octave = 63 - __builtin_clzll((unsigned long long)bytes);
  size_t step = (size_t)1 << (octave - 3);
  size_t rounded = (bytes + step - 1) / step * step;
  octave = 63 - __builtin_clzll((unsigned long long)rounded);
  *class_index = octave * 8 + (int)(rounded >> (octave - 3)) - 8;
  return rounded;
}

static void *system_take(size_t bytes) {
  if (bytes < HUGE_PAGE) {
    void *memory = NULL;
    return posix_memalign(&memory, ALIGNMENT, bytes) == 0 ? memory : NULL;
  }
  // Mapped with room to spare, then trimmed to a huge page's boundary.
  size_t length = bytes + HUGE_PAGE;
  char *start = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (start == MAP_FAILED) return NULL;
  char *aligned = (char *)(((uintptr_t)start + HUGE_PAGE - 1) & ~(uintptr_t)(HUGE_PAGE - 1));
  if (aligned > start) munmap(start, (size_t)(aligned - start));
  // Lengths need not be multiples of a page: the system rounds them up.
  size_t tail = (size_t)(start + length - aligned) - ((bytes + 4095) & ~(size_t)4095);
  if (tail > 0) munmap(aligned + ((bytes + 4095) & ~(size_t)4095), tail);
#if defined(MADV_HUGEPAGE)
  madvise(aligned, bytes, MADV_HUGEPAGE);
#endif
  return aligned;
}

static void system_give(void *memory, size_t bytes) {
  if (bytes < HUGE_PAGE) free(memory);
  else munmap(memory, bytes);
}

static void release_idle(void) {
  for (int i = 0; i < CLASSES; i++) {
    if (!idle_blocks[i]) continue;
    size_t bytes = ((size_t)1 << (i / 8)) / 8 * (size_t)(8 + i % 8);
    while (idle_blocks[i]) {
      block *first = idle_blocks[i];
      idle_blocks[i] = first->next;
      system_give(first, bytes);
    }
  }
  report.idle = 0;
}

void *gk_memory_take(size_t bytes) {
  int class_index;
  bytes = class_bytes(bytes, &class_index);
  pthread_mutex_lock(&guard);
  void *memory = idle_blocks[class_index];
  if (memory) {
    idle_blocks[class_index] = ((block *)memory)->next;
    report.idle -= bytes;
  } else {
    // Idle blocks of other sizes stay: they are another layer's, and will be asked for again in the next step.
    memory = system_take(bytes);
    if (!memory && report.idle > 0) {
      release_idle();
      memory = system_take(bytes);
    }
    if (memory) report.system_blocks++;
  }
  if (memory) {
    report.in_use += bytes;
    if (report.in_use > report.peak) report.peak = report.in_use;
  }
  pthread_mutex_unlock(&guard);
  return memory;
}

void gk_memory_give(void *memory, size_t bytes) {
  if (!memory) return;
  int class_index;
  bytes = class_bytes(bytes, &class_index);
  pthread_mutex_lock(&guard);
  ((block *)memory)->next = idle_blocks[class_index];
  idle_blocks[class_index] = memory;
  report.in_use -= bytes;
  report.idle += bytes;
  pthread_mutex_unlock(&guard);
}

void gk_memory_trim(void) {
  pthread_mutex_lock(&guard);
  release_idle();
  pthread_mutex_unlock(&guard);
}

gk_memory_report gk_memory_statistics(void) {
  pthread_mutex_lock(&guard);
  gk_memory_report copy = report;
  pthread_mutex_unlock(&guard);
  return copy;
}

size_t gk_memory_peak_resident(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
#if defined(__linux__)
  return (size_t)usage.ru_maxrss << 10;
#else
  return (size_t)usage.ru_maxrss;
#endif
}
