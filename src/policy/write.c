#include "policy/write.h"

static void quoted(struct out *o, struct str s)
{
	out_c(o, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			out_c(o, '\\');
		out_c(o, s.p[i]);
	}
	out_c(o, '"');
}

static bool plain(struct str s)
{
	static const char marks[] = "_.:+-";

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    memchr(marks, c, sizeof marks - 1) == NULL)
			return false;
	}
	return s.n > 0;
}

/* Without quotes where none are needed. */
static void word(struct out *o, struct str s)
{
	if (plain(s))
		out_put(o, s);
	else
		quoted(o, s);
}

static void names(struct out *o, const struct rule_value *v)
{
	for (size_t i = 0; i < v->n_texts; i++) {
		if (i > 0)
			out_c(o, ' ');
		word(o, v->texts[i]);
	}
}

static void texts(struct out *o, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			out_c(o, ' ');
		quoted(o, v[i]);
	}
}

static void hour(struct out *o, struct clock_time t)
{
	out_printf(o, "%02d:%02d", t.minute / 60, t.minute % 60);
}

static void quantity(struct out *o, struct str number, struct str unit)
{
	out_put(o, number);
	if (unit.p != NULL) {
		out_c(o, ' ');
		out_put(o, unit);
	}
}

static void yuan(struct out *o, const struct rule_value *v)
{
	out_put(o, v->written);
	out_put(o, S(" yuan"));
	if (v->unit_name.p != NULL) {
		out_put(o, S(" per "));
		out_put(o, v->unit_name);
	}
}

/* --- values ---------------------------------------------------------------------------------- */

static void participant(struct out *o, const struct rule_value *v)
{
	if (v->by == BY_ENROLLED)
		out_put(o, S("enrolled on census day"));
	else
		out_printf(o, "attended at least %lld %s", (long long)v->at_least,
		           v->by == BY_SHARE  ? "percent"
		           : v->at_least == 1 ? "sitting"
		                              : "sittings");
}

void param_value_write(struct out *o, const struct rule *r)
{
	const struct rule_value *v = &r->value;

	switch (v->type) {
	case VALUE_MONEY:
		out_put(o, v->written);
		out_c(o, ' ');
		out_put(o, str_of(PARAMS[r->param].unit));
		break;
	case VALUE_TIME:
		hour(o, v->time);
		break;
	case VALUE_WORDS:
	case VALUE_CHOICE:
	case VALUE_INSTEAD:
		names(o, v);
		break;
	case VALUE_TEXTS:
		texts(o, v->texts, v->n_texts);
		break;
	case VALUE_PARTICIPANT:
		participant(o, v);
		break;
	case VALUE_DAY:
		out_printf(o, "%02d-%02d", v->month, v->day);
		break;
	case VALUE_NUMBER:
		quantity(o, v->written, v->unit_name);
		break;
	}
}

static void due(struct out *o, const struct rule_value *v)
{
	if (v->due == DUE_YEARLY) {
		out_printf(o, "yearly %02d-%02d", v->month, v->day);
		return;
	}
	if (v->due == DUE_EVERY)
		out_put(o, S("every "));
	quantity(o, v->written, v->unit_name);
	out_put(o, v->due == DUE_EVERY    ? S(" from ")
	           : v->due == DUE_BEFORE ? S(" before ")
	                                  : S(" after "));
	names(o, v);
}

static void last_day(struct out *o, const struct rule_value *v)
{
	out_put(o, S("on "));
	if (v->year)
		out_printf(o, "%04d-", v->year);
	out_printf(o, "%02d-%02d", v->month, v->day);
}

static void choices(struct out *o, const struct rule_value *v)
{
	for (size_t i = 0; i < v->n_texts; i++) {
		if (i > 0)
			out_c(o, ' ');
		if (v->labels != NULL) {
			word(o, v->texts[i]);
			out_c(o, ' ');
		}
		quoted(o, v->labels != NULL ? v->labels[i] : v->texts[i]);
	}
}

