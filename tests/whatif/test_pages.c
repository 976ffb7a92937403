/* The pages an officer and the city's office ask on, and the API. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../kit_web.h"
#include "draft.h"

#include "auth/auth.h"
#include "base/jsonread.h"
#include "rulebook/routes.h"
#include "whatif/pages.h"
#include "whatif/routes.h"

struct desk_world {
	struct kit_web b;
	struct kit_people *w;
	struct kit_term t;
	edition_id draft;
};

static const struct job_kinds *const kinds[] = {&whatif_jobs};

static void world_open(void **state, struct desk_world *d)
{
	static const struct routes *const tables[] = {&auth_routes, &rulebook_routes,
	                                              &whatif_routes};
	struct ctx *c = kit_ctx(state);

	d->w = kit_world(state);
	draft_families(c, d->w, &d->t);
	d->draft = draft_put(c, d->w, DRAFT_TEXT("20.00"));
	d->b = kit_web_open(c, tables, 3);
}

static void jobs_run(struct ctx *c)
{
	bool ran = true;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	while (ran)
		assert_ok(jobs_step(c, kinds, 1, &ran));
}

static const char *of_draft(struct ctx *c, const struct desk_world *d)
{
	return str_c(c->arena,
	             str_printf(c->arena, "/county/rules/%lld/whatif", (long long)d->draft.v));
}

static const char *beyond(struct ctx *c, struct str path, const char *more)
{
	return str_c(c->arena, str_printf(c->arena, "%.*s%s", STR_FMT(path), more));
}

/* An officer presses the button; the page they are sent to. */
static struct str started(struct ctx *c, struct desk_world *d)
{
	kit_web_login(&d->b, &d->w->county_officer);
	assert_int_equal(kit_web_get(&d->b, of_draft(c, d)), 200);
	assert_true(kit_web_shows(&d->b, "开始试算"));
	assert_int_equal(kit_web_post(&d->b, of_draft(c, d), "&term=2026-1"), 303);
	return str_dup(c->arena, kit_web_header(&d->b, "Location"));
}

static int get(struct ctx *c, struct desk_world *d, struct str path, const char *more)
{
	return kit_web_get(&d->b, beyond(c, path, more));
}

static void an_officer_starts_sees_how_far_it_is_and_what_would_move_R10(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	struct str path;

	world_open(state, &d);
	path = started(c, &d);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, "已完成 0 / 2 所学校"));
	assert_true(kit_web_shows(&d.b, "取消试算"));
	assert_true(kit_web_shows(&d.b, "hx-trigger=\"every 2s\""));
	jobs_run(c);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, "县级财政每生每学期补助20.00元"));
	assert_true(kit_web_shows(&d.b, "3 名学生中有 3 名会变化"));
	assert_true(kit_web_shows(&d.b, "按草案现在的文本试算"));
	assert_false(kit_web_shows(&d.b, "hx-trigger"));
	assert_int_equal(get(c, &d, path, "/export.xlsx"), 200);
	assert_int_equal(get(c, &d, path, "/export.csv"), 200);
	assert_true(kit_web_shows(&d.b, "1000.00,940.00,-60.00"));
	assert_int_equal(kit_web_get(&d.b, "/county/simulations"), 200);
	assert_true(kit_web_shows(&d.b, str_c(c->arena, path)));
	assert_true(kit_web_shows(&d.b, "/county/simulations/export.xlsx"));
	assert_int_equal(kit_web_get(&d.b, "/county/simulations/export.csv"), 200);
	assert_int_equal(kit_web_get(&d.b, "/county/simulations/export.xlsx"), 200);
	assert_memory_equal(d.b.a.body.p, "PK", 2);
	draft_put(c, d.w, DRAFT_TEXT("30.00"));
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, "试算之后草案已改动"));
	kit_web_close(&d.b);
}

static void a_cancel_is_seen_at_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	struct str path;

	world_open(state, &d);
	path = started(c, &d);
	assert_int_equal(kit_web_post(&d.b, beyond(c, path, "/cancel"), ""), 303);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, "试算在完成前被取消"));
	jobs_run(c);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, "试算在完成前被取消"));
	kit_web_close(&d.b);
}

