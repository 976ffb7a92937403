/* Audit packs asked for on a page: a job makes them, whoever asked fetches the file (R71). */
#ifndef AUDIT_PACK_WORK_H
#define AUDIT_PACK_WORK_H

#include "jobs/job.h"

/* Larger ones are made by the command: a page carries them whole. */
#define PACK_WORK_BYTES (48 << 20)
#define PACK_KEEP_DAYS  30

/* Verb (county's money roles for their county, city's for any): `county`, `school`, `term` are
 * codes; an officer's county is the own one. E_ABSENT or E_INPUT as pack_scope_of(). */
struct pack_ask {
	struct str county, school, term;
	audit_pack_id result;
};
extern const struct verb pack_ask_verb;

struct pack_work {
	audit_pack_id id;
	struct str county, school, term; /* codes; empty: all */
	struct str state;                /* waiting | done | failed */
	int64_t progress;                /* thousandths */
	struct instant at;
	int64_t bytes, rows;
	struct str root, failure;
};
/* Those the caller's county (or the city) asked for. E_ABSENT. */
enum err pack_work_get(struct ctx *c, audit_pack_id id, struct pack_work *ret_w);
enum err pack_work_list(struct ctx *c, int64_t most, int64_t skip, struct pack_work **ret_v,
                        size_t *ret_n, int64_t *ret_total);
/* The file; E_ABSENT before it is made and after it was forgotten. */
enum err pack_work_file(struct ctx *c, audit_pack_id id, struct str *ret_bytes);

extern const struct job_kinds pack_jobs;

#endif
