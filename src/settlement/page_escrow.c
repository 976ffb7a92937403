/* What is held for courses, what is left of it, and what others bear: at the desks of school,
 * agency and county. */
#include "settlement/pages.h"

#include "people/reach.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "settlement/payer.h"
#include "settlement/rest.h"

#define HERE   "/escrow"
#define PAYERS "/payers"

static const char *const WAYS[] = {"families", "county", NULL};
static const struct in_field REST_FIELDS[] = {
	{.name = "offering",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_course,
         .offset = offsetof(struct rest_in, offering)},
	{.name = "way",
         .type = IN_CHOICE,
         .required = true,
         .choices = WAYS,
         .words = "settlement.rest_",
         .label = T_settlement_rest_way,
         .offset = offsetof(struct rest_in, way)},
	{.name = "reason",
         .type = IN_STR,
         .label = T_settlement_reason,
         .offset = offsetof(struct rest_in, reason)},
};
const struct input escrow_rest_input = {"EscrowRest", sizeof(struct rest_in), REST_FIELDS, 3, 0};

static const char *const WORDS[] = {"accept", "return", NULL};
static const struct in_field SAY_FIELDS[] = {
	{.name = "rest",
         .type = IN_ID,
         .required = true,
         .label = T_settlement_course,
         .offset = offsetof(struct rest_say_in, rest)},
	{.name = "word",
         .type = IN_CHOICE,
         .required = true,
         .choices = WORDS,
         .words = "settlement.rest_",
         .label = T_settlement_rest_word,
         .offset = offsetof(struct rest_say_in, word)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .label = T_settlement_reason,
         .offset = offsetof(struct rest_say_in, reason)},
};
const struct input escrow_say_input = {"EscrowRestDecision", sizeof(struct rest_say_in), SAY_FIELDS,
                                       3, 0};

static const struct in_field PAYER_FIELDS[] = {
	{.name = "bears",
         .type = IN_STR,
         .max = 60,
         .label = T_settlement_bears,
         .offset = offsetof(struct payer_in, bears)},
	{.name = "payer",
         .type = IN_STR,
         .required = true,
         .max = 60,
         .label = T_settlement_payer,
         .offset = offsetof(struct payer_in, payer)},
	{.name = "document",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_settlement_document,
         .offset = offsetof(struct payer_in, document)},
	{.name = "amount",
         .type = IN_MONEY,
         .required = true,
         .max = MONEY_TYPED_MAX_FEN,
         .label = T_settlement_amount,
         .offset = offsetof(struct payer_in, amount)},
	{.name = "day",
         .type = IN_DATE,
         .required = true,
         .label = T_settlement_day,
         .offset = offsetof(struct payer_in, day)},
};
const struct input payer_receipt_input = {"PayerReceipt", sizeof(struct payer_in), PAYER_FIELDS, 5,
                                          0};

/* --- courses ---------------------------------------------------------------------------------- */

static void state_put(struct desk *d, size_t i, const struct escrow_course *e)
{
	if (e->rest)
		desk_tag(d, i, 10, "info", T_settlement_rest_waiting);
	else if (e->held.fen == 0)
		desk_tag(d, i, 10, "ok", T_settlement_rest_none);
	else if (e->over)
		desk_tag(d, i, 10, "bad", T_settlement_rest_open);
	else
		desk_tag(d, i, 10, "off", T_settlement_rest_running);
}

