#include "policy/set_json.h"

enum { SAID_MAX = 1 << 20 };

static void strings(struct json *j, const char *key, const struct str *v, size_t n)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, v[i]);
	json_close(j, ']');
}

/* Only where there are any. */
static void comments(struct json *j, const char *key, const struct rule_comments *all)
{
	if (all->n == 0)
		return;
	json_key(j, key);
	json_open(j, '[');
	for (const struct rule_comment *one = all->first; one != NULL; one = one->next)
		json_str(j, one->text);
	json_close(j, ']');
}

static void day(struct json *j, const char *key, struct date d)
{
	char text[16];
	struct civil c;
	int n;

	json_key(j, key);
	if (!date_some(d)) {
		json_none(j);
		return;
	}
	c = date_civil(d);
	n = snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.month, c.day);
	json_str(j, (struct str){text, (size_t)n});
}

/* Exact: a whole number, or numerator and denominator. */
static void ratio(struct json *j, const char *key, struct ratio r)
{
	char text[48];
	int n = ratio_whole(r) ? snprintf(text, sizeof text, "%lld", (long long)r.num)
	                       : snprintf(text, sizeof text, "%lld/%lld", (long long)r.num,
	                                  (long long)r.den);

	json_kv_str(j, key, (struct str){text, (size_t)n});
}

static void value_members(struct json *j, const struct rule_value *v)
{
	if (v->type == VALUE_MONEY && ratio_whole(v->number))
		json_kv_i64(j, "fen", v->number.num);
	else if (v->type == VALUE_MONEY)
		ratio(j, "fen_exact", v->number);
	if (v->type != VALUE_MONEY && v->written.p != NULL) /* a number, a payer's share */
		ratio(j, "value", v->number);
	if (v->unit_name.p != NULL)
		json_kv_str(j, "unit", v->unit_name);
	if (v->then_written.p != NULL) {
		ratio(j, "then", v->then);
		if (v->then_unit_name.p != NULL)
			json_kv_str(j, "then_unit", v->then_unit_name);
	}
	if (v->counted == COUNTED_MONTH)
		json_kv_str(j, "counted", S("month"));
	if (v->n_texts > 0)
		strings(j, "words", v->texts, v->n_texts);
	if (v->labels != NULL)
		strings(j, "labels", v->labels, v->n_texts);
}

static void fields(struct json *j, struct out *said, const struct rule *r)
{
	const struct type_def *type = &TYPES[r->type];

	json_key(j, "attributes");
	json_open(j, '[');
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field_def *def = &type->fields[i];

		for (const struct rule_value *v = r->field[def->field]; v != NULL; v = v->next) {
			if (def->shape == SHAPE_MEASURE && v->bound != def->bound)
				continue;
			out_reset(said);
			field_write(said, def, v);
			json_open(j, '{');
			json_kv_str(j, "name", str_of(def->name));
			json_kv_str(j, "said", out_str(said));
			value_members(j, v);
			json_close(j, '}');
		}
	}
	json_close(j, ']');
}

