/* What a school opens: notice, agreements, offerings, signatures, confirmations. */
#include "demo/plan.h"
#include "demo/words.h"
#include "payments/consumables.h"
#include "people/staff.h"
#include "term/agreement.h"
#include "term/notice.h"
#include "term/offering_edit.h"

enum { CARE = 0, LUNCH = 1, COURSES = DEMO_BEFORE_COURSES };
#define OFFERINGS_MAX DEMO_OFFERINGS

/* --- notice and agreements
 * -------------------------------------------------------------------------- */

enum err demo_notice(struct ctx *c, const struct demo_school *s, notice_id *ret_id)
{
	struct notice_put put = {
		.school = s->id,
		.term = s->term.id,
		.title = S("课后服务告知书"),
		.times = S(
			"周一至周五：托管 16:00–17:00，个性化课程 17:00–18:00，午餐 12:00–13:00。"),
		.manner = S("在校内开展，家长自愿申请，线上报名，随时可以退出。"),
		.content =
			S("托管以完成作业和自主阅读为主；个性化课程包括体育、艺术、科技、手工等，"
	                  "不上新课、不补课。"),
		.fees = S("托管不收费；个性化课程按课程公示价收取，每生每学期合计不超过规定上限；"
	                  "午餐按实际用餐另计。"),
		.safety = S("专人考勤，专人护送放学；接送人变动请提前告知班主任。"),
		.channels = S("page,paper,meeting"),
	};
	struct notice_publish publish;

	TRY(store_write(c, &notice_put_verb, &put));
	publish.notice = *ret_id = put.result;
	return store_write(c, &notice_publish_verb, &publish);
}

enum err demo_agreement(struct ctx *c, const struct demo_school *s, enum kind kind)
{
	bool care = kind == KIND_CARE;
	struct agreement_put put = {
		.school = s->id,
		.term = s->term.id,
		.kind = kind,
		.title = care ? S("课后托管服务协议") : S("个性化课程服务协议"),
		.body = care ? S("一、学校在约定时间内提供托管，"
	                         "不收取费用。二、家长按时接送。三、任何一方可随时退出。"
	                         "四、学生在服务期间的安全由学校负责。")
	                     : S("一、课程内容、时间、地点和价格以公示为准。二、开课前退出全额退费"
	                         "，"
	                         "开课后按剩余课次退费。"
	                         "三、由第三方机构授课的课程，"
	                         "机构为协议一方。四、学生在服务期间的安全由学校负责。"),
	};
	struct agreement_publish publish;

	TRY(store_write(c, &agreement_put_verb, &put));
	publish.agreement = put.result;
	return store_write(c, &agreement_publish_verb, &publish);
}

/* --- offerings
 * -------------------------------------------------------------------------------------- */

static struct clock_time at(int hour)
{
	return (struct clock_time){hour * 60};
}

struct offering_row demo_offering(const struct demo_school *s)
{
	struct offering_row o = {
		.place = S("教学楼"),
		.opens = s->term.opens,
		.closes = s->term.closes,
		.starts = s->term.first,
		.ends = s->term.last,
	};

	for (size_t g = 0; g < s->grades; g++)
		o.grades |= INT64_C(1) << (s->grade_first + g);
	return o;
}

void demo_daily(struct offering_row *o, int from, int to)
{
	for (int day = 1; day <= 5; day++)
		o->slot[o->slot_n++] = (struct slot_said){day, at(from), at(to)};
}

/* The upper half of the school alone. */
static int64_t upper(const struct demo_school *s)
{
	int64_t grades = 0;

	for (size_t g = s->grades / 2; g < s->grades; g++)
		grades |= INT64_C(1) << (s->grade_first + g);
	return grades;
}

static void course(struct ctx *c, const struct demo_school *s, size_t i, struct offering_row *o)
{
	const struct demo_course *k = &demo_courses[i];
	uint64_t r = demo_mix(s->d->o.seed, s->number, (UINT64_C(1) << 32) + i);

	o->kind = KIND_COURSE;
	o->code = str_printf(c->arena, "K%02zu", i + 1);
	o->title = k->title;
	o->about = k->about;
	o->category = k->category;
	o->price = FEN((int64_t)(r % 11) * 3000); /* 0, 30 .. 300 yuan */
	if (i % 10 == 7) { /* priced by the sitting: how many there are, the calendar says */
		o->unit = S("sitting");
		o->price = FEN(1000);
	}
	o->limited = true;
	o->seats = 20 + (int64_t)(r / 11 % 21);
	o->slot[o->slot_n++] = (struct slot_said){1 + (int64_t)(i % 5), at(17), at(18)};
	if (i % 6 == 5)
		o->grades = upper(s);
	if (k->agency && i % 3 == 1)
		o->agency = s->county->agency[(s->number + i) % DEMO_AGENCIES];
	if (k->consumables) {
		o->consumables = FEN(2000);
		o->consumables_standard = S("材料包 1 份，单价 20.00 元");
	}
}

/* A school looked at what is to be bought before anybody is asked to pay for it (R37). */
struct lots {
	const struct offering_row *row;
	size_t n;
};

static enum err lots_run(struct ctx *c, void *arg)
{
	const struct lots *l = arg;

	for (size_t i = 0; i < l->n; i++) {
		struct lot_sign sign = {l->row[i].id, S("品名、数量、单价已与市场价核对")};

		if (l->row[i].consumables.fen > 0)
			TRY(lot_sign_verb.run(c, &sign));
	}
	return OK;
}

