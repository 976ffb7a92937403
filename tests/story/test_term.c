/* One term of one school through the whole dispatcher: rolls from a spreadsheet, plan, notice,
 * agreements, enrolment by guardians, registers by the teacher, bills; and then every figure
 * recomputed from the rows. */
#include "../import/world.h"
#include "../kit_web.h"
#include "access.h"
#include "json.h"
#include "schema.h"

#include "main/house.h"
#include "oversight/verify.h"
#include "policy/holidays.h"
#include "story.sql.h"
#include "term/offering.h"
#include "term/term.h"

enum { FAMILIES = 3, DAYS = 5 };

struct family {
	struct actor actor;
	const char *pupil;         /* ids as the API gives them */
	const char *care, *course; /* enrolments */
};

struct term_story {
	struct ctx *c;
	struct home h;
	struct kit_web b;
	const struct jval *described; /* openapi.json */
	struct actor teacher;
	struct family f[FAMILIES];
	const char *care, *course, *care_text, *course_text; /* offerings, agreements */
};

/* --- asking -------------------------------------------------------------------------------------
 */

__attribute__((format(printf, 2, 3))) static const char *said(struct ctx *c, const char *fmt, ...)
{
	char *out = NULL;
	va_list v;
	int n;

	va_start(v, fmt);
	n = vasprintf(&out, fmt, v);
	va_end(v);
	assert_true(n >= 0);
	struct str kept = str_dup(c->arena, str_of(out));

	free(out);
	return str_c(c->arena, kept);
}

static void page(struct term_story *s, const char *path)
{
	int status = kit_web_get(&s->b, path);

	if (status != 200)
		fail_msg("GET %s: %d %.*s", path, status, STR_FMT(str_sub(s->b.a.body, 0, 2000)));
}

static void form(struct term_story *s, const char *path, const char *fields)
{
	int status = kit_web_post(&s->b, path, fields);

	if (status != 303)
		fail_msg("POST %s: %d %.*s", path, status, STR_FMT(str_sub(s->b.a.body, 0, 4000)));
}

static const struct jval *api(struct term_story *s, const char *method, const char *path,
                              const char *body, int expected)
{
	int status = kit_web_api(&s->b, method, path, body);
	const struct route *r = access_route_at(method, str_of(path));
	const struct jval *v;
	const char *bad;

	if (status != expected)
		fail_msg("%s %s: %d %.*s", method, path, status, STR_FMT(s->b.a.body));
	assert_ok(jread(s->c, s->b.a.body, 16 << 20, &v));
	assert_non_null(r);
	bad = status < 300 ? schema_bad(s->c->arena, s->described, r, v) : NULL;
	if (bad)
		fail_msg("%s %s answers %s: %.*s", method, path, bad, STR_FMT(s->b.a.body));
	if (json_bad(v))
		fail_msg("%s %s holds %s: %.*s", method, path, json_bad(v), STR_FMT(s->b.a.body));
	return v;
}

static const struct jval *member(const struct jval *v, const char *name, enum jtype type)
{
	const struct jval *m = jval_find(v, name);

	if (!m)
		fail_msg("no member %s", name);
	assert_int_equal(m->type, type);
	return m;
}

static const char *id_of(struct term_story *s, const struct jval *v, const char *name)
{
	return str_c(s->c->arena, member(v, name, J_STR)->s);
}

static void jobs(struct term_story *s)
{
	struct actor was = s->c->actor;
	bool ran = true;

	s->c->actor = (struct actor){.role = ROLE_SYSTEM};
	while (ran)
		assert_ok(jobs_step(s->c, house_jobs, house_jobs_n, &ran));
	s->c->actor = was;
}

/* --- the school's side --------------------------------------------------------------------------
 */

