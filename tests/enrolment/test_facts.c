/* Who may charge whom: what is stored of pupil, school and offering reaches the rules on every way
 * that judges. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "enrolment/judge.h"
#include "term/internal.h"

/* The documents of the program, and what a county below them has to say before they can be asked
 * about a price for the term. */
#define DECIDED                                                                                    \
	"\n  decided by \"示例县教体局\" on 2026-08-01 why \"按学期收取\"\n  requirement R59\n"
#define COUNTY_SET(id, under, convert)                                                             \
	"ruleset " id "\ntitle \"" id "\"\nnumber none\nissuer \"示例县\"\nlevel county\n"      \
	"place none\nunder " under "\nissued 2026-08-01\neffective 2026-08-01 .. open\n"           \
	"convert " convert DECIDED "param billing.period term" DECIDED                             \
	"param billing.prepay_next_term no" DECIDED

struct world {
	struct kit_people w;
	struct kit_term t;
	struct policy_book *book;
};

static void begin(void **state, struct world *k)
{
	static const char *const sets[] = {
		COUNTY_SET("UNDER-RS8", "RS8", "1 term = 4 month"),
		COUNTY_SET("UNDER-RS6", "RS6", "1 term = 100 period"),
	};
	const struct rule_error *broken;
	struct ctx *c = kit_ctx(state);
	struct rule_error e;

	k->w = *kit_world(state);
	kit_term_make(c, &k->w, &k->t);
	k->book = policy_book_over(policy_builtin(&broken));
	for (size_t i = 0; i < 2; i++)
		if (!policy_book_add(k->book, S("county"), str_of(sets[i]), &e))
			fail_msg("%s", str_c(c->arena, rule_error_text(c->arena, LANG_EN, &e)));
	if (!policy_book_check(k->book, c->arena, &e))
		fail_msg("%s", str_c(c->arena, rule_error_text(c->arena, LANG_EN, &e)));
}

/* A pupil of a private school, as the roll has it. */
static pupil_id private_pupil(struct ctx *c, const struct world *k, const char *code, bool boarding)
{
	struct school_new school = {.county = k->w.county,
	                            .code = str_of(code),
	                            .name = S("示例县民办学校"),
	                            .private = true,
	                            .boarding = boarding};
	struct roll_row row = {.number = str_printf(c->arena, "L34990120170902%s", code + 6),
	                       .name = S("钱七"),
	                       .sex = 1,
	                       .born = DATE_NONE,
	                       .grade = 3,
	                       .class_number = 1,
	                       .guardian = {{S("钱父"), S("13900000011"), S("父亲")}},
	                       .guardian_n = 1};
	struct roll_put put = {.row = &row, .n = 1};

	c->actor = k->w.system;
	kit_do(c, &school_add_verb, &school);
	put.school = school.result;
	kit_do(c, &roll_put_verb, &put);
	return row.id;
}

/* What this pupil would be charged for a course at this price: judged, then charged. */
static enum err charged(struct ctx *c, const struct world *k, pupil_id id, const char *set,
                        struct money price, struct bill_quote *ret_q)
{
	struct offering o = {.kind = KIND_COURSE, .category = S("arts"), .price = price};
	struct claim claim = {.offering = &o};
	struct bill_totals none = {0};
	struct billed billed;
	struct rules rules;
	struct till *till;
	struct pupil p;
	enum err e = OK;

	kit_read_as(c, &k->w.system);
	assert_ok(pupil_load(c, id, &p));
	assert_ok(rules_for(c, k->book, str_of(set), ctx_today(c), &rules));
	struct charge what =
		claim_charge(c, &rules, &claim, &p, ID_NONE(enrolment_id), ctx_today(c));

	assert_ok(till_open(c, &rules, &p, &till));
	assert_ok(bill_judge(c, till, &none, &what, ret_q));
	if (ret_q->no.code) /* and nothing is written either */
		e = bill_charge(c, till, &p, k->t.term, &none, &what, &billed);
	store_read_end(c);
	return e;
}

static void forbidden(struct ctx *c, enum err e, const struct bill_quote *q, const char *document)
{
	size_t at;

	assert_fault(c, e, E_REFUSED, "forbidden_by_rule");
	assert_string_equal(q->no.code, "forbidden_by_rule");
	assert_str(q->no.requirement, "R65");
	assert_true(str_find(q->no.clause, S("民办学校"), &at));
	assert_true(str_find(q->no.document, str_of(document), &at));
	assert_true(str_eq(q->no.clause, c->fault.clause));
}

