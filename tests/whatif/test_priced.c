/* A draft with another price per unit against services that are priced by it. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "../enrolment/takes.h"

#include "whatif/whatif.h"

struct seen {
	struct whatif_mover mover[4];
	size_t n;
};

static enum err mover(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	struct seen *s = arg;

	(void)c;
	assert_true(s->n < 4);
	s->mover[s->n++] = *m;
	return OK;
}

#define DRAFT(more)                                                                                         \
	"ruleset PRICES\ntitle \"示例县课后服务收费调整\"\nnumber \"示发改〔2026〕8号\"\n" \
	"issuer \"示例县发展和改革局\"\nlevel county\nplace 349901\nunder OWN\n"                   \
	"issued 2026-08-20\neffective 2026-09-01 .. open\n" more

/* School A1 under the draft; every pupil who moves is in *s. */
static struct whatif_school asked(struct ctx *c, const struct kit_people *w, const struct plan *t,
                                  const char *draft, struct seen *s)
{
	const struct whatif_sink sink = {.mover = mover, .arg = s};
	struct whatif_ask ask;
	struct whatif_school sum = {0};
	const struct policy_book *now;
	const struct rule_set *set;
	struct policy_book *book;
	struct whatif *run = NULL;
	struct county county;
	struct term term;
	struct school school;

	*s = (struct seen){.n = 0};
	kit_read_as(c, &w->system);
	assert_ok(county_get(c, w->county, &county));
	assert_ok(term_get(c, t->term, &term));
	assert_ok(school_load(c, w->a1, &school));
	assert_ok(rulebook_book(c, w->county, DATE_NONE, &now));
	assert_ok(rulebook_book_with(c, w->county, str_of(draft), &book, &set));
	ask = (struct whatif_ask){.county = &county,
	                          .term = &term,
	                          .now = now,
	                          .draft = book,
	                          .set = set,
	                          .day = DATE_NONE};
	assert_ok(whatif_new(c, &ask, &run));
	assert_ok(whatif_school(c, run, &school, &sink, &sum));
	store_read_end(c);
	/* what is kept in *s names causes of the run; they are compared by the caller at once */
	whatif_free(&run);
	policy_book_free(&book);
	return sum;
}

static offering_id world(struct ctx *c, struct kit_people *w, const char *base, struct plan *ret_t,
                         struct offering_row row)
{
	offering_id id;

	plan_make(c, w, ret_t);
	county_stands(c, w, base, OWN("convert 1 period = 40 minute"));
	id = plan_open(c, w, ret_t, row);
	takes(c, w, ret_t, &w->father, CHEN_YI, id, row.kind);
	return id;
}

static void r30_another_price_per_period_moves_a_bill_that_took_the_documents_price(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct offering o;
	struct seen s;
	struct plan t;

	offering_id id = world(c, w, "RS6", &t, priced_row(KIND_CARE, "T1", "托管", "period", 0));
	o = offering_now(c, w, id);
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price exactly 2.80 yuan per period")),
	            &s);
	assert_int_equal(sum.pupils, 1);
	assert_int_equal(sum.moved, 1);
	assert_int_equal(sum.sum[WHATIF_NOW].payable.fen, o.price.fen);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen * 300, o.price.fen * 280);
	assert_int_equal(s.mover[0].payable[WHATIF_NOW].fen, o.price.fen);
}

static void r30_a_lower_ceiling_per_period_refuses_a_price_of_the_schools_own(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct seen s;
	struct plan t;

	world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price at_most 2.49 yuan per period")),
	            &s);
	assert_int_equal(sum.refused, 1);
	assert_int_equal(sum.offerings_refused, 1);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, 0);
	sum = asked(c, w, &t,
	            DRAFT(OWN("fee service \"课后服务费\"\n  kind care course\n"
	                      "  price at_most 2.50 yuan per period")),
	            &s);
	assert_int_equal(sum.moved, 0);
	assert_int_equal(sum.offerings_refused, 0);
}

static void r24_a_draft_for_one_season_is_asked_in_the_season_of_the_service(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct whatif_school sum;
	struct seen s;
	struct plan t;

	world(c, w, "RS4", &t, priced_row(KIND_COURSE, "K1", "国画", "period", 250));
	sum = asked(
		c, w, &t,
		DRAFT(OWN("param season.summer_from 05-01") OWN("param season.summer_to 09-30") OWN(
			"limit summer \"夏季上限\"\n  over course\n"
			"  cap 10.00 yuan per term\n  above reduce\n  when season summer")),
		&s);
	assert_int_equal(sum.sum[WHATIF_DRAFT].payable.fen, 1000); /* it begins on 1 September */
	sum = asked(
		c, w, &t,
		DRAFT(OWN("param season.summer_from 05-01") OWN("param season.summer_to 08-31") OWN(
			"limit summer \"夏季上限\"\n  over course\n"
			"  cap 10.00 yuan per term\n  above reduce\n  when season summer")),
		&s);
	assert_int_equal(sum.moved, 0);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r30_another_price_per_period_moves_a_bill_that_took_the_documents_price),
		KIT_FACT(r30_a_lower_ceiling_per_period_refuses_a_price_of_the_schools_own),
		KIT_FACT(r24_a_draft_for_one_season_is_asked_in_the_season_of_the_service),
	};

	return KIT_FACTS_RUN("whatif priced", facts);
}
