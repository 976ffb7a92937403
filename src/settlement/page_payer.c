/* What a payer of waivers brought, and how two people take it back. */
#include "settlement/page_payer.h"

#include "people/reach.h"
#include "settlement/payer.h"

static struct str one_path(struct ctx *c, int64_t id, const char *tail)
{
	return str_printf(c->arena, "/payers/%lld%s", (long long)id, tail);
}

static enum err forms(struct case_page *p, const struct req *r, const struct payer_paid *y)
{
	struct ctx *c = p->c;
	struct view_part_field *f;

	if (!actor_in(&c->actor, ROLES_SCHOOL_MONEY) || str_is(y->reversal, "done"))
		return OK;
	if (str_is(y->reversal, "asked")) {
		if (!case_form(p, T_pay_reversal_yes, one_path(c, y->id, "/reversal/yes"),
		               T_pay_reversal_yes_do, 0) ||
		    !case_form(p, T_pay_reversal_no, one_path(c, y->id, "/reversal/no"),
		               T_pay_reversal_no_do, 0))
			return fault_broken(c, "arena");
		return OK;
	}
	f = case_form(p, T_pay_reversal, one_path(c, y->id, "/reversal"), T_pay_reversal_do, 1);
	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &reversal_input, "reversal_reason", "text", STR_NONE);
	return OK;
}

enum err page_payer_one(struct ctx *c, struct req *r, struct reply *w)
{
	struct payer_paid y;
	struct case_page p;

	TRY(payer_paid_get(c, req_id(r, "payer_receipt"), &y));
	TRY(case_new(c, r, T_settlement_payer_one, &p));
	p.v.name = y.payer;
	case_fact(&p, T_settlement_document, y.document);
	case_fact(&p, T_settlement_amount, yuan(c, y.amount));
	case_fact(&p, T_settlement_day, date_words(c->arena, c->lang, y.day));
	if (str_some(y.reversal)) {
		case_tag(&p, T_settlement_state, str_is(y.reversal, "done") ? "off" : "warn",
		         word_label("payer.back", y.reversal));
		case_fact(&p, T_pay_reversal, y.reason);
	}
	if (actor_in(&c->actor, ROLES_SCHOOL_MONEY))
		case_link(&p, T_ledger_entry, text(c->lang, T_pay_see),
		          path_of(c, "/school/ledger/entries/*", y.id));
	TRY(forms(&p, r, &y));
	reply_back(w, S("/payers"));
	return case_show(&p, w);
}

enum err page_payer_back(struct ctx *c, struct req *r, struct reply *w)
{
	const struct reason_in *in = req_input(r);
	struct payer_back_ask a = {req_id(r, "payer_receipt"), in->reversal_reason};

	return form_verb(c, r, w, &payer_back_ask_verb, &a, one_path(c, a.receipt, ""),
	                 T_people_saved);
}

enum err page_payer_back_yes(struct ctx *c, struct req *r, struct reply *w)
{
	struct payer_back_decide a = {req_id(r, "payer_receipt"), true};

	return form_verb(c, r, w, &payer_back_decide_verb, &a, one_path(c, a.receipt, ""),
	                 T_people_saved);
}

enum err page_payer_back_no(struct ctx *c, struct req *r, struct reply *w)
{
	struct payer_back_decide a = {req_id(r, "payer_receipt"), false};

	return form_verb(c, r, w, &payer_back_decide_verb, &a, one_path(c, a.receipt, ""),
	                 T_people_saved);
}
