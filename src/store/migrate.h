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

#endif
