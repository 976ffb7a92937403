/* Facts as text, by table. */
#include "policy/quote_table.h"

#include "base/text.h"

/* --- one value ---------------------------------------------------------------------------------
 */

static bool fact_bool(struct str value, bool *ret_b)
{
	bool yes = str_is(value, "yes");

	if (!yes && !str_is(value, "no"))
		return false;
	*ret_b = yes;
	return true;
}

static bool fact_answer(struct str value, enum answered *ret_a)
{
	bool yes;

	if (!fact_bool(value, &yes))
		return false;
	*ret_a = yes ? SAID_YES : SAID_NO;
	return true;
}

/* "2 2 3 1" */
static bool fact_numbers(struct ctx *c, struct str value, struct numbers *ret_n)
{
	struct ratio *v = NEW_N(c->arena, NUMBERS_MAX, struct ratio);
	struct numbers n = {v, 0};

	if (v == NULL)
		return false;
	for (struct str rest = str_trim(value); rest.p != NULL && rest.n > 0;
	     rest = str_trim(rest)) {
		if (n.n == NUMBERS_MAX || !ratio_parse(str_cut(&rest, ' '), &v[n.n++]))
			return false;
	}
	*ret_n = n;
	return n.n > 0;
}

static bool fact_choice(struct words w, struct str value, int *ret_i)
{
	size_t i;

	if (!words_index(w, value, &i))
		return false;
	*ret_i = (int)i;
	return true;
}

static bool fact_word(const struct rules *r, enum lexicon l, struct str value, int *ret_i)
{
	int i = rules_word(r, l, value);

	if (i >= 0)
		*ret_i = i;
	return i >= 0;
}

static bool fact_read(struct asking *a, const struct fact *fact, struct str value, char *facts)
{
	void *at = facts + fact->offset;

	switch (fact->type) {
	case FACT_MONEY:
		return money_parse(value, at);
	case FACT_I64:
		return str_i64(value, at);
	case FACT_NUMBER:
		return ratio_parse(value, at);
	case FACT_NUMBERS:
		return fact_numbers(a->c, value, at);
	case FACT_TIME:
		return time_parse(value, at);
	case FACT_DATE:
		return date_parse(value, at);
	case FACT_BOOL:
		return fact_bool(value, at);
	case FACT_ANSWER:
		return fact_answer(value, at);
	case FACT_STR:
		*(struct str *)at = value;
		return true;
	case FACT_KIND:
		return kind_parse(value, at);
	case FACT_CHOICE:
		return fact_choice(fact->words, value, at);
	case FACT_WORD:
		return fact_word(a->r, fact->lexicon, value, at);
	}
	return false;
}

/* --- all of them -------------------------------------------------------------------------------
 */

static const struct fact *find(struct facts_table t, struct str name)
{
	for (size_t i = 0; i < t.n; i++) {
		if (str_is(name, t.v[i].name))
			return &t.v[i]; /* cppcheck-suppress returnDanglingLifetime ; the table is
			                   static */
	}
	return NULL;
}

/* What nobody knows yet: no unit, no time, no day, no word. */
static void blank(struct facts_table t, char *facts)
{
	for (size_t i = 0; i < t.n; i++) {
		void *at = facts + t.v[i].offset;

		if (t.v[i].type == FACT_TIME)
			*(struct clock_time *)at = TIME_NONE;
		else if (t.v[i].type == FACT_DATE)
			*(struct date *)at = DATE_NONE;
		else if (t.v[i].type == FACT_WORD)
			*(int *)at = -1;
	}
}

static enum err unknown(struct asking *a, const struct decision *d, struct str name)
{
	struct str near = STR_NONE, all = S("");
	size_t at = SIZE_MAX;
	struct facts_table tables[] = {d->facts, d->items};

	for (size_t t = 0; t < 2; t++) {
		for (size_t i = 0; i < tables[t].n; i++) {
			name_nearer(name, str_of(tables[t].v[i].name), &near, &at);
			all = str_printf(a->c->arena, "%.*s%s%s", STR_FMT(all), all.n ? " " : "",
			                 tables[t].v[i].name);
		}
	}
	for (int i = 0; i < DIM_BUILTIN; i++)
		name_nearer(name, str_of(DIMENSIONS[i].name), &near, &at);
	return fault_input(a->c, "unknown_field", name, name, near.p ? near : all);
}

