/* A draft against a live term: four families under RS2, two of whom pay its combined limit. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "enrolment/enrolment.h"
#include "policy/embedded.h"
#include "whatif/table.h"
#include "whatif/whatif.h"
#include "world.sql.h"

enum { MOVERS = 16 };

struct told {
	struct whatif_mover mover[MOVERS];
	size_t movers, refusals;
	const struct whatif_cause *last; /* of a refused service */
	bool stop;
};

struct term_world {
	struct kit_people *w;
	struct kit_term t;
	struct county county;
	struct term term;
	const struct policy_book *now;
	struct policy_book *before, *draft;
	const struct rule_set *set;
	struct whatif *running;
	struct told told;
};

/* --- the world -------------------------------------------------------------------------------- */

static void takes(struct ctx *c, const struct term_world *k, const struct actor *who,
                  enum kit_pupil pupil, enum kit_offering o)
{
	struct enrol a = {
		.wish = {k->w->pupil[pupil], k->t.offering[o], o == CARE ? k->t.care : k->t.course,
	                 false},
		.channel = S("page"),
	};

	assert_ok(kit_try_as(c, who, &enrol_verb, &a));
}

static enum err reprice_run(struct ctx *c, void *arg)
{
	const struct term_world *k = arg;

	TRY(q_county_stands(c, k->w->county, S("RS2"), NULL));
	return q_offering_priced(c, k->t.offering[CARE], FEN(35000), NULL);
}

static enum err lunch_run(struct ctx *c, void *arg)
{
	const struct term_world *k = arg;

	return q_offering_becomes(c, k->t.offering[CHESS], S("lunch"), NULL);
}

/* Care 350.00 with painting 599.99 and with robots 300.01 (both pay 600.00 under RS2), care with
 * chess 100.00 twice, chess alone. */
static void world_open(void **state, struct term_world *k)
{
	static const struct verb reprice = {"test.reprice", reprice_run};
	struct ctx *c = kit_ctx(state);

	*k = (struct term_world){.w = kit_world(state), .now = policy_builtin(NULL)};
	kit_term_make(c, k->w, &k->t);
	takes(c, k, &k->w->father, CHEN_YI, CARE);
	takes(c, k, &k->w->father, CHEN_YI, PAINT);
	takes(c, k, &k->w->li, LI, CARE);
	takes(c, k, &k->w->li, LI, ROBOT);
	takes(c, k, &k->w->wang, WANG, CARE);
	takes(c, k, &k->w->wang, WANG, CLAY);
	takes(c, k, &k->w->wang_other, WANG_OTHER, CARE);
	takes(c, k, &k->w->wang_other, WANG_OTHER, CLAY);
	takes(c, k, &k->w->zhao, ZHAO, CHESS);
	assert_ok(kit_try_as(c, &k->w->system, &reprice, k));
	kit_read_as(c, &k->w->system);
	assert_ok(county_get(c, k->w->county, &k->county));
	assert_ok(term_get(c, k->t.term, &k->term));
}

/* A built-in file whose name has this in it. */
static struct str file_text(const char *name)
{
	for (size_t i = 0; i < policy_files_n; i++) {
		if (strstr(policy_files[i].name, name))
			return (struct str){(const char *)policy_files[i].bytes, policy_files[i].n};
	}
	fail_msg("no %s", name);
	return STR_NONE;
}

static struct str rs2_text(void)
{
	return file_text("rs2-");
}

/* A text with the first `from` behind `behind` made `to`, and something more at its end. */
static struct str text_with(struct ctx *c, struct str text, const char *behind, const char *from,
                            const char *to, const char *more)
{
	size_t at = 0, k = 0;

	assert_true(str_find(text, str_of(behind), &at));
	assert_true(str_find(str_sub(text, at, text.n), str_of(from), &k));
	at += k;
	return str_printf(c->arena, "%.*s%s%.*s\n%s", STR_FMT(str_sub(text, 0, at)), to,
	                  STR_FMT(str_sub(text, at + strlen(from), text.n)), more);
}

static struct str rs2_with(struct ctx *c, const char *behind, const char *from, const char *to,
                           const char *more)
{
	return text_with(c, rs2_text(), behind, from, to, more);
}

/* The built-in sets with this text in the place of one file; it stands first. */
static struct policy_book *book_with(struct ctx *c, const char *file, struct str text)
{
	struct policy_book *b = policy_book_new();
	struct rule_error e;

