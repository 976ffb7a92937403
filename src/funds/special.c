#include "funds/special.h"

#include "base/ratio.h"
#include "funds/share.h"
#include "funds/special.sql.h"
#include "money/approval.h"
#include "money/ledger.h"
#include "people/county.h"
#include "people/reach.h"

enum { DOCUMENT_MAX_CHARS = 60, TEXT_MAX_CHARS = 200, POINT = 100 };
#define OFFICE ROLE_BIT(ROLE_CITY)

static enum err load(struct ctx *c, int64_t id, struct special *ret_s)
{
	struct q_special_row_row row;
	bool found = false;

	TRY(q_special_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	*ret_s = (struct special){row.id,       row.year,    row.round, row.total,
	                          row.document, row.formula, row.state};
	return OK;
}

static enum err state_not(struct ctx *c, const struct special *s)
{
	return fault_set(c, E_CONFLICT, "special_state",
	                 &(struct fault){.found = text_word(c->lang, "funds.special_", s->state)});
}

static enum err step(struct ctx *c, const struct special *s, const char *what, struct str reason,
                     int64_t *ret_id)
{
	*ret_id = env_next_id(c->env);
	TRY(q_special_step_insert(c, *ret_id, s->id, s->round, str_of(what),
	                          str_some(reason) ? reason : S(""), c->actor.account, c->now,
	                          NULL));
	return audit_put(c, str_c(c->arena, str_printf(c->arena, "special_%s", what)), "special",
	                 s->id, ID_NONE(county_id),
	                 str_printf(c->arena, "{\"round\":%lld}", (long long)s->round));
}

static enum err move(struct ctx *c, struct special *s, const char *was, const char *state,
                     int64_t round)
{
	int64_t moved;

	TRY(q_special_move(c, s->id, str_of(was), str_of(state), round, &moved));
	s->round = round;
	return moved ? OK : state_not(c, s);
}

/* --- opening and scoring ---------------------------------------------------------------------- */

static enum err open_run(struct ctx *c, void *arg)
{
	struct special_open *a = arg;
	struct special s = {.id = env_next_id(c->env)};
	struct str document;
	int64_t stored, id;
	bool found = false;

	TRY(reach_role(c, ROLES_CITY_MONEY));
	if (a->year < 2000 || a->year > 2100)
		return fault_input(c, NULL, S("year"),
		                   str_printf(c->arena, "%lld", (long long)a->year),
		                   S("2000 – 2100"));
	if (a->total.fen <= 0)
		return fault_input(c, NULL, S("total"), money_text(c->arena, a->total),
		                   S("> 0.00"));
	TRY(said_text(c, S("document"), a->document, DOCUMENT_MAX_CHARS, &document));
	TRY(q_special_insert(c, s.id, a->year, a->total, document, S(SHARE_FORMULA),
	                     c->actor.account, c->now, &stored, &found));
	if (!found)
		return fault_set(c, E_CONFLICT, "special_year", NULL);
	a->result = s.id;
	return step(c, &s, "opened", S(""), &id);
}
const struct verb special_open_verb = {"funds.special_open", open_run};

struct str score_text(struct arena *a, int64_t score)
{
	return str_printf(a, "%lld.%02lld", (long long)(score / POINT), (long long)(score % POINT));
}

static enum err score_read(struct ctx *c, struct str said, int64_t *ret_score)
{
	struct money points;

	/* Written as money is: at most two decimals, no blanks, no exponent. */
	if (!money_parse(said, &points) || points.fen < 0 || points.fen > SCORE_MOST ||
	    (said.n > 0 && said.p[0] == '-'))
		return fault_input(c, NULL, S("score"), said, S("0.00 – 100.00"));
	*ret_score = points.fen;
	return OK;
}

static enum err score_run(struct ctx *c, void *arg)
{
	const struct special_score_put *a = arg;
	struct special s = {0};
	struct county k;
	int64_t score = 0;

