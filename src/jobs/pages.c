/* The inbox of everybody, and what background work gave up. */
#include "base/jsonread.h"
#include "base/phrase.h"
#include "jobs/dead.html.h"
#include "jobs/inbox.html.h"
#include "jobs/internal.h"
#include "jobs/job.sql.h"
#include "jobs/message.h"
#include "jobs/message.sql.h"
#include "web/formview.h"
#include "web/listing.h"

enum { ARGS_CEILING = 16384, DEAD_SHOWN = 200, ALL = 1000000 };

static enum layout layout_of(enum role role)
{
	return role == ROLE_GUARDIAN || role == ROLE_TEACHER || role == ROLE_CLASS_HEAD
	               ? LAYOUT_GUARDIAN
	               : LAYOUT_STAFF;
}

/* --- the inbox
 * ------------------------------------------------------------------------------------- */

struct inbox_query {
	struct list_query list;
};
static const struct in_field inbox_fields[] = {LIST_FIELDS(struct inbox_query)};
static const struct input inbox_input = {"InboxQuery", sizeof(struct inbox_query), inbox_fields, 2,
                                         0};

/* The catalogue's text with the message's own words in it. */
static enum err wording(struct ctx *c, const struct q_message_list_row *m, struct str *ret_text)
{
	struct str args[MESSAGE_ARGS];
	const struct jval *v;

	TRY(jread(c, m->args, ARGS_CEILING, &v));
	if (v->type != J_ARRAY || v->n > MESSAGE_ARGS)
		return fault_broken(c, "a message's arguments are no list");
	for (size_t i = 0; i < v->n; i++)
		args[i] = phrase_show(c->arena, c->lang, v->items[i].s);
	*ret_text = text_fill(c->arena, c->lang, text_lookup_name(str_c(c->arena, m->text)), args,
	                      v->n);
	return OK;
}

static enum err inbox_get(struct ctx *c, struct req *r, struct reply *w)
{
	const struct inbox_query *q = req_query(r);
	int64_t before = q->list.after > 0 ? q->list.after : INT64_MAX, unread;
	struct q_message_list_row *rows;
	struct view_inbox v = {.empty = {T_jobs_inbox_empty, S("/"), T_jobs_home}};
	size_t n;

	TRY(q_message_list(c, c->actor.account, before, list_limit(&q->list), &rows, &n));
	TRY(message_unread(c, &unread));
	v.unread = unread > 0;
	v.row = NEW_N(c->arena, n + 1, struct view_inbox_row);
	if (!v.row)
		return fault_broken(c, "no memory for messages");
	for (size_t i = 0; i < n; i++) {
		struct view_inbox_row *row = &v.row[v.row_n++];

		*row = (struct view_inbox_row){.id = rows[i].id.v,
		                               .created = rows[i].created,
		                               .unread = rows[i].state == 2,
		                               .linked = str_some(rows[i].link)};
		TRY(wording(c, &rows[i], &row->message));
	}
	v.pager = page_pager(c, r, &q->list, -1, n, n ? rows[n - 1].id.v : 0);
	return reply_page(c, w, layout_of(c->actor.role), T_jobs_inbox, RENDER(render_inbox), &v);
}

/* R2: every list leaves; what a message says may name a child, and is its reader's own. */
static enum err inbox_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct column cols[] = {{.title = text(c->lang, T_jobs_created)},
	                              {.title = text(c->lang, T_jobs_message)},
	                              {.title = text(c->lang, T_jobs_state)}};
	struct str title = text(c->lang, T_jobs_inbox), *said;
	struct sheet_spec spec = {.name = title, .columns = cols, .n_columns = 3};
	struct q_message_list_row *row;
	struct listing *l;
	size_t n;

	(void)r;
	TRY(q_message_list(c, c->actor.account, INT64_MAX, ALL, &row, &n));
	said = NEW_N(c->arena, n + 1, struct str);
	if (!said)
		return fault_broken(c, "no memory for messages");
	for (size_t i = 0; i < n; i++)
		TRY(wording(c, &row[i], &said[i]));
	TRY(listing_new(c, w, &spec, &l));
	for (size_t i = 0; i < n; i++) {
		listing_text(l, instant_words(c->arena, c->lang, row[i].created));
		listing_text(l, said[i]);
		listing_text(l, text(c->lang, row[i].state == 2 ? T_jobs_unread : T_jobs_read));
		listing_row_end(l);
	}
	return listing_reply(c, w, title, &l);
}

struct reading {
	message_id id;
	struct str link;
};

static enum err read_run(struct ctx *c, void *arg)
{
	struct reading *x = arg;
	bool found = false;
	int64_t changed;

	TRY(q_message_there(c, x->id, c->actor.account, &x->link, &found));
	if (!found)
		return E_ABSENT;
	TRY(q_message_read(c, x->id, c->actor.account, c->now, &changed));
	if (!changed)
		return OK; /* read before */
	return audit_put(c, "read", "message", x->id.v, c->actor.county, S("{}"));
}

static enum err read_post(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct verb verb = {"message.read", read_run};
	struct reading x = {.id = {req_id(r, "message")}};

	TRY(store_write(c, &verb, &x));
	if (str_some(x.link))
		return reply_see(c, w, x.link, TEXT_NONE);
	return reply_see(c, w, S("/inbox"), T_jobs_read_done);
}

static enum err read_all_run(struct ctx *c, void *arg)
{
	int64_t changed;

	TRY(q_message_read_all(c, c->actor.account, c->now, &changed));
	if (!changed)
		return OK;
	return audit_put(c, "read_all", "account", c->actor.account.v, c->actor.county,
	                 str_printf(c->arena, "{\"messages\":%lld}", (long long)changed));
}

