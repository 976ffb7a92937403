#include "rulebook/show.h"

#include "policy/payers.h"
#include "policy/quote.h"
#include "rulebook/form.h"
#include "rulebook/pages.h"

static enum text_id word_label(struct str word)
{
	char name[60];

	if (!str_some(word) || word.n >= sizeof name)
		return TEXT_NONE;
	memcpy(name, word.p, word.n);
	name[word.n] = 0;
	return form_label("word", name);
}

struct str show_word(enum lang lang, struct str word)
{
	enum text_id id = word_label(word);

	return id == TEXT_NONE ? word : text(lang, id);
}

struct phrase_part show_word_part(struct str word)
{
	enum text_id id = word_label(word);

	return id == TEXT_NONE ? PHRASE_SAID(word) : PHRASE_TEXT(id);
}

/* A declared word is called as its declaration calls it. */
static struct str word_in(enum lang lang, const struct rule_set *s, struct str word)
{
	for (const struct declaration *d = s->declared; d; d = d->next) {
		if (str_eq(d->name, word) && str_some(d->label))
			return d->label;
		for (size_t i = 0; d->dimension && i < d->n; i++)
			if (str_eq(d->words[i], word) && d->labels)
				return d->labels[i];
	}
	return show_word(lang, word);
}

struct str show_answer(struct arena *a, enum lang lang, const struct rules *r, struct str answer)
{
	struct str word = answer, name = str_cut(&word, '=');
	const struct declaration *d = rules_dimension(r, name);
	struct str both[2] = {name, word};

	if (d) {
		both[0] = d->label;
		for (size_t i = 0; i < d->n; i++)
			if (str_eq(d->words[i], word))
				both[1] = d->labels[i];
	}
	return text_fill(a, lang, T_rulebook_answer_is, both, 2);
}

struct str show_declared(enum lang lang, const struct rules *r, enum lexicon l, struct str word)
{
	for (size_t i = 0; i < r->n; i++) {
		for (const struct declaration *d = r->set[i]->declared; d; d = d->next) {
			if (d->lexicon == l && !d->dimension && str_eq(d->name, word))
				return d->label;
		}
	}
	return show_word(lang, word);
}

static enum text_id stated_by(const struct rules *r, struct str name)
{
	const struct declaration *d = rules_dimension(r, name);

	return d && d->of == OF_PUPIL ? T_rulebook_stated_of_pupil : T_rulebook_stated_by_school;
}

bool show_gap(struct ctx *c, const struct rules *r, enum err e)
{
	struct fault was = c->fault;

	if (e == E_INPUT && strcmp(was.code, "fact_missing") == 0) {
		(void)fault_set(c, E_REFUSED, "fact_unstated",
		                &(struct fault){.found = show_asked(c->lang, r, was.field),
		                                .allowed = text(c->lang, stated_by(r, was.field))});
		return true;
	}
	if (e == E_REFUSED && strcmp(was.code, "no_rule") == 0) {
		(void)fault_set(c, E_REFUSED, "county_undecided",
		                &(struct fault){.found = show_silent(c->arena, c->lang, r,
		                                                     was.found, false)});
		return true;
	}
	return e == E_REFUSED && strcmp(was.code, "decision_needed") == 0;
}

struct str show_asked(enum lang lang, const struct rules *r, struct str name)
{
	char key[60];
	enum text_id id = TEXT_NONE;

	for (size_t i = 0; i < r->n; i++) {
		for (const struct declaration *d = r->set[i]->declared; d; d = d->next) {
			if (d->dimension && str_eq(d->name, name))
				return d->label;
		}
	}
	if (name.n < sizeof key) {
		memcpy(key, name.p, name.n);
		key[name.n] = 0;
		id = form_label("dim", key);
		if (id == TEXT_NONE) /* what a decision asks besides */
			id = form_label("fact", key);
	}
	return id != TEXT_NONE ? text(lang, id) : show_word(lang, name);
}

/* Declared by any of the documents; STR_NONE: no word. */
static struct str word_among(enum lang lang, const struct rules *r, struct str word)
{
	struct str plain = show_word(lang, word);

	for (size_t i = 0; i < r->n; i++) {
		struct str said = word_in(lang, r->set[i], word);

		if (!str_eq(said, plain))
			return said;
	}
	return str_eq(plain, word) && word_label(word) == TEXT_NONE ? STR_NONE : plain;
}

