/* Recorded decisions as rule files: one for each set that asked and each span in which the same
 * answers hold. */
#include "rulebook/block.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"

static void quoted(struct ctx *c, struct out *o, struct str s)
{
	out_put(o, text_quoted(c->arena, s));
}

static void day(struct ctx *c, struct out *o, struct date d)
{
	out_put(o, date_text(c->arena, d));
}

/* Does the book know the question and this answer? A later edition may have dropped it: what was
 * decided then decides nothing more. */
static bool asked(const struct policy_book *b, const struct q_decision_rows_row *row)
{
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		if (!str_eq(s->id, row->ruleset))
			continue;
		for (const struct rule *q = s->rules[RULE_OPEN]; q; q = q->next) {
			const struct rule_value *v = q->field[FIELD_CHOICES];

			for (size_t i = 0; str_eq(q->id, row->question) && v && i < v->n_texts; i++)
				if (str_eq(v->texts[i], row->answer))
					return true;
		}
	}
	return false;
}

/* Decisions of one set, in order of their first day. */
struct run {
	const struct q_decision_rows_row *v;
	size_t n;
};

/* The answer that holds on a day; each question has one. */
static bool holds_on(const struct run *r, size_t i, struct date on)
{
	if (r->v[i].starts.day > on.day)
		return false;
	for (size_t k = i + 1; k < r->n; k++)
		if (r->v[k].starts.day <= on.day && str_eq(r->v[k].question, r->v[i].question))
			return false;
	return true;
}

static void statement(struct ctx *c, struct out *o, const struct q_decision_rows_row *row)
{
	out_printf(o, "\nsettle %.*s %.*s\n  decided by ", STR_FMT(row->question),
	           STR_FMT(row->answer));
	quoted(c, o, row->decided_by);
	out_put(o, S(" on "));
	day(c, o, row->decided);
	out_put(o, S(" why "));
	quoted(c, o, row->why);
	out_put(o, S("\n  requirement R1\n"));
}

static void head(struct ctx *c, struct out *o, const struct policy_book *b,
                 const struct q_public_county_row *k, const struct run *r, struct date from,
                 struct date to)
{
	struct str ruleset = r->v[0].ruleset;
	struct date known = r->v[0].known;

	for (size_t i = 1; i < r->n; i++)
		if (r->v[i].known.day < known.day)
			known = r->v[i].known;
	out_printf(o, "ruleset DECISIONS-%.*s\ntitle ", STR_FMT(ruleset));
	quoted(c, o,
	       text_fill(c->arena, LANG_ZH, T_rulebook_decisions_title,
	                 (struct str[]){k->name, book_title(b, ruleset)}, 2));
	out_put(o, S("\nnumber none\nissuer "));
	quoted(c, o, k->name);
	out_printf(o, "\nlevel county\nplace %.*s\nunder %.*s\nissued ", STR_FMT(k->code),
	           STR_FMT(ruleset));
	day(c, o, known);
	out_put(o, S("\nknown "));
	day(c, o, known);
	out_put(o, S("\neffective "));
	day(c, o, from);
	out_put(o, S(" .. "));
	out_put(o, date_some(to) ? date_text(c->arena, to) : S("open"));
	out_c(o, '\n');
}

static enum err span_add(struct ctx *c, struct policy_book *b, const struct q_public_county_row *k,
                         const struct run *r, struct date from, struct date to)
{
	struct rule_error wrong;
	struct out o;
	bool good;

	out_init(&o, RULE_FILE_MAX);
	head(c, &o, b, k, r, from, to);
	for (size_t i = 0; i < r->n; i++)
		if (holds_on(r, i, from))
			statement(c, &o, &r->v[i]);
	good = !o.broken && policy_book_add(b, S("decisions"), out_str(&o), &wrong);
	out_free(&o);
	return good ? OK : fault_broken(c, "recorded decisions do not make a rule set");
}

/* From each first day to the day before the next one. */
static enum err run_add(struct ctx *c, struct policy_book *b, const struct q_public_county_row *k,
                        const struct run *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct date to = DATE_NONE;

		if (i > 0 && r->v[i].starts.day == r->v[i - 1].starts.day)
			continue;
		for (size_t n = i + 1; n < r->n && !date_some(to); n++)
			if (r->v[n].starts.day > r->v[i].starts.day)
				to = (struct date){r->v[n].starts.day - 1};
		TRY(span_add(c, b, k, r, r->v[i].starts, to));
	}
	return OK;
}

enum err decisions_add(struct ctx *c, county_id county, struct instant at, struct policy_book *book)
{
	struct q_decision_rows_row *row;
	struct q_public_county_row k;
	size_t n, m = 0;
	bool found = false;

	TRY(q_decision_rows(c, county, at, &row, &n));
	for (size_t i = 0; i < n; i++)
		if (asked(book, &row[i]))
			row[m++] = row[i];
	if (m == 0)
		return OK;
	TRY(q_public_county(c, county, &k, &found));
	for (size_t i = 0; found && i < m;) {
		struct run r = {row + i, 0};

		while (i + r.n < m && str_eq(row[i + r.n].ruleset, row[i].ruleset))
			r.n++;
		TRY(run_add(c, book, &k, &r));
		i += r.n;
	}
	return OK;
}
