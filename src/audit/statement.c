#include "audit/statement.h"

#include "audit/difference.h"
#include "audit/statement.sql.h"
#include "crypto/hash.h"
#include "people/reach.h"
#include "people/school.h"

enum { TAIL = 4, NAME_CHARS = 100, LAYOUT_CHARS = 1000, NUMBER_CHARS = 40, ALL_ROWS = 100000 };

/* --- accounts --------------------------------------------------------------------------------- */

/* Whose accounts the caller may see: 0 is the whole county. */
static int64_t own_school(const struct ctx *c)
{
	return c->actor.school.v;
}

static bool reaches(const struct ctx *c, county_id county, int64_t school)
{
	if (own_school(c))
		return c->actor.county.v == county.v && own_school(c) == school;
	return reach_county(c, county);
}

enum err bank_account_get(struct ctx *c, bank_account_id id, struct bank_account *ret_a)
{
	struct q_bank_account_one_row row;
	bool found = false;

	TRY(q_bank_account_one(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (!reaches(c, row.county, row.school))
		return out_of_reach(c, "bank_account", id.v);
	*ret_a = (struct bank_account){id,         row.county, {row.school}, row.school_name,
	                               row.holder, row.bank,   row.number,   row.tail,
	                               row.layout, row.footer};
	return OK;
}

enum err bank_account_list(struct ctx *c, struct bank_account **ret_v, size_t *ret_n)
{
	struct q_bank_accounts_row *row;
	struct bank_account *v;
	size_t n;

	TRY(q_bank_accounts(c, c->actor.county, own_school(c), &row, &n));
	v = NEW_N(c->arena, n + 1, struct bank_account);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct bank_account){row[i].id,          row[i].county, {row[i].school},
		                             row[i].school_name, row[i].holder, row[i].bank,
		                             STR_NONE,           row[i].tail,   row[i].layout,
		                             row[i].footer};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* Digits, at most with blanks between them. */
static enum err number_said(struct ctx *c, struct str said, struct str *ret_number)
{
	struct str s;
	char *p;
	size_t n = 0;

	TRY(said_text(c, S("number"), said, NUMBER_CHARS, &s));
	p = NEW_N(c->arena, s.n + 1, char);
	for (size_t i = 0; p && i < s.n; i++) {
		if (s.p[i] == ' ')
			continue;
		if (s.p[i] < '0' || s.p[i] > '9')
			return fault_input(c, NULL, S("number"), s, STR_NONE);
		p[n++] = s.p[i];
	}
	if (n < TAIL * 2)
		return fault_input(c, NULL, S("number"), s, STR_NONE);
	*ret_number = (struct str){p, n};
	return OK;
}

/* Of which county and school it will be. */
static enum err account_place(struct ctx *c, const struct bank_account_put *a,
                              county_id *ret_county, int64_t *ret_school)
{
	struct school s;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	*ret_county = c->actor.county;
	*ret_school = own_school(c);
	if (own_school(c) || a->school.v == 0)
		return OK;
	TRY(school_get(c, a->school, &s));
	*ret_school = s.id.v;
	return OK;
}

static enum err account_put_run(struct ctx *c, void *arg)
{
	struct bank_account_put *a = arg;
	struct str holder, bank, number, tail;
	struct bank_account was;
	county_id county;
	int64_t school;

	TRY(account_place(c, a, &county, &school));
	TRY(said_text(c, S("holder"), a->holder, NAME_CHARS, &holder));
	TRY(said_text(c, S("bank"), a->bank, NAME_CHARS, &bank));
	TRY(number_said(c, a->number, &number));
	if (utf8_len(a->layout) > LAYOUT_CHARS || !statement_layout_good(a->layout))
		return fault_input(c, "statement_layout", S("layout"), STR_NONE, STR_NONE);
	tail = str_sub(number, number.n - TAIL, TAIL);
	a->result = a->id;
	if (a->id.v) {
		TRY(bank_account_get(c, a->id, &was));
		TRY(q_bank_account_update(c, a->id, holder, bank, number, tail,
		                          a->layout.p ? a->layout : S(""), a->footer, c->now,
		                          c->actor.account, NULL));
	} else {
		a->result.v = env_next_id(c->env);
		TRY(q_bank_account_insert(c, a->result, county, school, holder, bank, number, tail,
		                          a->layout.p ? a->layout : S(""), a->footer, c->now,
		                          c->actor.account, NULL));
	}
	return audit_put(c, a->id.v ? "changed" : "added", "bank_account", a->result.v, county,
	                 str_printf(c->arena, "{\"tail\":\"%.*s\"}", STR_FMT(tail)));
}
const struct verb bank_account_put_verb = {"audit.bank_account_put", account_put_run};

/* --- taking in -------------------------------------------------------------------------------- */

struct taking {
	const struct bank_account *account;
	const struct statement *s;
	struct str file;
	uint8_t hash[SHA256_BYTES];
	bank_statement_id id;
	int64_t known;
	size_t from;
};

static enum err begin_run(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	const struct bank_account *a = t->account;

	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	TRY(q_statement_insert(c, t->id, a->county, a->school.v, a->id, t->file, BYTES(t->hash),
	                       t->s->first, t->s->last, (int64_t)t->s->n, t->known, t->s->in,
	                       t->s->out, c->now, c->actor.account, NULL));
	return audit_put(c, "statement_begun", "bank_account", a->id.v, a->county,
	                 str_printf(c->arena, "{\"lines\":%zu}", t->s->n));
}

static enum err lines_run(struct ctx *c, void *arg)
{
	const struct taking *t = arg;
	const struct bank_account *a = t->account;

	for (size_t i = t->from; i < t->s->n && i < t->from + STATEMENT_MANY; i++) {
		const struct bank_line *l = &t->s->v[i];

		TRY(q_bank_line_insert(c, env_next_id(c->env), a->county, a->school.v, a->id, t->id,
		                       l->day, l->amount, l->serial,
		                       l->counterparty.p ? l->counterparty : S(""),
		                       l->summary.p ? l->summary : S(""), NULL));
	}
	return OK;
}

static enum err end_run(struct ctx *c, void *arg)
{
	const struct taking *t = arg;
	int64_t n;

	TRY(q_statement_taken(c, t->id, &n));
	if (n == 0)
		return OK; /* another request finished it */
	TRY(reconcile_soon(c, t->account->county));
	return audit_put(c, "statement_taken", "bank_statement", t->id.v, t->account->county,
	                 str_printf(c->arena, "{\"lines\":%zu,\"known\":%lld}", t->s->n,
	                            (long long)t->known));
}

/* Lines of earlier statements say the same again, or nothing is taken. */
static enum err lines_known(struct ctx *c, struct taking *t)
{
	for (size_t i = 0; i < t->s->n; i++) {
		const struct bank_line *l = &t->s->v[i];
		struct q_bank_line_of_row row;
		bool found = false;

		TRY(q_bank_line_of(c, t->account->id, l->serial, &row, &found));
		if (!found || row.statement.v == t->id.v)
			continue;
		if (row.day.day != l->day.day || row.amount.fen != l->amount.fen)
			return fault_set(
				c, E_CONFLICT, "statement_line_changed",
				&(struct fault){.field = S("file"),
			                        .found = str_printf(
							c->arena, "%.*s %.*s", STR_FMT(l->serial),
							STR_FMT(money_text(c->arena, l->amount))),
			                        .allowed = money_text(c->arena, row.amount)});
		t->known++;
	}
	return OK;
}

static struct statement_row row_of(const struct q_statement_one_row *r)
{
	return (struct statement_row){
		.id = r->id,
		.account = r->bank_account,
		.holder = r->holder,
		.tail = r->tail,
		.school_name = r->school_name,
		.file = r->file,
		.first = r->first_day,
		.last = r->last_day,
		.lines = r->lines,
		.known = r->known,
		.in = r->total_in,
		.out = r->total_out,
		.at = r->at,
		.taken = str_is(r->state, "taken"),
	};
}

/* What is known of this file already; *ret_state: none, taking or taken. */
static enum err look(struct ctx *c, struct taking *t, bank_account_id id,
                     struct bank_account *ret_a)
{
	TRY(reach_role(c, ROLES_SCHOOL_MONEY | ROLES_COUNTY_MONEY));
	return bank_account_get(c, id, ret_a);
}

static enum err look_lines(struct ctx *c, struct taking *t, struct str *ret_state)
{
	struct q_statement_of_hash_row row;
	bool found = false;

	TRY(q_statement_of_hash(c, t->account->id, BYTES(t->hash), &row, &found));
	*ret_state = found ? row.state : S("");
	if (found)
		t->id = row.id;
	return lines_known(c, t);
}

static enum err read_one(struct ctx *c, bank_statement_id id, struct statement_row *ret_s)
{
	struct q_statement_one_row row;
	enum err e;

	TRY(store_read_begin(c));
	e = q_statement_one(c, id, &row);
	store_read_end(c);
	TRY(e);
	*ret_s = row_of(&row);
	return OK;
}

enum err statement_take(struct ctx *c, bank_account_id account, struct str file, struct str bytes,
                        struct statement_row *ret_s)
{
	static const struct verb begin = {"audit.statement_begin", begin_run};
	static const struct verb lines = {"audit.statement_lines", lines_run};
	static const struct verb end = {"audit.statement_end", end_run};
	struct bank_account a = {0};
	struct statement s;
	struct taking t = {.account = &a, .s = &s, .file = str_some(file) ? file : S("-")};
	struct str state;
	enum err e;

	TRY(store_read_begin(c));
	e = look(c, &t, account, &a);
	store_read_end(c);
	TRY(e);
	TRY(statement_read(c, bytes, a.layout, a.footer, &s));
	sha256(bytes, t.hash);
	TRY(store_read_begin(c));
	e = look_lines(c, &t, &state);
	store_read_end(c);
	TRY(e);
	if (!str_some(state)) {
		t.id.v = env_next_id(c->env);
		TRY(store_write(c, &begin, &t));
	}
	for (t.from = 0; t.from < s.n && !str_is(state, "taken"); t.from += STATEMENT_MANY)
		TRY(store_write(c, &lines, &t));
	if (!str_is(state, "taken"))
		TRY(store_write(c, &end, &t));
	return read_one(c, t.id, ret_s);
}

enum err statement_list(struct ctx *c, int64_t most, int64_t skip, struct statement_row **ret_v,
                        size_t *ret_n, int64_t *ret_total)
{
	struct q_statement_one_row *row;
	struct statement_row *v;
	size_t n;

	TRY(q_statements_total(c, c->actor.county, own_school(c), ret_total));
	TRY(q_statements(c, c->actor.county, own_school(c), most ? most : ALL_ROWS, skip, &row,
	                 &n));
	v = NEW_N(c->arena, n + 1, struct statement_row);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = row_of(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}