static void single_pupils_leave_for_a_reason_that_is_written_down(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	struct str path, wang, number;
	int64_t id;

	world_open(state, &d);
	path = started(c, &d);
	jobs_run(c);
	number = str_sub(path, strlen("/county/simulations/"), path.n);
	assert_true(str_i64(number, &id));
	wang = str_printf(c->arena, "%lld", (long long)d.w->pupil[WANG].v);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_false(kit_web_shows(&d.b, str_c(c->arena, wang)));
	assert_int_equal(kit_web_post(&d.b, beyond(c, path, "/movers"), "&part=1"), 422);
	assert_int_equal(kit_audited(c, "movers_exported", "simulation", id), 0);
	assert_int_equal(kit_web_post(&d.b, beyond(c, path, "/movers"), "&part=9&reason=check"),
	                 404);
	assert_int_equal(kit_audited(c, "movers_exported", "simulation", id), 0);
	assert_int_equal(kit_web_post(&d.b, beyond(c, path, "/movers"), "&part=1&reason=check"),
	                 200);
	assert_true(str_starts(d.b.a.body, S("PK")));
	assert_int_equal(kit_audited(c, "movers_exported", "simulation", id), 1);
	kit_web_close(&d.b);
}

static void another_countys_draft_is_not_there_R2(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	struct str path;

	world_open(state, &d);
	path = started(c, &d);
	jobs_run(c);
	kit_web_login(&d.b, &d.w->zone_officer);
	assert_int_equal(kit_web_get(&d.b, of_draft(c, &d)), 404);
	assert_int_equal(get(c, &d, path, ""), 404);
	assert_int_equal(get(c, &d, path, "/export.xlsx"), 404);
	assert_int_equal(kit_web_get(&d.b, "/county/rules/new"), 200);
	assert_int_equal(kit_web_post(&d.b, of_draft(c, &d), ""), 404);
	assert_int_equal(kit_web_post(&d.b, beyond(c, path, "/cancel"), ""), 404);
	assert_int_equal(kit_web_post(&d.b, beyond(c, path, "/movers"), "&part=1&reason=check"),
	                 404);
	kit_web_close(&d.b);
}

static void the_office_asks_of_every_county_and_reads_of_no_child(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	struct str path, edition;

	world_open(state, &d);
	kit_web_login(&d.b, &d.w->city);
	assert_int_equal(kit_web_get(&d.b, "/city/simulations"), 200);
	assert_true(kit_web_shows(&d.b, "示例县 · 示例县课后服务补助办法"));
	edition = str_printf(c->arena, "&edition=%lld", (long long)d.draft.v);
	assert_int_equal(kit_web_post(&d.b, "/city/simulations", str_c(c->arena, edition)), 303);
	path = str_dup(c->arena, kit_web_header(&d.b, "Location"));
	jobs_run(c);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, "示例县"));
	assert_true(kit_web_shows(&d.b, "还没有学期"));
	assert_false(kit_web_shows(&d.b, "有变化的学生名单"));
	assert_int_equal(get(c, &d, path, "/export.xlsx"), 200);
	assert_int_equal(get(c, &d, path, "/export.csv"), 200);
	assert_true(kit_web_shows(&d.b, "349901"));
	kit_web_close(&d.b);
}

