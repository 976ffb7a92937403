/* A charge is judged by what held when it was made: the pupil who moved up a grade since, and the
 * service that filled a cap it shared with another (R34, R41). */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "../rulebook/world.h"

#include "crypto/hash.h"
#include "enrolment/enrolment.h"
#include "fees.sql.h"
#include "oversight/overcharge.h"
#include "people/roll.h"

struct world {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
};

/* A school whose county has this limit besides the plan's. */
static struct world world_of(void **state, const char *limit)
{
	struct world s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct actor other = second_officer(s.c, s.w);
	struct str text = local_rules(s.c, "LOCAL", "349901", "2026-08-01 .. open", "200.00");
	size_t at;

	assert_true(str_find(text, S("\n\ncase"), &at));
	text = str_printf(s.c->arena,
	                  "%.*s\n\n%s  clause \"收费不超过上限\"\n  requirement R34%.*s", (int)at,
	                  text.p, limit, STR_FMT(str_sub(text, at, text.n)));
	kit_term_make(s.c, s.w, &s.t); /* dearer courses were put up before */
	published(s.c, &s.w->county_officer, &other, text);
	return s;
}

static enum err enrolled(struct world *s, const struct actor *who, enum kit_pupil pupil,
                         enum kit_offering o, enrolment_id *ret_id)
{
	struct enrol a = {
		.wish = {s->w->pupil[pupil], s->t.offering[o], s->t.course, false},
		.channel = S("page"),
	};
	enum err e = kit_try_as(s->c, who, &enrol_verb, &a);

	if (ret_id)
		*ret_id = a.result.id;
	return e;
}

static size_t named(struct world *s, struct overcharge_sums *ret_sums)
{
	struct overcharge_ask ask = {.county = s->w->county, .term = s->t.term};
	struct overcharge *v;
	size_t n;

	kit_read_as(s->c, &s->w->county_officer);
	assert_ok(overcharges(s->c, &ask, &v, &n, ret_sums));
	store_read_end(s->c);
	return n;
}

#define LOW_FOR_HIGH_GRADES                                                                        \
	"limit high \"高年级课程收费上限\"\n"                                             \
	"  over course\n"                                                                          \
	"  cap 100.00 yuan per term\n"                                                             \
	"  consumables excluded\n"                                                                 \
	"  above refuse\n"                                                                         \
	"  when grade 4 .. 9\n"

static void moved_up(struct world *s, enum kit_pupil pupil)
{
	struct pupil_change up = {.pupil = s->w->pupil[pupil], .class = s->w->a1_51};

	assert_ok(kit_try_as(s->c, &s->w->clerk, &pupil_change_verb, &up));
}

static void R41_a_pupil_who_moved_up_since_is_not_named_for_the_grade_of_today(void **state)
{
	struct world s = world_of(state, LOW_FOR_HIGH_GRADES);
	struct overcharge_sums sums;

	assert_fault(s.c, enrolled(&s, &s.w->father, CHEN_ER, POTTERY, NULL), E_REFUSED,
	             "fee_cap_exceeded");
	assert_ok(enrolled(&s, &s.w->wang, WANG, POTTERY, NULL));
	kit_advance(state, 1000000);
	moved_up(&s, WANG);
	assert_int_equal(named(&s, &sums), 0);
	assert_int_equal(sums.services, 1);
	kit_holds(s.c);
}

static void R34_what_a_pupil_who_moved_up_takes_next_is_held_to_the_new_grade(void **state)
{
	struct world s = world_of(state, LOW_FOR_HIGH_GRADES);

	assert_ok(enrolled(&s, &s.w->wang, WANG, POTTERY, NULL));
	kit_advance(state, 1000000);
	moved_up(&s, WANG);
	assert_fault(s.c, enrolled(&s, &s.w->wang, WANG, SINGING, NULL), E_REFUSED,
	             "fee_cap_exceeded");
	kit_holds(s.c);
}

#define SHARED                                                                                     \
	"limit together \"课程合计\"\n"                                                        \
	"  over course\n"                                                                          \
	"  cap 250.00 yuan per term\n"                                                             \
	"  consumables excluded\n"                                                                 \
	"  above reduce\n"

static void R41_who_fills_a_shared_cap_alone_after_giving_up_the_other_is_not_named(void **state)
{
	struct world s = world_of(state, SHARED);
	struct withdraw out = {0};
	struct overcharge_sums sums;

	assert_ok(enrolled(&s, &s.w->father, CHEN_YI, CHESS, &out.enrolment));
	assert_ok(enrolled(&s, &s.w->father, CHEN_YI, POTTERY, NULL));
	assert_int_equal(named(&s, &sums), 0);
	assert_int_equal(sums.services, 2);
	assert_ok(kit_try_as(s.c, &s.w->father, &withdraw_verb, &out));
	assert_int_equal(named(&s, &sums), 0);
	kit_holds(s.c);
}

