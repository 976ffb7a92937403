#include "permits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { RULES_MOST = 1 << 20, UNDER_MOST = 16 };
enum { E_ID, E_COUNTY, E_RULESET, E_NUMBER, E_LEVEL, E_PLACE, E_STARTS, E_ENDS, E_PUBLISHED };
enum { E_WITHDRAWN = E_PUBLISHED + 1, E_UNTIL };
enum { B_COUNTY, B_ID, B_RULESET, B_STARTS, B_AT };
enum { K_ID, K_CODE, K_RULESET };
enum { H_ID, H_COUNTY, H_CODE };

/* --- reading ---------------------------------------------------------------------------------- */

static void portion_read(struct portion *v, size_t *n, const struct line *l)
{
	struct exact percent;
	size_t i = 2;

	if (*n == PORTIONS || l->n < 3)
		return;
	percent = line_number(l, &i);
	if (percent.den != 0)
		v[(*n)++] = (struct portion){word(l->word[1]), percent};
}

static void permit_read(struct permit *p, const struct line *l)
{
	if (line_is(l, 0, "at_least"))
		portion_read(p->least, &p->leasts, l);
	else if (line_is(l, 0, "at_most"))
		portion_read(p->most, &p->mosts, l);
	else if (line_is(l, 0, "clause") && l->n > 1)
		p->clause = word(l->word[1]);
	p->asks = p->asks || line_is(l, 0, "when");
	p->locks = p->locks || line_is(l, 0, "lock");
}

static void head_read(struct rule_file *f, const struct line *l)
{
	if (l->n < 2)
		return;
	if (line_is(l, 0, "ruleset"))
		f->id = word(l->word[1]);
	else if (line_is(l, 0, "under"))
		f->under = word(l->word[1]);
	else if (line_is(l, 0, "level"))
		f->level = word(l->word[1]);
	else if (line_is(l, 0, "effective") && l->n > 3) {
		if (!read_day(l->word[1], &f->from))
			f->from = NONE;
		if (!read_day(l->word[3], &f->to))
			f->to = NONE;
	}
}

static struct permit *permit_new(struct permits *x, const struct line *l)
{
	if (x->n == x->room) {
		x->room = x->room ? 2 * x->room : 32;
		x->v = grow(x->v, x->room, sizeof *x->v);
	}
	x->v[x->n] = (struct permit){.file = x->files, .fund = l->n > 1 ? word(l->word[1]) : 0};
	return &x->v[x->n++];
}

static void file_read(struct permits *x, char *text, int64_t edition)
{
	struct rule_file f = {.from = NONE, .to = NONE, .edition = edition};
	struct permit *inside = NULL;

	for (char *s = text, *next; s; s = next) {
		struct line l;

		next = strchr(s, '\n');
		if (next)
			*next++ = '\0';
		l = line_cut(s);
		if (l.n == 0)
			continue;
		if (l.indented) {
			if (inside)
				permit_read(inside, &l);
			continue;
		}
		inside = line_is(&l, 0, "permit") ? permit_new(x, &l) : NULL;
		if (!inside)
			head_read(&f, &l);
	}
	if (x->files == x->file_room) {
		x->file_room = x->file_room ? 2 * x->file_room : 32;
		x->file = grow(x->file, x->file_room, sizeof *x->file);
	}
	x->file[x->files++] = f;
}

/* "rules/edition-12.rules"; NONE: one the program carries. */
static int64_t edition_of(const char *name)
{
	static const char before[] = "rules/edition-";
	char *end;
	long long n;

	if (strncmp(name, before, sizeof before - 1) != 0)
		return NONE;
	errno = 0;
	n = strtoll(name + sizeof before - 1, &end, 10);
	return errno == 0 && strcmp(end, ".rules") == 0 ? n : NONE;
}

