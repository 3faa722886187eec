// What the two files of the interposer tell each other: calls on watched files, and the disk as a loss of power leaves it.
#ifndef FAULTS_H
#define FAULTS_H
#define _GNU_SOURCE
#include <stdbool.h>
#include <sys/types.h>

// The functions of the C library behind the ones that are replaced.
extern int (*real_open)(const char *, int, ...);
extern int (*real_close)(int);
extern ssize_t (*real_write)(int, const void *, size_t);
extern int (*real_fsync)(int);
extern int (*real_rename)(const char *, const char *);
extern int (*real_unlink)(const char *);
extern int (*real_mkdir)(const char *, mode_t);
extern int (*real_rmdir)(const char *);
extern int (*real_ftruncate)(int, off_t);

// Takes note of what a call does, so that it can be undone as long as nothing has brought it to the disk.
void journal_begin(const char *folder);
void journal_open(const char *path, int flags, bool existed_before);
void journal_sync(int descriptor);
void journal_mkdir(const char *path);
int journal_rename(const char *from, const char *to);
int journal_unlink(const char *path);
int journal_rmdir(const char *path);

// Copies a file before it is opened in a way that empties it.
void journal_before_open(const char *path, int flags);

// Brings the disk into the worst state that is allowed: bytes that were not synchronised are gone, and, if `names` is set,
// so are names that were made, changed or removed since their folder was synchronised last.
void journal_lose_power(bool names);

#endif