static enum err more_run(struct ctx *c, void *arg)
{
	return q_charge_more(c, *(const pupil_id *)arg, FEN(100), NULL);
}
static const struct verb more = {"test.more", more_run};

static void R41_a_yuan_above_what_a_shared_cap_left_is_named(void **state)
{
	struct world s = world_of(state, SHARED);
	struct overcharge_sums sums;

	assert_ok(enrolled(&s, &s.w->father, CHEN_YI, CHESS, NULL));
	assert_ok(enrolled(&s, &s.w->father, CHEN_YI, POTTERY, NULL));
	kit_do(s.c, &more, &s.w->pupil[CHEN_YI]);
	assert_int_equal(named(&s, &sums), 2);
	assert_int_equal(sums.over.fen, 200);
}

/* The over-charge query tells it, and the bill may be adjusted; the books are whole all the same.
 */
static void R10_a_late_document_makes_no_bill_wrong_that_was_right_when_it_was_made(void **state)
{
	struct world s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct actor other = second_officer(s.c, s.w);
	struct str text = local_rules(s.c, "LATE", "349901", "2026-09-01 .. open", "200.00");
	size_t at;

	kit_term_make(s.c, s.w, &s.t);
	assert_ok(enrolled(&s, &s.w->father, CHEN_YI, CHESS, NULL));
	assert_true(str_find(text, S("\n\ncase"), &at));
	text = str_printf(s.c->arena,
	                  "%.*s\n\nlimit low \"课程收费上限\"\n  over course\n"
	                  "  cap 1.00 yuan per term\n  above refuse\n  clause \"上限一元\"\n"
	                  "  requirement R34%.*s",
	                  (int)at, text.p, STR_FMT(str_sub(text, at, text.n)));
	kit_advance(state, INT64_C(60000000));
	published(s.c, &s.w->county_officer, &other, text);
	kit_holds(s.c);
}

struct said {
	edition_id edition;
	struct str body;
};

static enum err said_run(struct ctx *c, void *arg)
{
	const struct said *s = arg;
	uint8_t hash[SHA256_BYTES];

	sha256(s->body, hash);
	return q_edition_says(c, s->edition, s->body, BYTES(hash), NULL);
}

/* Two documents that price one thing could once be published. */
static void R10_what_was_published_before_goes_on_deciding_and_is_named(void **state)
{
	static const struct verb say = {"test.edition_says", said_run};
	struct world s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct actor other = second_officer(s.c, s.w);
	struct str one = local_rules(s.c, "LOCAL", "349901", "2026-08-01 .. open", "200.00");
	struct said twice = {
		.body = with_case(
			s.c, local_rules(s.c, "OTHER", "349901", "2026-08-01 .. open", "180.00")),
	};
	struct str innocent;
	edition_id refused;
	size_t at;

	assert_true(str_find(twice.body, S("\nparam "), &at));
	innocent = str_printf(s.c->arena,
	                      "%.*s\nlimit high \"课程收费上限\"\n  over course\n"
	                      "  cap 900.00 yuan per term\n  above refuse\n"
	                      "  clause \"上限九百元\"\n  requirement R34\n",
	                      (int)at, twice.body.p);
	published(s.c, &s.w->county_officer, &other, one);
	assert_ok(draft(s.c, &s.w->county_officer, twice.body, &refused));
	assert_fault(s.c, step_as(s.c, &s.w->county_officer, edition_submit, turn_of(refused)),
	             E_REFUSED, "rule_set_wrong");
	twice.edition = published(s.c, &s.w->county_officer, &other, innocent);
	kit_do(s.c, &say, &twice);
	assert_int_equal(rate_on(s.c, s.w, on_day(2026, 9, 1)), 20000);
	store_read_end(s.c);
	assert_int_equal(kit_broken(s.c, "rule_books"), 1);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R10_what_was_published_before_goes_on_deciding_and_is_named),
		KIT_FACT(R10_a_late_document_makes_no_bill_wrong_that_was_right_when_it_was_made),
		KIT_FACT(R41_a_pupil_who_moved_up_since_is_not_named_for_the_grade_of_today),
		KIT_FACT(R34_what_a_pupil_who_moved_up_takes_next_is_held_to_the_new_grade),
		KIT_FACT(R41_who_fills_a_shared_cap_alone_after_giving_up_the_other_is_not_named),
		KIT_FACT(R41_a_yuan_above_what_a_shared_cap_left_is_named),
	};

	return KIT_FACTS_RUN("oversight past", facts);
}
