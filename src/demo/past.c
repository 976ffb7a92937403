/* The term before, at one school: planned, enrolled for, paid, attended. */
#include "day/day.h"
#include "demo/plan.h"
#include "enrolment/enrolment.h"
#include "rulebook/decision.h"
#include "settlement/settlement.h"
#include "term/agreement.h"
#include "term/sitting.h"

/* Ten weeks of services, that end two weeks before the term does. */
enum { WEEKS = 10, QUIET_DAYS = 14, BEFORE_DAYS = 20 };
enum { COURSE_PUPILS = 16, COURSE_MINUTES = WEEKS * 60 };
enum { COURSE_FEN = 24000, OWN_FEN = 12000 };

/* --- what the county has decided ---------------------------------------------------------------
 */

static struct str pay_text(struct ctx *c, const struct demo_past *p)
{
	struct str from =
		date_text(c->arena, (struct date){p->s->d->before_first.day - BEFORE_DAYS});
	struct str region = p->s->county->region;

	return str_printf(c->arena,
	                  "ruleset PAY-%.*s\n"
	                  "title \"教职工课后服务补助和经费使用办法(示例)\"\n"
	                  "number none\n"
	                  "issuer \"示例教育局\"\n"
	                  "level county\n"
	                  "place %.*s\n"
	                  "under RS0\n"
	                  "issued %.*s\n"
	                  "effective %.*s .. open\n"
	                  "\n"
	                  "permit guarantee_fund \"保障经费\"\n"
	                  "  only staff_subsidy labour_fee direct_consumables\n"
	                  "  clause \"保障经费用于人员补助、劳务费和直接耗材,不得挪作他用\"\n"
	                  "  requirement R66\n"
	                  "\n"
	                  "permit special_fund \"专项补助资金\"\n"
	                  "  only staff_subsidy equipment training\n"
	                  "  clause \"专项补助用于人员补助、设备和培训\"\n"
	                  "  requirement R66\n"
	                  "\n"
	                  "pay teacher \"教职工补助\"\n"
	                  "  rate exactly 40.00 yuan per sitting\n"
	                  "  form subsidy\n"
	                  "  when payee staff\n"
	                  "  clause \"教职工每课次补助40元\"\n"
	                  "  requirement R48\n"
	                  "\n"
	                  "pay leading \"值班干部补助\"\n"
	                  "  rate exactly 60.00 yuan per day\n"
	                  "  form subsidy\n"
	                  "  when payee staff\n"
	                  "  when role leader\n"
	                  "  clause \"值班干部每天补助60元\"\n"
	                  "  requirement R48\n"
	                  "\n"
	                  "pay organising \"组织管理补助\"\n"
	                  "  rate exactly 200.00 yuan per month\n"
	                  "  served 3 sitting\n"
	                  "  form subsidy\n"
	                  "  when payee staff\n"
	                  "  when role support\n"
	                  "  clause \"组织管理人员当月到岗不少于3次的,每月补助200元\"\n"
	                  "  requirement R48\n"
	                  "\n"
	                  "pay outsider \"外聘人员劳务费\"\n"
	                  "  rate at_most 120.00 yuan per sitting\n"
	                  "  form labour_fee\n"
	                  "  when payee outsider\n"
	                  "  clause \"外聘人员每课次不超过120元\"\n"
	                  "  requirement R48\n"
	                  "\n"
	                  "case pay \"教师 12 课次 480 元\"\n"
	                  "  given payee staff\n"
	                  "  given role teacher\n"
	                  "  given unit sitting\n"
	                  "  given quantity 12\n"
	                  "  given rate 40.00\n"
	                  "  expect amount 480.00\n"
	                  "\n"
	                  "case spend \"保障经费不得用于办公\"\n"
	                  "  given fund guarantee_fund\n"
	                  "  given purpose office\n"
	                  "  given amount 1000.00\n"
	                  "  expect outcome purpose_not_permitted\n",
	                  STR_FMT(region), STR_FMT(region), STR_FMT(from), STR_FMT(from));
}

