/* Stands between the program under test and the disk (LD_PRELOAD), and remembers what a power cut would leave.
 * A flush of a database's file or log copies what it holds at that moment to the directory HAAT_POWER_KEPT; what was
 * written after the last flush is not there. While the file HAAT_POWER_REFUSES exists, the log cannot be flushed. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LATE_US = 3000 }; /* a slow disk, so that an answer that does not wait for it is found out */

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static int ends_with(const char *text, const char *end) {
  size_t text_length = strlen(text), end_length = strlen(end);
  return text_length >= end_length && strcmp(text + text_length - end_length, end) == 0;
}

static int copy(const char *from, const char *to) {
  char piece[65536], beside[4200];
  snprintf(beside, sizeof beside, "%s.new", to);
  int in = open(from, O_RDONLY | O_CLOEXEC), out = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ssize_t got = -1;
  while (in >= 0 && out >= 0 && (got = read(in, piece, sizeof piece)) > 0)
    if (write(out, piece, (size_t)got) != got) {
      got = -1;
      break;
    }
  if (in >= 0) close(in);
  if (out >= 0) close(out);
  return got == 0 ? rename(beside, to) : -1; /* a kill in the middle leaves the older copy */
}

static int flush(int fd) {
  char link[64], path[4096], kept[4160];
  const char *dir = getenv("HAAT_POWER_KEPT"), *refuses = getenv("HAAT_POWER_REFUSES");
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return -1;
  path[length] = 0;
  int is_log = ends_with(path, ".db-wal");
  if (!is_log && !ends_with(path, ".db")) return 0;
  if (is_log && refuses && access(refuses, F_OK) == 0) {
    errno = EIO;
    return -1;
  }
  if (!dir) return 0;
  usleep(LATE_US);
  snprintf(kept, sizeof kept, "%s%s", dir, strrchr(path, '/'));
  pthread_mutex_lock(&one_at_a_time);
  int outcome = copy(path, kept);
  pthread_mutex_unlock(&one_at_a_time);
  return outcome;
}

int fsync(int fd) { return flush(fd); }
int fdatasync(int fd) { return flush(fd); }
