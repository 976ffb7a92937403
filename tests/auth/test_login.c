/* Logging in with a password or, the first time, with a code (S3, S4, S7). */
#include "house.h"

#include <sodium.h>

#include "auth/account.sql.h"

static void the_right_password_opens_a_session(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("13800138000"), GOOD);
	struct login_done done = {0};
	struct actor actor;

	house_guardian(c, id);
	assert_ok(house_login(c, S("13800138000"), GOOD, &done));
	assert_int_equal(done.token.n, 43);
	assert_ok(house_resolve(c, done.token, &actor));
	assert_true(account_id_eq(actor.account, id));
	assert_int_equal(actor.role, ROLE_GUARDIAN);
	assert_int_equal(actor.guardian.v, 11);
	assert_int_equal(actor.county.v, 1);
}

struct fate {
	account_id id;
};

static enum err close_run(struct ctx *c, void *arg)
{
	struct fate *f = arg;

	return account_close(c, f->id);
}

static void every_way_to_fail_says_the_same(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct fate closed = {house_account(c, S("closed"), GOOD)};
	static const struct str logins[] = {S("known"), S("unknown"), S("closed"), S("fresh"),
	                                    S("x")};

	house_guardian(c, house_account(c, S("known"), GOOD));
	house_guardian(c, closed.id);
	assert_ok(house_write(c, close_run, &closed));
	house_guardian(c, house_account(c, S("fresh"), STR_NONE)); /* no password yet */
	for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
		struct str password = i == 0 ? OTHER : GOOD;
		struct login_done done = {0};

		assert_fault(c, house_login(c, logins[i], password, &done), E_DENIED,
		             "login_failed");
		assert_int_equal(c->fault.found.n + c->fault.allowed.n + c->fault.field.n, 0);
		assert_null(done.token.p);
	}
}

static int64_t cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t cost_of(struct ctx *c, struct str login)
{
	struct login_done done;
	int64_t best = INT64_MAX;

	for (int i = 0; i < 3; i++) {
		int64_t from = cpu_us();

		assert_int_equal(house_login(c, login, OTHER, &done), E_DENIED);
		if (cpu_us() - from < best)
			best = cpu_us() - from;
	}
	return best;
}

static void an_unknown_login_costs_what_a_known_one_costs(void **state)
{
	struct ctx *c = kit_ctx(state);
	int64_t known, unknown;

	house_guardian(c, house_account(c, S("known"), GOOD));
	unknown = cost_of(c, S("unknown"));
	known = cost_of(c, S("known"));
	assert_true(unknown > known / 2);
	assert_true(known > unknown / 2);
}

static void five_wrong_passwords_close_the_login_even_to_the_right_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct login_done done = {0};

	house_guardian(c, house_account(c, S("u1"), GOOD));
	for (int i = 0; i < 5; i++)
		assert_int_equal(house_login(c, i % 2 ? S("U1") : S("u1"), OTHER, &done), E_DENIED);
	assert_fault(c, house_login(c, S("u1"), GOOD, &done), E_REFUSED, "login_wait");
	assert_int_equal(done.wait_s, 60);
	kit_advance(state, MINUTE_US);
	assert_ok(house_login(c, S("u1"), GOOD, &done));
}

static void an_unknown_login_is_closed_the_same_way(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct login_done done = {0};

	for (int i = 0; i < 5; i++)
		assert_fault(c, house_login(c, S("nobody"), OTHER, &done), E_DENIED,
		             "login_failed");
	assert_fault(c, house_login(c, S("nobody"), OTHER, &done), E_REFUSED, "login_wait");
	assert_int_equal(done.wait_s, 60);
}

static void a_login_without_a_role_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct login_done done;

	house_account(c, S("u1"), GOOD);
	assert_fault(c, house_login(c, S("u1"), GOOD, &done), E_REFUSED, "no_role");
}

