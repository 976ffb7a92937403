/* Login sessions: what a token is worth, and when it is worth nothing any more (S2, S8). */
#include "house.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

struct end {
	account_id account;
	session_id session;
};

static enum err end_run(struct ctx *c, void *arg)
{
	struct end *e = arg;

	return session_end(c, e->account, e->session);
}

static enum err end_others_run(struct ctx *c, void *arg)
{
	struct end *e = arg;

	return session_end_others(c, e->account, e->session);
}

static enum err role_run(struct ctx *c, void *arg)
{
	return session_role(c, *(appointment_id *)arg);
}

static struct str clerk_in(struct ctx *c, struct str login, appointment_id *ret_role)
{
	struct login_done done = {0};

	*ret_role = house_clerk(c, house_account(c, login, GOOD));
	assert_ok(house_login(c, login, GOOD, &done));
	return done.token;
}

static void tokens_nobody_gave_out_are_denied(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct actor actor = {.role = ROLE_NONE};
	static const struct str bad[] = {S(""), S("x"),
	                                 S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")};
	char near[44] = "";

	for (size_t i = 0; i < 3; i++)
		assert_int_equal(house_resolve(c, bad[i], &actor), E_DENIED);
	assert_int_equal(house_resolve(c, STR_NONE, &actor), E_DENIED);
	memcpy(near, token.p, 43);
	near[0] ^= 1;
	assert_int_equal(house_resolve(c, (struct str){near, 43}, &actor), E_DENIED);
	assert_int_equal(actor.role, ROLE_NONE);
}

static void a_csrf_token_belongs_to_its_session(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str a = house_guardian_in(c, S("u1")), b = house_guardian_in(c, S("u2"));
	struct str csrf_a, csrf_b, again;
	struct actor actor;
	enum lang lang;

	assert_ok(session_resolve(c, a, &actor, &lang, &csrf_a));
	assert_ok(session_resolve(c, a, &actor, &lang, &again));
	assert_ok(session_resolve(c, b, &actor, &lang, &csrf_b));
	assert_int_equal(csrf_a.n, 43);
	assert_true(str_eq(csrf_a, again));
	assert_false(str_eq(csrf_a, csrf_b));
	assert_false(str_eq(csrf_a, a));
}

static void a_csrf_token_is_the_same_for_who_asked_later(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1")), first, second;
	struct actor actor;
	enum lang lang;

	assert_ok(session_resolve(c, token, &actor, &lang, NULL));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
	assert_ok(session_resolve(c, token, &actor, &lang, &first));
	assert_ok(session_resolve(c, token, &actor, &lang, NULL));
	assert_ok(session_resolve(c, token, &actor, &lang, &second));
	assert_int_equal(first.n, 43);
	assert_true(first.p[0] != 0);
	assert_true(str_eq(first, second));
}

static void a_staff_session_ends_after_half_an_hour_of_silence(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct actor actor;
	appointment_id role;
	struct str token = clerk_in(c, S("t1"), &role);

	for (int i = 0; i < 5; i++) {
		kit_advance(state, 25 * MINUTE_US);
		assert_ok(house_resolve(c, token, &actor));
	}
	kit_advance(state, 31 * MINUTE_US);
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
}

static void a_staff_session_ends_after_twelve_hours_however_busy(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct actor actor;
	appointment_id role;
	struct str token = clerk_in(c, S("t1"), &role);

	for (int i = 0; i < 12 * 3 - 1; i++) {
		kit_advance(state, 20 * MINUTE_US);
		assert_ok(house_resolve(c, token, &actor));
	}
	kit_advance(state, 20 * MINUTE_US);
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
}

static void a_guardian_stays_logged_in_for_thirty_silent_days_and_ninety_in_all(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str a = house_guardian_in(c, S("u1")), b = house_guardian_in(c, S("u2"));
	struct actor actor;

	kit_advance(state, 29 * DAY_US);
	assert_ok(house_resolve(c, a, &actor));
	kit_advance(state, 2 * DAY_US);
	assert_ok(house_resolve(c, a, &actor));
	assert_int_equal(house_resolve(c, b, &actor), E_DENIED);
	for (int day = 31; day < 87; day += 28) {
		kit_advance(state, 28 * DAY_US);
		assert_ok(house_resolve(c, a, &actor));
	}
	kit_advance(state, 4 * DAY_US);
	assert_int_equal(house_resolve(c, a, &actor), E_DENIED);
}

static void an_ended_session_is_denied_at_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct actor actor;
	struct end e;

	house_act(c, token);
	e = (struct end){c->actor.account, c->actor.session};
	assert_ok(house_write(c, end_run, &e));
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
	assert_int_equal(house_write(c, end_run, &e), E_ABSENT);
}

