#include "kit.h"

#include "kit_store.h"

#include "kit_sheet.h"
#include "kit_term.h"

#define ALL_GRADES INT64_C(0x7e) /* the primary ones */
#define YUAN(y, f) FEN((y)*INT64_C(100) + (f))

struct plan {
	const char *code, *title, *category;
	enum kind kind;
	int64_t seats; /* 0: no limit */
	struct money price, consumables;
	int64_t weekday; /* 0: every day */
	int64_t grades;
	bool by_agency;
};

static const struct plan PLANS[KIT_OFFERINGS] = {
	[CARE] = {"T1", "课后看护", "homework", KIND_CARE, 0, {0}, {0}, 0, ALL_GRADES, false},
	[CHESS] =
		{"K1", "围棋", "activity", KIND_COURSE, 2, YUAN(100, 0), {0}, 1, ALL_GRADES, false},
	[PAINT] = {"K2", "国画", "arts", KIND_COURSE, 20, YUAN(599, 99), {0}, 2, ALL_GRADES, false},
	[CLAY] = {"K3",
                  "泥塑",
                  "handicraft",
                  KIND_COURSE,
                  20,
                  YUAN(0, 1),
                  {0},
                  3,
                  ALL_GRADES,
                  false},
	[ROBOT] = {"K4",
                   "机器人",
                   "science",
                   KIND_COURSE,
                   20,
                   YUAN(300, 1),
                   {0},
                   4,
                   ALL_GRADES,
                   false},
	[CODE] = {"K5",
                  "创意编程",
                  "science",
                  KIND_COURSE,
                  20,
                  YUAN(300, 1),
                  {0},
                  5,
                  ALL_GRADES,
                  false},
	[SINGING] = {"K6", "合唱", "arts", KIND_COURSE, 20, YUAN(50, 0), {0}, 1, ALL_GRADES, false},
	[FIVES] = {"K7", "毕业话剧", "arts", KIND_COURSE, 20, YUAN(10, 0), {0}, 2, 1 << 5, false},
	[POTTERY] = {"K8", "陶艺", "handicraft", KIND_COURSE, 20, YUAN(200, 0), YUAN(40, 0), 3,
                     ALL_GRADES, false},
	[AGENCY] = {"K9", "街舞", "arts", KIND_COURSE, 20, YUAN(120, 0), {0}, 4, ALL_GRADES, true},
};

static struct date day(int32_t y, int32_t m, int32_t d)
{
	struct date out;

	assert_true(date_of(y, m, d, &out));
	return out;
}

static struct instant at(int32_t m, int32_t d, int32_t minute)
{
	return date_instant(day(2026, m, d), (struct clock_time){minute});
}

static void plan_row(const struct kit_people *w, const struct plan *p, struct offering_row *row)
{
	bool care = p->kind == KIND_CARE;

	*row = (struct offering_row){
		.code = str_of(p->code),
		.kind = p->kind,
		.title = str_of(p->title),
		.about = S("与老师一起"),
		.category = str_of(p->category),
		.place = S("101"),
		.agency = p->by_agency ? w->agency_id : ID_NONE(agency_id),
		.grades = p->grades,
		.price = p->price,
		.consumables = p->consumables,
		.consumables_standard = p->consumables.fen ? S("陶泥 2 千克,每千克 20 元") : S(""),
		.opens = at(9, 1, 420),
		.closes = at(9, 15, 1080),
		.starts = DATE_NONE,
		.ends = DATE_NONE,
		.limited = p->seats > 0,
		.seats = p->seats,
	};
	for (int64_t d = 1; d <= 5; d++) {
		if (p->weekday == 0 || p->weekday == d)
			row->slot[row->slot_n++] =
				(struct slot_said){d, {care ? 960 : 1020}, {care ? 1020 : 1080}};
	}
}

static void make_notice(struct ctx *c, const struct kit_people *w, struct kit_term *t)
{
	struct notice_put put = {
		.school = w->a1,
		.term = t->term,
		.title = S("课后服务告知书"),
		.times = S("周一至周五 16:00 至 18:00"),
		.manner = S("自愿报名"),
		.content = S("看护与课程"),
		.fees = S("看护免费,课程见公示"),
		.safety = S("凭接送卡"),
		.channels = S("page,paper"),
	};
	struct notice_signed row[KIT_PUPILS];
	size_t n = 0;

	kit_do(c, &notice_put_verb, &put);
	t->notice = put.result;
	kit_do(c, &notice_publish_verb, &(struct notice_publish){t->notice});
	static const enum kit_pupil SIGNED[] = {CHEN_YI, CHEN_ER, WANG, WANG_OTHER, LI, ZHAO};
	const struct actor *who[] = {&w->father,     &w->father, &w->wang,
	                             &w->wang_other, &w->li,     &w->zhao};
	for (size_t i = 0; i < sizeof(SIGNED) / sizeof(SIGNED[0]); i++)
		row[n++] = (struct notice_signed){w->pupil[SIGNED[i]], who[i]->guardian};
	struct notice_confirm_many many = {t->notice, row, n, S("paper"), 0};
	kit_do(c, &notice_confirm_many_verb, &many);
	assert_int_equal(many.put, n);
}

static agreement_id make_agreement(struct ctx *c, const struct kit_people *w, term_id term,
                                   enum kind kind)
{
	struct agreement_put put = {
		.school = w->a1,
		.term = term,
		.kind = kind,
		.title = S("课后服务协议"),
		.body = S("双方自愿,随时可以退出。"),
	};

	kit_do(c, &agreement_put_verb, &put);
	kit_do(c, &agreement_publish_verb, &(struct agreement_publish){put.result});
	return put.result;
}

void kit_term_make(struct ctx *c, const struct kit_people *w, struct kit_term *ret_t)
{
	struct actor before = c->actor;
	struct kit_term t = {0};
	struct term_new term = {w->county,       S("2026-1"),      STR_NONE,
	                        day(2026, 9, 1), day(2027, 1, 29), {0}};
	struct offering_row row[KIT_OFFERINGS];

	c->actor = w->system;
	kit_do(c, &term_add_verb, &term);
	t.term = term.result;
	make_notice(c, w, &t);
	t.care = make_agreement(c, w, t.term, KIND_CARE);
	t.course = make_agreement(c, w, t.term, KIND_COURSE);
	for (size_t i = 0; i < KIT_OFFERINGS; i++)
		plan_row(w, &PLANS[i], &row[i]);
	struct offerings_put put = {w->a1, t.term, row, KIT_OFFERINGS, 0, 0, 0};
	kit_do(c, &offerings_put_verb, &put);
	for (size_t i = 0; i < KIT_OFFERINGS; i++)
		t.offering[i] = row[i].id;
	c->actor = w->leader;
	struct agreement_sign sign = {t.offering, KIT_OFFERINGS, 0, 0};
	kit_do(c, &agreement_sign_verb, &sign);
	assert_int_equal(sign.put, KIT_OFFERINGS);
	c->actor = w->system;
	kit_sheets(c, w, t.offering, KIT_OFFERINGS);
	struct offerings_publish publish = {t.offering, KIT_OFFERINGS, 0};
	kit_do(c, &offerings_publish_verb, &publish);
	c->actor = before;
	*ret_t = t;
}
