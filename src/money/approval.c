#include "money/approval.h"

#include "auth/account.h"
#include "jobs/message.h"
#include "money/approval.sql.h"
#include "people/county.h"
#include "people/reach.h"

enum { TITLE_MAX_CHARS = 120, REASON_MAX_CHARS = 200, ALL = 1000000 };

static const struct approval_kind_def KINDS[APPROVAL_KINDS] = {
	[APPROVE_REFUND] = {"refund", T_approval_refund, AT_SCHOOL, 0, true, "/school/refunds/"},
	[APPROVE_PAYOUT] = {"payout", T_approval_payout, AT_SCHOOL, 0, true, "/payouts/"},
	/* The bureau reviews what a school submits (R49). */
	[APPROVE_SUBSIDY] = {"subsidy", T_approval_subsidy, AT_COUNTY, ROLE_BIT(ROLE_COUNTY), false,
                             "/subsidy-handed?step="},
	[APPROVE_SPENDING] = {"spending", T_approval_spending, AT_SCHOOL, 0, true, "/spendings/"},
	[APPROVE_SPECIAL_FUND] = {"special_fund", T_approval_special_fund, AT_CITY, 0, false, NULL},
	[APPROVE_DIFFERENCE] = {"difference", T_approval_difference, AT_SCHOOL, 0, false,
                                "/differences/"},
	[APPROVE_ADJUSTMENT] = {"adjustment", T_approval_adjustment, AT_SCHOOL, 0, false,
                                "/spendings/"},
	[APPROVE_BILL] = {"bill_adjustment", T_approval_bill_adjustment, AT_SCHOOL, 0, true,
                          "/school/adjustments/"},
	[APPROVE_STATEMENT] = {"statement_withdrawal", T_approval_statement_withdrawal, AT_SCHOOL,
                               0, true, "/settlements/"},
};

static const struct {
	const char *name;
	roles_t roles;
} LEVELS[] = {
	[AT_SCHOOL] = {"school", ROLES_SCHOOL_MONEY},
	[AT_COUNTY] = {"county", ROLES_COUNTY_MONEY},
	[AT_CITY] = {"city", ROLES_CITY_MONEY},
};
#define READERS (ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY | ROLES_CITY_MONEY)

static const char *const WORDS[] = {
	[APPROVAL_NONE] = "",
	[APPROVAL_WAITING] = "waiting",
	[APPROVED] = "approved",
	[RETURNED] = "returned",
};

const struct approval_kind_def *approval_kind_def(enum approval_kind k)
{
	return &KINDS[k];
}

bool approval_kind_parse(struct str name, enum approval_kind *ret_k)
{
	for (enum approval_kind k = 0; k < APPROVAL_KINDS; k++)
		if (str_is(name, KINDS[k].name)) {
			*ret_k = k;
			return true;
		}
	return false;
}

const char *approval_word_name(enum approval_word w)
{
	return WORDS[w];
}

bool approval_word_parse(struct str name, enum approval_word *ret_w)
{
	for (enum approval_word w = APPROVAL_WAITING; w <= RETURNED; w++)
		if (str_is(name, WORDS[w])) {
			*ret_w = w;
			return true;
		}
	return false;
}

static enum approval_level level_of(const struct approval_ask *ask)
{
	enum approval_level place = ask->school.v ? AT_SCHOOL : ask->county.v ? AT_COUNTY : AT_CITY;
	enum approval_level least = KINDS[ask->kind].least;

	return place > least ? place : least;
}

static enum err level_parse(struct ctx *c, struct str name, enum approval_level *ret_l)
{
	for (enum approval_level l = AT_SCHOOL; l <= AT_CITY; l++)
		if (str_is(name, LEVELS[l].name)) {
			*ret_l = l;
			return OK;
		}
	return fault_broken(c, "level of an approval");
}

/* --- submitting ------------------------------------------------------------------------------- */

enum err approval_submit(struct ctx *c, const struct approval_ask *ask, approval_id *ret_id)
{
	approval_id id = {env_next_id(c->env)};
	struct approval_state before;
	struct str title = phrase_show(c->arena, LANG_ZH, ask->title);
	struct str said = phrase_is(ask->title) ? ask->title : STR_NONE;

	TRY(said_text(c, S("title"), title, TITLE_MAX_CHARS, &title));
	TRY(approval_state_of(c, ask->kind, ask->object, &before));
	if (before.word == APPROVAL_WAITING)
		return fault_set(c, E_CONFLICT, "approval_waiting", NULL);
	if (before.word == APPROVED)
		return fault_set(c, E_CONFLICT, "approval_decided", NULL);
	TRY(q_approval_insert(c, id, str_of(KINDS[ask->kind].name), ask->object,
	                      str_of(LEVELS[level_of(ask)].name), ask->county, ask->school,
	                      ask->amount, title, said, c->actor.account.v, c->now, NULL));
	*ret_id = id;
	return audit_put(c, "submitted", "approval", id.v, ask->county,
	                 str_printf(c->arena, "{\"kind\":\"%s\",\"object\":\"%lld\",\"fen\":%lld}",
	                            KINDS[ask->kind].name, (long long)ask->object,
	                            (long long)ask->amount.fen));
}

