/* How a charge came to stand: what was on the bill when it was decided, and deciding it once more.
 */
#include "money/again.h"
#include "money/bill.h"
#include "money/internal.h"
#include "policy/pencil.h"
#include "rulebook/rulebook.h"

struct charged_at charged_at(const struct bill_line *line, size_t n, enrolment_id enrolment,
                             struct instant otherwise)
{
	struct charged_at a = {
		.enrolment = enrolment, .since = otherwise, .line = n, .later = true};

	for (size_t i = 0; i < n; i++) {
		if (line[i].enrolment.v != enrolment.v)
			continue;
		a.since = line[i].decided;
		a.line = i;
		a.later = line[i].decided.us != line[i].at.us;
		break;
	}
	return a;
}

bool charged_before(const struct charged_at *a, const struct charged_at *b)
{
	if (a->since.us != b->since.us)
		return a->since.us < b->since.us;
	if (!a->later && !b->later)
		return a->line < b->line;
	return a->enrolment.v < b->enrolment.v;
}

/* The last line of what was charged itself, not taken over from a line it takes back. */
static size_t price_line(const struct bill_line *line, size_t n, enrolment_id enrolment)
{
	size_t at = n;

	for (size_t i = 0; i < n; i++) {
		bool begins =
			at == n || str_is(line[i].item, "price") ||
			(str_is(line[i].item, "consumables") &&
		         !(str_is(line[at].item, "price") && line[at].at.us == line[i].at.us));

		if (line[i].enrolment.v == enrolment.v && !line[i].reversal &&
		    !item_borne(line[i].item) && begins)
			at = i;
	}
	return at;
}

/* Of the lines before its own, those of what was charged before it. */
static enum err lines_before(struct ctx *c, const struct bill_line *line, size_t n,
                             enrolment_id enrolment, struct bill_recall *r)
{
	struct charged_at own = charged_at(line, n, enrolment, c->now);
	struct bill_line *v = NEW_N(c->arena, r->at + 1, struct bill_line);
	size_t k = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < r->at; i++) {
		struct charged_at other = charged_at(line, n, line[i].enrolment, c->now);

		if (line[i].enrolment.v != enrolment.v && charged_before(&other, &own))
			v[k++] = line[i];
	}
	r->line = v;
	r->line_n = k;
	return OK;
}

static enum err totals_sum(struct ctx *c, struct bill_recall *r)
{
	struct bill_totals t = {0};

	for (size_t i = 0; i < r->line_n; i++) {
		const struct bill_line *l = &r->line[i];
		bool goods = str_is(l->item, "consumables");
		struct charge what = {.kind = l->kind, .consumables = goods ? l->amount : FEN(0)};

		if (item_borne(l->item)) /* lowers the total, no limit's sum */
			t.total.fen += l->amount.fen;
		else
			TRY(bill_totals_raise(c, &t, &what, goods ? FEN(0) : l->amount));
	}
	r->before = t;
	return borne_of(c, r->line, r->line_n, ID_NONE(enrolment_id), &r->before.borne,
	                &r->before.borne_n);
}

static void stands_sum(struct bill_recall *r, const struct bill_line *l)
{
	struct money *sum = str_is(l->item, "consumables") ? &r->consumables
	                    : str_is(l->item, "deduct")    ? &r->deducted
	                    : str_is(l->item, "waiver")    ? &r->waived
	                                                   : &r->price;

	sum->fen += item_borne(l->item) ? -l->amount.fen : l->amount.fen;
}

enum err bill_recall(struct ctx *c, const struct bill_line *line, size_t n, enrolment_id enrolment,
                     struct bill_recall *ret_r)
{
	struct bill_recall r = {.at = price_line(line, n, enrolment)};
	size_t relieved;

	TRY(lines_before(c, line, n, enrolment, &r));
	TRY(totals_sum(c, &r));
	relieved = r.at;
	r.decided = r.relieved = r.at < n ? line[r.at].decided : c->now;
	r.written = r.at < n ? (struct bill_until){line[r.at].at, line[r.at].id}
	                     : (struct bill_until){.at = c->now};
	for (size_t i = 0; i < n; i++) {
		if (line[i].enrolment.v != enrolment.v)
			continue;
		stands_sum(&r, &line[i]);
		if (i <= r.at || line[i].reversal || !str_is(line[i].item, "waiver"))
			continue;
		r.relieved = line[i].decided;
		relieved = i;
	}
	TRY(borne_of(c, line, relieved, enrolment, &r.waived_else, &r.waived_else_n));
	*ret_r = r;
	return OK;
}

enum err bill_recall_tell(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, struct bill_recall *r)
{
	TRY(bill_totals_family(c, rules, p, term, &r->written, &r->before));
	return bill_totals_tell(c, rules, p, r->line, r->line_n, &r->before);
}

/* The waiver of a bill that was amended, by what was known and granted then. */
static enum err amended(struct ctx *c, const struct pupil *p, const struct bill_recall *r,
                        const struct charge *what, struct bill_working *w)
{
	struct date day = instant_date(r->relieved);
	struct relieved of = {.price = w->price,
	                      .consumables = what->consumables,
	                      .before = r->waived_else,
	                      .before_n = r->waived_else_n};
	struct relief relief;
	struct tariff tariff;
	struct offering o;
	struct rules *rules = NEW(c->arena, struct rules);
	struct bill_borne now = {.n = 0};

	if (!rules)
		return fault_broken(c, "arena");
	TRY(rulebook_rules_known(c, p->county, p->school, day, r->relieved, rules));
	for (size_t i = 0; i < w->borne.n; i++) {
		if (w->borne.part[i].rule->type != RULE_DEDUCT)
			continue;
		now.sum.fen += w->borne.part[i].amount.fen;
		now.part[now.n++] = w->borne.part[i];
	}
	of.deducted = now.sum;
	TRY(relief_load(c, rules, p, r->relieved, &relief));
	TRY(offering_load(c, what->offering, &o));
	tariff_once(&tariff, rules);
	TRY(relieve(c, &tariff, &relief, p, &o, &of));
	if (of.waiver)
		TRY(parts_split(c, &now, of.waiver, of.waived));
	w->borne = now;
	pencil_waive(&w->steps, of.waiver, of.waived);
	return OK;
}

enum err bill_recall_explain(struct ctx *c, const struct rules *rules, const struct pupil *p,
                             const struct bill_recall *r, const struct charge *what,
                             struct bill_working *ret_w)
{
	struct charge then = *what;
	struct bill_working w;

	then.known = r->decided;
	TRY(bill_explain(c, rules, p, &r->before, &then, &w));
	if (!w.no.code && r->relieved.us > r->decided.us)
		TRY(amended(c, p, r, &then, &w));
	*ret_w = w;
	return OK;
}
