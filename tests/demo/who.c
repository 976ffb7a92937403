#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "who.h"

#include "auth/account.h"
#include "auth/appointment.h"

static struct kit_db db;

void made(void **state, enum demo_scale scale, uint64_t seed)
{
	const struct demo_options o = {
		.scale = scale, .schools = scale == DEMO_COUNTY ? 2 : 0, .seed = seed};
	struct ctx *c = kit_ctx(state);
	struct demo_made told;

	kit_db_open(c, STORE_SQLITE, &db);
	assert_ok(demo_make(c, &o, &told));
}

void unmade(void **state)
{
	struct ctx *c = kit_ctx(state);

	if (c->tx)
		store_read_end(c);
	kit_db_close(c, &db);
	c->actor = (struct actor){.role = ROLE_SYSTEM};
}

struct ctx *reads_as(void **state, const char *login)
{
	struct ctx *c = kit_ctx(state);
	struct appointment *v;
	account_id account;
	bool found;
	size_t n;

	if (c->tx)
		store_read_end(c);
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	assert_ok(store_read_begin(c));
	assert_ok(account_find(c, str_of(login), &account, &found));
	assert_true(found);
	assert_ok(appointment_list(c, account, &v, &n));
	assert_true(n > 0);
	c->actor = (struct actor){.account = account,
	                          .role = v[0].role,
	                          .county = v[0].county,
	                          .school = v[0].school,
	                          .class = v[0].class,
	                          .guardian = v[0].guardian,
	                          .staff = v[0].staff,
	                          .agency = v[0].agency};
	return c;
}

struct term term_of(struct ctx *c, bool before)
{
	struct term *v;
	size_t n;

	assert_ok(term_list(c, c->actor.county, &v, &n));
	assert_int_equal(n, 2);
	return v[before ? 1 : 0];
}

void verified(struct ctx *c)
{
	if (c->tx)
		store_read_end(c);
	kit_holds(c);
}