static void rolls(struct term_story *s)
{
	static const char edge[] = "edge-of-parts-5c1d";
	struct ctx *c = s->c;
	struct str file = fixture(c, "roster-2000-gbk.csv");
	struct str head = str_printf(c->arena,
	                             "--%s\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\n"
	                             "pupils\r\n--%s\r\nContent-Disposition: form-data; "
	                             "name=\"file\"; filename=\"a.csv\"\r\n\r\n",
	                             edge, edge);
	struct str tail = str_printf(c->arena, "\r\n--%s--\r\n", edge);
	struct str headers = str_printf(c->arena,
	                                "Authorization: Bearer %.*s\nContent-Type: "
	                                "multipart/form-data; boundary=%s\n",
	                                STR_FMT(s->b.token), edge);
	char *body = NEW_N(c->arena, head.n + file.n + tail.n, char);
	const struct jval *v;

	memcpy(body, head.p, head.n);
	memcpy(body + head.n, file.p, file.n);
	memcpy(body + head.n + file.n, tail.p, tail.n);
	assert_ok(web_dispatch_test(s->b.w, c->arena, "POST", "/api/v1/imports", headers,
	                            (struct str){body, head.n + file.n + tail.n}, &s->b.a));
	if (s->b.a.status != 201)
		fail_msg("import: %d %.*s", s->b.a.status, STR_FMT(s->b.a.body));
	assert_ok(jread(c, s->b.a.body, 1 << 20, &v));
	assert_int_equal(member(v, "bad", J_INT)->i, 17);
	const char *path = said(c, "/api/v1/imports/%s", id_of(s, v, "id"));

	api(s, "POST", said(c, "%s/apply", path), NULL, 200);
	jobs(s);
	v = api(s, "GET", path, NULL, 200);
	assert_int_equal(member(v, "done", J_INT)->i, 1983);
}

#define WINDOW "&opens_day=2026-09-01&opens_at=08:00&closes_day=2026-09-15&closes_at=18:00"

static const char *newest(struct term_story *s, const char *list, const char *path)
{
	struct str rest, id;
	size_t at;

	page(s, list);
	for (rest = s->b.a.body; str_find(rest, str_of(path), &at);) {
		rest = str_sub(rest, at + strlen(path), rest.n);
		for (at = 0; at < rest.n && rest.p[at] >= '0' && rest.p[at] <= '9';)
			at++;
		id = str_sub(rest, 0, at);
		if (id.n)
			return str_c(s->c->arena, id);
	}
	fail_msg("%s shows no %s: %.*s", list, path, STR_FMT(s->b.a.body));
	return NULL;
}

static const char *offering(struct term_story *s, const char *code, const char *fields)
{
	struct offering_filter f = {.kind = KIND_NONE, .state = -1};
	struct offering *v;
	int64_t total;
	struct term t;
	bool found;
	size_t n;

	page(s, "/school/offerings/new");
	form(s, "/school/offerings", fields);
	kit_read_as(s->c, &s->h.leader);
	assert_ok(term_current(s->c, s->h.place.county, &t, &found));
	assert_ok(offering_page(s->c, s->h.place.school, t.id, &f, &v, &n, &total));
	store_read_end(s->c);
	for (size_t i = 0; i < n; i++)
		if (str_is(v[i].code, code))
			return said(s->c, "%lld", (long long)v[i].id.v);
	fail_msg("no offering %s", code);
	return NULL;
}

static const char *agreement(struct term_story *s, const char *kind)
{
	const char *id;

	page(s, said(s->c, "/school/agreements?kind=%s", kind));
	form(s, "/school/agreements",
	     said(s->c, "&kind=%s&title=Agreement&body=Free+to+leave", kind));
	id = newest(s, said(s->c, "/school/agreements?kind=%s", kind), "/school/agreements/");
	form(s, said(s->c, "/school/agreements/%s/publish", id), "");
	return id;
}