void field_write(struct out *o, const struct field_def *def, const struct rule_value *v)
{
	if (v->type == VALUE_INSTEAD) {
		names(o, v);
		return;
	}
	switch (def->shape) {
	case SHAPE_CHOICE:
	case SHAPE_WORDS:
	case SHAPE_UNIT:
	case SHAPE_CODE:
	case SHAPE_NAME:
		names(o, v);
		break;
	case SHAPE_BOUNDED:
		out_put(o, str_of(LEXICONS[LEX_BOUND].words.v[v->bound]));
		out_c(o, ' ');
		yuan(o, v);
		break;
	case SHAPE_AMOUNT:
	case SHAPE_SPAN:
	case SHAPE_REDUCTION:
	case SHAPE_LESS:
	case SHAPE_MEASURE:
		if (v->type == VALUE_TIME)
			hour(o, v->time);
		else if (v->type == VALUE_CHOICE)
			out_put(o, str_of(LEXICONS[LEX_SWITCH].words.v[v->choice]));
		else if (v->type == VALUE_MONEY)
			yuan(o, v);
		else
			quantity(o, v->written, v->unit_name);
		break;
	case SHAPE_EXPIRY:
		if (v->type == VALUE_DAY)
			last_day(o, v);
		else
			quantity(o, v->written, v->unit_name);
		break;
	case SHAPE_SHARE:
		names(o, v);
		if (v->written.p != NULL) {
			out_c(o, ' ');
			quantity(o, v->written, v->unit_name);
		}
		break;
	case SHAPE_PROGRESS:
	case SHAPE_STEP:
		quantity(o, v->written, v->unit_name);
		out_put(o, S(" pays "));
		quantity(o, v->then_written, v->then_unit_name);
		break;
	case SHAPE_BEYOND:
		quantity(o, v->written, v->unit_name);
		if (v->counted == COUNTED_MONTH)
			out_put(o, S(" per month"));
		out_put(o, S(" at "));
		out_put(o, v->then_written);
		out_put(o, v->then_unit == UNIT_PERCENT ? S(" ") : S(" yuan per "));
		out_put(o, v->then_unit_name);
		break;
	case SHAPE_DUE:
		due(o, v);
		break;
	case SHAPE_CHOICES:
		choices(o, v);
		break;
	}
}

static void grades(struct out *o, uint64_t bits)
{
	int first = __builtin_ctzll(bits), last = 63 - __builtin_clzll(bits);

	if (last > first && __builtin_popcountll(bits) == last - first + 1) {
		out_printf(o, "%d .. %d", first, last);
		return;
	}
	for (int g = first; g <= last; g++) {
		if (bits & UINT64_C(1) << g)
			out_printf(o, "%s%d", g == first ? "" : " ", g);
	}
}

static void class_size(struct out *o, const struct when *w)
{
	out_printf(o, "%d", (int)w->from);
	if (w->to == CLASS_SIZE_OPEN)
		out_put(o, S(" .. open"));
	else if (w->to > w->from)
		out_printf(o, " .. %d", (int)w->to);
}

void when_write(struct out *o, const struct when *w)
{
	if (w->negated)
		out_put(o, S("not "));
	out_put(o, w->name);
	out_c(o, ' ');
	if (w->dimension == DIM_GRADE) {
		grades(o, w->words);
	} else if (w->dimension == DIM_CLASS_SIZE) {
		class_size(o, w);
	} else if (w->list.p != NULL) {
		out_put(o, S("in "));
		out_put(o, w->list);
	} else if (w->dimension == DIM_SCHOOL) {
		texts(o, w->texts, w->n_texts);
	} else {
		for (size_t i = 0; i < w->n_texts; i++) {
			if (i > 0)
				out_c(o, ' ');
			word(o, w->texts[i]);
		}
	}
}

/* --- comments -------------------------------------------------------------------------------- */

static void comments(struct out *o, const struct rule_comments *all)
{
	for (const struct rule_comment *one = all->first; one != NULL; one = one->next) {
		out_put(o, one->text.n > 0 ? S("# ") : S("#"));
		out_put(o, one->text);
		out_c(o, '\n');
	}
}

/* --- statements ------------------------------------------------------------------------------ */

void rule_head_write(struct out *o, const struct rule *r)
{
	switch (TYPES[r->type].head) {
	case HEAD_PARAM:
		out_put(o, r->id);
		out_c(o, ' ');
		param_value_write(o, r);
		break;
	case HEAD_CONVERT:
		quantity(o, r->value.written, r->value.unit_name);
		out_put(o, S(" = "));
		quantity(o, r->value.then_written, r->value.then_unit_name);
		break;
	case HEAD_ID:
	case HEAD_NAME:
		out_put(o, r->id);
		out_c(o, ' ');
		quoted(o, r->label);
		break;
	case HEAD_SETTLE:
		out_put(o, r->id);
		out_c(o, ' ');
		names(o, &r->value);
		break;
	}
}

static void text_line(struct out *o, const char *name, struct str s)
{
	out_printf(o, "  %s ", name);
	quoted(o, s);
	out_c(o, '\n');
}

static void source_write(struct out *o, const struct rule *r)
{
	if (r->decided_by.p != NULL) {
		struct civil d = date_civil(r->decided_on);

		out_put(o, S("  decided by "));
		quoted(o, r->decided_by);
		out_printf(o, " on %04d-%02d-%02d why ", d.year, d.month, d.day);
		quoted(o, r->clause);
		out_c(o, '\n');
	} else {
		text_line(o, "clause", r->clause);
	}
	out_put(o, S("  requirement "));
	out_put(o, r->requirement);
	out_c(o, '\n');
}

