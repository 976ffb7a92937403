/* Fiscal e-receipts: handed to the issuing platform, answered, taken back. */
#include "scene.h"

#include "../kit_web.h"
#include "auth/auth.h"
#include "payments/fiscal.h"
#include "payments/pages.h"
#include "payments/routes.h"

static const struct import_kind *const KINDS[] = {&import_receipts};
#define TITLE "收据号,票据代码,票据号码,校验码,类型\n"

static struct receipt receipt_of(struct scene *s, enum kit_pupil pupil, size_t at)
{
	struct receipt *v;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(receipt_list(s->c, s->w->pupil[pupil], s->t.term, &v, &n));
	store_read_end(s->c);
	assert_true(at < n);
	return v[at];
}

static struct import_summary take(struct scene *s, const char *lines)
{
	struct import_summary sum;

	s->c->actor = s->w->finance;
	assert_ok(fiscal_take(s->c, S("answers.csv"), str_printf(s->c->arena, TITLE "%s", lines),
	                      &sum));
	return sum;
}

static struct import_summary answered(struct scene *s, struct str number, const char *rest)
{
	return take(
		s, str_c(s->c->arena, str_printf(s->c->arena, "%.*s,%s\n", STR_FMT(number), rest)));
}

static void hand_over(struct scene *s)
{
	struct fiscal_export a = {.term = s->t.term};

	assert_ok(kit_try_as(s->c, &s->w->finance, &fiscal_export_verb, &a));
	assert_false(a.left);
}

static struct scene paid(void **state)
{
	struct scene s = scene_of(state);

	import_use(KINDS, 1);
	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	return s;
}

static size_t waiting(struct scene *s, struct fiscal_line **ret_v)
{
	size_t n;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(fiscal_lines(s->c, s->w->a1, s->t.term, ret_v, &n));
	store_read_end(s->c);
	return n;
}

static void what_was_handed_over_is_answered_and_leaves_the_file(void **state)
{
	struct scene s = paid(state);
	struct import_summary sum;
	struct fiscal_line *v;
	struct str number;
	struct receipt k;

	assert_int_equal(waiting(&s, &v), 1);
	assert_int_equal(v[0].amount.fen, 10000);
	assert_false(v[0].back);
	number = v[0].number;
	hand_over(&s);
	assert_str(receipt_of(&s, CHEN_YI, 0).fiscal_state, "exported");
	assert_int_equal(waiting(&s, &v), 1); /* until it is answered */
	sum = answered(&s, number, "34060126,0000000001,a1b2c3,");
	assert_int_equal(sum.done, 1);
	k = receipt_of(&s, CHEN_YI, 0);
	assert_str(k.fiscal_state, "issued");
	assert_str(k.fiscal_number, "0000000001");
	assert_str(k.fiscal_check, "a1b2c3");
	assert_int_equal(waiting(&s, &v), 0);
}

static void the_same_answers_twice_change_nothing_and_others_are_named(void **state)
{
	struct scene s = paid(state);
	struct import_summary sum;
	struct str number = receipt_of(&s, CHEN_YI, 0).number;

	hand_over(&s);
	answered(&s, number, "34060126,0000000001,a1b2c3,开具");
	sum = answered(&s, number, "34060126,0000000001,a1b2c3,开具");
	assert_int_equal(sum.same, 1);
	assert_int_equal(sum.bad, 0);
	sum = answered(&s, number, "34060126,0000000002,a1b2c3,开具");
	assert_int_equal(sum.bad, 1);
	assert_string_equal(sum.problem[0].code, "receipt_fiscal_differs");
	assert_str(receipt_of(&s, CHEN_YI, 0).fiscal_number, "0000000001");
}

static void bad_rows_are_told_one_by_one_and_the_good_ones_taken(void **state)
{
	struct scene s = paid(state);
	struct import_summary sum;
	struct str number = receipt_of(&s, CHEN_YI, 0).number;

	sum = answered(&s, number, "34060126,0000000001,a1b2c3,");
	assert_int_equal(sum.bad, 1);
	assert_string_equal(sum.problem[0].code, "receipt_not_exported");
	hand_over(&s);
	sum = take(&s, str_c(s.c->arena, str_printf(s.c->arena,
	                                            "X-1,34060126,0000000009,a1b2c3,\n"
	                                            "%.*s,34060126,0000000001,a1b2c3,冲红\n"
	                                            "%.*s,34060126,0000000001,a1b2c3,\n",
	                                            STR_FMT(number), STR_FMT(number))));
	assert_int_equal(sum.done, 1);
	assert_int_equal(sum.bad, 2);
	assert_int_equal(sum.problem[0].number, 2);
	assert_string_equal(sum.problem[0].code, "import_receipt_unknown");
	assert_string_equal(sum.problem[1].code, "receipt_not_reversed");
	sum = answered(&s, number, "34-0126,1,a1b2c3,");
	assert_int_equal(sum.bad, 1);
	assert_string_equal(sum.problem[0].code, "receipt_fiscal_malformed");
}

static void a_number_of_another_receipt_is_refused(void **state)
{
	struct scene s = paid(state);
	struct import_summary sum;

	scene_enrol(&s, &s.w->wang, WANG, SINGING);
	scene_paid(&s, WANG, "D-2");
	hand_over(&s);
	answered(&s, receipt_of(&s, CHEN_YI, 0).number, "34060126,0000000001,a1b2c3,");
	sum = answered(&s, receipt_of(&s, WANG, 0).number, "34060126,0000000001,a1b2c3,");
	assert_int_equal(sum.bad, 1);
	assert_string_equal(sum.problem[0].code, "receipt_fiscal_taken");
}

