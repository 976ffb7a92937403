/* Numbers by their standards: the standards' own examples, invented ones with right checks, and
 * what public code often gets wrong. */
#include "../kit.h"
#include "base/text.h"
#include "people/idnum.h"

/* ---- 公民身份号码 ---- */

static enum idnum_flaw citizen(struct ctx *c, const char *s)
{
	struct citizen_id id;

	return citizen_id_read(c->arena, str_of(s), &id);
}

static void valid_citizen_numbers_are_accepted(void **state)
{
	static const char *const numbers[] = {
		"11010519491231002X", "440524188001010014", /* the examples of GB 11643 */
		"440524188001015368", "53010219200508011X",
		"341503201303050010", "341524201411221026",
		"341525201512312038", "341502201602293040", /* 29 February of a leap year */
		"341000201601010010",
	};
	struct ctx *c = kit_ctx(state);

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		assert_int_equal(citizen(c, numbers[i]), IDNUM_OK);
}

static void a_citizen_number_tells_region_birth_and_sex(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct citizen_id id;

	assert_int_equal(citizen_id_read(c->arena, S("341502201602293040"), &id), IDNUM_OK);
	assert_int_equal(id.region, 341502);
	assert_true(id.province_known);
	assert_str(date_text(c->arena, id.birth), "2016-02-29");
	assert_false(id.male);
	assert_int_equal(citizen_id_read(c->arena, S("341503201303050010"), &id), IDNUM_OK);
	assert_true(id.male);
}

static void full_width_lower_case_and_blanks_are_folded(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct citizen_id id;

	assert_int_equal(
		citizen_id_read(c->arena, S("　１１０１０５１９４９１２３１００２ｘ "), &id),
		IDNUM_OK);
	assert_str(id.number, "11010519491231002X");
	assert_int_equal(citizen_id_read(c->arena, S("53010219200508011x"), &id), IDNUM_OK);
	assert_str(id.number, "53010219200508011X");
}

static void a_wrong_check_date_length_or_character_is_named(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_int_equal(citizen(c, "110105194912310021"), IDNUM_CHECK);
	assert_int_equal(citizen(c, "341503201303050011"), IDNUM_CHECK);
	assert_int_equal(citizen(c, "341502201502293040"), IDNUM_DATE); /* 2015-02-29 */
	assert_int_equal(citizen(c, "341502201613013040"), IDNUM_DATE);
	assert_int_equal(citizen(c, "110105491231002"), IDNUM_OLD);
	assert_int_equal(citizen(c, "34150220160229304"), IDNUM_LENGTH);
	assert_int_equal(citizen(c, ""), IDNUM_LENGTH);
	assert_int_equal(citizen(c, "3.41502201602E+17"), IDNUM_LENGTH);
	assert_int_equal(citizen(c, "34150220160229304A"), IDNUM_CHARACTER);
	assert_int_equal(citizen(c, "X41502201602293040"), IDNUM_CHARACTER);
	assert_int_equal(citizen_id_read(c->arena, STR_NONE, &(struct citizen_id){0}),
	                 IDNUM_LENGTH);
}

/* Every other last character of a valid number is refused, and every swap of neighbours is seen. */
static void one_wrong_or_two_swapped_digits_never_pass(void **state)
{
	static const char valid[] = "341524201411221026";
	struct ctx *c = kit_ctx(state);
	char s[19];

	for (size_t at = 0; at < 18; at++) {
		for (const char *ch = "0123456789X"; *ch != '\0'; ch++) {
			memcpy(s, valid, sizeof s);
			s[at] = *ch;
			assert_int_equal(citizen(c, s) == IDNUM_OK, *ch == valid[at]);
		}
	}
	for (size_t at = 0; at + 1 < 18; at++) {
		memcpy(s, valid, sizeof s);
		s[at] = valid[at + 1];
		s[at + 1] = valid[at];
		assert_int_equal(citizen(c, s) == IDNUM_OK, valid[at] == valid[at + 1]);
	}
}