/* The plan leaves open how a course is paid back; this county pays back by the sitting. */
static enum err county_decides(struct ctx *c, struct demo_past *p)
{
	const struct demo_county *k = p->s->county;
	struct decision_new refunds = {.ruleset = S("RS0"),
	                               .question = S("refund_rule"),
	                               .answer = S("by_sitting"),
	                               .starts = p->s->d->before_first,
	                               .decided = DATE_NONE,
	                               .decided_by = S("示例教育局局务会"),
	                               .why = S("方案没有规定退费,按课次退最公平(示例)")};

	TRY(demo_rules_publish(c, k, pay_text(c, p)));
	TRY(demo_officer(c, k, ROLE_COUNTY, S("county"), &c->actor));
	return store_write(c, &decision_record_verb, &refunds);
}

/* --- what was opened ----------------------------------------------------------------------------
 */

static struct offering_row course_of(struct ctx *c, const struct demo_past *p, size_t i, int day)
{
	const struct demo_course *k = &demo_courses[i];
	struct offering_row o = demo_offering(p->s);

	o.kind = KIND_COURSE;
	o.code = str_printf(c->arena, "K%02zu", i + 1);
	o.title = k->title;
	o.about = k->about;
	o.category = k->category;
	o.price = FEN(OWN_FEN);
	o.limited = true;
	o.seats = COURSE_PUPILS + 4;
	o.slot[o.slot_n++] =
		(struct slot_said){day, (struct clock_time){17 * 60}, (struct clock_time){18 * 60}};
	return o;
}

/* The n-th course an agency may give. */
static size_t agency_course_at(size_t n)
{
	size_t i = 0;

	while (!demo_courses[i].agency || n-- > 0)
		i++;
	return i;
}

/* Hours at what the price comes to, so that what families pay for is what it costs. */
static enum err sheet_published(struct ctx *c, offering_id course, int64_t price)
{
	struct sheet_put put = {.offering = course,
	                        .minutes = COURSE_MINUTES,
	                        .people = 1,
	                        .headcount = COURSE_PUPILS - 1,
	                        .rate = {price * (COURSE_PUPILS - 1) / WEEKS}};
	struct sheets_put both = {&put, 1, true, 0};

	return store_write(c, &sheets_put_verb, &both);
}

static enum err run_by(struct ctx *c, const struct demo_past *p)
{
	size_t heads = 2, teacher = 2 + p->s->class_n;
	struct offering_staffing a[] = {
		{p->care, p->s->staff[heads].id, false},
		{p->care, p->s->staff[heads + 1].id, false},
		{p->own, p->s->staff[teacher].id, false},
		{p->agency[0], p->s->staff[teacher + 1].id, false},
		{p->agency[1], p->s->staff[teacher + 2].id, false},
	};

	for (size_t i = 0; i < sizeof a / sizeof *a; i++)
		TRY(store_write(c, &offering_staff_verb, &a[i]));
	return OK;
}

static enum err opened(struct ctx *c, struct demo_past *p, notice_id notice)
{
	enum { CARE, FIRST, SECOND, OWN, ALL };
	size_t first = agency_course_at(0), second = agency_course_at(1), own = 0;
	struct demo_signing sign = {.n = ALL};
	struct offering_row row[ALL];
	struct offerings_put put = {
		.school = p->s->id, .term = p->s->term.id, .row = row, .n = ALL};
	struct offerings_publish publish = {.offering = sign.offering, .n = ALL};

	while (demo_courses[own].agency || demo_courses[own].consumables)
		own++;
	row[CARE] = demo_offering(p->s);
	row[CARE].kind = KIND_CARE;
	row[CARE].code = S("T01");
	row[CARE].title = S("课后托管");
	row[CARE].about = S("在教师看护下完成作业、自主阅读。");
	row[CARE].category = S("homework");
	demo_daily(&row[CARE], 16, 17);
	/* Two hours a day, as the documents ask: a course follows on three of them. */
	row[CARE].slot[0].ends = row[CARE].slot[4].ends = (struct clock_time){18 * 60};
	row[FIRST] = course_of(c, p, first, 2);
	row[SECOND] = course_of(c, p, second, 3);
	row[OWN] = course_of(c, p, own, 4);
	row[FIRST].price = row[SECOND].price = FEN(COURSE_FEN);
	row[FIRST].agency = p->s->county->agency[0];
	row[SECOND].agency = p->s->county->agency[1];
	TRY(store_write(c, &offerings_put_verb, &put));
	for (size_t i = 0; i < ALL; i++) {
		sign.offering[i] = row[i].id;
		sign.agency[i] = row[i].agency;
	}
	p->care = row[CARE].id;
	p->agency[0] = row[FIRST].id;
	p->agency[1] = row[SECOND].id;
	p->own = row[OWN].id;
	for (size_t i = FIRST; i < ALL; i++)
		TRY(sheet_published(c, row[i].id, row[i].price.fen));
	TRY(store_write(c, &offerings_publish_verb, &publish));
	TRY(run_by(c, p));
	TRY(demo_signed(c, p->s, &sign));
	return demo_confirmed(c, p->s, notice, DEMO_PAST_FIRST, DEMO_PAST_PUPILS);
}

