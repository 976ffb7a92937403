/* Money going out: batches, the bank file, what the bank says (R60, R71). */
#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_web.h"

#include "auth/auth.h"
#include "docs/table.h"
#include "money/approval.h"
#include "money/payout.h"
#include "money/routes.h"
#include "world.sql.h"

struct scene {
	struct ctx *c;
	struct kit_people *w;
	payout_id batch;
	payout_line_id line[3];
	int64_t lines;
	struct str title; /* none: one that was typed */
};

static struct payout_line_new line_of(const struct scene *s, int64_t cause)
{
	struct payout_line_new l = {.payee = S("示例艺术培训中心"),
	                            .number = S("6222 0000 1111 2222"),
	                            .bank = S("示例银行示例支行"),
	                            .amount = {123450},
	                            .purpose = S("9 月课程款"),
	                            .cause = "test",
	                            .cause_id = cause};

	l.debit = (struct leg){LEDGER_STAFF_PAYABLE, LEG_OF(s->w->a1), {0}};
	l.credit = (struct leg){LEDGER_BANK, LEG_OF(s->w->a1), {0}};
	return l;
}

struct making {
	struct scene *s;
	struct payout_line_new line;
	int64_t n;
};

static enum err make_run(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct payout_new b = {m->s->w->county, m->s->w->a1,
	                       str_some(m->s->title) ? m->s->title : S("9 月课程款")};

	TRY(payout_begin(c, &b, &m->s->batch));
	for (m->s->lines = 0; m->s->lines < m->n; m->s->lines++) {
		TRY(payout_line_add(c, m->s->batch, &m->line, &m->s->line[m->s->lines]));
		m->line.cause_id++;
	}
	return OK;
}
static const struct verb make_verb = {"test.payout", make_run};

static enum err make(struct scene *s, const struct payout_line_new *line, int64_t n)
{
	struct making m = {s, *line, n};

	return kit_try_as(s->c, &s->w->finance, &make_verb, &m);
}

/* Three lines of 1,234.50 for the school. */
static struct scene scene_of(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct payout_line_new l = line_of(&s, 1);

	assert_ok(make(&s, &l, 3));
	return s;
}

static enum err submit(struct scene *s)
{
	struct payout_submit a = {s->batch};

	return kit_try_as(s->c, &s->w->finance, &payout_submit_verb, &a);
}

static enum err take_file(struct scene *s)
{
	struct payout_export a = {s->batch};

	return kit_try_as(s->c, &s->w->finance, &payout_export_verb, &a);
}

static enum err decide(struct scene *s, enum approval_word word)
{
	struct approval_state st;
	struct approval_say a = {.word = word, .reason = S("看过了")};

	kit_read_as(s->c, &s->w->leader);
	assert_ok(approval_state_of(s->c, APPROVE_PAYOUT, s->batch.v, &st));
	store_read_end(s->c);
	a.approval = st.id;
	return kit_try_as(s->c, &s->w->leader, &approval_say_verb, &a);
}

static void exported(struct scene *s)
{
	assert_ok(submit(s));
	assert_ok(decide(s, APPROVED));
	assert_ok(take_file(s));
}

static enum err bank_says(struct scene *s, int i, bool paid, const char *reason)
{
	struct payout_said a = {s->line[i], paid, ctx_today(s->c),
	                        reason ? str_of(reason) : STR_NONE};

	return kit_try_as(s->c, &s->w->finance, &payout_said_verb, &a);
}

static int64_t posted(struct scene *s, const char *account)
{
	struct money m;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(q_posted(s->c, str_of(account), s->w->a1.v, &m));
	store_read_end(s->c);
	return m.fen;
}

static struct str file_of(struct scene *s, bool gbk)
{
	struct payout_line *v;
	struct payout p;
	struct str bytes;
	size_t n;

	kit_read_as(s->c, &s->w->finance);
	assert_ok(payout_get(s->c, s->batch, &p));
	assert_ok(payout_lines(s->c, &p, &v, &n));
	store_read_end(s->c);
	assert_ok(payout_file(s->c, &p, v, n, gbk, &bytes));
	return bytes;
}

