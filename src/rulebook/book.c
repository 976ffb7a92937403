/* The book of a county: what is built in, what it published, what it decided. */
#include "people/county.h"
#include "people/reach.h"
#include "rulebook/cache.h"
#include "rulebook/gaps.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"
#include "rulebook/show.h"

struct str edition_label(struct arena *a, struct str ruleset, int64_t number)
{
	/* A text that is only tried has no number: it comes behind all that have. */
	return number == INT64_MAX
	               ? ruleset
	               : str_printf(a, "%.*s/%lld", STR_FMT(ruleset), (long long)number);
}

/* --- which editions hold, and how long ----------------------------------------------------------
 */

struct span {
	edition_id id;
	struct str ruleset, body; /* body: only of a candidate */
	int64_t number;
	struct date starts, ends; /* ends DATE_NONE: open */
	struct date known;        /* the day it was published; of a candidate none */
	bool out;
};

static bool earlier(struct date a, struct date b)
{
	return !date_some(b) ? date_some(a) : date_some(a) && a.day < b.day;
}

/* A later edition of the same set takes over on its first day; one that begins no later than an
 * older edition takes its place altogether. */
static void take_over(struct span *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = i + 1; k < n && str_eq(v[k].ruleset, v[i].ruleset); k++) {
			struct date last = {v[k].starts.day - 1};

			if (v[k].out)
				continue;
			if (v[k].starts.day <= v[i].starts.day)
				v[i].out = true;
			else if (earlier(last, v[i].ends))
				v[i].ends = last;
		}
	}
}

/* Withdrawn: it holds to a last day, or never did. */
static void leave(struct span *s, struct date until)
{
	s->out = !date_some(until) || until.day < s->starts.day;
	if (earlier(until, s->ends))
		s->ends = until;
}

static struct span span_of(const struct q_book_editions_row *row, struct instant at)
{
	struct span s = {.id = row->id,
	                 .ruleset = row->ruleset,
	                 .number = row->number,
	                 .starts = row->starts,
	                 .ends = row->ends,
	                 .known = instant_date(row->published)};

	if (row->withdrawn.us != INT64_MIN && row->withdrawn.us <= at.us)
		leave(&s, row->until);
	return s;
}

/* In order of rule set and number; the candidate behind the editions of its set. */
static size_t spans_with(struct span *v, size_t n, const struct candidate *more)
{
	size_t at = 0;

	while (at < n && str_cmp(v[at].ruleset, more->ruleset) <= 0)
		at++;
	memmove(v + at + 1, v + at, (n - at) * sizeof *v);
	v[at] = (struct span){.id = more->edition,
	                      .ruleset = more->ruleset,
	                      .body = more->body,
	                      .number = more->number,
	                      .starts = more->starts,
	                      .ends = more->ends,
	                      .known = DATE_NONE};
	return n + 1;
}

