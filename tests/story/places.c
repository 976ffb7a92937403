#include "places.h"
#include "../kit_sheet.h"

#include "audit/difference.sql.h"
#include "audit/pack_work.h"
#include "audit/statement.h"
#include "enrolment/enrolment.h"
#include "funds/budget.sql.h"
#include "funds/guarantee.h"
#include "funds/special.h"
#include "import/batch.h"
#include "jobs/message.h"
#include "money/approval.h"
#include "money/payout.h"
#include "money/waiver.h"
#include "money/waiver.sql.h"
#include "oversight/due.sql.h"
#include "oversight/fee_case.h"
#include "people/import.h"
#include "rulebook/edition.h"
#include "rulebook/sample.h"
#include "settlement/settlement.h"
#include "story.sql.h"
#include "subsidy/batch.h"
#include "term/sitting.h"
#include "whatif/simulation.h"

const char *const thing_name[THINGS] = {
	"account",    "adjustment", "agency",       "agreement", "application",   "appointment",
	"approval",   "audit_pack", "bank_account", "class",     "county",        "course",
	"difference", "due",        "edition",      "enrolment", "entry",         "fee_case",
	"guardian",   "import",     "interest",     "job",       "message",       "notice",
	"offering",   "officer",    "order",        "party",     "payer_receipt", "payment",
	"payout",     "line",       "pupil",        "receipt",   "refund",        "sample",
	"school",     "session",    "settlement",   "sheet",     "simulation",    "sitting",
	"special",    "spending",   "staff",        "subsidy",   "term",          "waiver",
};

/* Who stands for a place. */
struct people {
	school_id school;
	class_id class;
	int64_t grade;
	pupil_id pupil;
	const struct actor *family, *desk;
	staff_id staff;
};

static struct date day(int32_t y, int32_t m, int32_t d)
{
	struct date out;

	assert_true(date_of(y, m, d, &out));
	return out;
}

static void as(struct ctx *c, const struct actor *who, const struct verb *v, void *arg)
{
	enum err e = kit_try_as(c, who, v, arg);

	if (e != OK)
		fail_msg("%s as %s: %s %s %.*s %s", v->name, role_name(who->role), err_name(e),
		         c->fault.code ? c->fault.code : "", STR_FMT(c->fault.found),
		         c->broken ? c->broken : "");
}

static void offer(const struct ctx *c, enum kind kind, const char *code, int64_t grade,
                  struct offering_row *row)
{
	bool care = kind == KIND_CARE;

	*row = (struct offering_row){
		.code = str_of(code),
		.kind = kind,
		.title = str_of(care         ? "看护他处"
	                        : grade == 7 ? "书法邻校"
	                                     : "书法邻县"),
		.about = S("与老师一起"),
		.category = str_of(care ? "homework" : "arts"),
		.place = S("101"),
		.grades = INT64_C(1) << grade,
		.price = {care ? 0 : 8000},
		.opens = c->now,
		.closes = {c->now.us + INT64_C(14) * 86400 * 1000000},
		.starts = DATE_NONE,
		.ends = DATE_NONE,
		.limited = !care,
		.seats = care ? 0 : 20,
		.slot = {{2, {care ? 960 : 1020}, {care ? 1020 : 1080}}},
		.slot_n = 1,
	};
	/* Two hours a day, as the documents ask; on Tuesday the second one is the course. */
	for (int64_t d = 1; care && d <= 5; d++) {
		if (d != 2)
			row->slot[row->slot_n++] = (struct slot_said){d, {960}, {1080}};
	}
}

static agreement_id agreed(struct ctx *c, school_id school, term_id term, enum kind kind)
{
	struct agreement_put put = {.school = school,
	                            .term = term,
	                            .kind = kind,
	                            .title = S("课后服务协议"),
	                            .body = S("双方自愿。")};

	kit_do(c, &agreement_put_verb, &put);
	kit_do(c, &agreement_publish_verb, &(struct agreement_publish){put.result});
	return put.result;
}

