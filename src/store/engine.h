/* Between the store and its two engines; nobody outside this room includes it. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/stmt.h"
#include "store/store.h"

struct conn; /* each engine's own */

struct cursor {
	struct conn *conn;
	const struct stmt *st;
	void *handle;
	int64_t at, n;
	int portion; /* PostgreSQL: the server's cursor, 0: none */
	bool own;    /* handle is not the cached one */
};

/* How a connection looks after the disk between transactions. */
struct upkeep {
	bool idle;         /* nothing waits: time to move the log into the database */
	int64_t wal_bytes; /* out */
};

/* Rows on their way into an empty table: `next` gives them one by one, `row` has room for all
 * columns, and its texts are valid until the next call. */
struct load {
	const char *table;
	const struct str *column;
	size_t n;
	enum err (*next)(struct ctx *c, void *arg, struct sql_value *row, bool *ret_some);
	void *arg;
};

struct engine {
	/* `c` carries the fault of a failure and the arena of its texts. */
	enum err (*connect)(struct ctx *c, const struct store_options *o, bool writer,
	                    struct conn **ret_conn);
	void (*disconnect)(struct conn **conn);
	/* Nobody else may write this database while we do; SQLite alone needs to ask; NULL: the
	 * server keeps several writers apart. */
	enum err (*claim)(struct ctx *c, const struct store_options *o, int *ret_lock);

	enum err (*begin)(struct ctx *c, struct conn *conn, bool write);
	enum err (*commit)(struct ctx *c, struct conn *conn);
	/* The same in two steps, for a writer that goes on while the disk works: what was committed
	 * can be read, and is on the disk once settle() says so, to whatever thread. Where it says
	 * no, nothing is known about what is there. NULL: commit() alone. */
	enum err (*commit_unsettled)(struct ctx *c, struct conn *conn);
	bool (*settle)(struct conn *conn);
	void (*rollback)(struct conn *conn);
	enum err (*savepoint)(struct ctx *c, struct conn *conn);
	enum err (*release)(struct ctx *c, struct conn *conn);
	/* false: the whole transaction is gone, not this verb alone. */
	bool (*rewind)(struct conn *conn);

	enum err (*exec)(struct ctx *c, struct conn *conn, const struct stmt *st,
	                 const struct sql_value *v, int64_t *ret_changed);
	/* `stream`: rows may be many and are not kept. */
	enum err (*open)(struct ctx *c, struct conn *conn, const struct stmt *st,
	                 const struct sql_value *v, bool stream, struct cursor *ret_cur);
	enum err (*next)(struct ctx *c, struct cursor *cur, struct sql_value *row, bool *ret_some);
	void (*close)(struct cursor *cur);

	/* A whole table at once, in the open transaction. */
	enum err (*load)(struct ctx *c, struct conn *conn, const struct load *l);
	/* The columns of table '%s' in order: name, place in the primary key (0: none), is it a
	 * text? And what orders a text by its bytes. */
	const char *columns_sql, *by_bytes;

	/* Text of several statements, without parameters: migrations. */
	enum err (*script)(struct ctx *c, struct conn *conn, const char *sql);
	/* Nobody else changes the schema until this transaction ends. */
	enum err (*alone)(struct ctx *c, struct conn *conn);
	enum err (*has_table)(struct ctx *c, struct conn *conn, const char *name, bool *ret_has);
	/* Which audit chain this writer continues: nobody else holds it while we are connected. */
	enum err (*chain)(struct ctx *c, struct conn *conn, int64_t *ret_chain);
	enum err (*newest_id)(struct ctx *c, struct conn *conn, int64_t *ret_id);
	/* After a commit that has settled: keeps the log small. E_BROKEN: this connection must not
	 * write again. NULL: there is none. */
	enum err (*upkeep)(struct ctx *c, struct conn *conn, struct upkeep *u);
	/* Whether there is anything for it to do. */
	bool (*upkeep_due)(const struct conn *conn, struct upkeep *u);
	/* Prepares without running; tests check every statement of the program. */
	enum err (*check)(struct ctx *c, struct conn *conn, const struct stmt *st);
	/* Is the connection still good for another transaction? */
	bool (*alive)(struct conn *conn);
};

extern const struct engine engine_sqlite, engine_postgres;

struct sqlite3;
struct pg_conn;
struct pg_result;
/* `load` on the bare connection; PostgreSQL outside its pipeline mode. Not OK and no fault: the
 * connection says why. */
enum err sqlite_load(struct ctx *c, struct sqlite3 *db, const struct load *l, int *ret_rc);
enum err postgres_load(struct ctx *c, struct pg_conn *pg, const struct load *l,
                       struct pg_result **ret_why);

/* Every page of the file in order? A file that is no database is not. */
enum err sqlite_is_whole(struct ctx *c, const char *path, bool *ret_whole);

/* --- one transaction ----------------------------------------------------------------------- */

struct audit_note {
	struct audit_note *next;
	const char *what, *object;
	int64_t id;
	county_id county;
	struct str detail;
};

struct hook {
	struct hook *next;
	void (*fn)(struct store *s, void *arg);
	void *arg;
};

struct tx {
	struct store *store;
	const struct engine *engine;
	struct conn *conn;
	struct reader *reader; /* NULL: the writer's */
	bool writing;
	enum err doomed; /* a statement failed: on PostgreSQL nothing else would run, so nowhere */
	const struct verb *verb;
	struct audit_note *notes, **last_note;
	struct hook *hooks, **last_hook;
};

#define AUDIT_HASH 32

/* The chain a writer continues: its head stays in memory between verbs. */
struct chain {
	int64_t number, seq;
	uint8_t hash[AUDIT_HASH];
	bool moved; /* since the head was last written */
};
/* E_BROKEN when the rows do not end where the head says. */
enum err chain_load(struct ctx *c, int64_t number, struct chain *ret_ch);
/* Writes the notes of the verb that just ended. */
enum err chain_write(struct ctx *c, struct chain *ch);
/* Before the commit: where the chain ends now. */
enum err chain_head(struct ctx *c, struct chain *ch);

#endif