static void another_accounts_session_cannot_be_ended(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str mine = house_guardian_in(c, S("u1")), theirs = house_guardian_in(c, S("u2"));
	struct actor them;
	struct end e;

	house_act(c, mine);
	assert_ok(house_resolve(c, theirs, &them));
	e = (struct end){c->actor.account, them.session};
	assert_int_equal(house_write(c, end_run, &e), E_ABSENT);
	assert_ok(house_resolve(c, theirs, &them));
}

static void all_other_sessions_end_together(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str here = house_guardian_in(c, S("u1")), other = house_guardian_in(c, S("u2"));
	struct login_done done[3];
	struct actor actor;
	struct end e;

	for (int i = 0; i < 3; i++) {
		assert_ok(house_login(c, S("u1"), GOOD, &done[i]));
		assert_ok(house_resolve(c, done[i].token, &actor));
	}
	house_act(c, here);
	e = (struct end){c->actor.account, c->actor.session};
	assert_ok(house_write(c, end_others_run, &e));
	for (int i = 0; i < 3; i++)
		assert_int_equal(house_resolve(c, done[i].token, &actor), E_DENIED);
	assert_ok(house_resolve(c, here, &actor));
	assert_ok(house_resolve(c, other, &actor));
}

/* --- roles
 * ---------------------------------------------------------------------------------------- */

static void a_role_that_ended_yesterday_is_gone_with_the_next_request(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct house_end e = {.last = {ctx_today(c).day - 1}};
	struct str token = clerk_in(c, S("t1"), &e.id);
	struct actor actor;

	assert_ok(house_resolve(c, token, &actor));
	assert_ok(house_write(c, house_end_run, &e));
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
}

static void a_person_falls_back_to_another_role_when_one_ends(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct house_end e = {.last = {ctx_today(c).day - 1}};
	struct str token = clerk_in(c, S("t1"), &e.id);
	struct actor actor;

	assert_ok(house_resolve(c, token, &actor));
	house_guardian(c, actor.account);
	assert_ok(house_resolve(c, token, &actor));
	assert_int_equal(actor.role, ROLE_SCHOOL_CLERK);
	assert_ok(house_write(c, house_end_run, &e));
	assert_ok(house_resolve(c, token, &actor));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
	assert_int_equal(actor.school.v, 0);
	assert_int_equal(actor.staff.v, 0);
}

static void a_role_that_ends_today_is_gone_after_midnight(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct house_end e = {.last = ctx_today(c)};
	struct str token = clerk_in(c, S("t1"), &e.id);
	struct actor actor;

	assert_ok(house_write(c, house_end_run, &e));
	assert_ok(house_resolve(c, token, &actor));
	for (int i = 0; i < 35; i++) { /* 08:00 to 19:40 */
		kit_advance(state, 20 * MINUTE_US);
		assert_ok(house_resolve(c, token, &actor));
	}
	limit_reset();
	kit_advance(state, 4 * HOUR_US);
	{
		struct login_done done = {0};

		assert_ok(house_login(c, S("t1"), GOOD, &done)); /* 23:40 */
		assert_ok(house_resolve(c, done.token, &actor));
		kit_advance(state, 19 * MINUTE_US);
		assert_ok(house_resolve(c, done.token, &actor));
		kit_advance(state, 2 * MINUTE_US);
		assert_int_equal(house_resolve(c, done.token, &actor), E_DENIED);
	}
}

static void a_role_that_begins_tomorrow_is_not_held_today(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("t1"), GOOD);
	struct house_role r = {.in = {.account = id,
	                              .role = ROLE_CITY,
	                              .starts = {ctx_today(c).day + 1},
	                              .ends = DATE_NONE}};
	struct login_done done;

	assert_ok(house_write(c, house_role_run, &r));
	assert_fault(c, house_login(c, S("t1"), GOOD, &done), E_REFUSED, "no_role");
	kit_advance(state, DAY_US);
	assert_ok(house_login(c, S("t1"), GOOD, &done));
}