static void an_old_hash_is_renewed_at_login(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct house_account a = {.in = {.login = S("u1"), .name = S("x")}};
	char weak[crypto_pwhash_STRBYTES];
	struct login_done done;
	struct str hash = GOOD;

	assert_int_equal(crypto_pwhash_str(weak, hash.p, hash.n, 1, 1 << 20), 0);
	a.in.pass_hash = str_of(weak);
	assert_ok(house_write(c, house_account_run, &a));
	house_guardian(c, a.id);
	assert_ok(house_login(c, S("u1"), GOOD, &done));
	assert_ok(store_read_begin(c));
	assert_ok(q_credential_get(c, a.id, &hash, &(bool){false}));
	store_read_end(c);
	assert_true(str_starts(hash, S("$argon2id$v=19$m=19456,t=2,p=1$")));
	assert_ok(house_login(c, S("u1"), GOOD, &done));
}

static void a_login_replaces_the_session_it_came_with(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str planted = house_guardian_in(c, S("mallory"));
	struct login_try t = {
		.login = S("victim"), .password = GOOD, .address = S("a"), .kind = SESSION_BROWSER};
	struct login_done done = {0};
	struct actor actor;

	house_guardian(c, house_account(c, S("victim"), GOOD));
	house_act(c, planted);
	t.replaces = c->actor.session;
	assert_ok(login_password(c, &t, &done));
	assert_false(str_eq(done.token, planted));
	assert_int_equal(house_resolve(c, planted, &actor), E_DENIED);
	assert_ok(house_resolve(c, done.token, &actor));
	assert_false(account_id_eq(actor.account, c->actor.account));
}

/* --- first-login codes ---------------------------------------------------------------------------
 */

struct code {
	account_id account;
	int64_t hours;
	struct str code;
};

static enum err code_run(struct ctx *c, void *arg)
{
	struct code *x = arg;

	return code_issue(c, x->account, x->hours, &x->code);
}

static struct str issue(struct ctx *c, account_id account)
{
	struct code x = {account, 72, STR_NONE};

	assert_ok(house_write(c, code_run, &x));
	return str_dup(c->arena, x.code);
}

static enum err use(struct ctx *c, struct str login, struct str code, struct str password)
{
	struct login_try t = {.login = login,
	                      .code = code,
	                      .password = password,
	                      .address = S("a"),
	                      .kind = SESSION_BROWSER};
	struct login_done done;

	return login_code(c, &t, &done);
}

static void a_code_sets_the_first_password(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("u1"), STR_NONE);
	struct login_done done;
	struct str code;

	house_guardian(c, id);
	code = issue(c, id);
	assert_int_equal(code.n, 11);
	assert_ok(use(c, S("u1"), code, GOOD));
	assert_ok(house_login(c, S("u1"), GOOD, &done));
}

static void a_code_is_read_in_any_case_with_or_without_its_hyphen(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("u1"), STR_NONE);
	struct str code;
	char plain[10];
	size_t n = 0;

	house_guardian(c, id);
	code = issue(c, id);
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] != '-')
			plain[n++] = (char)(code.p[i] | 0x20); /* digits stay as they are */
	assert_ok(use(c, S("u1"), (struct str){plain, n}, GOOD));
}

static void a_used_code_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("u1"), STR_NONE);
	struct login_done done;
	struct str code;

	house_guardian(c, id);
	code = issue(c, id);
	assert_ok(use(c, S("u1"), code, GOOD));
	assert_fault(c, use(c, S("u1"), code, OTHER), E_DENIED, "code_failed");
	assert_fault(c, house_login(c, S("u1"), OTHER, &done), E_DENIED, "login_failed");
}

static void expired_replaced_and_foreign_codes_are_refused_alike(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("u1"), STR_NONE);
	struct str old, fresh, foreign;

	house_guardian(c, id);
	foreign = issue(c, house_account(c, S("u2"), STR_NONE));
	old = issue(c, id);
	fresh = issue(c, id);
	assert_fault(c, use(c, S("u1"), old, GOOD), E_DENIED, "code_failed");
	assert_fault(c, use(c, S("u1"), foreign, GOOD), E_DENIED, "code_failed");
	assert_fault(c, use(c, S("u1"), S("AAAAA-AAAAA"), GOOD), E_DENIED, "code_failed");
	assert_fault(c, use(c, S("nobody"), fresh, GOOD), E_DENIED, "code_failed");
	kit_advance(state, 72 * HOUR_US - 1);
	assert_ok(use(c, S("u1"), fresh, GOOD));
	limit_reset();
	fresh = issue(c, id);
	kit_advance(state, 72 * HOUR_US);
	assert_fault(c, use(c, S("u1"), fresh, GOOD), E_DENIED, "code_failed");
}

