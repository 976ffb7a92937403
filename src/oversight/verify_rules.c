/* The published rule sets: their texts, their worked cases, and whether they stand together. */
#include "oversight/verify_in.h"
#include "rulebook/recheck.h"

enum { SAID_MAX = 400 };

struct rules_seen {
	struct verify_check *texts, *cases, *books;
	char said[SAID_MAX]; /* the arena is rewound behind each edition */
	size_t said_n;
};

static void keep(struct rules_seen *a, struct str s)
{
	s = str_sub(s, 0, SAID_MAX);
	while (s.n > 0 && !utf8_valid(s)) /* cut between two bytes of one character */
		s.n--;
	memcpy(a->said, s.p, s.n);
	a->said_n = s.n;
}

static enum err edition_row(struct ctx *c, const struct recheck *r, void *arg)
{
	struct rules_seen *a = arg;

	a->texts->rows++;
	if (!r->hash_holds && verify_broken(a->texts, r->edition.v))
		a->texts->found = S("rule set: the text is not the one that was published");
	a->cases->rows += r->cases;
	if (r->wrong.p && verify_broken(a->cases, r->edition.v))
		keep(a, str_printf(c->arena, "rule set %.*s: %.*s", STR_FMT(r->ruleset),
		                   STR_FMT(r->wrong)));
	return OK;
}

static enum err book_row(struct ctx *c, const struct recheck_book *r, void *arg)
{
	struct rules_seen *a = arg;

	a->books->rows++;
	if (r->wrong.p && verify_broken(a->books, r->county.v))
		a->books->found =
			str_printf(c->arena, "county: its documents of %.*s contradict: %.*s",
		                   STR_FMT(instant_text(c->arena, r->since)), STR_FMT(r->wrong));
	return OK;
}

enum err verify_rules(struct ctx *c, struct verify_report *r)
{
	struct rules_seen a = {
		.texts = verify_begin(r, "rule_texts"),
		.cases = verify_begin(r, "rule_cases"),
		.books = verify_begin(r, "rule_books"),
	};

	TRY(rulebook_recheck(c, edition_row, &a));
	if (a.said_n)
		a.cases->found = str_dup(c->arena, (struct str){a.said, a.said_n});
	return rulebook_recheck_books(c, book_row, &a);
}