struct str show_said(struct arena *a, enum lang lang, const struct rules *r, struct str said)
{
	struct str rest = said, out = S("");
	bool after_number = false, bound = false;
	struct ratio count = RATIO(0);

	while (str_some(rest)) {
		struct str word = str_cut(&rest, ' '), called = STR_NONE;
		struct clock_time time;
		bool number = ratio_parse(word, &count), joined = after_number || bound;
		size_t i;

		bound = words_index(LEXICONS[LEX_BOUND].words, word, &i);
		if (number || time_parse(word, &time))
			called = word;
		else if (after_number && lang == LANG_EN)
			called = unit_behind(lang, count, word);
		if (!str_some(called))
			called = word_among(lang, r, word);
		if (!str_some(called))
			return said;
		out = str_printf(a, "%.*s%.*s%.*s", STR_FMT(out),
		                 STR_FMT(out.n == 0 ? S("")
		                         : joined   ? S(" ")
		                                    : text(lang, T_rulebook_comma)),
		                 STR_FMT(called));
		after_number = number;
	}
	return out.n ? out : said;
}

void show_refused(struct ctx *c, const struct rules *r)
{
	if (strcmp(c->fault.code, "no_rule") == 0) {
		c->fault.found = show_silent(c->arena, c->lang, r, c->fault.found, true);
		return;
	}
	c->fault.found = show_said(c->arena, c->lang, r, c->fault.found);
	c->fault.allowed = show_said(c->arena, c->lang, r, c->fault.allowed);
}

enum err show_answered(struct ctx *c, const struct rules *r, enum err e)
{
	if (e == E_REFUSED)
		show_refused(c, r);
	return e;
}

/* --- values -------------------------------------------------------------------------------------
 */

struct showing {
	struct arena *a;
	enum lang lang;
	const struct rule_set *set;
	struct str s;
	struct str
		between; /* a number and what it comes to: days missed → days paid, a term = days */
};

static void put(struct showing *w, struct str s)
{
	if (str_some(s))
		w->s = str_printf(w->a, "%.*s%s%.*s", STR_FMT(w->s), w->s.n ? " " : "", STR_FMT(s));
}

static void put_words(struct showing *w, const struct str *v, size_t n)
{
	struct str *called = NEW_N(w->a, n + 1, struct str);

	for (size_t i = 0; called && i < n; i++)
		called[i] = word_in(w->lang, w->set, v[i]);
	if (called)
		put(w, str_join(w->a, called, n, text(w->lang, T_rulebook_comma)));
}

static void put_amount(struct showing *w, const struct rule_value *v)
{
	struct str part[] = {v->written, word_in(w->lang, w->set, v->unit_name)};

	put(w, text_fill(w->a, w->lang,
	                 str_some(v->unit_name) ? T_rulebook_amount : T_rulebook_amount_plain, part,
	                 2));
}

/* A unit behind a count: 1 day, 2 days. Chinese has one form, and these words for it; working days
 * alone are counted by a measure word of their own (5 个工作日). */
static struct str counted(const struct showing *w, struct str number, struct str unit)
{
	struct str said = STR_NONE;
	struct ratio n;

	if ((w->lang == LANG_EN || str_is(unit, "working_day")) && ratio_parse(number, &n))
		said = unit_behind(w->lang, n, unit);
	return str_some(said) ? said : word_in(w->lang, w->set, unit);
}

static void put_number(struct showing *w, struct str number, struct str unit)
{
	put(w, number);
	if (str_some(unit))
		put(w, counted(w, number, unit));
}

static void put_due(struct showing *w, const struct rule_value *v)
{
	struct str event = v->n_texts ? word_in(w->lang, w->set, v->texts[0]) : S("");
	struct str part[] = {v->written, counted(w, v->written, v->unit_name), event};
	enum text_id how;

	switch (v->due) {
	case DUE_YEARLY:
		part[0] = str_printf(w->a, "%d", v->month);
		part[1] = str_printf(w->a, "%d", v->day);
		put(w, text_fill(w->a, w->lang, T_rulebook_due_yearly, part, 2));
		return;
	case DUE_EVERY:
		put(w, text_fill(w->a, w->lang, T_rulebook_due_every, part, 3));
		return;
	case DUE_BEFORE:
	case DUE_AFTER:
		how = v->number.num == 0     ? T_rulebook_due_on
		      : v->due == DUE_BEFORE ? T_rulebook_due_before
		                             : T_rulebook_due_after;
		put(w, text_fill(w->a, w->lang, how, part, 3));
	}
}

