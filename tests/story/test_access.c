/* Every route × every role × {own, same school, other school, other county} against the reviewed
 * table access.csv. What is refused changes nothing; what is answered names nobody the caller may
 * not know. */
#include "access.h"
#include "forms.h"
#include "places.h"
#include "schema.h"
#include "told.h"
#include "../docs/file.h"
#include "json.h"

#include "auth/auth.h"
#include "auth/session.h"
#include "main/house.h"
#include "people/roll.h"
#include "story.sql.h"

#include <unistd.h>

#define LESSON_US (INT64_C(57) * 3600 * 1000000 + INT64_C(1800) * 1000000)

struct caller {
	struct actor actor;
	struct str token, csrf, form; /* form: the cookie of who is not logged in */
	int64_t id[THINGS];           /* own session, message, appointment */
};

struct story {
	struct kit_db db;
	struct kit_people w;
	struct kit_term t;
	struct places p;
	struct caller by[ROLES];
	struct access_line line[ACCESS_MAX];
	size_t lines;
	struct web *web;
	const struct jval *described; /* openapi.json */
	struct arena *keep, *pass;    /* whole test; one request */
	size_t wrong, sent;
	bool dirty;
};

/* --- one database, and the same again ------------------------------------------------------------
 */

static void copy(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	static char buf[1 << 16];
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(buf, 1, sizeof buf, in)) > 0)
		assert_int_equal(fwrite(buf, 1, n, out), n);
	fclose(in);
	assert_int_equal(fclose(out), 0);
}

static const char *beside(struct story *s, const char *more)
{
	return str_c(s->keep, str_printf(s->keep, "%s%s", s->db.path, more));
}

static void serve(struct ctx *c, struct story *s)
{
	struct web_options o = {.store = c->store,
	                        .env = c->env,
	                        .auth = &auth_web,
	                        .tables = house_routes,
	                        .n_tables = house_routes_n,
	                        .account_rate = -1,
	                        .address_rate = -1};

	o.store = c->store;
	if (web_start(c, &o, &s->web) != OK)
		fail_msg("web_start: %s", c->broken ? c->broken : c->fault.code);
}

static void stop(struct ctx *c, struct story *s)
{
	web_stop(&s->web);
	kit_db_stop(c);
}

/* The world as it was before anybody asked for anything. */
static void anew(struct ctx *c, struct story *s)
{
	stop(c, s);
	unlink(beside(s, "-wal"));
	unlink(beside(s, "-shm"));
	copy(beside(s, ".first"), s->db.path);
	assert_ok(kit_db_start(c, &s->db));
	serve(c, s);
	s->dirty = false;
}

/* --- callers -------------------------------------------------------------------------------------
 */

struct login {
	struct caller *by;
	struct str token;
};

static enum err login_run(struct ctx *c, void *arg)
{
	struct login *l = arg;
	struct session_new in = {
		.account = l->by->actor.account, .kind = SESSION_BROWSER, .device = S("test")};

	TRY(session_open_for(c, &in, &l->token, &c->actor.session));
	return session_role(c, l->by->actor.appointment);
}

static int64_t log_in(struct ctx *c, struct story *s, struct caller *by)
{
	static const struct verb verb = {"test.login", login_run};
	struct login l = {.by = by};
	int64_t id;

	c->actor = by->actor;
	kit_do(c, &verb, &l);
	by->token = str_dup(s->keep, l.token);
	assert_ok(store_read_begin(c));
	assert_ok(q_story_session(c, by->actor.account, &id));
	store_read_end(c);
	return id;
}

static int send(struct story *s, const struct caller *by, const char *method, struct str target,
                struct str body, struct web_answer *ret_a)
{
	bool api = str_starts(target, S("/api/"));
	struct str form =
		str_some(by->form) ? str_printf(s->pass, "; form=%.*s", STR_FMT(by->form)) : S("");
	struct str headers =
		api && str_some(by->token)
			? str_printf(s->pass, "Authorization: Bearer %.*s\n", STR_FMT(by->token))
			: str_printf(s->pass, "Cookie: session=%.*s%.*s; lang=zh\n",
	                             STR_FMT(by->token.p ? by->token : S("")), STR_FMT(form));
	bool post = strcmp(method, "POST") == 0;

