/* R34: one limit over all children of a family, live: in every order, at once, given back. */
#include "../kit.h"

#include <pthread.h>

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "takes.h"

#include "enrolment/late.h"
#include "enrolment/why.h"
#include "money/bill.h"
#include "oversight/verify.h"

#define FAMILY(above)                                                                                \
	OWN("limit family \"一家合计\"\n  over care course\n  across family\n  cap 500.00 yuan " \
	    "per term\n  consumables excluded\n  above " above)

enum service { K200, K200_01, K300, K300_01, SERVICES };

struct world {
	struct kit_people *w;
	struct plan t;
	offering_id id[SERVICES];
};

static void world_make(void **state, const char *own, struct world *ret_k)
{
	static const int64_t fen[SERVICES] = {20000, 20001, 30000, 30001};
	struct ctx *c = kit_ctx(state);

	ret_k->w = kit_world(state);
	plan_stands(c, ret_k->w, &ret_k->t, "RS2", own);
	for (int i = 0; i < SERVICES; i++) {
		struct str code = str_printf(c->arena, "K%d", i + 1);
		struct offering_row row = plan_row(KIND_COURSE, str_c(c->arena, code), "国画");

		row.price = FEN(fen[i]);
		row.slot[0].weekday = i + 1;
		ret_k->id[i] = plan_open(c, ret_k->w, &ret_k->t, row);
	}
}

static enum err tries(void **state, const struct world *k, const struct actor *who,
                      enum kit_pupil p, enum service i, struct enrolment *ret_e)
{
	kit_advance(state, 1000);
	return tries_to_take(kit_ctx(state), k->w, &k->t, who, p, k->id[i], KIND_COURSE, ret_e);
}

static struct enrolment takes_it(void **state, const struct world *k, const struct actor *who,
                                 enum kit_pupil p, enum service i)
{
	struct enrolment e = {0};

	assert_ok(tries(state, k, who, p, i, &e));
	return e;
}

static void refused(void **state, const struct world *k, const struct actor *who, enum kit_pupil p,
                    enum service i, const char *found)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment e;

	assert_fault(c, tries(state, k, who, p, i, &e), E_REFUSED, "fee_cap_exceeded");
	assert_string_equal(str_c(c->arena, c->fault.found), found);
	assert_string_equal(str_c(c->arena, c->fault.allowed), "500.00");
	assert_true(str_some(c->fault.clause));
}

static void leaves(void **state, const struct actor *who, enrolment_id id)
{
	struct withdraw w = {.enrolment = id};

	kit_advance(state, 1000);
	assert_ok(kit_try_as(kit_ctx(state), who, &withdraw_verb, &w));
}

static int64_t fee_caps_broken(struct ctx *c, const struct world *k, bool all)
{
	struct verify_check *v;
	int64_t broken = 0;
	size_t n;

	c->actor = k->w->system;
	assert_ok(verify_run(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(v[i].name, "fee_cap") == 0)
			broken += v[i].broken;
		else if (all && v[i].broken > 0)
			fail_msg("%s: %.*s", v[i].name, STR_FMT(v[i].found));
	}
	return broken;
}

static void r34_two_children_of_one_family_share_its_limit_to_the_fen(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment first;
	struct world k;

	world_make(state, FAMILY("refuse"), &k);
	first = takes_it(state, &k, &k.w->father, CHEN_YI, K300);
	refused(state, &k, &k.w->mother, CHEN_ER, K200_01, "500.01");
	takes_it(state, &k, &k.w->mother, CHEN_ER, K200);
	refused(state, &k, &k.w->father, CHEN_YI, K200, "700.00");
	takes_it(state, &k, &k.w->wang, WANG, K300); /* another family */
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	leaves(state, &k.w->father, first.id);
	takes_it(state, &k, &k.w->mother, CHEN_ER, K300);
	refused(state, &k, &k.w->father, CHEN_YI, K200, "700.00");
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
}

static void notices(struct ctx *c, const struct world *k)
{
	static const enum kit_pupil children[] = {CHEN_YI, CHEN_ER};

	for (size_t i = 0; i < 2; i++) {
		struct notice_signed row = {k->w->pupil[children[i]], k->w->father.guardian};
		struct notice_confirm_many many = {k->t.notice, &row, 1, S("paper"), 0};

		assert_ok(kit_try_as(c, &k->w->system, &notice_confirm_many_verb, &many));
	}
}

static void r34_a_basket_for_two_children_shows_what_the_first_leaves_the_second(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct wish_preview *v;
	struct world k;

	world_make(state, FAMILY("reduce"), &k);
	notices(c, &k);
	struct wish wish[3] = {{k.w->pupil[CHEN_YI], k.id[K200_01], k.t.course, false},
	                       {k.w->pupil[CHEN_ER], k.id[K300], k.t.course, false},
	                       {k.w->pupil[CHEN_YI], k.id[K300_01], k.t.course, false}};
	kit_read_as(c, &k.w->father);
	assert_ok(basket_preview(c, wish, 3, &v));
	assert_int_equal(v[0].price.fen, 20001);
	assert_int_equal(v[1].price.fen, 29999);
	assert_int_equal(v[2].price.fen, 0);
	store_read_end(c);
	takes_it(state, &k, &k.w->father, CHEN_YI, K200_01);
	assert_int_equal(takes_it(state, &k, &k.w->father, CHEN_ER, K300).charged.fen, 29999);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
}

