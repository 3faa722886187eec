// Memory for tensors: released blocks are kept and handed out again, because fresh pages cost more than the work on them.
#pragma once
#include <stddef.h>

/// A block of at least `bytes` bytes, aligned to 64, contents undefined; null where the system has no more.
void *gk_memory_take(size_t bytes);

/// Returns a block that was taken with the same number of bytes.
void gk_memory_give(void *block, size_t bytes);

/// Gives idle blocks back to the system.
void gk_memory_trim(void);

typedef struct {
  size_t in_use;         // Bytes handed out now.
  size_t peak;           // Largest value that `in_use` had.
  size_t idle;           // Bytes kept for reuse.
  size_t system_blocks;  // Blocks that were ever asked of the system.
} gk_memory_report;

gk_memory_report gk_memory_statistics(void);

/// Most bytes that this process ever had resident, for tensors and all else.
size_t gk_memory_peak_resident(void);
