/* Agencies and the staff of the schools that pay them (R67). */
#include "scene.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "settlement/related.h"
#include "settlement/routes.h"
#include "world.sql.h"

/* An agency to which the school owes 60.00, on an account of its own. */
static struct scene owing(void **state)
{
	struct scene s = scene_of(state, true);
	settlement_id id;

	billed(&s, 12000, true);
	held(&s, s.day, 30, 5);
	assert_ok(draw(&s, &id));
	assert_ok(release(&s, id));
	assert_ok(payee(&s, "示例艺术培训中心"));
	return s;
}

static void declared(struct scene *s, const char *name, struct str phone, struct str address)
{
	struct party_declare a = {S("shareholder"), str_of(name), phone, address, 0};

	assert_ok(kit_try_as(s->c, &s->w->agency, &party_declare_verb, &a));
}

static size_t listed(struct scene *s, const struct actor *who, struct related **ret_v)
{
	size_t n;

	kit_read_as(s->c, who);
	assert_ok(related_list(s->c, ret_v, &n));
	store_read_end(s->c);
	return n;
}

static enum err cleared(struct scene *s, const struct actor *who, school_id school)
{
	struct related_clear a = {school, s->w->agency_id, S("同名不同人,已核对身份证"), 0};

	return kit_try_as(s->c, who, &related_clear_verb, &a);
}

static struct str purpose(struct scene *s, payout_id batch)
{
	struct q_s_purpose_row line;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_s_purpose(s->c, batch.v, &line));
	store_read_end(s->c);
	return line.purpose;
}

static void R67_an_agency_and_a_school_that_share_nobody_are_not_listed_and_paid(void **state)
{
	struct scene s = owing(state);
	struct related *v;
	payout_id batch;

	declared(&s, "无关人", S("13900000999"), S("示例路1号"));
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 0);
	assert_fault(s.c, cleared(&s, &s.w->county_finance, s.w->a1), E_ABSENT, "absent");
	assert_ok(pay(&s, &batch));
	assert_str(purpose(&s, batch), "街舞");
}

static void R67_a_name_and_a_phone_of_staff_behind_an_agency_are_listed(void **state)
{
	struct scene s = scene_of(state, true);
	struct related *v;

	declared(&s, "校长甲", STR_NONE, STR_NONE);
	declared(&s, "别名", S("13800000002"), STR_NONE);
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 2);
	assert_str(v[0].how, "name");
	assert_str(v[0].name, "校长甲");
	assert_str(v[0].part, "shareholder");
	assert_str(v[0].agency_name, "示例艺术培训中心");
	assert_int_equal(v[0].school.v, s.w->a1.v);
	assert_str(v[1].how, "phone");
	assert_str(v[1].number, "1002");
	assert_int_equal(listed(&s, &s.w->zone_finance, &v), 0); /* another county's */
	kit_read_as(s.c, &s.w->finance);
	assert_fault(s.c, related_list(s.c, &v, &(size_t){0}), E_DENIED, "not_allowed");
	store_read_end(s.c);
}

static void R67_staff_who_answer_for_an_agency_with_their_own_account_are_listed(void **state)
{
	struct scene s = scene_of(state, true);
	struct agency_new a = {.county = s.w->county,
	                       .uscc = S("91350100M000100Y43"),
	                       .name = S("示例艺术培训中心"),
	                       .contact_name = S("张老师"),
	                       .contact_phone = S("13800000003")};
	struct related *v;

	assert_int_equal(listed(&s, &s.w->county_finance, &v), 0);
	assert_ok(kit_try_as(s.c, &s.w->county_officer, &agency_add_verb, &a));
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 1);
	assert_str(v[0].how, "account");
	assert_str(v[0].number, "1003");
}

static void R67_a_related_agency_is_paid_for_a_reason_named_by_a_second_person(void **state)
{
	struct scene s = owing(state);
	struct actor both = s.w->finance;
	struct settlement_pay own = {.school = s.w->a1};
	struct related *v;
	payout_id batch;

	declared(&s, "校长甲", STR_NONE, STR_NONE);
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "related_unexplained");
	assert_str(s.c->fault.found, "示例艺术培训中心: 1");
	assert_fault(s.c, cleared(&s, &s.w->finance, s.w->a1), E_DENIED, "not_allowed");
	assert_fault(s.c, cleared(&s, &s.w->zone_finance, s.w->a1), E_ABSENT, "absent");
	assert_fault(s.c, cleared(&s, &s.w->county_finance, s.w->a2), E_ABSENT, "absent");
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "related_unexplained");
	assert_ok(cleared(&s, &s.w->county_finance, s.w->a1));
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 1);
	assert_str(v[0].cleared, "同名不同人,已核对身份证");
	both.account = s.w->county_finance.account; /* one person with both roles */
	assert_fault(s.c, kit_try_as(s.c, &both, &settlement_pay_verb, &own), E_REFUSED,
	             "not_approved");
	assert_ok(pay(&s, &batch));
	assert_str(purpose(&s, batch), "【关联方】街舞");
}