static enum err courses(struct ctx *c, const struct list_query *list, bool all, struct desk *ret_d,
                        struct escrow_course **ret_v, size_t *ret_n, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_settlement_course, false}, {T_settlement_agency, false},
		{T_settlement_school, false}, {T_settlement_ends, false},
		{T_settlement_taken, true},   {T_settlement_released, true},
		{T_settlement_claimed, true}, {T_settlement_returned, true},
		{T_settlement_held, true},    {T_settlement_rest_reason, false},
		{T_settlement_state, false}};
	struct desk_slice slice = desk_slice(list, all);
	struct escrow_course *v;
	struct desk d;
	size_t n;

	TRY(escrow_list(c, slice.most, slice.skip, &v, &n, ret_total));
	TRY(desk_new(c, T_settlement_escrow, cols, 11, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_put(&d, i, 0, v[i].title);
		desk_put(&d, i, 1, v[i].agency_name);
		desk_put(&d, i, 2, v[i].school_name);
		desk_day(&d, i, 3, v[i].ends);
		desk_money(&d, i, 4, v[i].taken);
		desk_money(&d, i, 5, v[i].released);
		desk_money(&d, i, 6, v[i].claimed);
		desk_money(&d, i, 7, v[i].returned);
		desk_money(&d, i, 8, v[i].held);
		desk_put(&d, i, 9, str_some(v[i].reason) ? v[i].reason : S(""));
		state_put(&d, i, &v[i]);
	}
	d.v.about = text(c->lang, T_settlement_escrow_about);
	d.v.empty.what = T_settlement_escrow_none;
	*ret_d = d;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static struct str id_words(struct ctx *c, int64_t id)
{
	return str_printf(c->arena, "%lld", (long long)id);
}

/* The school proposes for what is over, the county answers what was proposed. */
static enum err course_form(struct ctx *c, struct req *r, const struct escrow_course *v, size_t n,
                            struct desk *d)
{
	bool county = actor_in(&c->actor, ROLES_COUNTY_MONEY);
	const struct input *in = county ? &escrow_say_input : &escrow_rest_input;
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct desk_choice *choice = NEW_N(c->arena, n + 1, struct desk_choice);
	struct desk_choice way[2] = {{S("families"), text(c->lang, T_settlement_rest_families)},
	                             {S("county"), text(c->lang, T_settlement_rest_county)}};
	struct desk_choice word[2] = {{S("accept"), text(c->lang, T_settlement_rest_accept)},
	                              {S("return"), text(c->lang, T_settlement_rest_return)}};
	size_t m = 0;

	if (!f || !choice)
		return fault_broken(c, "arena");
	if (!county && !actor_in(&c->actor, ROLES_SCHOOL_MONEY))
		return OK;
	for (size_t i = 0; i < n; i++)
		if (county ? v[i].rest != 0 : v[i].over && v[i].held.fen > 0 && !v[i].rest)
			choice[m++] = (struct desk_choice){
				id_words(c, county ? v[i].rest : v[i].offering.v), v[i].title};
	if (m == 0)
		return OK;
	f[0] = page_field(c, r, in, county ? "rest" : "offering", "select", STR_NONE);
	desk_choices(c, &f[0], choice, m);
	f[1] = page_field(c, r, in, county ? "word" : "way", "select", STR_NONE);
	desk_choices(c, &f[1], county ? word : way, 2);
	f[2] = page_field(c, r, in, "reason", "text", STR_NONE);
	d->v.has_form = true;
	d->v.form_title = county ? T_settlement_rest_decide : T_settlement_rest_ask;
	d->v.action = county ? S(HERE "/decisions") : S(HERE "/rests");
	d->v.field = f;
	d->v.field_n = 3;
	d->v.submit = T_ui_save;
	return OK;
}

static const struct list_in FIRST = {0};

enum err page_escrow(struct ctx *c, struct req *r, struct reply *w)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct escrow_course *v;
	struct desk d;
	int64_t total;
	size_t n;

	TRY(courses(c, &in->list, false, &d, &v, &n, &total));
	d.v.path = S(HERE);
	desk_export(&d, S(HERE "/export.xlsx"));
	d.v.errors = page_errors(c, r);
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	TRY(course_form(c, r, v, n, &d));
	return desk_page(&d, w);
}

static enum err all_courses(struct ctx *c, const struct req *r, struct desk *ret_d)
{
	const struct list_in *in = query_or(r, &FIRST);
	struct escrow_course *v;
	int64_t total;
	size_t n;