static void plan(struct term_story *s)
{
	struct ctx *c = s->c;

	kit_web_login(&s->b, &s->h.w->county_officer);
	page(s, "/county/terms");
	form(s, "/county/terms", "&code=2026-1&first_day=2026-09-01&last_day=2027-01-22");
	kit_web_login(&s->b, &s->h.leader);
	page(s, "/school/staff");
	form(s, "/school/staff", "&number=T1&name=Teacher&phone=13722222222&role=teacher");
	s->teacher = kit_actor(c, "13722222222", ROLE_TEACHER, s->h.place.county);
	rolls(s);
	s->care = offering(s, "T1",
	                   "&code=T1&kind=care&title=Care&category=homework&grades=1&grades=2"
	                   "&slots=1+16:00-18:00%0D%0A2+16:00-18:00%0D%0A3+16:00-17:00%0D%0A"
	                   "4+16:00-18:00%0D%0A5+16:00-18:00" WINDOW);
	s->course =
		offering(s, "K1",
	                 "&code=K1&kind=course&title=Clay&category=arts&grades=1&grades=2&seats=2"
	                 "&price=100.00&slots=3+17:00-18:00" WINDOW);
	page(s, "/school/notices");
	form(s, "/school/notices",
	     "&title=N&times=t&manner=m&content=c&fees=f&safety=s&channels=page&channels=paper");
	form(s,
	     said(c, "/school/notices/%s/publish",
	          newest(s, "/school/notices", "/school/notices/")),
	     "");
	s->care_text = agreement(s, "care");
	s->course_text = agreement(s, "course");
	form(s, "/school/agreements/sign", said(c, "&offering=%s&offering=%s", s->care, s->course));
	for (int i = 0; i < 2; i++) {
		const char *one = said(c, "/school/offerings/%s", i ? s->course : s->care);

		page(s, one);
		form(s, said(c, "%s/staff", one),
		     said(c, "&staff=%lld", (long long)s->teacher.staff.v));
		if (i) /* R33: 100.00 of each of two for ten hours and their paper */
			form(s, "/price-sheets",
			     said(c,
			          "&offering=%s&minutes=600&people=1&rate=18.00&materials=20.00"
			          "&headcount=2&government=0&own=0",
			          one + strlen("/school/offerings/")));
		page(s, one);
		form(s, said(c, "%s/publish", one), "");
	}
	jobs(s);
}

/* --- the families' side -------------------------------------------------------------------------
 */

static const struct jval *items(struct term_story *s, const char *path)
{
	return member(api(s, "GET", path, NULL, 200), "items", J_ARRAY);
}

static void seen_by_api(struct term_story *s, const struct family *f)
{
	static const char *const names[] = {"id",        "kind",    "title",     "seats",
	                                    "taken",     "waiting", "price_fen", "slots",
	                                    "agreement", "open",    "refusals"};
	const struct jval *v = items(s, said(s->c, "/api/v1/offerings?pupil=%s", f->pupil));

	assert_int_equal(v->n, 2);
	for (size_t i = 0; i < v->n; i++) {
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (!jval_find(&v->items[i], names[k]))
				fail_msg("an offering without %s", names[k]);
		assert_int_equal(member(&v->items[i], "open", J_BOOL)->i, 1);
		bool care = str_is(member(&v->items[i], "id", J_STR)->s, s->care);
		assert_str(member(&v->items[i], "agreement", J_STR)->s,
		           care ? s->care_text : s->course_text);
		assert_int_equal(member(&v->items[i], "price_fen", J_INT)->i, care ? 0 : 10000);
	}
}

static void enrolments_of(struct term_story *s, struct family *f, const char *course_state)
{
	const struct jval *v = items(s, said(s->c, "/api/v1/enrolments?pupil=%s", f->pupil));

	assert_int_equal(v->n, 2);
	for (size_t i = 0; i < v->n; i++) {
		bool care = str_is(member(&v->items[i], "offering", J_STR)->s, s->care);
		const char *id = id_of(s, &v->items[i], "id");

		assert_str(member(&v->items[i], "state", J_STR)->s,
		           care ? "enrolled" : course_state);
		if (care)
			f->care = id;
		else
			f->course = id;
	}
}

