/* Messages: kept sealed, shown to their reader alone. */
#include "../auth/house.h"

#include "jobs/message.h"
#include "jobs/message.sql.h"

struct note {
	account_id to;
	enum text_id text;
	struct str args[MESSAGE_ARGS + 1];
	size_t n;
	struct str link;
};

static enum err note_run(struct ctx *c, void *arg)
{
	const struct note *x = arg;

	TRY(message_put(c, x->to, x->text, x->args, x->n, x->link));
	return audit_put(c, "noted", "message", 1, ID_NONE(county_id), S("{}"));
}

static int64_t unread(struct ctx *c, account_id account)
{
	int64_t n;

	c->actor.account = account;
	assert_ok(store_read_begin(c));
	assert_ok(message_unread(c, &n));
	store_read_end(c);
	return n;
}

static void a_message_reaches_its_reader_alone(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id a = house_account(c, S("u1"), STR_NONE), b = house_account(c, S("u2"), STR_NONE);
	struct note x = {a, T_auth_session_times, {S("陈一"), S("B")}, 2, S("/bills")};
	struct q_message_list_row *rows;
	size_t n;

	assert_ok(house_write(c, note_run, &x));
	assert_int_equal(unread(c, a), 1);
	assert_int_equal(unread(c, b), 0);
	assert_ok(store_read_begin(c));
	assert_ok(q_message_list(c, a, INT64_MAX, 10, &rows, &n));
	store_read_end(c);
	assert_int_equal(n, 1);
	assert_str(rows[0].text, "auth.session_times");
	assert_str(rows[0].args, "[\"陈一\",\"B\"]");
	assert_str(rows[0].link, "/bills");
}

static void a_message_that_leads_elsewhere_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id a = house_account(c, S("u1"), STR_NONE);
	static const struct str bad[] = {S("https://example.org/"), S("//example.org/"),
	                                 S("/\\example.org"), S("bills"), S("")};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct note x = {a, T_jobs_retried, {S("")}, 0, bad[i]};

		assert_fault(c, house_write(c, note_run, &x), E_INPUT, "bad_input");
	}
	assert_int_equal(unread(c, a), 0);
}

static void a_message_without_text_or_with_too_many_words_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id a = house_account(c, S("u1"), STR_NONE);
	struct note none = {a, TEXT_NONE, {S("")}, 0, STR_NONE};
	struct note many = {a, T_jobs_retried, {S("")}, MESSAGE_ARGS + 1, STR_NONE};

	assert_fault(c, house_write(c, note_run, &none), E_INPUT, "bad_input");
	assert_fault(c, house_write(c, note_run, &many), E_INPUT, "bad_input");
}

static void what_a_message_names_does_not_stand_in_the_raw_database(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = house_db(state);
	struct note x = {house_account(c, S("u1"), STR_NONE),
	                 T_auth_session_times,
	                 {S("欧阳小满"), S("B")},
	                 2,
	                 STR_NONE};
	char path[128], *bytes = malloc(8 << 20);
	size_t at;
	FILE *f;

	assert_ok(house_write(c, note_run, &x));
	if (db->engine == STORE_SQLITE) {
		snprintf(path, sizeof path, "%s-wal", db->path);
		f = fopen(path, "rb");
		assert_true(f && bytes);
		assert_false(str_find((struct str){bytes, fread(bytes, 1, 8 << 20, f)},
		                      S("欧阳小满"), &at));
		fclose(f);
	}
	free(bytes);
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(a_message_reaches_its_reader_alone),
		FACT(a_message_that_leads_elsewhere_is_refused),
		FACT(a_message_without_text_or_with_too_many_words_is_refused),
		FACT(what_a_message_names_does_not_stand_in_the_raw_database),
	};

	return HOUSE_RUN(facts);
}
