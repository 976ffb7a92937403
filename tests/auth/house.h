/* A database with people in it, for the tests of logins and jobs; every fact once an engine. */
#ifndef TESTS_AUTH_HOUSE_H
#define TESTS_AUTH_HOUSE_H

#include "../kit.h"
#include "../kit_store.h"

#include "auth/account.h"
#include "auth/appointment.h"
#include "auth/limit.h"
#include "auth/login.h"
#include "auth/password.h"
#include "auth/session.h"

#define MINUTE_US INT64_C(60000000)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

#define GOOD  S("夏天的风吹过操场")
#define OTHER S("another fine sentence")

static inline int house_setup(void **state)
{
	enum store_engine engine = *state ? STORE_POSTGRES : STORE_SQLITE;
	struct kit_db *db = calloc(1, sizeof *db);

	if (!db || kit_setup(state) != 0)
		return -1;
	((struct kit *)*state)->more = db;
	limit_reset();
	kit_db_open(kit_ctx(state), engine, db);
	return 0;
}

static inline int house_teardown(void **state)
{
	struct kit_db *db = ((struct kit *)*state)->more;

	kit_db_close(kit_ctx(state), db);
	free(db);
	return kit_teardown(state);
}

static inline struct kit_db *house_db(void **state)
{
	return ((struct kit *)*state)->more;
}

/* Any writing function as a verb of its own. */
static inline enum err house_write(struct ctx *c, enum err (*run)(struct ctx *c, void *arg),
                                   void *arg)
{
	struct verb v = {"test.write", run};

	return store_write(c, &v, arg);
}

struct house_account {
	struct account_new in;
	account_id id;
};

static inline enum err house_account_run(struct ctx *c, void *arg)
{
	struct house_account *a = arg;

	return account_create(c, &a->in, &a->id);
}

/* An account with this password; STR_NONE: none yet. */
static inline account_id house_account(struct ctx *c, struct str login, struct str password)
{
	struct house_account a = {.in = {.login = login, .name = S("张三")}};

	if (password.p)
		assert_ok(password_hash(c, password, &a.in.pass_hash));
	assert_ok(house_write(c, house_account_run, &a));
	return a.id;
}

struct house_role {
	struct appointment in;
	appointment_id id;
};

static inline enum err house_role_run(struct ctx *c, void *arg)
{
	struct house_role *r = arg;

	return appointment_add(c, &r->in, &r->id);
}

static inline appointment_id house_guardian(struct ctx *c, account_id account)
{
	struct house_role r = {.in = {.account = account,
	                              .role = ROLE_GUARDIAN,
	                              .county = {1},
	                              .guardian = {11},
	                              .starts = DATE_NONE,
	                              .ends = DATE_NONE}};

	assert_ok(house_write(c, house_role_run, &r));
	return r.id;
}

static inline appointment_id house_clerk(struct ctx *c, account_id account)
{
	struct house_role r = {.in = {.account = account,
	                              .role = ROLE_SCHOOL_CLERK,
	                              .county = {1},
	                              .school = {21},
	                              .staff = {31},
	                              .place = S("示例小学"),
	                              .starts = DATE_NONE,
	                              .ends = DATE_NONE}};

	assert_ok(house_write(c, house_role_run, &r));
	return r.id;
}

struct house_end {
	appointment_id id;
	struct date last;
};

static inline enum err house_end_run(struct ctx *c, void *arg)
{
	struct house_end *e = arg;

	return appointment_end(c, e->id, e->last);
}

static inline enum err house_login(struct ctx *c, struct str login, struct str password,
                                   struct login_done *ret_done)
{
	struct login_try t = {.login = login,
	                      .password = password,
	                      .address = S("192.0.2.1"),
	                      .kind = SESSION_BROWSER};

	return login_password(c, &t, ret_done);
}

/* A guardian who is logged in. */
static inline struct str house_guardian_in(struct ctx *c, struct str login)
{
	struct login_done done = {0};

	house_guardian(c, house_account(c, login, GOOD));
	assert_ok(house_login(c, login, GOOD, &done));
	return done.token;
}

static inline enum err house_resolve(struct ctx *c, struct str token, struct actor *ret_actor)
{
	struct str csrf;
	enum lang lang;

	return session_resolve(c, token, ret_actor, &lang, &csrf);
}

/* Become the one the token belongs to. */
static inline void house_act(struct ctx *c, struct str token)
{
	assert_ok(house_resolve(c, token, &c->actor));
}

struct fact {
	const char *name;
	CMUnitTestFunction f;
};
#define FACT(f)                                                                                    \
	{                                                                                          \
#f, f                                                                              \
	}
#define HOUSE_RUN(facts) house_run(facts, sizeof(facts) / sizeof *(facts))

static inline int house_run(const struct fact *facts, size_t n)
{
	static struct CMUnitTest tests[128];
	static char names[128][120];
	static int pg = 1;
	size_t m = 0;

	for (int engine = 0; engine < (kit_pg() ? 2 : 1); engine++) {
		for (size_t i = 0; i < n; i++, m++) {
			snprintf(names[m], sizeof names[m], "%s: %s",
			         engine ? "postgresql" : "sqlite", facts[i].name);
			tests[m] = (struct CMUnitTest){names[m], facts[i].f, house_setup,
			                               house_teardown, engine ? &pg : NULL};
		}
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("auth", tests, m, NULL, NULL);
}

#endif