	if (post && !(api && body.n == 0))
		headers =
			str_printf(s->pass, "%.*sContent-Type: %s\n", STR_FMT(headers),
		                   api ? "application/json" : "application/x-www-form-urlencoded");
	if (post && !api)
		body = str_printf(s->pass, "_csrf=%.*s&_key=k%zu%s%.*s",
		                  STR_FMT(by->csrf.p ? by->csrf : S("")), s->sent,
		                  body.n ? "&" : "", STR_FMT(body));
	s->sent++;
	assert_ok(web_dispatch_test(s->web, s->pass, method, str_c(s->pass, target), headers, body,
	                            ret_a));
	return ret_a->status;
}

/* The token that forms of this login session carry. */
static void learn_csrf(struct story *s, struct caller *by, const char *page)
{
	static const char mark[] = "name=\"_csrf\" value=\"", cookie[] = "form=";
	struct web_answer a;
	struct str rest;
	size_t at;

	assert_int_equal(send(s, by, "GET", str_of(page), S(""), &a), 200);
	if (!str_find(a.body, str_of(mark), &at))
		fail_msg("no form on %s for %s", page, role_name(by->actor.role));
	rest = str_sub(a.body, at + sizeof mark - 1, a.body.n);
	by->csrf = str_dup(s->keep, str_cut(&rest, '"'));
	if (str_find(a.headers, str_of(cookie), &at)) {
		rest = str_sub(a.headers, at + sizeof cookie - 1, a.headers.n);
		by->form = str_dup(s->keep, str_cut(&rest, ';'));
	}
}

static void callers(struct ctx *c, struct story *s)
{
	const struct actor *who[ROLES] = {
		[ROLE_GUARDIAN] = &s->w.father,        [ROLE_TEACHER] = &s->w.teacher,
		[ROLE_CLASS_HEAD] = &s->w.head,        [ROLE_SCHOOL_CLERK] = &s->w.clerk,
		[ROLE_SCHOOL_LEADER] = &s->w.leader,   [ROLE_AGENCY] = &s->w.agency,
		[ROLE_COUNTY] = &s->w.county_officer,  [ROLE_CITY] = &s->w.city,
		[ROLE_SCHOOL_FINANCE] = &s->w.finance, [ROLE_COUNTY_FINANCE] = &s->w.county_finance,
		[ROLE_COUNTY_HR] = &s->w.county_hr,    [ROLE_CITY_FINANCE] = &s->w.city_finance,
	};
	const struct actor *others[PLACES] = {NULL, &s->w.li, &s->w.zhou, &s->w.zheng};

	for (enum place i = SAME_SCHOOL; i < PLACES; i++) {
		struct caller other = {.actor = *others[i]};

		s->p.id[i][T_SESSION] = log_in(c, s, &other);
	}
	s->p.id[OWN][T_SESSION] = s->p.id[SAME_SCHOOL][T_SESSION]; /* a stranger has none */
	for (int r = ROLE_GUARDIAN; r < ROLES; r++) {
		struct caller *by = &s->by[r];

		if (r == ROLE_SYSTEM)
			continue;
		by->actor = *who[r];
		by->id[T_SESSION] = log_in(c, s, by); /* one more, to be ended */
		by->id[T_MESSAGE] = place_message(c, by->actor.account);
		by->id[T_APPOINTMENT] = by->actor.appointment.v;
		if (r == ROLE_CITY)
			by->id[T_SIMULATION] = place_simulation(
				c, &by->actor, (edition_id){s->p.id[OWN][T_EDITION]});
		log_in(c, s, by);
	}
	c->actor = s->w.system;
}

/* --- filling in ----------------------------------------------------------------------------------
 */