	assert_non_null(b);
	if (!policy_book_add_draft(b, S("draft.rules"), text, &e))
		fail_msg("%.*s", STR_FMT(rule_error_text(c->arena, LANG_EN, &e)));
	for (size_t i = 0; i < policy_files_n; i++) {
		struct str name = str_of(policy_files[i].name);
		struct str body = {(const char *)policy_files[i].bytes, policy_files[i].n};

		if (str_ends(name, S(".rules")) && !strstr(policy_files[i].name, file))
			assert_true(policy_book_add(b, name, body, &e));
	}
	if (!policy_book_check(b, c->arena, &e))
		fail_msg("%.*s", STR_FMT(rule_error_text(c->arena, LANG_EN, &e)));
	return b;
}

static void draft_is(struct ctx *c, struct term_world *k, struct str text)
{
	policy_book_free(&k->draft);
	k->draft = book_with(c, "rs2-", text);
	k->set = policy_book_sets(k->draft);
}

static enum err mover(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	struct told *t = arg;

	(void)c;
	assert_true(t->movers < MOVERS);
	t->mover[t->movers++] = *m;
	return OK;
}

static enum err refusal(struct ctx *c, const struct whatif_refusal *r, void *arg)
{
	(void)c;
	assert_true(str_some(r->cause->code));
	((struct told *)arg)->refusals++;
	((struct told *)arg)->last = r->cause;
	return OK;
}

static bool stop(void *arg)
{
	return ((struct told *)arg)->stop;
}

static struct whatif *begin(struct ctx *c, const struct term_world *k)
{
	struct whatif_ask ask = {&k->county, &k->term, k->now, k->draft, k->set, DATE_NONE};
	struct whatif *w = NULL;

	assert_ok(whatif_new(c, &ask, &w));
	return w;
}

static struct whatif_school school_asked(struct ctx *c, struct term_world *k, struct whatif *w,
                                         school_id id)
{
	const struct whatif_sink sink = {mover, refusal, stop, &k->told};
	struct whatif_school s = {0};
	struct school school;

	assert_ok(school_load(c, id, &school));
	assert_ok(whatif_school(c, w, &school, &sink, &s));
	return s;
}

/* School A1 under the draft; what was told stays readable. */
static struct whatif_school asked_a1(struct ctx *c, struct term_world *k)
{
	k->told = (struct told){0};
	k->running = begin(c, k);
	return school_asked(c, k, k->running, k->w->a1);
}

static struct whatif_school asked(struct ctx *c, struct term_world *k, struct str text)
{
	draft_is(c, k, text);
	return asked_a1(c, k);
}

/* The same in a world that begins with it. */
static struct whatif_school world_asked(void **state, struct term_world *k, struct str text)
{
	world_open(state, k);
	return asked(kit_ctx(state), k, text);
}

static void counts_are(const struct whatif_school *s, int64_t moved, int64_t more, int64_t less)
{
	assert_int_equal(s->moved, moved);
	assert_int_equal(s->more, more);
	assert_int_equal(s->less, less);
}

static void world_close(struct ctx *c, struct term_world *k)
{
	store_read_end(c);
	whatif_free(&k->running);
	policy_book_free(&k->draft);
	policy_book_free(&k->before);
}

static const struct whatif_mover *mover_of(const struct term_world *k, enum kit_pupil pupil)
{
	for (size_t i = 0; i < k->told.movers; i++) {
		if (k->told.mover[i].pupil.v == k->w->pupil[pupil].v)
			return &k->told.mover[i];
	}
	fail_msg("pupil %d does not move", (int)pupil);
	return NULL;
}

static void assert_moves(const struct term_world *k, enum kit_pupil pupil, int64_t now,
                         int64_t draft)
{
	const struct whatif_mover *m = mover_of(k, pupil);

	assert_int_equal(m->payable[WHATIF_NOW].fen, now);
	assert_int_equal(m->payable[WHATIF_DRAFT].fen, draft);
}

/* --- facts ------------------------------------------------------------------------------------ */