static void a_chosen_role_is_kept_for_the_next_login(void **state)
{
	struct ctx *c = kit_ctx(state);
	appointment_id clerk, guardian;
	struct str token = clerk_in(c, S("t1"), &clerk);
	struct login_done done;
	struct actor actor;

	house_act(c, token);
	guardian = house_guardian(c, c->actor.account);
	assert_ok(house_write(c, role_run, &guardian));
	assert_ok(house_resolve(c, token, &actor));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
	house_act(c, token);
	assert_ok(house_write(c, role_run, &clerk));
	assert_ok(house_login(c, S("t1"), GOOD, &done));
	assert_ok(house_resolve(c, done.token, &actor));
	assert_int_equal(actor.role, ROLE_SCHOOL_CLERK);
}

static void a_role_of_another_person_cannot_be_taken(void **state)
{
	struct ctx *c = kit_ctx(state);
	appointment_id clerk;
	struct actor actor;
	struct str mine = house_guardian_in(c, S("u1"));

	clerk_in(c, S("t1"), &clerk);
	house_act(c, mine);
	assert_int_equal(house_write(c, role_run, &clerk), E_ABSENT);
	assert_ok(house_resolve(c, mine, &actor));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
}

static void an_old_guardian_login_is_no_login_for_staff(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	appointment_id clerk;
	struct actor actor;

	house_act(c, token);
	clerk = house_clerk(c, c->actor.account);
	kit_advance(state, 12 * HOUR_US);
	assert_fault(c, house_write(c, role_run, &clerk), E_REFUSED, "login_again");
	assert_ok(house_resolve(c, token, &actor));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
}

/* --- standing tokens
 * ------------------------------------------------------------------------------ */

enum { MANY = 5 };

struct many {
	account_id accounts[MANY];
	size_t n;
	int64_t days;
	struct str tokens[MANY];
};

static enum err many_run(struct ctx *c, void *arg)
{
	struct many *m = arg;

	return session_open_many(c, m->accounts, m->n, m->days, m->tokens);
}

static void standing_tokens_are_made_in_bulk_and_live_as_long_as_told(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct many m = {.n = MANY, .days = 100};
	struct actor actor;

	for (int i = 0; i < MANY; i++) {
		m.accounts[i] = house_account(c, str_printf(c->arena, "u%d", i), STR_NONE);
		house_guardian(c, m.accounts[i]);
	}
	assert_ok(house_write(c, many_run, &m));
	kit_advance(state, 100 * DAY_US - 1);
	for (int i = 0; i < MANY; i++) {
		assert_ok(house_resolve(c, m.tokens[i], &actor));
		assert_true(account_id_eq(actor.account, m.accounts[i]));
	}
	kit_advance(state, 1);
	assert_int_equal(house_resolve(c, m.tokens[0], &actor), E_DENIED);
}

static void tokens_for_nobody_or_for_ever_are_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct many m = {.n = 1, .days = SESSION_TOKEN_DAYS_MAX + 1};

	m.accounts[0] = house_account(c, S("u1"), STR_NONE);
	house_guardian(c, m.accounts[0]);
	assert_fault(c, house_write(c, many_run, &m), E_INPUT, "bad_input");
	m.days = 0;
	assert_fault(c, house_write(c, many_run, &m), E_INPUT, "bad_input");
	m.days = 1;
	m.accounts[0].v = 12345;
	assert_fault(c, house_write(c, many_run, &m), E_REFUSED, "no_role");
	m.n = SESSION_MANY + 1;
	assert_fault(c, house_write(c, many_run, &m), E_INPUT, "bad_input");
}

static enum err purge_run(struct ctx *c, void *arg)
{
	return session_purge(c, arg);
}

static void what_can_never_work_again_is_deleted(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct store_stats before, after;
	struct actor actor;
	bool more = true;

	store_stats(c->store, &before);
	assert_ok(house_write(c, purge_run, &more));
	assert_false(more);
	assert_ok(house_resolve(c, token, &actor));
	kit_advance(state, 91 * DAY_US);
	assert_ok(house_write(c, purge_run, &more));
	store_stats(c->store, &after);
	assert_true(after.verbs >= before.verbs + 2);
	/* Back in time it would have been good, had it been kept. */
	kit_advance(state, -91 * DAY_US);
	assert_ok(house_write(c, end_others_run, &(struct end){actor.account, {0}}));
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
}

