/* Whole small files: configuration, keys, the inputs of the build tools. Data of users goes through
 * the store or a stream, never through here. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/str.h"

/* The file's bytes, unchecked, and a NUL behind them. Fails with errno set; EFBIG past `ceiling`
 * bytes, ENOMEM when the arena is full. */
bool file_read(struct arena *a, const char *path, size_t ceiling, struct str *ret_text);
/* Replaces or makes the file (mode 0666 and umask); a failure leaves errno. Not durable. */
bool file_write(const char *path, struct str text);

#endif