	return courses(c, &in->list, true, ret_d, &v, &n, &total);
}

enum err page_escrow_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	TRY(all_courses(c, r, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* Refunds are asked a few enrolments at a time: each a transaction of its own. */
static enum err families(struct ctx *c, offering_id offering)
{
	struct unserved_ask a = {.offering = offering};

	do {
		TRY(store_write(c, &unserved_ask_verb, &a));
	} while (a.after);
	return OK;
}

enum err page_escrow_rest(struct ctx *c, struct req *r, struct reply *w)
{
	const struct rest_in *in = req_input(r);
	struct rest_ask a = {.offering = in->offering, .reason = in->reason};

	if (str_is(in->way, "county"))
		return form_verb(c, r, w, &rest_ask_verb, &a, S(HERE), T_people_saved);
	TRY(families(c, in->offering));
	return reply_see(c, w, S("/school/refunds"), T_settlement_rest_asked);
}

enum err page_escrow_say(struct ctx *c, struct req *r, struct reply *w)
{
	const struct rest_say_in *in = req_input(r);
	struct rest_decide a = {in->rest, str_is(in->word, "accept"), in->reason};

	return form_verb(c, r, w, &rest_decide_verb, &a, S(HERE), T_people_saved);
}

/* --- who bears waivers ------------------------------------------------------------------------ */

/* Only for what payers are called: none in force is no reason not to show them. */
static enum err rules_of_labels(struct ctx *c, struct rules *ret_rules)
{
	struct fault before = c->fault;
	enum err e = rulebook_rules(c, c->actor.county, c->actor.school, ctx_today(c), ret_rules);

	if (e != E_REFUSED)
		return e;
	c->fault = before;
	*ret_rules = (struct rules){.n = 0};
	return OK;
}

/* As the county's rules call it; lines of before name nobody. */
static struct str payer_named(struct ctx *c, const struct rules *rules, struct str payer)
{
	return str_some(payer) ? show_declared(c->lang, rules, LEX_PAYER, payer) : S("");
}

static struct str payer_about(struct ctx *c, const struct rules *rules, const struct payer_sum *p,
                              struct str before)
{
	struct str part[] = {
		before,
		str_some(p->payer) ? payer_named(c, rules, p->payer)
				   : text(c->lang, T_settlement_bears_unnamed),
		money_show(c->arena, p->borne),
		money_show(c->arena, p->paid),
		money_show(c->arena, FEN(p->borne.fen - p->paid.fen)),
	};

	return text_fill(c->arena, c->lang, T_settlement_payers_each, part, 5);
}

static enum err payers_offer(struct ctx *c, const struct rules *rules, const struct payer_state *s,
                             struct view_part_field *f)
{
	struct desk_choice *v = NEW_N(c->arena, s->payers + 1, struct desk_choice);
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < s->payers; i++) {
		struct str payer = s->payer[i].payer;

		if (s->payer[i].borne.fen > s->payer[i].paid.fen)
			v[n++] = (struct desk_choice){
				payer, str_some(payer) ? payer_named(c, rules, payer)
						       : text(c->lang, T_settlement_bears_unnamed)};
	}
	desk_choices(c, f, v, n);
	return OK;
}

static struct view_part_tag back_tag(struct ctx *c, struct str state)
{
	bool done = str_is(state, "done"), asked = str_is(state, "asked");

	return (struct view_part_tag){done ? S("off") : S("warn"),
	                              text(c->lang, done    ? T_payer_back_done
	                                            : asked ? T_payer_back_asked
	                                                    : T_payer_back_refused)};
}

static enum err payers(struct ctx *c, struct desk *ret_d, struct view_part_field *ret_bears)
{
	static const struct desk_col cols[] = {
		{T_settlement_bears, false},    {T_settlement_payer, false},
		{T_settlement_document, false}, {T_settlement_day, false},
		{T_settlement_amount, true},    {T_settlement_state, false}};
	struct payer_state s = {0};
	struct rules rules;
	struct term t;
	struct desk d;
	bool has;

	TRY(rules_of_labels(c, &rules));
	TRY(term_current(c, c->actor.county, &t, &has));
	if (has)
		TRY(payer_state_get(c, c->actor.school, t.id, &s));
	TRY(desk_new(c, T_settlement_payers, cols, 6, s.n, &d));
	for (size_t i = 0; i < s.n; i++) {
		desk_put(&d, i, 0, payer_named(c, &rules, s.receipt[i].bears));
		desk_put(&d, i, 1, s.receipt[i].payer);
		desk_link(&d, i, 2, s.receipt[i].document,
		          str_printf(c->arena, PAYERS "/%lld", (long long)s.receipt[i].id));
		desk_day(&d, i, 3, s.receipt[i].day);
		desk_money(&d, i, 4, s.receipt[i].amount);
		if (str_some(s.receipt[i].reversal))
			d.v.row[i].cell[5].tag = back_tag(c, s.receipt[i].reversal);
	}
	struct str sums[] = {money_show(c->arena, s.borne), money_show(c->arena, s.paid),
	                     money_show(c->arena, s.covered),
	                     money_show(c->arena, FEN(s.borne.fen - s.paid.fen))};

	d.v.about = text_fill(c->arena, c->lang, T_settlement_payers_about, sums, 4);
	for (size_t i = 0; s.payers > 1 && i < s.payers; i++)
		d.v.about = payer_about(c, &rules, &s.payer[i], d.v.about);
	d.v.empty.what = T_settlement_payers_none;
	d.v.pager.total = (int64_t)s.n;
	d.v.pager.from = s.n > 0;
	d.v.pager.to = (int64_t)s.n;
	if (ret_bears)
		TRY(payers_offer(c, &rules, &s, ret_bears));
	*ret_d = d;
	return OK;
}

enum err page_payers(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 5, struct view_part_field);
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &payer_receipt_input, "bears", "select", STR_NONE);
	TRY(payers(c, &d, &f[0]));
	d.v.path = S(PAYERS);
	desk_export(&d, S(PAYERS "/export.xlsx"));
	d.v.errors = page_errors(c, r);
	if (actor_in(&c->actor, ROLES_SCHOOL_MONEY)) {
		f[1] = page_field(c, r, &payer_receipt_input, "payer", "text", STR_NONE);
		f[2] = page_field(c, r, &payer_receipt_input, "document", "text", STR_NONE);
		f[3] = page_field(c, r, &payer_receipt_input, "amount", "number", STR_NONE);
		f[4] = page_field(c, r, &payer_receipt_input, "day", "date", STR_NONE);
		d.v.has_form = true;
		d.v.form_title = T_settlement_payer_new;
		d.v.action = S(PAYERS);
		d.v.field = f;
		d.v.field_n = 5;
		d.v.submit = T_ui_save;
	}
	return desk_page(&d, w);
}

enum err page_payers_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;

	(void)r;
	TRY(payers(c, &d, NULL));
	return desk_sheet(&d, w, STR_NONE);
}

enum err page_payer_put(struct ctx *c, struct req *r, struct reply *w)
{
	const struct payer_in *in = req_input(r);
	struct payer_receipt a = {.school = c->actor.school,
	                          .bears = in->bears,
	                          .payer = in->payer,
	                          .document = in->document,
	                          .amount = in->amount,
	                          .day = in->day};
	struct term t;
	bool has = false;

	TRY(store_read_begin(c));
	enum err e = term_current(c, c->actor.county, &t, &has);
	store_read_end(c);
	TRY(e);
	if (!has)
		return absent(c);
	a.term = t.id;
	return form_verb(c, r, w, &payer_receipt_verb, &a, S(PAYERS), T_people_saved);
}
