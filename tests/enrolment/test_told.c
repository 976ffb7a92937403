/* What a refusal is told under: the clause where a document speaks of it, none where none does. */
#include "seats.h"

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

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r25_who_may_have_care_is_the_documents_to_say),
		KIT_FACT(r8_a_refusal_stands_without_a_document_that_speaks_of_it),
	};

	return KIT_FACTS_RUN("told", facts);
}