static void
R65_a_private_school_under_the_wuhan_rules_charges_nothing_and_a_public_one_does(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill_quote q;
	struct world k;

	begin(state, &k);
	pupil_id there = private_pupil(c, &k, "2134990004", false);

	forbidden(c, charged(c, &k, there, "UNDER-RS8", FEN(52000), &q), &q, "武汉");
	assert_ok(charged(c, &k, k.w.pupil[LI], "UNDER-RS8", FEN(52000), &q));
	assert_null(q.no.code);
	assert_int_equal(q.price.fen, 52000);
	policy_book_free(&k.book);
}

static void
R65_a_boarding_private_school_under_the_haikou_rules_charges_nothing_and_another_does(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill_quote q;
	struct world k;

	begin(state, &k);
	pupil_id boarding = private_pupil(c, &k, "2134990005", true);
	pupil_id day = private_pupil(c, &k, "2134990006", false);

	/* the school boards, this pupil does not: the ban is on the school */
	forbidden(c, charged(c, &k, boarding, "UNDER-RS6", FEN(30000), &q), &q, "海口");
	assert_ok(charged(c, &k, day, "UNDER-RS6", FEN(30000), &q));
	assert_null(q.no.code);
	assert_int_equal(q.price.fen, 30000);
	policy_book_free(&k.book);
}

/* A plan's course for grade 3 without times, as the rules see it before it is opened. */
static enum err planned(struct ctx *c, const struct world *k, bool private)
{
	struct offering o = {.kind = KIND_COURSE,
	                     .category = S("arts"),
	                     .title = S("国画"),
	                     .grades = 1 << 3,
	                     .price = FEN(52000)};
	struct school school = {.code = S("2134990004"), .private = private};
	struct rules rules;
	enum err e;

	kit_read_as(c, &k->w.system);
	assert_ok(rules_for(c, k->book, S("UNDER-RS8"), ctx_today(c), &rules));
	e = offering_rules(c, &rules, &school, &o, NULL, 0, false);
	store_read_end(c);
	return e;
}

static void R65_a_priced_course_is_not_opened_at_a_private_school_that_may_not_charge(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	size_t at;

	begin(state, &k);
	assert_ok(planned(c, &k, false));
	assert_fault(c, planned(c, &k, true), E_REFUSED, "forbidden_by_rule");
	assert_str(c->fault.requirement, "R65");
	assert_true(str_find(c->fault.clause, S("民办学校不得另收"), &at));
	policy_book_free(&k.book);
}

static void every_stored_fact_reaches_the_rules(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct offering o = {.kind = KIND_COURSE, .category = S("science"), .agency = {7}};
	struct rule_facts f;
	struct rules rules;
	struct world k;
	struct pupil p;
	size_t content;

	begin(state, &k);
	kit_read_as(c, &k.w.system);
	assert_ok(pupil_load(c, k.w.pupil[WU], &p));
	store_read_end(c);
	assert_ok(rules_for(c, k.book, S("UNDER-RS8"), ctx_today(c), &rules));
	f = service_facts(c, &rules, &p, &o);
	assert_int_equal(f.is[DIM_KIND], 1 << (KIND_COURSE - 1));
	assert_int_equal(f.is[DIM_STAGE], 1 << (STAGE_JUNIOR - 1));
	assert_int_equal(f.is[DIM_GRADE], 1 << 7);
	assert_int_equal(f.is[DIM_AREA], 1 << (AREA_RURAL - 1));
	assert_int_equal(f.is[DIM_OWNERSHIP], 1 << 0);
	assert_int_equal(f.is[DIM_BOARDING], 1 << 1);
	assert_int_equal(f.is[DIM_BOARDING_SCHOOL], 1 << 1);
	assert_int_equal(f.is[DIM_PROVIDER], 1 << 1);
	assert_true(words_index(LEXICONS[LEX_ACTIVITY].words, S("science"), &content));
	assert_int_equal(f.is[DIM_CONTENT], 1 << content);
	assert_true(f.is[DIM_WINDOW] != 0);
	assert_str(f.school, "3134990002");
	o.agency = ID_NONE(agency_id);
	assert_int_equal(service_facts(c, &rules, &p, &o).is[DIM_PROVIDER], 1 << 0);
	policy_book_free(&k.book);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			R65_a_private_school_under_the_wuhan_rules_charges_nothing_and_a_public_one_does),
		KIT_FACT(
			R65_a_boarding_private_school_under_the_haikou_rules_charges_nothing_and_another_does),
		KIT_FACT(R65_a_priced_course_is_not_opened_at_a_private_school_that_may_not_charge),
		KIT_FACT(every_stored_fact_reaches_the_rules),
	};

	return KIT_FACTS_RUN("enrolment", facts);
}
