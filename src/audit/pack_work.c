#include "audit/pack_work.h"

#include <unistd.h>

#include "audit/pack.h"
#include "audit/pack_work.sql.h"
#include "base/file.h"
#include "base/jsonread.h"
#include "people/reach.h"

enum {
	PART_BYTES = 256 << 10,
	TOLD_EVERY_US = 1000000,
	FORGET_MANY = 20,
	SCOPE_MOST = 4096,
	ALL_ROWS = 1000
};
#define DAY_US INT64_C(86400000000)

static int64_t own_county(const struct ctx *c)
{
	return c->actor.county.v;
}

/* --- asking ----------------------------------------------------------------------------------- */

static struct str scope_json(struct ctx *c, const struct pack_scope *s)
{
	struct out o;
	struct json j;
	struct str text;

	out_init(&o, SCOPE_MOST);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_str(&j, "county", s->county_code);
	json_kv_str(&j, "school", s->school_code);
	json_kv_str(&j, "term", s->term_code);
	json_close(&j, '}');
	text = str_dup(c->arena, out_str(&o));
	out_free(&o);
	return text;
}

static enum err ask_run(struct ctx *c, void *arg)
{
	struct pack_ask *a = arg;
	struct pack_scope s;
	struct county own;
	struct str scope;

	TRY(reach_role(c, ROLES_COUNTY_MONEY | ROLES_CITY_MONEY));
	if (own_county(c)) {
		TRY(county_get(c, c->actor.county, &own));
		a->county = own.code;
	}
	TRY(pack_scope_of(c, a->county, a->school, a->term, &s));
	scope = scope_json(c, &s);
	a->result.v = env_next_id(c->env);
	TRY(q_audit_pack_insert(c, a->result, own_county(c), scope, c->now, c->actor.account,
	                        NULL));
	TRY(job_put_in(c, S("audit.pack"), "audit.pack",
	               str_printf(c->arena, "{\"pack\":\"%lld\"}", (long long)a->result.v),
	               c->now));
	return audit_put(c, "asked", "audit_pack", a->result.v, s.county, scope);
}
const struct verb pack_ask_verb = {"audit.pack_ask", ask_run};

/* --- reading ---------------------------------------------------------------------------------- */

static enum err work_of(struct ctx *c, const struct q_audit_pack_one_row *r,
                        struct pack_work *ret_w)
{
	const struct jval *root;
	struct pack_work w = {
		.id = r->id,
		.state = r->state,
		.progress = r->progress,
		.at = r->at,
		.bytes = r->bytes,
		.rows = r->rows,
		.root = r->root,
		.failure = r->failure,
	};

	TRY(jread(c, r->scope, SCOPE_MOST, &root));
	TRY(jval_str(c, root, "county", SCOPE_MOST, &w.county));
	TRY(jval_str(c, root, "school", SCOPE_MOST, &w.school));
	TRY(jval_str(c, root, "term", SCOPE_MOST, &w.term));
	*ret_w = w;
	return OK;
}

enum err pack_work_get(struct ctx *c, audit_pack_id id, struct pack_work *ret_w)
{
	struct q_audit_pack_one_row row;
	bool found = false;

	TRY(reach_role(c, ROLES_COUNTY_MONEY | ROLES_CITY_MONEY));
	TRY(q_audit_pack_one(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (row.county != own_county(c))
		return out_of_reach(c, "audit_pack", id.v);
	return work_of(c, &row, ret_w);
}

enum err pack_work_list(struct ctx *c, int64_t most, int64_t skip, struct pack_work **ret_v,
                        size_t *ret_n, int64_t *ret_total)
{
	struct q_audit_pack_one_row *row;
	struct pack_work *v;
	size_t n;

	TRY(reach_role(c, ROLES_COUNTY_MONEY | ROLES_CITY_MONEY));
	TRY(q_audit_packs_total(c, own_county(c), ret_total));
	TRY(q_audit_packs(c, own_county(c), most ? most : ALL_ROWS, skip, &row, &n));
	v = NEW_N(c->arena, n + 1, struct pack_work);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(work_of(c, &row[i], &v[i]));
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err pack_work_file(struct ctx *c, audit_pack_id id, struct str *ret_bytes)
{
	struct q_audit_pack_parts_row *row;
	struct pack_work w = {0};
	char *p;
	size_t n, at = 0, sum = 0;

	TRY(pack_work_get(c, id, &w));
	TRY(q_audit_pack_parts(c, id, &row, &n));
	for (size_t i = 0; i < n; i++)
		sum += row[i].bytes.n;
	if (!str_is(w.state, "done") || sum != (size_t)w.bytes)
		return absent(c);
	p = NEW_N(c->arena, sum + 1, char);
	if (!p)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		memcpy(p + at, row[i].bytes.p, row[i].bytes.n);
		at += row[i].bytes.n;
	}
	*ret_bytes = (struct str){p, sum};
	return OK;
}

/* --- making ----------------------------------------------------------------------------------- */

struct telling {
	struct ctx c; /* of its own: the job's reads the state the pack is of */
	audit_pack_id id;
	int64_t told, progress;
};

/* How far it is concerns nobody's rights and is no change worth a record. */
static enum err progress_run(struct ctx *c, void *arg)
{
	const struct telling *t = arg;

	return q_audit_pack_progress(c, t->id, t->progress, NULL);
}

static bool tell(void *arg, int done, struct str what)
{
	static const struct verb verb = {"audit.pack_progress", progress_run};
	struct telling *t = arg;
	int64_t now = env_now(t->c.env).us;

	(void)what;
	if (now - t->told < TOLD_EVERY_US)
		return false;
	t->told = now;
	t->progress = done;
	arena_reset(t->c.arena);
	return store_write(&t->c, &verb, t) == E_BROKEN;
}

struct keeping {
	audit_pack_id id;
	struct str bytes;
	struct pack_made made;
	size_t from;
	const char *failure;
};

static enum err part_run(struct ctx *c, void *arg)
{
	const struct keeping *k = arg;

	return q_audit_pack_part_put(c, k->id, (int64_t)(k->from / PART_BYTES),
	                             str_sub(k->bytes, k->from, PART_BYTES), NULL);
}

static enum err done_run(struct ctx *c, void *arg)
{
	const struct keeping *k = arg;

	TRY(q_audit_pack_done(c, k->id, c->now, (int64_t)k->bytes.n, k->made.rows, k->made.root,
	                      NULL));
	return audit_put(c, "made", "audit_pack", k->id.v, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"root\":\"%.*s\"}", STR_FMT(k->made.root)));
}

static enum err failed_run(struct ctx *c, void *arg)
{
	const struct keeping *k = arg;

