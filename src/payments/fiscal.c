#include "payments/fiscal.h"

#include "payments/fiscal.sql.h"
#include "people/import_in.h"
#include "people/reach.h"

enum { NUMBER, CODE, FISCAL, CHECK, WORD, COLUMNS };
enum { ISSUED, BACK };

static const enum text_id WORDS[] = {T_fiscal_issue, T_fiscal_back, TEXT_NONE};
static const struct import_column COLUMN[COLUMNS] = {
	[NUMBER] = {"number", .title = T_fiscal_col_receipt, .example = T_fiscal_col_receipt_ex,
                    .note = T_fiscal_col_receipt_note, .required = true},
	[CODE] = {"code", .title = T_fiscal_col_code, .example = T_fiscal_col_code_ex,
                  .required = true},
	[FISCAL] = {"fiscal_number", .title = T_fiscal_col_number,
                    .example = T_fiscal_col_number_ex, .required = true},
	[CHECK] = {"check", .title = T_fiscal_col_check, .example = T_fiscal_col_check_ex,
                   .required = true},
	[WORD] = {"kind", .title = T_fiscal_col_kind, .note = T_fiscal_col_kind_note,
                  .choices = WORDS},
};

/* --- going out ---------------------------------------------------------------------------------
 */

enum err fiscal_lines(struct ctx *c, school_id school, term_id term, struct fiscal_line **ret_v,
                      size_t *ret_n)
{
	struct q_fiscal_lines_row *row;
	struct fiscal_line *v;
	struct school s;
	struct str why;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(school_get(c, school, &s));
	why = str_printf(c->arena, "receipts of school %lld", (long long)school.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_fiscal_lines(c, school, term, &row, &n));
	v = NEW_N(c->arena, n + 1, struct fiscal_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct fiscal_line){row[i].number,   row[i].back, instant_date(row[i].at),
		                            row[i].amount,   row[i].name, row[i].code,
		                            row[i].of_number};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err export_run(struct ctx *c, void *arg)
{
	struct fiscal_export *a = arg;
	int64_t marked;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(q_fiscal_exported(c, c->actor.school, a->term, FISCAL_MANY, &marked));
	a->left = marked == FISCAL_MANY;
	if (marked == 0)
		return OK;
	return audit_put(c, "fiscal_exported", "school", c->actor.school.v, c->actor.county,
	                 str_printf(c->arena, "{\"receipts\":%lld}", (long long)marked));
}
const struct verb fiscal_export_verb = {"payments.fiscal_export", export_run};

/* --- coming back -------------------------------------------------------------------------------
 */

static enum err begin(struct ctx *c, const struct import_place *p, void **ret_state)
{
	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	return import_school_begin(c, p, ret_state);
}

/* Digits and letters, as all of them are. */
static bool plain(struct str s, size_t least, size_t most)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		      (s.p[i] >= 'a' && s.p[i] <= 'z')))
			return false;
	return s.n >= least && s.n <= most;
}

struct answer_row {
	struct q_fiscal_of_row was;
	bool back;
	const char *to; /* the state it comes to */
	struct str code, number, check, red;
};

static bool differs(const struct answer_row *a, const struct import_row *row)
{
	return !str_eq(a->was.code, row->value[CODE]) ||
	       !str_eq(a->was.fiscal_number, row->value[FISCAL]) ||
	       !str_eq(a->was.check_code, row->value[CHECK]);
}

/* An answer to what was handed over: NEW, SAME, or what is wrong with it. */
static void judge_issued(struct import_row *row, struct answer_row *a)
{
	bool known = str_some(a->was.fiscal_number);

	if (str_is(a->was.state, "none"))
		import_bad(row, NUMBER, "receipt_not_exported", STR_NONE);
	else if (known && differs(a, row))
		import_bad(row, FISCAL, "receipt_fiscal_differs", a->was.fiscal_number);
	else
		row->verdict = known ? IMPORT_SAME : IMPORT_CHANGED;
	a->code = row->value[CODE];
	a->number = row->value[FISCAL];
	a->check = row->value[CHECK];
	a->red = a->was.back;
	/* One that was reversed in the meantime still has to be taken back there. */
	a->to = str_is(a->was.state, "exported") ? "issued" : "to_reverse";
}

static void judge_back(struct ctx *c, struct import_row *row, struct answer_row *a)
{
	struct str red = str_printf(c->arena, "%.*s %.*s", STR_FMT(row->value[CODE]),
	                            STR_FMT(row->value[FISCAL]));

	if (str_is(a->was.state, "reversed") && str_eq(a->was.back, red))
		row->verdict = IMPORT_SAME;
	else if (str_is(a->was.state, "reversed"))
		import_bad(row, FISCAL, "receipt_fiscal_differs", a->was.back);
	else if (!str_is(a->was.state, "to_reverse"))
		import_bad(row, WORD, "receipt_not_reversed", STR_NONE);
	else
		row->verdict = IMPORT_CHANGED;
	a->code = a->was.code;
	a->number = a->was.fiscal_number;
	a->check = a->was.check_code;
	a->red = red;
	a->to = "reversed";
}

