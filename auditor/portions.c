/* What documents keep of a fund for a purpose, or bound (`permit … at_least`, `at_most`): of what
 * the fund had received when it was spent, with the statement that held then (R66). Where the pack
 * leaves a doubt, whoever spent has its benefit. */
#include "checks.h"

#include <stdlib.h>

#include "permits.h"

enum { S_ID, S_COUNTY, S_SCHOOL, S_TERM, S_FUND, S_PURPOSE, S_FEN, S_STATE, S_CLAUSE, S_AT };
enum { S_BOOKED = S_AT + 1 };
enum { W_ID, W_SPENDING, W_STATE, W_BOOKED };
enum { A_KIND, A_OBJECT, A_STATE, A_DECIDED };
enum { F_ID, F_COUNTY, F_SCHOOL, F_TERM, F_PURPOSE, F_FEN, F_CLAUSE, F_AT };
enum { P_ID, P_COUNTY, P_MADE };
enum { Y_ID, Y_PAYOUT, Y_CAUSE, Y_OF, Y_FEN, Y_CREDIT, Y_FROM, Y_STATE };
enum { O_LINE = 0, OUT_STATE, OUT_AT };
enum { T_ID, T_COUNTY, T_FIRST, T_LAST };
enum { G_SCHOOL, G_TERM, G_COUNTY, G_WHY, G_AT };
enum { M_OF, M_TERM, M_FEN, M_AT }; /* of a school, or a county */

/* Money that went to a purpose, or is to: a spending, or all that one payout pays of it. */
struct spent {
	const char *table;
	int64_t id, county, school, term, fund, purpose, fen, clause;
	int64_t at, booked, gone; /* entered; left the fund; came back. NONE: never */
};
struct portions {
	struct permits rules;
	struct spent *v;
	size_t n, room;
	struct table term, allocation, budget, moved; /* moved: on accounts of subjects */
	struct index moved_by_subject;
	struct table bill, line, adjustment, refund, back; /* where fee income is bounded */
	struct index bill_by_school, line_by_bill, adjustment_by_bill, refund_by_bill;
	struct index back_by_refund;
	const struct books *books;
};
enum { V_ACCOUNT, V_SUBJECT, V_FEN, V_AT };
enum { B_ID, B_SCHOOL, B_TERM, B_STATE };
enum { I_BILL, I_OFFERING, I_FEN, I_AT };
enum { R_ID, R_BILL, R_STATE, R_DECIDED };
enum { X_REFUND, X_OFFERING, X_FEN };

static struct spent *spent_new(struct portions *x)
{
	if (x->n == x->room) {
		x->room = x->room ? 2 * x->room : 64;
		x->v = grow(x->v, x->room, sizeof *x->v);
	}
	return &x->v[x->n++];
}

/* --- what was spent --------------------------------------------------------------------------- */

static int64_t earlier(int64_t a, int64_t b)
{
	return a == NONE || (b != NONE && b < a) ? b : a;
}

static void spendings_load(struct portions *x, struct pack *p)
{
	struct table t = table_load(p, "spending",
	                            "id:i county:i school:i term:i fund:s purpose:s amount_fen:i "
	                            "state:s clause:s at:t booked:t",
	                            true);
	struct table back =
		table_load(p, "spending_back", "id:i spending:i state:s booked:t", true);
	struct table said = table_load(p, "approval", "kind:s object:i state:s decided:t", true);
	struct index by_spending = index_make(&back, W_SPENDING);
	struct index by_object = index_make(&said, A_OBJECT);

	for (size_t i = 0; i < t.rows; i++) {
		struct spent *s = spent_new(x);

		*s = (struct spent){"spending",           at(&t, i, S_ID),     at(&t, i, S_COUNTY),
		                    at(&t, i, S_SCHOOL),  at(&t, i, S_TERM),   at(&t, i, S_FUND),
		                    at(&t, i, S_PURPOSE), at(&t, i, S_FEN),    at(&t, i, S_CLAUSE),
		                    at(&t, i, S_AT),      at(&t, i, S_BOOKED), NONE};
		for (size_t k = index_first(&by_spending, s->id); k != SIZE_MAX;
		     k = index_next(&by_spending, k)) {
			if (at(&back, k, W_STATE) == word("booked"))
				s->gone = earlier(s->gone, at(&back, k, W_BOOKED));
		}
		for (size_t k = index_first(&by_object, s->id); k != SIZE_MAX;
		     k = index_next(&by_object, k)) {
			if (at(&said, k, A_KIND) == word("spending") &&
			    at(&said, k, A_STATE) == word("returned") && s->booked == NONE)
				s->gone = earlier(s->gone, at(&said, k, A_DECIDED));
		}
	}
	index_free(&by_spending);
	index_free(&by_object);
	table_free(&t);
	table_free(&back);
	table_free(&said);
}

