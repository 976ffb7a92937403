/* What a county's documents ask of a service besides, and what they leave undecided: stated by the
 * school, decided upon, and told of the one service it is about. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../term/plan.h"
#include "../term/units.h"
#include "../kit_web.h"
#include "auth/auth.h"
#include "takes.h"
#include "term/routes.h"

static enum err put_as_clerk(struct ctx *c, const struct kit_people *w, const struct plan *t,
                             struct offering_row *row)
{
	struct offerings_put put = {.term = t->term, .row = row, .n = 1};

	return kit_try_as(c, &w->clerk, &offerings_put_verb, &put);
}

static void R5_a_subsidy_stated_of_a_course_under_RS3_leaves_310_of_360(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct plan t;

	plan_stands(c, w, &t, "RS3", "");
	row.price = FEN(36000);
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_INPUT, "fact_missing");
	assert_str(c->fault.field, "subsidy");
	row.subsidy = (struct opt_money){true, {5000}};
	assert_int_equal(
		takes(c, w, &t, &w->li, LI, plan_open(c, w, &t, row), KIND_COURSE).charged.fen,
		31000);
	kit_holds(c);
}

static void R33_an_agencys_course_bought_by_the_government_is_free_under_RS3(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct plan t;

	plan_stands(c, w, &t, "RS3", "");
	row.agency = w->agency_id;
	row.subsidy = (struct opt_money){true, {0}};
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_INPUT, "fact_missing");
	assert_str(c->fault.field, "purchase");
	row.said = S("purchase=gift");
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_INPUT, "bad_input");
	row.said = S("origin=local");
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_INPUT, "bad_input");
	row.said = S("引进方式=政府购买服务");
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_REFUSED, "item_not_in_catalogue");
	row.price = FEN(0);
	assert_ok(put_as_clerk(c, w, &t, &row));
	assert_str(offering_now(c, w, row.id).said, "purchase=government");
	row.said = S("purchase=other");
	row.price = FEN(24000);
	assert_ok(put_as_clerk(c, w, &t, &row)); /* a draft may turn */
	assert_str(offering_now(c, w, row.id).said, "purchase=other");
}

static void R30_a_village_school_is_free_under_RS12_and_another_is_not(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = priced_row(KIND_COURSE, "K1", "国画", "month", 0);
	struct offering_row free = priced_row(KIND_COURSE, "K2", "篆刻", "month", 0);
	struct offering o;
	struct plan t;

	plan_stands(c, w, &t, "RS12", "");
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_INPUT, "fact_missing");
	assert_str(c->fault.field, "village");
	row.said = S("village=no");
	free.said = S("village=yes");
	free.slot[0].weekday = 4;
	o = offering_now(c, w, plan_open(c, w, &t, row));
	assert_int_equal(o.by_unit->price.fen, 12000);
	assert_true(o.price.fen > 0);
	assert_int_equal(takes(c, w, &t, &w->li, LI, o.id, KIND_COURSE).charged.fen, o.price.fen);
	assert_int_equal(
		takes(c, w, &t, &w->li, LI, plan_open(c, w, &t, free), KIND_COURSE).charged.fen, 0);
	kit_holds(c);
}

/* One document more, which asks what nobody has stated of what is open already. */
#define BOUGHT                                                                                            \
	"ruleset DIM-2026\ntitle \"按来源收费\"\nnumber none\nissuer \"示例县教育局\"\nlevel " \
	"county\nplace 349901\nunder RS0\nissued 2026-08-01\neffective 2026-08-01 .. open\n"              \
	"\ndefine dimension purchase2 \"引进方式\" government \"政府购买\" other \"其他\"\n"    \
	"\nfee course \"政府购买课程免费\"\n  kind course\n  price exactly 0.00 yuan per term\n"  \
	"  when purchase2 government\n  clause \"政府购买的不收费\"\n  requirement R33\n"         \
	"\nfee course \"其他课程\"\n  kind course\n  price at_most 300.00 yuan per term\n"            \
	"  when purchase2 other\n  clause \"其他课程每学期不超过300元\"\n  requirement R33\n"

/* The view of one offering in the family's list. */
static struct offering_view seen(struct ctx *c, const struct kit_people *w, const struct plan *t,
                                 offering_id id)
{
	struct offering_view *v, found = {0};
	size_t n;

	kit_read_as(c, &w->li);
	assert_ok(offering_views(c, w->a1, t->term, w->pupil[LI], &v, &n));
	store_read_end(c);
	for (size_t i = 0; i < n; i++) {
		if (v[i].offering.id.v == id.v)
			found = v[i];
	}
	assert_int_equal(found.offering.id.v, id.v);
	return found;
}

static const struct refusal_note *note_of(const struct offering_view *v, const char *code)
{
	for (size_t i = 0; i < v->refusal_n; i++) {
		if (strcmp(v->refusal[i].code, code) == 0)
			return &v->refusal[i];
	}
	return NULL;
}