static void the_office_opens_the_schools_of_one_county_R10(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	struct str path, edition;
	const char *county;

	world_open(state, &d);
	kit_web_login(&d.b, &d.w->city);
	edition = str_printf(c->arena, "&edition=%lld", (long long)d.draft.v);
	assert_int_equal(kit_web_get(&d.b, "/city/simulations"), 200);
	assert_int_equal(kit_web_post(&d.b, "/city/simulations", str_c(c->arena, edition)), 303);
	path = str_dup(c->arena, kit_web_header(&d.b, "Location"));
	county = str_c(c->arena, str_printf(c->arena, "/counties/%lld", (long long)d.w->county.v));
	jobs_run(c);
	assert_int_equal(get(c, &d, path, ""), 200);
	assert_true(kit_web_shows(&d.b, beyond(c, path, county)));
	assert_int_equal(get(c, &d, path, county), 200);
	assert_true(kit_web_shows(&d.b, "2134990001"));
	assert_true(kit_web_shows(&d.b, "返回各区县"));
	assert_true(kit_web_shows(&d.b, "县级财政每生每学期补助20.00元"));
	assert_false(kit_web_shows(&d.b, "有变化的学生名单"));
	path = str_of(beyond(c, path, county));
	assert_int_equal(get(c, &d, path, "/export.xlsx"), 200);
	assert_int_equal(get(c, &d, path, "/export.csv"), 200);
	assert_true(kit_web_shows(&d.b, "2134990001"));
	assert_int_equal(get(c, &d, path, "9999999"), 404);
	kit_web_login(&d.b, &d.w->county_officer);
	assert_int_equal(get(c, &d, path, ""), 403);
	kit_web_close(&d.b);
}

/* --- the API ---------------------------------------------------------------------------------- */

static struct str member(struct ctx *c, struct str body, const char *name)
{
	const struct jval *root, *v;

	assert_ok(jread(c, body, 1 << 20, &root));
	v = jval_find(root, name);
	assert_non_null(v);
	return v->type == J_INT ? str_printf(c->arena, "%lld", (long long)v->i) : v->s;
}

static void the_api_starts_tells_lists_and_cancels(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct desk_world d;
	const char *body;
	struct str path;

	world_open(state, &d);
	kit_web_login(&d.b, &d.w->county_officer);
	body = str_c(c->arena,
	             str_printf(c->arena, "{\"edition\":\"%lld\"}", (long long)d.draft.v));
	assert_int_equal(kit_web_api(&d.b, "POST", "/api/v1/simulations", body), 201);
	path = str_printf(c->arena, "/api/v1/simulations/%.*s",
	                  STR_FMT(member(c, d.b.a.body, "id")));
	assert_int_equal(kit_web_api(&d.b, "DELETE", str_c(c->arena, path), NULL), 200);
	assert_str(member(c, d.b.a.body, "state"), "cancelled");
	assert_int_equal(kit_web_api(&d.b, "POST", "/api/v1/simulations", body), 201);
	path = str_printf(c->arena, "/api/v1/simulations/%.*s",
	                  STR_FMT(member(c, d.b.a.body, "id")));
	jobs_run(c);
	assert_int_equal(kit_web_api(&d.b, "GET", str_c(c->arena, path), NULL), 200);
	assert_str(member(c, d.b.a.body, "state"), "done");
	assert_true(kit_web_shows(&d.b, "\"difference_fen\":-6000"));
	assert_int_equal(kit_web_api(&d.b, "GET", beyond(c, path, "/schools?limit=1"), NULL), 200);
	assert_str(member(c, d.b.a.body, "next"), "1");
	assert_int_equal(
		kit_web_api(&d.b, "GET", beyond(c, path, "/schools?limit=1&after=1"), NULL), 200);
	assert_true(kit_web_shows(&d.b, "\"moved\":0"));
	assert_int_equal(kit_web_api(&d.b, "GET", "/api/v1/simulations", NULL), 200);
	assert_int_equal(kit_web_api(&d.b, "DELETE", str_c(c->arena, path), NULL), 409);
	assert_true(kit_web_shows(&d.b, "whatif_ended"));
	assert_int_equal(kit_web_api(&d.b, "POST", "/api/v1/simulations", "{}"), 422);
	kit_web_close(&d.b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(an_officer_starts_sees_how_far_it_is_and_what_would_move_R10),
		KIT_FACT(a_cancel_is_seen_at_once),
		KIT_FACT(single_pupils_leave_for_a_reason_that_is_written_down),
		KIT_FACT(another_countys_draft_is_not_there_R2),
		KIT_FACT(the_office_opens_the_schools_of_one_county_R10),
		KIT_FACT(the_office_asks_of_every_county_and_reads_of_no_child),
		KIT_FACT(the_api_starts_tells_lists_and_cancels),
	};

	return KIT_FACTS_RUN("whatif", facts);
}