/* A term at a school beside A1: care and a course, told of, agreed, open. */
static void school_term(struct ctx *c, const struct kit_people *w, const struct people *who,
                        term_id term, int64_t *id)
{
	struct notice_put notice = {.school = who->school,
	                            .term = term,
	                            .title = S("告知书"),
	                            .times = S("周一至周五"),
	                            .manner = S("自愿报名"),
	                            .content = S("看护与课程"),
	                            .fees = S("见公示"),
	                            .safety = S("凭接送卡"),
	                            .channels = S("page,paper")};
	struct offering_row row[2];
	offering_id offering[2];

	c->actor = w->system;
	kit_do(c, &notice_put_verb, &notice);
	kit_do(c, &notice_publish_verb, &(struct notice_publish){notice.result});
	struct notice_signed told = {who->pupil, who->family->guardian};
	struct notice_confirm_many many = {notice.result, &told, 1, S("paper"), 0};
	kit_do(c, &notice_confirm_many_verb, &many);
	agreement_id care = agreed(c, who->school, term, KIND_CARE);
	agreement_id course = agreed(c, who->school, term, KIND_COURSE);

	(void)care;
	offer(c, KIND_CARE, "T1", who->grade, &row[0]);
	offer(c, KIND_COURSE, "K1", who->grade, &row[1]);
	struct offerings_put put = {who->school, term, row, 2, 0, 0, 0};
	kit_do(c, &offerings_put_verb, &put);
	offering[0] = row[0].id;
	offering[1] = row[1].id;
	as(c, who->desk, &agreement_sign_verb, &(struct agreement_sign){offering, 2, 0, 0});
	c->actor = w->system;
	kit_sheets(c, w, offering, 2);
	kit_do(c, &offerings_publish_verb, &(struct offerings_publish){offering, 2, 0});
	id[T_NOTICE] = notice.result.v;
	id[T_AGREEMENT] = course.v;
	id[T_OFFERING] = id[T_COURSE] = offering[1].v;
	id[T_TERM] = term.v;
	struct enrol enrol = {.wish = {who->pupil, offering[0], care, false}, .channel = S("page")};
	as(c, who->family, &enrol_verb, &enrol);
	id[T_ENROLMENT] = enrol.result.id.v;
}

static void forward(struct ctx *c, const struct people *who, int64_t *id)
{
	offering_id offering = {id[T_COURSE]};
	struct put_forward put = {.offering = offering, .pupil = &who->pupil, .n = 1};

	as(c, who->desk, &put_forward_verb, &put);
	assert_ok(store_read_begin(c));
	assert_ok(q_story_application(c, who->pupil, offering, &id[T_APPLICATION]));
	store_read_end(c);
}

static void sittings(struct ctx *c, const struct kit_people *w, int64_t *id)
{
	struct sittings_generate g = {.offering = {id[T_OFFERING]}};

	c->actor = w->system;
	do
		kit_do(c, &sittings_generate_verb, &g);
	while (g.more);
	assert_ok(store_read_begin(c));
	assert_ok(q_story_sitting(c, g.offering, &id[T_SITTING]));
	store_read_end(c);
}

static void sent_file(struct ctx *c, const struct people *who, int64_t *id)
{
	static const char FILE_TEXT[] =
		"年级,班级,姓名,性别,证件号码,学籍号,监护人姓名,监护人手机号,与学生关系\n"
		"三年级,三(1)班,新来的,男,,G341503201303050010,新家长,19900000002,母亲\n";
	struct import_place place = {who->desk->county, who->school};
	struct import_checked x;

	c->actor = *who->desk;
	if (import_check(c, &place, &import_pupils, S("file.csv"), str_of(FILE_TEXT), true, NULL,
	                 &x) != OK)
		fail_msg("import: %s %.*s", c->fault.code, STR_FMT(c->fault.found));
	id[T_IMPORT] = x.id.v;
}

struct told {
	account_id account;
};

static enum err tell(struct ctx *c, void *arg)
{
	const struct told *t = arg;

	return message_put(c, t->account, T_jobs_home, NULL, 0, STR_NONE);
}

static enum err give_up(struct ctx *c, void *arg)
{
	return q_story_job(c, *(job_id *)arg, c->now, NULL);
}