static void R67_a_relation_found_later_asks_for_a_reason_of_its_own(void **state)
{
	struct scene s = owing(state);
	struct interest_declare told = {s.w->agency_id, S("配偶持股"), S("示例路1号"), 0};
	struct related *v;
	payout_id batch;
	size_t open = 0, n;

	declared(&s, "校长甲", STR_NONE, S("示例路1号"));
	assert_ok(cleared(&s, &s.w->county_finance, s.w->a1));
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &interest_declare_verb, &told), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk_z, &interest_declare_verb, &told), E_ABSENT,
	             "absent"); /* an agency of another county */
	assert_ok(kit_try_as(s.c, &s.w->clerk, &interest_declare_verb, &told));
	n = listed(&s, &s.w->county_finance, &v);
	assert_int_equal(n, 3); /* the name; what was declared; the address of both */
	for (size_t i = 0; i < n; i++) {
		assert_true(str_some(v[i].cleared) == str_is(v[i].how, "name"));
		open += str_is(v[i].how, "staff") || str_is(v[i].how, "address");
	}
	assert_int_equal(open, 2);
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "related_unexplained");
	assert_str(s.c->fault.found, "示例艺术培训中心: 2");
	assert_ok(cleared(&s, &s.w->county_finance, s.w->a1));
	assert_ok(pay(&s, &batch));
}

static int64_t party(struct scene *s, size_t i)
{
	struct agency_party *v;
	size_t n;

	kit_read_as(s->c, &s->w->agency);
	assert_ok(party_list(s->c, &v, &n));
	store_read_end(s->c);
	assert_true(n > i);
	return v[i].id;
}

static struct related_end ending(struct scene *s, int64_t id, int32_t days)
{
	return (struct related_end){id, S("已转让全部股份"), {ctx_today(s->c).day + days}};
}

static void R67_a_party_that_ended_is_skipped_from_the_day_after(void **state)
{
	struct scene s = owing(state);
	struct related_end end;
	struct related *v;
	payout_id batch;

	declared(&s, "校长甲", STR_NONE, STR_NONE);
	end = ending(&s, party(&s, 0), 0);
	assert_ok(kit_try_as(s.c, &s.w->agency, &party_end_verb, &end));
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 1); /* it held today */
	assert_fault(s.c, pay(&s, &batch), E_REFUSED, "related_unexplained");
	kit_advance(state, DAY_US);
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 0);
	assert_ok(pay(&s, &batch));
	assert_str(purpose(&s, batch), "街舞");
}

static void R67_what_was_paid_while_a_tie_held_stays_flagged(void **state)
{
	struct scene s = owing(state);
	struct related_end end;
	payout_id batch;

	declared(&s, "校长甲", STR_NONE, STR_NONE);
	assert_ok(cleared(&s, &s.w->county_finance, s.w->a1));
	kit_advance(state, DAY_US);
	assert_ok(pay(&s, &batch));
	end = ending(&s, party(&s, 0), -1);
	assert_ok(kit_try_as(s.c, &s.w->agency, &party_end_verb, &end));
	assert_str(purpose(&s, batch), "【关联方】街舞");
}

static void R67_an_end_needs_a_reason_and_a_day_between_declaring_and_today(void **state)
{
	struct scene s = scene_of(state, true);
	struct related_end end;
	int64_t id;

	declared(&s, "校长甲", STR_NONE, STR_NONE);
	kit_advance(state, 3 * DAY_US);
	id = party(&s, 0);
	end = ending(&s, id, 0);
	end.reason = S(" ");
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &party_end_verb, &end), E_INPUT,
	             "missing_field");
	assert_str(s.c->fault.field, "reason");
	end = ending(&s, id, 1);
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &party_end_verb, &end), E_INPUT,
	             "bad_input");
	end = ending(&s, id, -4);
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &party_end_verb, &end), E_INPUT,
	             "bad_input");
	assert_str(s.c->fault.field, "last_day");
	end = ending(&s, id, -3);
	assert_ok(kit_try_as(s.c, &s.w->agency, &party_end_verb, &end));
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &party_end_verb, &end), E_CONFLICT,
	             "related_ended");
}

