/* What no single line shows: a draft held against the sets it would stand beside. */
#include "rulebook/findings.h"

#include "rulebook/block.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/show.h"

enum { FINDINGS_MOST = 20 };

/* The block a line lies in. */
static bool block_around(struct str body, int line, struct block *ret_b)
{
	struct block b = {0}, next = {0};
	bool found = false;

	while (block_next(body, next.line, &next) && next.line <= line) {
		b = next;
		found = true;
	}
	*ret_b = b;
	return found;
}

/* The word its line begins with: the attribute. */
static struct str line_word(const struct block *b, int line)
{
	struct str rest = b->text, one = STR_NONE;

	for (int at = b->from; at <= line && rest.p; at++)
		one = str_cut(&rest, '\n');
	one = str_trim(one);
	return str_cut(&one, ' ');
}

static struct str message_of(struct ctx *c, const struct rule_error *wrong)
{
	struct str said = rule_error_text(c->arena, c->lang, wrong), rest = said;

	str_cut(&rest, ' '); /* file, line and column stand beside it */
	return rest.p ? rest : said;
}

static struct finding finding_of(struct ctx *c, const struct rule_error *wrong,
                                 const struct block *b)
{
	struct str rest = b->text, word, words = STR_NONE, field = line_word(b, wrong->line);
	enum text_id label = form_label("field", str_c(c->arena, field));
	struct finding f = {.line = wrong->line, .block = b->line};

	block_line(&rest, &word, &words);
	f.statement = str_printf(c->arena, "%.*s %.*s", STR_FMT(word), STR_FMT(words));
	f.called = str_printf(c->arena, "%.*s %.*s", STR_FMT(form_statement_words(c->lang, word)),
	                      STR_FMT(words));
	f.word = wrong->line == b->line ? word : field;
	f.field = label == TEXT_NONE ? field : text(c->lang, label);
	f.message = message_of(c, wrong);
	return f;
}

/* The same number of lines, none of them saying anything: what is behind keeps its place. */
static struct str blanked(struct arena *a, struct str body, const struct block *b)
{
	struct str blank = S("");

	for (size_t i = 0; i < b->text.n; i++)
		if (b->text.p[i] == '\n')
			blank = str_printf(a, "%.*s\n", STR_FMT(blank));
	return block_replace(a, body, b, blank);
}

/* What others build on: without it they would be wrong too, and only because it is gone. */
static bool carries(const struct block *b)
{
	static const char *const statements[] = {"define", "list", "open"};
	enum rule_type t;

	for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
		if (str_is(b->word, statements[i]))
			return true;
	return !type_parse(b->word, &t); /* the head */
}

static enum err compose_once(struct ctx *c, const struct edition *e, struct candidate *more,
                             struct rule_error *wrong, bool *ret_whole)
{
	struct policy_book *book = NULL;
	enum err err;

	*wrong = (struct rule_error){0};
	more->wrong = wrong;
	err = book_compose(c, e->county, INSTANT_LATEST, more, &book);
	policy_book_free(&book);
	*ret_whole = err == OK;
	if (err == E_REFUSED && wrong->line) {
		c->fault = (struct fault){0};
		return OK;
	}
	return err;
}

enum err edition_findings(struct ctx *c, const struct edition *e, struct finding **ret_v,
                          size_t *ret_n)
{
	struct candidate more = candidate_of(e);
	struct str label = edition_label(c->arena, e->ruleset, e->number);
	struct finding *v = NEW_N(c->arena, FINDINGS_MOST, struct finding);
	struct rule_error wrong;
	struct block b;
	bool whole;
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	TRY(edition_body(c, e->id, &more.body));
	for (;;) {
		TRY(compose_once(c, e, &more, &wrong, &whole));
		if (whole || n == FINDINGS_MOST)
			break;
		if (!str_eq(wrong.file, label) || !block_around(more.body, wrong.line, &b)) {
			v[n++] = (struct finding){
				.message = rule_error_text(c->arena, c->lang, &wrong)};
			break;
		}
		v[n++] = finding_of(c, &wrong, &b);
		if (carries(&b))
			break;
		more.body = blanked(c->arena, more.body, &b);
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err findings_refuse(struct ctx *c, const struct finding *v, size_t n)
{
	struct str all = S("");

	for (size_t i = 0; i < n; i++) {
		struct str place = v[i].line ? str_printf(c->arena, "%d %.*s: ", v[i].line,
		                                          STR_FMT(v[i].called))
		                             : S("");

		all = str_printf(c->arena, "%.*s%s%.*s%.*s", STR_FMT(all), i ? "; " : "",
		                 STR_FMT(place), STR_FMT(v[i].message));
	}
	return fault_set(c, E_REFUSED, "rule_set_wrong",
	                 &(struct fault){.field = S("body"), .found = all});
}