int64_t place_message(struct ctx *c, account_id account)
{
	static const struct verb verb = {"test.tell", tell};
	struct told t = {account};
	int64_t id;

	kit_do(c, &verb, &t);
	assert_ok(store_read_begin(c));
	assert_ok(q_story_message(c, account, &id));
	store_read_end(c);
	return id;
}

/* What finance paid to the school: the entry has the appropriation's id. */
static void paid(struct ctx *c, const struct kit_people *w, const struct people *who, int64_t *id)
{
	const struct actor *officer =
		who->desk->county.v == w->zone.v ? &w->zone_officer : &w->county_officer;
	struct appropriation_add a = {
		.school = who->school,
		.term = {id[T_TERM]},
		.amount = {1000},
		.document = str_printf(c->arena, "P-%lld", (long long)who->pupil.v)};

	as(c, officer, &appropriation_add_verb, &a);
	id[T_ENTRY] = a.result;
}

static enum err ask_approval(struct ctx *c, void *arg)
{
	const struct approval_ask *ask = arg;
	approval_id id;

	TRY(approval_submit(c, ask, &id));
	return OK;
}

/* A payout that waits, submitted by the school's desk. */
static void approval(struct ctx *c, const struct people *who, int64_t *id)
{
	static const struct verb verb = {"test.approval", ask_approval};
	struct approval_ask ask = {.kind = APPROVE_PAYOUT,
	                           .county = who->desk->county,
	                           .school = who->school,
	                           .object = env_next_id(c->env),
	                           .amount = {100},
	                           .title = S("付款")};
	struct approval_state s;

	as(c, who->desk, &verb, &ask);
	assert_ok(store_read_begin(c));
	assert_ok(approval_state_of(c, ask.kind, ask.object, &s));
	store_read_end(c);
	id[T_APPROVAL] = s.id.v;
}

static enum err make_payout(struct ctx *c, void *arg)
{
	int64_t *id = arg;
	struct payout_new b = {{id[T_COUNTY]}, {id[T_SCHOOL]}, S("课程款")};
	struct payout_line_new l = {.payee = S("示例中心"),
	                            .number = S("6222000011112222"),
	                            .bank = S("示例银行"),
	                            .amount = {100},
	                            .purpose = S("课程款"),
	                            .cause = "test",
	                            .cause_id = env_next_id(c->env)};
	payout_id batch;
	payout_line_id line;

	l.debit = (struct leg){LEDGER_STAFF_EXPENSE, LEG_OF(b.school), {0}};
	l.credit = (struct leg){LEDGER_BANK, LEG_OF(b.school), {0}};
	TRY(payout_begin(c, &b, &batch));
	TRY(payout_line_add(c, batch, &l, &line));
	id[T_PAYOUT] = batch.v;
	id[T_PAYOUT_LINE] = line.v;
	return OK;
}

/* A batch of the school for the bank, still a draft. */
static void payout(struct ctx *c, const struct kit_people *w, int64_t *id)
{
	static const struct verb verb = {"test.payout", make_payout};

	as(c, &w->system, &verb, id);
}

static enum err ask_waiver(struct ctx *c, void *arg)
{
	const struct people *who = arg;
	waiver_id id = {env_next_id(c->env)};

	TRY(q_waiver_insert(c, id, who->desk->county, who->school, who->pupil, S("poor"), S(""),
	                    S(""), DATE_NONE, ctx_today(c), DATE_NONE, who->family->account.v,
	                    c->now, S(""), NULL));
	return audit_put(c, "waiver_asked", "waiver", id.v, who->desk->county, S("{}"));
}

/* The family asked for it under rules that have changed since. */
static void waiver(struct ctx *c, const struct people *who, int64_t *id)
{
	static const struct verb verb = {"test.waiver", ask_waiver};
	struct people p = *who;
	struct waiver *v;
	size_t n;

	as(c, who->family, &verb, &p);
	c->actor = *who->family;
	assert_ok(store_read_begin(c));
	assert_ok(waiver_of_pupil(c, who->pupil, &v, &n));
	store_read_end(c);
	id[T_WAIVER] = v[0].id.v;
}

struct place_difference {
	county_id county;
	school_id school;
	int64_t id;
};

