/* kehou policy: sets looked up in a county's own book. */
#include "main/cmd_policy.h"
#include "main/policy_db.h"
#include "people/county.h"

bool policy_of_county(struct cli *m, const char *code, const char *named)
{
	if (code || !named)
		return true;
	if (str_ends(str_of(named), S(".rules")))
		return false;
	return (named[0] >= '1' && named[0] <= '9') || strchr(named, '/') ||
	       (!policy_rules_named(policy_rules_book(), named) && config_text(m->config, "db").p);
}

int policy_store(struct cli *m, bool read_only)
{
	int rc = cli_store(m, (struct cli_open){.read_only = read_only});

	if (rc != 0)
		policy_fault_told(m);
	return rc;
}

int policy_reading(struct cli *m, enum err (*run)(struct cli *m, void *arg), void *arg)
{
	struct ctx *c = &m->ctx;
	int rc = policy_store(m, true);
	enum err e;

	if (rc != 0)
		return rc;
	e = store_read_begin(c);
	if (e == OK) {
		e = run(m, arg);
		store_read_end(c);
	}
	return e == OK ? 0 : policy_fault(m, e);
}

/* --- which county, which set -------------------------------------------------------------------
 */

static struct instant known_at(const struct policy_county *k)
{
	return date_some(k->known) ? date_last(k->known) : INSTANT_LATEST;
}

static struct date day_of(struct ctx *c, const struct policy_county *k)
{
	return date_some(k->on) ? k->on : ctx_today(c);
}

/* Names what there is of the county itself. */
static enum err unknown(struct ctx *c, const struct policy_county *k)
{
	struct str all = S("");
	struct edition *v = NULL;
	size_t n = 0;

	if (k->county.v)
		TRY(edition_list(c, k->county, PHASE_ANY, &v, &n));
	for (size_t i = 0; i < n; i++) {
		all = str_printf(c->arena, "%.*s%s%.*s/%lld", STR_FMT(all), i ? " " : "",
		                 STR_FMT(v[i].ruleset), (long long)v[i].number);
	}
	return fault_set(
		c, E_ABSENT, "absent",
		&(struct fault){.field = S("RULESET"), .found = str_of(k->named), .allowed = all});
}

/* T-1/2 by the county's list; a number alone says its county itself. */
static enum err edition_named(struct ctx *c, struct policy_county *k)
{
	struct str number = str_of(k->named), ruleset = str_cut(&number, '/');
	struct edition *v;
	edition_id id;
	int64_t nth;
	size_t n;

	if (!number.p) {
		if (!str_i64(ruleset, &id.v) || edition_get(c, id, &k->edition) != OK ||
		    (k->county.v && k->county.v != k->edition.county.v))
			return unknown(c, k);
		k->county = k->edition.county;
		return OK;
	}
	TRY(edition_list(c, k->county, PHASE_ANY, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (str_i64(number, &nth) && v[i].number == nth && str_eq(v[i].ruleset, ruleset)) {
			k->edition = v[i];
			return OK;
		}
	}
	return unknown(c, k);
}

static const struct rule_set *labelled(const struct policy_book *b, struct str label)
{
	const struct rule_set *s = policy_book_sets(b);

	while (s && !str_eq(s->file, label))
		s = s->next;
	return s;
}

/* What is not published yet, or not in the database at all, is asked as if it were. */
static enum err book_of(struct ctx *c, struct policy_county *k)
{
	const struct edition *e = &k->edition;
	struct str text = k->text;

	if (e->id.v && edition_phase(e, ctx_today(c)) == PHASE_WORK)
		TRY(edition_body(c, e->id, &text));
	if (str_some(text)) {
		struct str file = k->text.p && k->named ? str_of(k->named) : STR_NONE;

		TRY(rulebook_book_with(c, k->county, file, text, &k->own, &k->set));
		k->book = k->own;
		if (!k->set)
			return unknown(c, k);
		k->ruleset = k->set->id;
		return OK;
	}
	TRY(rulebook_book(c, k->county, known_at(k), &k->book));
	if (e->id.v)
		k->set = labelled(k->book, str_printf(c->arena, "%.*s/%lld", STR_FMT(e->ruleset),
		                                      (long long)e->number));
	return OK;
}

enum err policy_county_find(struct ctx *c, struct policy_county *k)
{
	const char *named = k->text.p ? NULL : k->named;
	bool number = named && named[0] >= '1' && named[0] <= '9' && !strchr(named, '/');

	if (!number || k->code)
		TRY(county_coded(c, str_of(k->code), &k->county));
	if (named && (number || strchr(named, '/'))) {
		TRY(edition_named(c, k));
		k->ruleset = k->edition.ruleset;
	} else if (named) {
		k->ruleset = str_of(named);
	}
	TRY(book_of(c, k));
	return !named || k->edition.id.v || policy_rules_named(k->book, named) ? OK : unknown(c, k);
}

static bool stands_in(const struct rules *r, const struct rule_set *s)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->set[i] == s)
			return true;
	}
	return false;
}

enum err policy_county_rules(struct ctx *c, const struct policy_county *k, struct rules *ret_rules)
{
	bool one = k->edition.id.v || str_some(k->text);
	struct date day = day_of(c, k);

	TRY(rulebook_rules_in(c, k->book, k->county, k->school, k->ruleset, day, known_at(k),
	                      ret_rules));
	/* Another edition, or what is above it, is no answer to a question about this one. */
	if (!one || stands_in(ret_rules, k->set))
		return OK;
	return fault_set(c, E_REFUSED, "no_rule",
	                 &(struct fault){.found = str_printf(c->arena, "%s %.*s", k->named,
	                                                     STR_FMT(date_text(c->arena, day)))});
}

/* --- the text ----------------------------------------------------------------------------------
 */

static bool holds_on(const struct rule_set *s, struct date day)
{
	return s->from.day <= day.day && (!date_some(s->to) || day.day <= s->to.day);
}

enum err policy_county_edition(struct ctx *c, const struct policy_county *k, edition_id *ret_id,
                               const struct rule_set **ret_set)
{
	const struct rule_set *best = NULL;
	struct date day = day_of(c, k);

	*ret_id = k->edition.id;
	*ret_set = k->set;
	if (k->edition.id.v)
		return OK;
	for (const struct rule_set *s = policy_book_sets(k->book); s; s = s->next) {
		if (!str_eq(s->id, k->ruleset) || (best && holds_on(best, day)))
			continue;
		if (!best || holds_on(s, day) || s->from.day > best->from.day)
			best = s;
	}
	*ret_set = best;
	return edition_of(c, k->county, best, ret_id);
}
