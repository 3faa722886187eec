// Stands between a program and the C library, counts the calls that touch files below a folder, and lets one of them go wrong.
//
// FAULTS_ROOT     the folder; calls on other files pass
// FAULTS_JOURNAL  an empty folder beside it, for what a loss of power brings back
// FAULTS_LOG      where every call is listed, one a line: its number, its name, its file
// FAULTS_POINT    the number of the call that goes wrong; none unless given
// FAULTS_KIND     kill, power, power-data, full, eio, eintr or short
//
// Built and used by Scripts/fault_runs: cc -shared -fPIC -o faults.so interposer.c journal.c -ldl
#include "faults.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int (*real_open)(const char *, int, ...);
int (*real_close)(int);
ssize_t (*real_write)(int, const void *, size_t);
int (*real_fsync)(int);
int (*real_rename)(const char *, const char *);
int (*real_unlink)(const char *);
int (*real_mkdir)(const char *, mode_t);
int (*real_rmdir)(const char *);
int (*real_ftruncate)(int, off_t);
static ssize_t (*real_read)(int, void *, size_t);

enum { DESCRIPTORS = 1024 };
static pthread_mutex_t lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;
static char names[DESCRIPTORS][256];  // Of watched descriptors; else empty.
static const char *root, *kind;
static long point = -1, counter;
static int log_descriptor = -1;
static bool is_full;

__attribute__((constructor)) static void begin(void) {
  real_open = dlsym(RTLD_NEXT, "open");
  real_close = dlsym(RTLD_NEXT, "close");
  real_read = dlsym(RTLD_NEXT, "read");
  real_write = dlsym(RTLD_NEXT, "write");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_mkdir = dlsym(RTLD_NEXT, "mkdir");
  real_rmdir = dlsym(RTLD_NEXT, "rmdir");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
  const char *folder = getenv("FAULTS_ROOT"), *number = getenv("FAULTS_POINT"), *log = getenv("FAULTS_LOG");
  if (!folder) return;
  kind = getenv("FAULTS_KIND");
  if (number) point = atol(number);
  if (log) log_descriptor = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  journal_begin(getenv("FAULTS_JOURNAL"));
  root = folder;
}