	TRY(reach_role(c, OFFICE));
	TRY(q_special_hold(c, a->special, NULL));
	TRY(load(c, a->special, &s));
	TRY(county_get(c, a->county, &k));
	TRY(score_read(c, a->score, &score));
	if (a->pupils < 1 || a->pupils > 100000000)
		return fault_input(c, NULL, S("pupils"),
		                   str_printf(c->arena, "%lld", (long long)a->pupils), S("≥ 1"));
	if (!str_is(s.state, "scoring"))
		return fault_set(c, E_REFUSED, "evaluation_closed", NULL);
	TRY(q_special_score_put(c, s.id, k.id, score, a->pupils, c->actor.account, c->now, NULL));
	return audit_put(c, "special_scored", "county", k.id.v, k.id,
	                 str_printf(c->arena, "{\"special\":\"%lld\",\"score\":%lld}",
	                            (long long)s.id, (long long)score));
}
const struct verb special_score_verb = {"funds.special_score", score_run};

static enum err evaluation_open(struct ctx *c, int64_t missing)
{
	return fault_set(
		c, E_REFUSED, "evaluation_open",
		&(struct fault){.found = str_printf(c->arena, "%lld", (long long)missing)});
}

static enum err close_run(struct ctx *c, void *arg)
{
	const struct special_turn *a = arg;
	struct special s = {0};
	int64_t missing, id;

	TRY(reach_role(c, OFFICE));
	TRY(load(c, a->special, &s));
	TRY(q_special_unscored(c, s.id, &missing));
	if (missing > 0)
		return evaluation_open(c, missing);
	TRY(move(c, &s, "scoring", "closed", s.round));
	return step(c, &s, "closed", S(""), &id);
}
const struct verb special_close_verb = {"funds.special_close", close_run};

static enum err reopen_run(struct ctx *c, void *arg)
{
	const struct special_turn *a = arg;
	struct special s = {0};
	int64_t id;