static void a_draft_equal_to_the_rules_in_force_moves_nothing(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	s = world_asked(state, &k, rs2_text());
	assert_int_equal(s.pupils, 5);
	assert_int_equal(s.moved, 0);
	assert_int_equal(k.told.movers, 0);
	assert_int_equal(s.offerings_refused, 0);
	assert_int_equal(s.sum[WHATIF_NOW].payable.fen, 60000 * 2 + 35001 * 2 + 10000);
	assert_int_equal(s.sum[WHATIF_DRAFT].payable.fen, s.sum[WHATIF_NOW].payable.fen);
	assert_true(s.guaranteed[WHATIF_NOW]);
	assert_int_equal(s.guarantee[WHATIF_NOW].fen, s.guarantee[WHATIF_DRAFT].fen);
	world_close(c, &k);
}

static void raising_the_combined_cap_moves_exactly_the_reduced_bills_R34(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	s = world_asked(state, &k, rs2_with(c, "limit together", "600.00", "700.00", ""));
	counts_are(&s, 2, 2, 0);
	assert_int_equal(s.refused, 0);
	assert_moves(&k, CHEN_YI, 60000, 70000);
	assert_moves(&k, LI, 60000, 65001);
	assert_str(mover_of(&k, LI)->cause->code, "");
	assert_str(mover_of(&k, LI)->cause->requirement, "R34");
	assert_int_equal(s.sum[WHATIF_DRAFT].payable.fen - s.sum[WHATIF_NOW].payable.fen,
	                 10000 + 5001);
	world_close(c, &k);
}

static void a_lower_cap_marks_what_would_be_refused_R34(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	s = world_asked(state, &k, rs2_with(c, "limit course", "600.00", "100.00", ""));
	assert_int_equal(s.moved, 2);
	assert_int_equal(s.less, 2);
	assert_int_equal(s.refused, 2);
	assert_moves(&k, CHEN_YI, 60000, 35000);
	assert_moves(&k, LI, 60000, 35000);
	assert_str(mover_of(&k, LI)->cause->code, "fee_cap_exceeded");
	assert_int_equal(mover_of(&k, LI)->refused[WHATIF_DRAFT], 1);
	/* 599.99, 300.01 twice, 200.00 and 120.00; 100.00 is at the limit. */
	assert_int_equal(s.offerings_refused, 5);
	assert_int_equal(k.told.refusals, 5);
	world_close(c, &k);
}

static void a_scope_change_takes_lunch_out_R12(void **state)
{
	static const struct verb lunch = {"test.lunch", lunch_run};
	struct ctx *c = kit_ctx(state);
	struct str notice, earlier;
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	assert_ok(kit_try_as(c, &k.w->system, &lunch, &k));
	kit_read_as(c, &k.w->system);
	/* As if the notice of 2023 were still a draft. */
	notice = file_text("cn-2023");
	earlier =
		text_with(c, notice, "after_school.kinds", "care course", "care course lunch", "");
	earlier = text_with(c, earlier, "after_school.windows", "afternoon", "noon afternoon", "");
	k.before = book_with(c, "cn-2023", earlier);
	k.now = k.before;
	k.draft = book_with(c, "cn-2023", notice);
	k.set = policy_book_sets(k.draft);
	s = asked_a1(c, &k);
	assert_int_equal(s.offerings_refused, 1);
	assert_str(k.told.last->code, "out_of_scope");
	assert_str(k.told.last->requirement, "R12");
	/* It may still be held and paid for, as a service of its own (R13, R65). */
	assert_int_equal(s.moved, 0);
	assert_int_equal(s.sum[WHATIF_DRAFT].kind[KIND_LUNCH].fen, 10000);
	world_close(c, &k);
}

static void an_earlier_end_refuses_services_and_moves_no_bill_R23(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	s = asked(c, &k,
	          rs2_with(c, "ruleset", "RS2", "RS2",
	                   "param after_school.end_latest 17:00\n"
	                   "  clause \"结束时间不晚于17:00\"\n  requirement R23\n"));
	assert_int_equal(s.moved, 0);
	assert_int_equal(s.offerings_refused, KIT_OFFERINGS - 1); /* all but care end at 18:00 */
	world_close(c, &k);
}

static void a_longer_day_refuses_the_care_that_does_not_fill_it_R24(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	s = asked(c, &k,
	          rs2_with(c, "ruleset", "RS2", "RS2",
	                   "require minutes_per_day \"每天服务时长\"\n  at_least 240 minute\n"
	                   "  clause \"每天不少于四小时\"\n  requirement R24\n"));
	assert_int_equal(s.moved, 0);
	assert_int_equal(s.offerings_refused, 1); /* care carries the day, courses need not */
	assert_str(k.told.last->clause, "每天不少于四小时");
	world_close(c, &k);
}