static enum err sittings(struct ctx *c, offering_id offering)
{
	struct sittings_generate a = {.offering = offering, .more = true};

	while (a.more)
		TRY(store_write(c, &sittings_generate_verb, &a));
	return OK;
}

enum err demo_past_services(struct ctx *c, struct demo_past *p)
{
	const struct demo *d = p->s->d;
	struct date before = {d->before_first.day - BEFORE_DAYS};
	notice_id notice;

	demo_go(c, before, 9);
	TRY(county_decides(c, p));
	c->actor = (struct actor){.role = ROLE_SYSTEM};
	p->s->term = (struct demo_term){
		p->s->county->before, p->first, p->last,
		date_instant((struct date){before.day + 1}, (struct clock_time){8 * 60}),
		date_instant((struct date){d->before_first.day + 10},
	                     (struct clock_time){18 * 60})};
	TRY(demo_notice(c, p->s, &notice));
	TRY(demo_agreement(c, p->s, KIND_CARE));
	TRY(demo_agreement(c, p->s, KIND_COURSE));
	TRY(opened(c, p, notice));
	TRY(sittings(c, p->care));
	TRY(sittings(c, p->own));
	for (size_t i = 0; i < 2; i++)
		TRY(sittings(c, p->agency[i]));
	return OK;
}

/* --- who took them ------------------------------------------------------------------------------
 */

/* Half of the families the first agency's course, the other half the second's; every third the
 * school's own; all of them care. */
static size_t wishes_of(const struct demo_past *p, size_t k, struct wish v[3])
{
	pupil_id pupil = p->s->pupil[DEMO_PAST_FIRST + k];
	size_t n = 0;

	v[n++] = (struct wish){.pupil = pupil, .offering = p->care};
	v[n++] = (struct wish){.pupil = pupil, .offering = p->agency[k / COURSE_PUPILS]};
	if (k % 3 == 0)
		v[n++] = (struct wish){.pupil = pupil, .offering = p->own};
	return n;
}

enum err demo_enrol(struct ctx *c, struct wish *v, size_t n)
{
	struct enrol_basket basket = {.wish = v, .n = n, .channel = S("page")};

	for (size_t i = 0; i < n; i++) {
		struct agreement a = {0};
		struct offering o;
		bool found;

		TRY(offering_load(c, v[i].offering, &o));
		TRY(agreement_current(c, &o, &a, &found));
		v[i].agreement = a.id;
	}
	return enrol_basket_verb.run(c, &basket);
}

static enum err family_enrols(struct ctx *c, void *arg, size_t k)
{
	const struct demo_past *p = arg;
	struct wish v[3];

	demo_go(c, (struct date){p->s->d->before_first.day - 14}, 8 + (int)(k % 12));
	TRY(demo_parent(c, p->s, DEMO_PAST_FIRST + k, &c->actor));
	return demo_enrol(c, v, wishes_of(p, k, v));
}

/* Two of three by WeChat, the others at the counter, within two days. */
static enum err family_pays(struct ctx *c, void *arg, size_t k)
{
	struct demo_past *p = arg;
	struct demo_payment y = {p, DEMO_PAST_FIRST + k, p->s->county->before, k % 3 != 2};

	demo_go(c, (struct date){p->paid.day + (k >= COURSE_PUPILS)}, 9 + (int)(k % 8));
	return demo_pay(c, &y);
}