static void r60_no_file_without_a_second_person_and_none_after_a_return(void **state)
{
	struct scene s = scene_of(state);

	assert_fault(s.c, take_file(&s), E_REFUSED, "not_approved");
	assert_ok(submit(&s));
	assert_fault(s.c, take_file(&s), E_REFUSED, "not_approved");
	assert_ok(decide(&s, RETURNED));
	assert_fault(s.c, take_file(&s), E_REFUSED, "not_approved");
	assert_str(s.c->fault.found, "看过了");
	assert_ok(submit(&s));
	assert_ok(decide(&s, APPROVED));
	assert_ok(take_file(&s));
	assert_int_equal(posted(&s, "bank"), 0); /* a file moves nothing */
}

static void r60_paid_posts_once_and_returned_takes_it_back(void **state)
{
	struct scene s = scene_of(state);

	assert_fault(s.c, bank_says(&s, 0, true, NULL), E_REFUSED, "payout_not_exported");
	exported(&s);
	assert_ok(bank_says(&s, 0, true, NULL));
	assert_ok(bank_says(&s, 0, true, NULL));
	assert_int_equal(posted(&s, "bank"), -123450);
	assert_int_equal(posted(&s, "staff_payable"), 123450);
	assert_fault(s.c, bank_says(&s, 0, false, NULL), E_INPUT, "missing_field");
	assert_ok(bank_says(&s, 0, false, "户名不符"));
	assert_int_equal(posted(&s, "bank"), 0);
	assert_int_equal(posted(&s, "staff_payable"), 0);
	assert_fault(s.c, bank_says(&s, 0, true, NULL), E_CONFLICT, "payout_line_over");
	assert_ok(bank_says(&s, 1, false, "销户")); /* never paid: nothing to take back */
	assert_int_equal(posted(&s, "bank"), 0);
}

static void what_came_back_is_paid_by_another_batch_and_nothing_twice(void **state)
{
	struct scene s = scene_of(state), again = s;
	struct payout_line_new l = line_of(&s, 1);

	assert_fault(s.c, make(&again, &l, 1), E_CONFLICT, "payout_twice");
	exported(&s);
	assert_ok(bank_says(&s, 0, true, NULL));
	assert_fault(s.c, make(&again, &l, 1), E_CONFLICT, "payout_twice");
	assert_ok(bank_says(&s, 0, false, "户名不符"));
	assert_ok(make(&again, &l, 1));
}

static void a_batch_given_up_frees_what_it_would_have_paid(void **state)
{
	struct scene s = scene_of(state), again = s;
	struct payout_line_new l = line_of(&s, 1);
	struct payout_cancel a = {s.batch, STR_NONE};

	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payout_cancel_verb, &a), E_INPUT,
	             "missing_field");
	a.reason = S("账号有误");
	assert_ok(submit(&s));
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payout_cancel_verb, &a), E_CONFLICT,
	             "approval_waiting");
	assert_ok(decide(&s, RETURNED));
	assert_ok(kit_try_as(s.c, &s.w->finance, &payout_cancel_verb, &a));
	assert_fault(s.c, submit(&s), E_CONFLICT, "payout_closed");
	assert_str(s.c->fault.found, "已作废");
	assert_ok(make(&again, &l, 1));
	exported(&again);
	a.payout = again.batch;
	assert_fault(s.c, kit_try_as(s.c, &s.w->finance, &payout_cancel_verb, &a), E_CONFLICT,
	             "payout_closed");
}

static void bad_lines_are_refused_by_name(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	const struct {
		const char *field, *payee, *number, *bank, *purpose;
		int64_t fen;
	} v[] = {
		{"payee", "", "62220000", "行", "款", 1},
		{"payee", "=HYPERLINK(1)", "62220000", "行", "款", 1},
		{"number", "人", "6222000", "行", "款", 1},
		{"number", "人", "62220000a", "行", "款", 1},
		{"number", "人", "622200001111222233334444555566667", "行", "款", 1},
		{"bank", "人", "62220000", "+1", "款", 1},
		{"purpose", "人", "62220000", "行", "", 1},
		{"amount", "人", "62220000", "行", "款", 0},
		{"amount", "人", "62220000", "行", "款", -1},
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		struct payout_line_new l = line_of(&s, 1);

		l.payee = str_of(v[i].payee);
		l.number = str_of(v[i].number);
		l.bank = str_of(v[i].bank);
		l.purpose = str_of(v[i].purpose);
		l.amount.fen = v[i].fen;
		assert_int_equal(make(&s, &l, 1), E_INPUT);
		assert_str(s.c->fault.field, v[i].field);
		assert_false(str_eq(s.c->fault.found, l.number)); /* a number is never told back */
	}
}

