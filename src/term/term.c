#include "term/term.h"

#include "people/county.h"
#include "people/reach.h"
#include "term/term.sql.h"

enum { NAME_MAX_CHARS = 60, TERM_DAYS_MAX = 366 };

static struct term term_from(const struct q_term_row_row *r)
{
	return (struct term){r->id, r->county, r->code, r->name, r->first_day, r->last_day};
}

enum err term_load(struct ctx *c, term_id id, struct term *ret_t)
{
	struct q_term_row_row row = {0};
	bool found = false;

	TRY(q_term_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	*ret_t = term_from(&row);
	return OK;
}

enum err term_get(struct ctx *c, term_id id, struct term *ret_t)
{
	struct term t = {.name = STR_NONE};

	TRY(term_load(c, id, &t));
	if (!reach_county(c, t.county))
		return absent(c);
	*ret_t = t;
	return OK;
}

enum err term_current(struct ctx *c, county_id county, struct term *ret_t, bool *ret_found)
{
	struct q_term_row_row row = {0};
	bool found = false;

	TRY(q_term_now(c, county, ctx_today(c), &row, &found));
	if (found)
		*ret_t = term_from(&row);
	*ret_found = found;
	return OK;
}

enum err term_asked(struct ctx *c, county_id county, term_id asked, struct term *ret_t,
                    bool *ret_found)
{
	struct term t = {.name = STR_NONE};

	if (asked.v == 0)
		return term_current(c, county, ret_t, ret_found);
	TRY(term_get(c, asked, &t));
	if (t.county.v != county.v)
		return absent(c);
	*ret_t = t;
	*ret_found = true;
	return OK;
}

enum err term_find(struct ctx *c, county_id county, struct str code, struct term *ret_t,
                   bool *ret_found)
{
	struct q_term_row_row row = {0};
	bool found = false;

	TRY(q_term_by_code(c, county, code, &row, &found));
	if (found)
		*ret_t = term_from(&row);
	*ret_found = found;
	return OK;
}

enum err term_list(struct ctx *c, county_id county, struct term **ret_v, size_t *ret_n)
{
	struct q_term_row_row *row;
	size_t n;

	if (!reach_county(c, county))
		return absent(c);
	TRY(q_term_rows(c, county, &row, &n));
	struct term *v = NEW_N(c->arena, n, struct term);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = term_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* 2026-1 */
static bool code_read(struct str code, int64_t *ret_year, bool *ret_second)
{
	if (code.n != 6 || code.p[4] != '-' || (code.p[5] != '1' && code.p[5] != '2') ||
	    !str_i64(str_sub(code, 0, 4), ret_year) || *ret_year < 2000)
		return false;
	*ret_second = code.p[5] == '2';
	return true;
}

static enum err term_new_read(struct ctx *c, const struct term_new *in, struct term *t)
{
	int64_t year = 0;
	bool second = false;

	TRY(said_text(c, S("code"), in->code, 10, &t->code));
	if (!code_read(t->code, &year, &second))
		return fault_input(c, NULL, S("code"), t->code, S("2026-1, 2026-2"));
	if (str_some(in->name))
		TRY(said_text(c, S("name"), in->name, NAME_MAX_CHARS, &t->name));
	else
		t->name = str_printf(c->arena, "%lld-%lld学年第%s学期", (long long)year,
		                     (long long)year + 1, second ? "二" : "一");
	if (!date_some(in->first_day))
		return fault_input(c, "missing_field", S("first_day"), STR_NONE, STR_NONE);
	if (!date_some(in->last_day))
		return fault_input(c, "missing_field", S("last_day"), STR_NONE, STR_NONE);
	if (in->last_day.day <= in->first_day.day ||
	    in->last_day.day - in->first_day.day > TERM_DAYS_MAX)
		return fault_input(c, NULL, S("last_day"), date_text(c->arena, in->last_day),
		                   STR_NONE);
	t->first_day = in->first_day;
	t->last_day = in->last_day;
	return OK;
}

static enum err term_add_run(struct ctx *c, void *arg)
{
	struct term_new *a = arg;
	struct term t = {.id = {env_next_id(c->env)},
	                 .county = a->county.v ? a->county : c->actor.county};
	struct county county;
	struct str other;
	bool overlaps = false;
	int64_t made;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(county_get(c, t.county, &county));
	TRY(term_new_read(c, a, &t));
	TRY(q_term_insert(c, t.id, t.county, t.code, t.name, t.first_day, t.last_day, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "term_exists", &(struct fault){.found = t.code});
	TRY(q_term_overlap(c, t.county, t.code, t.first_day, t.last_day, &other, &overlaps));
	if (overlaps)
		return fault_set(c, E_CONFLICT, "term_overlap", &(struct fault){.found = other});
	a->result = t.id;
	return audit_put(c, "added", "term", t.id.v, t.county,
	                 str_printf(c->arena, "{\"code\":\"%.*s\"}", STR_FMT(t.code)));
}
const struct verb term_add_verb = {"term.add", term_add_run};
