/* A text of a county: read, brought into its canonical form, and tried. */
#include "policy/quote.h"
#include "policy/write.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/rulebook.sql.h"

/* A browser sends lines ended by CR LF. */
static struct str lines_plain(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n + 1);
	size_t n = 0;

	if (!p)
		return s;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\r')
			p[n++] = s.p[i];
	}
	return (struct str){p, n};
}

enum err rule_error_fault(struct ctx *c, enum err e, const struct rule_error *wrong)
{
	return fault_set(c, e, "rule_set_wrong",
	                 &(struct fault){.field = S("body"),
	                                 .found = rule_error_text(c->arena, c->lang, wrong)});
}

/* `as_typed`: the same before it was made canonical; places are told as they were typed. */
static enum err read_as(struct ctx *c, struct str file, struct str typed,
                        const struct rule_set *as_typed, struct edition_text *ret_t)
{
	struct edition_text t = {0};
	struct rule_error wrong;
	struct rule_set *s;

	if (!str_some(str_trim(typed)))
		return fault_input(c, "missing_field", S("body"), STR_NONE, STR_NONE);
	if (typed.n > RULE_FILE_MAX)
		return fault_input(c, "too_large", S("body"), STR_NONE, S("1 MiB"));
	t.body = lines_plain(c->arena, typed);
	if (!rule_set_read(c->arena, str_some(file) ? file : S("rules"), t.body, &s, &wrong))
		return rule_error_fault(c, E_INPUT, &wrong);
	if (s->status != STATUS_PUBLISHED) /* the life of an edition is not its text's to tell */
		return fault_input(c, NULL, S("body"), str_of(STATUS_WORDS.v[s->status]),
		                   str_of(STATUS_WORDS.v[STATUS_PUBLISHED]));
	if (as_typed)
		s->place_at = as_typed->place_at;
	t.set = s;
	t.place = s->place;
	t.known = s->known;
	sha256(t.body, t.hash);
	*ret_t = t;
	return OK;
}

enum err edition_read(struct ctx *c, struct str typed, struct edition_text *ret_t)
{
	return read_as(c, STR_NONE, typed, NULL, ret_t);
}

enum err edition_read_canonical(struct ctx *c, struct str file, struct str typed,
                                struct edition_text *ret_t)
{
	struct edition_text as_typed;
	struct rule_error wrong;
	struct str body;
	struct out o;
	enum err e;

	TRY(read_as(c, file, typed, NULL, &as_typed));
	if (!rule_set_placed(as_typed.set, &wrong))
		return rule_error_fault(c, E_INPUT, &wrong);
	out_init(&o, RULE_FILE_MAX);
	rule_set_write(&o, as_typed.set);
	body = o.broken ? STR_NONE : str_dup(c->arena, out_str(&o));
	e = o.broken ? fault_input(c, "too_large", S("body"), STR_NONE, S("1 MiB")) : OK;
	out_free(&o);
	return e == OK ? read_as(c, file, body, as_typed.set, ret_t) : e;
}

/* --- trying -------------------------------------------------------------------------------------
 */

static void book_close(struct policy_book **b)
{
	policy_book_free(b);
}

struct candidate candidate_of(const struct edition *e)
{
	return (struct candidate){.edition = e->id,
	                          .ruleset = e->ruleset,
	                          .number = e->number,
	                          .starts = e->starts,
	                          .ends = e->ends,
	                          .held = e->published.us == INT64_MIN};
}

enum err edition_book(struct ctx *c, const struct edition *e, struct policy_book **ret_book)
{
	struct candidate more = candidate_of(e);

	TRY(edition_body(c, e->id, &more.body));
	return book_compose(c, e->county, INSTANT_LATEST, &more, ret_book);
}

static enum err case_failed(struct ctx *c, const struct rule_set *s, const struct rule_case *w)
{
	struct fault f = c->fault;
	struct str v[] = {s->id, w->name, f.found.p ? f.found : S("")};

	return fault_set(c, E_REFUSED, "case_failed",
	                 &(struct fault){.found = text_fill(c->arena, c->lang,
	                                                    T_rulebook_case_came_out, v, 3),
	                                 .allowed = f.allowed,
	                                 .document = s->document});
}

/* Every case of what the county has of its own. */
static enum err cases_hold(struct ctx *c, const struct policy_book *book)
{
	for (const struct rule_set *s = policy_book_sets(book); set_own(s); s = s->next) {
		for (const struct rule_case *w = s->cases; w; w = w->next) {
			if (case_run(c, book, s, w) != OK)
				return case_failed(c, s, w);
		}
	}
	c->fault = (struct fault){0};
	return OK;
}

enum err edition_trial(struct ctx *c, const struct edition *e)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;

	TRY(edition_book(c, e, &book));
	return cases_hold(c, book);
}

enum err rulebook_trial(struct ctx *c, county_id county, struct str file, struct str text)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	const struct rule_set *s;

	TRY(rulebook_book_with(c, county, file, text, &book, &s));
	if (s && !s->n_cases)
		return fault_set(c, E_REFUSED, "case_missing",
		                 &(struct fault){.document = s->document});
	return cases_hold(c, book);
}

enum err edition_trial_without(struct ctx *c, const struct edition *e, struct date until)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	struct candidate less = {.edition = e->id, .ends = until, .leaves = true};

	return book_compose(c, e->county, INSTANT_LATEST, &less, &book);
}

/* Of the book, so copied: the results outlive it. */
static struct case_result result_of(struct ctx *c, const struct policy_book *b,
                                    const struct rule_set *s, const struct rule_case *w)
{
	struct fault before = c->fault;
	struct case_result r = {.decision = str_dup(c->arena, w->decision),
	                        .name = str_dup(c->arena, w->name)};

	c->fault = (struct fault){0};
	r.holds = case_run(c, b, s, w) == OK;
	if (!r.holds) {
		r.where = c->fault.field;
		r.found = c->fault.found;
		r.expected = c->fault.allowed;
	}
	c->fault = before;
	return r;
}

enum err edition_cases(struct ctx *c, const struct edition *e, struct case_result **ret_v,
                       size_t *ret_n)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	const struct rule_set *s;
	struct case_result *v;
	size_t n = 0;

	TRY(edition_book(c, e, &book));
	s = book_set(book, edition_label(c->arena, e->ruleset, e->number));
	v = NEW_N(c->arena, (s ? s->n_cases : 0) + 1, struct case_result);
	if (!v)
		return fault_broken(c, "arena");
	for (const struct rule_case *w = s ? s->cases : NULL; w; w = w->next)
		v[n++] = result_of(c, book, s, w);
	*ret_v = v;
	*ret_n = n;
	return OK;
}
