/* A statement on paper: for the agency's and the school's files, with disputes in sight. */
#include "docs/pdf.h"
#include "settlement/pages.h"
#include "web/web.h"

enum { FACTS = 6, PDF_BYTES = 4 << 20 };

static struct str line_words(struct ctx *c, const struct settlement_line *l)
{
	struct str said = S("");

	if (str_is(l->state, "disputed"))
		said = text(LANG_ZH, T_settlement_state_disputed);
	if (l->reason.p)
		said = str_printf(c->arena, "%.*s %.*s%.*s", STR_FMT(said),
		                  STR_FMT(text(LANG_ZH, T_settlement_says_agency)),
		                  STR_FMT(l->reason));
	if (l->answer.p)
		said = str_printf(c->arena, "%.*s %.*s%.*s", STR_FMT(said),
		                  STR_FMT(text(LANG_ZH, T_settlement_says_school)),
		                  STR_FMT(l->answer));
	if (l->decision.p)
		said = str_printf(c->arena, "%.*s %.*s%.*s", STR_FMT(said),
		                  STR_FMT(text(LANG_ZH, T_settlement_says_county)),
		                  STR_FMT(l->decision));
	return str_printf(c->arena, "%.*s %.*s–%.*s %.*s", STR_FMT(date_text(c->arena, l->day)),
	                  STR_FMT(time_text(c->arena, l->starts)),
	                  STR_FMT(time_text(c->arena, l->ends)), STR_FMT(said));
}

static enum err rows_of(struct ctx *c, const struct settlement *s, struct pdf_spec *p)
{
	struct settlement_line *line;
	struct pdf_cell_row *v;
	size_t n;

	TRY(settlement_lines(c, s, &line, &n));
	v = NEW_N(c->arena, n + 1, struct pdf_cell_row);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct pdf_cell_row){
			line_words(c, &line[i]),
			str_printf(c->arena, "%lld", (long long)line[i].minutes)};
	p->row = v;
	p->rows = n;
	return OK;
}

static enum err settlement_pdf(struct ctx *c, const struct settlement *s, struct out *o)
{
	struct pdf_fact fact[FACTS];
	struct money due;
	struct str capital, note[2];
	struct pdf_spec p = {
		.title = text(LANG_ZH, T_settlement_one),
		.subtitle = s->school_name,
		.fact = fact,
		.facts = FACTS,
		.head_what = text(LANG_ZH, T_settlement_lines),
		.head_amount = text(LANG_ZH, T_settlement_pays),
		.total_label = text(LANG_ZH, T_settlement_due_amount),
		.seal = text(LANG_ZH, T_receipt_seal),
		.note = note,
		.notes = 2,
		.made = s->at,
	};

	if (!money_ratio(s->hourly, s->minutes, 60, &due))
		return fault_broken(c, "amount of a statement");
	capital = money_capital(c->arena, due);
	p.total = money_show(c->arena, due);
	p.capital = text_fill(c->arena, LANG_ZH, T_bill_capital, &capital, 1);
	fact[0] = (struct pdf_fact){text(LANG_ZH, T_settlement_agency), s->agency_name};
	fact[1] = (struct pdf_fact){text(LANG_ZH, T_settlement_course), s->title};
	fact[2] = (struct pdf_fact){text(LANG_ZH, T_settlement_period),
	                            str_printf(c->arena, "%.*s – %.*s",
	                                       STR_FMT(date_text(c->arena, s->first)),
	                                       STR_FMT(date_text(c->arena, s->last)))};
	fact[3] = (struct pdf_fact){text(LANG_ZH, T_settlement_hourly),
	                            money_show(c->arena, s->hourly)};
	fact[4] = (struct pdf_fact){text(LANG_ZH, T_settlement_minutes),
	                            str_printf(c->arena, "%lld", (long long)s->minutes)};
	fact[5] = (struct pdf_fact){text(LANG_ZH, T_settlement_disputed),
	                            str_printf(c->arena, "%lld", (long long)s->disputed)};
	struct str sums[3] = {money_show(c->arena, s->released), money_show(c->arena, s->withheld),
	                      money_show(c->arena, s->paid)};

	note[0] = text_fill(c->arena, LANG_ZH, T_settlement_paper_sums, sums, 3);
	note[1] = text(LANG_ZH, T_settlement_paper_rule);
	if (s->withdrawn.us != INT64_MIN)
		note[0] = text_fill(c->arena, LANG_ZH, T_settlement_paper_withdrawn,
		                    &s->back_reason, 1);
	TRY(rows_of(c, s, &p));
	return pdf_make(c, &p, o);
}

enum err page_settlement_pdf(struct ctx *c, struct req *r, struct reply *w)
{
	struct settlement s = {0};
	struct out out;
	enum err e;

	TRY(settlement_get(c, (settlement_id){req_id(r, "settlement")}, &s));
	out_init(&out, PDF_BYTES);
	e = settlement_pdf(c, &s, &out);
	if (e == OK)
		e = reply_file(c, w, str_printf(c->arena, "settlement-%lld.pdf", (long long)s.id.v),
		               "application/pdf", out_str(&out));
	out_free(&out);
	return e;
}
