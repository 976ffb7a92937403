/* Price sheets before prices: what is not published without one, or above it (R4, R33, R60). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_sheet.h"
#include "plan.h"
#include "units.h"

static enum err put(struct ctx *c, const struct actor *who, term_id term, struct offering_row *row)
{
	struct offerings_put a = {.term = term, .row = row, .n = 1};

	return kit_try_as(c, who, &offerings_put_verb, &a);
}

static enum err publish(struct ctx *c, const struct actor *who, offering_id id)
{
	return kit_try_as(c, who, &offerings_publish_verb, &(struct offerings_publish){&id, 1, 0});
}

static void R33_a_course_with_a_price_is_not_published_without_a_published_sheet(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑"), free, care;
	struct sheet_put sheet = {.minutes = 900, .people = 1, .headcount = 30, .rate = {48000}};
	struct plan t;

	plan_make(c, w, &t);
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, publish(c, &w->clerk, row.id), E_REFUSED, "sheet_missing");
	assert_str(c->fault.found, "240.00");
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document));
	sheet.offering = row.id;
	assert_ok(kit_try_as(c, &w->clerk, &sheet_put_verb, &sheet)); /* a draft is not enough */
	assert_fault(c, publish(c, &w->clerk, row.id), E_REFUSED, "sheet_missing");
	assert_ok(kit_try_as(c, &w->leader, &sheet_publish_verb,
	                     &(struct sheet_publish){sheet.result}));
	assert_ok(publish(c, &w->clerk, row.id));
	free = plan_row(KIND_COURSE, "K2", "合唱");
	free.price = FEN(0);
	care = plan_row(KIND_CARE, "C1", "托管");
	assert_ok(put(c, &w->clerk, t.term, &free));
	assert_ok(put(c, &w->clerk, t.term, &care));
	assert_ok(publish(c, &w->clerk, free.id)); /* nobody pays: nothing to reckon */
	assert_ok(publish(c, &w->clerk, care.id));
}

static void R4_a_price_raised_above_its_sheet_is_not_published(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct plan t;

	plan_make(c, w, &t);
	assert_ok(put(c, &w->clerk, t.term, &row));
	kit_sheets(c, w, &row.id, 1);
	row.price.fen += 1;
	assert_ok(put(c, &w->clerk, t.term, &row));
	assert_fault(c, publish(c, &w->clerk, row.id), E_REFUSED, "price_above_cost");
	assert_str(c->fault.found, "240.01");
	assert_str(c->fault.allowed, "240.00");
}

/* A sheet whose agency's part is so many fen of 240.00; the rest is materials. */
static struct sheet_put part_of(offering_id offering, int64_t fen)
{
	return (struct sheet_put){.offering = offering,
	                          .minutes = 60,
	                          .people = 1,
	                          .headcount = 1,
	                          .rate = {fen},
	                          .materials = {24000 - fen}};
}

static enum err sheet_published(struct ctx *c, const struct actor *who, struct sheet_put sheet)
{
	struct sheets_put one = {&sheet, 1, true, 0};

	return kit_try_as(c, who, &sheets_put_verb, &one);
}

static void R60_an_agencys_share_above_the_countys_ceiling_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row before = plan_row(KIND_COURSE, "K1", "泥塑"),
			    row = plan_row(KIND_COURSE, "K2", "国画");
	struct sheet_put dear;
	struct plan t;

	plan_make(c, w, &t);
	before.agency = row.agency = w->agency_id;
	row.slot[0].weekday = 3;
	assert_ok(put(c, &w->clerk, t.term, &before));
	assert_ok(sheet_published(c, &w->leader,
	                          part_of(before.id, 24000))); /* nothing says a ceiling */
	county_stands(c, w, "RS0",
	              OWN("require agency_price_share \"机构份额上限\"\n  at_most 70 percent"));
	assert_ok(put(c, &w->clerk, t.term, &row));
	dear = part_of(row.id, 16801);
	assert_fault(c, kit_try_as(c, &w->clerk, &sheet_put_verb, &dear), E_REFUSED,
	             "not_as_required");
	assert_str(c->fault.found, "70.01");
	assert_str(c->fault.allowed, "不高于 70 %");
	c->lang = LANG_EN;
	assert_fault(c, kit_try_as(c, &w->clerk, &sheet_put_verb, &dear), E_REFUSED,
	             "not_as_required");
	assert_str(c->fault.allowed, "at most 70 percent");
	c->lang = LANG_ZH;
	assert_true(str_some(c->fault.clause) && str_some(c->fault.document));
	assert_ok(sheet_published(c, &w->leader, part_of(row.id, 16800)));
	assert_ok(publish(c, &w->clerk, row.id));
	assert_fault(c, publish(c, &w->clerk, before.id), E_REFUSED, "not_as_required");
	assert_str(c->fault.found, "100.00");
}

static void R33_an_older_draft_is_not_published_over_a_newer_sheet(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct sheet_put older, newer;
	struct price_sheet holds;
	struct plan t;
	bool found;

	plan_make(c, w, &t);
	assert_ok(put(c, &w->clerk, t.term, &row));
	older = part_of(row.id, 12000);
	newer = part_of(row.id, 9000);
	assert_ok(kit_try_as(c, &w->clerk, &sheet_put_verb, &older));
	assert_ok(kit_try_as(c, &w->clerk, &sheet_put_verb, &newer));
	assert_ok(kit_try_as(c, &w->leader, &sheet_publish_verb,
	                     &(struct sheet_publish){newer.result}));
	assert_fault(c,
	             kit_try_as(c, &w->leader, &sheet_publish_verb,
	                        &(struct sheet_publish){older.result}),
	             E_CONFLICT, "sheet_overtaken");
	assert_true(str_some(c->fault.found) && str_some(c->fault.allowed));
	kit_read_as(c, &w->leader);
	assert_ok(sheet_of(c, row.id, &holds, &found));
	assert_true(found && holds.id.v == newer.result.v);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R33_a_course_with_a_price_is_not_published_without_a_published_sheet),
		KIT_FACT(R4_a_price_raised_above_its_sheet_is_not_published),
		KIT_FACT(R33_an_older_draft_is_not_published_over_a_newer_sheet),
		KIT_FACT(R60_an_agencys_share_above_the_countys_ceiling_is_refused),
	};

	return KIT_FACTS_RUN("term sheet", facts);
}
