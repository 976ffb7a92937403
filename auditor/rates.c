/* What is not understood is passed over; who checks with it says nothing then. */
#include "rates.h"

#include "line.h"

#include <stdlib.h>
#include <string.h>

enum { RULES_MOST = 1 << 20 };

/* AMOUNT yuan per UNIT, as fen. */
static struct exact amount(const struct line *l, size_t i, int64_t *ret_unit)
{
	struct exact e = line_number(l, &i), none = {0};

	if (e.den == 0 || !line_is(l, i, "yuan") || !line_is(l, i + 1, "per") || i + 2 >= l->n ||
	    !exact_times(&e, 100, 1))
		return none;
	*ret_unit = word(l->word[i + 2]);
	return e;
}

static void rate_read(struct pay *p, const struct line *l)
{
	if (p->rates == RATES || l->n < 2)
		return;
	p->rate[p->rates].bound = word(l->word[1]);
	p->rate[p->rates].fen = amount(l, 2, &p->rate[p->rates].unit);
	p->rates += p->rate[p->rates].fen.den != 0;
}

static void when_read(struct pay *p, const struct line *l)
{
	size_t i = 1;

	if (p->whens == CONDITIONS || l->n < 2)
		return;
	p->when[p->whens].not = line_is(l, 1, "not");
	i += p->when[p->whens].not ;
	p->when[p->whens].dimension = i < l->n ? word(l->word[i]) : 0;
	p->when[p->whens].plain = !line_is(l, i + 1, "in") && l->n - i <= CONDITION_WORDS;
	for (i++; i < l->n && p->when[p->whens].n < CONDITION_WORDS; i++) {
		if (line_is(l, i, ".."))
			p->when[p->whens].plain = false;
		p->when[p->whens].word[p->when[p->whens].n++] = word(l->word[i]);
	}
	p->whens++;
}

static void attribute_read(struct pay *p, const struct line *l)
{
	int64_t unit = 0;
	size_t i = 1;

	if (line_is(l, 0, "rate") || line_is(l, 0, "price"))
		rate_read(p, l);
	else if (line_is(l, 0, "when"))
		when_read(p, l);
	else if (line_is(l, 0, "kind"))
		for (; i < l->n && p->kinds < CONDITION_WORDS; i++)
			p->kind[p->kinds++] = word(l->word[i]);
	else if (line_is(l, 0, "round") && l->n > 1)
		p->round = rounding_of(l->word[1]);
	else if (line_is(l, 0, "cap"))
		p->cap = amount(l, 1, &unit);
	else if (line_is(l, 0, "served")) {
		p->served = line_number(l, &i);
		p->served_unit = i < l->n ? word(l->word[i]) : 0;
	}
}

static void measure_read(struct rates *r, const struct pay *head, const struct line *l)
{
	struct measure m = {.title = head->title, .county = r->county};
	size_t i = 1;

	m.n = line_number(l, &i);
	m.unit = i < l->n ? word(l->word[i]) : 0;
	if (m.n.den == 0 || m.n.num == 0 || !line_is(l, i + 1, "="))
		return;
	i += 2;
	m.then = line_number(l, &i);
	m.then_unit = i < l->n ? word(l->word[i]) : 0;
	if (m.then.den == 0 || m.then.num == 0)
		return;
	if (r->measures == r->measure_room) {
		r->measure_room = r->measure_room ? 2 * r->measure_room : 32;
		r->measure = grow(r->measure, r->measure_room, sizeof *r->measure);
	}
	r->measure[r->measures++] = m;
}

static void round_read(struct rates *r, const struct pay *head, const struct line *l)
{
	if (!line_is(l, 0, "round") || l->n < 2)
		return;
	if (r->roundings == r->round_room) {
		r->round_room = r->round_room ? 2 * r->round_room : 8;
		r->rounds = grow(r->rounds, r->round_room, sizeof *r->rounds);
	}
	r->rounds[r->roundings++] = (struct rounds){*head, rounding_of(l->word[1])};
}

static struct pay *statement_new(struct pay **v, size_t *n, size_t *room, const struct pay *head,
                                 const struct line *l)
{
	struct pay *p;

	if (*n == *room) {
		*room = *room ? 2 * *room : 32;
		*v = grow(*v, *room, sizeof **v);
	}
	p = &(*v)[(*n)++];
	*p = *head;
	p->id = l->n > 1 ? word(l->word[1]) : 0;
	return p;
}

static void deduct_read(struct deduct *d, const struct line *l)
{
	if (line_is(l, 0, "of"))
		for (size_t i = 1; i < l->n && d->ofs < CONDITION_WORDS; i++)
			d->of[d->ofs++] = word(l->word[i]);
	else if (line_is(l, 0, "payer") && l->n > 1 && d->payers < RATES)
		d->payer[d->payers++] = word(l->word[1]);
	else if (line_is(l, 0, "amount")) {
		d->stated = line_is(l, 1, "stated");
		d->fen = amount(l, 1, &d->unit);
	} else if (!line_is(l, 0, "clause") && !line_is(l, 0, "requirement") &&
	           !line_is(l, 0, "decided"))
		d->sometimes = true;
}

