/* Notices (R9) and agreements (R50): versions, channels, confirmations, signatures. */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"

static bool stands(struct ctx *c, const struct kit_people *w, const struct plan *t, bool *published)
{
	struct pupil p;
	bool confirmed;

	kit_read_as(c, &w->system);
	assert_ok(pupil_get(c, w->pupil[CHEN_YI], &p));
	assert_ok(notice_standing(c, &p, t->term, published, &confirmed));
	return confirmed;
}

static enum err confirm(struct ctx *c, const struct actor *who, notice_id n, pupil_id p)
{
	struct notice_confirm a = {n, p, S("page")};

	return kit_try_as(c, who, &notice_confirm_verb, &a);
}

static void r9_a_guardian_confirms_once_for_each_child(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct notice_confirmation by;
	struct unconfirmed *v;
	struct plan t;
	int64_t total;
	size_t n;
	bool published, found;

	plan_make(c, w, &t);
	assert_false(stands(c, w, &t, &published));
	assert_true(published);
	assert_ok(confirm(c, &w->mother, t.notice, w->pupil[CHEN_YI]));
	assert_ok(confirm(c, &w->father, t.notice, w->pupil[CHEN_YI]));
	assert_true(stands(c, w, &t, &published));
	kit_read_as(c, &w->mother);
	assert_ok(notice_confirmed(c, w->pupil[CHEN_YI], t.notice, &by, &found));
	assert_true(found);
	assert_str(by.name, "陈母");
	kit_read_as(c, &w->clerk);
	assert_ok(notice_unconfirmed(c, w->a1, t.term, &(struct unconfirmed_filter){0}, &v, &n,
	                             &total));
	assert_int_equal(n, 6); /* of seven at A1 */
	assert_ok(notice_unconfirmed(c, w->a1, t.term, &(struct unconfirmed_filter){w->a1_31, 1, 1},
	                             &v, &n, &total));
	assert_int_equal(total, 2);
	assert_int_equal(n, 1);
}

static void r6_nobody_confirms_for_another_family(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct plan t;

	plan_make(c, w, &t);
	assert_fault(c, confirm(c, &w->wang, t.notice, w->pupil[CHEN_YI]), E_ABSENT, "absent");
	assert_fault(c, confirm(c, &w->clerk, t.notice, w->pupil[CHEN_YI]), E_ABSENT, "absent");
	assert_fault(c, confirm(c, &w->mother, t.notice, w->pupil[CHEN_SAN]), E_ABSENT, "absent");
}

static void r9_a_new_version_is_confirmed_anew(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct notice_put put = {.title = S("告知书"),
	                         .times = S("a"),
	                         .manner = S("b"),
	                         .content = S("c"),
	                         .fees = S("d"),
	                         .safety = S("e"),
	                         .channels = S("meeting,page")};
	struct plan t;
	bool published;

	plan_make(c, w, &t);
	assert_ok(confirm(c, &w->mother, t.notice, w->pupil[CHEN_YI]));
	put.term = t.term;
	assert_ok(kit_try_as(c, &w->clerk, &notice_put_verb, &put));
	assert_true(stands(c, w, &t, &published)); /* a draft changes nothing */
	assert_fault(c, confirm(c, &w->mother, put.result, w->pupil[CHEN_YI]), E_ABSENT, "absent");
	assert_ok(kit_try_as(c, &w->clerk, &notice_publish_verb,
	                     &(struct notice_publish){put.result}));
	assert_false(stands(c, w, &t, &published));
	assert_fault(c, confirm(c, &w->mother, t.notice, w->pupil[CHEN_YI]), E_CONFLICT,
	             "notice_superseded");
}

static void r9_a_notice_goes_out_by_two_channels(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct notice_put put = {.title = S("告知书"),
	                         .times = S("a"),
	                         .manner = S("b"),
	                         .content = S("c"),
	                         .fees = S("d"),
	                         .channels = S("page")};
	struct notice_publish out;
	struct plan t;

	plan_make(c, w, &t);
	put.term = t.term;
	assert_ok(kit_try_as(c, &w->clerk2, &notice_put_verb, &put));
	out.notice = put.result;
	assert_fault(c, kit_try_as(c, &w->clerk2, &notice_publish_verb, &out), E_INPUT,
	             "missing_field");
	assert_str(c->fault.field, "safety");
	put.safety = S("e");
	assert_ok(kit_try_as(c, &w->clerk2, &notice_put_verb, &put));
	assert_fault(c, kit_try_as(c, &w->clerk2, &notice_publish_verb, &out), E_REFUSED,
	             "notice_channels");
	put.channels = S("paper, page");
	assert_ok(kit_try_as(c, &w->clerk2, &notice_put_verb, &put));
	assert_ok(kit_try_as(c, &w->clerk2, &notice_publish_verb, &out));
	assert_fault(c, kit_try_as(c, &w->clerk, &notice_publish_verb, &out), E_ABSENT, "absent");
	put.channels = S("shouting");
	assert_fault(c, kit_try_as(c, &w->clerk2, &notice_put_verb, &put), E_INPUT, "bad_input");
}