/* A dimension; several words where several are true of the case. Said again, it is said anew. */
static enum err dimension_read(struct asking *a, const struct decision *d,
                               const struct rule_given *g, struct rule_facts *where)
{
	struct rule_facts one = {0};
	struct str rest = g->value;
	enum err e = OK;

	while (e == OK && rest.p != NULL)
		e = rules_fact(a->c, a->r, &one, g->name, str_cut(&rest, ' '));
	if (e == E_INPUT && strcmp(a->c->fault.code, "unknown_field") == 0)
		return unknown(a, d, g->name);
	for (int i = 0; i < DIM_MAX; i++)
		where->is[i] = one.is[i] ? one.is[i] : where->is[i];
	if (one.school.p != NULL)
		where->school = one.school;
	return e;
}

static enum err item_begin(struct asking *a, const struct rule_given *g)
{
	struct quote_item *it;

	if (a->n > CHARGE_ITEMS)
		return bad_beside(a->c, "item", T_policy_fact_items,
		                  str_of_i64(a->c->arena, CHARGE_ITEMS));
	it = &a->item[a->n++];
	*it = a->item[0];
	if (!kind_parse(g->value, &it->item.kind))
		return fault_input(a->c, NULL, g->name, g->value,
		                   words_text(a->c->arena, LEXICONS[LEX_KIND].words));
	fact_set(&it->where, DIM_KIND, (int)it->item.kind - 1);
	return OK;
}

static enum err given_read(struct asking *a, const struct decision *d, const struct rule_given *g)
{
	struct quote_item *it = &a->item[a->n - 1];
	const struct fact *fact = find(d->items, g->name);
	char *at = (char *)it;
	bool kind = str_is(g->name, "kind");

	if (fact == NULL) {
		fact = find(d->facts, g->name);
		at = a->facts;
	}
	if (fact == NULL || kind)
		TRY(dimension_read(a, d, g, &it->where));
	if (fact == NULL)
		return OK;
	if (!fact_read(a, fact, g->value, at))
		return fault_input(a->c, NULL, g->name, g->value, STR_NONE);
	if (fact->known != 0)
		*(bool *)(at + fact->known) = true;
	return OK;
}

/* By its place in the list, or by its date. */
static enum err counts_list(struct asking *a, const struct numbers *list,
                            struct charge_counts *ret_n)
{
	struct charge_count *v = NEW_N(a->c->arena, list->n + 1, struct charge_count);

	if (v == NULL)
		return fault_broken(a->c, "policy: no memory for a quote");
	for (size_t i = 0; i < list->n; i++)
		v[i] = (struct charge_count){(int64_t)i, list->v[i]};
	*ret_n = (struct charge_counts){v, list->n};
	return OK;
}

static enum err dates_bad(struct asking *a, struct str found)
{
	return fault_input(a->c, NULL, S("dates"), found, STR_NONE);
}

/* As many dates as counts, each after the one before. */

static enum err counts_date(struct asking *a, struct quote_item *q)
{
	struct charge_counts *days = &q->item.by[CHARGE_DAY];
	struct charge_count *v = NEW_N(a->c->arena, days->n + 1, struct charge_count);
	struct str rest = str_trim(q->dates);
	int64_t before = INT64_MIN;
	struct date d;

	if (v == NULL)
		return fault_broken(a->c, "policy: no memory for a quote");
	for (size_t i = 0; i < days->n; i++) {
		struct str one = str_cut(&rest, ' ');

		if (!date_parse(one, &d) || d.day <= before)
			return dates_bad(a, one);
		before = d.day;
		v[i] = (struct charge_count){d.day, days->v[i].n};
	}
	if (str_some(rest) || days->n == 0 || q->by[CHARGE_HALF_MONTH].n > 0 ||
	    q->by[CHARGE_MONTH].n > 0) /* the dates say it already */
		return dates_bad(a, rest);
	days->v = v;
	q->item.dated = true;
	return charge_counts_fill(a->c, q->item.by);
}

static enum err counts_read(struct asking *a, struct quote_item *q)
{
	for (int t = 0; t < CHARGE_TIMES; t++)
		TRY(counts_list(a, &q->by[t], &q->item.by[t]));
	return str_some(q->dates) ? counts_date(a, q) : OK;
}