static int64_t day_of(int64_t instant)
{
	int64_t us = instant + INT64_C(8) * 3600 * 1000000, day = INT64_C(86400) * 1000000;

	return us / day - (us % day < 0);
}

/* The term a payout of this day counts for: the last that began. */
static int64_t term_of(const struct portions *x, int64_t county, int64_t day)
{
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < x->term.rows; i++) {
		if (at(&x->term, i, T_COUNTY) == county && at(&x->term, i, T_FIRST) <= day &&
		    (best == SIZE_MAX || at(&x->term, i, T_FIRST) > at(&x->term, best, T_FIRST)))
			best = i;
	}
	return best == SIZE_MAX ? NONE : at(&x->term, best, T_ID);
}

/* When the bank paid it and sent it back; what was given up before it left never was. */
static void outcomes(const struct table *y, size_t i, const struct table *out,
                     const struct index *by_line, int64_t made, struct spent *s)
{
	s->booked = s->gone = NONE;
	if (at(y, i, Y_STATE) == word("dropped"))
		s->gone = made;
	for (size_t k = index_first(by_line, at(y, i, Y_ID)); k != SIZE_MAX;
	     k = index_next(by_line, k)) {
		if (at(out, k, OUT_STATE) == word("paid"))
			s->booked = at(out, k, OUT_AT);
		else if (at(y, i, Y_STATE) == word("returned"))
			s->gone = at(out, k, OUT_AT);
	}
}

struct payouts {
	struct table payout, line, out, subsidy, fee;
	struct index by_payout, by_line, by_subsidy, by_fee;
};

/* Staff, by what they were owed. */
static void staff_paid(struct portions *x, const struct payouts *p, size_t i, size_t payout)
{
	const struct table *y = &p->line;
	size_t of = index_first(&p->by_subsidy, at(y, i, Y_OF));
	int64_t form = of == SIZE_MAX ? NONE : at(&p->subsidy, of, 1);
	int64_t made = at(&p->payout, payout, P_MADE), county = at(&p->payout, payout, P_COUNTY);
	bool guarantee = at(y, i, Y_CREDIT) == word("guarantee");
	struct spent *s = spent_new(x);

	*s = (struct spent){.table = "payout",
	                    .id = at(y, i, Y_PAYOUT),
	                    .county = county,
	                    .school = at(y, i, Y_FROM),
	                    .term = term_of(x, county, day_of(made)),
	                    .fund = guarantee ? word("guarantee_fund") : word("fee_income"),
	                    .purpose = form == word("subsidy")      ? word("staff_subsidy")
	                               : form == word("labour_fee") ? form
	                                                            : NONE,
	                    .fen = at(y, i, Y_FEN),
	                    .at = made};
	outcomes(y, i, &p->out, &p->by_line, made, s);
}

static void bought(struct portions *x, const struct payouts *p, size_t i, size_t payout)
{
	const struct table *y = &p->line, *f = &p->fee;
	size_t of = index_first(&p->by_fee, at(y, i, Y_OF));
	struct spent *s;

	if (of == SIZE_MAX)
		return;
	s = spent_new(x);
	*s = (struct spent){"fee_spending",
	                    at(f, of, F_ID),
	                    at(f, of, F_COUNTY),
	                    at(f, of, F_SCHOOL),
	                    at(f, of, F_TERM),
	                    word("fee_income"),
	                    at(f, of, F_PURPOSE),
	                    at(f, of, F_FEN),
	                    at(f, of, F_CLAUSE),
	                    at(f, of, F_AT),
	                    NONE,
	                    NONE};
	outcomes(y, i, &p->out, &p->by_line, at(&p->payout, payout, P_MADE), s);
}