static enum err row_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                         struct answer_row *a)
{
	bool found = false;
	size_t word = ISSUED;
	receipt_id other;

	if (!str_some(row->value[NUMBER]))
		return OK;
	if (str_some(row->value[WORD]) &&
	    !import_choice(c, &COLUMN[WORD], row->value[WORD], &word)) {
		import_bad(row, WORD, "import_choice", text(c->lang, T_fiscal_back));
		return OK;
	}
	a->back = word == BACK;
	row->key = str_printf(c->arena, "%zu %.*s", word, STR_FMT(row->value[NUMBER]));
	row->key_column = NUMBER;
	TRY(q_fiscal_of(c, s->school.id, row->value[NUMBER], &a->was, &found));
	if (!found)
		import_bad(row, NUMBER, "import_receipt_unknown", STR_NONE);
	if (!plain(row->value[CODE], 4, 20))
		import_bad(row, CODE, "receipt_fiscal_malformed", STR_NONE);
	if (!plain(row->value[FISCAL], 4, 20))
		import_bad(row, FISCAL, "receipt_fiscal_malformed", STR_NONE);
	if (!plain(row->value[CHECK], 4, 32))
		import_bad(row, CHECK, "receipt_fiscal_malformed", STR_NONE);
	if (row->problem_n > 0)
		return OK;
	TRY(q_fiscal_known(c, s->school.county, row->value[CODE], row->value[FISCAL], &other,
	                   &found));
	if (found && (a->back || other.v != a->was.id.v)) {
		import_bad(row, FISCAL, "receipt_fiscal_taken", STR_NONE);
		return OK;
	}
	if (a->back)
		judge_back(c, row, a);
	else
		judge_issued(row, a);
	return OK;
}

static enum err check(struct ctx *c, void *state, struct import_row *row)
{
	struct answer_row a = {0};

	return row_read(c, state, row, &a);
}

static struct str json_of(struct ctx *c, const struct q_fiscal_of_row *was)
{
	return str_printf(c->arena, "{\"state\":\"%.*s\",\"known\":%s}", STR_FMT(was->state),
	                  str_some(was->fiscal_number) ? "true" : "false");
}

static enum err apply_one(struct ctx *c, const struct import_school *s, struct import_row *row)
{
	struct answer_row a = {0};
	int64_t stored;

	row->problem_n = 0;
	TRY(row_read(c, s, row, &a));
	if (row->problem_n > 0)
		return import_refuse(c, &import_receipts, row);
	row->object = a.was.id.v;
	row->undo = json_of(c, &a.was);
	if (row->verdict == IMPORT_SAME)
		return OK;
	TRY(q_fiscal_put(c, a.was.id, str_of(a.to), a.code, a.number, a.check, a.red, c->now,
	                 a.was.state, &stored));
	if (!stored)
		return E_RETRY;
	return audit_put(c, a.back ? "fiscal_reversed" : "fiscal_issued", "receipt", a.was.id.v,
	                 s->school.county, S("{}"));
}

static enum err apply(struct ctx *c, void *state, struct import_row *row, size_t n,
                      size_t *ret_failed)
{
	for (size_t i = 0; i < n; i++) {
		*ret_failed = i;
		TRY(apply_one(c, state, &row[i]));
	}
	return OK;
}

/* Back to what it was before the answer, while that still is the last thing that happened. */
static enum err undo(struct ctx *c, void *state, struct import_row *row)
{
	const struct import_school *s = state;
	size_t word = ISSUED;
	struct q_fiscal_of_row now;
	int64_t stored;
	bool found;

	if (str_some(row->value[WORD]))
		import_choice(c, &COLUMN[WORD], row->value[WORD], &word);
	TRY(q_fiscal_of(c, s->school.id, row->value[NUMBER], &now, &found));
	if (!found || !(word == BACK ? str_is(now.state, "reversed") : str_is(now.state, "issued")))
		return fault_set(c, E_REFUSED, "import_undo_used", NULL);
	if (word == BACK)
		TRY(q_fiscal_put(c, now.id, S("to_reverse"), now.code, now.fiscal_number,
		                 now.check_code, S(""), c->now, now.state, &stored));
	else
		TRY(q_fiscal_put(c, now.id, S("exported"), S(""), S(""), S(""), S(""), c->now,
		                 now.state, &stored));
	return stored ? audit_put(c, "fiscal_undone", "receipt", now.id.v, s->school.county,
	                          S("{}"))
	              : E_RETRY;
}

const struct import_kind import_receipts = {
	.name = "receipts",
	.title = T_fiscal_title,
	.column = COLUMN,
	.column_n = COLUMNS,
	.begin = begin,
	.check = check,
	.apply = apply,
	.undo = undo,
};

enum err fiscal_take(struct ctx *c, struct str name, struct str bytes, struct import_summary *ret_s)
{
	struct import_place place = {c->actor.county, c->actor.school};

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	return import_run(c, &place, &import_receipts, name, bytes, false, ret_s);
}