enum err demo_past_families(struct ctx *c, struct demo_past *p)
{
	p->paid = (struct date){p->s->d->before_first.day + 1};
	TRY(demo_do(c, &(struct demo_many){family_enrols, p, DEMO_PAST_PUPILS, 8}));
	demo_go(c, (struct date){p->paid.day - 1}, 9);
	TRY(demo_collecting(c, p));
	return demo_do(c, &(struct demo_many){family_pays, p, DEMO_PAST_PUPILS, 8});
}

/* --- who came -----------------------------------------------------------------------------------
 */

struct calling {
	const struct demo_past *p;
	struct actor teacher;
	const struct sitting *sitting;
	const pupil_id *pupil;
	size_t pupils;
};

static enum mark mark_of(const struct calling *a, size_t sitting, size_t pupil)
{
	switch (demo_mix(a->p->s->d->o.seed, sitting, (UINT64_C(1) << 33) + pupil) % 40) {
	case 0:
	case 1:
		return MARK_ABSENT;
	case 2:
		return MARK_LEAVE;
	case 3:
		return MARK_LATE;
	default:
		return MARK_PRESENT;
	}
}

/* Whoever is not named is present. */
static enum err called(struct ctx *c, void *arg, size_t i)
{
	const struct calling *a = arg;
	struct mark_put mark[DEMO_PAST_PUPILS];
	struct register_save save = {.sitting = a->sitting[i].id, .mark = mark};

	for (size_t k = 0; k < a->pupils; k++) {
		enum mark m = mark_of(a, i, k);

		if (m != MARK_PRESENT)
			mark[save.n++] = (struct mark_put){a->pupil[k], m, {INT64_MIN}};
	}
	demo_go(c, a->sitting[i].day, 18);
	c->actor = a->teacher;
	return register_save_verb.run(c, &save);
}

static enum err registers(struct ctx *c, struct calling *a, offering_id offering)
{
	struct sitting *v;
	size_t n = 0;
	enum err e;

	c->actor = demo_staff(a->p->s, 0, ROLE_SCHOOL_LEADER);
	TRY(store_read_begin(c));
	e = sitting_list(c, offering, &v, &n);
	store_read_end(c);
	TRY(e);
	a->sitting = v;
	return demo_do(c, &(struct demo_many){called, a, n, 6});
}

enum err demo_past_registers(struct ctx *c, struct demo_past *p)
{
	const pupil_id *pupil = p->s->pupil + DEMO_PAST_FIRST;
	size_t teacher = 2 + p->s->class_n;
	struct calling a = {.p = p, .pupil = pupil, .pupils = DEMO_PAST_PUPILS};
	pupil_id own[DEMO_PAST_PUPILS];

	a.teacher = demo_staff(p->s, 2, ROLE_TEACHER);
	TRY(registers(c, &a, p->care));
	a.pupils = COURSE_PUPILS;
	for (size_t i = 0; i < 2; i++) {
		a.teacher = demo_staff(p->s, teacher + 1 + i, ROLE_TEACHER);
		a.pupil = pupil + i * COURSE_PUPILS;
		TRY(registers(c, &a, p->agency[i]));
	}
	a.pupil = own;
	a.pupils = 0;
	for (size_t k = 0; k < DEMO_PAST_PUPILS; k += 3)
		own[a.pupils++] = pupil[k];
	a.teacher = demo_staff(p->s, teacher, ROLE_TEACHER);
	return registers(c, &a, p->own);
}

/* --- all ----------------------------------------------------------------------------------------
 */

enum err demo_past(struct ctx *c, struct demo_school *s, struct demo_past *ret_p)
{
	static enum err (*const part[])(struct ctx *, struct demo_past *) = {
		demo_past_services, demo_past_families, demo_past_registers, demo_past_staff,
		demo_past_settled,  demo_past_bank,     demo_past_closed};
	struct demo_past *p = ret_p;
	enum err e = OK;

	*p = (struct demo_past){.s = s};
	p->last = (struct date){s->d->before_last.day - QUIET_DAYS};
	p->first = (struct date){p->last.day - WEEKS * 7 + 1};
	for (size_t i = 0; i < sizeof part / sizeof *part && e == OK; i++)
		e = part[i](c, p);
	demo_come_back(c);
	return e;
}