static void put_last_day(struct showing *w, const struct rule_value *v)
{
	struct str day = str_printf(w->a, v->year ? "%04d-%02d-%02d" : "%.0d%02d-%02d", v->year,
	                            v->month, v->day);

	put(w, text_fill(w->a, w->lang, v->year ? T_rulebook_last_day : T_rulebook_last_yearly,
	                 &day, 1));
}

static void put_value(struct showing *w, const struct rule_value *v)
{
	switch (v->type) {
	case VALUE_MONEY:
		put_amount(w, v);
		break;
	case VALUE_NUMBER:
		put_number(w, v->written, v->unit_name);
		if (str_some(v->then_written)) {
			put(w, w->between);
			put_number(w, v->then_written, v->then_unit_name);
		}
		break;
	case VALUE_TIME:
		put(w, time_text(w->a, v->time));
		break;
	case VALUE_DAY:
		put(w, str_printf(w->a, "%02d-%02d", v->month, v->day));
		break;
	case VALUE_PARTICIPANT:
		put(w, text(w->lang, v->by == BY_ENROLLED   ? T_rulebook_by_enrolled
		                     : v->by == BY_SITTINGS ? T_rulebook_by_sittings
		                                            : T_rulebook_by_share));
		put(w, v->by == BY_ENROLLED ? S("")
		                            : str_printf(w->a, "%lld", (long long)v->at_least));
		break;
	default:
		put_words(w, v->labels ? v->labels : v->texts, v->n_texts);
	}
}

/* 15 天以后 2.00 元/天 */
static void put_beyond(struct showing *w, const struct rule_value *v)
{
	struct str part[] = {v->written, counted(w, v->written, v->unit_name), v->then_written,
	                     word_in(w->lang, w->set, v->then_unit_name)};

	bool share = v->then_unit == UNIT_PERCENT;
	enum text_id how = v->counted == COUNTED_MONTH ? share ? T_rulebook_beyond_monthly_share
	                                                       : T_rulebook_beyond_monthly
	                   : share                     ? T_rulebook_beyond_share
	                                               : T_rulebook_beyond;

	put(w, text_fill(w->a, w->lang, how, part, 4));
}

static void put_values(struct showing *w, const struct field_def *d, const struct rule_value *v)
{
	for (; v; v = v->next) {
		if (d->shape == SHAPE_BOUNDED)
			put(w, show_word(w->lang, str_of(LEXICONS[LEX_BOUND].words.v[v->bound])));
		if (d->shape == SHAPE_BEYOND)
			put_beyond(w, v);
		else if (d->shape == SHAPE_DUE)
			put_due(w, v);
		else if (d->shape == SHAPE_EXPIRY && v->type == VALUE_DAY)
			put_last_day(w, v);
		else
			put_value(w, v);
		if (d->shape == SHAPE_SHARE && v->written.p)
			put_number(w, v->written, v->unit_name);
		if (v->next)
			w->s = str_printf(w->a, "%.*s,", STR_FMT(w->s));
	}
}

static void put_field(struct showing *w, const struct field_def *d, const struct rule_value *v)
{
	enum text_id label = form_label("field", d->name);

	put(w, label == TEXT_NONE ? str_of(d->name) : text(w->lang, label));
	put_values(w, d, v);
}

/* at_least, at_most and exactly share their values: each shows those of its own bound. */
static bool of_bound(const struct field_def *d, const struct rule_value *v)
{
	return d->shape != SHAPE_MEASURE || v->bound == d->bound;
}

struct str show_name(enum lang lang, const struct rule *r)
{
	return word_in(lang, r->set, r->id);
}

struct str show_what(struct arena *a, enum lang lang, const struct rule *r)
{
	const struct type_def *t = &TYPES[r->type];
	struct showing w = {a, lang, r->set, text(lang, form_label("type", t->name)),
	                    t->head == HEAD_CONVERT ? S("=") : S("→")};
	struct str sep = S(";");

	if (t->head != HEAD_CONVERT) /* whose name says no more than its value */
		put(&w, str_some(r->label) ? r->label : show_name(lang, r));
	if (t->head == HEAD_PARAM || t->head == HEAD_CONVERT || t->head == HEAD_SETTLE)
		put_value(&w, &r->value);
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct rule_value *v = r->field[t->fields[i].field];