/* 寿县 moved from one city to another: numbers with its old prefixes are in every class there. */
static void a_withdrawn_or_unknown_region_only_warns(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct citizen_id id;

	assert_int_equal(citizen_id_read(c->arena, S("342422201403070013"), &id), IDNUM_OK);
	assert_int_equal(id.region, 342422);
	assert_true(id.province_known);
	assert_int_equal(citizen_id_read(c->arena, S("990000201403070012"), &id), IDNUM_OK);
	assert_false(id.province_known);
}

/* ---- 全国学籍号 ---- */

static enum idnum_flaw pupil(struct ctx *c, const char *s, struct pupil_number *n)
{
	return pupil_number_read(c->arena, str_of(s), n);
}

static void the_three_kinds_of_pupil_number_are_read(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct pupil_number n;

	assert_int_equal(pupil(c, "g341502201602293040", &n), IDNUM_OK);
	assert_int_equal(n.kind, 'G');
	assert_str(n.number, "G341502201602293040");
	assert_str(date_text(c->arena, n.birth), "2016-02-29");
	assert_int_equal(pupil(c, "L341502201603010AB1", &n), IDNUM_OK); /* no check digit */
	assert_int_equal(n.kind, 'L');
	assert_true(n.check_holds);
	assert_int_equal(pupil(c, "Ｊ341000201601010010", &n), IDNUM_OK);
	assert_int_equal(n.kind, 'J');
	assert_true(n.check_holds);
	assert_int_equal(pupil(c, "J341000201601010011", &n),
	                 IDNUM_OK); /* warned about, not refused */
	assert_false(n.check_holds);
}

static void a_pupil_number_of_another_shape_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct pupil_number n;

	assert_int_equal(pupil(c, "341502201602293040", &n), IDNUM_LENGTH);
	assert_int_equal(pupil(c, "1234567890123456", &n), IDNUM_LENGTH); /* a local card number */
	assert_int_equal(pupil(c, "H341502201602293040", &n), IDNUM_KIND);
	assert_int_equal(pupil(c, "G341502201602293041", &n), IDNUM_CHECK);
	assert_int_equal(pupil(c, "G341502201502293040", &n), IDNUM_DATE);
	assert_int_equal(pupil(c, "L3415022015022912AB", &n), IDNUM_DATE);
	assert_int_equal(pupil(c, "J34150220160229A040", &n), IDNUM_CHARACTER);
	assert_int_equal(pupil(c, "L34150220160229-040", &n), IDNUM_CHARACTER);
}

/* ---- 统一社会信用代码 ---- */

static enum idnum_flaw credit(struct ctx *c, const char *s)
{
	struct credit_code code;

	return credit_code_read(c->arena, str_of(s), &code);
}

static void valid_credit_codes_are_accepted(void **state)
{
	static const char *const codes[] = {
		"91350100M000100Y43", /* the example of GB 32100 */
		"91440300708461136T", "91110000802100433B", "91110108551385082Q",
		"91341500MA2X00019M", "52341500MJ0000018W", "12341500MB0000019M",
	};
	struct ctx *c = kit_ctx(state);
	struct credit_code code;

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		assert_int_equal(credit(c, codes[i]), IDNUM_OK);
	assert_int_equal(credit_code_read(c->arena, S("９１３４１５００ma2x00019m"), &code),
	                 IDNUM_OK);
	assert_str(code.number, "91341500MA2X00019M");
	assert_int_equal(code.region, 341500);
}

static void a_credit_code_must_pass_both_checks_and_its_alphabet(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_int_equal(credit(c, "91350100M000100Y4Z"), IDNUM_CHARACTER);
	assert_int_equal(credit(c, "91350200M000000510"), IDNUM_CHECK);
	assert_int_equal(credit(c, "91350100M000100Y44"), IDNUM_CHECK);
	assert_int_equal(credit(c, "9135010OM000100Y43"), IDNUM_CHARACTER); /* letter O */
	assert_int_equal(credit(c, "91350100I000100Y43"), IDNUM_CHARACTER);
	assert_int_equal(credit(c, "91350100S000100Y43"), IDNUM_CHARACTER);
	assert_int_equal(credit(c, "91350100V000100Y43"), IDNUM_CHARACTER);
	assert_int_equal(credit(c, "91350100M000100Y4"), IDNUM_LENGTH);
	assert_int_equal(credit(c, ""), IDNUM_LENGTH);
	/* The outer check holds, the one of the organisation code inside does not. */
	assert_int_equal(credit(c, "91350100M000100Y56"), IDNUM_CHECK);
}

