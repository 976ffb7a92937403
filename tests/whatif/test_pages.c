/* The page a county's officer sees before a draft is published. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "rulebook/edition.h"
#include "rulebook/routes.h"
#include "whatif/routes.h"

/* A county's own set that takes 20 yuan off what is charged for courses. */
static const char BODY[] = "ruleset LOCAL\n"
			   "title \"示例县课后服务补助办法\"\n"
			   "number \"示教〔2026〕1号\"\n"
			   "issuer \"示例县教育局\"\n"
			   "level county\n"
			   "place 349901\n"
			   "under RS0\n"
			   "issued 2026-08-01\n"
			   "effective 2026-09-01 .. open\n"
			   "\n"
			   "deduct county_share \"县级补助\"\n"
			   "  of course\n"
			   "  amount 20.00 yuan per term\n"
			   "  payer county\n"
			   "  clause \"县级财政每生每学期补助20元\"\n"
			   "  requirement R5\n";

struct desk_world {
	struct kit_web b;
	edition_id draft;
};

static void world_open(void **state, struct desk_world *d)
{
	static const struct routes *const tables[] = {&auth_routes, &rulebook_routes,
	                                              &whatif_routes};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct edition_draft e = {.body = str_of(BODY)};
	struct kit_term t;
	struct enrol a;

	kit_term_make(c, w, &t);
	a = (struct enrol){.wish = {w->pupil[WANG], t.offering[CHESS], t.course, false},
	                   .channel = S("page")};
	assert_ok(kit_try_as(c, &w->wang, &enrol_verb, &a));
	c->actor = w->county_officer;
	assert_ok(edition_draft_put(c, &e, NULL));
	d->draft = e.result;
	d->b = kit_web_open(c, tables, 3);
}

static const char *path(struct ctx *c, const struct desk_world *d, const char *more)
{
	return str_c(c->arena, str_printf(c->arena, "/county/rules/%lld/whatif%s",
	                                  (long long)d->draft.v, more));
}

static void an_officer_sees_what_a_draft_would_move_and_by_which_sentence_R10(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct desk_world d;

	world_open(state, &d);
	kit_web_login(&d.b, &w->county_officer);
	assert_int_equal(kit_web_get(&d.b, path(c, &d, "")), 200);
	assert_true(kit_web_shows(&d.b, "县级财政每生每学期补助20元"));
	assert_true(kit_web_shows(&d.b, "100.00"));
	assert_true(kit_web_shows(&d.b, "80.00"));
	assert_true(kit_web_shows(&d.b, "1 名学生中有 1 名会变化"));
	assert_int_equal(kit_web_get(&d.b, path(c, &d, "/export.xlsx")), 200);
}

static void another_countys_draft_is_not_there_R2(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct desk_world d;

	world_open(state, &d);
	kit_web_login(&d.b, &w->zone_officer);
	assert_int_equal(kit_web_get(&d.b, path(c, &d, "")), 404);
	assert_int_equal(kit_web_get(&d.b, path(c, &d, "/export.xlsx")), 404);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(an_officer_sees_what_a_draft_would_move_and_by_which_sentence_R10),
		KIT_FACT(another_countys_draft_is_not_there_R2),
	};

	return KIT_FACTS_RUN("whatif", facts);
}
