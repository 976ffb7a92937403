/* Who acts in the invented past, and when. */
#include "auth/account.h"
#include "demo/plan.h"
#include "money/approval.h"
#include "people/officer.h"

struct actor demo_staff(const struct demo_school *s, size_t i, enum role role)
{
	return (struct actor){.account = s->staff[i].account,
	                      .role = role,
	                      .county = s->county->id,
	                      .school = s->id,
	                      .staff = s->staff[i].id};
}

struct actor demo_finance(const struct demo_school *s)
{
	return demo_staff(s, s->staff_n - 1, ROLE_SCHOOL_FINANCE);
}

struct actor demo_contact(const struct demo_school *s, size_t agency)
{
	return (struct actor){.account = s->county->contact[agency],
	                      .role = ROLE_AGENCY,
	                      .county = s->county->id,
	                      .agency = s->county->agency[agency]};
}

enum err demo_actor(struct ctx *c, struct str login, struct actor *io_a)
{
	bool found = false, outside = !c->tx;
	enum err e;

	if (outside)
		TRY(store_read_begin(c));
	e = account_find(c, login, &io_a->account, &found);
	if (outside)
		store_read_end(c);
	TRY(e);
	return found ? OK : fault_broken(c, "nobody of the demo has this login");
}

enum err demo_officer(struct ctx *c, const struct demo_county *k, enum role role, struct str login,
                      struct actor *ret_a)
{
	*ret_a = (struct actor){.role = role, .county = k->id};
	return demo_actor(c, str_printf(c->arena, "%.*s01", STR_FMT(login)), ret_a);
}

/* One account a person: who is there already is only given the right once more. */
enum err demo_second_officer(struct ctx *c, const struct demo_county *k, struct actor *ret_a)
{
	struct officer_new second = {.county = k->id,
	                             .name = S("示例县教育局复核人"),
	                             .login = S("county01.second"),
	                             .starts = DATE_NONE,
	                             .ends = DATE_NONE};
	struct actor was = c->actor;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	TRY(store_write(c, &officer_add_verb, &second));
	c->actor = was;
	*ret_a = (struct actor){.account = second.result, .role = ROLE_COUNTY, .county = k->id};
	return OK;
}

enum err demo_parent(struct ctx *c, const struct demo_school *s, size_t pupil, struct actor *ret_a)
{
	*ret_a = (struct actor){
		.role = ROLE_GUARDIAN, .county = s->county->id, .guardian = s->guardian[pupil]};
	return demo_actor(c, demo_phone(c->arena, s, demo_family(s, pupil), 0), ret_a);
}

void demo_go(struct ctx *c, struct date day, int hour)
{
	struct instant then = date_instant(day, (struct clock_time){hour * 60});

	c->now = env_now(c->env);
	if (then.us < c->now.us)
		c->now = then;
}

void demo_come_back(struct ctx *c)
{
	c->now = env_now(c->env);
	c->actor = (struct actor){.role = ROLE_SYSTEM};
}

struct some {
	const struct demo_many *m;
	size_t from;
};

static enum err some_run(struct ctx *c, void *arg)
{
	const struct some *a = arg;

	for (size_t i = a->from; i < a->m->n && i < a->from + a->m->batch; i++)
		TRY(a->m->each(c, a->m->arg, i));
	return OK;
}

enum err demo_do(struct ctx *c, const struct demo_many *m)
{
	static const struct verb verb = {"demo.many", some_run};
	struct actor actor = c->actor;
	struct instant now = c->now;

	for (struct some a = {m, 0}; a.from < m->n; a.from += m->batch) {
		TRY(store_write(c, &verb, &a));
		c->actor = actor;
		c->now = now;
	}
	return audit_flush_reads(c);
}

enum err demo_approve(struct ctx *c, enum approval_kind kind, int64_t object,
                      const struct actor *who)
{
	struct approval_say say = {.word = APPROVED, .reason = S("")};
	struct approval_state state = {0};
	struct actor was = c->actor;
	enum err e;

	TRY(store_read_begin(c));
	e = approval_state_of(c, kind, object, &state);
	store_read_end(c);
	TRY(e);
	say.approval = state.id;
	c->actor = *who;
	e = store_write(c, &approval_say_verb, &say);
	c->actor = was;
	return e;
}