static enum err consumables_sign(struct ctx *c, const struct demo_school *s,
                                 const struct offering_row *row, size_t n)
{
	static const struct verb verb = {"demo.consumables", lots_run};
	struct actor before = c->actor;
	struct lots l = {row, n};
	enum err e;

	c->actor = demo_finance(s);
	e = store_write(c, &verb, &l);
	c->actor = before;
	return e;
}

static enum err offerings_make(struct ctx *c, const struct demo_school *s,
                               struct demo_signing *ret_w)
{
	struct offerings_put put = {
		.school = s->id,
		.term = s->term.id,
		.n = COURSES + s->d->courses,
	};

	put.row = NEW_N(c->arena, put.n, struct offering_row);
	if (!put.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < put.n; i++)
		put.row[i] = demo_offering(s);
	put.row[CARE].kind = KIND_CARE;
	put.row[CARE].code = S("T01");
	put.row[CARE].title = S("课后托管");
	put.row[CARE].about = S("在教师看护下完成作业、自主阅读。");
	put.row[CARE].category = S("homework");
	demo_daily(&put.row[CARE], 16, 17);
	put.row[LUNCH].kind = KIND_LUNCH;
	put.row[LUNCH].code = S("W01");
	put.row[LUNCH].title = S("校内午餐");
	put.row[LUNCH].about = S("在校用餐，餐费按实际用餐另计。");
	put.row[LUNCH].category = S("other");
	put.row[LUNCH].place = S("食堂");
	demo_daily(&put.row[LUNCH], 12, 13);
	for (size_t i = 0; i < s->d->courses; i++)
		course(c, s, i, &put.row[COURSES + i]);
	TRY(store_write(c, &offerings_put_verb, &put));
	for (size_t i = 0; i < put.n; i++) {
		ret_w->offering[i] = put.row[i].id;
		ret_w->agency[i] = put.row[i].agency;
	}
	ret_w->n = put.n;
	TRY(demo_sheets(c, ret_w->offering + COURSES, s->d->courses));
	struct offerings_publish publish = {.offering = ret_w->offering, .n = put.n};

	TRY(store_write(c, &offerings_publish_verb, &publish));
	return consumables_sign(c, s, put.row, put.n);
}

/* --- who runs and who signs
 * -------------------------------------------------------------------------- */

static enum err staffing(struct ctx *c, const struct demo_school *s, const offering_id *offering)
{
	size_t teachers = s->staff_n - 3 - s->class_n; /* after leader, clerk, heads */

	for (size_t i = 0; i < COURSES + s->d->courses; i++) {
		size_t first = i < COURSES ? 2 : 2 + s->class_n + i % teachers;
		size_t n = i < COURSES ? s->class_n : 1;

		for (size_t k = 0; k < n; k++) {
			struct offering_staffing a = {.offering = offering[i],
			                              .staff = s->staff[first + k].id};

			TRY(store_write(c, &offering_staff_verb, &a));
		}
	}
	return OK;
}

/* A signature needs a hand: the leader's, then the contact's of each agency. */
enum err demo_signed(struct ctx *c, const struct demo_school *s, const struct demo_signing *what)
{
	struct actor was = c->actor;
	struct agreement_sign sign = {.offering = what->offering, .n = what->n};
	enum err e;

	c->actor = demo_staff(s, 0, ROLE_SCHOOL_LEADER);
	e = store_write(c, &agreement_sign_verb, &sign);
	for (size_t k = 0; e == OK && k < DEMO_AGENCIES; k++) {
		offering_id of[OFFERINGS_MAX];

		sign = (struct agreement_sign){.offering = of};
		for (size_t i = 0; i < what->n; i++)
			if (agency_id_eq(what->agency[i], s->county->agency[k]))
				of[sign.n++] = what->offering[i];
		c->actor = demo_contact(s, k);
		if (sign.n > 0)
			e = store_write(c, &agreement_sign_verb, &sign);
	}
	c->actor = was;
	return e;
}

enum err demo_confirmed(struct ctx *c, const struct demo_school *s, notice_id notice, size_t from,
                        size_t n)
{
	struct notice_signed row[NOTICE_MANY];
	struct notice_confirm_many many = {.notice = notice, .row = row, .channel = S("paper")};

	for (size_t i = from; i < from + n; i++) {
		if (!demo_unconfirmed(i))
			row[many.n++] = (struct notice_signed){s->pupil[i], s->guardian[i]};
		if (many.n == NOTICE_MANY || (many.n > 0 && i + 1 == from + n)) {
			TRY(store_write(c, &notice_confirm_many_verb, &many));
			many.n = 0;
		}
	}
	return OK;
}

/* All but lunch, for which nobody signs. */
static struct demo_signing to_sign(const struct demo_signing *all)
{
	struct demo_signing w = {0};

	for (size_t i = 0; i < all->n; i++) {
		if (i == LUNCH)
			continue;
		w.offering[w.n] = all->offering[i];
		w.agency[w.n++] = all->agency[i];
	}
	return w;
}

enum err demo_services(struct ctx *c, struct demo_school *s)
{
	struct demo_signing all = {0}, signs;
	notice_id notice;

	s->term = (struct demo_term){s->county->term, s->d->term_first, s->d->term_last,
	                             s->d->opens, s->d->closes};
	TRY(demo_notice(c, s, &notice));
	TRY(demo_agreement(c, s, KIND_CARE));
	TRY(demo_agreement(c, s, KIND_COURSE));
	TRY(offerings_make(c, s, &all));
	TRY(staffing(c, s, all.offering));
	signs = to_sign(&all);
	TRY(demo_signed(c, s, &signs));
	for (size_t i = 0; i < all.n; i++)
		s->offering[i] = all.offering[i];
	return demo_confirmed(c, s, notice, 0, s->pupil_n);
}