static void a_weak_password_is_refused_and_leaves_the_code_good(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("u1"), STR_NONE);
	struct str code;

	house_guardian(c, id);
	code = issue(c, id);
	assert_fault(c, use(c, S("u1"), code, S("12345678")), E_INPUT, "password_common");
	assert_fault(c, use(c, S("nobody"), code, S("12345678")), E_INPUT, "password_common");
	assert_ok(use(c, S("u1"), code, GOOD));
}

static void a_code_ends_what_went_on_with_the_old_password(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct login_done done;
	struct actor actor;

	house_act(c, token);
	assert_ok(use(c, S("u1"), issue(c, c->actor.account), OTHER));
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
	assert_fault(c, house_login(c, S("u1"), GOOD, &done), E_DENIED, "login_failed");
	assert_ok(house_login(c, S("u1"), OTHER, &done));
}

static void guessing_codes_closes_the_login(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("u1"), STR_NONE);
	struct str code;

	house_guardian(c, id);
	code = issue(c, id);
	for (int i = 0; i < 5; i++)
		assert_int_equal(use(c, S("u1"), S("AAAAA-AAAAB"), GOOD), E_DENIED);
	assert_fault(c, use(c, S("u1"), code, GOOD), E_REFUSED, "login_wait");
}

static void a_code_lives_an_hour_to_a_month(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct code x = {house_account(c, S("u1"), STR_NONE), 0, STR_NONE};

	assert_fault(c, house_write(c, code_run, &x), E_INPUT, "bad_input");
	x.hours = CODE_HOURS_MAX + 1;
	assert_fault(c, house_write(c, code_run, &x), E_INPUT, "bad_input");
	x = (struct code){{12345}, 72, STR_NONE};
	assert_int_equal(house_write(c, code_run, &x), E_ABSENT);
}

/* --- changing the password
 * ------------------------------------------------------------------------ */

static void a_changed_password_ends_the_other_sessions(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("u1"));
	struct login_done other, done;
	struct actor actor;
	int64_t wait;

	assert_ok(house_login(c, S("u1"), GOOD, &other));
	house_act(c, token);
	assert_ok(password_change(c, GOOD, OTHER, S("a"), &wait));
	assert_ok(house_resolve(c, token, &actor));
	assert_int_equal(house_resolve(c, other.token, &actor), E_DENIED);
	assert_fault(c, house_login(c, S("u1"), GOOD, &done), E_DENIED, "login_failed");
	assert_ok(house_login(c, S("u1"), OTHER, &done));
}

static void a_password_is_not_changed_without_the_present_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct login_done done;
	int64_t wait;

	house_act(c, house_guardian_in(c, S("u1")));
	assert_fault(c, password_change(c, OTHER, OTHER, S("a"), &wait), E_DENIED,
	             "password_wrong");
	assert_fault(c, password_change(c, GOOD, S("u1u1u1u1"), S("a"), &wait), E_INPUT,
	             "password_common");
	assert_ok(house_login(c, S("u1"), GOOD, &done));
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(the_right_password_opens_a_session),
		FACT(every_way_to_fail_says_the_same),
		FACT(an_unknown_login_costs_what_a_known_one_costs),
		FACT(five_wrong_passwords_close_the_login_even_to_the_right_one),
		FACT(an_unknown_login_is_closed_the_same_way),
		FACT(a_login_without_a_role_is_refused),
		FACT(an_old_hash_is_renewed_at_login),
		FACT(a_login_replaces_the_session_it_came_with),
		FACT(a_code_sets_the_first_password),
		FACT(a_code_is_read_in_any_case_with_or_without_its_hyphen),
		FACT(a_used_code_is_refused),
		FACT(expired_replaced_and_foreign_codes_are_refused_alike),
		FACT(a_weak_password_is_refused_and_leaves_the_code_good),
		FACT(a_code_ends_what_went_on_with_the_old_password),
		FACT(guessing_codes_closes_the_login),
		FACT(a_code_lives_an_hour_to_a_month),
		FACT(a_changed_password_ends_the_other_sessions),
		FACT(a_password_is_not_changed_without_the_present_one),
	};

	return HOUSE_RUN(facts);
}