static void a_waiver_for_all_is_borne_by_its_payer_R5(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	s = asked(c, &k,
	          rs2_with(c, "ruleset", "RS2", "RS2",
	                   "deduct county_share \"县级财政补助\"\n  of care\n"
	                   "  amount 50.00 yuan per term\n  payer county\n"
	                   "  clause \"县级财政每生每学期补助50元\"\n  requirement R5\n"));
	assert_int_equal(s.moved, 4);
	assert_int_equal(s.less, 4);
	assert_int_equal(s.sum[WHATIF_NOW].deducted.fen, 0);
	assert_int_equal(s.sum[WHATIF_DRAFT].deducted.fen, 4 * 5000);
	assert_str(mover_of(&k, WANG)->cause->clause, "县级财政每生每学期补助50元");
	world_close(c, &k);
}

static void a_higher_rate_raises_the_guarantee_fund_R29(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	k.county.participant = S("enrolled_census");
	s = asked(c, &k,
	          rs2_with(c, "ruleset", "RS2", "RS2",
	                   "param guarantee.rate 200.00 yuan per participant per term\n"
	                   "  clause \"每生每学期200元\"\n  requirement R29\n"));
	assert_int_equal(s.guarantee[WHATIF_NOW].fen, 4 * 15000);
	assert_int_equal(s.guarantee[WHATIF_DRAFT].fen, 4 * 20000);
	assert_int_equal(s.moved, 0);
	world_close(c, &k);
}

/* Before a term begins nobody has come: what it would cost is asked all the same. */
static void a_draft_tells_the_guarantee_fund_by_seats_where_nobody_has_come_yet_R29_D2(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s, sum = {0};
	struct term_world k;

	world_open(state, &k);
	k.county.participant = S("attended_once");
	s = asked(c, &k,
	          rs2_with(c, "ruleset", "RS2", "RS2",
	                   "param guarantee.rate 200.00 yuan per participant per term\n"
	                   "  clause \"每生每学期200元\"\n  requirement R29\n"));
	assert_int_equal(s.guarantee[WHATIF_DRAFT].fen, 0);
	assert_int_equal(s.guarantee_enrolled[WHATIF_NOW].fen, 4 * 15000);
	assert_int_equal(s.guarantee_enrolled[WHATIF_DRAFT].fen, 4 * 20000);
	assert_ok(whatif_add(c, &sum, &s));
	assert_ok(whatif_add(c, &sum, &s));
	assert_int_equal(sum.guarantee_enrolled[WHATIF_DRAFT].fen, 8 * 20000);
	world_close(c, &k);
}

static void a_draft_that_asks_for_an_unknown_fact_is_not_guessed(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	s = asked(c, &k,
	          rs2_with(c, "limit together", "above       reduce",
	                   "above       reduce\n"
	                   "  when season summer",
	                   ""));
	assert_true(s.moved > 0);
	assert_str(mover_of(&k, LI)->cause->code, "fact_missing");
	assert_str(mover_of(&k, LI)->cause->clause, "season");
	world_close(c, &k);
}

static void equal_facts_are_decided_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif *w;
	struct term_world k;

	world_open(state, &k);
	draft_is(c, &k, rs2_text());
	w = begin(c, &k);
	assert_int_equal(school_asked(c, &k, w, k.w->a1).pupils, 5);
	assert_int_equal(whatif_decided(w), 4);
	school_asked(c, &k, w, k.w->a1);
	assert_int_equal(whatif_decided(w), 4);
	whatif_free(&w);
	world_close(c, &k);
}

static struct str figures(struct ctx *c, const struct whatif_school *s)
{
	struct out o;
	struct json j;
	struct str text;

	out_init(&o, (size_t)1 << 16);
	json_init(&j, &o);
	json_open(&j, '{');
	whatif_json(&j, s);
	json_close(&j, '}');
	text = str_dup(c->arena, out_str(&o));
	out_free(&o);
	return text;
}

