#include "rulebook/case_try.h"

#include "policy/quote.h"
#include "rulebook/block.h"
#include "rulebook/internal.h"

static bool among(struct str words, struct str word)
{
	while (str_some(words))
		if (str_eq(str_cut(&words, ' '), word))
			return true;
	return false;
}

static struct str expect_put(struct arena *a, struct str all, struct str name, struct str value)
{
	return str_printf(a, "%.*s  expect %.*s %.*s\n", STR_FMT(all), STR_FMT(name),
	                  STR_FMT(text_quoted(a, value)));
}

/* What a clerk compares with her document: what is paid; the parts where there are any. */
static bool counts(struct str name, struct str value)
{
	static const struct str always = S("payable amount required total left due counts "
	                                   "in_scope parties participants");
	static const struct str never = S("formula gross charged bill units basis to carries_over "
	                                  "self_purchase_warning counted limit form each last");

	return among(always, name) ||
	       (!among(never, name) && !str_is(value, "0.00") && str_some(value));
}

struct str case_expects(struct arena *a, struct str decision, const struct quote *q)
{
	struct str outcome = quote_value(q, S("outcome")), names = quote_answers(decision);
	struct str requirement = quote_value(q, S("requirement")), all = S("");

	if (!str_is(outcome, "pass")) {
		all = expect_put(a, all, S("outcome"), outcome);
		return str_some(requirement) ? expect_put(a, all, S("requirement"), requirement)
		                             : all;
	}
	while (str_some(names)) {
		struct str name = str_cut(&names, ' '), value = quote_value(q, name);

		if (str_some(value) && counts(name, value))
			all = expect_put(a, all, name, value);
	}
	return all.n ? all : expect_put(a, all, S("outcome"), outcome);
}

static void book_close(struct policy_book **b)
{
	policy_book_free(b);
}

static const struct rule_case *case_at(const struct rule_set *s, int line)
{
	const struct rule_case *w = s ? s->cases : NULL;

	while (w && w->line != line)
		w = w->next;
	return w;
}

/* "file:12" of what the case says is wrong. */
static int line_named(struct str place, int otherwise)
{
	size_t n = place.n;
	int64_t line;

	while (n > 0 && place.p[n - 1] >= '0' && place.p[n - 1] <= '9')
		n--;
	return str_i64(str_sub(place, n, place.n), &line) ? (int)line : otherwise;
}

enum err case_try(struct ctx *c, const struct edition *e, struct str body, int line,
                  struct case_tried *ret_t)
{
	__attribute__((cleanup(book_close))) struct policy_book *book = NULL;
	struct candidate more = candidate_of(e);
	struct quote *q = NEW(c->arena, struct quote);
	struct case_tried t = {.line = line, .came = S("")};
	const struct rule_set *s;
	const struct rule_case *work;

	if (!q)
		return fault_broken(c, "arena");
	more.body = body;
	TRY(book_compose(c, e->county, INSTANT_LATEST, &more, &book));
	s = book_set(book, edition_label(c->arena, e->ruleset, e->number));
	work = case_at(s, line);
	if (!work)
		return fault_set(c, E_ABSENT, "absent", NULL);
	enum err err = case_quote(c, book, s, work, q);

	if (err == OK) {
		t.came = str_dup(c->arena, case_expects(c->arena, work->decision, q));
		err = case_run(c, book, s, work);
	}
	t.holds = err == OK;
	if (err == E_REFUSED) {
		t.line = line_named(c->fault.field, line);
		t.found = str_dup(c->arena, c->fault.found.p ? c->fault.found : S(""));
		t.expected = str_dup(c->arena, c->fault.allowed.p ? c->fault.allowed : S(""));
		err = OK;
	}
	if (err != OK)
		return err;
	c->fault = (struct fault){0};
	*ret_t = t;
	return OK;
}