static void payouts_load(struct portions *x, struct pack *of)
{
	struct payouts p = {
		.payout = table_load(of, "payout", "id:i county:i made:t", true),
		.line = table_load(of, "payout_line",
	                           "id:i payout:i cause:s cause_id:i amount_fen:i credit:s "
	                           "credit_subject:i state:s",
	                           true),
		.out = table_load(of, "payout_outcome", "line:i state:s at:t", true),
		.subsidy = table_load(of, "subsidy_line", "id:i form:s", true),
		.fee = table_load(of, "fee_spending",
	                          "id:i county:i school:i term:i purpose:s amount_fen:i clause:s "
	                          "at:t",
	                          true),
	};

	p.by_payout = index_make(&p.payout, P_ID);
	p.by_line = index_make(&p.out, O_LINE);
	p.by_subsidy = index_make(&p.subsidy, 0);
	p.by_fee = index_make(&p.fee, F_ID);
	for (size_t i = 0; i < p.line.rows; i++) {
		size_t payout = index_first(&p.by_payout, at(&p.line, i, Y_PAYOUT));

		if (payout != SIZE_MAX && at(&p.line, i, Y_CAUSE) == word("subsidy_line"))
			staff_paid(x, &p, i, payout);
		if (payout != SIZE_MAX && at(&p.line, i, Y_CAUSE) == word("fee_spending"))
			bought(x, &p, i, payout);
	}
	index_free(&p.by_payout);
	index_free(&p.by_line);
	index_free(&p.by_subsidy);
	index_free(&p.by_fee);
	table_free(&p.payout);
	table_free(&p.line);
	table_free(&p.out);
	table_free(&p.subsidy);
	table_free(&p.fee);
}

/* --- what a fund received ----------------------------------------------------------------------
 */

static bool by_then(int64_t moment, int64_t then)
{
	return moment != NONE && moment <= then;
}

static void sum(int64_t *io_sum, int64_t fen)
{
	if (!add_fen(io_sum, fen == NONE ? 0 : fen))
		fail("%s", SAY("金额之和超出范围", "a sum of amounts does not fit"));
}

static bool schools_own(const struct portions *x, int64_t offering)
{
	size_t o = index_first(&x->books->offering_by_id, offering);

	return o == SIZE_MAX || at(&x->books->offering, o, O_AGENCY) == NONE;
}

static bool agreed(int64_t state)
{
	return state == word("approved") || state == word("sent") || state == word("done") ||
	       state == word("failed");
}

static int64_t went_back(const struct portions *x, int64_t bill, int64_t then)
{
	int64_t fen = 0;

	for (size_t i = index_first(&x->refund_by_bill, bill); i != SIZE_MAX;
	     i = index_next(&x->refund_by_bill, i)) {
		if (!agreed(at(&x->refund, i, R_STATE)) ||
		    !by_then(at(&x->refund, i, R_DECIDED), then))
			continue;
		for (size_t k = index_first(&x->back_by_refund, at(&x->refund, i, R_ID));
		     k != SIZE_MAX; k = index_next(&x->back_by_refund, k)) {
			if (schools_own(x, at(&x->back, k, X_OFFERING)))
				sum(&fen, at(&x->back, k, X_FEN));
		}
	}
	return fen;
}

static int64_t lines_of(const struct portions *x, const struct table *t, const struct index *by,
                        int64_t bill, int64_t then)
{
	int64_t fen = 0;

	for (size_t i = index_first(by, bill); i != SIZE_MAX; i = index_next(by, i)) {
		if (at(t, i, I_AT) <= then && schools_own(x, at(t, i, I_OFFERING)))
			sum(&fen, at(t, i, I_FEN));
	}
	return fen;
}

/* What families paid for what the school gives itself. A bill that is collected counts from the day
 * it was written. */
