#include "policy/value.h"

struct str rule_error_text(struct arena *a, enum lang lang, const struct rule_error *e)
{
	struct str args[] = {
		str_printf(a, "%.*s:%d:%d", STR_FMT(e->file), e->line, e->column),
		e->found,
		e->expected,
		e->nearest,
	};
	struct str said = text_fill(a, lang, e->what, args, 4);

	if (!str_some(e->nearest))
		return said;
	return str_join(a, (struct str[]){said, text_fill(a, lang, T_policy_file_nearest, args, 4)},
	                2, S(" "));
}

/* What the file is being read into. */
struct reader {
	struct lines l;
	struct rule_set *set;
	struct rule *rule;      /* whose attributes come now */
	struct rule_case *work; /* or this */
	const struct rule_case **case_end;
	const struct rule_given **given_end, **expect_end;
};

static bool no_memory(struct reader *r)
{
	return lines_wrong_at(&r->l, r->l.line.number, T_policy_file_too_large, S(""), S(""));
}

/* --- the head: one document ------------------------------------------------------------------ */

static const char *const HEAD[] = {"ruleset", "title", "number",    "issuer", "level",
                                   "issued",  "under", "effective", "param",  "case"};
static const char *const LEVELS[] = {"nation", "province", "city", "county", "school"};
#define LIST(array) ((struct words){(array), sizeof(array) / sizeof *(array)})

static bool head_text(struct reader *r, bool may_be_none, struct str *slot)
{
	const struct word *w = r->l.line.word;

	if (slot->p != NULL)
		return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	if (may_be_none && r->l.line.n > 1 && str_is(w[1].text, "none"))
		*slot = S("");
	else if (r->l.line.n > 1 && w[1].quoted && w[1].text.n > 0)
		*slot = w[1].text;
	else
		return lines_wrong(&r->l, 1, T_policy_file_value,
		                   may_be_none ? S("\"…\" | none") : S("\"…\""), STR_NONE);
	return lines_only(&r->l, 2);
}

static bool head_word(struct reader *r, struct words allowed, struct str *slot)
{
	struct str word = r->l.line.n > 1 ? r->l.line.word[1].text : S("");
	size_t i;

	if (slot->p != NULL)
		return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	if (!words_index(allowed, word, &i))
		return lines_wrong(&r->l, 1, T_policy_file_value, words_text(r->l.arena, allowed),
		                   words_nearest(allowed, word));
	*slot = word;
	return lines_only(&r->l, 2);
}

/* RS0, LA-2026-1: capital letters, digits and hyphens. */
static bool head_id(struct reader *r, struct str *slot)
{
	struct str id = r->l.line.n > 1 ? r->l.line.word[1].text : S("");

	if (slot->p != NULL)
		return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];

		if (!(c >= 'A' && c <= 'Z') && (i == 0 || (!(c >= '0' && c <= '9') && c != '-')))
			return lines_wrong(&r->l, 1, T_policy_file_value, S("A-Z 0-9 -"), STR_NONE);
	}
	if (id.n == 0)
		return lines_wrong(&r->l, 1, T_policy_file_missing, S("RS0"), STR_NONE);
	*slot = id;
	return lines_only(&r->l, 2);
}

/* A day, a month or a year: many documents are known by less than the day. */
static bool head_issued(struct reader *r)
{
	struct str s = r->l.line.n > 1 ? r->l.line.word[1].text : S("");
	struct str day = s.n == 4   ? str_printf(r->l.arena, "%.*s-01-01", STR_FMT(s))
	                 : s.n == 7 ? str_printf(r->l.arena, "%.*s-01", STR_FMT(s))
	                            : s;
	struct date d;

	if (r->set->issued.p != NULL)
		return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	if (!date_parse(day, &d))
		return lines_wrong(&r->l, 1, T_policy_file_value, S("2021-11-18 | 2021-11 | 2021"),
		                   STR_NONE);
	r->set->issued = s;
	return lines_only(&r->l, 2);
}

static bool head_effective(struct reader *r)
{
	const struct line *line = &r->l.line;

	if (date_some(r->set->from))
		return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	if (!value_date(&r->l, 1, &r->set->from))
		return false;
	if (line->n < 3 || !str_is(line->word[2].text, ".."))
		return lines_wrong(&r->l, 2, T_policy_file_value, S(".."), STR_NONE);
	if (line->n > 3 && str_is(line->word[3].text, "open"))
		return lines_only(&r->l, 4);
	if (line->n < 4 || !date_parse(line->word[3].text, &r->set->to))
		return lines_wrong(&r->l, 3, T_policy_file_value, S("2022-08-31 | open"), STR_NONE);
	if (r->set->to.day < r->set->from.day)
		return lines_wrong(&r->l, 3, T_policy_file_order, line->word[1].text, STR_NONE);
	return lines_only(&r->l, 4);
}

/* --- parameters and cases -------------------------------------------------------------------- */