static void a_batch_is_moved_by_the_money_roles_of_its_place_alone(void **state)
{
	struct scene s = scene_of(state);
	struct payout_submit a = {s.batch};
	const struct actor *denied[] = {&s.w->clerk,
	                                &s.w->teacher,
	                                &s.w->county_officer,
	                                &s.w->county_finance,
	                                &s.w->county_hr,
	                                &s.w->agency,
	                                NULL};
	const struct actor *absent_for[] = {&s.w->finance2, &s.w->leader2, &s.w->zone_finance,
	                                    NULL};

	for (size_t i = 0; denied[i]; i++)
		assert_fault(s.c, kit_try_as(s.c, denied[i], &payout_submit_verb, &a), E_DENIED,
		             "not_allowed");
	for (size_t i = 0; absent_for[i]; i++)
		assert_fault(s.c, kit_try_as(s.c, absent_for[i], &payout_submit_verb, &a), E_ABSENT,
		             "absent");
}

static void the_bank_file_is_the_same_bytes_with_count_and_sum(void **state)
{
	struct scene s = scene_of(state);
	struct str first, again, gbk;
	TABLE_AUTO t = NULL;
	const struct table_row *r;
	size_t at;

	exported(&s);
	first = file_of(&s, false);
	assert_true(str_find(first, S("\r\n合计,3,3703.50\r\n"), &at));
	assert_true(str_find(first, S("示例艺术培训中心,6222000011112222,示例银行示例支行,1234.50"),
	                     &at));
	assert_ok(bank_says(&s, 0, true, NULL));
	kit_advance(state, 86400 * INT64_C(1000000));
	assert_ok(take_file(&s));
	again = file_of(&s, false);
	assert_true(str_eq(first, again));
	gbk = file_of(&s, true);
	assert_false(str_eq(first, gbk));
	assert_ok(table_open(s.c, gbk, S("file"), NULL, &t)); /* read back as Excel would */
	assert_ok(table_next(s.c, t, &r));
	assert_str(table_cell(r, 0).text, "批次");
	assert_int_equal(kit_audited(s.c, "exported", "payout", s.batch.v), 2);
}

static void a_name_that_gbk_lacks_is_named_and_utf8_holds_it(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct payout_line_new l = line_of(&s, 1);
	struct payout_line *v;
	struct payout p;
	struct str bytes;
	size_t n;

	l.payee = S("孙𠮷");
	assert_ok(make(&s, &l, 1));
	exported(&s);
	file_of(&s, false);
	kit_read_as(s.c, &s.w->finance);
	assert_ok(payout_get(s.c, s.batch, &p));
	assert_ok(payout_lines(s.c, &p, &v, &n));
	store_read_end(s.c);
	assert_fault(s.c, payout_file(s.c, &p, v, n, true, &bytes), E_INPUT, "not_in_gbk");
	assert_str(s.c->fault.found, "孙𠮷");
}

static void the_desk_leads_a_batch_from_draft_to_paid(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &approval_routes,
	                                              &payout_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 3);
	const char *page =
		str_c(s.c->arena, str_printf(s.c->arena, "/payouts/%lld", (long long)s.batch.v));
	const char *to = page;
	struct str today = date_text(s.c->arena, ctx_today(s.c));