/* The counter's entry is taken back, so the receipt is reversed and has to be at the platform. */
static void a_reversed_receipt_is_taken_back_at_the_platform(void **state)
{
	struct scene s = paid(state);
	struct receipt k = receipt_of(&s, CHEN_YI, 0);
	struct reversal_ask ask = {.payment = k.payment, .reason = S("录错")};
	struct reversal_decide yes = {.payment = k.payment, .accept = true};
	struct import_summary sum;
	struct fiscal_line *v;

	hand_over(&s);
	answered(&s, k.number, "34060126,0000000001,a1b2c3,");
	assert_ok(kit_try_as(s.c, &s.w->finance, &reversal_ask_verb, &ask));
	assert_ok(kit_try_as(s.c, &s.w->leader, &reversal_decide_verb, &yes));
	assert_str(receipt_of(&s, CHEN_YI, 0).fiscal_state, "to_reverse");
	assert_int_equal(waiting(&s, &v), 1);
	assert_true(v[0].back);
	assert_str(v[0].of_number, "0000000001");
	sum = answered(&s, k.number, "34060127,0000000002,d4e5f6,冲红");
	assert_int_equal(sum.done, 1);
	assert_str(receipt_of(&s, CHEN_YI, 0).fiscal_state, "reversed");
	assert_str(receipt_of(&s, CHEN_YI, 0).fiscal_number, "0000000001");
	sum = answered(&s, k.number, "34060127,0000000002,d4e5f6,冲红");
	assert_int_equal(sum.same, 1);
	assert_int_equal(waiting(&s, &v), 0);
}

static void the_desk_alone_takes_answers_in(void **state)
{
	struct scene s = paid(state);
	struct import_summary sum;

	s.c->actor = s.w->clerk;
	assert_fault(s.c, fiscal_take(s.c, S("a.csv"), S(TITLE), &sum), E_DENIED, "not_allowed");
}

static void the_file_leaves_for_a_reason_and_the_public_page_names_the_number(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct scene s = paid(state);
	struct receipt k = receipt_of(&s, CHEN_YI, 0);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	const char *look =
		str_c(s.c->arena, str_printf(s.c->arena, "/receipts?code=%.*s", STR_FMT(k.code)));

	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, "/school/fiscal"), 200);
	assert_true(kit_web_shows(&b, str_c(s.c->arena, k.number)));
	assert_int_equal(kit_web_post(&b, "/school/fiscal/export.csv", "&reason="), 422);
	assert_int_equal(kit_web_post(&b, "/school/fiscal/export.csv", "&reason=platform"), 200);
	assert_true(kit_web_shows(&b, "100.00"));
	assert_str(receipt_of(&s, CHEN_YI, 0).fiscal_state, "exported");
	answered(&s, k.number, "34060126,0000000001,a1b2c3,");
	assert_int_equal(kit_web_get(&b, look), 200);
	assert_true(kit_web_shows(&b, "0000000001"));
	assert_true(kit_web_shows(&b, "a1b2c3"));
	kit_web_close(&b);
}

static void a_family_reads_and_takes_along_what_the_platform_returned(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &payments_routes};
	struct scene s = paid(state);
	struct receipt k = receipt_of(&s, CHEN_YI, 0);
	struct kit_web b = kit_web_open(s.c, tables, 2);
	struct arena *a = s.c->arena;
	long long pupil = (long long)s.w->pupil[CHEN_YI].v, term = (long long)s.t.term.v;
	const char *pay = str_c(a, str_printf(a, "/pupils/%lld/pay", pupil));
	const char *csv =
		str_c(a, str_printf(a, "/pupils/%lld/receipts/export.csv?term=%lld", pupil, term));
	const char *xlsx = str_c(a, str_printf(a, "/pupils/%lld/receipts/export.xlsx", pupil));
	static const char *const said[] = {"34060126", "0000000001", "a1b2c3"};

	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_get(&b, pay), 200);
	assert_true(kit_web_shows(&b, str_c(a, k.number)));
	assert_false(kit_web_shows(&b, said[1]));
	hand_over(&s);
	answered(&s, k.number, "34060126,0000000001,a1b2c3,");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(kit_web_get(&b, i ? csv : pay), 200);
		assert_true(kit_web_shows(&b, str_c(a, k.code)));
		assert_true(kit_web_shows(
			&b, str_c(a, text(LANG_ZH, word_label("fiscal.state", S("issued"))))));
		for (size_t j = 0; j < 3; j++)
			assert_true(kit_web_shows(&b, said[j]));
		if (i == 0)
			assert_true(kit_web_shows(&b, csv));
	}
	assert_int_equal(kit_web_get(&b, xlsx), 200);
	assert_true(str_starts(b.a.body, S("PK")));
	kit_web_login(&b, &s.w->wang);
	assert_int_equal(kit_web_get(&b, csv), 404);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(what_was_handed_over_is_answered_and_leaves_the_file),
		KIT_FACT(the_same_answers_twice_change_nothing_and_others_are_named),
		KIT_FACT(bad_rows_are_told_one_by_one_and_the_good_ones_taken),
		KIT_FACT(a_number_of_another_receipt_is_refused),
		KIT_FACT(a_reversed_receipt_is_taken_back_at_the_platform),
		KIT_FACT(the_desk_alone_takes_answers_in),
		KIT_FACT(a_family_reads_and_takes_along_what_the_platform_returned),
		KIT_FACT(the_file_leaves_for_a_reason_and_the_public_page_names_the_number),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments fiscal", facts);
	scene_end(NULL);
	return rc;
}