static void steps_give_the_bytes_of_one_run(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school whole = {0}, parts = {0}, s;
	school_id school[2];
	struct whatif *w;
	struct term_world k;

	world_open(state, &k);
	school[0] = k.w->a1;
	school[1] = k.w->a2;
	draft_is(c, &k, rs2_with(c, "limit together", "600.00", "700.00", ""));
	w = begin(c, &k);
	for (int i = 0; i < 2; i++) {
		s = school_asked(c, &k, w, school[i]);
		assert_ok(whatif_add(c, &whole, &s));
	}
	whatif_free(&w);
	for (int i = 1; i >= 0; i--) {
		w = begin(c, &k);
		s = school_asked(c, &k, w, school[i]);
		assert_ok(whatif_add(c, &parts, &s));
		whatif_free(&w);
	}
	assert_int_equal(whole.moved, 2);
	assert_true(str_eq(figures(c, &whole), figures(c, &parts)));
	world_close(c, &k);
}

static void one_who_says_stop_is_heard(void **state)
{
	const struct whatif_sink sink = {mover, refusal, stop, &(struct told){.stop = true}};
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct school school;
	struct whatif *w;
	struct term_world k;

	world_open(state, &k);
	draft_is(c, &k, rs2_text());
	w = begin(c, &k);
	assert_ok(school_load(c, k.w->a1, &school));
	assert_fault(c, whatif_school(c, w, &school, &sink, &s), E_REFUSED, "whatif_cancelled");
	whatif_free(&w);
	world_close(c, &k);
}

static void a_draft_that_is_over_is_refused(void **state)
{
	struct whatif_ask ask;
	struct ctx *c = kit_ctx(state);
	struct whatif *w = NULL;
	struct term_world k;

	world_open(state, &k);
	draft_is(c, &k, rs2_with(c, "effective", "open", "2022-06-30", ""));
	ask = (struct whatif_ask){&k.county, &k.term, k.now, k.draft, k.set, DATE_NONE};
	assert_fault(c, whatif_new(c, &ask, &w), E_INPUT, "whatif_over");
	assert_null(w);
	world_close(c, &k);
}

static void a_draft_of_later_is_asked_on_its_first_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif *w;
	struct date first;
	struct term_world k;

	world_open(state, &k);
	draft_is(c, &k, rs2_with(c, "effective", "2021-11-18", "2027-03-01", ""));
	w = begin(c, &k);
	assert_true(date_of(2027, 3, 1, &first));
	assert_int_equal(whatif_day(w).day, first.day);
	assert_int_equal(school_asked(c, &k, w, k.w->a1).moved, 0);
	whatif_free(&w);
	world_close(c, &k);
}

static void a_draft_the_county_does_not_stand_on_is_taken_as_chosen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct whatif_school s;
	struct term_world k;

	world_open(state, &k);
	k.county.ruleset = S("RS0");
	s = asked(c, &k, rs2_with(c, "ruleset", "RS2", "NEWCITY", ""));
	/* RS0: care is free, and 350.00 no price; RS2 charges it. */
	assert_int_equal(s.allowed, 4);
	assert_moves(&k, WANG, 1, 35001);
	world_close(c, &k);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_draft_equal_to_the_rules_in_force_moves_nothing),
		KIT_FACT(raising_the_combined_cap_moves_exactly_the_reduced_bills_R34),
		KIT_FACT(a_lower_cap_marks_what_would_be_refused_R34),
		KIT_FACT(a_scope_change_takes_lunch_out_R12),
		KIT_FACT(an_earlier_end_refuses_services_and_moves_no_bill_R23),
		KIT_FACT(a_longer_day_refuses_the_care_that_does_not_fill_it_R24),
		KIT_FACT(a_waiver_for_all_is_borne_by_its_payer_R5),
		KIT_FACT(a_higher_rate_raises_the_guarantee_fund_R29),
		KIT_FACT(
			a_draft_tells_the_guarantee_fund_by_seats_where_nobody_has_come_yet_R29_D2),
		KIT_FACT(a_draft_that_asks_for_an_unknown_fact_is_not_guessed),
		KIT_FACT(equal_facts_are_decided_once),
		KIT_FACT(steps_give_the_bytes_of_one_run),
		KIT_FACT(one_who_says_stop_is_heard),
		KIT_FACT(a_draft_that_is_over_is_refused),
		KIT_FACT(a_draft_of_later_is_asked_on_its_first_day),
		KIT_FACT(a_draft_the_county_does_not_stand_on_is_taken_as_chosen),
	};

	return KIT_FACTS_RUN("whatif", facts);
}