static void family_enrols(struct term_story *s, struct family *f, const char *phone, bool waits)
{
	struct ctx *c = s->c;
	const char *wishes;

	f->actor = kit_actor(c, phone, ROLE_GUARDIAN, s->h.place.county);
	kit_web_login(&s->b, &f->actor);
	const struct jval *me = api(s, "GET", "/api/v1/me", NULL, 200);
	const struct jval *pupils = member(me, "pupils", J_ARRAY);

	assert_true(pupils->n >= 1);
	f->pupil = id_of(s, &pupils->items[0], "id");
	wishes = said(c, "wish=%s:%s&wish=%s:%s", f->pupil, s->care, f->pupil, s->course);
	page(s, "/home");
	const char *early = said(c, "&%s&agreement=%s&agreement=%s&sign=1", wishes, s->care_text,
	                         s->course_text);

	page(s, "/enrol");
	assert_true(kit_web_post(&s->b, "/enrol", early) >= 400); /* R9: the notice comes first */
	page(s, said(c, "/pupils/%s/notice", f->pupil));
	form(s, said(c, "/pupils/%s/notice", f->pupil), "");
	seen_by_api(s, f);
	page(s, "/enrol");
	page(s, said(c, "/enrol/check?%s", wishes));
	form(s, "/enrol", early);
	enrolments_of(s, f, waits ? "waitlisted" : "enrolled");
}

static int64_t bill_of(struct term_story *s, const struct family *f)
{
	static const char *const names[] = {"item", "amount_fen", "formula", "requirement",
	                                    "document"};
	const struct jval *v, *lines;
	int64_t sum = 0;

	kit_web_login(&s->b, &f->actor);
	page(s, said(s->c, "/pupils/%s/bill", f->pupil));
	v = api(s, "GET", said(s->c, "/api/v1/pupils/%s/bills", f->pupil), NULL, 200);
	lines = member(v, "lines", J_ARRAY);
	for (size_t i = 0; i < lines->n; i++) {
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (!jval_find(&lines->items[i], names[k]))
				fail_msg("a line without %s", names[k]);
		sum += member(&lines->items[i], "amount_fen", J_INT)->i;
	}
	assert_int_equal(member(v, "total_fen", J_INT)->i, sum);
	return sum;
}

/* --- the teacher's side -------------------------------------------------------------------------
 */

static struct date read_day(struct str s)
{
	struct date d;

	assert_true(date_parse(s, &d));
	return d;
}

/* R22: on every day of the term that is taught, and on no holiday of the country. */
static const struct jval *dated(struct term_story *s)
{
	const struct holiday_book *book = holiday_builtin(NULL);
	const struct jval *v;
	struct date first = {INT32_MAX}, d, last;
	size_t weekdays = 0, on_weekdays = 0;

	assert_non_null(book);
	kit_web_login(&s->b, &s->teacher);
	v = items(s, said(s->c, "/api/v1/sittings?offering=%s&limit=200", s->care));
	assert_true(date_of(2027, 1, 22, &last));
	for (size_t i = 0; i < v->n; i++) {
		d = read_day(member(&v->items[i], "date", J_STR)->s);
		if (d.day < first.day)
			first = d;
		assert_true(d.day <= last.day);
		if (holiday_of(book, d) == HOLIDAY_OFF)
			fail_msg("a sitting on %.*s", STR_FMT(date_text(s->c->arena, d)));
		on_weekdays += date_weekday(d) <= 5;
	}
	assert_true(date_of(2026, 9, 1, &d));
	assert_int_equal(first.day, d.day);
	for (; d.day <= last.day; d.day++)
		weekdays += date_weekday(d) <= 5 && holiday_of(book, d) != HOLIDAY_OFF;
	assert_int_equal(on_weekdays, weekdays);
	return v;
}

/* DAYS registers, one a day; each time another child is away. */
static void registers(struct term_story *s, struct kit *k)
{
	static const char *const names[] = {"id",     "offering", "title", "date",
	                                    "starts", "ends",     "state"};
	const struct jval *v = dated(s);

	for (size_t i = 0; i < DAYS; i++) {
		const struct jval *one = &v->items[i];
		struct date d = read_day(member(one, "date", J_STR)->s);
		struct instant at = date_instant(d, (struct clock_time){1000});
		const char *path = said(s->c, "/sittings/%s", id_of(s, one, "id"));

		for (size_t n = 0; n < sizeof names / sizeof *names; n++)
			member(one, names[n], J_STR);
		env_test_advance(k->env, at.us - s->c->now.us);
		s->c->now = env_now(k->env);
		kit_web_login(&s->b, &s->teacher);
		page(s, "/today");
		page(s, path);
		form(s, path,
		     said(s->c, "&marks.0.pupil=%s&marks.0.mark=%s", s->f[i % FAMILIES].pupil,
		          i % 2 ? "leave" : "absent"));
	}
	v = items(s, said(s->c, "/api/v1/sittings?offering=%s&limit=200", s->care));
	for (size_t i = 0; i < DAYS; i++) {
		assert_str(member(&v->items[i], "state", J_STR)->s, "held");
		assert_int_equal(member(&v->items[i], "expected", J_INT)->i, FAMILIES);
		assert_int_equal(member(&v->items[i], "present", J_INT)->i, FAMILIES - 1);
	}
}

