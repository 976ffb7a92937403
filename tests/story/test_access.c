/* Every route × every role × {own, same school, other school, other county} against the reviewed
 * table access.csv. What is refused changes nothing; what is answered names nobody the caller may
 * not know. */
#include "bad.h"
#include "forms.h"
#include "schema.h"
#include "told.h"
#include "world.h"
#include "../docs/file.h"
#include "json.h"

#include "main/house.h"
#include "people/roll.h"
#include "story.sql.h"

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
		story_anew(c, s);
	arena_reset(s->pass);
	target = story_fill(s, by, place, l->path, '{', '}', ret_any);
	more = story_fill(s, by, place, l->send, '<', '>', ret_any);
	if (get && more.n)
		target = str_printf(s->pass, "%.*s?%.*s", STR_FMT(target), STR_FMT(more));
	before = story_audits(c);
	read = reads(c);
	story_send(s, by, method_name(r->method), target, get ? S("") : more, &a);
	s->dirty = !get && (a.status < 400 || story_audits(c) != before);
	if (r->scope != SCOPE_PUBLIC && (a.status == 401 || a.status == 403 || a.status == 404) &&
	    story_audits(c) != before)
		story_wrong(s, l, role, (int)place, "refused, and yet it left a trace", S(""));
	if (get && a.status == 200 && role != ROLE_GUARDIAN && of_a_child(l) && reads(c) == read)
		story_wrong(s, l, role, (int)place, "a child's record is read and not noted",
		            S(""));
	if (a.status >= 500)
		story_wrong(s, l, role, (int)place, "broken", str_sub(a.body, 0, 400));
	bad = told_too_much((enum role)role, l->path, readable(c, s, a.body));
	if (bad)
		story_wrong(s, l, role, (int)place, "tells of", str_of(bad));
	bad = api && a.status < 300 ? told_an_id(s, (enum role)role, a.body) : NULL;
	if (bad)
		story_wrong(s, l, role, (int)place, "gives the id of another's", str_of(bad));
	bad = api ? bad_answer(c, s, r, &a) : NULL;
	if (bad)
		story_wrong(s, l, role, (int)place, "answers", str_of(bad));
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

static void every_role_gets_of_every_route_what_the_table_says(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = story_opened(state);

	for (size_t i = 0; i < s->lines; i++) {
		const struct route *r = access_route(&s->line[i]);

		if (r)
			look(c, s, &s->line[i], r);
	}
	print_message("# %zu requests\n", s->sent);
	assert_true(s->sent > s->lines * ROLES);
	assert_int_equal(s->wrong, 0);
	story_closed(c, s);
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
		story_anew(c, s);
	l = got_by(s, r, form, &role);
	if (!l)
		return STR_NONE;
	path = story_fill(s, &s->by[role], OWN, l->path, '{', '}', &any);
	more = story_fill(s, &s->by[role], OWN, l->send, '<', '>', &any);
	if (r->method == M_GET && more.n)
		path = str_printf(s->pass, "%.*s?%.*s", STR_FMT(path), STR_FMT(more));
	s->dirty = r->method != M_GET;
	if (story_send(s, &s->by[role], method_name(r->method), path,
	               r->method == M_GET ? S("") : more, &a) == 200)
		return str_dup(s->pass, a.body);
	print_message("# %.*s: %d\n", STR_FMT(path), a.status);
	++*io_bad;
	return STR_NONE;
}

static void R2_every_list_leaves_as_a_workbook_and_as_text_with_the_same_rows(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = story_opened(state);
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
	story_closed(c, s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(every_role_gets_of_every_route_what_the_table_says),
		KIT_TEST(a_form_with_a_field_that_no_form_has_is_refused_and_changes_nothing),
		KIT_TEST(a_query_with_a_bad_value_is_refused_or_answered_and_changes_nothing),
		KIT_TEST(R2_every_list_leaves_as_a_workbook_and_as_text_with_the_same_rows),
	};

	return KIT_RUN(tests);
}
