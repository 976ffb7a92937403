#include "audit/difference.h"

#include "audit/difference.sql.h"
#include "audit/statement.h"
#include "money/approval.h"
#include "people/reach.h"

enum { ALL_ROWS = 100000, REASON_CHARS = 200 };

/* --- reading ---------------------------------------------------------------------------------- */

static struct difference row_of(const struct q_difference_one_row *r)
{
	struct difference d = {
		.id = r->id,
		.county = r->county,
		.school = {r->school},
		.school_name = r->school_name,
		.collecting = r->collecting,
		.bank_line = r->bank_line,
		.channel = r->channel,
		.day = r->day,
		.number = r->number,
		.found = r->found,
		.expected = r->expected,
		.state = r->state,
		.assignee = r->assignee,
		.assignee_name = r->by,
		.reason = r->reason,
		.at = r->at,
		.closed = r->closed,
	};

	difference_parse(r->kind, &d.kind);
	return d;
}

enum err difference_get(struct ctx *c, int64_t id, struct difference *ret_d)
{
	struct q_difference_one_row row;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(or_absent(c, q_difference_one(c, id, &row)));
	if (c->actor.school.v ? row.school != c->actor.school.v : !reach_county(c, row.county))
		return out_of_reach(c, "difference", id);
	*ret_d = row_of(&row);
	return OK;
}

enum err difference_list(struct ctx *c, struct str state, int64_t most, int64_t skip,
                         struct difference **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct q_difference_one_row *row;
	struct difference *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	state = state.p ? state : S("");
	TRY(q_differences_total(c, c->actor.county, c->actor.school.v, state, ret_total));
	TRY(q_differences(c, c->actor.county, c->actor.school.v, state, most ? most : ALL_ROWS,
	                  skip, &row, &n));
	v = NEW_N(c->arena, n + 1, struct difference);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = row_of(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- settling --------------------------------------------------------------------------------- */

static enum err open_one(struct ctx *c, int64_t id, struct difference *ret_d)
{
	TRY(difference_get(c, id, ret_d));
	return str_is(ret_d->state, "open") ? OK
	                                    : fault_set(c, E_CONFLICT, "difference_settled", NULL);
}

static enum err take_run(struct ctx *c, void *arg)
{
	const struct difference_take *a = arg;
	struct difference d = {0};

	TRY(open_one(c, a->id, &d));
	TRY(q_difference_assign(c, d.id, c->actor.account, c->now, NULL));
	return audit_put(c, "taken", "difference", d.id, d.county, S("{}"));
}
const struct verb difference_take_verb = {"audit.difference_take", take_run};

enum text_id difference_label(struct arena *a, enum difference_kind k)
{
	return text_lookup_name(str_c(a, str_printf(a, "differences.kind.%s", difference_name(k))));
}

/* By how much the two sides are apart. */
static struct money apart(const struct difference *d)
{
	int64_t fen = d->found.fen - d->expected.fen;

	return FEN(fen < 0 ? -fen : fen);
}

static enum err ask_second(struct ctx *c, const struct difference *d)
{
	const struct phrase_part said[] = {PHRASE_TEXT(difference_label(c->arena, d->kind)),
	                                   PHRASE_DAY(d->day)};
	const struct approval_ask ask = {
		.kind = APPROVE_DIFFERENCE,
		.county = d->county,
		.school = d->school,
		.object = d->id,
		.amount = apart(d),
		.title = phrase_make(c->arena, T_differences_close_title, said, 2),
	};
	approval_id id;

	return approval_submit(c, &ask, &id);
}

static enum err close_run(struct ctx *c, void *arg)
{
	struct difference_close *a = arg;
	struct approval_state said = {0};
	struct difference d = {0};
	struct str reason;

	TRY(open_one(c, a->id, &d));
	TRY(said_text(c, S("reason"), a->reason, REASON_CHARS, &reason));
	TRY(q_difference_reason(c, d.id, reason, NULL));
	if (approval_needed(c, APPROVE_DIFFERENCE, d.county, apart(&d))) {
		TRY(approval_state_of(c, APPROVE_DIFFERENCE, d.id, &said));
		if (said.word == APPROVAL_NONE || said.word == RETURNED) {
			a->waits = true;
			TRY(ask_second(c, &d));
			return audit_put(c, "submitted", "difference", d.id, d.county,
			                 reason_json(c, reason));
		}
		TRY(approval_require(c, APPROVE_DIFFERENCE, d.id, apart(&d)));
	}
	TRY(q_difference_close(c, d.id, c->actor.account, c->now, NULL));
	TRY(reconcile_soon(c, d.county));
	return audit_put(c, "closed", "difference", d.id, d.county, reason_json(c, reason));
}
const struct verb difference_close_verb = {"audit.difference_close", close_run};

static enum err terms_run(struct ctx *c, void *arg)
{
	const struct channel_terms_put *a = arg;
	struct str bearer = str_is(a->bearer, "county") ? S("county") : S("school");
	struct q_collecting_county_row row;
	struct bank_account to;
	bool found = false;

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(q_collecting_county(c, a->collecting, &row, &found));
	if (!found || !reach_county(c, row.county))
		return absent(c);
	if (a->fee_per_million < 0 || a->fee_per_million > 100000)
		return fault_input(c, NULL, S("fee_per_million"), STR_NONE, S("0 – 100000"));
	if (a->days < 0 || a->days > 30)
		return fault_input(c, NULL, S("days"), STR_NONE, S("0 – 30"));
	if (str_is(row.channel, "counter") && a->fee_per_million > 0)
		return fault_input(c, NULL, S("fee_per_million"), STR_NONE, S("0"));
	TRY(bank_account_get(c, (bank_account_id){a->bank_account}, &to));
	TRY(q_channel_terms_put(c, a->collecting, row.county, a->bank_account, a->fee_per_million,
	                        a->days, bearer, c->now, c->actor.account, NULL));
	TRY(reconcile_soon(c, row.county));
	return audit_put(
		c, "channel_terms", "collecting_account", a->collecting, row.county,
		str_printf(c->arena, "{\"fee_per_million\":%lld,\"days\":%lld,\"bearer\":\"%.*s\"}",
	                   (long long)a->fee_per_million, (long long)a->days, STR_FMT(bearer)));
}
const struct verb channel_terms_verb = {"audit.channel_terms", terms_run};