/* --- the term -----------------------------------------------------------------------------------
 */

/* R29: 150 yuan for everybody who came at least once; both ways of counting stand beside it. */
static void guaranteed(struct term_story *s)
{
	const struct jval *v, *sum;

	kit_web_login(&s->b, &s->h.leader);
	v = api(s, "GET", "/api/v1/guarantee", NULL, 200);
	sum = member(v, "total", J_OBJECT);
	assert_int_equal(member(v, "rate_fen", J_INT)->i, 15000);
	assert_int_equal(member(sum, "participants_attended", J_INT)->i, FAMILIES);
	assert_int_equal(member(sum, "participants_enrolled", J_INT)->i, FAMILIES);
	assert_int_equal(member(sum, "required_fen", J_INT)->i, FAMILIES * 15000);
	kit_web_login(&s->b, &s->h.w->county_officer);
	page(s, "/county/guarantee");
	page(s, "/county");
}

static void holds(struct term_story *s)
{
	struct verify_check *v;
	size_t n;

	assert_ok(verify_run(s->c, &v, &n));
	assert_true(n >= 11);
	for (size_t i = 0; i < n; i++)
		if (v[i].broken)
			fail_msg("%s: %.*s", v[i].name, STR_FMT(v[i].found));
}

static void a_school_goes_through_its_term(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct term_story s = {.c = c, .h = home_make(c, kit_world(state))};
	int64_t children, billed, in_course;
	offering_id course;

	import_use(house_imports, house_imports_n);
	s.b = kit_web_open(c, house_routes, house_routes_n);
	s.described = schema_read(c, s.b.w, c->arena);
	plan(&s);
	family_enrols(&s, &s.f[0], "19900000000", false);
	family_enrols(&s, &s.f[1], "19900000001", false);
	family_enrols(&s, &s.f[2], "19900000004", true); /* two seats */
	assert_int_equal(bill_of(&s, &s.f[0]), 10000);
	assert_int_equal(bill_of(&s, &s.f[2]), 0);
	holds(&s);

	kit_web_login(&s.b, &s.f[0].actor);
	const struct jval *v =
		api(&s, "DELETE", said(c, "/api/v1/enrolments/%s", s.f[0].course), NULL, 200);
	assert_str(member(v, "state", J_STR)->s, "withdrawn");
	jobs(&s);
	kit_web_login(&s.b, &s.f[2].actor);
	enrolments_of(&s, &s.f[2], "enrolled");
	registers(&s, *state);

	assert_int_equal(bill_of(&s, &s.f[0]), 0);
	assert_int_equal(bill_of(&s, &s.f[1]), 10000);
	assert_int_equal(bill_of(&s, &s.f[2]), 10000);
	kit_web_login(&s.b, &s.h.leader);
	page(&s, "/school/registers");
	page(&s, "/school/registers/export.xlsx");
	guaranteed(&s);
	kit_web_close(&s.b);
	assert_true(str_i64(str_of(s.course), &course.v));
	assert_ok(store_read_begin(c));
	assert_ok(q_story_participants(c, S("care"), &children));
	assert_ok(q_story_billed(c, &billed));
	assert_ok(q_story_enrolled(c, course, &in_course));
	store_read_end(c);
	assert_int_equal(children, FAMILIES);
	assert_int_equal(billed, 20000);
	assert_int_equal(in_course, 2);
	holds(&s);
}

int main(void)
{
	static const struct kit_fact facts[] = {KIT_FACT(a_school_goes_through_its_term)};

	return KIT_FACTS_RUN("story", facts);
}
