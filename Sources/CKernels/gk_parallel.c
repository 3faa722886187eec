// The worker pool. Every thread has a share of a loop's indices, from the same place in every loop: what it wrote in one
// loop is in its own cache when the next loop reads it. A thread that is through with its share helps with the others.
//
// Indices are claimed by taking a share's ticket, which carries the loop's number, so that a thread that comes late to a
// finished loop cannot claim an index of the next one: numbers are even while a loop runs, and odd while the next one is
// written down, so whoever read a field of the next loop fails to claim with the old ticket.
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif
#include "gk_parallel.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define gk_pause() _mm_pause()
#elif defined(__aarch64__)
#define gk_pause() __asm__ __volatile__("yield")
#else
#define gk_pause() ((void)0)
#endif

// Waking a sleeping thread costs about 40 microseconds, so threads watch the ticket for about that long first.
enum { GK_SPINS = 4000 };

static struct {
  // Number of the loop, for threads to watch.
  _Alignas(64) _Atomic uint32_t number;
  _Alignas(64) _Atomic int completed;
  _Alignas(64) _Atomic int count;
  _Atomic int shares;
  _Atomic(gk_task) task;
  _Atomic(void *) context;
  _Atomic int sleepers;
  _Atomic int threads;  // Wanted, the caller's included.
  _Atomic bool pins;    // Whether workers stay on one processor each.
  int started;          // Running workers; guarded by `entry`.
  pthread_mutex_t entry;
  pthread_mutex_t sleep;
  pthread_cond_t wake;
} pool = {
  .entry = PTHREAD_MUTEX_INITIALIZER,
  .sleep = PTHREAD_MUTEX_INITIALIZER,
  .wake = PTHREAD_COND_INITIALIZER,
};

// One for each thread. High half: number of the loop. Low half: next index to claim.
static struct {
  _Alignas(64) _Atomic uint64_t ticket;
} shares[GK_MAX_THREADS];

static _Thread_local bool inside_task;

#if defined(__linux__)
static cpu_set_t allowed;  // Before any thread was pinned.
static pthread_once_t allowed_is_known = PTHREAD_ONCE_INIT;

static void read_allowed(void) {
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) CPU_ZERO(&allowed);
}

// Keeps the calling thread on one of the allowed processors.
static void pin_to(int place) {
  for (int processor = 0; processor < CPU_SETSIZE; processor++) {
    if (!CPU_ISSET(processor, &allowed) || place-- > 0) continue;
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(processor, &one);
    sched_setaffinity(0, sizeof one, &one);  // Unpinned threads are no failure.
    return;
  }
}
#else
static void pin_to(int place) { (void)place; }
#endif