static enum err read_all_post(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct verb verb = {"message.read_all", read_all_run};

	TRY(store_write(c, &verb, NULL));
	return reply_see(c, w, S("/inbox"), T_jobs_read_done);
}

/* --- what was given up
 * ------------------------------------------------------------------------------- */

/* "whatif.simulate" is the text jobs.kind_whatif_simulate; a kind of another version has none. */
static struct str kind_words(struct ctx *c, struct str kind)
{
	char key[80];
	enum text_id id;

	snprintf(key, sizeof key, "jobs.kind_%.*s", STR_FMT(kind));
	for (char *p = key + strlen("jobs."); *p; p++)
		*p = *p == '.' ? '_' : *p;
	id = text_lookup_name(key);
	return id == TEXT_NONE ? kind : text(c->lang, id);
}

/* What a code says to people; one that is no fault's says nothing. */
static struct str failure_words(struct ctx *c, struct str code)
{
	const char *known = str_c(c->arena, code);

	return known && fault_known(known) ? fault_lookup(known)->title[c->lang] : S("");
}

static enum err dead_get(struct ctx *c, struct req *r, struct reply *w)
{
	struct q_job_dead_row *rows;
	struct jobs_counts counts;
	struct view_jobs v = {0};
	size_t n;

	TRY(jobs_count(c, &counts));
	TRY(q_job_dead(c, DEAD_SHOWN, &rows, &n));
	v.waiting = counts.waiting;
	v.late = counts.late;
	v.dead = counts.dead;
	v.row = NEW_N(c->arena, n + 1, struct view_jobs_row);
	if (!v.row)
		return fault_broken(c, "no memory for jobs");
	for (size_t i = 0; i < n; i++)
		v.row[v.row_n++] = (struct view_jobs_row){.id = rows[i].id.v,
		                                          .kind = kind_words(c, rows[i].kind),
		                                          .code = rows[i].kind,
		                                          .tries = rows[i].tries,
		                                          .failure = rows[i].failure,
		                                          .why = failure_words(c, rows[i].failure),
		                                          .created = rows[i].created};
	return reply_page(c, w, LAYOUT_STAFF, T_jobs_title, RENDER(render_jobs), &v);
}

static enum err dead_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	const struct column cols[] = {
		{.title = text(c->lang, T_jobs_kind)},
		{.title = text(c->lang, T_jobs_kind_code)},
		{.title = text(c->lang, T_jobs_failure)},
		{.title = text(c->lang, T_jobs_failure_code)},
		{.title = text(c->lang, T_jobs_tries), .type = COLUMN_INTEGER},
		{.title = text(c->lang, T_jobs_created)}};
	struct str title = text(c->lang, T_jobs_dead);
	struct sheet_spec spec = {.name = title, .columns = cols, .n_columns = 6};
	struct q_job_dead_row *row;
	struct listing *l;
	size_t n;

	(void)r;
	TRY(q_job_dead(c, ALL, &row, &n));
	TRY(listing_new(c, w, &spec, &l));
	for (size_t i = 0; i < n; i++) {
		listing_text(l, kind_words(c, row[i].kind));
		listing_text(l, row[i].kind);
		listing_text(l, failure_words(c, row[i].failure));
		listing_text(l, row[i].failure);
		listing_i64(l, row[i].tries);
		listing_text(l, instant_words(c->arena, c->lang, row[i].created));
		listing_row_end(l);
	}
	return listing_reply(c, w, title, &l);
}

static enum err retry_run(struct ctx *c, void *arg)
{
	const job_id *id = arg;
	int64_t changed;

	TRY(q_job_revive(c, *id, c->now, &changed));
	if (!changed)
		return E_ABSENT;
	store_after_commit(c, jobs_wake, NULL);
	return audit_put(c, "revived", "job", id->v, ID_NONE(county_id), S("{}"));
}

static enum err retry_post(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct verb verb = {"job.retry", retry_run};
	job_id id = {req_id(r, "job")};

	TRY(store_write(c, &verb, &id));
	return reply_see(c, w, S("/jobs"), T_jobs_retried);
}

#define OWN  .allowed = ROLES_ACCOUNT & ~ROLE_BIT(ROLE_SYSTEM), .scope = SCOPE_ACCOUNT
#define CITY .allowed = ROLE_BIT(ROLE_CITY), .scope = SCOPE_CITY

static const struct route routes[] = {
	{M_GET, "/inbox", OWN, .run = inbox_get, .query = &inbox_input,
         .summary = "The caller's messages", .nav = T_jobs_inbox, .menu = MENU(WORK, 6)},
	{M_GET, "/inbox/export.{format}", OWN, .run = inbox_sheet,
         .summary = "The caller's messages as a workbook or text"},
	{M_POST, "/inbox/read", OWN, .run = read_all_post, .summary = "Mark all messages as read"},
	{M_POST, "/inbox/{message}/read", OWN, .run = read_post,
         .summary = "Mark a message as read and go to what it is about"},
	{M_GET, "/jobs", CITY, .run = dead_get, .summary = "Background work and what it gave up",
         .nav = T_jobs_title, .menu = MENU(WORK, 8)},
	{M_GET, "/jobs/export.{format}", CITY, .run = dead_sheet,
         .summary = "What background work gave up as a workbook or text"},
	{M_POST, "/jobs/{job}/retry", CITY, .run = retry_post,
         .summary = "Try a job again that was given up"},
};
const struct routes jobs_routes = ROUTES(routes);