		if (!v || !of_bound(&t->fields[i], v))
			continue;
		w.s = str_printf(a, "%.*s%.*s", STR_FMT(w.s), STR_FMT(sep));
		put_field(&w, &t->fields[i], v);
	}
	return w.s;
}

struct str show_value(struct arena *a, enum lang lang, const struct rule *r)
{
	struct showing w = {a, lang, r->set, S(""), r->type == RULE_CONVERT ? S("=") : S("→")};

	put_value(&w, &r->value);
	return w.s;
}

struct str show_field(struct arena *a, enum lang lang, const struct rule *r, enum field f)
{
	const struct type_def *t = &TYPES[r->type];
	struct showing w = {a, lang, r->set, S(""), r->type == RULE_CONVERT ? S("=") : S("→")};

	for (size_t i = 0; i < t->n_fields; i++)
		if (t->fields[i].field == f)
			put_values(&w, &t->fields[i], r->field[f]);
	return w.s;
}

struct str show_payer(enum lang lang, const struct rule *r, size_t nth)
{
	struct str word = payer_word(r, nth);

	return str_some(word) ? word_in(lang, r->set, word) : show_word(lang, S("school"));
}

struct str show_payers(struct arena *a, enum lang lang, const struct rules *r, struct str said)
{
	struct str shown = S("");

	while (str_some(said)) {
		struct str share = str_trim(str_cut(&said, ';'));
		struct str word = str_cut(&share, ' ');

		shown = str_printf(a, "%.*s%.*s%.*s%s%.*s", STR_FMT(shown),
		                   STR_FMT(shown.n ? text(lang, T_rulebook_comma) : S("")),
		                   STR_FMT(show_declared(lang, r, LEX_PAYER, word)),
		                   str_some(share) ? " " : "", STR_FMT(share));
	}
	return shown;
}

static struct str grades_shown(const struct showing *w, uint64_t grades)
{
	int first = __builtin_ctzll(grades), last = 63 - __builtin_clzll(grades);
	struct str all = S("");

	if (last > first + 1 && __builtin_popcountll(grades) == last - first + 1)
		return str_printf(w->a, "%d–%d", first, last);
	for (int g = first; g <= last; g++) {
		if (grades >> g & 1)
			all = str_printf(
				w->a, "%.*s%.*s%d", STR_FMT(all),
				STR_FMT(g > first ? text(w->lang, T_rulebook_comma) : S("")), g);
	}
	return all;
}

/* "1–6", "21 and more": what spans of numbers hold. */
static struct str span_shown(const struct showing *w, const struct when *x)
{
	if (x->dimension == DIM_CLASS_SIZE) {
		struct str from = str_of_i64(w->a, x->from);

		if (x->to == CLASS_SIZE_OPEN)
			return text_fill(w->a, w->lang, T_rulebook_size_open, &from, 1);
		return x->to == x->from
		               ? from
		               : str_printf(w->a, "%.*s–%lld", STR_FMT(from), (long long)x->to);
	}
	return grades_shown(w, x->words);
}

struct str show_when(struct arena *a, enum lang lang, const struct rule *r)
{
	struct showing w = {a, lang, r->set, S(""), r->type == RULE_CONVERT ? S("=") : S("→")};

	for (const struct when *x = r->when; x; x = x->next) {
		char name[60];
		enum text_id label;

		snprintf(name, sizeof name, "%.*s", STR_FMT(x->name));
		label = form_label("dim", name);
		if (w.s.n)
			w.s = str_printf(a, "%.*s;", STR_FMT(w.s));
		put(&w, label == TEXT_NONE ? word_in(lang, r->set, x->name) : text(lang, label));
		if (x->negated)
			put(&w, text(lang, T_rulebook_not));
		if (x->dimension == DIM_GRADE || x->dimension == DIM_CLASS_SIZE)
			put(&w, span_shown(&w, x));
		else if (str_some(x->list))
			put(&w, x->list);
		else
			put_words(&w, x->texts, x->n_texts);
	}
	return w.s;
}

struct str show_clause(struct arena *a, enum lang lang, const struct rule *r)
{
	if (!str_some(r->decided_by))
		return r->clause;
	struct str part[] = {r->decided_by, date_text(a, r->decided_on), r->clause};

