/* kehou policy with --db: a county's own rule sets, for its operator. */
#include "main/policy_db.h"

#include "auth/account.h"
#include "auth/appointment.h"
#include "main/cmd_policy.h"
#include "people/county.h"
#include "rulebook/edition.h"
#include "rulebook/rulebook.h"

struct loading {
	county_id county;
	struct actor drafter, approver;
	struct str disclosure;
};

static int input_exit(struct cli *m, enum err e)
{
	int rc = policy_fault(m, e);

	return e == E_INPUT || e == E_REFUSED ? EXIT_DATA : rc;
}

static enum err county_of(struct ctx *c, struct str code, county_id *ret_county)
{
	bool found = false;
	enum err e;

	TRY(store_read_begin(c));
	e = county_find(c, code, ret_county, &found);
	store_read_end(c);
	TRY(e);
	return found ? OK
	             : fault_set(c, E_ABSENT, "absent",
	                         &(struct fault){.field = S("--county"), .found = code});
}

/* The account acting as the county's officer; nobody else may stand in. */
static enum err officer_of(struct ctx *c, struct str login, county_id county, struct actor *ret_a)
{
	struct appointment *v;
	account_id account;
	bool found = false;
	size_t n = 0;

	TRY(account_find(c, login, &account, &found));
	if (found)
		TRY(appointment_list(c, account, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].role != ROLE_COUNTY || v[i].county.v != county.v)
			continue;
		*ret_a = (struct actor){.account = account,
		                        .appointment = v[i].id,
		                        .role = ROLE_COUNTY,
		                        .county = county};
		return OK;
	}
	return fault_set(c, E_DENIED, "not_allowed",
	                 &(struct fault){.field = S("--by"), .found = login});
}

/* DRAFTER,APPROVER: two officers of the county by their logins. */
static enum err officers_of(struct ctx *c, struct str logins, struct loading *l)
{
	struct str second = logins, first = str_cut(&second, ',');
	enum err e;

	if (!second.p)
		return fault_input(c, NULL, S("--by"), logins, S("DRAFTER,APPROVER"));
	TRY(store_read_begin(c));
	e = officer_of(c, first, l->county, &l->drafter);
	if (e == OK)
		e = officer_of(c, second, l->county, &l->approver);
	store_read_end(c);
	TRY(e);
	/* R1: told before anything is written, not when it waits for a second person. */
	if (l->drafter.account.v == l->approver.account.v)
		return fault_set(c, E_REFUSED, "own_submission",
		                 &(struct fault){.field = S("--by"), .found = logins});
	return OK;
}

/* The draft's answer becomes that of the edition as it is published. */
static enum err published(struct ctx *c, const struct loading *l, struct edition_draft *d)
{
	struct edition_turn t = {
		.edition = d->result, .disclosure = l->disclosure, .until = DATE_NONE};

	c->actor = l->drafter;
	TRY(edition_submit(c, &t, NULL));
	c->actor = l->approver;
	TRY(edition_approve(c, &t, NULL));
	c->actor = l->drafter;
	TRY(edition_publish(c, &t, NULL));
	d->answer = t.answer;
	return OK;
}

/* All or nothing: what publication would refuse is refused before there is a draft. */
static enum err tried(struct ctx *c, county_id county, struct str body)
{
	struct arena_mark mark = arena_mark(c->arena);
	enum err e;

	TRY(store_read_begin(c));
	e = rulebook_trial(c, county, body);
	store_read_end(c);
	if (e == OK)
		arena_rewind(c->arena, mark);
	return e;
}

/* Somebody else published in between: how far it came, and how to go on. */
static void left_behind(struct cli *m, edition_id id)
{
	struct ctx *c = &m->ctx;
	struct fault why = c->fault;
	struct edition e;

	c->actor = (struct actor){.role = ROLE_SYSTEM};
	if (id.v && store_read_begin(c) == OK) {
		if (edition_get(c, id, &e) == OK)
			fprintf(stderr,
			        "kehou: %lld %.*s/%lld is left as %.*s: go on with it at "
			        "/county/rules/%lld, or return it there and load again with "
			        "--replace\n",
			        (long long)id.v, STR_FMT(e.ruleset), (long long)e.number,
			        STR_FMT(e.state), (long long)id.v);
		store_read_end(c);
	}
	c->fault = why;
}

