/* Taking back: the reversed line, never a changed one. And reading a bill. */
#include "money/bill.h"

#include "money/bill.sql.h"
#include "money/internal.h"
#include "people/reach.h"
#include "store/store.h"

static enum ledger_account income_of(struct str item, struct str kind)
{
	if (str_is(item, "consumables"))
		return LEDGER_CONSUMABLES;
	if (item_borne(item))
		return LEDGER_PAYER_RECEIVABLE;
	return str_is(kind, "care") ? LEDGER_CARE : LEDGER_COURSE;
}

static void lower(struct raise_by *by, struct str item, struct str kind, struct money back)
{
	if (str_is(item, "consumables"))
		by->consumables.fen += back.fen;
	else if (item_borne(item))
		by->other.fen += back.fen;
	else if (str_is(kind, "care"))
		by->care.fen += back.fen;
	else if (str_is(kind, "course"))
		by->course.fen += back.fen;
	else
		by->other.fen += back.fen;
}

enum err lines_take_back(struct ctx *c, bill_id bill, enrolment_id enrolment, struct raise_by *by,
                         struct money *ret_sum, size_t *ret_n)
{
	struct q_bill_lines_standing_row *row;
	size_t n;

	TRY(q_bill_lines_standing(c, bill, enrolment, &row, &n));
	for (size_t i = 0; i < n; i++) {
		bill_line_id id;
		struct money back = {-row[i].amount.fen};
		struct line_new l = {
			.bill = bill,
			.enrolment = enrolment,
			.offering = row[i].offering,
			.item = str_c(c->arena, row[i].item),
			.income = income_of(row[i].item, row[i].kind),
			.school = row[i].school,
			.amount = back,
			.formula = row[i].formula,
			.requirement = row[i].requirement,
			.document = row[i].document,
			.statement = row[i].statement,
			.payer = row[i].payer,
			.reverses = row[i].id,
		};

		lower(by, row[i].item, row[i].kind, back);
		if (!money_add(*ret_sum, row[i].amount, ret_sum))
			return fault_broken(c, "bill overflow");
		TRY(bill_line_put(c, row[i].county, &l, &id));
	}
	*ret_n = n;
	return OK;
}

enum err bill_reverse(struct ctx *c, const struct charge_back *what, struct money *ret_taken_back)
{
	struct raise_by by = {.self_bought = {-what->self_bought.fen}};
	struct money sum = FEN(0);
	struct bill_totals t;
	size_t n;

	*ret_taken_back = sum;
	TRY(bill_totals_get(c, what->pupil, what->term, &t));
	if (!t.bill.v)
		return OK;
	TRY(lines_take_back(c, t.bill, what->enrolment, &by, &sum, &n));
	if (n > 0 && t.collected)
		return fault_set(c, E_REFUSED, "already_collected_this_term", NULL);
	if (n > 0 || what->self_bought.fen != 0)
		TRY(bill_move(c, &t, &by));
	*ret_taken_back = sum;
	return OK;
}

enum err bill_self_back(struct ctx *c, const struct charge_back *what)
{
	struct raise_by by = {.self_bought = {-what->self_bought.fen}};
	struct bill_totals t;

	TRY(bill_totals_get(c, what->pupil, what->term, &t));
	return t.bill.v && what->self_bought.fen != 0 ? bill_move(c, &t, &by) : OK;
}

enum err bill_hold(struct ctx *c, bill_id bill)
{
	return q_bill_hold(c, bill, NULL);
}

enum err bill_hold_of(struct ctx *c, pupil_id pupil, term_id term)
{
	return q_bill_hold_of(c, pupil, term, NULL);
}

enum err bill_collect(struct ctx *c, bill_id bill, bool collected)
{
	return q_bill_collect(c, bill, collected ? S("collected") : S("open"), NULL);
}

enum err bill_lines(struct ctx *c, bill_id bill, struct bill_line **ret_v, size_t *ret_n)
{
	struct q_bill_lines_row *row;
	struct bill_line *v;
	size_t n;

	TRY(q_bill_lines(c, bill, &row, &n));
	v = NEW_N(c->arena, n, struct bill_line);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct bill_line){
			.id = row[i].id,
			.enrolment = row[i].enrolment,
			.offering = row[i].offering,
			.title = row[i].title,
			.item = row[i].item,
			.amount = row[i].amount,
			.formula = formula_in(c->lang, row[i].formula),
			.requirement = row[i].requirement,
			.document = row[i].document,
			.at = row[i].at,
			.decided = row[i].decided,
			.statement = row[i].statement,
			.payer = row[i].payer,
			.reversal = row[i].reverses.v != 0,
		};
		if (!kind_parse(row[i].kind, &v[i].kind))
			return fault_broken(c, "kind of an offering");
		for (size_t k = 0; v[i].reversal && k < i; k++)
			v[k].undone |= v[k].id.v == row[i].reverses.v;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static bool owner_in_reach(const struct ctx *c, const struct bill_owner *b)
{
	if (actor_in(&c->actor, ROLES_OF_BILLS))
		return reach_school(c, b->county, b->school);
	return b->school.v == b->pupil.school.v || c->actor.role == ROLE_GUARDIAN;
}

enum err bill_reach(struct ctx *c, pupil_id pupil, term_id term, struct bill_owner *ret_b)
{
	struct bill_owner b = {.bill = {0}};
	struct bill_totals t;

	if (actor_in(&c->actor, ROLES_OF_BILLS))
		TRY(pupil_load(c, pupil, &b.pupil));
	else
		TRY(pupil_get(c, pupil, &b.pupil));
	TRY(bill_totals_get(c, pupil, term, &t));
	b.bill = t.bill;
	b.collected = t.collected;
	b.county = b.pupil.county;
	b.school = t.bill.v ? t.school : b.pupil.school;
	if (!owner_in_reach(c, &b))
		return out_of_reach(c, "pupil", pupil.v);
	*ret_b = b;
	return OK;
}

enum err bill_get(struct ctx *c, pupil_id pupil, term_id term, struct bill *ret_b,
                  struct bill_line **ret_lines, size_t *ret_n, bool *ret_found)
{
	struct bill_owner owner;
	struct bill_totals t;

	TRY(bill_reach(c, pupil, term, &owner));
	TRY(bill_totals_get(c, pupil, term, &t));
	*ret_found = t.bill.v != 0;
	if (!*ret_found)
		return OK;
	TRY(bill_lines(c, t.bill, ret_lines, ret_n));
	*ret_b = (struct bill){t.bill, pupil, term, t.collected, t.total};
	return OK;
}
