/* R5: a waiver that two payers share, 60 percent the county and the rest the school: on the bill,
 * in the ledger, in what each still owes, and in what kehou verify says of it. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "shared.sql.h"
#include "takes.h"

#include "money/bill.h"
#include "money/waiver.h"
#include "settlement/payer.h"

#define WAIVES(payers)                                                                             \
	OWN("waiver poor \"困难学生减免\"\n  category poor\n  of course\n  reduce 50 "       \
	    "percent\n" payers "  proof none\n  expires never")
#define SHARED WAIVES("  payer county 60 percent\n  payer school 40 percent\n")

struct world {
	struct kit_people *w;
	struct plan t;
	offering_id id;
};

static void world_make(void **state, struct world *k)
{
	struct ctx *c = kit_ctx(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");

	row.price = FEN(30101); /* half of it is 150.51: 90.31 and 60.20 */
	k->w = kit_world(state);
	plan_stands(c, k->w, &k->t, "RS0", SHARED);
	k->id = plan_open(c, k->w, &k->t, row);
}

/* What a payer bears of a pupil's bill; and of the lines how many there are. */
static int64_t borne_by(struct ctx *c, const struct world *k, enum kit_pupil pupil,
                        const char *payer, size_t *ret_lines, struct str *ret_formula)
{
	struct bill_line *line;
	struct bill bill = {0};
	int64_t sum = 0;
	bool found;
	size_t n;

	kit_read_as(c, &k->w->system);
	assert_ok(bill_get(c, k->w->pupil[pupil], k->t.term, &bill, &line, &n, &found));
	store_read_end(c);
	assert_true(found);
	*ret_lines = n;
	for (size_t i = 0; i < n; i++) {
		if (!str_is(line[i].payer, payer))
			continue;
		sum -= line[i].amount.fen;
		*ret_formula = line[i].formula;
	}
	return sum;
}

static void bears(struct ctx *c, const struct world *k, enum kit_pupil pupil, int64_t county,
                  int64_t school, size_t lines)
{
	struct str formula;
	size_t n;

	assert_int_equal(borne_by(c, k, pupil, "county", &n, &formula), county);
	assert_int_equal(n, lines);
	assert_int_equal(borne_by(c, k, pupil, "school", &n, &formula), school);
}

static void r5_each_payer_of_a_waiver_has_its_own_line_however_late_it_is_granted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str formula = STR_NONE;
	struct world k;
	size_t n, at;

	world_make(state, &k);
	is_granted(c, k.w, &k.w->father, CHEN_YI);
	takes(c, k.w, &k.t, &k.w->father, CHEN_YI, k.id, KIND_COURSE);
	bears(c, &k, CHEN_YI, 9031, 6020, 3);
	takes(c, k.w, &k.t, &k.w->wang, WANG, k.id, KIND_COURSE);
	bears(c, &k, WANG, 0, 0, 1);
	is_granted(c, k.w, &k.w->wang, WANG);
	bears(c, &k, WANG, 9031, 6020, 3);
	borne_by(c, &k, WANG, "county", &n, &formula);
	assert_true(str_find(formula, S("150.51 × 60% = 90.31"), &at));
	borne_by(c, &k, WANG, "school", &n, &formula);
	assert_true(str_find(formula, S("150.51 − 90.31 = 60.20"), &at));
	kit_holds(c);
}

static void r5_the_waiver_says_who_bears_how_much_of_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver w;
	struct world k;
	waiver_id id;

	world_make(state, &k);
	id = is_granted(c, k.w, &k.w->wang, WANG);
	kit_read_as(c, &k.w->clerk);
	assert_ok(waiver_get(c, id, &w));
	store_read_end(c);
	assert_str(w.payer, "county 60%; school 40%");
	assert_str(w.payers, "县（区） 60%、学校 40%");
}

static void what_leaves_the_bill_is_taken_back_of_each_payer(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct withdraw leave;
	struct world k;

	world_make(state, &k);
	is_granted(c, k.w, &k.w->wang, WANG);
	leave.enrolment = takes(c, k.w, &k.t, &k.w->wang, WANG, k.id, KIND_COURSE).id;
	bears(c, &k, WANG, 9031, 6020, 3);
	assert_ok(kit_try_as(c, &k.w->wang, &withdraw_verb, &leave));
	bears(c, &k, WANG, 0, 0, 6);
	kit_holds(c);
}

static void r60_what_a_payer_brings_pays_its_own_lines_and_no_more(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct payer_state s;
	struct money sum;
	struct world k;

	world_make(state, &k);
	is_granted(c, k.w, &k.w->wang, WANG);
	takes(c, k.w, &k.t, &k.w->wang, WANG, k.id, KIND_COURSE);
	struct payer_receipt a = {.school = k.w->a1,
	                          .term = k.t.term,
	                          .bears = S("county"),
	                          .payer = S("示例县财政局"),
	                          .document = S("P-1"),
	                          .amount = {9032},
	                          .day = ctx_today(c)};
	assert_fault(c, kit_try_as(c, &k.w->finance, &payer_receipt_verb, &a), E_REFUSED,
	             "payer_over"); /* both together owe 150.51 */
	assert_str(c->fault.allowed, "90.31");
	a.amount.fen = 9031;
	assert_ok(kit_try_as(c, &k.w->finance, &payer_receipt_verb, &a));
	kit_read_as(c, &k.w->finance);
	assert_ok(payer_state_get(c, k.w->a1, k.t.term, &s));
	assert_int_equal(s.payers, 2);
	assert_str(s.payer[0].payer, "county");
	assert_int_equal(s.payer[0].borne.fen, 9031);
	assert_int_equal(s.payer[0].covered.fen, 9031);
	assert_int_equal(s.payer[1].borne.fen, 6020);
	assert_int_equal(s.payer[1].paid.fen, 0);
	assert_int_equal(s.borne.fen - s.paid.fen, 6020);
	assert_ok(q_payers_paid(c, S("school"), &sum));
	store_read_end(c);
	assert_int_equal(sum.fen, 0);
	a.bears = S("province");
	a.document = S("P-2");
	a.amount.fen = 1;
	assert_fault(c, kit_try_as(c, &k.w->finance, &payer_receipt_verb, &a), E_REFUSED,
	             "payer_over"); /* bears nothing */
	kit_holds(c);
}

static enum err payer_moved(struct ctx *c, void *arg)
{
	int64_t n;

	(void)arg;
	return q_payer_moved(c, S("school"), S("county"), &n);
}

static void verify_finds_a_share_that_was_moved_to_another_payer(void **state)
{
	static const struct verb verb = {"test.payer_moved", payer_moved};
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, &k);
	is_granted(c, k.w, &k.w->wang, WANG);
	takes(c, k.w, &k.t, &k.w->wang, WANG, k.id, KIND_COURSE);
	assert_int_equal(kit_broken(c, "waivers"), 0);
	assert_ok(kit_try_as(c, &k.w->system, &verb, NULL));
	assert_int_equal(kit_broken(c, "waivers"), 2); /* the one has too much, the other nothing */
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r5_each_payer_of_a_waiver_has_its_own_line_however_late_it_is_granted),
		KIT_FACT(r5_the_waiver_says_who_bears_how_much_of_it),
		KIT_FACT(what_leaves_the_bill_is_taken_back_of_each_payer),
		KIT_FACT(r60_what_a_payer_brings_pays_its_own_lines_and_no_more),
		KIT_FACT(verify_finds_a_share_that_was_moved_to_another_payer),
	};

	return KIT_FACTS_RUN("shared", facts);
}