static void conditions(struct json *j, struct out *said, const struct rule *r)
{
	json_key(j, "when");
	json_open(j, '[');
	for (const struct when *w = r->when; w != NULL; w = w->next) {
		out_reset(said);
		when_write(said, w);
		json_open(j, '{');
		json_kv_str(j, "dimension", w->name);
		json_kv_bool(j, "not", w->negated);
		json_kv_str(j, "said", out_str(said));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void statement(struct json *j, struct out *said, const struct rule *r)
{
	out_reset(said);
	rule_head_write(said, r);
	json_open(j, '{');
	json_kv_str(j, "type", str_of(TYPES[r->type].name));
	json_kv_str(j, "id", r->id);
	if (r->label.p != NULL)
		json_kv_str(j, "label", r->label);
	json_kv_str(j, "said", out_str(said));
	if (r->type == RULE_PARAM || r->type == RULE_CONVERT || r->type == RULE_SETTLE)
		value_members(j, &r->value);
	fields(j, said, r);
	conditions(j, said, r);
	json_kv_str(j, "clause", r->clause);
	if (r->decided_by.p != NULL) {
		json_kv_str(j, "decided_by", r->decided_by);
		day(j, "decided_on", r->decided_on);
	}
	json_kv_str(j, "requirement", r->requirement);
	if (r->lock != LOCK_NONE)
		json_kv_str(j, "lock", str_of(LEXICONS[LEX_LOCK].words.v[r->lock - 1]));
	if (r->note.p != NULL)
		json_kv_str(j, "note", r->note);
	comments(j, "comments", &r->comments);
	json_kv_i64(j, "line", r->line);
	json_close(j, '}');
}

static void declarations(struct json *j, const struct rule_set *s)
{
	json_key(j, "declared");
	json_open(j, '[');
	for (const struct declaration *d = s->declared; d != NULL; d = d->next) {
		if (d->question != NULL)
			continue;
		json_open(j, '{');
		json_kv_str(j, "as",
		            str_of(d->dimension             ? "dimension"
		                   : d->lexicon == LEX_NONE ? "list"
		                                            : LEXICONS[d->lexicon].name));
		json_kv_str(j, "name", d->name);
		json_kv_str(j, "label", d->label);
		if (d->dimension)
			json_kv_str(j, "of", str_of(SUBJECT_WORDS.v[d->of]));
		strings(j, "words", d->words, d->n);
		if (d->labels != NULL)
			strings(j, "labels", d->labels, d->n);
		comments(j, "comments", &d->comments);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void givens(struct json *j, const char *key, const struct rule_given *g)
{
	json_key(j, key);
	json_open(j, '[');
	for (; g != NULL; g = g->next) {
		json_open(j, '{');
		json_kv_str(j, "name", g->name);
		json_kv_str(j, "value", g->value);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void head(struct json *j, const struct rule_set *s)
{
	json_kv_str(j, "id", s->id);
	json_kv_str(j, "title", s->title);
	json_kv_str(j, "number", s->number.n ? s->number : STR_NONE);
	json_kv_str(j, "issuer", s->issuer);
	json_kv_str(j, "level", str_of(LEVEL_WORDS.v[s->level]));
	json_kv_str(j, "place", s->place.n ? s->place : STR_NONE);
	json_kv_str(j, "under", s->under);
	json_kv_str(j, "issued", s->issued.n ? s->issued : STR_NONE);
	day(j, "known", s->known);
	day(j, "from", s->from);
	day(j, "to", s->to);
	json_kv_str(j, "status", str_of(STATUS_WORDS.v[s->status]));
	json_kv_str(j, "file", s->file);
}

void rule_set_head_json(struct json *j, const struct rule_set *s)
{
	json_open(j, '{');
	head(j, s);
	json_kv_i64(j, "statements", (int64_t)s->n_rules);
	json_kv_i64(j, "cases", (int64_t)s->n_cases);
	json_close(j, '}');
}

void rule_set_json(struct json *j, const struct rule_set *s)
{
	struct out said;

	out_init(&said, SAID_MAX);
	json_open(j, '{');
	head(j, s);
	comments(j, "comments", &s->comments);
	declarations(j, s);
	json_key(j, "statements");
	json_open(j, '[');
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *r = s->rules[t]; r != NULL; r = r->next)
			statement(j, &said, r);
	}
	json_close(j, ']');
	json_key(j, "cases");
	json_open(j, '[');
	for (const struct rule_case *w = s->cases; w != NULL; w = w->next) {
		json_open(j, '{');
		json_kv_str(j, "decision", w->decision);
		json_kv_str(j, "name", w->name);
		givens(j, "given", w->given);
		givens(j, "expect", w->expect);
		comments(j, "comments", &w->comments);
		json_close(j, '}');
	}
	json_close(j, ']');
	comments(j, "end_comments", &s->end_comments);
	json_close(j, '}');
	out_free(&said);
}