	TRY(reach_role(c, OFFICE));
	TRY(load(c, a->special, &s));
	TRY(move(c, &s, "closed", "scoring", s.round));
	return step(c, &s, "opened", S(""), &id);
}
const struct verb special_reopen_verb = {"funds.special_reopen", reopen_run};

/* --- shares ----------------------------------------------------------------------------------- */

static enum err none_to_share(struct ctx *c)
{
	return fault_input(c, NULL, S("score"), S("0.00"), S("> 0.00"));
}

static enum err shares_of(struct ctx *c, const struct special *s,
                          struct q_special_scores_row **ret_row, struct share_of **ret_v,
                          size_t *ret_n)
{
	struct q_special_scores_row *row;
	struct share_of *v;
	size_t n;

	TRY(q_special_scores(c, s->id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct share_of);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct share_of){.score = row[i].score, .pupils = row[i].pupils};
	if (!share_out(s->total, v, n))
		return none_to_share(c);
	*ret_row = row;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err propose_run(struct ctx *c, void *arg)
{
	const struct special_turn *a = arg;
	struct q_special_scores_row *row;
	struct special s = {0};
	struct share_of *v;
	approval_id approval;
	int64_t id = 0;
	size_t n;

	TRY(reach_role(c, OFFICE));
	TRY(load(c, a->special, &s));
	if (str_is(s.state, "scoring"))
		return evaluation_open(c, 0);
	TRY(shares_of(c, &s, &row, &v, &n));
	TRY(move(c, &s, "closed", "proposed", s.round + 1));
	for (size_t i = 0; i < n; i++)
		TRY(q_special_share_insert(c, env_next_id(c->env), s.id, s.round, row[i].county,
		                           row[i].score, row[i].pupils, v[i].per_pupil, v[i].rest,
		                           v[i].amount, NULL));
	TRY(step(c, &s, "proposed", S(""), &id));
	struct phrase_part year = PHRASE_SAID(str_printf(c->arena, "%lld", (long long)s.year));
	struct approval_ask ask = {.kind = APPROVE_SPECIAL_FUND,
	                           .object = id,
	                           .amount = s.total,
	                           .title = phrase_make(c->arena, T_funds_special_of, &year, 1)};

	return approval_submit(c, &ask, &approval);
}
const struct verb special_propose_verb = {"funds.special_propose", propose_run};

static enum err book(struct ctx *c, const struct special *s)
{
	struct q_special_shares_row *row;
	size_t n;

	TRY(q_special_shares(c, s->id, s->round, &row, &n));
	for (size_t i = 0; i < n; i++) {
		struct leg legs[] = {
			{LEDGER_SPECIAL_FUND, LEG_OF(row[i].county), row[i].amount},
			{LEDGER_SPECIAL_GRANT, LEG_OF(row[i].county), FEN(-row[i].amount.fen)},
		};

		if (row[i].amount.fen != 0)
			TRY(ledger_post(c, row[i].county, "special_share", row[i].id, legs, 2));
	}
	return OK;
}

static enum err answered(struct ctx *c, const struct special *s)
{
	int64_t open;

	TRY(q_objections_open(c, s->id, &open));
	if (open == 0)
		return OK;
	return fault_set(c, E_REFUSED, "objections_open",
	                 &(struct fault){.found = str_printf(c->arena, "%lld", (long long)open)});
}

static enum err decide_run(struct ctx *c, void *arg)
{
	const struct special_decide *a = arg;
	struct approval_state state = {0};
	struct special s = {0};
	int64_t id = 0;
	bool found;

	TRY(reach_role(c, ROLES_CITY_MONEY));
	TRY(load(c, a->special, &s));
	if (!str_is(s.state, "proposed"))
		return state_not(c, &s);
	if (a->approve)
		TRY(answered(c, &s));
	TRY(q_special_proposed(c, s.id, s.round, &id, &found));
	TRY(approval_state_of(c, APPROVE_SPECIAL_FUND, id, &state));
	/* Who said it in the list of approvals carries it out here. */
	if (state.word == APPROVAL_WAITING)
		TRY(approval_decide(c, state.id, a->approve ? APPROVED : RETURNED, a->reason));
	else if (a->approve != (state.word == APPROVED))
		return state_not(c, &s);
	if (a->approve) {
		TRY(approval_require(c, APPROVE_SPECIAL_FUND, id, s.total));
		TRY(book(c, &s));
	}
	TRY(move(c, &s, "proposed", a->approve ? "approved" : "closed", s.round));
	return step(c, &s, a->approve ? "approved" : "returned", a->reason, &id);
}
const struct verb special_decide_verb = {"funds.special_decide", decide_run};

/* --- objections ------------------------------------------------------------------------------- */

static bool is_shown(const struct special *s)
{
	return str_is(s->state, "proposed") || str_is(s->state, "approved");
}

static enum err object_run(struct ctx *c, void *arg)
{
	const struct special_object *a = arg;
	struct special s = {0};
	struct str said;
	int64_t id = env_next_id(c->env);

	TRY(reach_role(c, ROLES_COUNTY_MONEY));
	TRY(special_get(c, a->special, &s));
	TRY(said_text(c, S("said"), a->said, TEXT_MAX_CHARS, &said));
	if (!is_shown(&s))
		return state_not(c, &s);
	TRY(q_objection_insert(c, id, s.id, c->actor.county, said, c->actor.account, c->now, NULL));
	return audit_put(c, "special_objected", "special", s.id, c->actor.county, S("{}"));
}
const struct verb special_object_verb = {"funds.special_object", object_run};

static enum err answer_run(struct ctx *c, void *arg)
{
	const struct special_answer *a = arg;
	struct q_objection_special_row of;
	struct str said;
	int64_t changed;
	bool found = false;

	TRY(reach_role(c, OFFICE));
	TRY(q_objection_special(c, a->objection, &of, &found));
	if (!found)
		return absent(c);
	if (of.account.v == c->actor.account.v) /* who objected, in another role */
		return fault_set(c, E_REFUSED, "not_approved",
		                 &(struct fault){.field = S("approver")});
	TRY(said_text(c, S("answer"), a->answer, TEXT_MAX_CHARS, &said));
	TRY(q_objection_answer(c, a->objection, said, c->actor.account, c->now, &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "objection_answered", NULL);
	return audit_put(c, "special_answered", "special", of.special, ID_NONE(county_id), S("{}"));
}
const struct verb special_answer_verb = {"funds.special_answer", answer_run};

/* --- reading ---------------------------------------------------------------------------------- */

static bool at_city(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_CITY_MONEY | ROLE_BIT(ROLE_SYSTEM));
}

enum err special_get(struct ctx *c, int64_t id, struct special *ret_s)
{
	struct special s = {0};

	TRY(load(c, id, &s));
	if (!at_city(c) && !is_shown(&s))
		return absent(c);
	*ret_s = s;
	return OK;
}

enum err special_list(struct ctx *c, struct special **ret_v, size_t *ret_n)
{
	struct q_special_row_row *row;
	struct special *v;
	size_t n, k = 0;

	TRY(q_specials(c, &row, &n));
	v = NEW_N(c->arena, n + 1, struct special);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[k] = (struct special){row[i].id,       row[i].year,    row[i].round, row[i].total,
		                        row[i].document, row[i].formula, row[i].state};
		k += at_city(c) || is_shown(&v[k]);
	}
	*ret_v = v;
	*ret_n = k;
	return OK;
}

/* What one county would get with another score, the others as they are. */
static enum err judged(struct ctx *c, const struct special *s, const struct special_line *v,
                       size_t n, size_t at, int64_t score, struct money *ret_m)
{
	struct share_of *w = NEW_N(c->arena, n, struct share_of),
			own = {.score = score, .pupils = v[at].pupils};
	size_t k = 0, place = 0;
	bool put = false;

	if (!w)
		return fault_broken(c, "arena");
	if (score < 0 || score > SCORE_MOST) {
		*ret_m = v[at].amount;
		return OK;
	}
	for (size_t i = 0; i < n; i++) {
		bool before =
			!put && (i == at ? false
		                         : (own.score > v[i].score ||
		                            (own.score == v[i].score && own.pupils > v[i].pupils)));

		if (before) {
			place = k;
			w[k++] = own;
			put = true;
		}
		if (i != at)
			w[k++] = (struct share_of){.score = v[i].score, .pupils = v[i].pupils};
	}
	if (!put) {
		place = k;
		w[k++] = own;
	}
	*ret_m = share_out(s->total, w, n) ? w[place].amount : FEN(0);
	return OK;
}

static enum err sensitivity(struct ctx *c, const struct special *s, struct special_line *v,
                            size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(c->arena);

		TRY(judged(c, s, v, n, i, v[i].score - POINT, &v[i].less));
		TRY(judged(c, s, v, n, i, v[i].score + POINT, &v[i].more));
		v[i].judged = true;
		arena_rewind(c->arena, mark);
	}
	return OK;
}

