/* What the courses of a small demo cost, and where the agencies' money goes. */
#include "demo/plan.h"
#include "demo/words.h"
#include "settlement/settlement.h"

enum { HOURS = 15, HEADS = 20 };

/* Fifteen hours at what the price comes to; a course that is free is paid by the government. */
static enum err sheet_make(struct ctx *c, offering_id offering)
{
	struct sheet_put put = {.offering = offering, .minutes = HOURS * 60, .people = 1};
	struct sheet_publish publish;
	struct offering o;
	enum err e;

	TRY(store_read_begin(c));
	e = offering_load(c, offering, &o);
	store_read_end(c);
	TRY(e);
	put.headcount = o.limited ? o.seats : HEADS;
	put.rate.fen = (o.price.fen * put.headcount + HOURS - 1) / HOURS;
	if (o.price.fen == 0) {
		put.rate.fen = 6000;
		put.government.fen = put.rate.fen * HOURS;
	}
	TRY(store_write(c, &sheet_put_verb, &put));
	publish.sheet = put.result;
	return store_write(c, &sheet_publish_verb, &publish);
}

enum err demo_payees(struct ctx *c, const struct demo_school *s)
{
	struct actor system = c->actor;
	enum err e = OK;

	for (size_t k = 0; k < DEMO_AGENCIES && e == OK; k++) {
		struct payee_set a = {
			.holder = demo_agency_name(c->arena, s->county_at * DEMO_AGENCIES + k),
			.number = str_printf(c->arena, "62220000000000%02zu", k),
			.bank = S("示例银行")};

		c->actor = demo_contact(s, k);
		e = store_write(c, &payee_set_verb, &a);
	}
	c->actor = system;
	return e;
}

enum err demo_costs(struct ctx *c, const struct demo_school *s, const offering_id *course)
{
	for (size_t i = 0; i < s->d->courses; i++)
		TRY(sheet_make(c, course[i]));
	return OK;
}