static void says_why(struct ctx *c, const struct world *k, enum kit_pupil p, enum service i,
                     int64_t fen)
{
	struct why_ask ask = {.pupil = k->w->pupil[p], .offering = k->id[i]};
	struct why w;

	kit_read_as(c, &k->w->system);
	assert_ok(why_load(c, &ask, &w));
	store_read_end(c);
	assert_true(w.charged);
	assert_int_equal(w.was.fen, fen);
	assert_int_equal(w.result.fen, fen);
}

static void r34_what_a_sibling_left_over_is_charged_and_explained_and_stays(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment first, second;
	struct late_change *late;
	struct late_sums sums;
	struct world k;
	size_t n;

	world_make(state, FAMILY("reduce"), &k);
	first = takes_it(state, &k, &k.w->father, CHEN_YI, K300);
	second = takes_it(state, &k, &k.w->mother, CHEN_ER, K300_01);
	assert_int_equal(second.charged.fen, 20000);
	says_why(c, &k, CHEN_YI, K300, 30000);
	says_why(c, &k, CHEN_ER, K300_01, 20000);
	kit_read_as(c, &k.w->county_officer);
	assert_ok(late_changes(c, k.w->county, k.t.term, &late, &n, &sums));
	store_read_end(c);
	assert_int_equal(n, 0);
	leaves(state, &k.w->father, first.id);
	says_why(c, &k, CHEN_ER, K300_01, 20000);
	assert_int_equal(takes_it(state, &k, &k.w->mother, CHEN_ER, K200).charged.fen, 20000);
	assert_int_equal(takes_it(state, &k, &k.w->father, CHEN_YI, K200).charged.fen, 10000);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	/* Of what is left, the child who stays finds what the sibling has by now. */
	leaves(state, &k.w->mother, second.id);
	says_why(c, &k, CHEN_ER, K200, 20000);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
}

static void r34_the_recomputation_finds_a_fen_above_the_familys_limit(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;

	world_make(state, FAMILY("refuse"), &k);
	takes_it(state, &k, &k.w->father, CHEN_YI, K300);
	takes_it(state, &k, &k.w->mother, CHEN_ER, K200);
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	kit_db_run(kit_world_db(state),
	           "UPDATE bill_line SET amount = amount + 1 WHERE id = (SELECT MAX(id) FROM "
	           "bill_line);"
	           "UPDATE bill SET total = total + 1, course = course + 1 WHERE id = (SELECT bill "
	           "FROM bill_line WHERE id = (SELECT MAX(id) FROM bill_line))");
	assert_int_equal(fee_caps_broken(c, &k, false), 1);
}

/* --- at once -------------------------------------------------------------------------------------
 */

struct rush {
	pthread_t thread;
	struct ctx c;
	const struct world *k;
	struct actor who;
	enum kit_pupil pupil;
	struct enrolment e;
	enum err err;
};

static void *rush_one(void *arg)
{
	struct rush *r = arg;
	struct enrol a = {
		.wish = {r->k->w->pupil[r->pupil], r->k->id[K300_01], r->k->t.course, false},
		.channel = S("page"),
	};

	r->c.actor = r->who;
	r->err = store_write(&r->c, &enrol_verb, &a);
	r->e = a.result;
	return NULL;
}

/* Both nodes of a PostgreSQL, or the one writer of an SQLite file. Neither child has a bill the
 * first time: there is no row of money yet for which they could wait. */
static void r34_of_two_orders_of_siblings_at_once_exactly_one_passes(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = kit_world_db(state);
	struct world k;
	struct rush r[2];

	world_make(state, FAMILY("refuse"), &k);
	notices(c, &k);
	for (int i = 0; i < 2; i++) {
		r[i] = (struct rush){.c = *c,
		                     .k = &k,
		                     .who = i ? k.w->mother : k.w->father,
		                     .pupil = i ? CHEN_ER : CHEN_YI};
		r[i].c.arena = arena_new((size_t)16 << 20);
	}
	if (db->engine == STORE_POSTGRES)
		assert_ok(store_open(&r[1].c, &db->options, &r[1].c.store));
	for (int round = 0; round < 8; round++) {
		const struct rush *won;

		for (int i = 0; i < 2; i++) {
			kit_advance(state, 1000);
			r[i].c.now = c->now;
			assert_int_equal(pthread_create(&r[i].thread, NULL, rush_one, &r[i]), 0);
		}
		for (int i = 0; i < 2; i++)
			pthread_join(r[i].thread, NULL);
		assert_int_equal((r[0].err == OK) + (r[1].err == OK), 1);
		assert_int_equal((r[0].err == E_REFUSED) + (r[1].err == E_REFUSED), 1);
		won = &r[r[1].err == OK];
		leaves(state, &won->who, won->e.id);
	}
	assert_int_equal(fee_caps_broken(c, &k, true), 0);
	if (db->engine == STORE_POSTGRES)
		store_close(&r[1].c.store);
	for (int i = 0; i < 2; i++)
		arena_free(&r[i].c.arena);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r34_two_children_of_one_family_share_its_limit_to_the_fen),
		KIT_FACT(r34_a_basket_for_two_children_shows_what_the_first_leaves_the_second),
		KIT_FACT(r34_what_a_sibling_left_over_is_charged_and_explained_and_stays),
		KIT_FACT(r34_the_recomputation_finds_a_fen_above_the_familys_limit),
		KIT_FACT(r34_of_two_orders_of_siblings_at_once_exactly_one_passes),
	};

	return KIT_FACTS_RUN("enrolment family", facts);
}
