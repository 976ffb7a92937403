#include "../kit.h"

#include "base/phrase.h"

static void every_fault_of_the_frame_is_in_the_catalogue(void **state)
{
	const struct {
		const char *code;
		int status;
	} frame[] = {
		{"bad_input", 422},         {"missing_field", 422}, {"unknown_field", 422},
		{"duplicate_field", 422},   {"too_long", 422},      {"too_large", 413},
		{"not_utf8", 400},          {"bad_json", 400},      {"absent", 404},
		{"not_logged_in", 401},     {"not_allowed", 403},   {"method_not_allowed", 405},
		{"csrf_failed", 403},       {"rate_limited", 429},  {"key_reused", 409},
		{"key_too_long", 422},      {"busy", 503},          {"storage_full", 507},
		{"internal", 500},          {"bad_request", 400},   {"request_timeout", 408},
		{"unsupported_media", 415}, {"conflict", 409},      {"read_only", 503}};

	for (size_t i = 0; i < sizeof frame / sizeof *frame; i++) {
		const struct fault_text *f = fault_lookup(frame[i].code);

		assert_string_equal(f->code, frame[i].code);
		assert_int_equal(f->status, frame[i].status);
		assert_true(fault_known(frame[i].code));
	}
}

static void every_fault_says_what_happened_and_what_to_do_in_both_languages(void **state)
{
	for (size_t i = 0; i < fault_table_n; i++) {
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
			assert_true(fault_table[i].title[lang].n > 0);
			assert_true(fault_table[i].advice[lang].n > 0);
			assert_true(utf8_valid(fault_table[i].title[lang]));
		}
		assert_ptr_equal(fault_lookup(fault_table[i].code), &fault_table[i]);
	}
}

static void an_unknown_code_reads_as_our_own_failure(void **state)
{
	assert_string_equal(fault_lookup("no_such_code")->code, "internal");
	assert_string_equal(fault_lookup(NULL)->code, "internal");
	assert_string_equal(fault_lookup("")->code, "internal");
	assert_false(fault_known("no_such_code"));
}

static void every_text_is_found_by_its_name(void **state)
{
	for (int id = TEXT_NONE + 1; id < TEXT_COUNT; id++) {
		assert_int_equal(text_lookup_name(text_name((enum text_id)id)), id);
		assert_true(text(LANG_ZH, (enum text_id)id).n > 0);
		assert_true(text(LANG_EN, (enum text_id)id).n > 0);
	}
	assert_int_equal(text_lookup_name("no.such.text"), TEXT_NONE);
	assert_int_equal(text_lookup_name(""), TEXT_NONE);
	assert_str(text(LANG_ZH, TEXT_NONE), "");
}

static void placeholders_are_filled_in_the_order_of_the_language(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	const struct str args[] = {S("2"), S("{0}")};
	const enum text_id id = text_lookup_name("list.range");

	assert_int_equal(id, T_list_range);
	assert_str(text_fill(a, LANG_EN, id, (struct str[]){S("1"), S("20"), S("95")}, 3),
	           "1 to 20 of 95");
	assert_str(text_fill(a, LANG_ZH, id, (struct str[]){S("1"), S("20"), S("95")}, 3),
	           "共 95 条，第 1 至 20 条");
	/* an argument is not filled again, and a missing one is empty */
	assert_str(text_fill(a, LANG_EN, id, args, 2), "2 to {0} of ");
	assert_str(text_fill(a, LANG_EN, TEXT_NONE, args, 2), "");
}

static void a_phrase_is_shown_in_the_language_of_who_reads_it(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	struct phrase_part said[] = {PHRASE_SAID(S("a\x1f"
	                                           "b")),
	                             PHRASE_SAID(S("2026-09"))};
	struct str s = phrase_make(a, T_subsidy_title_of, said, 2);

	assert_true(phrase_is(s));
	assert_str(phrase_show(a, LANG_ZH, s), "a 2026-09 教职工补助");
	assert_str(phrase_show(a, LANG_EN, s), "Staff subsidy 2026-09, a");
	assert_str(phrase_show(a, LANG_EN, phrase_make(a, T_refund_title, NULL, 0)),
	           "After-school service refund");
	assert_false(phrase_is(S("9 月课程款")) || phrase_is(STR_NONE));
	assert_str(phrase_show(a, LANG_EN, S("9 月课程款")), "9 月课程款");
	assert_str(phrase_show(a, LANG_EN, S("\x1fno.such.text")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(every_fault_of_the_frame_is_in_the_catalogue),
		KIT_TEST(every_fault_says_what_happened_and_what_to_do_in_both_languages),
		KIT_TEST(an_unknown_code_reads_as_our_own_failure),
		KIT_TEST(every_text_is_found_by_its_name),
		KIT_TEST(placeholders_are_filled_in_the_order_of_the_language),
		KIT_TEST(a_phrase_is_shown_in_the_language_of_who_reads_it),
	};

	return KIT_RUN(tests);
}
