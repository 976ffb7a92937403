/* What has been charged so far, in sums, and singly where a cap on a day or month asks for it. */
#include "money/bill.sql.h"
#include "money/internal.h"
#include "store/store.h"
#include "term/facts.h"

enum err bill_totals_get(struct ctx *c, pupil_id pupil, term_id term, struct bill_totals *ret_t)
{
	struct q_bill_of_row row;
	bool found;

	TRY(q_bill_of(c, pupil, term, &row, &found));
	*ret_t = (struct bill_totals){0};
	if (found)
		*ret_t = (struct bill_totals){
			.bill = row.id,
			.total = row.total,
			.course = row.course,
			.consumables = row.consumables,
			.care = row.care,
			.self_bought = row.self_bought,
			.collected = !str_is(row.state, "open"),
		};
	return OK;
}

enum err bill_totals_before(struct ctx *c, const struct bill_line *line, size_t n,
                            enrolment_id enrolment, struct bill_totals *ret_t, size_t *ret_at)
{
	struct bill_totals t = {0};
	size_t i;

	for (i = 0; i < n && line[i].enrolment.v != enrolment.v; i++) {
		bool consumables = str_is(line[i].item, "consumables");

		if (str_is(line[i].item, "waiver")) { /* lowers the total, no limit's sum */
			t.total.fen += line[i].amount.fen;
			continue;
		}
		struct charge what = {
			.kind = line[i].kind,
			.consumables = consumables ? line[i].amount : FEN(0),
		};

		TRY(bill_totals_raise(c, &t, &what, consumables ? FEN(0) : line[i].amount));
	}
	*ret_t = t;
	*ret_at = i;
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

enum err bill_totals_add(struct ctx *c, struct bill_totals *t, const struct charge *what,
                         struct money price)
{
	TRY(bill_totals_raise(c, t, what, price));
	return told_add(c, t, what, price);
}

/* What stands of one enrolment's lines, the first of which is line[0]. */
static void standing_of(const struct bill_line *line, size_t n, struct money *price,
                        struct money *consumables)
{
	*price = *consumables = FEN(0);
	for (size_t i = 0; i < n; i++) {
		if (line[i].enrolment.v != line[0].enrolment.v || str_is(line[i].item, "waiver"))
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
	if (!charge_by_time(rules))
		return OK;
	for (size_t i = 0; i < n; i++) {
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
		what.facts = service_facts(c, rules, p, &o);
		what.price = o.price;
		what.by_unit = o.by_unit;
		TRY(told_add(c, t, &what, price));
	}
	return OK;
}

enum err bill_totals_open(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, struct bill_totals *ret_t)
{
	struct bill_line *line;
	size_t n;

	TRY(bill_totals_get(c, p->id, term, ret_t));
	if (!ret_t->bill.v || !charge_by_time(rules))
		return OK;
	TRY(bill_lines(c, ret_t->bill, &line, &n));
	return bill_totals_tell(c, rules, p, line, n, ret_t);
}