static bool param_begin(struct reader *r)
{
	struct rule *rule = NEW(r->l.arena, struct rule);
	struct str name = r->l.line.n > 1 ? r->l.line.word[1].text : S("");
	enum param p;

	if (rule == NULL)
		return no_memory(r);
	if (!param_parse(name, &p))
		return lines_wrong(&r->l, 1, T_policy_file_unknown, S("param"),
		                   param_nearest(name));
	if (!value_read(&r->l, 2, &PARAMS[p], &rule->value))
		return false;
	rule->param = p;
	rule->set = r->set;
	rule->line = r->l.line.number;
	rule->next = r->set->rules[p];
	r->set->rules[p] = rule;
	r->set->n_rules++;
	r->rule = rule;
	r->work = NULL;
	return true;
}

static bool param_where(struct reader *r)
{
	static const char *const dims[] = {"stage", "area", "season"};
	static const char *const stages[] = {"primary", "junior", "senior"};
	static const char *const areas[] = {"urban", "rural"};
	static const char *const seasons[] = {"summer", "winter"};
	static const struct words values[] = {{stages, 3}, {areas, 2}, {seasons, 2}};
	const struct line *line = &r->l.line;
	struct str dim = line->n > 1 ? line->word[1].text : S("");
	struct str value = line->n > 2 ? line->word[2].text : S("");
	struct rule_where *where = &r->rule->where;
	size_t d, v;

	if (!words_index(LIST(dims), dim, &d))
		return lines_wrong(&r->l, 1, T_policy_file_value,
		                   words_text(r->l.arena, LIST(dims)),
		                   words_nearest(LIST(dims), dim));
	if (!words_index(values[d], value, &v))
		return lines_wrong(&r->l, 2, T_policy_file_value, words_text(r->l.arena, values[d]),
		                   words_nearest(values[d], value));
	if ((d == 0 && where->stage) || (d == 1 && where->area) || (d == 2 && where->season))
		return lines_wrong(&r->l, 1, T_policy_file_twice, S(""), STR_NONE);
	if (d == 0)
		where->stage = (enum stage)(v + 1);
	else if (d == 1)
		where->area = (enum area)(v + 1);
	else
		where->season = (enum season)(v + 1);
	return lines_only(&r->l, 3);
}

static bool param_attribute(struct reader *r)
{
	static const char *const names[] = {"clause", "requirement", "when"};
	const struct line *line = &r->l.line;
	struct str name = line->word[0].text;
	int64_t n;

	if (str_is(name, "clause"))
		return head_text(r, false, &r->rule->clause);
	if (str_is(name, "when"))
		return param_where(r);
	if (!str_is(name, "requirement"))
		return lines_wrong(&r->l, 0, T_policy_file_unknown,
		                   words_text(r->l.arena, LIST(names)),
		                   words_nearest(LIST(names), name));
	if (r->rule->requirement.p != NULL)
		return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	if (line->n < 2 || !str_starts(line->word[1].text, S("R")) ||
	    !str_i64(str_sub(line->word[1].text, 1, SIZE_MAX), &n) || n < 1)
		return lines_wrong(&r->l, 1, T_policy_file_value, S("R34"), STR_NONE);
	r->rule->requirement = line->word[1].text;
	return lines_only(&r->l, 2);
}

static bool case_begin(struct reader *r)
{
	struct rule_case *work = NEW(r->l.arena, struct rule_case);
	const struct line *line = &r->l.line;

	if (work == NULL)
		return no_memory(r);
	if (line->n < 2)
		return lines_wrong(&r->l, 1, T_policy_file_missing, S("cap"), STR_NONE);
	if (line->n < 3 || !line->word[2].quoted)
		return lines_wrong(&r->l, 2, T_policy_file_value, S("\"…\""), STR_NONE);
	work->decision = line->word[1].text;
	work->name = line->word[2].text;
	work->line = line->number;
	*r->case_end = work;
	r->case_end = &work->next;
	r->given_end = &work->given;
	r->expect_end = &work->expect;
	r->set->n_cases++;
	r->work = work;
	r->rule = NULL;
	return lines_only(&r->l, 3);
}

