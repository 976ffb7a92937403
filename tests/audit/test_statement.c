/* Bank statements: taken in whole, or refused by name with nothing moved (R60). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "audit/statement.h"

#define TITLES "交易日期,交易流水号,收入金额,支出金额,账户余额,对方户名,摘要\n"
#define LINE_1 "2026-09-02,S001,\"1,000.00\",,1000.00,微信支付,9月1日结算\n"
#define LINE_2 "2026-09-03,S002,,250.50,749.50,示例艺术培训中心,课酬\n"
#define SUMS   "合计,,1000.00,250.50,,,\n"
#define WHOLE  "户名:示例县第一小学\n" TITLES LINE_1 LINE_2 SUMS

static bank_account_id account(void **state, const char *layout, bool footer)
{
	struct kit_people *w = kit_world(state);
	struct bank_account_put put = {.school = w->a1,
	                               .holder = S("示例县第一小学"),
	                               .bank = S("示例银行"),
	                               .number = S("6222 0000 0000 1234"),
	                               .layout = str_of(layout),
	                               .footer = footer};

	assert_ok(kit_try_as(kit_ctx(state), &w->county_officer, &bank_account_put_verb, &put));
	return put.result;
}

static enum err take(void **state, bank_account_id id, const char *file,
                     struct statement_row *ret_s)
{
	struct ctx *c = kit_ctx(state);

	if (c->tx)
		store_read_end(c);
	c->actor = kit_world(state)->county_officer;
	c->fault = (struct fault){0};
	return statement_take(c, id, S("9月.csv"), str_of(file), ret_s);
}

static int64_t taken(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct statement_row *v;
	int64_t total;
	size_t n;

	kit_read_as(c, &kit_world(state)->county_officer);
	assert_ok(statement_list(c, 0, 0, &v, &n, &total));
	store_read_end(c);
	assert_int_equal((int64_t)n, total);
	return total;
}

static void a_whole_statement_is_taken_in_R60(void **state)
{
	struct statement_row s;

	assert_ok(take(state, account(state, "", true), WHOLE, &s));
	assert_true(s.taken);
	assert_int_equal(s.lines, 2);
	assert_int_equal(s.in.fen, 100000);
	assert_int_equal(s.out.fen, 25050);
	assert_str(s.tail, "1234");
	assert_int_equal(kit_audited(kit_ctx(state), "statement_taken", "bank_statement", s.id.v),
	                 1);
}

static void the_same_file_twice_changes_nothing(void **state)
{
	bank_account_id id = account(state, "", true);
	struct statement_row one, two;

	assert_ok(take(state, id, WHOLE, &one));
	assert_ok(take(state, id, WHOLE, &two));
	assert_int_equal(one.id.v, two.id.v);
	assert_int_equal(taken(state), 1);
	assert_int_equal(kit_audited(kit_ctx(state), "statement_taken", "bank_statement", one.id.v),
	                 1);
}

static void lines_that_stand_in_two_statements_are_taken_once(void **state)
{
	bank_account_id id = account(state, "", false);
	struct statement_row s;

	assert_ok(take(state, id, TITLES LINE_1, &s));
	assert_ok(take(state, id, TITLES LINE_1 LINE_2, &s));
	assert_int_equal(s.lines, 2);
	assert_int_equal(s.known, 1);
	assert_fault(
		kit_ctx(state),
		take(state, id, TITLES "2026-09-02,S001,999.00,,999.00,微信支付,9月1日结算\n", &s),
		E_CONFLICT, "statement_line_changed");
	assert_int_equal(taken(state), 2);
}

static void gbk_and_other_titles_are_read(void **state)
{
	/* 日期,序号,金额 in GBK; one signed amount. */
	static const char gbk[] = "\xc8\xd5\xc6\xda,\xd0\xf2\xba\xc5,\xbd\xf0\xb6\xee\n"
				  "20260902,7,12.30\n20260903,8,-0.30\n";
	struct statement_row s;

	assert_ok(take(state, account(state, "serial=序号", false), gbk, &s));
	assert_int_equal(s.in.fen, 1230);
	assert_int_equal(s.out.fen, 30);
}

static void what_is_wrong_with_a_file_is_named_and_nothing_is_taken(void **state)
{
	static const struct {
		const char *file, *code;
	} v[] = {
		{TITLES LINE_1 LINE_2, "statement_footer_missing"},
		{TITLES LINE_1 SUMS, "statement_sums"},
		{TITLES LINE_1 LINE_1 SUMS, "statement_line_repeated"},
		{TITLES LINE_1 "2026-09-03,S002,,250.50,749.51,,\n" SUMS, "statement_balance"},
		{TITLES "2026-09-31,S001,1.00,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,1e3,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,0.1 + 0.2,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,-0,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,１２．３０,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,1.005,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,99999999999999999,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,1,000.00,,,\n" SUMS, "statement_sums"},
		{TITLES "2026-09-02,S001,\"10,00\",,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,S001,1.00,1.00,,,\n" SUMS, "statement_line_bad"},
		{TITLES "2026-09-02,,1.00,,,,\n" SUMS, "statement_line_bad"},
		{TITLES "合计,,0,0,,,\n", "statement_empty"},
		{"交易日期,收入金额\n" SUMS, "statement_titles"},
		{"\xff\xfe\xff garbage \x81\xff\n", "table_encoding"},
		{"", "table_empty"},
	};
	bank_account_id id = account(state, "", true);
	struct statement_row s;

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		enum err e = take(state, id, v[i].file, &s);
		const char *code = kit_ctx(state)->fault.code;

		if (e == OK || !code || strcmp(code, v[i].code) != 0)
			fail_msg("file %zu: %s, not %s", i, code ? code : err_name(e), v[i].code);
	}
	assert_int_equal(taken(state), 0);
}

static void an_account_is_entered_by_those_who_watch_the_money(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	bank_account_id id = account(state, "", true);
	struct bank_account_put put = {.id = id,
	                               .holder = S("甲"),
	                               .bank = S("乙"),
	                               .number = S("12345678"),
	                               .layout = S("colour=红")};
	struct statement_row s;

	assert_fault(c, kit_try_as(c, &w->county_officer, &bank_account_put_verb, &put), E_INPUT,
	             "statement_layout");
	put.layout = S("");
	put.number = S("1234x678");
	assert_fault(c, kit_try_as(c, &w->county_officer, &bank_account_put_verb, &put), E_INPUT,
	             "bad_input");
	put.number = S("12345678");
	assert_fault(c, kit_try_as(c, &w->teacher, &bank_account_put_verb, &put), E_DENIED,
	             "not_allowed");
	assert_fault(c, kit_try_as(c, &w->zone_officer, &bank_account_put_verb, &put), E_ABSENT,
	             "absent");
	assert_fault(c, kit_try_as(c, &w->leader2, &bank_account_put_verb, &put), E_ABSENT,
	             "absent");
	assert_ok(kit_try_as(c, &w->leader, &bank_account_put_verb, &put));
	c->actor = w->leader2;
	assert_fault(c, statement_take(c, id, S("x"), S(WHOLE), &s), E_ABSENT, "absent");
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(a_whole_statement_is_taken_in_R60),
		KIT_FACT(the_same_file_twice_changes_nothing),
		KIT_FACT(lines_that_stand_in_two_statements_are_taken_once),
		KIT_FACT(gbk_and_other_titles_are_read),
		KIT_FACT(what_is_wrong_with_a_file_is_named_and_nothing_is_taken),
		KIT_FACT(an_account_is_entered_by_those_who_watch_the_money),
	};

	return KIT_FACTS_RUN("audit", facts);
}