static int64_t families_paid(const struct portions *x, int64_t school, int64_t term, int64_t then)
{
	int64_t fen = 0;

	for (size_t i = index_first(&x->bill_by_school, school); i != SIZE_MAX;
	     i = index_next(&x->bill_by_school, i)) {
		int64_t bill = at(&x->bill, i, B_ID);

		if (at(&x->bill, i, B_TERM) != term ||
		    at(&x->bill, i, B_STATE) != word("collected"))
			continue;
		sum(&fen, lines_of(x, &x->line, &x->line_by_bill, bill, then));
		sum(&fen, lines_of(x, &x->adjustment, &x->adjustment_by_bill, bill, then));
		sum(&fen, -went_back(x, bill, then));
	}
	return fen;
}

static int64_t granted(const struct table *t, int64_t of, int64_t term, int64_t then)
{
	int64_t fen = 0;

	for (size_t i = 0; i < t->rows; i++) {
		if (at(t, i, M_OF) == of && at(t, i, M_TERM) == term && at(t, i, M_AT) <= then)
			sum(&fen, at(t, i, M_FEN));
	}
	return fen;
}

static int64_t balance(const struct portions *x, int64_t account, int64_t subject, int64_t then)
{
	int64_t fen = 0;

	for (size_t i = index_first(&x->moved_by_subject, subject); i != SIZE_MAX;
	     i = index_next(&x->moved_by_subject, i)) {
		if (at(&x->moved, i, V_ACCOUNT) == account && at(&x->moved, i, V_AT) <= then)
			sum(&fen, at(&x->moved, i, V_FEN));
	}
	return fen;
}

static bool same_purse(const struct spent *a, const struct spent *b)
{
	return a->county == b->county && a->school == b->school && a->fund == b->fund;
}