/* Booked; no document here permits it to be entered. */
static enum err spending_seen(struct ctx *c, void *arg)
{
	struct place_difference *d = arg;

	d->id = env_next_id(c->env);
	return q_spending_insert(c, d->id, d->county, d->school, (term_id){1}, S("guarantee_fund"),
	                         S("staff_subsidy"), FEN(100), S("V"), S("booked"), S(""),
	                         ID_NONE(account_id), c->now, c->now, NULL);
}

static enum err difference_seen(struct ctx *c, void *arg)
{
	struct place_difference *d = arg;

	d->id = env_next_id(c->env);
	return q_difference_seen(c, d->id, d->county, d->school.v, S("amount_off"), 0, ctx_today(c),
	                         str_printf(c->arena, "K%lld", (long long)d->id), 0, FEN(2), FEN(1),
	                         c->now, NULL);
}

/* What no document here asks for. */
static enum err done_said(struct ctx *c, void *arg)
{
	struct place_difference *d = arg;

	d->id = env_next_id(c->env);
	return q_due_done_insert(c, d->id, d->county, d->school.v,
	                         str_printf(c->arena, "report_%lld", (long long)d->id),
	                         day(2026, 9, 30), S("已报送"), c->now, c->actor.account, NULL);
}

/* A supervised account of the school, and a pack the county asked for. */
static void watched(struct ctx *c, const struct kit_people *w, const struct people *who,
                    int64_t *id)
{
	const struct actor *officer =
		who->desk->county.v == w->zone.v ? &w->zone_officer : &w->county_officer;
	struct bank_account_put account = {.school = who->school,
	                                   .holder = S("户名"),
	                                   .bank = S("银行"),
	                                   .number = S("6222000000001234")};
	static const struct verb seen = {"test.difference", difference_seen};
	static const struct verb spent = {"test.spending", spending_seen};
	static const struct verb done = {"test.done", done_said};
	struct place_difference difference = {who->desk->county, who->school, 0};
	struct place_difference spending = difference, due = difference;
	struct pack_ask pack = {0};
	struct fee_case_open fees = {.school = who->school, .words = S("家长反映")};

	as(c, officer, &fee_case_open_verb, &fees);
	id[T_FEE_CASE] = fees.result;
	as(c, officer, &seen, &difference);
	id[T_DIFFERENCE] = difference.id;
	as(c, officer, &spent, &spending);
	id[T_SPENDING] = spending.id;
	as(c, officer, &done, &due);
	id[T_DUE] = due.id;
	as(c, officer, &bank_account_put_verb, &account);
	as(c, officer, &pack_ask_verb, &pack);
	id[T_BANK_ACCOUNT] = account.result.v;
	id[T_AUDIT_PACK] = pack.result.v;
}

struct money_row {
	const struct people *who;
	int64_t *id;
};

/* What a family ordered, paid, holds in hand and is to get back. */
static enum err money_run(struct ctx *c, void *arg)
{
	const struct money_row *m = arg;
	const struct people *who = m->who;
	county_id county = who->desk->county;
	term_id term = {m->id[T_TERM]};
	collecting_id wechat, counter;
	payment_id payment = {env_next_id(c->env)};
	bill_id bill = {0};
	bool found;

