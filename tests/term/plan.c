#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "plan.h"
#include "../kit_sheet.h"

static term_id term_of(struct ctx *c, county_id county)
{
	struct term_new t = {.county = county, .code = S("2026-1")};

	assert_true(date_of(2026, 9, 1, &t.first_day) && date_of(2027, 1, 22, &t.last_day));
	kit_do(c, &term_add_verb, &t);
	return t.result;
}

static agreement_id agreement_of(struct ctx *c, term_id term, enum kind kind)
{
	struct agreement_put put = {.term = term,
	                            .kind = kind,
	                            .title = S("服务协议"),
	                            .body = S("权利、义务、价格与退费")};

	kit_do(c, &agreement_put_verb, &put);
	kit_do(c, &agreement_publish_verb, &(struct agreement_publish){put.result});
	return put.result;
}

/* The school's day is two hours, Monday to Friday, as the documents ask (R24): a draft of its own,
 * so that the services of a test may be what they are. */
static offering_id day_planned(struct ctx *c, const struct kit_people *w, const struct plan *t)
{
	struct offering_row row = plan_row(KIND_CARE, "T0", "放学后看护");

	row.slot_n = 0;
	for (int64_t d = 1; d <= 5; d++)
		row.slot[row.slot_n++] = (struct slot_said){d, {960}, {1080}};
	return plan_draft(c, w, t, row);
}

void plan_make(struct ctx *c, const struct kit_people *w, struct plan *ret_t)
{
	struct notice_put notice = {
		.title = S("课后服务告知书"),
		.times = S("周一至周五放学后至18:00"),
		.manner = S("自愿报名"),
		.content = S("托管与课程"),
		.fees = S("托管不收费"),
		.safety = S("教师全程看护"),
		.channels = S("page,paper"),
	};
	struct actor was = c->actor;
	struct plan t;

	c->actor = w->system;
	t.term = term_of(c, w->county);
	t.term_z = term_of(c, w->zone);
	c->actor = w->clerk;
	notice.term = t.term;
	kit_do(c, &notice_put_verb, &notice);
	kit_do(c, &notice_publish_verb, &(struct notice_publish){notice.result});
	t.notice = notice.result;
	t.care = agreement_of(c, t.term, KIND_CARE);
	t.course = agreement_of(c, t.term, KIND_COURSE);
	c->actor = was;
	t.day = day_planned(c, w, &t);
	*ret_t = t;
}

struct offering_row plan_row(enum kind kind, const char *code, const char *title)
{
	bool course = kind == KIND_COURSE;

	return (struct offering_row){
		.code = str_of(code),
		.kind = kind,
		.title = str_of(title),
		.category = course ? S("arts") : S("homework"),
		.grades = 0x7e,
		.price = FEN(course ? 24000 : 0),
		.opens = {KIT_START.us - 1},
		.closes = {KIT_START.us + INT64_C(14) * 86400 * 1000000},
		.starts = DATE_NONE,
		.ends = DATE_NONE,
		.limited = course,
		.seats = course ? 30 : 0,
		.slot = {{2, {990}, {1050}}},
		.slot_n = 1,
	};
}

offering_id plan_draft(struct ctx *c, const struct kit_people *w, const struct plan *t,
                       struct offering_row row)
{
	struct offerings_put put = {.term = t->term, .row = &row, .n = 1};
	struct actor was = c->actor;

	c->actor = w->clerk;
	kit_do(c, &offerings_put_verb, &put);
	c->actor = was;
	return row.id;
}

offering_id plan_open(struct ctx *c, const struct kit_people *w, const struct plan *t,
                      struct offering_row row)
{
	offering_id id = plan_draft(c, w, t, row);
	struct actor was = c->actor;

	kit_sheets(c, w, &id, 1);
	c->actor = w->clerk;
	kit_do(c, &offerings_publish_verb, &(struct offerings_publish){&id, 1, 0});
	kit_do(c, &agreement_sign_verb, &(struct agreement_sign){.offering = &id, .n = 1});
	c->actor = was;
	return id;
}