static enum err lines_now(struct ctx *c, const struct special *s, struct special_line **ret_v,
                          size_t *ret_n)
{
	struct q_special_scores_row *row;
	struct special_line *v;
	struct share_of *share;
	size_t n;

	TRY(q_special_scores(c, s->id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct special_line);
	share = NEW_N(c->arena, n + 1, struct share_of);
	if (!v || !share)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		share[i] = (struct share_of){.score = row[i].score, .pupils = row[i].pupils};
	(void)share_out(s->total, share, n); /* before all have a score nothing may come of it */
	for (size_t i = 0; i < n; i++)
		v[i] = (struct special_line){.county = row[i].county,
		                             .code = row[i].code,
		                             .name = row[i].name,
		                             .score = row[i].score,
		                             .pupils = row[i].pupils,
		                             .per_pupil = share[i].per_pupil,
		                             .rest = share[i].rest,
		                             .amount = share[i].amount};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err special_lines(struct ctx *c, const struct special *s, struct special_line **ret_v,
                       size_t *ret_n)
{
	struct q_special_shares_row *row;
	struct special_line *v;
	size_t n;

	if (!is_shown(s)) {
		TRY(lines_now(c, s, ret_v, ret_n));
		return sensitivity(c, s, *ret_v, *ret_n);
	}
	TRY(q_special_shares(c, s->id, s->round, &row, &n));
	v = NEW_N(c->arena, n + 1, struct special_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct special_line){.county = row[i].county,
		                             .code = row[i].code,
		                             .name = row[i].name,
		                             .score = row[i].score,
		                             .pupils = row[i].pupils,
		                             .per_pupil = row[i].per_pupil,
		                             .rest = row[i].rest,
		                             .amount = row[i].amount};
	*ret_v = v;
	*ret_n = n;
	return sensitivity(c, s, v, n);
}

enum err special_objections(struct ctx *c, int64_t special, struct special_objection **ret_v,
                            size_t *ret_n)
{
	struct q_objections_row *row;
	struct special_objection *v;
	size_t n;

	TRY(reach_role(c, ROLES_COUNTY_MONEY | ROLES_CITY_MONEY));
	TRY(q_objections(c, special, c->actor.county.v, &row, &n));
	v = NEW_N(c->arena, n + 1, struct special_objection);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct special_objection){row[i].id,     row[i].name, row[i].said,
		                                  row[i].answer, row[i].at,   row[i].answered};
	*ret_v = v;
	*ret_n = n;
	return OK;
}