	TRY(q_story_bill(c, who->pupil, term, &bill, &found));
	if (!found) {
		bill.v = env_next_id(c->env);
		TRY(q_story_bill_insert(c, bill, county, who->school, term, who->pupil, NULL));
	}
	TRY(q_story_account(c, (collecting_id){env_next_id(c->env)}, county, S("wechat"), c->now,
	                    NULL));
	TRY(q_story_account(c, (collecting_id){env_next_id(c->env)}, county, S("counter"), c->now,
	                    NULL));
	TRY(q_story_account_of(c, county, S("wechat"), &wechat));
	TRY(q_story_account_of(c, county, S("counter"), &counter));
	m->id[T_ORDER] = env_next_id(c->env);
	m->id[T_PAYMENT] = payment.v;
	m->id[T_RECEIPT] = env_next_id(c->env);
	m->id[T_REFUND] = env_next_id(c->env);
	TRY(q_story_order(c, (pay_order_id){m->id[T_ORDER]}, county, who->school, term, bill,
	                  who->pupil, wechat, c->now, NULL));
	TRY(q_story_payment(c, payment, county, who->school, term, bill, who->pupil, counter,
	                    c->now, NULL));
	TRY(q_story_receipt(c, (receipt_id){m->id[T_RECEIPT]}, county, who->school, term, bill,
	                    who->pupil, payment, c->now, NULL));
	m->id[T_PAYER_RECEIPT] = env_next_id(c->env);
	TRY(q_story_payer_receipt(c, m->id[T_PAYER_RECEIPT], county, who->school, term, c->now,
	                          NULL));
	m->id[T_ADJUSTMENT] = env_next_id(c->env);
	TRY(q_story_adjustment(c, m->id[T_ADJUSTMENT], county, who->school, term, bill, who->pupil,
	                       (offering_id){m->id[T_OFFERING]}, c->now, NULL));
	return q_story_refund(c, (refund_id){m->id[T_REFUND]}, county, who->school, term, bill,
	                      who->pupil, payment, c->now, NULL);
}

static void money(struct ctx *c, const struct people *who, int64_t *id)
{
	static const struct verb verb = {"test.money", money_run};
	struct money_row m = {.who = who};

	m.id = id;
	kit_do(c, &verb, &m);
}

struct stated {
	int64_t *id;
	agency_id agency;
	account_id desk; /* who is tied to it */
};

static enum err make_settlement(struct ctx *c, void *arg)
{
	struct stated *a = arg;
	int64_t *id = a->id, sheet = env_next_id(c->env);
	county_id county = {id[T_COUNTY]};
	sitting_id sitting = {id[T_SITTING]};

	if (!a->agency.v) {
		a->agency.v = env_next_id(c->env);
		TRY(q_story_agency(c, a->agency.v, county, NULL));
	}
	id[T_PARTY] = env_next_id(c->env);
	id[T_INTEREST] = env_next_id(c->env);
	TRY(q_story_party(c, id[T_PARTY], county, a->agency, S("P"), c->now, NULL));
	TRY(q_story_interest(c, id[T_INTEREST], county, (school_id){id[T_SCHOOL]}, a->desk,
	                     a->agency, c->now, NULL));
	id[T_SETTLEMENT] = env_next_id(c->env);
	id[T_SHEET] = sheet;
	TRY(q_story_sheet(c, sheet, county, (school_id){id[T_SCHOOL]},
	                  (offering_id){id[T_OFFERING]}, NULL));
	TRY(q_story_settlement(c, id[T_SETTLEMENT], county, (school_id){id[T_SCHOOL]}, a->agency,
	                       (offering_id){id[T_OFFERING]}, sheet, NULL));
	TRY(q_story_settlement_line(c, sitting, id[T_SETTLEMENT], county, NULL));
	return q_story_dispute(c, env_next_id(c->env), sitting, id[T_SETTLEMENT], county, NULL);
}

/* A statement with a line in dispute; only the first one's is of the agency that asks. */
static void settlement(struct ctx *c, const struct kit_people *w, const struct people *who,
                       int64_t *id)
{
	static const struct verb verb = {"test.settlement", make_settlement};
	bool own = who->pupil.v == w->pupil[CHEN_YI].v;
	struct stated a = {.agency = own ? w->agency_id : ID_NONE(agency_id),
	                   .desk = who->desk->account};

	a.id = id;
	as(c, &w->system, &verb, &a);
}

