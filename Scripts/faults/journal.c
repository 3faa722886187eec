// The journal of the interposer: what has not reached the disk for certain, and how it is undone.
#include "faults.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAXIMUM = 4096 };

// A file that is or was written: what of its bytes is on the disk. The descriptor keeps its number from being used again.
struct file {
  ino_t number;
  int descriptor;
  char *bytes;
  size_t count;
};

// A change of names that its folder has not been synchronised after. Folders are descriptors, so that the names stay right
// where a folder above them is renamed.
struct change {
  enum { CREATED, MADE, RENAMED, REMOVED } kind;
  ino_t folder_number;
  int folder, old_folder;
  char name[256], old_name[256];
  char kept[32];  // What stood under the name, in the journal's folder; empty where nothing did.
};

static struct file files[MAXIMUM];
static struct change changes[MAXIMUM];
static int file_count, change_count, kept_count;
static int journal = -1;

static void fail(const char *what) {
  perror(what);
  _exit(99);
}

void journal_begin(const char *folder) {
  journal = real_open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (journal < 0) fail("faults: journal");
}

static void split(const char *path, char folder[4096], char name[256]) {
  const char *slash = strrchr(path, '/');
  snprintf(folder, 4096, "%.*s", slash ? (int)(slash - path) + (slash == path) : 1, slash ? path : ".");
  snprintf(name, 256, "%s", slash ? slash + 1 : path);
}

static int open_folder(const char *path, ino_t *number, char name[256]) {
  char folder[4096];
  split(path, folder, name);
  int descriptor = real_open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct stat information;
  if (descriptor >= 0 && fstat(descriptor, &information) == 0) *number = information.st_ino;
  return descriptor;
}

static struct change *add(int kind, const char *path) {
  if (change_count == MAXIMUM) fail("faults: too many changes");
  struct change *change = &changes[change_count];
  memset(change, 0, sizeof *change);
  change->kind = kind;
  change->folder = open_folder(path, &change->folder_number, change->name);
  if (change->folder < 0) return NULL;
  change_count++;
  return change;
}

static void forget(int index) {
  if (changes[index].kept[0]) unlinkat(journal, changes[index].kept, 0);
  real_close(changes[index].folder);
  if (changes[index].kind == RENAMED) real_close(changes[index].old_folder);
  memmove(&changes[index], &changes[index + 1], (change_count - index - 1) * sizeof changes[0]);
  change_count--;
}

static struct file *find(ino_t number) {
  for (int index = 0; index < file_count; index++)
    if (files[index].number == number) return &files[index];
  return NULL;
}

static void keep_bytes(struct file *file) {
  struct stat information;
  if (fstat(file->descriptor, &information) != 0) fail("faults: fstat");
  free(file->bytes);
  file->bytes = malloc(information.st_size + 1);
  file->count = information.st_size;
  if (pread(file->descriptor, file->bytes, file->count, 0) != (ssize_t)file->count) fail("faults: pread");
}

static struct file *track(const char *path) {
  int descriptor = real_open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  struct stat information;
  if (descriptor < 0 || fstat(descriptor, &information) != 0) return NULL;
  struct file *file = find(information.st_ino);
  if (file || file_count == MAXIMUM || !S_ISREG(information.st_mode)) {
    real_close(descriptor);
    return file;
  }
  file = &files[file_count++];
  *file = (struct file){information.st_ino, descriptor, NULL, 0};
  return file;
}

void journal_before_open(const char *path, int flags) {
  struct stat information;
  if ((flags & O_ACCMODE) == O_RDONLY || lstat(path, &information) != 0 || find(information.st_ino)) return;
  // What stood there before the program began is on the disk.
  struct file *file = track(path);
  if (file) keep_bytes(file);
}

void journal_open(const char *path, int flags, bool existed_before) {
  if (existed_before || !(flags & O_CREAT)) return;
  track(path);
  add(CREATED, path);
}

void journal_sync(int descriptor) {
  struct stat information;
  if (fstat(descriptor, &information) != 0) return;
  if (S_ISDIR(information.st_mode)) {
    for (int index = change_count - 1; index >= 0; index--)
      if (changes[index].folder_number == information.st_ino) forget(index);
    return;
  }
  struct file *file = find(information.st_ino);
  if (file) keep_bytes(file);
}

void journal_mkdir(const char *path) { add(MADE, path); }

int journal_rename(const char *from, const char *to) {
  struct change *change = add(RENAMED, to);
  if (!change) return real_rename(from, to);
  ino_t number;
  change->old_folder = open_folder(from, &number, change->old_name);
  struct stat information;
  if (fstatat(change->folder, change->name, &information, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(information.st_mode)) {
    snprintf(change->kept, sizeof change->kept, "%d", kept_count++);
    if (linkat(change->folder, change->name, journal, change->kept, 0) != 0) fail("faults: linkat");
  }
  int result = real_rename(from, to);
  if (result != 0) {
    int code = errno;
    forget(change_count - 1);
    errno = code;
  }
  return result;
}

// The file moves into the journal, from which it can be brought back.
static int remove_by_moving(const char *path, bool is_folder) {
  struct stat information;
  if (lstat(path, &information) != 0 || S_ISDIR(information.st_mode) != is_folder)
    return is_folder ? real_rmdir(path) : real_unlink(path);
  struct change *change = add(REMOVED, path);
  if (!change) fail("faults: folder");
  snprintf(change->kept, sizeof change->kept, "%d", kept_count++);
  if (renameat(change->folder, change->name, journal, change->kept) != 0) fail("faults: renameat");
  return 0;
}

int journal_unlink(const char *path) { return remove_by_moving(path, false); }

int journal_rmdir(const char *path) {
  DIR *folder = opendir(path);
  int count = 0;
  while (folder && readdir(folder)) count++;
  if (folder) closedir(folder);
  // One that is not empty, or none, is refused by the system itself.
  return folder && count == 2 ? remove_by_moving(path, true) : real_rmdir(path);
}

static void remove_tree(int folder, const char *name) {
  int inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (inner >= 0) {
    DIR *entries = fdopendir(inner);
    for (struct dirent *entry; (entry = readdir(entries));)
      if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) remove_tree(inner, entry->d_name);
    closedir(entries);
    unlinkat(folder, name, AT_REMOVEDIR);
  } else {
    unlinkat(folder, name, 0);
  }
}

static void undo(const struct change *change) {
  switch (change->kind) {
    case CREATED:
    case MADE:
      remove_tree(change->folder, change->name);
      break;
    case RENAMED:
      if (renameat(change->folder, change->name, change->old_folder, change->old_name) != 0) fail("faults: undo");
      if (change->kept[0]) renameat(journal, change->kept, change->folder, change->name);
      break;
    case REMOVED:
      if (renameat(journal, change->kept, change->folder, change->name) != 0) fail("faults: undo");
  }
}

void journal_lose_power(bool names) {
  for (int index = change_count - 1; names && index >= 0; index--) undo(&changes[index]);
  for (int index = 0; index < file_count; index++) {
    if (ftruncate(files[index].descriptor, 0) != 0) fail("faults: ftruncate");
    if (pwrite(files[index].descriptor, files[index].bytes, files[index].count, 0) != (ssize_t)files[index].count)
      fail("faults: pwrite");
  }
}
