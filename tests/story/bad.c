#include "bad.h"

#include "world.h"

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
			story_anew(c, s);
		arena_reset(s->pass);
		target = story_fill(s, by, OWN, l->path, '{', '}', &any);
		more = story_fill(s, by, OWN, l->send, '<', '>', &any);
		more = str_printf(s->pass, "%.*s&in_no_form=1", STR_FMT(more));
		if (i > 0)
			target = str_printf(s->pass, "%.*s?%s=%%ff", STR_FMT(target),
			                    r->query->fields[i - 1].name);
		before = story_audits(c);
		story_send(s, by, "POST", target, more, &a);
		s->dirty = story_audits(c) != before;
		if (a.status < 400 || a.status >= 500 || s->dirty)
			story_wrong(s, l, role, OWN, s->dirty ? "changes something" : "answers",
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

void a_form_with_a_field_that_no_form_has_is_refused_and_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = story_opened(state);
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
	story_closed(c, s);
}

/* --- queries -----------------------------------------------------------------------------------
 */

/* A value of one field, whatever it is, is taken or refused: never a fault of ours, and what was
 * typed comes back as text. */
static void ask_badly(struct ctx *c, struct story *s, const struct access_line *l,
                      const struct route *r, int role)
{
	static const char *const bad[] = {
		"",
		"-1",
		"99999999999999999999",
		"2026-02-30",
		"%ff",
		"%00",
		"a&b=c",
		"%22%3E%3Cscript%3Ebad%28%29%3C%2Fscript%3E",
		"%27%20OR%201%3D1%20--",
		"%EF%BC%91%EF%BC%92",
	};
	struct caller *by = &s->by[role];
	int64_t before = story_audits(c);
	struct web_answer a;
	bool any = false;
	size_t at;

	for (size_t f = 0; f < r->query->n; f++)
		for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
			struct str path;

			arena_reset(s->pass);
			path = story_fill(s, by, OWN, l->path, '{', '}', &any);
			path = str_printf(s->pass, "%.*s?%s=%s", STR_FMT(path),
			                  r->query->fields[f].name, bad[i]);
			story_send(s, by, "GET", path, S(""), &a);
			if (a.status >= 500 || (str_starts(a.body, S("<!")) &&
			                        str_find(a.body, S("<script>bad"), &at)))
				story_wrong(
					s, l, role, OWN, "answers",
					str_printf(s->pass, "%d to %.*s", a.status, STR_FMT(path)));
		}
	s->dirty = story_audits(c) != before;
	if (s->dirty)
		story_wrong(s, l, role, OWN, "changes something", S(""));
}

void a_query_with_a_bad_value_is_refused_or_answered_and_changes_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct story *s = story_opened(state);
	size_t before = s->sent;

	for (size_t i = 0; i < s->lines; i++) {
		const struct route *r = access_route(&s->line[i]);

		for (int role = 0; r && r->method == M_GET && r->query && role < ROLES; role++)
			if (role != ROLE_SYSTEM && (r->allowed & ROLE_BIT(role)))
				ask_badly(c, s, &s->line[i], r, role);
	}
	print_message("# %zu queries\n", s->sent - before);
	assert_true(s->sent - before > 2000);
	assert_int_equal(s->wrong, 0);
	story_closed(c, s);
}