static bool case_attribute(struct reader *r)
{
	static const char *const names[] = {"given", "expect"};
	const struct line *line = &r->l.line;
	struct rule_given *g = NEW(r->l.arena, struct rule_given);
	bool given = str_is(line->word[0].text, "given");

	if (g == NULL)
		return no_memory(r);
	if (!given && !str_is(line->word[0].text, "expect"))
		return lines_wrong(&r->l, 0, T_policy_file_unknown,
		                   words_text(r->l.arena, LIST(names)),
		                   words_nearest(LIST(names), line->word[0].text));
	if (line->n < 3)
		return lines_wrong(&r->l, line->n, T_policy_file_missing, S("price 0.01"),
		                   STR_NONE);
	g->name = line->word[1].text;
	g->value = line->word[2].text;
	g->line = line->number;
	if (given) {
		*r->given_end = g;
		r->given_end = &g->next;
	} else {
		*r->expect_end = g;
		r->expect_end = &g->next;
	}
	return lines_only(&r->l, 3);
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool head_line(struct reader *r)
{
	struct str name = r->l.line.word[0].text;
	struct rule_set *s = r->set;

	r->rule = NULL;
	r->work = NULL;
	if (str_is(name, "ruleset"))
		return head_id(r, &s->id);
	if (s->id.p == NULL)
		return lines_wrong(&r->l, 0, T_policy_file_value, S("ruleset"), STR_NONE);
	if (str_is(name, "title"))
		return head_text(r, false, &s->title);
	if (str_is(name, "number"))
		return head_text(r, true, &s->number);
	if (str_is(name, "issuer"))
		return head_text(r, false, &s->issuer);
	if (str_is(name, "level"))
		return head_word(r, LIST(LEVELS), &s->level);
	if (str_is(name, "issued"))
		return head_issued(r);
	if (str_is(name, "effective"))
		return head_effective(r);
	if (str_is(name, "under"))
		return head_id(r, &s->under);
	if (str_is(name, "param"))
		return param_begin(r);
	if (str_is(name, "case"))
		return case_begin(r);
	return lines_wrong(&r->l, 0, T_policy_file_unknown, words_text(r->l.arena, LIST(HEAD)),
	                   words_nearest(LIST(HEAD), name));
}

/* R1: no rule without its source. */
static bool head_check(struct reader *r)
{
	const struct rule_set *s = r->set;
	const struct {
		const char *name;
		bool there;
	} needed[] = {
		{"ruleset", s->id.p},
		{"title", s->title.p},
		{"number", s->number.p},
		{"issuer", s->issuer.p},
		{"level", s->level.p},
		{"issued", s->issued.p},
		{"effective", date_some(s->from)},
	};

	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
		if (!needed[i].there)
			return lines_wrong_at(&r->l, r->l.line.number, T_policy_file_missing, S(""),
			                      str_of(needed[i].name));
	}
	return true;
}

static int where_count(struct rule_where w)
{
	return (w.stage != 0) + (w.area != 0) + (w.season != 0);
}

/* Two rules of one parameter that could both be the most exact answer to one question. */
static bool ambiguous(const struct rule *a, const struct rule *b)
{
	const struct rule_where v = a->where, w = b->where;

	return where_count(v) == where_count(w) && !(v.stage && w.stage && v.stage != w.stage) &&
	       !(v.area && w.area && v.area != w.area) &&
	       !(v.season && w.season && v.season != w.season);
}

static bool rules_check(struct reader *r)
{
	for (int p = 0; p < PARAM_COUNT; p++) {
		for (const struct rule *a = r->set->rules[p]; a != NULL; a = a->next) {
			struct str name = str_of(PARAMS[p].name);

			if (a->clause.p == NULL)
				return lines_wrong_at(&r->l, a->line, T_policy_file_missing, name,
				                      S("clause"));
			if (a->requirement.p == NULL)
				return lines_wrong_at(&r->l, a->line, T_policy_file_missing, name,
				                      S("requirement"));
			for (const struct rule *b = a->next; b != NULL; b = b->next) {
				if (ambiguous(a, b))
					return lines_wrong_at(&r->l, a->line, T_policy_file_twice,
					                      name, S(""));
			}
		}
	}
	return true;
}

static bool body(struct reader *r)
{
	bool more;

	for (;;) {
		if (!lines_next(&r->l, &more))
			return false;
		if (!more)
			return head_check(r) && rules_check(r);
		if (!r->l.line.indented) {
			if (!head_line(r))
				return false;
		} else if (r->rule != NULL) {
			if (!param_attribute(r))
				return false;
		} else if (r->work != NULL) {
			if (!case_attribute(r))
				return false;
		} else {
			return lines_wrong(&r->l, 0, T_policy_file_unknown, S("param | case"),
			                   STR_NONE);
		}
	}
}

bool rule_set_read(struct arena *a, struct str file, struct str text, struct rule_set **ret_set,
                   struct rule_error *ret_e)
{
	struct rule_error error = {
		.file = file, .line = 1, .column = 1, .what = T_policy_file_too_large};
	struct reader r = {.set = NEW(a, struct rule_set)};

	if (r.set == NULL) {
		*ret_e = error;
		return false;
	}
	r.set->file = file;
	r.set->from = r.set->to = DATE_NONE;
	r.case_end = &r.set->cases;
	if (!lines_open(&r.l, a, file, text, &error) || !body(&r)) {
		*ret_e = error;
		return false;
	}
	r.set->document = r.set->number.n > 0 ? str_printf(a, "%.*s(%.*s)", STR_FMT(r.set->title),
	                                                   STR_FMT(r.set->number))
	                                      : r.set->title;
	*ret_set = r.set;
	return true;
}
