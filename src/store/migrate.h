/* The schema, embedded in the program: numbered, hashed, forward only. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "base/ctx.h"

struct migration {
	int64_t number;
	const char *name;   /* "0100_people" */
	const char *hash;   /* SHA-256 of the file, hex */
	const char *sql[2]; /* by enum store_engine */
};
extern const struct migration migrations[];
extern const size_t n_migrations;

/* Compare what the database has with what this program knows, inside the open transaction; apply
 * what is missing when `apply`. E_REFUSED `schema_newer`, `schema_outdated`, `schema_changed`. */
enum err migrate(struct ctx *c, bool apply);

/* A migration that a database, or a copy of one, says it has. */
struct migrated {
	int64_t number;
	struct str hash;
};
/* Are they all known here? E_REFUSED `schema_newer`, `schema_changed`. */
enum err migrate_known(struct ctx *c, const struct migrated *v, size_t n);
/* The schema as these made it, in the open transaction of an empty database. They are not written
 * down: whoever brings their rows brings those too. */
enum err migrate_replay(struct ctx *c, const struct migrated *v, size_t n);
/* The tables these make, in the order they were made: a row may refer to earlier ones only. */
enum err migrate_tables(struct ctx *c, const struct migrated *v, size_t n, struct str **ret_v,
                        size_t *ret_n);
/* What the open transaction's database has. */
enum err migrate_list(struct ctx *c, struct migrated **ret_v, size_t *ret_n);

#endif