static int64_t thing_of(const struct story *s, const struct caller *by, enum place place,
                        struct str name)
{
	bool own = str_starts(name, S("own."));

	if (own) {
		name = str_sub(name, 4, name.n);
		place = OWN;
	}
	for (enum thing i = 0; i < THINGS; i++) {
		if (!str_is(name, thing_name[i]))
			continue;
		if (place == OWN && by->id[i] != 0)
			return by->id[i];
		assert_true(s->p.id[place][i] != 0);
		return s->p.id[place][i];
	}
	fail_msg("what is <%.*s>?", STR_FMT(name));
	return 0;
}

/* Every OPENname CLOSE of the text becomes the id at the place. */
static struct str fill(struct story *s, const struct caller *by, enum place place, struct str text,
                       char opens, char closes, bool *ret_any)
{
	struct str out = S("");

	while (text.n) {
		struct str before = str_cut(&text, opens), name;

		out = str_printf(s->pass, "%.*s%.*s", STR_FMT(out), STR_FMT(before));
		if (text.n == 0)
			break;
		name = str_cut(&text, closes);
		out = str_printf(s->pass, "%.*s%lld", STR_FMT(out),
		                 (long long)thing_of(s, by, place, name));
		*ret_any |= !str_starts(name, S("own."));
	}
	return out;
}

/* --- what must not be told -----------------------------------------------------------------------
 */

/* A workbook as text. */
static struct str readable(struct ctx *c, struct story *s, struct str body)
{
	struct arena *was = c->arena;
	const struct table_row *r;
	struct str out = S("");

	if (!str_starts(body, S("PK")))
		return body;
	c->arena = s->pass;
	{
		TABLE_AUTO t = NULL;

		assert_ok(table_open(c, body, S("file"), NULL, &t));
		for (;;) {
			assert_ok(table_next(c, t, &r));
			if (!r)
				break;
			for (uint32_t i = 0; i < r->n; i++)
				out = str_printf(s->pass, "%.*s %.*s", STR_FMT(out),
				                 STR_FMT(table_cell(r, i).text));
		}
	}
	c->arena = was;
	return out;
}

/* An answer of the API holds no id of what is another's; pages may, in links one came by. */
static const char *told_an_id(struct story *s, enum role role, struct str text)
{
	static const enum thing theirs[] = {T_APPLICATION, T_ENROLMENT, T_IMPORT,     T_OFFERING,
	                                    T_PUPIL,       T_SESSION,   T_SIMULATION, T_SITTING};
	enum place from = role == ROLE_GUARDIAN                ? SAME_SCHOOL
	                  : (ROLE_BIT(role) & ROLES_AT_COUNTY) ? OTHER_COUNTY
	                                                       : OTHER_SCHOOL;
	size_t at;

	for (enum place i = from; i < PLACES; i++)
		for (size_t k = 0; k < sizeof theirs / sizeof *theirs; k++) {
			struct str id =
				str_printf(s->pass, "\"%lld\"", (long long)s->p.id[i][theirs[k]]);

			if (i == SAME_SCHOOL && theirs[k] == T_OFFERING)
				continue; /* families see what their school offers */
			if (!(ROLE_BIT(role) & ROLES_AT_CITY) && str_find(text, id, &at))
				return thing_name[theirs[k]];
		}
	return NULL;
}

/* --- answers of the API --------------------------------------------------------------------------
 */

static const char *bad_answer(struct ctx *c, struct story *s, const struct route *r,
                              const struct web_answer *a)
{
	static const char *const problem[] = {"type",   "title", "status",
	                                      "detail", "code",  "request_id"};
	struct arena *was = c->arena;
	const struct jval *v = NULL;
	const char *bad = NULL;
	size_t at;

	if (a->status == 204)
		return NULL;
	c->arena = s->pass;
	if (jread(c, a->body, 16 << 20, &v) != OK)
		bad = "no JSON";
	c->arena = was;
	c->fault = (struct fault){0};
	if (!bad)
		bad = json_bad(v);
	if (bad || a->status < 400)
		return bad ? bad : schema_bad(s->pass, s->described, r, v);
	if (!str_find(a->headers, S("application/problem+json"), &at))
		return "a refusal that is no problem+json";
	for (size_t i = 0; i < sizeof problem / sizeof *problem; i++)
		if (!jval_find(v, problem[i]))
			return problem[i];
	return NULL;
}

