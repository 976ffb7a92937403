/* The public page on which anybody looks up a receipt by its code. */
#include "payments/case.h"
#include "payments/receipt_look.html.h"
#include "payments/receipt.h"

/* Blanks and small letters of somebody who copies from paper. */
static struct str plain_code(struct ctx *c, struct str said)
{
	char *p = arena_take(c->arena, said.n + 1);
	size_t n = 0;

	if (!p)
		return S("");
	for (size_t i = 0; i < said.n; i++) {
		char ch = said.p[i];

		if (ch != ' ' && ch != '-')
			p[n++] = ch >= 'a' && ch <= 'z' ? (char)(ch - 'a' + 'A') : ch;
	}
	return (struct str){p, n};
}

static void found(struct case_page *p, const struct receipt_public *k)
{
	struct ctx *c = p->c;

	case_tag(p, T_pay_state, k->valid ? "ok" : "bad",
	         k->valid ? T_receipt_valid : T_receipt_void);
	case_fact(p, T_receipt_number, k->number);
	case_fact(p, T_receipt_school, k->school_name);
	case_fact(p, T_pay_amount, yuan(c, k->amount));
	case_fact(p, T_pay_at, date_words(c->arena, c->lang, instant_date(k->at)));
	if (str_some(k->fiscal_number)) {
		struct str said[3] = {k->fiscal_code, k->fiscal_number, k->fiscal_check};

		case_fact(p, T_fiscal_state,
		          text_fill(c->arena, c->lang, T_fiscal_on_paper, said, 3));
	}
}

enum err page_receipt_check(struct ctx *c, struct req *r, struct reply *w)
{
	const struct check_in *in = req_query(r);
	struct view_receipt_look view = {0};
	struct receipt_public k;
	struct case_page p;

	TRY(case_new(c, r, T_receipt_check, &p));
	view.field = page_field(c, r, &check_query, "code", "text", STR_NONE);
	view.field.optional = false;
	view.field.hint = text(c->lang, T_receipt_code_hint);
	if (in && str_some(in->code)) {
		struct fault before = c->fault;
		enum err e = receipt_check(c, plain_code(c, in->code), &k);

		if (e != OK && e != E_ABSENT)
			return e;
		if (e == OK)
			found(&p, &k);
		else
			p.v.note = fault_lookup("receipt_unknown")->title[c->lang];
		c->fault = before;
	}
	view.note = p.v.note;
	view.fact = NEW_N(c->arena, p.v.fact_n + 1, struct view_receipt_look_fact);
	if (!view.fact)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < p.v.fact_n; i++)
		view.fact[view.fact_n++] = (struct view_receipt_look_fact){
			p.v.fact[i].label, p.v.fact[i].value, p.v.fact[i].tag};
	return reply_page(c, w, LAYOUT_BARE, T_receipt_check, RENDER(render_receipt_look), &view);
}
