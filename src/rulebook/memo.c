#include "people/county.h"
#include "rulebook/rulebook.h"

/* Asked again and again for the same few: a place each, the later one takes it. */
enum { PLACES = 256 };

struct answer_kept {
	county_id county;
	school_id school;
	struct date as_of;
	struct rules rules;
};
struct rules_memo {
	struct answer_kept place[PLACES];
	county_id *planned; /* counties of which some school has a plan of its own */
	size_t planned_n;
	county_id *spoken; /* those that published, withdrew or decided anything of their own */
	size_t spoken_n;
};

static bool has_plans(const struct policy_book *book)
{
	const struct rule_set *s = policy_book_sets(book);

	while (s && s->level != LEVEL_SCHOOL)
		s = s->next;
	return s != NULL;
}

enum err rules_memo_new(struct ctx *c, struct rules_memo **ret_m)
{
	struct rules_memo *m = NEW(c->arena, struct rules_memo);
	const struct policy_book *book;
	struct county *v;
	int64_t version;
	size_t n;

	if (!m)
		return fault_broken(c, "arena");
	TRY(county_list(c, &v, &n));
	m->planned = NEW_N(c->arena, n + 1, county_id);
	m->spoken = NEW_N(c->arena, n + 1, county_id);
	if (!m->planned || !m->spoken)
		return fault_broken(c, "arena");
	/* Held from here on, so that a rewind by who asks does not let a book go. */
	for (size_t i = 0; i < n; i++) {
		TRY(rulebook_book(c, v[i].id, INSTANT_LATEST, &book));
		if (has_plans(book))
			m->planned[m->planned_n++] = v[i].id;
		TRY(rulebook_version(c, v[i].id, &version));
		if (version != 0)
			m->spoken[m->spoken_n++] = v[i].id;
	}
	*ret_m = m;
	return OK;
}

static bool among(const county_id *v, size_t n, county_id county)
{
	for (size_t i = 0; i < n; i++)
		if (county_id_eq(v[i], county))
			return true;
	return false;
}

/* Without a plan among them all schools of a county have the same rules. */
static bool schools_differ(const struct rules_memo *m, county_id county)
{
	return among(m->planned, m->planned_n, county);
}

enum err rules_memo_rules(struct ctx *c, struct rules_memo *m, county_id county, school_id school,
                          struct date as_of, struct rules *ret_rules)
{
	school_id who = schools_differ(m, county) ? school : ID_NONE(school_id);
	uint64_t h = ((uint64_t)county.v ^ (uint64_t)who.v * 31 ^ (uint64_t)as_of.day * 1031) *
	             UINT64_C(0x9e3779b97f4a7c15);
	struct answer_kept *p = &m->place[h >> 56];

	if (!county_id_eq(p->county, county) || !school_id_eq(p->school, who) ||
	    p->as_of.day != as_of.day) {
		struct answer_kept fresh = {.county = county, .school = who, .as_of = as_of};

		TRY(rulebook_rules(c, county, who, as_of, &fresh.rules));
		*p = fresh;
	}
	*ret_rules = p->rules;
	return OK;
}

enum err rules_memo_known(struct ctx *c, struct rules_memo *m, county_id county, school_id school,
                          struct instant at, struct rules *ret_rules)
{
	struct date day = instant_date(at);

	if (!among(m->spoken, m->spoken_n, county))
		return rules_memo_rules(c, m, county, school, day, ret_rules);
	return rulebook_rules_known(c, county, school, day, at, ret_rules);
}