static void R67_a_tie_is_ended_by_whoever_declared_it_alone(void **state)
{
	struct scene s = scene_of(state, true);
	struct interest_declare told = {s.w->agency_id, S("配偶持股"), STR_NONE, 0};
	struct actor other = s.w->agency;
	struct related_end end;
	struct related *v;

	declared(&s, "无关人", STR_NONE, STR_NONE);
	end = ending(&s, party(&s, 0), 0);
	other.agency.v++;
	assert_fault(s.c, kit_try_as(s.c, &other, &party_end_verb, &end), E_ABSENT, "absent");
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &party_end_verb, &end), E_DENIED,
	             "not_allowed");
	assert_ok(kit_try_as(s.c, &s.w->clerk, &interest_declare_verb, &told));
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 1);
	end = ending(&s, told.result, 0);
	assert_fault(s.c, kit_try_as(s.c, &s.w->agency, &interest_end_verb, &end), E_DENIED,
	             "not_allowed");
	assert_fault(s.c, kit_try_as(s.c, &s.w->leader, &interest_end_verb, &end), E_ABSENT,
	             "absent"); /* a colleague */
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk_z, &interest_end_verb, &end), E_ABSENT,
	             "absent"); /* another county's */
	assert_ok(kit_try_as(s.c, &s.w->clerk, &interest_end_verb, &end));
	kit_advance(state, DAY_US);
	assert_int_equal(listed(&s, &s.w->county_finance, &v), 0);
	end.id++;
	assert_fault(s.c, kit_try_as(s.c, &s.w->clerk, &interest_end_verb, &end), E_ABSENT,
	             "absent");
}

static void R67_an_end_is_said_on_page_over_the_api_and_in_what_leaves(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	struct str day = date_text(s.c->arena, ctx_today(s.c));
	const char *one, *said;

	declared(&s, "无关人", STR_NONE, STR_NONE);
	declared(&s, "另一人", STR_NONE, STR_NONE);
	one = str_c(s.c->arena,
	            str_printf(s.c->arena, "/related/parties/%lld", (long long)party(&s, 0)));
	said = str_c(s.c->arena,
	             str_printf(s.c->arena, "&last_day=%.*s&reason=已退股", STR_FMT(day)));
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, one), 200);
	assert_true(kit_web_shows(&b, "终止申报"));
	one = str_c(s.c->arena, str_printf(s.c->arena, "%s/end", one));
	assert_int_equal(kit_web_post(&b, one, "&last_day=&reason="), 422);
	assert_int_equal(kit_web_post(&b, one, said), 303);
	assert_int_equal(kit_web_post(&b, one, said), 409);
	assert_int_equal(kit_web_get(&b, "/related/export.csv"), 200);
	assert_true(kit_web_shows(&b, "已退股"));
	one = str_c(s.c->arena, str_printf(s.c->arena, "/api/v1/related/parties/%lld/end",
	                                   (long long)party(&s, 1)));
	said = str_c(s.c->arena,
	             str_printf(s.c->arena, "{\"last_day\":\"%.*s\",\"reason\":\"已离任\"}",
	                        STR_FMT(day)));
	assert_int_equal(kit_web_api(&b, "POST", one, "{\"reason\":\"x\"}"), 422);
	assert_int_equal(kit_web_api(&b, "POST", one, said), 201);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related/parties", NULL), 200);
	assert_true(kit_web_shows(&b, "\"end_reason\":\"已退股\"") &&
	            kit_web_shows(&b, "\"end_reason\":\"已离任\""));
	kit_web_close(&b);
}