static struct agreement_standing standing(struct ctx *c, const struct kit_people *w, offering_id id)
{
	struct agreement_standing one, *all;
	struct offering o, *v;
	size_t n;

	kit_read_as(c, &w->clerk);
	assert_ok(offering_get(c, id, &o));
	assert_ok(agreement_standing(c, &o, NULL, &one));
	assert_ok(offering_list(c, o.school, o.term, &v, &n));
	all = NEW_N(c->arena, n, struct agreement_standing);
	assert_ok(agreement_standings(c, o.school, o.term, v, n, NULL, all));
	for (size_t i = 0; i < n; i++) {
		if (v[i].id.v != id.v)
			continue;
		assert_int_equal(all[i].version.v, one.version.v);
		assert_true(str_eq(all[i].missing, one.missing));
	}
	return one;
}

static void r50_an_agency_course_waits_for_three_signatures(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_COURSE, "K1", "泥塑");
	struct agreement_sign sign = {.n = 1};
	struct agency_offering *v;
	struct plan t;
	size_t n;

	plan_make(c, w, &t);
	row.agency = w->agency_id;
	offering_id id = plan_draft(c, w, &t, row);
	sign.offering = &id;
	assert_true(str_some(standing(c, w, id).missing));
	assert_ok(kit_try_as(c, &w->leader, &agreement_sign_verb, &sign));
	assert_str(standing(c, w, id).missing, "机构尚未签署");
	kit_read_as(c, &w->agency);
	assert_ok(agency_offerings(c, &v, &n));
	assert_int_equal(n, 1);
	assert_false(v[0].signed_by_agency);
	assert_ok(kit_try_as(c, &w->agency, &agreement_sign_verb, &sign));
	assert_int_equal(sign.put, 1);
	assert_ok(kit_try_as(c, &w->agency, &agreement_sign_verb, &sign));
	assert_int_equal(sign.put, 0);
	assert_false(str_some(standing(c, w, id).missing));
	assert_int_equal(standing(c, w, id).version.v, t.course.v);
	assert_fault(c, kit_try_as(c, &w->teacher, &agreement_sign_verb, &sign), E_DENIED,
	             "not_allowed");
	assert_fault(c, kit_try_as(c, &w->clerk2, &agreement_sign_verb, &sign), E_ABSENT, "absent");
}

static void r50_care_is_signed_by_the_school_alone_and_each_version_anew(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct agreement_put put = {.kind = KIND_CARE, .title = S("协议"), .body = S("新")};
	struct plan t;

	plan_make(c, w, &t);
	offering_id id = plan_open(c, w, &t, plan_row(KIND_CARE, "C1", "托管"));
	assert_false(str_some(standing(c, w, id).missing));
	put.term = t.term;
	assert_ok(kit_try_as(c, &w->clerk, &agreement_put_verb, &put));
	assert_ok(kit_try_as(c, &w->clerk, &agreement_publish_verb,
	                     &(struct agreement_publish){put.result}));
	assert_int_equal(standing(c, w, id).version.v, put.result.v);
	assert_str(standing(c, w, id).missing, "学校尚未签署");
}

static void r50_without_a_published_agreement_nobody_can_sign(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct offering_row row = plan_row(KIND_CARE, "C1", "托管");
	struct offerings_put put = {.row = &row, .n = 1};
	struct agreement_sign sign = {.offering = &row.id, .n = 1};
	struct agreement_standing a;
	struct offering o;
	struct plan t;

	plan_make(c, w, &t);
	row.grades = 1 << 7;
	put.term = t.term;
	assert_ok(kit_try_as(c, &w->clerk2, &offerings_put_verb, &put));
	assert_fault(c, kit_try_as(c, &w->clerk2, &agreement_sign_verb, &sign), E_REFUSED,
	             "agreement_missing");
	kit_read_as(c, &w->clerk2);
	assert_ok(offering_get(c, row.id, &o));
	assert_ok(agreement_standing(c, &o, NULL, &a));
	assert_str(a.missing, "学校尚未发布协议");
	assert_int_equal(a.version.v, 0);
	o.kind = KIND_LUNCH; /* no document asks for one */
	assert_ok(agreement_standing(c, &o, NULL, &a));
	assert_false(str_some(a.missing));
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r9_a_guardian_confirms_once_for_each_child),
		KIT_FACT(r6_nobody_confirms_for_another_family),
		KIT_FACT(r9_a_new_version_is_confirmed_anew),
		KIT_FACT(r9_a_notice_goes_out_by_two_channels),
		KIT_FACT(r50_an_agency_course_waits_for_three_signatures),
		KIT_FACT(r50_care_is_signed_by_the_school_alone_and_each_version_anew),
		KIT_FACT(r50_without_a_published_agreement_nobody_can_sign),
	};

	return KIT_FACTS_RUN("term", facts);
}
