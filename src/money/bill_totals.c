/* What has been charged so far, in sums, and singly where a cap on a day or month asks for it. */
#include "money/bill.sql.h"
#include "money/internal.h"
#include "store/store.h"
#include "term/facts.h"

enum text_id bill_item_label(struct str item)
{
	if (str_is(item, "consumables"))
		return T_bill_item_consumables;
	if (str_is(item, "deduct"))
		return T_bill_item_deduct;
	return str_is(item, "waiver") ? T_bill_item_waiver : T_bill_item_price;
}

enum err bill_totals_get(struct ctx *c, pupil_id pupil, term_id term, struct bill_totals *ret_t)
{
	struct q_bill_of_row row;
	bool found;

	TRY(q_bill_of(c, pupil, term, &row, &found));
	*ret_t = (struct bill_totals){0};
	if (found)
		*ret_t = (struct bill_totals){
			.bill = row.id,
			.school = row.school,
			.total = row.total,
			.course = row.course,
			.consumables = row.consumables,
			.care = row.care,
			.self_bought = row.self_bought,
			.collected = !str_is(row.state, "open"),
		};
	return OK;
}

/* --- told singly --------------------------------------------------------------------------------
 */

static enum err told_add(struct ctx *c, struct bill_totals *t, const struct charge *what,
                         struct money price)
{
	struct bill_told *told = NEW(c->arena, struct bill_told);

	if (!told)
		return fault_broken(c, "arena");
	*told = (struct bill_told){*what, price, t->told};
	t->told = told;
	return OK;
}

static enum err borne_add(struct ctx *c, struct bill_totals *t, const struct bill_borne *b)
{
	struct charge_borne *v = NEW_N(c->arena, t->borne_n + b->n + 1, struct charge_borne);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < t->borne_n; i++)
		v[i] = t->borne[i];
	for (size_t i = 0; i < b->n; i++)
		v[t->borne_n + i] = (struct charge_borne){
			.statement = b->part[i].rule->id,
			.waived = b->part[i].rule->type == RULE_WAIVER,
			.amount = b->part[i].amount,
		};
	t->borne = v;
	t->borne_n += b->n;
	t->total.fen -= b->sum.fen;
	return OK;
}

enum err bill_totals_add(struct ctx *c, struct bill_totals *t, const struct charge *what,
                         struct money price, const struct bill_borne *borne)
{
	TRY(bill_totals_raise(c, t, what, price));
	if (borne->n > 0)
		TRY(borne_add(c, t, borne));
	return told_add(c, t, what, price);
}

/* What stands of one enrolment's lines, the first of which is line[0]. */
static void standing_of(const struct bill_line *line, size_t n, struct money *price,
                        struct money *consumables)
{
	*price = *consumables = FEN(0);
	for (size_t i = 0; i < n; i++) {
		if (line[i].enrolment.v != line[0].enrolment.v || item_borne(line[i].item))
			continue;
		if (str_is(line[i].item, "consumables"))
			consumables->fen += line[i].amount.fen;
		else
			price->fen += line[i].amount.fen;
	}
}

static bool met_before(const struct bill_line *line, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (line[k].enrolment.v == line[i].enrolment.v)
			return true;
	}
	return false;
}

enum err bill_totals_tell(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          const struct bill_line *line, size_t n, struct bill_totals *t)
{
	struct pupil_past past;

	if (!charge_by_time(rules))
		return OK;
	TRY(pupil_past_load(c, p, &past));
	for (size_t i = 0; i < n; i++) {
		struct pupil then = pupil_then(&past, line[i].decided);
		struct charge what = {.enrolment = line[i].enrolment,
		                      .offering = line[i].offering,
		                      .kind = line[i].kind,
		                      .title = line[i].title};
		struct money price;
		struct offering o;

		if (met_before(line, i))
			continue;
		standing_of(&line[i], n - i, &price, &what.consumables);
		if (price.fen == 0 && what.consumables.fen == 0)
			continue;
		TRY(offering_load(c, what.offering, &o));
		what.facts = service_facts(c, rules, &then, &o);
		TRY(said_of_pupil(c, rules, p->id, line[i].decided, &what.facts));
		what.price = o.price;
		what.by_unit = o.by_unit;
		TRY(told_add(c, t, &what, price));
	}
	return OK;
}

static enum err borne_open(struct ctx *c, struct bill_totals *t)
{
	struct q_bill_borne_row *row;
	struct charge_borne *v;
	size_t n;

	TRY(q_bill_borne(c, t->bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct charge_borne);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct charge_borne){.statement = row[i].statement,
		                             .waived = str_is(row[i].item, "waiver"),
		                             .amount = {-row[i].amount.fen}};
	t->borne = v;
	t->borne_n = n;
	return OK;
}

enum err bill_totals_open(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, struct bill_totals *ret_t)
{
	struct bill_line *line;
	size_t n;

	TRY(bill_totals_get(c, p->id, term, ret_t));
	TRY(bill_totals_family(c, rules, p, term, NULL, ret_t));
	if (!ret_t->bill.v)
		return OK;
	if (charge_by_borne(rules))
		TRY(borne_open(c, ret_t));
	if (!charge_by_time(rules))
		return OK;
	TRY(bill_lines(c, ret_t->bill, &line, &n));
	return bill_totals_tell(c, rules, p, line, n, ret_t);
}