	TRY(q_audit_pack_failed(c, k->id, c->now, str_of(k->failure), NULL));
	return audit_put(c, "failed", "audit_pack", k->id.v, ID_NONE(county_id), S("{}"));
}

static enum err keep(struct ctx *c, struct keeping *k)
{
	static const struct verb part = {"audit.pack_part", part_run};
	static const struct verb done = {"audit.pack_done", done_run};

	for (k->from = 0; k->from < k->bytes.n; k->from += PART_BYTES)
		TRY(store_write(c, &part, k));
	return store_write(c, &done, k);
}

/* In a folder of its own that nobody else may enter. */
static enum err made(struct ctx *c, const struct pack_work *w, struct keeping *k)
{
	char dir[] = "/tmp/kehou-pack-XXXXXX";
	struct arena *own = arena_new((size_t)8 << 20);
	struct telling t = {.c = *c, .id = k->id};
	struct pack_scope s;
	const char *file;
	enum err e;

	if (!own || !mkdtemp(dir)) {
		arena_free(&own);
		return fault_broken(c, "audit pack: no folder to work in");
	}
	file = str_c(c->arena, str_printf(c->arena, "%s/pack.zip", dir));
	t.c.arena = own;
	e = store_read_begin(c);
	if (e == OK) {
		e = pack_scope_of(c, w->county, w->school, w->term, &s);
		if (e == OK)
			e = pack_make(c, &s, file, tell, &t, &k->made);
		store_read_end(c);
	}
	if (e == OK && !file_read(c->arena, file, PACK_WORK_BYTES, &k->bytes))
		e = fault_set(c, E_REFUSED, "audit_pack_large", NULL);
	unlink(file);
	rmdir(dir);
	arena_free(&own);
	return e;
}

/* What cannot be made is told on the page and not tried for ever. */
static enum err make_job(struct ctx *c, const struct job *j)
{
	static const struct verb failed = {"audit.pack_failed", failed_run};
	struct q_audit_pack_one_row row;
	struct keeping k = {0};
	const struct jval *root;
	struct pack_work w = {0};
	bool found = false;
	enum err e;

	TRY(jread(c, j->payload, SCOPE_MOST, &root));
	TRY(jval_id(c, root, "pack", &k.id.v));
	TRY(store_read_begin(c));
	e = q_audit_pack_one(c, k.id, &row, &found);
	if (e == OK && found)
		e = work_of(c, &row, &w);
	store_read_end(c);
	TRY(e);
	if (!found || !str_is(w.state, "waiting"))
		return OK;
	e = made(c, &w, &k);
	if (e == OK)
		return keep(c, &k);
	if (e == E_RETRY)
		return e;
	k.failure = c->fault.code ? c->fault.code : "internal";
	return store_write(c, &failed, &k);
}

/* --- forgetting ------------------------------------------------------------------------------- */

static enum err forget_run(struct ctx *c, void *arg)
{
	const struct q_audit_packs_old_row *row = arg;

	TRY(q_audit_pack_forget(c, row->id, 200, NULL));
	return audit_put(c, "file_forgotten", "audit_pack", row->id.v, (county_id){row->county},
	                 S("{}"));
}

static enum err forget_job(struct ctx *c, const struct job *j)
{
	static const struct verb verb = {"audit.pack_forget", forget_run};
	struct instant before = {c->now.us - PACK_KEEP_DAYS * DAY_US};
	struct q_audit_packs_old_row *row;
	size_t n;
	enum err e;

	(void)j;
	do {
		TRY(store_read_begin(c));
		e = q_audit_packs_old(c, before, FORGET_MANY, &row, &n);
		store_read_end(c);
		TRY(e);
		for (size_t i = 0; i < n; i++)
			TRY(store_write(c, &verb, &row[i]));
	} while (n > 0);
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = "audit.pack", .run = make_job},
	{.name = "audit.pack_forget", .run = forget_job, .every_s = 86400},
};
const struct job_kinds pack_jobs = JOB_KINDS(KINDS);
