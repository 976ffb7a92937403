#include "payments/account.h"

#include "jobs/job.h"
#include "payments/account.sql.h"
#include "people/reach.h"
#include "people/school.h"
#include "policy/conduct.h"
#include "rulebook/rulebook.h"

static const char *const CHANNELS[] = {"wechat", "alipay", "counter"};
static const char *const PARTIES[COLLECTOR_COUNT] = {
	[COLLECT_SCHOOL] = "school",
	[COLLECT_AGENCY] = "agency",
	[COLLECT_FAMILY_COMMITTEE] = "family_committee",
	[COLLECT_OTHER] = "other",
};

/* --- reading ---------------------------------------------------------------------------------- */

static struct collecting from_row(const struct q_collecting_row_row *r)
{
	return (struct collecting){
		.id = r->id,
		.county = r->county,
		.school = {r->school},
		.school_name = r->school_name,
		.channel = r->channel,
		.party = r->party,
		.holder = r->holder,
		.bank = r->bank,
		.number = r->number,
		.merchant = r->merchant,
		.active = r->active,
		.tested = r->tested,
		.tested_code = r->tested_code,
	};
}

enum err collecting_for(struct ctx *c, county_id county, school_id school, struct str channel,
                        struct collecting *ret_a)
{
	struct q_collecting_row_row row;
	bool found;

	TRY(q_collecting_best(c, county, school.v, channel, &row, &found));
	if (!found)
		return fault_set(
			c, E_ABSENT, "pay_not_set_up",
			&(struct fault){.found = text_word(c->lang, "pay.channel.", channel)});
	*ret_a = from_row(&row);
	return OK;
}

enum err collecting_load(struct ctx *c, collecting_id id, struct collecting *ret_a)
{
	struct q_collecting_row_row row;

	TRY(or_absent(c, q_collecting_row(c, id, &row)));
	*ret_a = from_row(&row);
	return OK;
}