void permits_read(struct pack *p, struct permits *ret_x)
{
	*ret_x = (struct permits){
		.edition = table_load(p, "edition",
	                              "id:i county:i ruleset:s number:i level:s place:s starts:d "
	                              "ends:d published:t withdrawn:d until:d",
	                              true),
		.base = table_load(p, "county_base", "county:i id:i ruleset:s starts:d at:t", true),
		.county = table_load(p, "county", "id:i code:s ruleset:s", false),
		.school = table_load(p, "school", "id:i county:i code:s", false),
	};

	for (size_t i = 0; i < pack_files(p); i++) {
		size_t n;
		char *text;

		if (strncmp(pack_name(p, i), "rules/", 6) != 0)
			continue;
		text = part_text(p, pack_name(p, i), RULES_MOST, &n);
		file_read(ret_x, text, edition_of(pack_name(p, i)));
		free(text);
	}
	for (size_t i = 0; i < ret_x->n; i++)
		ret_x->bound = ret_x->bound || ret_x->v[i].leasts || ret_x->v[i].mosts;
	ret_x->edition_by_id = index_make(&ret_x->edition, E_ID);
	ret_x->county_by_id = index_make(&ret_x->county, K_ID);
	ret_x->school_by_id = index_make(&ret_x->school, H_ID);
}

void permits_free(struct permits *x)
{
	index_free(&x->edition_by_id);
	index_free(&x->county_by_id);
	index_free(&x->school_by_id);
	table_free(&x->edition);
	table_free(&x->base);
	table_free(&x->county);
	table_free(&x->school);
	free(x->file);
	free(x->v);
}

const struct portion *portion_find(const struct portion *v, size_t n, int64_t purpose)
{
	for (size_t i = 0; i < n; i++) {
		if (v[i].purpose == purpose)
			return &v[i];
	}
	return NULL;
}

/* --- which holds ------------------------------------------------------------------------------ */

/* What was found so far, and whether the search is over. */
struct search {
	const struct permits *x;
	const struct permit_ask *ask;
	const struct permit **v;
	size_t n;
	bool told; /* one of them surely holds */
};

static int64_t day_of(int64_t instant)
{
	int64_t us = instant + INT64_C(8) * 3600 * 1000000, day = INT64_C(86400) * 1000000;

	return us / day - (us % day < 0);
}

static bool covers(int64_t from, int64_t to, int64_t day)
{
	return (from == NONE || from <= day) && (to == NONE || day <= to);
}

enum holding { NO, PERHAPS, YES };

/* A day says when it was withdrawn, not the moment. */
static enum holding edition_holds(const struct search *s, size_t e)
{
	const struct table *t = &s->x->edition;
	int64_t gone = at(t, e, E_WITHDRAWN), until = at(t, e, E_UNTIL);
	int64_t known = day_of(s->ask->moment);

	if (at(t, e, E_COUNTY) != s->ask->county || at(t, e, E_PUBLISHED) > s->ask->moment ||
	    !covers(at(t, e, E_STARTS), at(t, e, E_ENDS), s->ask->day))
		return NO;
	if (gone == NONE || gone > known || (until != NONE && s->ask->day <= until))
		return YES;
	return gone == known ? PERHAPS : NO;
}

/* Of a file: whether it holds, by its edition where it is a county's own. */
static enum holding file_holds(const struct search *s, const struct rule_file *f)
{
	size_t e;

	if (f->edition == NONE)
		return covers(f->from, f->to, s->ask->day) ? YES : NO;
	e = index_first(&s->x->edition_by_id, f->edition);
	return e == SIZE_MAX ? NO : edition_holds(s, e);
}

/* Another edition of the same document, with a higher number, that surely holds. */
static bool superseded(const struct search *s, size_t e)
{
	const struct table *t = &s->x->edition;

	for (size_t i = 0; i < t->rows; i++) {
		if (at(t, i, E_RULESET) == at(t, e, E_RULESET) &&
		    at(t, i, E_NUMBER) > at(t, e, E_NUMBER) && edition_holds(s, i) == YES)
			return true;
	}
	return false;
}

static void take_it(struct search *s, const struct permit *p, enum holding how)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->v[i] == p)
			return;
	}
	if (s->n == PERMITS_HELD)
		s->told = true;
	else
		s->v[s->n++] = p;
	s->told = s->told || how == YES;
}

/* The documents of a place speak, the newest first; its own edition of the set it stands on last.
 */
