/* For measuring: everything the writer's connection executes, in the order and in the transactions
 * it happened, so that a bench can run the same again without us. Off unless asked for.
 *
 * The file, native byte order: one byte says what, then
 *   'P' index u16, params u16, length u32, types (a byte each, enum field_type), text
 *   'S' index u16, then for each parameter kind u8 (enum sql_kind) and an i64, or length u32, bytes
 *   'B' begin  'C' commit  'X' rollback  '(' savepoint  ')' release  '!' back to the savepoint
 * A 'P' stands before the first 'S' of its index. */
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include "store/stmt.h"
#include "store/store.h"

struct record;

/* E_BROKEN: the file cannot be made. */
enum err record_new(struct ctx *c, const char *file, struct record **ret_r);
void record_free(struct record **r);

void record_mark(struct record *r, char what);
void record_run(struct record *r, enum store_engine engine, const struct stmt *st,
                const struct sql_value *v);

#endif
