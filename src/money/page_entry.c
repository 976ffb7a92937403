/* One entry with its act and its actor; the closings of a county. */
#include "money/entry.html.h"
#include "money/page_ledger.h"
#include "money/period.h"

static const struct in_field PERIOD_FIELDS[] = {
	{.name = "month",
         .type = IN_DATE,
         .required = true,
         .label = T_ledger_month,
         .offset = offsetof(struct period_in, month)},
};
const struct input period_input = {"PeriodClose", sizeof(struct period_in), PERIOD_FIELDS, 1, 0};

enum { CLOSABLE = 12 };

/* --- an entry --------------------------------------------------------------------------------- */

static enum err entry_legs_view(struct ctx *c, const struct entry *e, struct view_entry *v)
{
	v->leg = NEW_N(c->arena, e->legs, struct view_entry_leg);
	if (e->legs > 0 && !v->leg)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < e->legs; i++) {
		const struct entry_leg *l = &e->leg[i];
		struct str id = str_printf(c->arena, "%lld", (long long)l->subject);

		v->leg[v->leg_n++] = (struct view_entry_leg){
			.account = ledger_account_def(l->account)->label,
			.subject = l->label.n ? l->label
		                              : text_fill(c->arena, c->lang, T_ledger_bill, &id, 1),
			.debit = {l->amount.fen > 0 ? l->amount.fen : 0},
			.credit = {l->amount.fen < 0 ? -l->amount.fen : 0},
		};
	}
	return OK;
}

/* The page on which this caller finds the act. */
static struct str act_path(struct ctx *c, const struct entry *e)
{
	if (e->pupil.v && (ROLE_BIT(c->actor.role) & ROLES_SCHOOL))
		return str_printf(c->arena, "/school/pupils/%lld/bill", (long long)e->pupil.v);
	if (c->actor.role == ROLE_COUNTY && str_is(e->cause, "appropriation"))
		return S("/county/guarantee");
	return S("");
}

enum err page_ledger_entry(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_entry v = {
		.base = at_county(c) ? S("/county/ledger/entries") : S("/school/ledger/entries"),
	};
	struct entry e;

	TRY(ledger_entry_get(c, req_id(r, "entry"), &e));
	TRY(entry_legs_view(c, &e, &v));
	v.id = e.id;
	v.cause = ledger_cause_label(e.cause);
	v.what = e.what;
	v.act = act_path(c, &e);
	v.day = e.day;
	v.is_late = date_some(e.belongs);
	v.belongs = e.belongs;
	v.at = e.at;
	v.actor = str_some(e.actor) ? e.actor : text(c->lang, T_ledger_system);
	v.reverses = e.reverses;
	v.reversed_by = e.reversed_by;
	v.reason = e.reason;
	return reply_page(c, w, LAYOUT_STAFF, T_ledger_entry, RENDER(render_entry), &v);
}

/* --- closings --------------------------------------------------------------------------------- */

static enum err month_choices(struct ctx *c, const struct period *v, size_t n,
                              struct view_part_field *f)
{
	struct date end[CLOSABLE], closed = n > 0 ? v[0].last_day : (struct date){0};
	size_t can = period_closable(c, closed, end, CLOSABLE), k = 0;
	struct desk_choice choice[CLOSABLE + 1];

	/* One that was interrupted is finished by closing it again. */
	if (n > 0 && !v[0].counted)
		choice[k++].value = date_text(c->arena, v[0].last_day);
	for (size_t i = 0; i < can && k <= CLOSABLE; i++)
		choice[k++].value = date_text(c->arena, end[i]);
	for (size_t i = 0; i < k; i++)
		choice[i].label = choice[i].value;
	desk_choices(c, f, choice, k);
	return OK;
}

static enum err periods_desk(struct ctx *c, struct desk *ret_d, struct period **ret_v,
                             size_t *ret_n)
{
	static const struct desk_col cols[] = {{T_ledger_closed_through, false},
	                                       {T_ledger_closed_at, false},
	                                       {T_ledger_actor, false},
	                                       {T_ledger_entries, true}};
	struct period *v;
	struct desk d;
	size_t n;

	TRY(period_list(c, c->actor.county, &v, &n));
	TRY(desk_new(c, T_ledger_periods, cols, 4, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_day(&d, i, 0, v[i].last_day);
		desk_put(&d, i, 1, instant_words(c->arena, c->lang, v[i].at));
		desk_put(&d, i, 2, v[i].by);
		if (v[i].counted)
			desk_num(&d, i, 3, v[i].entries);
		else
			desk_tag(&d, i, 3, "warn", T_ledger_interrupted);
	}
	desk_whole(&d, n);
	d.v.empty.what = T_ledger_periods_none;
	*ret_d = d;
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err page_periods(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_part_field *f = NEW_N(c->arena, 1, struct view_part_field);
	struct period *v;
	struct desk d;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(periods_desk(c, &d, &v, &n));
	desk_export(&d, S("/county/ledger/periods/export.xlsx"));
	f[0] = page_field(c, r, &period_input, "month", "select", STR_NONE);
	f[0].hint = text(c->lang, T_ledger_month_hint);
	TRY(month_choices(c, v, n, &f[0]));
	d.v.errors = page_errors(c, r);
	d.v.has_form = f[0].option_n > 0;
	d.v.form_title = T_ledger_close;
	d.v.action = S("/county/ledger/periods");
	d.v.field = f;
	d.v.field_n = 1;
	d.v.submit = T_ledger_close;
	d.v.sure = text(c->lang, T_ledger_close_sure);
	return desk_page(&d, w);
}

enum err page_periods_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct period *v;
	struct desk d;
	size_t n;

	(void)r;
	TRY(periods_desk(c, &d, &v, &n));
	return desk_sheet(&d, w, STR_NONE);
}

/* Closing again repeats nothing, so the form's key is not asked. */
enum err page_period_close(struct ctx *c, struct req *r, struct reply *w)
{
	const struct period_in *in = req_input(r);

	TRY(period_close(c, c->actor.county, in->month));
	return reply_see(c, w, S("/county/ledger/periods"), T_people_saved);
}