#define TO(what) str_c(s.c->arena, str_printf(s.c->arena, "%s/%s", to, what))

	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_true(kit_web_shows(&b, "****2222"));
	assert_false(kit_web_shows(&b, "6222000011112222"));
	assert_int_equal(kit_web_post(&b, TO("file"), "&charset=gbk"), 409);
	assert_int_equal(kit_web_post(&b, TO("submission"), ""), 303);
	assert_ok(decide(&s, APPROVED));
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, TO("file"), "&charset=utf-8"), 200);
	assert_true(kit_web_shows(&b, "6222000011112222"));
	assert_int_equal(kit_web_get(&b, page), 200);
	assert_int_equal(kit_web_post(&b, TO("paid"), "&paid_day=2020-01-01"), 422);
	assert_int_equal(kit_web_post(&b, TO("paid"),
	                              str_c(s.c->arena, str_printf(s.c->arena, "&paid_day=%.*s",
	                                                           STR_FMT(today)))),
	                 303);
	assert_int_equal(posted(&s, "bank"), -3 * 123450);
	assert_int_equal(kit_web_api(&b, "GET",
	                             str_c(s.c->arena, str_printf(s.c->arena, "/api/v1%s", page)),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"paid_fen\":370350"));
	assert_false(kit_web_shows(&b, "6222000011112222"));
	kit_web_close(&b);
}

/* R71: who decides about a batch reads what it is, whatever the language of who made it. */
static void title_reads(struct scene *s, struct kit_web *b, enum lang lang, const char *title)
{
	struct arena *a = s->c->arena;
	long long id = (long long)s->batch.v;

	b->lang = lang;
	kit_web_login(b, &s->w->leader);
	assert_int_equal(kit_web_get(b, "/payouts"), 200);
	assert_true(kit_web_shows(b, title));
	assert_int_equal(kit_web_get(b, str_c(a, str_printf(a, "/payouts/%lld", id))), 200);
	assert_true(kit_web_shows(b, title));
	assert_int_equal(
		kit_web_api(b, "GET", str_c(a, str_printf(a, "/api/v1/payouts/%lld", id)), NULL),
		200);
	assert_true(kit_web_shows(b, title));
	assert_int_equal(kit_web_get(b, "/approvals"), 200);
	assert_true(kit_web_shows(b, title));
}

static void r71_a_title_the_program_gives_is_read_in_the_readers_language(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &approval_routes,
	                                              &payout_routes};
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};
	struct phrase_part said[] = {PHRASE_SAID(S("一小")), PHRASE_SAID(S("2026-09"))};
	struct kit_web b = kit_web_open(s.c, tables, 3);

	s.title = phrase_make(s.c->arena, T_subsidy_title_of, said, 2);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) { /* of the maker */
		struct payout_line_new l = line_of(&s, 1 + lang);

		s.c->lang = (enum lang)lang;
		assert_ok(make(&s, &l, 1));
		assert_ok(submit(&s));
		s.c->lang = LANG_ZH;
		title_reads(&s, &b, LANG_ZH, "一小 2026-09 教职工补助");
		title_reads(&s, &b, LANG_EN, "Staff subsidy 2026-09, 一小");
		assert_ok(decide(&s, APPROVED));
	}
	kit_web_close(&b);
}

/* So do those made before titles were kept as phrases: they stand as they are. */
static void a_title_that_was_typed_reads_the_same_in_both_languages(void **state)
{
	static const struct routes *const tables[] = {&auth_routes, &approval_routes,
	                                              &payout_routes};
	struct scene s = scene_of(state);
	struct kit_web b = kit_web_open(s.c, tables, 3);

	assert_ok(submit(&s));
	title_reads(&s, &b, LANG_ZH, "9 月课程款");
	title_reads(&s, &b, LANG_EN, "9 月课程款");
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r60_no_file_without_a_second_person_and_none_after_a_return),
		KIT_FACT(r60_paid_posts_once_and_returned_takes_it_back),
		KIT_FACT(what_came_back_is_paid_by_another_batch_and_nothing_twice),
		KIT_FACT(a_batch_given_up_frees_what_it_would_have_paid),
		KIT_FACT(bad_lines_are_refused_by_name),
		KIT_FACT(a_batch_is_moved_by_the_money_roles_of_its_place_alone),
		KIT_FACT(the_bank_file_is_the_same_bytes_with_count_and_sum),
		KIT_FACT(a_name_that_gbk_lacks_is_named_and_utf8_holds_it),
		KIT_FACT(the_desk_leads_a_batch_from_draft_to_paid),
		KIT_FACT(r71_a_title_the_program_gives_is_read_in_the_readers_language),
		KIT_FACT(a_title_that_was_typed_reads_the_same_in_both_languages),
	};

	return KIT_FACTS_RUN("money payout", facts);
}