static void deduct_new(struct rates *r, const struct pay *head, const struct line *l)
{
	if (r->deducts == r->deduct_room) {
		r->deduct_room = r->deduct_room ? 2 * r->deduct_room : 8;
		r->deduct = grow(r->deduct, r->deduct_room, sizeof *r->deduct);
	}
	r->deduct[r->deducts++] = (struct deduct){
		.title = head->title,
		.number = head->number,
		.id = l->n > 1 ? word(l->word[1]) : 0,
		.label = l->n > 2 ? word_text(word(l->word[2])) : NULL,
	};
}

static void words_read(const struct line *l, int64_t *v, size_t *n)
{
	for (size_t i = 1; i < l->n && *n < CONDITION_WORDS; i++)
		v[(*n)++] = word(l->word[i]);
}

static void back_read(struct back *d, const struct line *l)
{
	size_t i = 1;

	if (line_is(l, 0, "of"))
		words_read(l, d->of, &d->ofs);
	else if (line_is(l, 0, "reason"))
		words_read(l, d->reason, &d->reasons);
	else if (line_is(l, 0, "method"))
		d->nothing = line_is(l, 1, "none");
	else if (line_is(l, 0, "in_a_row"))
		d->row = line_number(l, &i);
	else if (line_is(l, 0, "less")) {
		struct exact n = line_number(l, &i);

		if (line_is(l, i, "percent"))
			d->share = n;
		else if (exact_times(&n, 100, 1))
			d->fen = n;
	}
}

static void back_new(struct rates *r, const struct pay *head)
{
	if (r->backs == r->back_room) {
		r->back_room = r->back_room ? 2 * r->back_room : 32;
		r->back = grow(r->back, r->back_room, sizeof *r->back);
	}
	r->back[r->backs++] = (struct back){.title = head->title, .number = head->number};
}

static void head_read(struct pay *head, const struct line *l)
{
	if (line_is(l, 0, "title") && l->n > 1)
		head->title = word_text(word(l->word[1]));
	else if (line_is(l, 0, "number") && l->n > 1 && !line_is(l, 1, "none"))
		head->number = word_text(word(l->word[1]));
	else if (line_is(l, 0, "effective") && l->n > 3) {
		if (!read_day(l->word[1], &head->from))
			head->from = NONE;
		if (!read_day(l->word[3], &head->to))
			head->to = NONE;
	}
}

static void file_read(struct rates *r, char *text)
{
	struct pay head = {.from = NONE, .to = NONE, .round = TO_FEN};
	struct pay *inside = NULL;
	bool deducts = false, backs = false;

	for (char *s = text, *next; s; s = next) {
		struct line l;

		next = strchr(s, '\n');
		if (next)
			*next++ = '\0';
		l = line_cut(s);
		if (l.n == 0)
			continue;
		if (l.indented) {
			round_read(r, &head, &l);
			if (inside)
				attribute_read(inside, &l);
			else if (deducts)
				deduct_read(&r->deduct[r->deducts - 1], &l);
			else if (backs)
				back_read(&r->back[r->backs - 1], &l);
			continue;
		}
		inside = NULL;
		deducts = line_is(&l, 0, "deduct");
		backs = line_is(&l, 0, "refund");
		if (line_is(&l, 0, "pay"))
			inside = statement_new(&r->pay, &r->n, &r->room, &head, &l);
		else if (line_is(&l, 0, "fee"))
			inside = statement_new(&r->fee, &r->fees, &r->fee_room, &head, &l);
		else if (deducts)
			deduct_new(r, &head, &l);
		else if (backs)
			back_new(r, &head);
		else if (line_is(&l, 0, "convert"))
			measure_read(r, &head, &l);
		else
			head_read(&head, &l);
	}
	r->title = grow(r->title, r->files + 1, sizeof *r->title);
	r->title[r->files++] = head.title;
}

struct rates rates_read(struct pack *p)
{
	struct rates r = {0};

	for (size_t i = 0; i < pack_files(p); i++) {
		size_t n;
		char *text;

		if (strncmp(pack_name(p, i), "rules/", 6) != 0)
			continue;
		r.county = strncmp(pack_name(p, i), "rules/edition-", 14) == 0;
		text = part_text(p, pack_name(p, i), RULES_MOST, &n);
		file_read(&r, text);
		free(text);
	}
	return r;
}

void rates_free(struct rates *r)
{
	free(r->pay);
	free(r->fee);
	free(r->measure);
	free(r->deduct);
	free(r->back);
	free(r->title);
	free(r->rounds);
}

bool document_is(const char *title, const char *number, const char *document)
{
	size_t n = title ? strlen(title) : 0;

	if (n == 0 || strncmp(document, title, n) != 0)
		return false;
	return number ? strstr(document + n, number) != NULL : document[n] == '\0';
}

static bool named(const struct pay *p, const char *document)
{
	return document_is(p->title, p->number, document);
}

bool pay_of(const struct pay *p, const char *document, int64_t day)
{
	return named(p, document) && (p->from == NONE || p->from <= day) &&
	       (p->to == NONE || day <= p->to);
}

bool rounds_so(const struct rates *r, const char *document, struct rounding to)
{
	for (size_t i = 0; i < r->roundings; i++) {
		const struct rounds *s = &r->rounds[i];

		if (s->to.grain == to.grain && s->to.way == to.way && named(&s->head, document))
			return true;
	}
	return false;
}

const struct exact *pay_exact(const struct pay *p, int64_t *ret_unit)
{
	for (size_t i = 0; i < p->rates; i++) {
		if (p->rate[i].bound == word("exactly")) {
			*ret_unit = p->rate[i].unit;
			return &p->rate[i].fen;
		}
	}
	return NULL;
}
