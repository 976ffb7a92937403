/* A county that stands on one of the documents that price by the unit, with what it decided itself.
 */
#ifndef TESTS_TERM_UNITS_H
#define TESTS_TERM_UNITS_H

#include "../rulebook/world.h"
#include "plan.h"
#include "rulebook/rulebook.h"
#include "term/pricing.h"

#define OWN(text)                                                                                          \
	text "\n  decided by \"示例县教育局\" on 2026-08-01 why \"县里的规定\"\n  requirement " \
	     "R24\n"

/* `extra`: statements of the county's own, in whole lines. */
static inline void county_stands(struct ctx *c, const struct kit_people *w, const char *base,
                                 const char *extra)
{
	struct base_choice choice = {
		.ruleset = str_of(base), .starts = DATE_NONE, .reason = S("按省市文件执行")};
	struct actor was = c->actor, other = second_officer(c, w);
	struct str text = str_printf(
		c->arena,
		"ruleset OWN\ntitle \"示例县课后服务实施办法\"\nnumber \"示教〔2026〕3号\"\n"
		"issuer \"示例县教育局\"\nlevel county\nplace 349901\nunder %s\n"
		"issued 2026-08-01\neffective 2026-08-01 .. open\n" OWN(
			"param after_school.end_latest 18:00") OWN("param care.providers school")
			OWN("param course.providers school agency")
				OWN("param course.agency_categories arts sport science")
					OWN("param agreement.care school guardian") OWN(
						"param agreement.course school guardian agency")
						OWN("param billing.period term") OWN(
							"param billing.prepay_next_term no") "%s",
		base, extra);

	assert_ok(kit_try_as(c, &w->county_officer, &base_choose_verb, &choice));
	published(c, &w->county_officer, &other, text);
	as(c, &was);
}

/* A term in such a county. */
static inline void plan_stands(struct ctx *c, const struct kit_people *w, struct plan *ret_t,
                               const char *base, const char *extra)
{
	plan_make(c, w, ret_t);
	county_stands(c, w, base, extra);
}

/* Priced by the unit; 0 fen: by the document. */
static inline struct offering_row priced_row(enum kind kind, const char *code, const char *title,
                                             const char *unit, int64_t fen)
{
	struct offering_row row = plan_row(kind, code, title);

	row.unit = str_of(unit);
	row.price = FEN(fen);
	row.by_rules = fen == 0;
	return row;
}

static inline struct offering offering_now(struct ctx *c, const struct kit_people *w,
                                           offering_id id)
{
	struct offering o;

	kit_read_as(c, &w->system);
	assert_ok(offering_load(c, id, &o));
	store_read_end(c);
	return o;
}

#endif