int gk_parallel_processors(void) {
#if defined(__linux__)
  pthread_once(&allowed_is_known, read_allowed);
  int count = CPU_COUNT(&allowed);
  if (count > 0) return count;
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

void gk_parallel_pin(void) {
  if (gk_parallel_threads() != gk_parallel_processors()) return;
  atomic_store(&pool.pins, true);
  pin_to(0);
}

int gk_parallel_threads(void) {
  int wanted = atomic_load_explicit(&pool.threads, memory_order_relaxed);
  if (wanted > 0) return wanted;
  int processors = gk_parallel_processors();
  if (processors > GK_MAX_THREADS) processors = GK_MAX_THREADS;
  int unset = 0;
  atomic_compare_exchange_strong(&pool.threads, &unset, processors);
  return atomic_load_explicit(&pool.threads, memory_order_relaxed);
}

void gk_parallel_set_threads(int count) {
  if (count < 1) count = 1;
  if (count > GK_MAX_THREADS) count = GK_MAX_THREADS;
  atomic_store_explicit(&pool.threads, count, memory_order_relaxed);
}

static uint64_t ticket_for(uint32_t number, int index) { return (uint64_t)number << 32 | (uint32_t)index; }

// The first index of a share; that of the one behind the last is the end.
static int share_start(int share, int shares_count, int count) { return (int)((int64_t)share * count / shares_count); }

// Claims and runs indices of one share of loop `number` until none is left; false if the loop is over.
static bool run_share(uint32_t number, int share, int worker) {
  _Atomic uint64_t *place = &shares[share].ticket;
  uint64_t ticket = atomic_load_explicit(place, memory_order_acquire);
  for (;;) {
    if ((uint32_t)(ticket >> 32) != number) return false;
    int index = (int)(uint32_t)ticket;
    // Read before the claim: a claim that succeeds proves that the loop has not changed meanwhile.
    int count = atomic_load_explicit(&pool.count, memory_order_acquire);
    int share_count = atomic_load_explicit(&pool.shares, memory_order_acquire);
    gk_task task = atomic_load_explicit(&pool.task, memory_order_acquire);
    void *context = atomic_load_explicit(&pool.context, memory_order_acquire);
    if (index >= share_start(share + 1, share_count, count)) return true;
    if (!atomic_compare_exchange_weak_explicit(place, &ticket, ticket + 1, memory_order_acq_rel, memory_order_acquire))
      continue;
    task(context, index, worker);
    atomic_fetch_add_explicit(&pool.completed, 1, memory_order_acq_rel);
    ticket = atomic_load_explicit(place, memory_order_acquire);
  }
}

// Runs a thread's own share, then what is left of the others.
static void run_loop(uint32_t number, int worker, int share_count) {
  for (int i = 0; i < share_count; i++) {
    if (!run_share(number, (worker + i) % share_count, worker)) return;
  }
}

static bool oversubscribed(void) { return gk_parallel_threads() > gk_parallel_processors(); }

static uint32_t loop_number(void) { return atomic_load(&pool.number); }

static void *worker_main(void *argument) {
  int worker = (int)(intptr_t)argument;
  inside_task = true;
  if (atomic_load(&pool.pins)) pin_to(worker);
  uint32_t seen = 0;
  for (;;) {
    int spins = oversubscribed() ? 0 : GK_SPINS;
    uint32_t number;
    while ((number = loop_number()) == seen) {
      if (spins-- > 0) {
        gk_pause();
        continue;
      }
      pthread_mutex_lock(&pool.sleep);
      atomic_fetch_add(&pool.sleepers, 1);
      while (loop_number() == seen) pthread_cond_wait(&pool.wake, &pool.sleep);
      atomic_fetch_sub(&pool.sleepers, 1);
      pthread_mutex_unlock(&pool.sleep);
    }
    seen = number;
    // Perhaps those of a later loop, of which no index can be claimed by this number.
    int share_count = atomic_load_explicit(&pool.shares, memory_order_acquire);
    if (worker < share_count) run_loop(number, worker, share_count);
  }
  return NULL;
}

static void start_workers(int threads) {
  while (pool.started < threads - 1) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 8 << 20);
    int failure = pthread_create(&thread, &attributes, worker_main, (void *)(intptr_t)(pool.started + 1));
    pthread_attr_destroy(&attributes);
    if (failure) return;  // Fewer threads: slower, and the results are the same.
    pool.started++;
  }
}

void gk_parallel_for(int count, gk_task task, void *context) {
  int threads = gk_parallel_threads();
  if (count <= 1 || threads == 1 || inside_task || pthread_mutex_trylock(&pool.entry) != 0) {
    // Worker 0 here is not the pool's worker 0: scratch memory is handed out per loop, so the two never meet.
    for (int index = 0; index < count; index++) task(context, index, 0);
    return;
  }
  start_workers(threads);
  uint32_t number = loop_number() + 2;
  // The last loop's tickets too, should it have had more: a late thread may still look at them.
  int last = atomic_load_explicit(&pool.shares, memory_order_relaxed);
  for (int share = 0; share < threads || share < last; share++) {
    atomic_store(&shares[share].ticket, ticket_for(number - 1, 0));
  }
  atomic_store_explicit(&pool.count, count, memory_order_release);
  atomic_store_explicit(&pool.shares, threads, memory_order_release);
  atomic_store_explicit(&pool.task, task, memory_order_release);
  atomic_store_explicit(&pool.context, context, memory_order_release);
  atomic_store_explicit(&pool.completed, 0, memory_order_release);
  for (int share = 0; share < threads; share++) {
    atomic_store(&shares[share].ticket, ticket_for(number, share_start(share, threads, count)));
  }
  atomic_store(&pool.number, number);
  if (atomic_load(&pool.sleepers) > 0) {
    pthread_mutex_lock(&pool.sleep);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.sleep);
  }
  inside_task = true;
  run_loop(number, 0, threads);
  inside_task = false;
  bool yields = oversubscribed();
  while (atomic_load_explicit(&pool.completed, memory_order_acquire) != count) {
    if (yields) sched_yield();
    else gk_pause();
  }
  pthread_mutex_unlock(&pool.entry);
}