enum err collecting_list(struct ctx *c, struct collecting **ret_v, size_t *ret_n)
{
	struct q_collecting_row_row *row;
	struct collecting *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(q_collecting_rows(c, c->actor.county, c->actor.school.v, &row, &n));
	v = NEW_N(c->arena, n + 1, struct collecting);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = from_row(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- entering --------------------------------------------------------------------------------- */

/* `prefix`: how the texts of the words are called. */
static enum err word_check(struct ctx *c, const char *prefix, struct str field, struct str said,
                           const char *const *words, size_t n, size_t *ret_i)
{
	struct str called[COLLECTOR_COUNT];

	for (size_t i = 0; i < n; i++) {
		if (str_is(said, words[i])) {
			*ret_i = i;
			return OK;
		}
	}
	for (size_t i = 0; i < n && i < COLLECTOR_COUNT; i++)
		called[i] = text_word(c->lang, prefix, str_of(words[i]));
	return fault_input(c, NULL, field, text_word(c->lang, prefix, said),
	                   str_join(c->arena, called, n, S(" | ")));
}

/* R60, R65: the school into its supervised account; no family committee, no agency. */
static enum err party_may(struct ctx *c, school_id school, enum collector collector)
{
	struct collect_facts facts = {.collector = collector};
	const struct rule *rule;
	struct rules rules;

	TRY(rulebook_rules(c, c->actor.county, school, ctx_today(c), &rules));
	TRY(collect_decide(c, &rules, &facts, &rule));
	return collector == COLLECT_SCHOOL
	               ? OK
	               : fault_set(c, E_REFUSED, "collector_not_supervised",
	                           &(struct fault){.field = S("party"),
	                                           .found = text_word(c->lang, "pay.party.",
	                                                              str_of(PARTIES[collector]))});
}

static enum err put_check(struct ctx *c, struct collecting_put *a)
{
	bool counter = str_is(a->channel, "counter");
	struct school school;
	size_t i;

	TRY(word_check(c, "pay.channel.", S("channel"), a->channel, CHANNELS, 3, &i));
	TRY(word_check(c, "pay.party.", S("party"), a->party, PARTIES, COLLECTOR_COUNT, &i));
	if (ROLE_BIT(c->actor.role) & ROLES_SCHOOL_DESK)
		a->school = a->school.v ? a->school : c->actor.school;
	if (a->school.v) {
		TRY(school_get(c, a->school, &school));
		if (!reach_school(c, school.county, school.id))
			return out_of_reach(c, "school", a->school.v);
	}
	TRY(party_may(c, a->school, (enum collector)i));
	TRY(said_text(c, S("holder"), a->holder, 60, &a->holder));
	TRY(said_text(c, S("bank"), a->bank, 60, &a->bank));
	TRY(said_text(c, S("number"), a->number, 40, &a->number));
	if (counter)
		a->merchant = S("");
	else
		TRY(said_text(c, S("merchant"), a->merchant, 32, &a->merchant));
	return OK;
}

static enum err put_run(struct ctx *c, void *arg)
{
	struct collecting_put *a = arg;
	collecting_id id = {0};
	bool was_active, found;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(put_check(c, a));
	struct q_collecting_of_row row = {0};
	TRY(q_collecting_of(c, c->actor.county, a->school.v, a->channel, &row, &found));
	was_active = found && row.active;
	id = found ? row.id : (collecting_id){env_next_id(c->env)};
	if (found)
		TRY(q_collecting_update(c, id, a->party, a->holder, a->bank, a->number, a->merchant,
		                        a->active, c->now, c->actor.account, NULL));
	else
		TRY(q_collecting_insert(c, id, c->actor.county, a->school.v, a->channel, a->party,
		                        a->holder, a->bank, a->number, a->merchant, a->active,
		                        c->now, c->actor.account, NULL));
	a->result = id;
	struct str detail = str_printf(c->arena, "{\"channel\":\"%.*s\",\"was\":%d,\"active\":%d}",
	                               STR_FMT(a->channel), was_active, a->active);
	return audit_put(c, "account_entered", "collecting_account", id.v, c->actor.county, detail);
}
const struct verb collecting_put_verb = {"payments.account", put_run};

static enum err try_run(struct ctx *c, void *arg)
{
	const struct collecting_try *a = arg;
	struct collecting at;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(collecting_load(c, a->id, &at));
	if (!reach_county(c, at.county) ||
	    ((ROLE_BIT(c->actor.role) & ROLES_SCHOOL_DESK) && at.school.v != c->actor.school.v))
		return out_of_reach(c, "collecting_account", a->id.v);
	/* In a lane of its own: it shall say how things are, also while the account's rests. */
	TRY(job_put_in(c, str_printf(c->arena, "pay.%lld.test", (long long)a->id.v),
	               "payments.test",
	               str_printf(c->arena, "{\"account\":\"%lld\"}", (long long)a->id.v), c->now));
	return audit_put(c, "account_tested", "collecting_account", a->id.v, at.county, S("{}"));
}
const struct verb collecting_try_verb = {"payments.account_test", try_run};

/* --- the channel ------------------------------------------------------------------------------ */

static struct {
	const char *dir;
	const struct pay_http *http;
} outside;

void payments_use(const char *dir, const struct pay_http *http)
{
	outside.dir = dir;
	outside.http = http;
}

/* The file must be of the merchant that was entered: nobody collects for somebody else. */
static enum err merchant_same(struct ctx *c, const struct collecting *a, const struct merchant *m)
{
	bool wechat = str_is(a->channel, "wechat");
	struct str number = wechat ? m->wechat.mchid : m->alipay.seller_id;

	if (!(wechat ? m->wechat.some : m->alipay.some))
		return fault_set(
			c, E_ABSENT, "pay_not_set_up",
			&(struct fault){.found = text_word(c->lang, "pay.channel.", a->channel)});
	return str_eq(number, a->merchant) ? OK
	                                   : fault_set(c, E_REFUSED, "pay_merchant_bad",
	                                               &(struct fault){.field = S("merchant"),
	                                                               .found = number,
	                                                               .allowed = a->merchant});
}

struct str channel_lane(struct ctx *c, collecting_id id)
{
	return str_printf(c->arena, "pay.%lld", (long long)id.v);
}

static enum err codes_of(struct ctx *c, collecting_id id, struct q_collecting_codes_row *ret_row)
{
	enum err e;

	if (c->tx) /* a page that shows what the channel would take */
		return or_absent(c, q_collecting_codes(c, id, ret_row));
	TRY(store_read_begin(c));
	e = q_collecting_codes(c, id, ret_row);
	store_read_end(c);
	return or_absent(c, e);
}

enum err channel_open(struct ctx *c, const struct collecting *a, struct channel_open *ret_o)
{
	struct channel_open o = {.channel = pay_channel_named(a->channel)};
	struct q_collecting_codes_row code;
	enum err e;

	if (!outside.dir || !o.channel)
		return fault_set(
			c, E_ABSENT, "pay_not_set_up",
			&(struct fault){.found = text_word(c->lang, "pay.channel.", a->channel)});
	TRY(codes_of(c, a->id, &code));
	TRY(merchant_load(c, outside.dir, a->school.v ? code.school : code.county, &o.merchant));
	e = merchant_same(c, a, o.merchant);
	if (e != OK) {
		merchant_free(&o.merchant);
		return e;
	}
	o.pay = (struct pay){.merchant = o.merchant,
	                     .http = outside.http,
	                     .tail = str_printf(c->arena, "%lld", (long long)a->id.v)};
	*ret_o = o;
	return OK;
}

void channel_close(struct channel_open *o)
{
	merchant_free(&o->merchant);
}