static enum err spans_load(struct ctx *c, county_id county, struct instant at,
                           const struct candidate *more, struct span **ret_v, size_t *ret_n)
{
	struct q_book_editions_row *row;
	struct span *v;
	size_t n;

	TRY(q_book_editions(c, county, at, &row, &n));
	v = NEW_N(c->arena, n + 1, struct span);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = span_of(&row[i], at);
	for (size_t i = 0; more && more->leaves && i < n; i++)
		if (v[i].id.v == more->edition.v)
			leave(&v[i], more->ends);
	if (more && !more->leaves)
		n = spans_with(v, n, more);
	take_over(v, n);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- composing ---------------------------------------------------------------------------------
 */

/* The file with another last day: the stored text stays as it was published. */
static struct str body_ending(struct arena *a, struct str body, struct date ends)
{
	struct str head = S("\neffective ");
	size_t at, dots, eol;

	if (!date_some(ends) || !str_find(body, head, &at))
		return body;
	struct str rest = str_sub(body, at + head.n, body.n);
	if (!str_find(rest, S("\n"), &eol) || !str_find(str_sub(rest, 0, eol), S(".. "), &dots))
		return body;
	struct str before = str_sub(body, 0, at + head.n + dots + 3);
	struct str after = str_sub(rest, eol, rest.n);
	return str_printf(a, "%.*s%.*s%.*s", STR_FMT(before), STR_FMT(date_text(a, ends)),
	                  STR_FMT(after));
}

/* The book goes; what is told of it stays. */
static enum err told(struct ctx *c, const struct candidate *more, const struct rule_error *at)
{
	struct rule_error named = *at;
	const struct rule_error *wrong = &named;

	if (more && str_some(more->file) &&
	    str_eq(at->file, edition_label(c->arena, more->ruleset, more->number)))
		named.file = more->file;
	if (more && more->wrong) {
		*more->wrong = *wrong;
		more->wrong->file = str_dup(c->arena, wrong->file);
		more->wrong->found = str_dup(c->arena, wrong->found);
		more->wrong->expected = str_dup(c->arena, wrong->expected);
		more->wrong->nearest = str_dup(c->arena, wrong->nearest);
	}
	return rule_error_fault(c, E_REFUSED, wrong);
}

static enum err book_add(struct ctx *c, struct policy_book *book, const struct candidate *more,
                         const struct span *s)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct str body = s->body;
	struct rule_error wrong;
	bool found = true, good;

	if (!body.p)
		TRY(q_edition_body(c, s->id, &body, &found));
	if (!found)
		return fault_broken(c, "edition without a text");
	body = body_ending(c->arena, body, s->ends);
	struct str label = edition_label(c->arena, s->ruleset, s->number);
	good = s->body.p ? policy_book_add_draft(book, label, body, &wrong)
	                 : policy_book_add_known(book, label, body, s->known, &wrong);
	if (!good)
		return told(c, more, &wrong);
	arena_rewind(c->arena, mark);
	return OK;
}

const struct rule_set *book_set(const struct policy_book *b, struct str label)
{
	const struct rule_set *s = policy_book_sets(b);

	while (s && !str_eq(s->file, label))
		s = s->next;
	return s;
}

bool set_own(const struct rule_set *s)
{
	return s && s != policy_book_sets(policy_builtin(NULL));
}

/* A document of another county, or of one of its schools, holds nothing here. */
static enum err holds_here(struct ctx *c, const struct county *k, const struct rule_set *s,
                           bool *ret_holds)
{
	int64_t schools = 0;

	*ret_holds = true;
	if (!str_some(s->place) || s->level < LEVEL_COUNTY)
		return OK;
	if (s->level == LEVEL_SCHOOL)
		TRY(q_place_school(c, k->id, s->place, &schools));
	*ret_holds = schools > 0 || (s->level == LEVEL_COUNTY && str_eq(s->place, k->code));
	return OK;
}

