/* What a refusal is told under: the clause where a document speaks of it, none where none does. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "enrolment/judge.h"
#include "policy/conduct.h"

struct world {
	struct kit_people w;
	struct kit_term t;
};

static void begin(void **state, struct world *k)
{
	k->w = *kit_world(state);
	kit_term_make(kit_ctx(state), &k->w, &k->t);
}

static struct offering seats_now(struct ctx *c, const struct world *k, enum kit_offering o)
{
	struct offering out;

	assert_ok(store_read_begin(c));
	assert_ok(offering_load(c, k->t.offering[o], &out));
	store_read_end(c);
	return out;
}

static void r25_who_may_have_care_is_the_documents_to_say(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct standing s;
	struct refusal_note *no;
	size_t n;

	begin(state, &k);
	struct offering o = seats_now(c, &k, CARE);
	struct claim claim = {.offering = &o};
	struct pupil p;

	assert_ok(store_read_begin(c));
	assert_ok(pupil_load(c, k.w.pupil[CHEN_YI], &p));
	assert_ok(standing_load(c, &p, k.t.term, &s));
	assert_ok(judge(c, &s, &claim, &no, &n));
	assert_int_equal(n, 0);
	s.pupil.stage = STAGE_SENIOR;
	assert_ok(judge(c, &s, &claim, &no, &n));
	assert_true(n > 0);
	assert_string_equal(no[0].code, "not_eligible");
	assert_str(no[0].found, "高中");
	assert_true(str_some(no[0].clause) && str_some(no[0].document));
	s.pupil.stage = STAGE_PRIMARY;
	o.kind = KIND_EVENING_STUDY;
	assert_ok(judge(c, &s, &claim, &no, &n));
	assert_string_equal(no[0].code, "not_eligible");
	assert_str(no[0].found, "小学");
	store_read_end(c);
}

/* R8, R26: each refusal is told under its clause; where no document speaks it stands without. */
static void r8_a_refusal_stands_without_a_document_that_speaks_of_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct standing s;
	struct refusal_note *no;
	struct rules none = {0};
	size_t n;

	begin(state, &k);
	struct offering o = seats_now(c, &k, FIVES);
	struct claim claim = {.offering = &o};
	struct pupil p;

	assert_ok(store_read_begin(c));
	assert_ok(pupil_load(c, k.w.pupil[CHEN_YI], &p));
	assert_ok(standing_load(c, &p, k.t.term, &s));
	assert_ok(judge(c, &s, &claim, &no, &n));
	assert_string_equal(no[0].code, "not_eligible");
	assert_str(no[0].requirement, "R8");
	const struct rule *told = s.told[DUTY_SCOPE].rule;
	assert_true(told && s.told[DUTY_SCOPE].kept);
	assert_ok(judge(c, &s, &claim, &no, &n)); /* and not looked up again */
	assert_ptr_equal(s.told[DUTY_SCOPE].rule, told);
	assert_str(no[0].found, "3年级");
	c->lang = LANG_EN;
	assert_ok(judge(c, &s, &claim, &no, &n));
	assert_str(no[0].found, "Grade 3");
	c->lang = LANG_ZH;
	none.book = s.rules->book;
	struct charge charge =
		claim_charge(c, s.rules, &claim, &p, ID_NONE(enrolment_id), ctx_today(c));
	bool always;
	assert_null(require_told(c, &none, S("of_the_service"), &charge.facts, &always));
	assert_true(always && !c->fault.code);
	s.told[DUTY_SCOPE] = (struct told){true, NULL};
	assert_ok(judge(c, &s, &claim, &no, &n));
	assert_string_equal(no[0].code, "not_eligible");
	assert_false(str_some(no[0].clause));
	assert_true(str_some(no[0].found) && str_some(no[0].allowed));
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