static void common(struct ctx *c, const struct kit_people *w, const struct people *who, int64_t *id)
{
	static const struct verb job_verb = {"test.give_up", give_up};
	job_id job = {env_next_id(c->env)};

	id[T_SCHOOL] = who->school.v;
	id[T_COUNTY] = who->desk->county.v;
	id[T_OFFICER] = (who->desk->county.v == w->zone.v ? w->zone_officer : w->county_officer)
	                        .appointment.v;
	id[T_CLASS] = who->class.v;
	id[T_PUPIL] = who->pupil.v;
	id[T_GUARDIAN] = who->family->guardian.v;
	id[T_STAFF] = who->staff.v;
	id[T_ACCOUNT] = who->family->account.v;
	id[T_APPOINTMENT] = who->family->appointment.v;
	c->actor = w->system;
	kit_do(c, &job_verb, &job);
	id[T_JOB] = job.v;
	id[T_MESSAGE] = place_message(c, who->family->account);
	paid(c, w, who, id);
	approval(c, who, id);
	payout(c, w, id);
	waiver(c, who, id);
	watched(c, w, who, id);
	sittings(c, w, id);
	settlement(c, w, who, id);
	forward(c, who, id);
	sent_file(c, who, id);
	money(c, who, id);
}

/* A1: the agency's course is what teacher, class head and agency have of their own. */
static void at_first_school(struct ctx *c, const struct kit_people *w, struct kit_term *t,
                            struct places *p)
{
	struct agreement_sign sign = {&t->offering[AGENCY], 1, 0, 0};
	struct enrol own = {.wish = {w->pupil[CHEN_YI], t->offering[AGENCY], t->course, false},
	                    .channel = S("page")};
	struct enrol other = {.wish = {w->pupil[LI], t->offering[CHESS], t->course, false},
	                      .channel = S("page")};

	as(c, &w->agency, &agreement_sign_verb, &sign);
	as(c, &w->clerk, &offering_staff_verb,
	   &(struct offering_staffing){t->offering[AGENCY], w->teacher_id, false});
	as(c, &w->clerk, &offering_staff_verb,
	   &(struct offering_staffing){t->offering[AGENCY], w->head_id, false});
	as(c, &w->father, &enrol_verb, &own);
	as(c, &w->li, &enrol_verb, &other);
	for (enum place i = OWN; i <= SAME_SCHOOL; i++) {
		p->id[i][T_TERM] = t->term.v;
		p->id[i][T_NOTICE] = t->notice.v;
		p->id[i][T_COURSE] = t->offering[CLAY].v;
		p->id[i][T_AGREEMENT] = i == OWN ? t->course.v : t->care.v;
		p->id[i][T_OFFERING] = t->offering[i == OWN ? AGENCY : CHESS].v;
		p->id[i][T_ENROLMENT] = (i == OWN ? own : other).result.id.v;
		p->id[i][T_AGENCY] = w->agency_id.v;
	}
}

/* The city's special fund of a year, whose evaluation is under way: one for all. */
static void special(struct ctx *c, const struct kit_people *w, struct places *p)
{
	struct special_open open = {.year = 2026, .total = {100000}, .document = S("预算")};

	c->actor = w->system;
	kit_do(c, &special_open_verb, &open);
	for (enum place i = 0; i < PLACES; i++)
		p->id[i][T_SPECIAL] = open.result;
}

/* August of each school, which had no sitting. */
static void subsidies(struct ctx *c, const struct kit_people *w, struct places *p)
{
	c->actor = w->system;
	for (enum place i = 0; i < PLACES; i++) {
		struct subsidy_open open = {.school = {p->id[i][T_SCHOOL]},
		                            .month = day(2026, 8, 1)};

		if (i != SAME_SCHOOL)
			kit_do(c, &subsidy_open_verb, &open);
		p->id[i][T_SUBSIDY] = i == SAME_SCHOOL ? p->id[OWN][T_SUBSIDY] : open.result;
	}
}

/* A draft of a rule set, the same for all of a county. */
static int64_t rules_draft(struct ctx *c, const struct actor *officer, const char *code)
{
	struct edition_draft d = {
		.body = str_printf(c->arena,
	                           "ruleset LOCAL\ntitle \"示例办法\"\nnumber none\nissuer "
	                           "\"教育局\"\n"
	                           "level county\nplace %s\nunder RS0\nissued 2026-08-01\n"
	                           "effective 2026-09-01 .. open\n"
	                           "case act \"强制参加\"\n  given act force_enrolment\n"
	                           "  expect outcome forbidden_by_rule\n",
	                           code)};

	c->actor = *officer;
	assert_ok(edition_draft_put(c, &d, NULL));
	return d.result.v;
}