	return text_fill(a, lang, T_rulebook_by_decision, part, 3);
}

struct str show_clause_public(struct arena *a, enum lang lang, const struct rule *r)
{
	if (!str_some(r->decided_by))
		return r->clause;
	struct str part[] = {date_text(a, r->decided_on), r->clause};

	return text_fill(a, lang, T_rulebook_public_decision, part, 2);
}

struct str show_lock(struct arena *a, enum lang lang, const struct rule *r)
{
	if (r->lock == LOCK_NONE)
		return S("");
	struct str bound = show_word(lang, str_of(LEXICONS[LEX_LOCK].words.v[r->lock - 1]));

	return text_fill(a, lang, T_rulebook_locked, &bound, 1);
}

/* --- a set --------------------------------------------------------------------------------------
 */

enum err show_rules(struct ctx *c, const struct rule_set *s, const struct rule ***ret_v,
                    size_t *ret_n)
{
	const struct rule **v;
	size_t n = 0;

	for (int t = 0; t < RULE_COUNT; t++)
		for (const struct rule *r = s->rules[t]; r; r = r->next)
			n++;
	v = NEW_N(c->arena, n + 1, const struct rule *);
	if (!v)
		return fault_broken(c, "arena");
	n = 0;
	/* By type each list is in the file's order already: merged by line. */
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *r = s->rules[t]; r; r = r->next) {
			size_t at = n++;

			for (; at > 0 && v[at - 1]->line > r->line; at--)
				v[at] = v[at - 1];
			v[at] = r;
		}
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

struct str level_name(const struct rule_set *s)
{
	return str_of(LEVEL_WORDS.v[s->level]);
}

struct str level_words(enum lang lang, struct str level)
{
	char name[20];
	enum text_id id;

	snprintf(name, sizeof name, "%.*s", STR_FMT(level));
	id = form_label("level", name);
	return id == TEXT_NONE ? level : text(lang, id);
}

enum err show_set(struct ctx *c, const struct rule_set *s, struct view_rule_one *v)
{
	const struct rule **rule;
	size_t n;

	v->title = s->title;
	v->about = s->document;
	v->number = s->number;
	v->issuer = s->issuer;
	v->level = level_words(c->lang, level_name(s));
	v->place = s->place;
	v->issued = s->issued;
	v->known = date_some(s->known) ? date_text(c->arena, s->known) : S("");
	v->span = span_words(c, s->from, s->to);
	v->under = s->under;
	v->set = s->id;
	v->empty.what = T_rulebook_none;
	TRY(show_rules(c, s, &rule, &n));
	v->statement = NEW_N(c->arena, n + 1, struct view_rule_one_statement);
	if (!v->statement)
		return fault_broken(c, "arena");
	v->statement_n = n;
	for (size_t i = 0; i < n; i++)
		v->statement[i] = (struct view_rule_one_statement){
			.what = show_what(c->arena, c->lang, rule[i]),
			.when = show_when(c->arena, c->lang, rule[i]),
			.clause = show_clause(c->arena, c->lang, rule[i]),
			.requirement = rule[i]->requirement,
			.note = rule[i]->note,
			.comment = comments_text(c->arena, &rule[i]->comments, S(" ")),
			.lock = show_lock(c->arena, c->lang, rule[i]),
			.line = rule[i]->line,
		};
	return OK;
}

enum err show_builtin_cases(struct ctx *c, const struct rule_set *s, struct view_rule_one *v)
{
	enum lang lang = c->lang;

	v->rcase = NEW_N(c->arena, s->n_cases + 1, struct view_rule_one_rcase);
	if (!v->rcase)
		return fault_broken(c, "arena");
	c->lang = LANG_ZH; /* in which the cases are written */
	for (const struct rule_case *w = s->cases; w; w = w->next) {
		struct view_rule_one_rcase *out = &v->rcase[v->rcase_n++];

		c->fault = (struct fault){0};
		*out = (struct view_rule_one_rcase){
			.decision = w->decision,
			.name = w->name,
			.holds = case_run(c, policy_builtin(NULL), s, w) == OK};
		if (out->holds)
			continue;
		out->where = c->fault.field;
		out->found = c->fault.found;
		out->expected = c->fault.allowed;
		v->failed++;
	}
	c->lang = lang;
	c->fault = (struct fault){0};
	return OK;
}