enum err approval_state_of(struct ctx *c, enum approval_kind kind, int64_t object,
                           struct approval_state *ret_s)
{
	struct q_approval_last_row row;
	struct approval_state s = {.word = APPROVAL_NONE};
	bool found;

	TRY(q_approval_last(c, str_of(KINDS[kind].name), object, &row, &found));
	if (found) {
		s = (struct approval_state){.id = row.id,
		                            .amount = row.amount,
		                            .submitter = row.submitter,
		                            .decider = row.decider,
		                            .submitted = row.submitted,
		                            .decided = row.decided,
		                            .reason = row.reason};
		if (!approval_word_parse(row.state, &s.word))
			return fault_broken(c, "state of an approval");
	}
	*ret_s = s;
	return OK;
}

enum err approval_require(struct ctx *c, enum approval_kind kind, int64_t object,
                          struct money amount)
{
	struct approval_state s;

	TRY(approval_state_of(c, kind, object, &s));
	if (s.word == APPROVED && s.amount.fen == amount.fen)
		return OK;
	return fault_set(c, E_REFUSED, "not_approved",
	                 &(struct fault){.found = s.word == RETURNED ? s.reason : STR_NONE});
}

/* --- deciding --------------------------------------------------------------------------------- */

static enum err approval_from(struct ctx *c, const struct q_approval_row_row *row,
                              struct approval *ret_a)
{
	struct approval a = {.id = row->id,
	                     .object = row->object,
	                     .county = row->county,
	                     .school = row->school,
	                     .school_name = row->school_name,
	                     .amount = row->amount,
	                     .said = str_some(row->said) ? row->said : row->title,
	                     .submitter = row->submitter,
	                     .submitter_name = row->submitter_name,
	                     .decider_name = row->decider_name,
	                     .submitted = row->submitted,
	                     .decided = row->decided,
	                     .reason = row->reason};

	a.title = phrase_show(c->arena, c->lang, a.said);
	TRY(level_parse(c, row->level, &a.level));
	if (!approval_kind_parse(row->kind, &a.kind) || !approval_word_parse(row->state, &a.word))
		return fault_broken(c, "row of an approval");
	*ret_a = a;
	return OK;
}

static bool within(const struct ctx *c, const struct approval *a)
{
	if (actor_in(&c->actor, ROLES_CITY_MONEY | ROLE_BIT(ROLE_SYSTEM)))
		return a->level == AT_CITY || c->actor.role == ROLE_SYSTEM;
	if (actor_in(&c->actor, ROLES_COUNTY_MONEY))
		return a->county.v == c->actor.county.v;
	return a->school.v != 0 && a->school.v == c->actor.school.v;
}

enum err approval_get(struct ctx *c, approval_id id, struct approval *ret_a)
{
	struct q_approval_row_row row;
	struct approval a = {0};
	bool found;

	TRY(reach_role(c, READERS));
	TRY(q_approval_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	TRY(approval_from(c, &row, &a));
	if (!within(c, &a))
		return out_of_reach(c, "approval", id.v);
	*ret_a = a;
	return OK;
}

static bool decides(const struct ctx *c, const struct approval *a)
{
	roles_t of_kind = KINDS[a->kind].deciders;

	return actor_in(&c->actor, of_kind ? of_kind : LEVELS[a->level].roles) &&
	       actor_in(&c->actor, LEVELS[a->level].roles);
}

bool approval_may(const struct ctx *c, const struct approval *a)
{
	return a->word == APPROVAL_WAITING && decides(c, a) && a->submitter.v != c->actor.account.v;
}

static enum err own_refused(struct ctx *c)
{
	struct account me;

	TRY(account_get(c, c->actor.account, &me));
	return fault_set(c, E_REFUSED, "not_approved",
	                 &(struct fault){.field = S("approver"),
	                                 .found = me.name,
	                                 .allowed = text(c->lang, T_approval_second_person),
	                                 .requirement = S("R71")});
}

static enum err tell(struct ctx *c, const struct approval *a, enum approval_word word,
                     struct str reason)
{
	const struct str said[] = {a->said, money_show(c->arena, a->amount),
	                           str_some(reason) ? reason : S("–")};

	if (!a->submitter.v)
		return OK;
	return message_put(c, a->submitter,
	                   word == APPROVED ? T_approval_told_approved : T_approval_told_returned,
	                   said, 3, str_printf(c->arena, "/approvals/%lld", (long long)a->id.v));
}

enum err approval_decide(struct ctx *c, approval_id id, enum approval_word word, struct str reason)
{
	struct approval a = {0};
	struct approval_state stands;
	struct str why = STR_NONE;
	int64_t changed;

