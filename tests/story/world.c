#include "world.h"

#include "schema.h"

#include "auth/auth.h"
#include "auth/session.h"
#include "main/house.h"
#include "story.sql.h"

#include <unistd.h>

#define LESSON_US (INT64_C(57) * 3600 * 1000000 + INT64_C(1800) * 1000000)

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
void story_anew(struct ctx *c, struct story *s)
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

/* The first link to a place of the same page that is not there; none. */
static struct str dead_link(struct story *s, struct str page)
{
	struct str rest = page;
	size_t at, end;

	while (str_starts(page, S("<!")) && str_find(rest, S(" href=\"#"), &at)) {
		rest = str_sub(rest, at + 8, rest.n);
		if (!str_find(rest, S("\""), &end))
			break;
		struct str to = str_sub(rest, 0, end);

		if (!str_find(page, str_printf(s->pass, " id=\"%.*s\"", STR_FMT(to)), &at))
			return to;
	}
	return STR_NONE;
}

int story_send(struct story *s, const struct caller *by, const char *method, struct str target,
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
	struct str dead;

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
	dead = dead_link(s, ret_a->body);
	if (dead.p) {
		s->wrong++;
		print_message("# %s %.*s: a link to #%.*s, which is not there\n", method,
		              STR_FMT(target), STR_FMT(dead));
	}
	return ret_a->status;
}

/* The token that forms of this login session carry. */
static void learn_csrf(struct story *s, struct caller *by, const char *page)
{
	static const char mark[] = "name=\"_csrf\" value=\"", cookie[] = "form=";
	struct web_answer a;
	struct str rest;
	size_t at;

	assert_int_equal(story_send(s, by, "GET", str_of(page), S(""), &a), 200);
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
struct str story_fill(struct story *s, const struct caller *by, enum place place, struct str text,
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

/* --- asking -----------------------------------------------------------------------------------
 */

int64_t story_audits(struct ctx *c)
{
	int64_t n;

	assert_ok(store_read_begin(c));
	assert_ok(q_story_audits(c, &n));
	store_read_end(c);
	return n;
}

void story_wrong(struct story *s, const struct access_line *l, int role, int place,
                 const char *what, struct str detail)
{
	s->wrong++;
	print_message("# access.csv:%u %.*s %.*s as %s at place %d: %s %.*s\n", l->number,
	              STR_FMT(l->method), STR_FMT(l->path), role_name((enum role)role), place, what,
	              STR_FMT(detail));
}

struct story *story_opened(void **state)
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

void story_closed(struct ctx *c, struct story *s)
{
	web_stop(&s->web);
	unlink(beside(s, ".first"));
	kit_db_close(c, &s->db);
	arena_free(&s->keep);
	arena_free(&s->pass);
}
