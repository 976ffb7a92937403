/* What was typed into the form of a worked case, as the lines of a rule file. */
#include "rulebook/block.h"
#include "rulebook/form_parts.h"

static bool plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char ch = s.p[i];

		if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
		      (ch >= '0' && ch <= '9') || ch == '_' || ch == '.' || ch == ':' || ch == '-'))
			return false;
	}
	return s.n > 0;
}

/* Nothing where nothing was typed: the reader says what is missing. */
static struct str word_of(const struct form_of *f, struct str s)
{
	return !s.n || plain(s) ? s : text_quoted(f->c->arena, s);
}

static void line_put(const struct form_case *k, struct form_text *t, struct str input,
                     const char *what, struct str name, struct str value)
{
	form_put(k->f, t, input,
	         str_printf(k->f->c->arena, "%s %.*s %.*s", what, STR_FMT(word_of(k->f, name)),
	                    STR_FMT(word_of(k->f, value))));
}

static void given_put(const struct form_case *k, struct form_text *t, int section, int item,
                      struct str name)
{
	struct str value = form_case_value(k, section, name);

	if (str_some(value))
		line_put(k, t, form_case_input(k, item, name), "given", name, value);
}

/* The facts of the case, or those of one item; and where it holds. */
static void facts_put(const struct form_case *k, struct form_text *t, int section, int item,
                      bool of_item)
{
	struct quote_fact fact;

	for (size_t i = 0; quote_fact(k->decision, i, &fact); i++)
		if (fact.item == of_item &&
		    !(of_item && section != CASE_TOP && k->items > 1 && str_is(fact.name, "kind")))
			given_put(k, t, section, item, fact.name);
}

static void dimensions_put(const struct form_case *k, struct form_text *t, int section, int item,
                           bool service)
{
	struct quote_fact fact;
	struct form_case_dim d;

	for (size_t i = 0; form_case_dimension(k->f, i, &d); i++)
		if ((d.of == OF_SERVICE) == service && !form_case_fact(k->decision, d.name, &fact))
			given_put(k, t, section, item, d.name);
}

/* What an item says of its own about pupil and school. */
static void own_put(const struct form_case *k, struct form_text *t, int item)
{
	struct quote_fact fact;
	struct form_case_dim d;

	for (size_t i = 0; form_case_dimension(k->f, i, &d); i++) {
		if (d.of == OF_SERVICE || form_case_fact(k->decision, d.name, &fact))
			continue;
		for (size_t n = 0; n < k->n_given; n++) {
			const struct form_case_line *g = &k->given[n];

			if (g->item == item && str_eq(g->name, d.name))
				line_put(k, t, form_case_input(k, item, d.name), "given", d.name,
				         g->value);
		}
	}
}

static void items_put(const struct form_case *k, struct form_text *t)
{
	size_t n = k->items ? k->items : 1;

	for (size_t i = 0; i < n; i++) {
		int section = k->items ? (int)i : CASE_TOP;
		struct str kind = S("kind");

		if (n > 1)
			line_put(k, t, form_case_input(k, (int)i, kind), "given", S("item"),
			         form_case_value(k, section, kind));
		facts_put(k, t, section, (int)i, true);
		dimensions_put(k, t, section, (int)i, true);
		if (k->items)
			own_put(k, t, section);
	}
}

static void others_put(const struct form_case *k, struct form_text *t)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n_given && n < CASE_OTHERS; i++) {
		if (!form_case_is_other(k, &k->given[i]))
			continue;
		line_put(k, t, str_printf(k->f->c->arena, "o%zu.value", n++), "given",
		         k->given[i].name, k->given[i].value);
	}
}

static void expected_put(const struct form_case *k, struct form_text *t)
{
	size_t n = 0;

	for (size_t i = 0; i < k->n_expect; i++) {
		const struct form_case_line *x = &k->expect[i];
		bool outcome = str_is(x->name, "outcome");

		line_put(k, t, outcome ? S("outcome") : str_printf(k->f->c->arena, "x%zu.value", n),
		         "expect", x->name, x->value);
		n += !outcome;
	}
}

enum err form_case_compose(const struct form_of *f, struct form_text *ret_t)
{
	struct form_of posted = *f;
	struct form_text t = {.text = S("")};
	struct form_case *k;

	posted.posted = true;
	TRY(form_case_of(&posted, &k));
	if (f->declare != DECLARE_SAMPLE)
		form_comment_put(f, &t);
	form_put(f, &t, S("label"),
	         str_printf(f->c->arena, "case %.*s %.*s", STR_FMT(word_of(f, k->decision)),
	                    STR_FMT(text_quoted(f->c->arena, k->name))));
	if (str_some(k->on))
		line_put(k, &t, S("on"), "given", S("on"), k->on);
	dimensions_put(k, &t, CASE_TOP, CASE_TOP, false);
	facts_put(k, &t, CASE_TOP, CASE_TOP, false);
	others_put(k, &t);
	if (k->itemised)
		items_put(k, &t);
	else
		dimensions_put(k, &t, CASE_TOP, CASE_TOP, true);
	if (f->declare != DECLARE_SAMPLE)
		expected_put(k, &t);
	if (arena_exhausted(f->c->arena))
		return fault_broken(f->c, "arena");
	*ret_t = t;
	return OK;
}

/* --- where a line of the file stands in the form ------------------------------------------------
 */

struct str form_case_input_at(const struct form_of *f, int line)
{
	struct form_of there = *f;
	struct str rest = f->block, word, words, name = STR_NONE;
	struct form_case *k;
	size_t expects = 0;
	int item = CASE_TOP;

	there.posted = false;
	if (line <= 0 || form_case_of(&there, &k) != OK)
		return S("label");
	for (int at = 0; at <= line && rest.p;) {
		struct str one = str_cut(&rest, '\n');

		if (str_starts(one, S("#")))
			continue; /* above the case's own line */
		at++;
		if (!block_line(&one, &word, &words) || !form_word_next(f, &words, &name))
			continue;
		item += str_is(word, "given") && str_is(name, "item");
		expects += str_is(word, "expect") && !str_is(name, "outcome");
	}
	if (!name.p)
		return S("label");
	if (str_is(word, "expect"))
		return expects && !str_is(name, "outcome")
		               ? str_printf(f->c->arena, "x%zu.value", expects - 1)
		               : S("outcome");
	if (str_is(name, "on"))
		return name;
	if (str_is(name, "item"))
		name = S("kind");
	struct quote_fact fact;
	struct form_case_dim d = {.of = OF_PUPIL};
	bool of_item = form_case_fact(k->decision, name, &fact) && fact.item;

	for (size_t i = 0; !of_item && form_case_dimension(f, i, &d) && !str_eq(d.name, name); i++)
		d.of = OF_PUPIL;
	of_item = k->itemised && (of_item || d.of == OF_SERVICE);
	return form_case_input(k, of_item ? (item < 0 ? 0 : item) : CASE_TOP, name);
}