static void rule_write(struct out *o, const struct rule *r)
{
	const struct type_def *type = &TYPES[r->type];

	out_c(o, '\n');
	comments(o, &r->comments);
	out_printf(o, "%s ", type->name);
	rule_head_write(o, r);
	out_c(o, '\n');
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field_def *def = &type->fields[i];

		for (const struct rule_value *v = r->field[def->field]; v != NULL; v = v->next) {
			if (def->shape == SHAPE_MEASURE && v->bound != def->bound)
				continue;
			out_printf(o, "  %s ", def->name);
			field_write(o, def, v);
			out_c(o, '\n');
		}
	}
	for (const struct when *w = r->when; w != NULL; w = w->next) {
		out_put(o, S("  when "));
		when_write(o, w);
		out_c(o, '\n');
	}
	source_write(o, r);
	if (r->lock != LOCK_NONE)
		out_printf(o, "  lock %s\n", LEXICONS[LEX_LOCK].words.v[r->lock - 1]);
	if (r->note.p != NULL)
		text_line(o, "note", r->note);
}

/* --- the document ---------------------------------------------------------------------------- */

static void day(struct out *o, struct date d)
{
	struct civil c = date_civil(d);

	out_printf(o, "%04d-%02d-%02d", c.year, c.month, c.day);
}

static void head_line(struct out *o, const char *name, struct str s, bool quote)
{
	out_printf(o, "%-9s ", name);
	if (quote)
		quoted(o, s);
	else
		out_put(o, s);
	out_c(o, '\n');
}

void rule_set_head_write(struct out *o, const struct rule_set *s)
{
	head_line(o, "ruleset", s->id, false);
	head_line(o, "title", s->title, true);
	head_line(o, "number", s->number.n ? s->number : S("none"), s->number.n > 0);
	head_line(o, "issuer", s->issuer, true);
	head_line(o, "level", str_of(LEVEL_WORDS.v[s->level]), false);
	head_line(o, "place", s->place.n ? s->place : S("none"), false);
	if (s->under.p != NULL)
		head_line(o, "under", s->under, false);
	head_line(o, "issued", s->issued.n ? s->issued : S("none"), false);
	if (s->known_stated) {
		out_put(o, S("known     "));
		day(o, s->known);
		out_c(o, '\n');
	}
	out_put(o, S("effective "));
	day(o, s->from);
	out_put(o, S(" .. "));
	if (date_some(s->to))
		day(o, s->to);
	else
		out_put(o, S("open"));
	out_c(o, '\n');
	if (s->status != STATUS_PUBLISHED)
		head_line(o, "status", str_of(STATUS_WORDS.v[s->status]), false);
}

enum { PER_LINE = 8 };

void declaration_write(struct out *o, const struct declaration *d)
{
	bool list = d->lexicon == LEX_NONE && !d->dimension;

	if (list)
		out_put(o, S("list "));
	else
		out_printf(o, "define %s ", d->dimension ? "dimension" : LEXICONS[d->lexicon].name);
	out_put(o, d->name);
	out_c(o, ' ');
	quoted(o, d->label);
	if (d->dimension && d->of != OF_SERVICE)
		out_printf(o, " of %s", SUBJECT_WORDS.v[d->of]);
	for (size_t i = 0; i < d->n; i++) {
		if (list && i % PER_LINE == 0)
			out_put(o, S("\n  has"));
		out_c(o, ' ');
		if (d->dimension) {
			out_put(o, d->words[i]);
			out_c(o, ' ');
		}
		quoted(o, list ? d->words[i] : d->labels[i]);
	}
	out_c(o, '\n');
}

void given_write(struct out *o, const char *name, const struct rule_given *g)
{
	for (; g != NULL; g = g->next) {
		out_printf(o, "  %-6s ", name);
		word(o, g->name);
		out_c(o, ' ');
		word(o, g->value);
		out_c(o, '\n');
	}
}

void rule_set_write(struct out *o, const struct rule_set *s)
{
	comments(o, &s->comments);
	rule_set_head_write(o, s);
	for (const struct declaration *d = s->declared; d != NULL; d = d->next) {
		if (d->question != NULL)
			continue; /* the question says it itself */
		out_c(o, '\n');
		comments(o, &d->comments);
		declaration_write(o, d);
	}
	/* Questions first: conditions of the other statements may ask them. */
	for (const struct rule *r = s->rules[RULE_OPEN]; r != NULL; r = r->next)
		rule_write(o, r);
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *r = s->rules[t]; t != RULE_OPEN && r != NULL; r = r->next)
			rule_write(o, r);
	}
	for (const struct rule_case *c = s->cases; c != NULL; c = c->next) {
		out_c(o, '\n');
		comments(o, &c->comments);
		out_put(o, S("case "));
		word(o, c->decision);
		out_c(o, ' ');
		quoted(o, c->name);
		out_c(o, '\n');
		given_write(o, "given", c->given);
		given_write(o, "expect", c->expect);
	}
	if (s->end_comments.n > 0)
		out_c(o, '\n');
	comments(o, &s->end_comments);
}