/* All that is of one purse stands together. */
static size_t purse_from(const struct portions *x, const struct spent *s)
{
	size_t low = 0, high = x->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct spent *m = &x->v[mid];

		if (m->county < s->county || (m->county == s->county && m->school < s->school) ||
		    (m->county == s->county && m->school == s->school && m->fund < s->fund))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* What is there of the fund and what left it for this term; what other terms wait to take of it is
 * theirs. Where the county allocates, no more than it did. */
static int64_t received(const struct portions *x, const struct spent *s, int64_t then)
{
	bool guarantee = s->fund == word("guarantee_fund");
	int64_t fen, allocated;

	if (s->fund == word("fee_income"))
		return families_paid(x, s->school, s->term, then);
	fen = guarantee ? balance(x, word("guarantee"), s->school, then)
	                : balance(x, word("special_fund"), s->county, then);
	for (size_t i = purse_from(x, s); i < x->n && same_purse(&x->v[i], s); i++) {
		const struct spent *o = &x->v[i];
		bool left = by_then(o->booked, then);

		if (!by_then(o->at, then) || by_then(o->gone, then))
			continue;
		if (o->term == s->term && left)
			sum(&fen, o->fen);
		if (o->term != s->term && !left)
			sum(&fen, -o->fen);
	}
	if (!guarantee)
		return fen;
	allocated = granted(&x->allocation, s->school, s->term, then);
	return (allocated > 0 || granted(&x->budget, s->county, s->term, then) > 0) &&
	                       allocated < fen
	               ? allocated
	               : fen;
}

/* --- held against the documents ----------------------------------------------------------------
 */

static int64_t share(int64_t fen, struct exact percent, bool up)
{
	__int128 num = (__int128)fen * percent.num, den = (__int128)percent.den * 100;

	return (int64_t)((num + (up ? den - 1 : 0)) / den);
}

/* Those of them whose sentence the row names, where any is. */
static size_t named(const struct permit **v, size_t n, int64_t clause)
{
	size_t kept = 0;

	for (size_t i = 0; clause && i < n; i++) {
		if (v[i]->clause == clause)
			v[kept++] = v[i];
	}
	return kept ? kept : n;
}

static bool of_one(const struct spent *a, const struct spent *b)
{
	return same_purse(a, b) && a->term == b->term && a->at == b->at && a->id == b->id &&
	       a->purpose == b->purpose && a->table == b->table;
}

/* On its purpose up to here, this one too; *ret_own: of that this one. */
static int64_t so_far(const struct portions *x, const struct spent *s, int64_t *ret_own)
{
	int64_t fen = 0;

	*ret_own = 0;
	for (size_t i = purse_from(x, s); i < x->n && same_purse(&x->v[i], s); i++) {
		const struct spent *o = &x->v[i];

		if (o->term != s->term || o->purpose != s->purpose || o->gone != NONE ||
		    o->at > s->at || (o->at == s->at && o->id > s->id))
			continue;
		sum(&fen, o->fen);
		sum(ret_own, of_one(o, s) ? o->fen : 0);
	}
	return fen;
}

static void most_see(struct check *c, const struct portions *x, const struct spent *s)
{
	const struct permit_ask ask = {s->county, s->school, s->fund, day_of(s->at), s->at};
	const struct permit *held[PERMITS_HELD];
	size_t n = permits_held(&x->rules, &ask, held);
	int64_t most = NONE, total, own, of;

	n = named(held, n, s->clause);
	for (size_t i = 0; i < n; i++) {
		if (!portion_find(held[i]->most, held[i]->mosts, s->purpose))
			return;
	}
	total = so_far(x, s, &own);
	of = received(x, s, s->at);
	if (n == 0 || own <= 0 || of < 0)
		return;
	c->rows++;
	for (size_t i = 0; i < n; i++) {
		const struct portion *p = portion_find(held[i]->most, held[i]->mosts, s->purpose);
		int64_t bound = share(of, p->percent, false);

		most = most == NONE || bound > most ? bound : most;
	}
	if (total > most)
		disagree(c, s->table, s->id,
		         SAY("用于这个用途的钱超过文件规定的份额",
		             "spent on this purpose above the share of its document"),
		         yuan(total), yuan(most));
}

/* Of one purpose until then; what cannot be told apart counts too. */
static int64_t went_to(const struct portions *x, const struct spent *s, int64_t purpose,
                       int64_t then)
{
	int64_t fen = 0;

	for (size_t i = purse_from(x, s); i < x->n && same_purse(&x->v[i], s); i++) {
		const struct spent *o = &x->v[i];

		if (o->term == s->term && (o->purpose == purpose || o->purpose == NONE) &&
		    by_then(o->at, then) && !by_then(o->gone, then))
			sum(&fen, o->fen);
	}
	return fen;
}

/* By one statement: less than it keeps for a purpose. */
static bool least_missed(const struct portions *x, const struct permit *p, const struct spent *s,
                         int64_t of, int64_t *ret_went, int64_t *ret_bound)
{
	for (size_t i = 0; i < p->leasts; i++) {
		*ret_went = went_to(x, s, p->least[i].purpose, s->at);
		*ret_bound = share(of, p->least[i].percent, true);
		if (*ret_went < *ret_bound)
			return true;
	}
	return false;
}

static void closing_see(struct check *c, const struct portions *x, const struct table *g, size_t i)
{
	struct spent s = {.county = at(g, i, G_COUNTY),
	                  .school = at(g, i, G_SCHOOL),
	                  .term = at(g, i, G_TERM),
	                  .fund = word("guarantee_fund"),
	                  .at = at(g, i, G_AT)};
	int64_t last = day_of(s.at), of = received(x, &s, s.at), went = 0, bound = 0;
	const struct permit *held[PERMITS_HELD];
	bool asked = false, missed = true;
	size_t n;

	for (size_t k = 0; k < x->term.rows; k++) {
		if (at(&x->term, k, T_ID) == s.term && at(&x->term, k, T_LAST) < last)
			last = at(&x->term, k, T_LAST);
	}
	const struct permit_ask ask = {s.county, s.school, s.fund, last, s.at};

	n = permits_held(&x->rules, &ask, held);
	for (size_t k = 0; k < n; k++) {
		asked = asked || held[k]->leasts > 0;
		missed = missed && of > 0 && least_missed(x, held[k], &s, of, &went, &bound);
	}
	c->rows += asked;
	if (n > 0 && missed && at(g, i, G_WHY) == 0)
		disagree(c, "guarantee_closing", s.school,
		         SAY("没有达到文件规定的份额,也没有说明",
		             "less than its document keeps for a purpose, and nobody said why"),
		         yuan(went), yuan(bound));
}

/* --- all of it ---------------------------------------------------------------------------------
 */

static int purse_order(const void *a, const void *b)
{
	const struct spent *s = a, *t = b;
	const int64_t keys[][2] = {{s->county, t->county},  {s->school, t->school},
	                           {s->fund, t->fund},      {s->term, t->term},
	                           {s->at, t->at},          {s->id, t->id},
	                           {s->purpose, t->purpose}};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (keys[i][0] != keys[i][1])
			return keys[i][0] < keys[i][1] ? -1 : 1;
	}
	return 0;
}