/* --- asking --------------------------------------------------------------------------------------
 */

static int64_t audits(struct ctx *c)
{
	int64_t n;

	assert_ok(store_read_begin(c));
	assert_ok(q_story_audits(c, &n));
	store_read_end(c);
	return n;
}

static int64_t reads(struct ctx *c)
{
	int64_t n;

	assert_ok(store_read_begin(c));
	assert_ok(q_story_reads(c, &n));
	store_read_end(c);
	return n;
}

/* Does it name one child? */
static bool of_a_child(const struct access_line *l)
{
	size_t at;

	return str_find(l->path, S("pupil}"), &at) || str_find(l->send, S("pupil>"), &at);
}

static void wrong(struct story *s, const struct access_line *l, int role, int place,
                  const char *what, struct str detail)
{
	s->wrong++;
	print_message("# access.csv:%u %.*s %.*s as %s at place %d: %s %.*s\n", l->number,
	              STR_FMT(l->method), STR_FMT(l->path), role_name((enum role)role), place, what,
	              STR_FMT(detail));
}

static int ask(struct ctx *c, struct story *s, const struct access_line *l, const struct route *r,
               int role, enum place place, bool *ret_any)
{
	struct caller *by = &s->by[role];
	struct web_answer a;
	struct str target, more;
	bool get = r->method == M_GET, api = str_starts(l->path, S("/api/"));
	const char *bad;
	int64_t before, read;

	if (s->dirty)
		anew(c, s);
	arena_reset(s->pass);
	target = fill(s, by, place, l->path, '{', '}', ret_any);
	more = fill(s, by, place, l->send, '<', '>', ret_any);
	if (get && more.n)
		target = str_printf(s->pass, "%.*s?%.*s", STR_FMT(target), STR_FMT(more));
	before = audits(c);
	read = reads(c);
	send(s, by, method_name(r->method), target, get ? S("") : more, &a);
	s->dirty = !get && (a.status < 400 || audits(c) != before);
	if (r->scope != SCOPE_PUBLIC && (a.status == 401 || a.status == 403 || a.status == 404) &&
	    audits(c) != before)
		wrong(s, l, role, (int)place, "refused, and yet it left a trace", S(""));
	if (get && a.status == 200 && role != ROLE_GUARDIAN && of_a_child(l) && reads(c) == read)
		wrong(s, l, role, (int)place, "a child's record is read and not noted", S(""));
	if (a.status >= 500)
		wrong(s, l, role, (int)place, "broken", str_sub(a.body, 0, 400));
	bad = told_too_much((enum role)role, l->path, readable(c, s, a.body));
	if (bad)
		wrong(s, l, role, (int)place, "tells of", str_of(bad));
	bad = api && a.status < 300 ? told_an_id(s, (enum role)role, a.body) : NULL;
	if (bad)
		wrong(s, l, role, (int)place, "gives the id of another's", str_of(bad));
	bad = api ? bad_answer(c, s, r, &a) : NULL;
	if (bad)
		wrong(s, l, role, (int)place, "answers", str_of(bad));
	return a.status;
}

