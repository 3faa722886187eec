// One pool of worker threads that runs the iterations of a loop.
#pragma once

/// One iteration: `index` of the loop, `worker` in 0 ..< gk_parallel_threads() says whose scratch memory to use.
typedef void (*gk_task)(void *context, int index, int worker);

/// Number of threads, the caller's included, that loops run on from now on; at least 1, at most GK_MAX_THREADS.
void gk_parallel_set_threads(int count);
int gk_parallel_threads(void);

/// Processors that this process may use.
int gk_parallel_processors(void);

/// Keeps the calling thread, and the workers that start from now on, on a processor each, where all threads together fill
/// those that the process may use.
void gk_parallel_pin(void);

/// Runs `task` for every index in 0 ..< count and returns when all are done.
///
/// Which thread runs an index is not determined; tasks must not depend on it. A loop inside a task, or beside another
/// thread's loop, runs on the calling thread alone.
void gk_parallel_for(int count, gk_task task, void *context);

enum { GK_MAX_THREADS = 256 };
