#include "funds/portion_said.h"

#include "funds/purpose.h"
#include "rulebook/show.h"

/* Whose fund, and when its purposes are named: a county's own has no school. */
struct portion_at {
	enum fund_kind of;
	county_id county;
	school_id school;
};

static enum err purpose_name(struct ctx *c, const struct portion_at *at, struct str word,
                             struct str *ret_s)
{
	const struct purpose_of of = {at->county, at->school, c->now, word};

	return purpose_said(c, c->lang, &of, ret_s);
}

static enum err portion_words(struct ctx *c, const struct portion_at *at, const struct portion *p,
                              struct str *ret_s)
{
	struct str purpose;

	TRY(purpose_name(c, at, p->purpose, &purpose));
	const struct str said[] = {purpose,
	                           money_show(c->arena, p->received),
	                           p->percent,
	                           money_show(c->arena, p->bound),
	                           money_show(c->arena, p->spent),
	                           money_show(c->arena, FEN(p->bound.fen - p->spent.fen))};

	*ret_s = text_fill(c->arena, c->lang,
	                   portion_unmet(p) ? T_funds_portion_unmet
	                   : p->least       ? T_funds_portion_least
	                                    : T_funds_portion_most,
	                   said, 6);
	return OK;
}

enum err portions_about(struct ctx *c, enum fund_kind of, struct str *ret_about)
{
	const struct portion_at at = {of, c->actor.county, c->actor.school};
	struct portion *v;
	struct str *said;
	size_t n;

	TRY(portions_now(c, of, &v, &n));
	said = NEW_N(c->arena, n + 1, struct str);
	if (!said)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(portion_words(c, &at, &v[i], &said[i]));
	*ret_about = str_join(c->arena, said, n, S(" "));
	return OK;
}

/* --- at closing ------------------------------------------------------------------------------- */

static enum err spent_words(struct ctx *c, const struct portion_at *at, const struct fund_spent *v,
                            size_t n, struct str *ret_words)
{
	struct str purpose, *each = NEW_N(c->arena, n, struct str);

	if (!each)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		TRY(purpose_name(c, at, v[i].purpose, &purpose));
		each[i] = str_printf(c->arena, "%.*s %.*s", STR_FMT(purpose),
		                     STR_FMT(money_show(c->arena, v[i].spent)));
	}
	const struct str said[] = {
		show_word(c->lang, at->of == FUND_FEES ? S("fee_income") : S("guarantee_fund")),
		money_show(c->arena, v[0].received),
		str_join(c->arena, each, n, text(c->lang, T_rulebook_comma))};

	*ret_words = text_fill(c->arena, c->lang, T_funds_used_spent, said, 3);
	return OK;
}

static enum err fund_words(struct ctx *c, enum fund_kind of, county_id county, school_id school,
                           const struct term *t, struct str *ret_words)
{
	const struct portion_at at = {of, county, school};
	struct fund_spent *spent;
	struct portion *v = NULL;
	struct str *said;
	size_t n, m = 0;

	*ret_words = S("");
	TRY(fund_account(c, of, county, school, t, &spent, &n));
	if (n == 0)
		return OK;
	TRY(spent_words(c, &at, spent, n, ret_words));
	TRY(portion_list(c, of, county, school, t, &v, &n));
	said = NEW_N(c->arena, n + 1, struct str);
	if (!said)
		return fault_broken(c, "arena");
	said[m++] = *ret_words;
	for (size_t i = 0; i < n; i++)
		if (v[i].least)
			TRY(portion_words(c, &at, &v[i], &said[m++]));
	*ret_words = str_join(c->arena, said, m, S(" "));
	return OK;
}

enum err funds_about(struct ctx *c, county_id county, school_id school, const struct term *t,
                     struct str *ret_about)
{
	struct str said[2];

	TRY(fund_words(c, FUND_GRANTED, county, school, t, &said[0]));
	TRY(fund_words(c, FUND_FEES, county, school, t, &said[1]));
	*ret_about = str_trim(str_join(c->arena, said, 2, S(" ")));
	return OK;
}

/* --- for programs ----------------------------------------------------------------------------- */

static const struct ans_field PORTION_TELLS[] = {
	{.name = "purpose", .type = ANS_STR},   {.name = "at_least", .type = ANS_BOOL},
	{.name = "percent", .type = ANS_STR},   {.name = "received_fen", .type = ANS_I64},
	{.name = "bound_fen", .type = ANS_I64}, {.name = "spent_fen", .type = ANS_I64},
	{.name = "clause", .type = ANS_STR},    {.name = "document", .type = ANS_STR},
};
const struct answer portion_told = ANSWER("SpendingPortion", PORTION_TELLS);

/* R66: `at_least` is false for at_most. */
void portions_json(struct json *j, const struct portion *v, size_t n)
{
	json_key(j, "portions");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		const struct portion *p = &v[i];

		json_open(j, '{');
		json_kv_str(j, "purpose", p->purpose);
		json_kv_bool(j, "at_least", p->least);
		json_kv_str(j, "percent", p->percent);
		json_kv_i64(j, "received_fen", p->received.fen);
		json_kv_i64(j, "bound_fen", p->bound.fen);
		json_kv_i64(j, "spent_fen", p->spent.fen);
		json_kv_str(j, "clause", p->rule->clause);
		json_kv_str(j, "document", p->rule->set->document);
		json_close(j, '}');
	}
	json_close(j, ']');
}