static void look(struct ctx *c, struct story *s, const struct access_line *l, const struct route *r)
{
	for (int role = 0; role < ROLES; role++) {
		int got[PLACES];
		bool any = false;
		struct str is;

		if (role == ROLE_SYSTEM)
			continue;
		got[0] = ask(c, s, l, r, role, OWN, &any);
		for (enum place i = SAME_SCHOOL; i < PLACES; i++)
			got[i] = any ? ask(c, s, l, r, role, i, &any) : got[0];
		if (got[0] == got[1] && got[0] == got[2] && got[0] == got[3])
			is = str_printf(s->keep, "%d", got[0]);
		else
			is = str_printf(s->keep, "%d/%d/%d/%d", got[0], got[1], got[2], got[3]);
		if (!str_eq(is, l->cell[role])) {
			s->wrong++;
			print_message("# access.csv:%u,%d %.*s %.*s as %s: %.*s, not %.*s\n",
			              l->number, role, STR_FMT(l->method), STR_FMT(l->path),
			              role_name((enum role)role), STR_FMT(is),
			              STR_FMT(l->cell[role]));
		}
	}
}

/* --- the tests -----------------------------------------------------------------------------------
 */

static struct story *opened(void **state)
{
	struct ctx *c = kit_ctx(state);
	static struct story s;

	s = (struct story){.keep = arena_new(32 << 20), .pass = arena_new(64 << 20)};
	import_use(house_imports, house_imports_n);
	kit_db_open(c, STORE_SQLITE, &s.db);
	kit_people_make(c, &s.w);
	places_make(c, &s.w, &s.t, &s.p);
	kit_advance(state, LESSON_US); /* the agency gives its first lesson */
	callers(c, &s);
	serve(c, &s);
	learn_csrf(&s, &s.by[ROLE_NONE], "/login");
	for (int r = ROLE_GUARDIAN; r < ROLES; r++)
		if (r != ROLE_SYSTEM)
			learn_csrf(&s, &s.by[r], "/account");
	stop(c, &s);
	copy(s.db.path, beside(&s, ".first"));
	assert_ok(kit_db_start(c, &s.db));
	serve(c, &s);
	s.described = schema_read(c, s.web, s.keep);
	s.lines = access_read(c, s.keep, s.line);
	return &s;
}

static void closed(struct ctx *c, struct story *s)
{
	web_stop(&s->web);
	unlink(beside(s, ".first"));
	kit_db_close(c, &s->db);
	arena_free(&s->keep);
	arena_free(&s->pass);
}

static void every_role_gets_of_every_route_what_the_table_says(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = opened(state);

	for (size_t i = 0; i < s->lines; i++) {
		const struct route *r = access_route(&s->line[i]);

		if (r)
			look(c, s, &s->line[i], r);
	}
	print_message("# %zu requests\n", s->sent);
	assert_true(s->sent > s->lines * ROLES);
	assert_int_equal(s->wrong, 0);
	closed(c, s);
}

/* --- forms that are refused ---------------------------------------------------------------------
 */

/* A field no form has, and a query that is none of the route's: what is shown again has neither
 * input nor query to read. */
static void refuse_form(struct ctx *c, struct story *s, const struct access_line *l,
                        const struct route *r, int role)
{
	struct caller *by = &s->by[role];
	struct web_answer a;
	bool any = false;

	for (size_t i = 0; i <= (r->query ? r->query->n : 0); i++) {
		struct str target, more;
		int64_t before;

		if (s->dirty)
			anew(c, s);
		arena_reset(s->pass);
		target = fill(s, by, OWN, l->path, '{', '}', &any);
		more = fill(s, by, OWN, l->send, '<', '>', &any);
		more = str_printf(s->pass, "%.*s&in_no_form=1", STR_FMT(more));
		if (i > 0)
			target = str_printf(s->pass, "%.*s?%s=%%ff", STR_FMT(target),
			                    r->query->fields[i - 1].name);
		before = audits(c);
		send(s, by, "POST", target, more, &a);
		s->dirty = audits(c) != before;
		if (a.status < 400 || a.status >= 500 || s->dirty)
			wrong(s, l, role, OWN, s->dirty ? "changes something" : "answers",
			      str_printf(s->pass, "%d to %.*s", a.status, STR_FMT(target)));
	}
}

/* One that takes whatever comes, a column of its own say, refuses none. */
static bool takes_rest(const struct route *r)
{
	for (size_t i = 0; r->input && i < r->input->n; i++)
		if (r->input->fields[i].type == IN_REST)
			return true;
	return false;
}