static void R67_agency_school_and_county_meet_at_their_desks(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *clear =
		str_c(s.c->arena, str_printf(s.c->arena, "&pair=%lld-%lld&reason=已核实",
	                                     (long long)s.w->a1.v, (long long)s.w->agency_id.v));

	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, "/related"), 200);
	assert_int_equal(kit_web_post(&b, "/related/parties", "&part=owner&name=校长甲"), 422);
	assert_int_equal(kit_web_post(&b, "/related/parties",
	                              "&part=legal&name=校长甲&phone=&address=示例路1号"),
	                 303);
	assert_int_equal(
		kit_web_post(&b, "/related/parties", "&part=manager&name=无关人&phone=&address="),
		303);
	assert_int_equal(kit_web_get(&b, "/related"), 200);
	assert_true(kit_web_shows(&b, "无关人") && kit_web_shows(&b, "示例路1号"));
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_get(&b, "/related"), 200);
	assert_true(!kit_web_shows(&b, "无关人") && kit_web_shows(&b, "示例艺术培训中心"));
	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(kit_web_get(&b, "/related"), 200);
	assert_true(kit_web_shows(&b, "校长甲") && kit_web_shows(&b, "姓名相同"));
	assert_true(!kit_web_shows(&b, "无关人"));
	assert_int_equal(kit_web_post(&b, "/related/clearances", "&pair=x&reason=y"), 422);
	assert_int_equal(kit_web_get(&b, "/related"), 200);
	assert_int_equal(kit_web_post(&b, "/related/clearances", clear), 303);
	assert_int_equal(kit_web_get(&b, "/related/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, "/related/export.csv"), 200);
	assert_true(kit_web_shows(&b, "校长甲") && kit_web_shows(&b, "已核实"));
	assert_true(!kit_web_shows(&b, "无关人"));
	kit_web_close(&b);
}

static void R67_over_the_api_a_related_agency_is_not_paid_until_it_is_cleared(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = owing(state);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *clear =
		str_c(s.c->arena,
	              str_printf(s.c->arena,
	                         "{\"school\":\"%lld\",\"agency\":\"%lld\",\"reason\":\"已核对\"}",
	                         (long long)s.w->a1.v, (long long)s.w->agency_id.v));

	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/clearances", clear), 404);
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/parties",
	                             "{\"part\":\"owner\",\"name\":\"校长甲\"}"),
	                 422);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/parties",
	                             "{\"part\":\"legal\",\"name\":\"校长甲\"}"),
	                 201);
	assert_true(kit_web_shows(&b, "{\"id\":\""));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related/parties", NULL), 200);
	assert_true(kit_web_shows(&b, "校长甲") && kit_web_shows(&b, "\"phone\":null"));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/clearances", clear), 403);
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/settlements/payout", NULL), 409);
	assert_true(kit_web_shows(&b, "related_unexplained"));
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related", NULL), 403);
	kit_web_login(&b, &s.w->county_finance);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related", NULL), 200);
	assert_true(kit_web_shows(&b, "\"how\":\"name\"") && kit_web_shows(&b, "\"cleared\":null"));
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/clearances", clear), 201);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related", NULL), 200);
	assert_true(kit_web_shows(&b, "\"cleared\":\"已核对\""));
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/settlements/payout", NULL), 201);
	kit_web_close(&b);
}

static void R67_agency_and_school_take_what_they_declared_with_them(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &settlement_routes};
	struct scene s = scene_of(state, true);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *tie = str_c(s.c->arena, str_printf(s.c->arena,
	                                               "{\"agency\":\"%lld\","
	                                               "\"relation\":\"配偶任教\"}",
	                                               (long long)s.w->agency_id.v));

	declared(&s, "无关人", STR_NONE, S("示例路1号"));
	kit_web_login(&b, &s.w->agency);
	assert_int_equal(kit_web_get(&b, "/related/export.xlsx"), 200);
	assert_int_equal(kit_web_get(&b, "/related/export.csv"), 200);
	assert_true(kit_web_shows(&b, "无关人") && kit_web_shows(&b, "示例路1号"));
	kit_web_login(&b, &s.w->clerk);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/interests",
	                             "{\"agency\":\"1\",\"relation\":\"x\"}"),
	                 404);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/related/interests", tie), 201);
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related/interests", NULL), 200);
	assert_true(kit_web_shows(&b, "配偶任教"));
	assert_int_equal(kit_web_get(&b, "/related/export.csv"), 200);
	assert_true(kit_web_shows(&b, "配偶任教") && !kit_web_shows(&b, "无关人"));
	kit_web_login(&b, &s.w->finance); /* a colleague's is not told */
	assert_int_equal(kit_web_api(&b, "GET", "/api/v1/related/interests", NULL), 200);
	assert_false(kit_web_shows(&b, "配偶任教"));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R67_an_agency_and_a_school_that_share_nobody_are_not_listed_and_paid),
		KIT_FACT(R67_a_name_and_a_phone_of_staff_behind_an_agency_are_listed),
		KIT_FACT(R67_staff_who_answer_for_an_agency_with_their_own_account_are_listed),
		KIT_FACT(R67_a_related_agency_is_paid_for_a_reason_named_by_a_second_person),
		KIT_FACT(R67_a_relation_found_later_asks_for_a_reason_of_its_own),
		KIT_FACT(R67_a_party_that_ended_is_skipped_from_the_day_after),
		KIT_FACT(R67_what_was_paid_while_a_tie_held_stays_flagged),
		KIT_FACT(R67_an_end_needs_a_reason_and_a_day_between_declaring_and_today),
		KIT_FACT(R67_a_tie_is_ended_by_whoever_declared_it_alone),
		KIT_FACT(R67_an_end_is_said_on_page_over_the_api_and_in_what_leaves),
		KIT_FACT(R67_agency_school_and_county_meet_at_their_desks),
		KIT_FACT(R67_over_the_api_a_related_agency_is_not_paid_until_it_is_cleared),
		KIT_FACT(R67_agency_and_school_take_what_they_declared_with_them),
	};

	return KIT_FACTS_RUN("settlement related", facts);
}