static void of_place(struct search *s, const char *level, int64_t place, int64_t base)
{
	const struct permits *x = s->x;
	int64_t newest = NONE;

	for (int pass = 0; pass < 2 && !s->told; pass++) {
		for (size_t i = 0; i < x->n; i++) {
			const struct rule_file *f = &x->file[x->v[i].file];
			enum holding how = file_holds(s, f);
			size_t e;

			if (x->v[i].fund != s->ask->fund || f->edition == NONE || how == NO)
				continue;
			e = index_first(&x->edition_by_id, f->edition);
			if (at(&x->edition, e, E_LEVEL) != word(level) || f->id == base ||
			    at(&x->edition, e, E_PLACE) != place || superseded(s, e))
				continue;
			if (pass == 0 && how == YES && at(&x->edition, e, E_STARTS) > newest)
				newest = at(&x->edition, e, E_STARTS);
			if (pass == 1 && at(&x->edition, e, E_STARTS) >= newest)
				take_it(s, &x->v[i], how);
		}
	}
}

/* The set a county stands on, then what that stands under. */
static void of_base(struct search *s, int64_t id)
{
	const struct permits *x = s->x;

	for (int depth = 0; id && depth < UNDER_MOST && !s->told; depth++) {
		int64_t under = 0, from = NONE;

		for (size_t i = 0; i < x->files; i++) {
			const struct rule_file *f = &x->file[i];

			if (f->id != id || (f->edition != NONE && file_holds(s, f) == NO))
				continue;
			if (under == 0 || f->from >= from) {
				under = f->under;
				from = f->from;
			}
		}
		for (size_t i = 0; i < x->n; i++) {
			const struct rule_file *f = &x->file[x->v[i].file];
			enum holding how = file_holds(s, f);

			if (f->id == id && how != NO && x->v[i].fund == s->ask->fund)
				take_it(s, &x->v[i], how);
		}
		id = under;
	}
}

/* What may bind from above though nothing names it. */
static void of_above(struct search *s)
{
	const struct permits *x = s->x;

	for (size_t i = 0; i < x->n; i++) {
		const struct rule_file *f = &x->file[x->v[i].file];

		if (x->v[i].locks && x->v[i].fund == s->ask->fund && f->level != word("county") &&
		    f->level != word("school") && file_holds(s, f) != NO)
			take_it(s, &x->v[i], PERHAPS);
	}
}

static int64_t base_of(const struct search *s, size_t county)
{
	const struct table *t = &s->x->base;
	size_t best = SIZE_MAX;

	for (size_t i = 0; i < t->rows; i++) {
		if (at(t, i, B_COUNTY) != s->ask->county || at(t, i, B_STARTS) > s->ask->day ||
		    at(t, i, B_AT) > s->ask->moment)
			continue;
		if (best == SIZE_MAX || at(t, i, B_STARTS) > at(t, best, B_STARTS) ||
		    (at(t, i, B_STARTS) == at(t, best, B_STARTS) &&
		     at(t, i, B_ID) > at(t, best, B_ID)))
			best = i;
	}
	return best == SIZE_MAX ? at(&s->x->county, county, K_RULESET) : at(t, best, B_RULESET);
}

size_t permits_held(const struct permits *x, const struct permit_ask *ask,
                    const struct permit *ret_v[PERMITS_HELD])
{
	struct search s = {.x = x, .ask = ask, .v = ret_v};
	size_t county = index_first(&x->county_by_id, ask->county);
	size_t school = ask->school == NONE ? SIZE_MAX : index_first(&x->school_by_id, ask->school);
	int64_t base;

	if (county == SIZE_MAX)
		return 0;
	base = base_of(&s, county);
	if (school != SIZE_MAX)
		of_place(&s, "school", at(&x->school, school, H_CODE), base);
	if (!s.told)
		of_place(&s, "county", at(&x->county, county, K_CODE), base);
	if (!s.told) {
		of_base(&s, base);
		of_above(&s);
	}
	for (size_t i = 0; i < s.n; i++) {
		if (s.v[i]->asks)
			return 0;
	}
	return s.n;
}
