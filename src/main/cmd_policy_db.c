/* kehou policy with --db: a county's own rule sets, for its operator. */
#include "main/policy_db.h"

#include "auth/account.h"
#include "auth/appointment.h"
#include "main/cmd_policy.h"
#include "base/out.h"
#include "people/county.h"
#include "policy/set_json.h"
#include "rulebook/edition.h"
#include "rulebook/rulebook.h"

enum { LIST_MAX = 4 << 20 };

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
	enum err e;

	TRY(store_read_begin(c));
	e = county_coded(c, code, ret_county);
	store_read_end(c);
	return e;
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
static enum err tried(struct ctx *c, county_id county, const struct edition_draft *d)
{
	struct arena_mark mark = arena_mark(c->arena);
	enum err e;

	TRY(store_read_begin(c));
	e = rulebook_trial(c, county, d->file, d->body);
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

static enum err load(struct ctx *c, const char *code, const char *by, const char *disclosure,
                     struct edition_draft *d)
{
	struct loading l = {.disclosure = str_of(disclosure)};

	TRY(county_of(c, str_of(code), &l.county));
	if (by) {
		TRY(officers_of(c, str_of(by), &l));
		c->actor = l.drafter;
	}
	if (disclosure)
		TRY(tried(c, l.county, d));
	d->county = l.county;
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
	enum err e;
	int rc;

	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 1 || !code)
		return cli_usage(m, "policy load wants a file and --county CODE");
	if (disclosure && !by)
		return cli_usage(m, "--publish-as wants --by DRAFTER,APPROVER: two officers of the "
		                    "county");
	if (!policy_file_read(m, m->argv[0], RULE_FILE_MAX, &d.body, &rc))
		return rc;
	d.file = str_of(m->argv[0]);
	rc = policy_store(m, false);
	if (rc != 0)
		return rc;
	c->device = S("kehou policy load");
	e = load(c, code, by, disclosure, &d);
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

static void edition_line(struct ctx *c, const struct edition *e)
{
	printf("%lld\t%.*s/%lld\t%.*s\t%.*s .. %.*s\t%.*s\n", (long long)e->id.v,
	       STR_FMT(e->ruleset), (long long)e->number, STR_FMT(e->state),
	       STR_FMT(date_text(c->arena, e->starts)),
	       STR_FMT(date_some(e->last) ? date_text(c->arena, e->last) : S("open")),
	       STR_FMT(e->title));
}

static void edition_json(struct ctx *c, struct json *j, const struct edition *e)
{
	json_open(j, '{');
	json_kv_id(j, "id", e->id.v);
	json_kv_str(j, "rule_set", e->ruleset);
	json_kv_i64(j, "edition", e->number);
	json_kv_str(j, "state", e->state);
	json_kv_str(j, "title", e->title);
	json_kv_str(j, "number", e->document);
	json_kv_str(j, "effective_from", date_text(c->arena, e->starts));
	json_kv_str(j, "effective_to",
	            date_some(e->last) ? date_text(c->arena, e->last) : STR_NONE);
	json_close(j, '}');
}

static enum err editions_listed(struct ctx *c, county_id county, struct json *j)
{
	struct edition *v;
	size_t n;

	TRY(edition_list(c, county, PHASE_ANY, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (j)
			edition_json(c, j, &v[i]);
		else
			edition_line(c, &v[i]);
	}
	return OK;
}

/* Lowest first, as they stack. */
static enum err holding_listed(struct ctx *c, const struct policy_county *k, struct json *j)
{
	struct rules r;

	TRY(policy_county_rules(c, k, &r));
	for (size_t i = 0; i < r.n; i++) {
		if (j)
			rule_set_head_json(j, r.set[i]);
		else
			policy_set_line(c, r.set[i]);
	}
	return OK;
}

struct listed {
	const struct policy_listing *asked;
	struct json *j; /* NULL: lines */
};

static enum err listed(struct cli *m, void *arg)
{
	const struct listed *l = arg;
	struct policy_county k = {
		.code = l->asked->county, .on = l->asked->on, .known = l->asked->known};

	TRY(policy_county_find(&m->ctx, &k));
	return date_some(k.on) || date_some(k.known) ? holding_listed(&m->ctx, &k, l->j)
	                                             : editions_listed(&m->ctx, k.county, l->j);
}

int policy_db_list(struct cli *m, const struct policy_listing *asked)
{
	struct listed l = {.asked = asked};
	struct json j;
	struct out o;
	int rc;

	if (!asked->json)
		return policy_reading(m, listed, &l);
	out_init(&o, LIST_MAX);
	json_init(&j, &o);
	json_open(&j, '[');
	l.j = &j;
	rc = policy_reading(m, listed, &l);
	json_close(&j, ']');
	out_c(&o, '\n');
	if (rc == 0)
		fwrite(o.p, 1, o.n, stdout);
	rc = o.broken ? 1 : rc;
	out_free(&o);
	return rc;
}

struct shown {
	struct policy_county *k;
	struct str text; /* of an edition */
	const struct rule_set *set;
};

static enum err shown(struct cli *m, void *arg)
{
	struct shown *s = arg;
	struct ctx *c = &m->ctx;
	edition_id id;

	TRY(policy_county_find(c, s->k));
	TRY(policy_county_edition(c, s->k, &id, &s->set));
	if (!id.v)
		return OK;
	TRY(edition_body(c, id, &s->text));
	return rulebook_read(c, s->text, &s->set);
}

int policy_db_show(struct cli *m, struct policy_county *k, bool as_json, bool cases)
{
	struct shown s = {.k = k};
	int rc = policy_reading(m, shown, &s);

	if (rc == 0 && s.text.p && !as_json && !cases)
		fwrite(s.text.p, 1, s.text.n, stdout);
	else if (rc == 0)
		rc = policy_set_print(m, s.set, as_json, cases);
	policy_book_free(&k->own);
	return rc;
}
