/* The receipt on paper. */
#include "docs/pdf.h"
#include "money/bill.h"
#include "payments/receipt.h"
#include "payments/receipt.sql.h"
#include "term/term.h"

enum { FACTS = 6, NOTES = 3 };

static struct str item_words(struct ctx *c, const struct q_receipt_lines_row *row)
{
	struct str item = text(LANG_ZH, bill_item_label(row->item));

	return str_printf(c->arena, "%.*s · %.*s", STR_FMT(row->title), STR_FMT(item));
}

static enum err rows_of(struct ctx *c, const struct receipt *r, struct pdf_spec *s)
{
	struct q_receipt_lines_row *row;
	struct pdf_cell_row *v;
	size_t n;

	TRY(q_receipt_lines(c, r->bill, &row, &n));
	v = NEW_N(c->arena, n + 1, struct pdf_cell_row);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct pdf_cell_row){item_words(c, &row[i]),
		                             money_show(c->arena, row[i].amount)};
	s->row = v;
	s->rows = n;
	return OK;
}

enum err receipt_pdf(struct ctx *c, const struct receipt *r, struct out *o)
{
	struct str capital = money_capital(c->arena, r->amount);
	struct pdf_fact fact[FACTS];
	struct str note[NOTES], class_name;
	struct pupil then; /* the paper stays as it is, whatever becomes of the pupil */
	struct term t;
	struct pdf_spec s = {
		.title = text(LANG_ZH, T_receipt_title),
		.fact = fact,
		.facts = FACTS,
		.head_what = text(LANG_ZH, T_receipt_what),
		.head_amount = text(LANG_ZH, T_receipt_yuan),
		.total_label = text(LANG_ZH, T_receipt_received),
		.total = money_show(c->arena, r->amount),
		.capital = text_fill(c->arena, LANG_ZH, T_bill_capital, &capital, 1),
		.seal = text(LANG_ZH, T_receipt_seal),
		.note = note,
		.notes = NOTES,
		.stamp = r->valid ? S("") : text(LANG_ZH, T_receipt_void),
		.made = r->at,
	};

	TRY(term_get(c, r->term, &t));
	TRY(rows_of(c, r, &s));
	TRY(pupil_load_then(c, r->pupil, r->at, &then));
	TRY(q_receipt_class(c, then.class, &class_name));
	s.subtitle = r->school_name;
	fact[0] = (struct pdf_fact){text(LANG_ZH, T_receipt_number), r->number};
	fact[1] = (struct pdf_fact){text(LANG_ZH, T_people_name), r->name};
	fact[2] = (struct pdf_fact){text(LANG_ZH, T_people_class), class_name};
	fact[3] = (struct pdf_fact){text(LANG_ZH, T_bill_term), t.name};
	fact[4] =
		(struct pdf_fact){text(LANG_ZH, T_pay_at), instant_words(c->arena, LANG_ZH, r->at)};
	fact[5] = (struct pdf_fact){text(LANG_ZH, T_receipt_code), r->code};
	note[0] = text(LANG_ZH, T_receipt_how_to_check);
	note[1] = text(LANG_ZH, T_receipt_rounding);
	if (str_some(r->fiscal_number)) {
		struct str said[3] = {r->fiscal_code, r->fiscal_number, r->fiscal_check};

		note[2] = text_fill(c->arena, LANG_ZH, T_fiscal_on_paper, said, 3);
	}
	s.notes = str_some(r->fiscal_number) ? NOTES : NOTES - 1;
	return pdf_make(c, &s, o);
}