	TRY(approval_get(c, id, &a));
	if (!decides(c, &a))
		return fault_set(c, E_DENIED, "not_allowed", NULL);
	if (word != APPROVED && word != RETURNED)
		return fault_input(c, NULL, S("word"), STR_NONE, S("approved, returned"));
	if (a.submitter.v == c->actor.account.v)
		return own_refused(c);
	if (word == RETURNED || str_some(reason))
		TRY(said_text(c, S("reason"), reason, REASON_MAX_CHARS, &why));
	TRY(q_approval_word(c, id, str_of(WORDS[word]), c->actor.account, c->now, why, &changed));
	if (!changed) {
		TRY(approval_state_of(c, a.kind, a.object, &stands));
		if (stands.id.v == id.v && stands.decider.v == c->actor.account.v &&
		    stands.word == word)
			return OK;
		return fault_set(c, E_CONFLICT, "approval_decided",
		                 &(struct fault){.found = a.decider_name});
	}
	TRY(tell(c, &a, word, why));
	return audit_put(c, WORDS[word], "approval", id.v, a.county,
	                 str_some(why) ? reason_json(c, why) : S("{}"));
}

static enum err approval_say_run(struct ctx *c, void *arg)
{
	const struct approval_say *a = arg;

	return approval_decide(c, a->approval, a->word, a->reason);
}
const struct verb approval_say_verb = {"money.approval_decide", approval_say_run};

/* --- limits ----------------------------------------------------------------------------------- */

bool approval_needed(struct ctx *c, enum approval_kind kind, county_id county, struct money amount)
{
	struct money limit = FEN(0);
	bool found = false;

	if (!KINDS[kind].limited)
		return true;
	if (q_approval_limit(c, county, str_of(KINDS[kind].name), &limit, &found) != OK || !found)
		return true;
	return limit.fen <= 0 || amount.fen > limit.fen || amount.fen < -limit.fen;
}

enum err approval_limits(struct ctx *c, county_id county, struct money ret_v[APPROVAL_KINDS])
{
	struct q_approval_limits_row *row;
	enum approval_kind k;
	size_t n;

	if (!reach_county(c, county))
		return out_of_reach(c, "county", county.v);
	TRY(q_approval_limits(c, county, &row, &n));
	for (k = 0; k < APPROVAL_KINDS; k++)
		ret_v[k] = FEN(0);
	for (size_t i = 0; i < n; i++)
		if (approval_kind_parse(row[i].kind, &k))
			ret_v[k] = row[i].amount;
	return OK;
}

static enum err approval_limit_run(struct ctx *c, void *arg)
{
	const struct approval_limit_set *a = arg;
	struct money was = FEN(0);
	struct str reason;
	int64_t changed;
	bool found;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	if (!KINDS[a->kind].limited)
		return fault_input(c, NULL, S("kind"), str_of(KINDS[a->kind].name), STR_NONE);
	if (a->amount.fen < 0)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, a->amount), S("0"));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_approval_limit(c, c->actor.county, str_of(KINDS[a->kind].name), &was, &found));
	TRY(q_approval_limit_put(c, c->actor.county, str_of(KINDS[a->kind].name), a->amount,
	                         &changed));
	if (!changed)
		return OK;
	return audit_put(
		c, "approval_limit", "county", c->actor.county.v, c->actor.county,
		change_json(c, money_text(c->arena, was), money_text(c->arena, a->amount), reason));
}
const struct verb approval_limit_verb = {"money.approval_limit", approval_limit_run};

/* --- lists ------------------------------------------------------------------------------------ */

static enum err approvals_from(struct ctx *c, const struct q_approval_row_row *row, size_t n,
                               struct approval **ret_v)
{
	struct approval *v = NEW_N(c->arena, n + 1, struct approval);

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(approval_from(c, &row[i], &v[i]));
	*ret_v = v;
	return OK;
}

enum err approval_history(struct ctx *c, const struct approval *a, struct approval **ret_v,
                          size_t *ret_n)
{
	struct q_approval_row_row *row;

	TRY(q_approval_of_object(c, str_of(KINDS[a->kind].name), a->object, &row, ret_n));
	return approvals_from(c, row, *ret_n, ret_v);
}

enum err approval_list(struct ctx *c, const struct approval_filter *f, struct approval **ret_v,
                       size_t *ret_n, int64_t *ret_total)
{
	bool city = actor_in(&c->actor, ROLES_CITY_MONEY);
	bool county = actor_in(&c->actor, ROLES_COUNTY_MONEY);
	struct str level = city ? S("city") : county && !f->schools ? S("county") : S("");
	struct str kind = f->kind ? str_of(f->kind) : S("");
	int64_t of = c->actor.county.v, school = c->actor.school.v;
	struct q_approval_row_row *row;

	TRY(reach_role(c, READERS));
	TRY(q_approval_rows(c, of, school, level, kind, f->decided, f->most ? f->most : ALL,
	                    f->skip, &row, ret_n));
	TRY(q_approval_count(c, of, school, level, kind, f->decided, ret_total));
	return approvals_from(c, row, *ret_n, ret_v);
}
