/* Memory for SQLite: the C library's, but what a transaction that writes gives back is handed out
 * to it again. The savepoint of one verb takes and gives some seventy pieces of one size; the
 * library has seven of a size at hand for a thread and searches for every other. */
#ifndef STORE_POOL_H
#define STORE_POOL_H

#include <stddef.h>

/* From here on this thread keeps what it gives back, at most POOL_KEPT bytes; all of it goes to the
 * library at the drop. A piece may be given back by another thread than took it. */
#define POOL_KEPT ((size_t)512 << 10)
void pool_keep(void);
void pool_drop(void);

/* As malloc, free, realloc and malloc_usable_size; pool_round(): what a piece of `n` bytes holds.
 */
void *pool_take(int n);
void pool_give(void *p);
void *pool_resize(void *p, int n);
int pool_size(void *p);
int pool_round(int n);

#endif