static bool is_watched(const char *path) {
  if (!root || !path) return false;
  char whole[PATH_MAX];
  if (path[0] != '/') {
    if (!getcwd(whole, sizeof whole) || strlen(whole) + strlen(path) + 2 > sizeof whole) return false;
    strcat(strcat(whole, "/"), path);
    path = whole;
  }
  size_t length = strlen(root);
  return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

static bool is_watched_descriptor(int descriptor) {
  return root && descriptor >= 0 && descriptor < DESCRIPTORS && names[descriptor][0];
}

static const char *last_part(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// What a call can suffer beside the death of its program.
enum { CHANGES = 1, INTERRUPTIBLE = 2, NEEDS_ROOM = 4, PARTIAL = 8 };

// Counts a call. Returns 0 where it is to be made, the code of an error, or -1 where only half of its bytes are to be moved.
static int pass(const char *call, const char *name, int traits) {
  counter++;
  if (log_descriptor >= 0) dprintf(log_descriptor, "%ld %s %s %d\n", counter, call, name, traits);
  if (is_full && (traits & NEEDS_ROOM)) return ENOSPC;
  if (counter != point || !kind) return 0;
  bool loses_power = strncmp(kind, "power", 5) == 0;
  if (loses_power) journal_lose_power(strcmp(kind, "power") == 0);
  if (loses_power || strcmp(kind, "kill") == 0) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if (strcmp(kind, "eio") == 0) return EIO;
  if (strcmp(kind, "eintr") == 0 && (traits & INTERRUPTIBLE)) return EINTR;
  if (strcmp(kind, "short") == 0 && (traits & PARTIAL)) return -1;
  if (strcmp(kind, "full") == 0 && (traits & NEEDS_ROOM)) {
    is_full = true;
    return ENOSPC;
  }
  return 0;
}

// What a program has finished has to last.
__attribute__((destructor)) static void end(void) {
  if (root) pass("exit", "-", CHANGES);
}

#define BEGIN pthread_mutex_lock(&lock)
#define END(result)                  \
  do {                               \
    int code_ = errno;               \
    pthread_mutex_unlock(&lock);     \
    errno = code_;                   \
    return result;                   \
  } while (0)
#define REFUSE(code)                 \
  do {                               \
    pthread_mutex_unlock(&lock);     \
    errno = code;                    \
    return -1;                       \
  } while (0)

static int open_watched(const char *path, int flags, mode_t mode) {
  if (!is_watched(path)) return real_open(path, flags, mode);
  BEGIN;
  bool writes = (flags & O_ACCMODE) != O_RDONLY;
  struct stat information;
  bool existed = lstat(path, &information) == 0;
  int code = pass(writes ? (existed ? "open" : "create") : "open-reading", last_part(path),
                  INTERRUPTIBLE | (writes ? CHANGES : 0) | (writes && !existed ? NEEDS_ROOM : 0));
  if (code > 0) REFUSE(code);
  journal_before_open(path, flags);
  int descriptor = real_open(path, flags, mode);
  if (descriptor >= 0 && descriptor < DESCRIPTORS) {
    snprintf(names[descriptor], sizeof names[0], "%s", last_part(path));
    int before = errno;
    journal_open(path, flags, existed);
    errno = before;
  }
  END(descriptor);
}

int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_watched(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  return open_watched(path, flags, mode);
}

int close(int descriptor) {
  if (!is_watched_descriptor(descriptor)) return real_close(descriptor);
  BEGIN;
  int code = pass("close", names[descriptor], INTERRUPTIBLE);
  names[descriptor][0] = 0;
  // As Linux does: the descriptor is gone whatever close returns.
  int result = real_close(descriptor);
  if (code > 0) REFUSE(code);
  END(result);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
  if (!is_watched_descriptor(descriptor)) return real_read(descriptor, bytes, count);
  BEGIN;
  int code = pass("read", names[descriptor], INTERRUPTIBLE | PARTIAL);
  if (code > 0) REFUSE(code);
  END(real_read(descriptor, bytes, code < 0 ? (count + 1) / 2 : count));
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (!is_watched_descriptor(descriptor)) return real_write(descriptor, bytes, count);
  BEGIN;
  int code = pass("write", names[descriptor], CHANGES | INTERRUPTIBLE | NEEDS_ROOM | PARTIAL);
  if (code > 0) REFUSE(code);
  END(real_write(descriptor, bytes, code < 0 ? (count + 1) / 2 : count));
}

static int sync_watched(int descriptor, const char *call) {
  if (!is_watched_descriptor(descriptor)) return real_fsync(descriptor);
  BEGIN;
  int code = pass(call, names[descriptor], CHANGES | INTERRUPTIBLE | NEEDS_ROOM);
  if (code > 0) REFUSE(code);
  int result = real_fsync(descriptor);
  if (result == 0) journal_sync(descriptor);
  END(result);
}

int fsync(int descriptor) { return sync_watched(descriptor, "fsync"); }
int fdatasync(int descriptor) { return sync_watched(descriptor, "fdatasync"); }

static int truncate_watched(int descriptor, off_t length) {
  if (!is_watched_descriptor(descriptor)) return real_ftruncate(descriptor, length);
  BEGIN;
  int code = pass("ftruncate", names[descriptor], CHANGES | INTERRUPTIBLE);
  if (code > 0) REFUSE(code);
  END(real_ftruncate(descriptor, length));
}

int ftruncate(int descriptor, off_t length) { return truncate_watched(descriptor, length); }
int ftruncate64(int descriptor, off_t length) { return truncate_watched(descriptor, length); }

int rename(const char *from, const char *to) {
  if (!is_watched(from) && !is_watched(to)) return real_rename(from, to);
  BEGIN;
  int code = pass("rename", last_part(to), CHANGES | NEEDS_ROOM);
  if (code > 0) REFUSE(code);
  END(journal_rename(from, to));
}

int unlink(const char *path) {
  if (!is_watched(path)) return real_unlink(path);
  BEGIN;
  int code = pass("unlink", last_part(path), CHANGES);
  if (code > 0) REFUSE(code);
  END(journal_unlink(path));
}

int mkdir(const char *path, mode_t mode) {
  if (!is_watched(path)) return real_mkdir(path, mode);
  BEGIN;
  int code = pass("mkdir", last_part(path), CHANGES | NEEDS_ROOM);
  if (code > 0) REFUSE(code);
  int result = real_mkdir(path, mode);
  int before = errno;
  if (result == 0) journal_mkdir(path);
  errno = before;
  END(result);
}

int rmdir(const char *path) {
  if (!is_watched(path)) return real_rmdir(path);
  BEGIN;
  int code = pass("rmdir", last_part(path), CHANGES);
  if (code > 0) REFUSE(code);
  END(journal_rmdir(path));
}