/* R23: a school's plan is held to the documents its county has on the plan's first day. */
static enum err plan_held(struct ctx *c, county_id county, const struct candidate *more,
                          const struct policy_book *book, const struct rule_set *plan)
{
	struct rule_error wrong;
	struct rules rules;
	enum err e = book_rules(c, book, county, more->starts, &rules);

	if (e == E_REFUSED) { /* none that day */
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	return plan_keeps(plan, &rules, c->arena, &wrong) ? OK : told(c, more, &wrong);
}

/* R10, D7: what reaches the county holds its candidate too, be it a zone's or a school's. What is
 * published already is not asked again: where it is looser the upper one wins. */
static enum err held_above(struct ctx *c, county_id county, const struct candidate *more,
                           const struct policy_book *book)
{
	const struct rule_set *s =
		book_set(book, edition_label(c->arena, more->ruleset, more->number));
	struct rule_error wrong;
	struct county k;
	bool here;

	if (!s)
		return OK; /* one that comes after it took its place */
	TRY(county_get(c, county, &k));
	TRY(holds_here(c, &k, s, &here));
	if (here && s->level == LEVEL_SCHOOL)
		TRY(plan_held(c, county, more, book, s));
	return !here || policy_book_keeps(book, s, county_lies(&k), c->arena, &wrong)
	               ? OK
	               : told(c, more, &wrong);
}

static enum err compose(struct ctx *c, county_id county, struct instant at,
                        const struct candidate *more, struct policy_book *book)
{
	struct rule_error wrong;
	struct span *v;
	size_t n;

	TRY(spans_load(c, county, at, more, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (!v[i].out)
			TRY(book_add(c, book, more, &v[i]));
	}
	TRY(decisions_add(c, county, at, book));
	if (!(more ? policy_book_check : policy_book_bind)(book, c->arena, &wrong))
		return told(c, more, &wrong);
	return more && more->held ? held_above(c, county, more, book) : OK;
}

static enum err builtin(struct ctx *c, const struct policy_book **ret_book)
{
	const struct rule_error *wrong = NULL;

	*ret_book = policy_builtin(&wrong);
	return *ret_book ? OK : fault_broken(c, "built-in rule sets");
}

static bool has_id(const struct policy_book *b, struct str id)
{
	const struct rule_set *s = policy_book_sets(b);

	while (s && !str_eq(s->id, id))
		s = s->next;
	return s != NULL;
}

enum err book_compose(struct ctx *c, county_id county, struct instant at,
                      const struct candidate *more, struct policy_book **ret_book)
{
	const struct policy_book *base;
	struct policy_book *book;
	enum err e;

	TRY(builtin(c, &base));
	book = more && more->replaces && has_id(base, more->ruleset)
	               ? policy_builtin_without(more->ruleset)
	               : policy_book_over(base);
	if (!book)
		return fault_broken(c, "memory");
	e = compose(c, county, at, more, book);
	if (e == OK)
		*ret_book = book;
	else
		policy_book_free(&book);
	return e;
}

enum err rulebook_book_with(struct ctx *c, county_id county, struct str file, struct str text,
                            struct policy_book **ret_book, const struct rule_set **ret_set)
{
	/* Behind every edition of its set. */
	struct candidate more = {.number = INT64_MAX,
	                         .held = true,
	                         .replaces = true,
	                         .file = str_some(file) ? file : S("rules")};
	struct policy_book *book;
	struct rule_error wrong;
	struct rule_set *s;

	if (!rule_set_read(c->arena, more.file, text, &s, &wrong))
		return rule_error_fault(c, E_REFUSED, &wrong);
	more.ruleset = s->id;
	more.starts = s->from;
	more.ends = s->to;
	more.body = text;
	TRY(book_compose(c, county, INSTANT_LATEST, &more, &book));
	*ret_set = book_set(book, edition_label(c->arena, more.ruleset, more.number));
	*ret_book = book;
	return OK;
}

enum err rulebook_read(struct ctx *c, struct str text, const struct rule_set **ret_set)
{
	struct rule_error wrong;
	struct rule_set *s;

	if (!rule_set_read(c->arena, S("rules"), text, &s, &wrong))
		return rule_error_fault(c, E_INPUT, &wrong);
	*ret_set = s;
	return OK;
}

/* --- the book of now, and of then --------------------------------------------------------------
 */

/* What a county has of its own is composed once for each state of it; without anything of its own
 * the program's sets are its book. `since`: the change it stands since, the latest for that of now.
 */
static enum err book_since(struct ctx *c, county_id county, int64_t version, struct instant since,
                           const struct policy_book **ret_book)
{
	struct book_key key = {county.v, version, since.us};
	const struct policy_book *book = book_cache_get(c->arena, &key);
	struct policy_book *fresh;

	if (!book) {
		TRY(book_compose(c, county, since, NULL, &fresh));
		book = book_cache_put(c->arena, &key, fresh);
	}
	if (!book)
		return fault_broken(c, "memory");
	*ret_book = book;
	return OK;
}

/* Each of these books was checked as a whole when it came about, by whoever published or withdrew,
 * as closely as the program looked then: it goes on deciding what it decided. */
static enum err book_at(struct ctx *c, county_id county, int64_t version, struct instant at,
                        const struct policy_book **ret_book)
{
	struct q_book_changes_row of;

	if (!version)
		return builtin(c, ret_book);
	if (at.us == INT64_MAX)
		return book_since(c, county, version, at, ret_book);
	TRY(q_book_changes(c, county, at, &of));
	if (of.by_then.us == INT64_MIN)
		return builtin(c, ret_book);
	return book_since(c, county, version,
	                  of.by_then.us == of.last.us ? INSTANT_LATEST : of.by_then, ret_book);
}

enum err rulebook_version(struct ctx *c, county_id county, int64_t *ret_version)
{
	int64_t version = 0;
	bool found = false;

	TRY(q_book_version(c, county, &version, &found));
	*ret_version = found ? version : 0;
	return OK;
}

enum err rulebook_book(struct ctx *c, county_id county, struct instant at,
                       const struct policy_book **ret_book)
{
	int64_t version;

	TRY(rulebook_version(c, county, &version));
	return book_at(c, county, version, at, ret_book);
}

static enum err key_of(struct ctx *c, county_id county, school_id school, struct date as_of,
                       struct instant known, struct q_book_key_row *ret_key)
{
	bool found = false;

	TRY(q_book_key(c, county, school, as_of, known, ret_key, &found));
	return found ? OK : absent(c);
}

static struct rules_ask ask_of(const struct q_book_key_row *key, struct date as_of,
                               struct date known_on)
{
	return (struct rules_ask){.id = key->base,
	                          .place = key->code,
	                          .region = key->region,
	                          .school = key->school,
	                          .as_of = as_of,
	                          .known_on = known_on};
}

static struct date known_day(struct instant known)
{
	return known.us == INT64_MAX ? DATE_NONE : instant_date(known);
}

enum err rulebook_rules_in(struct ctx *c, const struct policy_book *book, county_id county,
                           struct str school, struct str ruleset, struct date as_of,
                           struct instant known, struct rules *ret_rules)
{
	struct q_book_key_row key;
	struct rules_ask ask;
	int64_t schools = 0;

	TRY(key_of(c, county, ID_NONE(school_id), as_of, known, &key));
	ask = ask_of(&key, as_of, known_day(known));
	if (str_some(ruleset))
		ask.id = ruleset;
	if (str_some(school))
		TRY(q_place_school(c, county, school, &schools));
	if (schools > 0)
		ask.school = school;
	return rules_stack(c, book, &ask, ret_rules);
}

enum err book_rules(struct ctx *c, const struct policy_book *book, county_id county,
                    struct date as_of, struct rules *ret_rules)
{
	return rulebook_rules_in(c, book, county, STR_NONE, STR_NONE, as_of, INSTANT_LATEST,
	                         ret_rules);
}

enum err rules_on_base(struct ctx *c, county_id county, struct str ruleset, struct date day,
                       struct rules *ret_r)
{
	const struct policy_book *book;

	TRY(rulebook_book(c, county, INSTANT_LATEST, &book));
	return show_in_force(c, rulebook_rules_in(c, book, county, STR_NONE, ruleset, day,
	                                          INSTANT_LATEST, ret_r));
}

enum err rulebook_rules_known(struct ctx *c, county_id county, school_id school, struct date as_of,
                              struct instant known, struct rules *ret_rules)
{
	const struct policy_book *book;
	struct q_book_key_row key;
	struct rules_ask ask;

	TRY(key_of(c, county, school, as_of, known, &key));
	TRY(book_at(c, county, key.version.some ? key.version.v : 0, known, &book));
	ask = ask_of(&key, as_of, known_day(known));
	return show_in_force(c, rules_stack(c, book, &ask, ret_rules));
}

enum err rulebook_rules(struct ctx *c, county_id county, school_id school, struct date as_of,
                        struct rules *ret_rules)
{
	return rulebook_rules_known(c, county, school, as_of, INSTANT_LATEST, ret_rules);
}

enum err book_changed(struct ctx *c, county_id county)
{
	return q_book_version_set(c, county, env_next_id(c->env), NULL);
}

struct str book_title(const struct policy_book *b, struct str id)
{
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next)
		if (str_eq(s->id, id))
			return s->title;
	return id;
}
