/* Accounts and appointments: one login name one person, one person many roles. */
#include "house.h"

static enum err create(struct ctx *c, struct str login)
{
	struct house_account a = {.in = {.login = login, .name = S("李四")}};

	return house_write(c, house_account_run, &a);
}

static bool find(struct ctx *c, struct str login, account_id *ret_id)
{
	bool found = false;

	assert_ok(store_read_begin(c));
	assert_ok(account_find(c, login, ret_id, &found));
	store_read_end(c);
	return found;
}

static void an_account_is_found_however_its_number_is_typed(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("13800138000"), STR_NONE), got;
	static const struct str ways[] = {S("13800138000"), S(" 138-0013-8000 "),
	                                  S("+86 13800138000"), S("008613800138000"),
	                                  S("１３８００１３８０００")};

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		assert_true(find(c, ways[i], &got));
		assert_true(account_id_eq(id, got));
	}
	assert_false(find(c, S("13800138001"), &got));
}

static void a_login_name_is_taken_once(void **state)
{
	struct ctx *c = kit_ctx(state);

	assert_ok(create(c, S("T1001")));
	assert_fault(c, create(c, S("t1001")), E_CONFLICT, "login_taken");
	assert_fault(c, create(c, S("Ｔ１００１")), E_CONFLICT, "login_taken");
	assert_ok(create(c, S("T1002")));
}

static void what_cannot_be_a_login_name_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	char endless[65];

	memset(endless, 'x', sizeof endless);
	assert_fault(c, create(c, S("")), E_INPUT, "login_malformed");
	assert_fault(c, create(c, S(" - ")), E_INPUT, "login_malformed");
	assert_fault(c, create(c, S("x")), E_INPUT, "login_malformed");
	assert_fault(c, create(c, (struct str){endless, sizeof endless}), E_INPUT,
	             "login_malformed");
}

struct rename {
	account_id id;
	struct str login;
};

static enum err rename_run(struct ctx *c, void *arg)
{
	struct rename *r = arg;

	return account_rename(c, r->id, r->login);
}

static void a_new_number_replaces_the_old_and_ends_all_sessions(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct str token = house_guardian_in(c, S("13800138000"));
	struct rename r = {.login = S("13900139000")};
	struct login_done done;
	struct actor actor;
	account_id got;

	assert_true(find(c, S("13800138000"), &r.id));
	assert_ok(house_write(c, rename_run, &r));
	assert_false(find(c, S("13800138000"), &got));
	assert_int_equal(house_resolve(c, token, &actor), E_DENIED);
	assert_fault(c, house_login(c, S("13800138000"), GOOD, &done), E_DENIED, "login_failed");
	assert_ok(house_login(c, S("13900139000"), GOOD, &done));
}

static void somebody_elses_number_is_not_given_twice(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct rename r = {.login = S("13900139000")};

	r.id = house_account(c, S("13800138000"), STR_NONE);
	house_account(c, S("13900139000"), STR_NONE);
	assert_fault(c, house_write(c, rename_run, &r), E_CONFLICT, "login_taken");
	r.id.v = 12345;
	r.login = S("13700137000");
	assert_int_equal(house_write(c, rename_run, &r), E_ABSENT);
}

static void the_same_appointment_twice_is_one(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("T1001"), STR_NONE);
	appointment_id first = house_clerk(c, id), second = house_clerk(c, id);
	struct appointment *v;
	size_t n;

	assert_true(appointment_id_eq(first, second));
	house_guardian(c, id);
	assert_ok(store_read_begin(c));
	assert_ok(appointment_list(c, id, &v, &n));
	store_read_end(c);
	assert_int_equal(n, 2);
	assert_int_equal(v[0].role, ROLE_GUARDIAN);
	assert_int_equal(v[1].role, ROLE_SCHOOL_CLERK);
	assert_str(v[1].place, "示例小学");
}

static void an_appointment_without_what_it_reaches_over_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	account_id id = house_account(c, S("T1001"), STR_NONE);
	struct date today = ctx_today(c);
	const struct appointment bad[] = {
		{.account = id, .role = ROLE_GUARDIAN, .county = {1}},
		{.account = id, .role = ROLE_GUARDIAN, .guardian = {11}},
		{.account = id, .role = ROLE_TEACHER, .county = {1}, .school = {21}},
		{.account = id,
	         .role = ROLE_CLASS_HEAD,
	         .county = {1},
	         .school = {21},
	         .staff = {31}},
		{.account = id, .role = ROLE_AGENCY, .county = {1}},
		{.account = id, .role = ROLE_COUNTY},
		{.account = id, .role = ROLE_SYSTEM, .county = {1}},
		{.account = id, .role = ROLE_NONE, .county = {1}},
		{.role = ROLE_CITY},
		{.account = id, .role = ROLE_CITY, .ends = {today.day - 1}},
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct house_role r = {.in = bad[i]};

		r.in.starts = today;
		if (r.in.ends.day == 0)
			r.in.ends = DATE_NONE;
		assert_fault(c, house_write(c, house_role_run, &r), E_INPUT,
		             "appointment_incomplete");
	}
}

static void nothing_personal_stands_in_the_raw_database(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_db *db = house_db(state);
	static const char *const secrets[] = {"13800138000", "张三", "夏天的风吹过操场"};
	struct str token = house_guardian_in(c, S("13800138000"));
	char path[128];

	/* One file holds all there is; what PostgreSQL is sent is the same bytes. */
	for (int wal = 0; db->engine == STORE_SQLITE && wal < 2; wal++) {
		FILE *f;
		char *bytes = malloc(8 << 20);
		size_t n, at;

		snprintf(path, sizeof path, "%s%s", db->path, wal ? "-wal" : "");
		f = fopen(path, "rb");
		assert_true(f && bytes);
		n = fread(bytes, 1, 8 << 20, f);
		fclose(f);
		for (size_t i = 0; i < 3; i++)
			assert_false(str_find((struct str){bytes, n}, str_of(secrets[i]), &at));
		assert_false(str_find((struct str){bytes, n}, token, &at));
		free(bytes);
	}
}

int main(void)
{
	static const struct fact facts[] = {
		FACT(an_account_is_found_however_its_number_is_typed),
		FACT(a_login_name_is_taken_once),
		FACT(what_cannot_be_a_login_name_is_refused),
		FACT(a_new_number_replaces_the_old_and_ends_all_sessions),
		FACT(somebody_elses_number_is_not_given_twice),
		FACT(the_same_appointment_twice_is_one),
		FACT(an_appointment_without_what_it_reaches_over_is_refused),
		FACT(nothing_personal_stands_in_the_raw_database),
	};

	return HOUSE_RUN(facts);
}