static void R1_a_fact_that_is_missing_of_one_service_is_told_of_that_one_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	struct offering_row care = plan_row(KIND_CARE, "T1", "托管");
	struct actor other;
	const struct refusal_note *no;
	struct offering_view v;
	struct plan t;
	offering_id course, free;

	plan_make(c, w, &t);
	care.slot[0].weekday = 4;
	course = plan_open(c, w, &t, row);
	free = plan_open(c, w, &t, care);
	other = second_officer(c, w);
	published(c, &w->county_officer, &other, S(BOUGHT));
	v = seen(c, w, &t, course);
	no = note_of(&v, "fact_unstated");
	assert_non_null(no);
	assert_str(no->found, "引进方式");
	assert_true(str_some(no->allowed)); /* who states it */
	v = seen(c, w, &t, free);
	assert_null(note_of(&v, "fact_unstated"));
	row.id = course;
	row.said = S("purchase2=other");
	assert_ok(put_as_clerk(c, w, &t, &row)); /* though families have seen it */
	v = seen(c, w, &t, course);
	assert_null(note_of(&v, "fact_unstated"));
	row.said = S("purchase2=government");
	row.price = FEN(0);
	assert_fault(c, put_as_clerk(c, w, &t, &row), E_CONFLICT, "offering_published");
	assert_str(c->fault.field, "said");
	assert_int_equal(takes(c, w, &t, &w->li, LI, course, KIND_COURSE).charged.fen, 24000);
	kit_holds(c);
}

static void R50_what_the_county_has_not_decided_is_told_without_a_machines_name(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct base_choice choice = {
		.ruleset = S("RS3"), .starts = DATE_NONE, .reason = S("按省市文件执行")};
	const struct refusal_note *no;
	struct offering_view v;
	struct plan t;
	offering_id course;

	plan_make(c, w, &t);
	course = plan_open(c, w, &t, plan_row(KIND_COURSE, "K1", "国画"));
	assert_ok(kit_try_as(c, &w->county_officer, &base_choose_verb, &choice));
	v = seen(c, w, &t, course);
	no = note_of(&v, "county_undecided");
	assert_non_null(no);
	assert_str(no->found, "课程协议签署方");
	assert_false(v.open);
}

static struct kit_web at_the_school(struct ctx *c, const struct actor *who)
{
	static const struct routes *const tables[] = {&auth_routes, &term_routes};
	struct kit_web b = kit_web_open(c, tables, 2);

	kit_web_login(&b, who);
	return b;
}

static const char *facts_path(struct ctx *c, offering_id id)
{
	return str_c(c->arena,
	             str_printf(c->arena, "/api/v1/offerings/%lld/facts", (long long)id.v));
}

static void R1_over_the_api_a_school_reads_what_is_asked_and_states_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	const char *path;
	struct kit_web b;
	struct plan t;

	plan_stands(c, w, &t, "RS3", "");
	row.agency = w->agency_id;
	row.price = FEN(24000);
	row.said = S("purchase=other");
	row.subsidy = (struct opt_money){true, {0}};
	assert_ok(put_as_clerk(c, w, &t, &row));
	path = facts_path(c, row.id);
	b = at_the_school(c, &w->clerk);
	assert_int_equal(kit_web_api(&b, "GET", path, NULL), 200);
	assert_true(kit_web_shows(&b, "\"name\":\"purchase\"") &&
	            kit_web_shows(&b, "\"said\":\"other\"") &&
	            kit_web_shows(&b, "\"word\":\"government\"") &&
	            kit_web_shows(&b, "\"subsidy_asked\":true,\"subsidy_fen\":0"));
	assert_int_equal(
		kit_web_api(&b, "POST", path, "{\"subsidy_stated\":true,\"subsidy_fen\":5000}"),
		200);
	assert_true(kit_web_shows(&b, "\"subsidy_fen\":5000"));
	assert_str(offering_now(c, w, row.id).said, "purchase=other"); /* what was not named */
	assert_int_equal(kit_web_api(&b, "POST", path,
	                             "{\"facts\":[{\"name\":\"purchase\",\"word\":\"gift\"}]}"),
	                 422);
	assert_int_equal(kit_web_api(&b, "POST", path,
	                             "{\"facts\":[{\"name\":\"origin\",\"word\":\"local\"}]}"),
	                 422);
	/* What the government buys is free: the rules are asked as they are for the whole line. */
	assert_int_equal(
		kit_web_api(&b, "POST", path,
	                    "{\"facts\":[{\"name\":\"purchase\",\"word\":\"government\"}]}"),
		422);
	assert_true(kit_web_shows(&b, "item_not_in_catalogue"));
	assert_str(offering_now(c, w, row.id).said, "purchase=other");
	kit_web_close(&b);
}

static void R1_another_schools_offering_has_no_facts_over_the_api(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "国画");
	const char *path;
	struct kit_web b;
	struct plan t;

	plan_stands(c, w, &t, "RS3", "");
	row.subsidy = (struct opt_money){true, {0}};
	assert_ok(put_as_clerk(c, w, &t, &row));
	path = facts_path(c, row.id);
	b = at_the_school(c, &w->clerk_z);
	assert_int_equal(kit_web_api(&b, "GET", path, NULL), 404);
	assert_int_equal(kit_web_api(&b, "POST", path, "{}"), 404);
	kit_web_close(&b);
	b = at_the_school(c, &w->father);
	assert_int_equal(kit_web_api(&b, "GET", path, NULL), 403);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R5_a_subsidy_stated_of_a_course_under_RS3_leaves_310_of_360),
		KIT_FACT(R33_an_agencys_course_bought_by_the_government_is_free_under_RS3),
		KIT_FACT(R30_a_village_school_is_free_under_RS12_and_another_is_not),
		KIT_FACT(R1_over_the_api_a_school_reads_what_is_asked_and_states_it),
		KIT_FACT(R1_another_schools_offering_has_no_facts_over_the_api),
		KIT_FACT(R1_a_fact_that_is_missing_of_one_service_is_told_of_that_one_alone),
		KIT_FACT(R50_what_the_county_has_not_decided_is_told_without_a_machines_name),
	};

	return KIT_FACTS_RUN("enrolment asked", facts);
}
