/* What was adjusted on a collected bill and what is asked for: a table on the bill's pages, and one
 * that a second person decides. */
#include "payments/adjust.h"
#include "payments/case.h"
#include "people/reach.h"

static enum text_id item_label(struct str item)
{
	return str_is(item, "consumables") ? T_bill_item_consumables : T_bill_item_price;
}

static struct str why_of(struct ctx *c, const struct adjusted *a)
{
	const char *code;

	if (!str_is(a->state, "void"))
		return a->why;
	code = str_c(c->arena, a->why);
	return fault_known(code) ? fault_lookup(code)->title[c->lang] : a->why;
}

enum err adjustments_table(struct case_page *p, pupil_id pupil, term_id term)
{
	static const struct desk_col cols[] = {{T_pay_at, false},          {T_refund_item, false},
	                                       {T_pay_adjust_item, false}, {T_pay_amount, true},
	                                       {T_pay_reason, false},      {T_pay_state, false}};
	struct ctx *c = p->c;
	bool desk = c->actor.role != ROLE_GUARDIAN;
	struct adjusted *v;
	size_t n;

	TRY(adjusted_list(c, pupil, term, &v, &n));
	TRY(case_table(p, T_pay_adjustments, cols, 6, n));
	for (size_t i = 0; i < n; i++) {
		case_put(p, i, 0, instant_words(c->arena, c->lang, v[i].at),
		         desk && v[i].wish ? path_of(c, "/school/adjustments/*", v[i].wish)
		                           : STR_NONE);
		case_put(p, i, 1, v[i].title, STR_NONE);
		case_put(p, i, 2, text(c->lang, item_label(v[i].item)), STR_NONE);
		case_put(p, i, 3, yuan(c, v[i].amount), STR_NONE);
		case_put(p, i, 4, v[i].reason, STR_NONE);
		case_put_tag(p, i, 5, state_kind(v[i].state),
		             word_label("adjust.state", v[i].state));
	}
	return OK;
}

enum err page_adjustment(struct ctx *c, struct req *r, struct reply *w)
{
	struct adjustment_wish a;
	struct case_page p;

	TRY(adjustment_wish_get(c, req_id(r, "adjustment"), &a));
	TRY(case_new(c, r, T_adjust_title, &p));
	p.v.name = a.name;
	p.v.about = a.class_name;
	case_tag(&p, T_pay_state, state_kind(a.of.state), word_label("adjust.state", a.of.state));
	case_fact(&p, T_refund_item, a.of.title);
	case_fact(&p, T_pay_adjust_item, text(c->lang, item_label(a.of.item)));
	case_fact(&p, T_pay_amount, yuan(c, a.of.amount));
	case_fact(&p, T_pay_reason, a.of.reason);
	case_fact(&p, T_approval_submitter, a.asked_by_name);
	case_fact(&p, T_approval_submitted, instant_words(c->arena, c->lang, a.of.at));
	if (!str_is(a.of.state, "waiting")) {
		case_fact(&p, T_approval_decider, a.decided_by_name);
		case_fact(&p, T_adjust_settled, instant_words(c->arena, c->lang, a.settled));
	}
	if (str_some(a.of.why))
		case_fact(&p, T_refund_why, why_of(c, &a.of));
	if (a.of.id)
		case_link(&p, T_ledger_entry, text(c->lang, T_pay_see),
		          path_of(c, "/school/ledger/entries/*", a.of.id));
	case_link(&p, T_pay_title, text(c->lang, T_pay_of_bill),
	          pupil_desk_path(c, a.of.pupil, a.of.term));
	if (str_is(a.of.state, "waiting"))
		p.v.note = text(c->lang, T_adjust_waits);
	return case_show(&p, w);
}