static void a_form_with_a_field_that_no_form_has_is_refused_and_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = opened(state);
	size_t before = s->sent;

	for (size_t i = 0; i < s->lines; i++) {
		const struct route *r = access_route(&s->line[i]);

		if (!r || r->method != M_POST || r->raw_max > 0 || takes_rest(r) ||
		    str_starts(s->line[i].path, S("/api/")))
			continue;
		/* who is logged in has nothing to do at an open door */
		int last = (r->allowed & ROLE_BIT(ROLE_NONE)) != 0 ? 1 : ROLES;

		for (int role = 0; role < last; role++)
			if (role != ROLE_SYSTEM && (r->allowed & ROLE_BIT(role)))
				refuse_form(c, s, &s->line[i], r, role);
	}
	print_message("# %zu forms\n", s->sent - before);
	assert_true(s->sent - before > 400);
	assert_int_equal(s->wrong, 0);
	closed(c, s);
}

/* --- lists that leave --------------------------------------------------------------------------
 */

/* The first line of the table that gets it, and who does. */
static const struct access_line *got_by(struct story *s, const struct route *r, const char *form,
                                        int *ret_role)
{
	for (size_t i = 0; i < s->lines; i++)
		for (int role = 0; role < ROLES; role++)
			if (access_route(&s->line[i]) == r &&
			    str_ends(s->line[i].path, str_of(form)) &&
			    str_starts(s->line[i].cell[role], S("200"))) {
				*ret_role = role;
				return &s->line[i];
			}
	return NULL;
}

static struct str taken(struct ctx *c, struct story *s, const struct route *r, const char *form,
                        size_t *io_bad)
{
	const struct access_line *l;
	struct web_answer a;
	struct str path, more;
	bool any = false;
	int role = 0;

	if (s->dirty)
		anew(c, s);
	l = got_by(s, r, form, &role);
	if (!l)
		return STR_NONE;
	path = fill(s, &s->by[role], OWN, l->path, '{', '}', &any);
	more = fill(s, &s->by[role], OWN, l->send, '<', '>', &any);
	if (r->method == M_GET && more.n)
		path = str_printf(s->pass, "%.*s?%.*s", STR_FMT(path), STR_FMT(more));
	s->dirty = r->method != M_GET;
	if (send(s, &s->by[role], method_name(r->method), path, r->method == M_GET ? S("") : more,
	         &a) == 200)
		return str_dup(s->pass, a.body);
	print_message("# %.*s: %d\n", STR_FMT(path), a.status);
	++*io_bad;
	return STR_NONE;
}

static void R2_every_list_leaves_as_a_workbook_and_as_text_with_the_same_rows(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = opened(state);
	size_t lists = 0, filled = 0, bad = 0;

	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];
			struct arena_mark mark = arena_mark(c->arena);
			struct str workbook, text;
			const char *differ;
			size_t rows = 0;

			if (!str_ends(str_of(r->path), S(".{format}")))
				continue;
			arena_reset(s->pass);
			workbook = taken(c, s, r, ".xlsx", &bad);
			text = taken(c, s, r, ".csv", &bad);
			if (!workbook.p || !text.p) /* there is none in this world */
				continue;
			differ = forms_differ(c, workbook, text, &rows);
			if (differ) {
				bad++;
				print_message("# %s: %s\n", r->path, differ);
			}
			lists++;
			filled += rows > 0;
			arena_rewind(c->arena, mark);
		}
	print_message("# %zu lists, %zu with rows\n", lists, filled);
	assert_true(lists > 90 && filled > 50);
	assert_int_equal(bad, 0);
	closed(c, s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(every_role_gets_of_every_route_what_the_table_says),
		KIT_TEST(a_form_with_a_field_that_no_form_has_is_refused_and_changes_nothing),
		KIT_TEST(R2_every_list_leaves_as_a_workbook_and_as_text_with_the_same_rows),
	};

	return KIT_RUN(tests);
}
