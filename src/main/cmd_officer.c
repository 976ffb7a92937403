/* kehou officer: the first officer of a new city, and the city's own office later on. Nobody in the
 * browser stands above the office, so its accounts are given and ended by who runs the program. */
#include "main/cli.h"

#include "auth/account.h"
#include "people/county.h"
#include "people/officer.h"

struct wish {
	struct str login, name, county;
	enum role role;
	bool new_code, end;
};

static enum err county_of(struct ctx *c, struct str code, county_id *ret_id)
{
	enum err e;

	if (!str_some(code))
		return OK;
	TRY(store_read_begin(c));
	e = county_coded(c, code, ret_id);
	store_read_end(c);
	return e;
}

static enum err right_find(struct ctx *c, const struct wish *w, appointment_id *ret_id)
{
	struct officer_filter all = {0};
	struct officer *v;
	account_id account;
	bool found = false;
	int64_t total;
	size_t n;

	TRY(account_find(c, w->login, &account, &found));
	TRY(officer_list(c, &all, &v, &n, &total));
	for (size_t i = 0; found && i < n; i++) {
		if (v[i].role == w->role && v[i].account.v == account.v) {
			*ret_id = v[i].id;
			return OK;
		}
	}
	return fault_set(c, E_ABSENT, "absent",
	                 &(struct fault){.field = S("LOGIN"), .found = w->login});
}

/* The right of this login as this role that holds today. */
static enum err right_of(struct ctx *c, const struct wish *w, appointment_id *ret_id)
{
	enum err e;

	TRY(store_read_begin(c));
	e = right_find(c, w, ret_id);
	store_read_end(c);
	return e;
}

static enum err carry_out(struct ctx *c, const struct wish *w, struct str *ret_code)
{
	struct officer_new add = {.role = w->role,
	                          .name = w->name,
	                          .login = w->login,
	                          .starts = DATE_NONE,
	                          .ends = DATE_NONE,
	                          .with_code = true};
	struct officer_end end = {.last = DATE_NONE};
	struct officer_code code = {0};

	if (w->end) {
		TRY(right_of(c, w, &end.officer));
		return store_write(c, &officer_end_verb, &end);
	}
	if (w->new_code) {
		TRY(right_of(c, w, &code.officer));
		TRY(store_write(c, &officer_code_verb, &code));
		*ret_code = code.code;
		return OK;
	}
	TRY(county_of(c, w->county, &add.county));
	TRY(store_write(c, &officer_add_verb, &add));
	*ret_code = add.code;
	return OK;
}

static void tell(const struct wish *w, struct str code)
{
	if (w->end)
		printf("kehou: %.*s acts as %s no more\n", STR_FMT(w->login), role_name(w->role));
	else if (str_some(code))
		printf("kehou: %.*s is %s; code for the first log-in under /login/code, good for "
		       "%d days, shown this once:\n%.*s\n",
		       STR_FMT(w->login), role_name(w->role), OFFICER_CODE_HOURS / 24,
		       STR_FMT(code));
	else
		printf("kehou: %.*s is %s and keeps the password\n", STR_FMT(w->login),
		       role_name(w->role));
}

int cmd_officer(struct cli *m)
{
	struct wish w = {.role = ROLE_CITY,
	                 .new_code = cli_switch(m, "--new-code"),
	                 .end = cli_switch(m, "--end")};
	const char *role = cli_flag(m, "--role"), *county = cli_flag(m, "--county");
	struct str code = STR_NONE;
	enum err e;
	int rc;

	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (role && !role_parse(role, &w.role))
		return cli_usage(m, "officer knows no such role");
	if (w.new_code && w.end)
		return cli_usage(m, "officer takes --new-code or --end, not both");
	if (m->argc != (w.new_code || w.end ? 1 : 2))
		return cli_usage(m, "officer wants a login and, for a new right, the name of the "
		                    "person");
	w.login = str_of(m->argv[0]);
	w.name = m->argc > 1 ? str_of(m->argv[1]) : STR_NONE;
	w.county = county ? str_of(county) : STR_NONE;
	rc = cli_store(m, (struct cli_open){0});
	if (rc != 0)
		return rc;
	e = carry_out(&m->ctx, &w, &code);
	if (e != OK)
		return cli_fault(m, e);
	tell(&w, code);
	return 0;
}