static enum err load(struct ctx *c, struct str body, const char *code, const char *by,
                     const char *disclosure, struct edition_draft *d)
{
	struct loading l = {.disclosure = str_of(disclosure)};

	TRY(county_of(c, str_of(code), &l.county));
	if (by) {
		TRY(officers_of(c, str_of(by), &l));
		c->actor = l.drafter;
	}
	if (disclosure)
		TRY(tried(c, l.county, body));
	d->county = l.county;
	d->body = body;
	TRY(edition_draft_put(c, d, NULL));
	return disclosure ? published(c, &l, d) : OK;
}

int policy_load(struct cli *m)
{
	const char *code = cli_flag(m, "--county"), *by = cli_flag(m, "--by");
	const char *disclosure = cli_flag(m, "--publish-as");
	bool as_json = cli_switch(m, "--json");
	struct ctx *c = &m->ctx;
	struct edition_draft d = {.replaces = cli_switch(m, "--replace")};
	struct str body;
	enum err e;
	int rc;

	if (m->argc != 1 || !code)
		return cli_usage(m, "policy load wants a file and --county CODE");
	if (disclosure && !by)
		return cli_usage(m, "--publish-as wants --by DRAFTER,APPROVER: two officers of the "
		                    "county");
	if (!policy_file_read(m, m->argv[0], RULE_FILE_MAX, &body, &rc))
		return rc;
	rc = cli_store(m, (struct cli_open){0});
	if (rc != 0)
		return rc;
	c->device = S("kehou policy load");
	e = load(c, body, code, by, disclosure, &d);
	if (e != OK) {
		left_behind(m, d.result);
		return input_exit(m, e);
	}
	if (as_json)
		printf("%.*s\n", STR_FMT(d.answer));
	else
		printf("kehou: %s %lld\n", disclosure ? "published" : "draft",
		       (long long)d.result.v);
	return 0;
}

/* --- list, show ---------------------------------------------------------------------------------
 */

static enum err listed(struct ctx *c, struct str code)
{
	county_id county = {0};
	struct edition *v;
	bool found = false;
	size_t n;

	TRY(county_find(c, code, &county, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent",
		                 &(struct fault){.field = S("--county"), .found = code});
	TRY(edition_list(c, county, PHASE_ANY, &v, &n));
	for (size_t i = 0; i < n; i++)
		printf("%lld\t%.*s/%lld\t%.*s\t%.*s .. %.*s\t%.*s\n", (long long)v[i].id.v,
		       STR_FMT(v[i].ruleset), (long long)v[i].number, STR_FMT(v[i].state),
		       STR_FMT(date_text(c->arena, v[i].starts)),
		       STR_FMT(date_some(v[i].last) ? date_text(c->arena, v[i].last) : S("open")),
		       STR_FMT(v[i].title));
	return OK;
}

static enum err shown(struct ctx *c, struct str id)
{
	edition_id edition;
	struct str body;

	if (!str_i64(id, &edition.v))
		return fault_input(c, NULL, S("id"), id, S("1.."));
	TRY(edition_body(c, edition, &body));
	fwrite(body.p, 1, body.n, stdout);
	return OK;
}

static int reading(struct cli *m, enum err (*run)(struct ctx *c, struct str what), struct str what)
{
	struct ctx *c = &m->ctx;
	int rc = cli_store(m, (struct cli_open){.read_only = true});
	enum err e;

	if (rc != 0)
		return rc;
	e = store_read_begin(c);
	if (e == OK) {
		e = run(c, what);
		store_read_end(c);
	}
	return e == OK ? 0 : cli_fault(m, e);
}

int policy_db_list(struct cli *m, const char *county)
{
	return reading(m, listed, str_of(county));
}

int policy_db_show(struct cli *m, const char *id)
{
	return reading(m, shown, str_of(id));
}