/* Only what moved on the two funds. */
static void moved_load(struct portions *x, struct pack *p)
{
	struct table *t = &x->moved;
	size_t kept = 0;

	*t = table_load(p, "ledger", "account:s subject:i amount_fen:i at:t", false);
	for (size_t i = 0; i < t->rows; i++) {
		if (at(t, i, V_ACCOUNT) != word("guarantee") &&
		    at(t, i, V_ACCOUNT) != word("special_fund"))
			continue;
		for (size_t k = 0; k < t->cols; k++)
			t->v[kept * t->cols + k] = at(t, i, k);
		kept++;
	}
	t->rows = kept;
	x->moved_by_subject = index_make(t, V_SUBJECT);
}

static void families_load(struct portions *x, struct pack *p)
{
	bool bounded = false;

	for (size_t i = 0; i < x->rules.n; i++)
		bounded = bounded ||
		          (x->rules.v[i].fund == word("fee_income") && x->rules.v[i].mosts > 0);
	if (bounded) {
		x->bill = table_load(p, "bill", "id:i school:i term:i state:s", false);
		x->line = table_load(p, "bill_line", "bill:i offering:i amount_fen:i at:t", false);
		x->adjustment = table_load(p, "bill_adjustment",
		                           "bill:i offering:i amount_fen:i at:t", true);
		x->refund = table_load(p, "refund", "id:i bill:i state:s decided:t", true);
		x->back = table_load(p, "refund_line", "refund:i subject:i amount_fen:i", true);
	}
	x->bill_by_school = index_make(&x->bill, B_SCHOOL);
	x->line_by_bill = index_make(&x->line, I_BILL);
	x->adjustment_by_bill = index_make(&x->adjustment, I_BILL);
	x->refund_by_bill = index_make(&x->refund, R_BILL);
	x->back_by_refund = index_make(&x->back, X_REFUND);
}

static void portions_free(struct portions *x)
{
	struct table *t[] = {&x->term, &x->allocation, &x->budget, &x->moved, &x->bill,
	                     &x->line, &x->adjustment, &x->refund, &x->back};
	struct index *v[] = {&x->moved_by_subject,   &x->bill_by_school, &x->line_by_bill,
	                     &x->adjustment_by_bill, &x->refund_by_bill, &x->back_by_refund};

	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++)
		index_free(v[i]);
	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++)
		table_free(t[i]);
	free(x->v);
}

static void all_see(struct check *c, struct books *b, struct portions *x)
{
	struct table g = table_load(b->pack, "guarantee_closing",
	                            "school:i term:i county:i explanation:s at:t", true);

	x->term = table_load(b->pack, "term", "id:i county:i first_day:d last_day:d", false);
	x->allocation = table_load(b->pack, "guarantee_allocation",
	                           "school:i term:i amount_fen:i at:t", true);
	x->budget =
		table_load(b->pack, "guarantee_budget", "county:i term:i amount_fen:i at:t", true);
	moved_load(x, b->pack);
	families_load(x, b->pack);
	spendings_load(x, b->pack);
	payouts_load(x, b->pack);
	if (x->n)
		qsort(x->v, x->n, sizeof *x->v, purse_order);
	for (size_t i = 0; i < x->n; i++) {
		if (i == 0 || !of_one(&x->v[i], &x->v[i - 1]))
			most_see(c, x, &x->v[i]);
	}
	for (size_t i = 0; i < g.rows; i++)
		closing_see(c, x, &g, i);
	table_free(&g);
	portions_free(x);
}

void check_portions(struct books *b)
{
	struct check *c = check_begin(
		"portions", SAY("经费用途的份额", "shares of the funds by their purposes"));
	struct portions x = {.books = b};

	permits_read(b->pack, &x.rules);
	/* The ledger of one term has no government money. */
	if (x.rules.bound && !b->term)
		all_see(c, b, &x);
	permits_free(&x.rules);
}