/* Facts before the first `item` hold for all; without one they are those of the only item. */
static enum err items_close(struct asking *a)
{
	if (a->n > 1) {
		a->item++;
		a->n--;
	}
	for (size_t i = 0; i < a->n; i++) {
		struct charge_item *it = &a->item[i].item;

		it->facts = &a->item[i].where;
		a->at = i + 1;
		TRY(counts_read(a, &a->item[i]));
	}
	a->at = 0;
	a->where = &a->item[0].where;
	return OK;
}

enum err facts_read(struct asking *a, const struct decision *d, const struct rule_given *given)
{
	a->facts = arena_take(a->c->arena, d->size);
	a->item = NEW_N(a->c->arena, d->items.n ? CHARGE_ITEMS + 1 : 1, struct quote_item);
	if (a->facts == NULL || a->item == NULL)
		return fault_broken(a->c, "policy: no memory for a quote");
	a->n = 1;
	a->item[0].where.is[DIM_CATEGORY] = NO_CATEGORY;
	blank(d->facts, a->facts);
	blank(d->items, (char *)a->item);
	for (; given != NULL; given = given->next) {
		a->q->wrong = given; /* unless it can be read */
		if (d->items.n > 0 && str_is(given->name, "item"))
			TRY(item_begin(a, given));
		else
			TRY(given_read(a, d, given));
	}
	a->q->wrong = NULL;
	return items_close(a);
}

/* --- what is wrong -----------------------------------------------------------------------------
 */

/* What may stand for a fact; STR_NONE where anything may. */
static struct str allowed_of(struct asking *a, const struct fact *fact)
{
	struct ctx *c = a->c;
	static const enum text_id said[] = {
		[FACT_MONEY] = T_policy_fact_money,    [FACT_I64] = T_policy_fact_whole,
		[FACT_NUMBER] = T_policy_fact_decimal, [FACT_NUMBERS] = T_policy_fact_numbers,
		[FACT_TIME] = T_policy_fact_time,      [FACT_DATE] = T_policy_fact_date,
		[FACT_BOOL] = T_policy_fact_yes_or_no, [FACT_ANSWER] = T_policy_fact_yes_or_no,
	};

	switch (fact->type) {
	case FACT_KIND:
		return words_text(c->arena, LEXICONS[LEX_KIND].words);
	case FACT_CHOICE:
		return str_trim(words_text(c->arena, fact->words));
	case FACT_WORD:
		return rules_words(c->arena, a->r, fact->lexicon);
	case FACT_STR:
		if (fact->lexicon != LEX_NONE)
			return rules_words(c->arena, a->r, fact->lexicon);
		return str_is(str_of(fact->name), "dates") ? text(c->lang, T_policy_fact_dates)
		                                           : STR_NONE;
	default:
		return text(c->lang, said[fact->type]);
	}
}

/* The last one of that name of the item, else of the pupil. */
static const struct rule_given *given_for(const struct rule_given *given, struct str name,
                                          size_t item)
{
	const struct rule_given *found = NULL;
	size_t at = 0;

	for (; given != NULL; given = given->next) {
		at += str_is(given->name, "item");
		if ((at == 0 || at == item) &&
		    (str_eq(given->name, name) ||
		     (str_is(name, "kind") && str_is(given->name, "item"))))
			found = given;
	}
	return found;
}

/* A number that can be read, none of it below 0. */
static bool only_large(struct asking *a, const struct fact *fact, struct str value)
{
	struct numbers n;
	size_t at;

	return (fact->type == FACT_MONEY || fact->type == FACT_I64 || fact->type == FACT_NUMBER ||
	        fact->type == FACT_NUMBERS) &&
	       !str_find(value, S("-"), &at) && fact_numbers(a->c, value, &n) &&
	       (fact->type == FACT_NUMBERS || n.n == 1);
}

void facts_wrong(struct asking *a, const struct decision *d, const struct rule_given *given,
                 bool decided)
{
	struct fault *f = &a->c->fault;
	const struct fact *fact = find(d->items, f->field);

	if (strcmp(f->code, "bad_input") != 0)
		return;
	if (fact == NULL)
		fact = find(d->facts, f->field);
	if (a->q->wrong == NULL)
		a->q->wrong = given_for(given, f->field, a->at);
	if (!str_some(f->found) && a->q->wrong != NULL)
		f->found = a->q->wrong->value;
	if (!str_some(f->allowed) && fact != NULL)
		f->allowed = decided && only_large(a, fact, f->found)
		                     ? text(a->c->lang, T_policy_fact_smaller)
		                     : allowed_of(a, fact);
}
