/* What a pack holds beside the tables: what it is, the chart of accounts, the rules, how to read
 * it. */
#include "audit/pack.sql.h"
#include "audit/pack_in.h"
#include "audit/pack_texts.h"
#include "base/text.h"
#include "docs/csv_write.h"
#include "money/ledger.h"

enum { PAPER_BYTES = 1 << 20 };
#define PACK_FORMAT "1"

static void fact(struct csv_writer *w, const char *name, struct str value)
{
	csv_text(w, str_of(name));
	csv_text(w, value);
	csv_row_end(w);
}

static enum err about_put(struct ctx *c, struct packing *p)
{
	struct csv_writer w;
	struct out o;
	int64_t schema;
	enum err e;

	TRY(q_pack_schema(c, &schema));
	out_init(&o, PAPER_BYTES);
	csv_begin(&w, &o);
	fact(&w, "name", S("value"));
	fact(&w, "format", S("kehou-audit-pack " PACK_FORMAT));
	fact(&w, "schema", str_printf(c->arena, "%lld", (long long)schema));
	fact(&w, "as_of", c->now.us ? instant_text(c->arena, c->now) : S(""));
	fact(&w, "county", p->scope->county_code);
	fact(&w, "school", p->scope->school_code);
	fact(&w, "term", p->scope->term_code);
	e = pack_file_whole(c, p, S("pack.csv"), out_str(&o));
	out_free(&o);
	return e;
}

static enum err chart_put(struct ctx *c, struct packing *p)
{
	static const char *const kinds[] = {[SUBJECT_BILL] = "bill",
	                                    [SUBJECT_OFFERING] = "offering",
	                                    [SUBJECT_SCHOOL] = "school",
	                                    [SUBJECT_COUNTY] = "county",
	                                    [SUBJECT_AGENCY] = "agency"};
	static const char *const heads[] = {"account", "side", "subject", "fund", "zh", "en"};
	struct csv_writer w;
	struct out o;
	enum err e;

	out_init(&o, PAPER_BYTES);
	csv_begin(&w, &o);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		csv_text(&w, str_of(heads[i]));
	csv_row_end(&w);
	for (enum ledger_account a = 0; a < LEDGER_ACCOUNT_COUNT; a++) {
		const struct ledger_account_def *d = ledger_account_def(a);

		csv_text(&w, str_of(d->name));
		csv_text(&w, d->side == SIDE_DEBIT ? S("debit") : S("credit"));
		csv_text(&w, str_of(kinds[d->subject]));
		csv_text(&w, str_of(d->purpose ? d->purpose : ""));
		csv_text(&w, text(LANG_ZH, d->label));
		csv_text(&w, text(LANG_EN, d->label));
		csv_row_end(&w);
	}
	e = pack_file_whole(c, p, S("chart.csv"), out_str(&o));
	out_free(&o);
	return e;
}

static enum err edition_put(struct ctx *c, const struct q_pack_rules_row *row, void *arg)
{
	return pack_file_whole(c, arg,
	                       str_printf(c->arena, "rules/edition-%lld.rules", (long long)row->id),
	                       row->body);
}

/* The files of the program, and what counties entered and published. */
static enum err rules_put(struct ctx *c, struct packing *p)
{
	for (size_t i = 0; i < policy_files_n; i++) {
		const struct embedded_file *f = &policy_files[i];

		TRY(pack_file_whole(c, p, str_printf(c->arena, "rules/%s", f->name),
		                    (struct str){(const char *)f->bytes, f->n}));
	}
	return q_pack_rules_each(c, p->scope->county, edition_put, p);
}

enum err pack_papers(struct ctx *c, struct packing *p)
{
	TRY(about_put(c, p));
	TRY(chart_put(c, p));
	TRY(rules_put(c, p));
	for (size_t i = 0; i < pack_texts_n; i++)
		TRY(pack_file_whole(
			c, p, str_of(pack_texts[i].name),
			(struct str){(const char *)pack_texts[i].bytes, pack_texts[i].n}));
	return OK;
}
