/* What a refusal is told under: the clause where a document speaks of it, none where none does. */
#include "seats.h"

#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/routes.h"
#include "policy/conduct.h"

/* What a first child of the third class stands with, asking for a service. */
struct asked {
	struct offering o;
	struct pupil p;
	struct standing s;
	struct claim claim;
	struct refusal_note *no;
	size_t n;
};

static void ask(struct ctx *c, const struct world *k, enum kit_offering o, struct asked *a)
{
	*a = (struct asked){.o = seats_now(c, k, o)};
	a->claim.offering = &a->o;
	assert_ok(store_read_begin(c));
	assert_ok(pupil_load(c, k->w.pupil[CHEN_YI], &a->p));
	assert_ok(standing_load(c, &a->p, k->t.term, &a->s));
	assert_ok(judge(c, &a->s, &a->claim, &a->no, &a->n));
}

static void ask_again(struct ctx *c, struct asked *a)
{
	assert_ok(judge(c, &a->s, &a->claim, &a->no, &a->n));
}

static void r25_who_may_have_care_is_the_documents_to_say(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct asked a;

	begin(state, &k);
	ask(c, &k, CARE, &a);
	assert_int_equal(a.n, 0);
	a.s.pupil.stage = STAGE_SENIOR;
	ask_again(c, &a);
	assert_true(a.n > 0);
	assert_string_equal(a.no[0].code, "not_eligible");
	assert_str(a.no[0].found, "高中");
	assert_true(str_some(a.no[0].clause) && str_some(a.no[0].document));
	a.s.pupil.stage = STAGE_PRIMARY;
	a.o.kind = KIND_EVENING_STUDY;
	ask_again(c, &a);
	assert_string_equal(a.no[0].code, "not_eligible");
	assert_str(a.no[0].found, "小学");
	store_read_end(c);
}

/* R8, R26: each refusal is told under its clause; where no document speaks it stands without. */
static void r8_a_refusal_stands_without_a_document_that_speaks_of_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct rules none = {0};
	struct world k;
	struct asked a;

	begin(state, &k);
	ask(c, &k, FIVES, &a);
	assert_string_equal(a.no[0].code, "not_eligible");
	assert_str(a.no[0].requirement, "R8");
	const struct rule *told = a.s.told[DUTY_SCOPE].rule;
	assert_true(told && a.s.told[DUTY_SCOPE].kept);
	ask_again(c, &a); /* and not looked up again */
	assert_ptr_equal(a.s.told[DUTY_SCOPE].rule, told);
	assert_str(a.no[0].found, "3年级");
	c->lang = LANG_EN;
	ask_again(c, &a);
	assert_str(a.no[0].found, "Grade 3");
	c->lang = LANG_ZH;
	none.book = a.s.rules->book;
	struct charge charge =
		claim_charge(c, a.s.rules, &a.claim, &a.p, ID_NONE(enrolment_id), ctx_today(c));
	bool always;
	assert_null(require_told(c, &none, S("of_the_service"), &charge.facts, &always));
	assert_true(always && !c->fault.code);
	a.s.told[DUTY_SCOPE] = (struct told){true, NULL};
	ask_again(c, &a);
	assert_string_equal(a.no[0].code, "not_eligible");
	assert_false(str_some(a.no[0].clause));
	assert_true(str_some(a.no[0].found) && str_some(a.no[0].allowed));
	store_read_end(c);
}

/* --- to whom it concerns, in either language ---------------------------------------------------
 */

struct told_as {
	enum kit_pupil pupil;
	enum kit_offering offering;
	const char *code, *requirement, *clause;
	const char *title[LANG_COUNT], *found[LANG_COUNT];
};

/* The clause is the document's own words, whatever the reader's; all that is ours is the reader's.
 */
static void told_in(struct kit_web *b, const struct world *k, const struct told_as *t,
                    enum lang lang)
{
	struct arena *a = b->c->arena;
	long long pupil = (long long)k->w.pupil[t->pupil].v;
	long long offering = (long long)k->t.offering[t->offering].v;
	const char *body = str_c(
		a,
		str_printf(a, "{\"pupil\":\"%lld\",\"offering\":\"%lld\",\"agreement\":\"%lld\"}",
	                   pupil, offering, (long long)k->t.course.v));
	const char *is[] = {t->code, t->requirement, t->clause, t->title[lang]};
	static const char *const member[] = {"code", "requirement", "clause", "title"};

	b->lang = lang;
	kit_web_login(b, t->pupil == HAN ? &k->w.han : &k->w.father);
	assert_true(kit_web_api(b, "POST", "/api/v1/enrolments", body) >= 400);
	for (size_t i = 0; i < sizeof is / sizeof *is; i++) {
		const char *said = str_c(a, str_printf(a, "\"%s\":\"%s\"", member[i], is[i]));

		if (!kit_web_shows(b, said))
			fail_msg("no %s in %.*s", said, STR_FMT(b->a.body));
	}
	assert_false(kit_web_shows(b, "\"document\":\"\""));
	if (t->found[lang] && !kit_web_shows(b, t->found[lang]))
		fail_msg("no %s in %.*s", t->found[lang], STR_FMT(b->a.body));
}

static void R8_R9_R26_a_refusal_tells_its_clause_in_either_language(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &enrolment_routes};
	static const struct told_as refusals[] = {
		{CHEN_YI,
	         CHESS,
	         "already_enrolled",
	         "R8",
	         "严禁拒绝有需求的学生参加课后服务;已经报了同一项服务的不再重复报名",
	         {"这个孩子已经报了这项服务", "This child is already enrolled in this service"},
	         {0}},
		{CHEN_YI,
	         SINGING,
	         "time_clash",
	         "R26",
	         "课后托管分普惠性托管和个性化课程两种模式;学生可以分别参加,同一时间只参加一项",
	         {"与孩子已报的另一项服务时间冲突",
	          "It clashes with another service this child has at that time"},
	         {"\"found\":\"与“", "\"found\":\"Overlaps with “"}},
		{CHEN_YI,
	         FIVES,
	         "not_eligible",
	         "R8",
	         "严禁拒绝有需求的学生参加课后服务;不是本校学生、不在招收的学段年级的除外",
	         {"这个孩子不在本项服务的招收范围内",
	          "This child is not among those the service is for"},
	         {"\"found\":\"3年级\"", "\"found\":\"Grade 3\""}},
		{HAN,
	         CHESS,
	         "notice_unconfirmed",
	         "R9",
	         "提前将服务时间、方式、内容等告知家长",
	         {"您还没有确认本学期的告知书", "You have not yet confirmed this term's notice"},
	         {0}},
	};
	struct ctx *c = kit_ctx(state);
	struct world k;

	begin(state, &k);
	c->actor = k.w.father;
	assert_ok(store_write(c, &enrol_verb,
	                      &(struct enrol){.wish = {k.w.pupil[CHEN_YI], k.t.offering[CHESS],
	                                               k.t.course, false},
	                                      .channel = S("page")}));
	struct kit_web b = kit_web_open(c, tables, 2);

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
			told_in(&b, &k, &refusals[i], (enum lang)lang);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r25_who_may_have_care_is_the_documents_to_say),
		KIT_FACT(r8_a_refusal_stands_without_a_document_that_speaks_of_it),
		KIT_FACT(R8_R9_R26_a_refusal_tells_its_clause_in_either_language),
	};

	return KIT_FACTS_RUN("told", facts);
}