int64_t place_simulation(struct ctx *c, const struct actor *asker, edition_id draft)
{
	struct simulation_start s = {.edition = draft};
	struct actor was = c->actor;

	c->actor = *asker;
	assert_ok(simulation_start(c, &s, NULL));
	c->actor = was;
	return s.result.v;
}

/* A sample pupil of the preview, the same for all of a county. */
static void samples(struct ctx *c, const struct kit_people *w, struct places *p)
{
	struct sample_put put = {.body = S("case act \"样例\"\n  given act tests\n")};

	as(c, &w->county_officer, &sample_put_verb, &put);
	for (enum place i = OWN; i <= OTHER_SCHOOL; i++)
		p->id[i][T_SAMPLE] = put.result.v;
	as(c, &w->zone_officer, &sample_put_verb, &put);
	p->id[OTHER_COUNTY][T_SAMPLE] = put.result.v;
}

/* One a county: no more than a few may be under way. */
static void simulations(struct ctx *c, const struct kit_people *w, struct places *p)
{
	edition_id own = {p->id[OWN][T_EDITION]}, zone = {p->id[OTHER_COUNTY][T_EDITION]};
	int64_t id = place_simulation(c, &w->county_officer, own);

	for (enum place i = OWN; i <= OTHER_SCHOOL; i++)
		p->id[i][T_SIMULATION] = id;
	p->id[OTHER_COUNTY][T_SIMULATION] = place_simulation(c, &w->zone_officer, zone);
}

static void zone_agency(struct ctx *c, const struct kit_people *w, int64_t *id)
{
	struct agency_new a = {.county = w->zone,
	                       .uscc = S("91350100M000100Y43"),
	                       .name = S("开发区艺术中心"),
	                       .contact_name = S("开发区联系人"),
	                       .contact_phone = S("13700000002")};

	c->actor = w->system;
	kit_do(c, &agency_add_verb, &a);
	id[T_AGENCY] = a.result.v;
}

void places_make(struct ctx *c, const struct kit_people *w, struct kit_term *ret_t,
                 struct places *ret_p)
{
	struct places *p = ret_p;
	const struct people who[PLACES] = {
		[OWN] = {w->a1, w->a1_31, 3, w->pupil[CHEN_YI], &w->father, &w->clerk,
	                 w->teacher_id},
		[SAME_SCHOOL] = {w->a1, w->a1_32, 3, w->pupil[LI], &w->li, &w->clerk, w->head_id},
		[OTHER_SCHOOL] = {w->a2, w->a2_71, 7, w->pupil[ZHOU], &w->zhou, &w->clerk2,
	                          w->teacher2.staff},
		[OTHER_COUNTY] = {w->z1, w->z1_31, 3, w->pupil[ZHENG], &w->zheng, &w->clerk_z,
	                          w->clerk_z.staff},
	};
	struct term_new zone = {.county = w->zone,
	                        .code = S("2026-1"),
	                        .first_day = day(2026, 9, 1),
	                        .last_day = day(2027, 1, 29)};

	memset(p, 0, sizeof *p);
	kit_term_make(c, w, ret_t);
	at_first_school(c, w, ret_t, p);
	c->actor = w->system;
	kit_do(c, &term_add_verb, &zone);
	school_term(c, w, &who[OTHER_SCHOOL], ret_t->term, p->id[OTHER_SCHOOL]);
	school_term(c, w, &who[OTHER_COUNTY], zone.result, p->id[OTHER_COUNTY]);
	p->id[OTHER_SCHOOL][T_AGENCY] = w->agency_id.v;
	zone_agency(c, w, p->id[OTHER_COUNTY]);
	p->id[OTHER_COUNTY][T_EDITION] = rules_draft(c, &w->zone_officer, "Z01");
	for (enum place i = OWN; i <= OTHER_SCHOOL; i++)
		p->id[i][T_EDITION] = rules_draft(c, &w->county_officer, "349901");
	samples(c, w, p);
	simulations(c, w, p);
	for (enum place i = OWN; i < PLACES; i++)
		common(c, w, &who[i], p->id[i]);
	subsidies(c, w, p);
	special(c, w, p);
}