static void a_known_token_is_not_looked_up_again(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct ctx busy[2] = {*c, *c};
	struct actor actor;

	assert_ok(house_resolve(c, token, &actor));
	/* With every reading connection taken the answer can only come from memory. */
	for (int i = 0; i < 2; i++)
		assert_ok(store_read_begin(&busy[i]));
	assert_ok(house_resolve(c, token, &actor));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
	for (int i = 0; i < 2; i++)
		store_read_end(&busy[i]);
}

/* --- races
 * ------------------------------------------------------------------------------------------ */

enum { RACES = 25, ASKERS = 2 };

struct asker {
	pthread_t thread;
	struct ctx c;
	struct str token;
	_Atomic bool *ended, *stop;
	int late; /* answers that held although the right had ended before they were asked for */
	_Atomic int asked;
};

static void *ask_on_and_on(void *arg)
{
	struct asker *me = arg;
	struct ctx *c = &me->c;

	c->arena = arena_new(1 << 20);
	while (!atomic_load(me->stop)) {
		bool ended = atomic_load(me->ended);
		struct actor actor;

		arena_reset(c->arena);
		if (house_resolve(c, me->token, &actor) == OK && ended)
			me->late++;
		atomic_fetch_add(&me->asked, 1);
	}
	arena_free(&c->arena);
	return NULL;
}

static void a_right_that_ended_is_not_found_in_memory_by_anybody(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct many m = {.n = 1, .days = 1};
	int late = 0;

	m.accounts[0] = house_account(c, S("t1"), STR_NONE);
	for (int i = 0; i < RACES; i++) {
		struct house_end e = {house_clerk(c, m.accounts[0]), {ctx_today(c).day - 1}};
		struct asker askers[ASKERS];
		_Atomic bool ended = false, stop = false;

		assert_ok(house_write(c, many_run, &m));
		for (int k = 0; k < ASKERS; k++) {
			askers[k] = (struct asker){
				.c = *c, .token = m.tokens[0], .ended = &ended, .stop = &stop};
			pthread_create(&askers[k].thread, NULL, ask_on_and_on, &askers[k]);
		}
		assert_ok(house_write(c, house_end_run, &e));
		atomic_store(&ended, true);
		/* Everybody asks at least once more: the one under way may have begun before. */
		for (int k = 0; k < ASKERS; k++)
			for (int from = atomic_load(&askers[k].asked);
			     atomic_load(&askers[k].asked) < from + 2;)
				sched_yield();
		atomic_store(&stop, true);
		for (int k = 0; k < ASKERS; k++) {
			pthread_join(askers[k].thread, NULL);
			late += askers[k].late;
		}
	}
	assert_int_equal(late, 0);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(tokens_nobody_gave_out_are_denied),
		FACT(a_csrf_token_belongs_to_its_session),
		FACT(a_csrf_token_is_the_same_for_who_asked_later),
		FACT(a_staff_session_ends_after_half_an_hour_of_silence),
		FACT(a_staff_session_ends_after_twelve_hours_however_busy),
		FACT(a_guardian_stays_logged_in_for_thirty_silent_days_and_ninety_in_all),
		FACT(an_ended_session_is_denied_at_once),
		FACT(another_accounts_session_cannot_be_ended),
		FACT(all_other_sessions_end_together),
		FACT(a_role_that_ended_yesterday_is_gone_with_the_next_request),
		FACT(a_person_falls_back_to_another_role_when_one_ends),
		FACT(a_role_that_ends_today_is_gone_after_midnight),
		FACT(a_role_that_begins_tomorrow_is_not_held_today),
		FACT(a_chosen_role_is_kept_for_the_next_login),
		FACT(a_role_of_another_person_cannot_be_taken),
		FACT(an_old_guardian_login_is_no_login_for_staff),
		FACT(standing_tokens_are_made_in_bulk_and_live_as_long_as_told),
		FACT(tokens_for_nobody_or_for_ever_are_refused),
		FACT(what_can_never_work_again_is_deleted),
		FACT(a_known_token_is_not_looked_up_again),
		FACT(a_right_that_ended_is_not_found_in_memory_by_anybody),
	};

	return HOUSE_RUN(facts);
}