static void every_single_wrong_character_of_a_credit_code_is_seen(void **state)
{
	static const char valid[] = "91341500MA2X00019M";
	struct ctx *c = kit_ctx(state);
	char s[19];

	for (size_t at = 0; at < 18; at++) {
		for (const char *ch = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"; *ch != '\0'; ch++) {
			memcpy(s, valid, sizeof s);
			s[at] = *ch;
			assert_int_equal(credit(c, s) == IDNUM_OK, *ch == valid[at]);
		}
	}
}

/* ---- school codes and telephones ---- */

static void school_codes_have_a_category_and_a_province(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct school_code s;

	assert_int_equal(school_code_read(c->arena, S("4111010001"), &s), IDNUM_OK);
	assert_int_equal(school_code_read(c->arena, S("２１３４１５０００１"), &s), IDNUM_OK);
	assert_str(s.number, "2134150001");
	assert_int_equal(s.category, 21);
	assert_int_equal(s.province, 34);
	assert_int_equal(school_code_read(c->arena, S("3134150001"), &s), IDNUM_OK);
	assert_int_equal(school_code_read(c->arena, S("21341500"), &s), IDNUM_LENGTH);
	assert_int_equal(school_code_read(c->arena, S("213415000A"), &s), IDNUM_CHARACTER);
	assert_int_equal(school_code_read(c->arena, S("2034150001"), &s), IDNUM_KIND);
	assert_int_equal(school_code_read(c->arena, S("2199150001"), &s), IDNUM_KIND);
}

static void mobile_numbers_become_eleven_digits(void **state)
{
	static const char *const same[] = {"19900000006",       "199-0000-0006",
	                                   "+86 199-0000-0006", "0086 19900000006",
	                                   "8619900000006",     "１９９ ００００ ０００６",
	                                   " 19900000006 "};
	struct ctx *c = kit_ctx(state);
	struct str n;

	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		assert_int_equal(mobile_read(c->arena, str_of(same[i]), &n), IDNUM_OK);
		assert_str(n, "19900000006");
	}
	assert_int_equal(mobile_read(c->arena, S("1990000000"), &n), IDNUM_LENGTH);
	assert_int_equal(mobile_read(c->arena, S(""), &n), IDNUM_LENGTH);
	assert_int_equal(mobile_read(c->arena, S("29900000006"), &n), IDNUM_KIND);
	assert_int_equal(mobile_read(c->arena, S("12900000006"), &n), IDNUM_KIND);
	assert_int_equal(mobile_read(c->arena, S("电话待补"), &n), IDNUM_CHARACTER);
	assert_int_equal(mobile_read(c->arena, S("1.99E+10"), &n), IDNUM_CHARACTER);
}

static void every_flaw_has_its_text(void **state)
{
	(void)state;
	assert_null(idnum_fault(IDNUM_OK));
	for (int f = IDNUM_OK + 1; f < IDNUM_FLAW_COUNT; f++)
		assert_true(fault_known(idnum_fault((enum idnum_flaw)f)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(valid_citizen_numbers_are_accepted),
		KIT_TEST(a_citizen_number_tells_region_birth_and_sex),
		KIT_TEST(full_width_lower_case_and_blanks_are_folded),
		KIT_TEST(a_wrong_check_date_length_or_character_is_named),
		KIT_TEST(one_wrong_or_two_swapped_digits_never_pass),
		KIT_TEST(a_withdrawn_or_unknown_region_only_warns),
		KIT_TEST(the_three_kinds_of_pupil_number_are_read),
		KIT_TEST(a_pupil_number_of_another_shape_is_refused),
		KIT_TEST(valid_credit_codes_are_accepted),
		KIT_TEST(a_credit_code_must_pass_both_checks_and_its_alphabet),
		KIT_TEST(every_single_wrong_character_of_a_credit_code_is_seen),
		KIT_TEST(school_codes_have_a_category_and_a_province),
		KIT_TEST(mobile_numbers_become_eleven_digits),
		KIT_TEST(every_flaw_has_its_text),
	};
	return KIT_RUN(tests);
}
