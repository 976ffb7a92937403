#include "rulebook/form.h"

#include "rulebook/block.h"
#include "rulebook/show.h"

enum { PARTS = 4, WORDS_MAX = 2 * LEXICON_WORDS, SPARE_LINES = 2, CONDITIONS = 4 };

enum text_id form_label(const char *prefix, const char *name)
{
	char key[80];

	snprintf(key, sizeof key, "rulebook.%s_%s", prefix, name);
	return text_lookup_name(key);
}

/* --- the block that is there --------------------------------------------------------------------
 */

/* The nth line of an attribute; none: STR_NONE. */
static struct str line_of(struct str block, const char *attribute, size_t nth)
{
	struct str word, rest;

	block_line(&block, &word, &rest); /* the statement's own */
	while (block_line(&block, &word, &rest)) {
		if (str_is(word, attribute) && nth-- == 0)
			return rest;
	}
	return STR_NONE;
}

static size_t lines_of(struct str block, const char *attribute)
{
	size_t n = 0;

	while (line_of(block, attribute, n).p)
		n++;
	return n;
}

/* Cut at the first `mark`; the whole when it is not there. */
static struct str cut_at(struct str *s, struct str mark)
{
	struct str all = *s;
	size_t at;

	if (!str_find(all, mark, &at)) {
		*s = STR_NONE;
		return all;
	}
	*s = str_trim(str_sub(all, at + mark.n, all.n));
	return str_trim(str_sub(all, 0, at));
}

static struct str last_word(struct str *s)
{
	size_t n = s->n;
	struct str word;

	while (n > 0 && s->p[n - 1] != ' ')
		n--;
	word = str_sub(*s, n, s->n);
	*s = str_trim(str_sub(*s, 0, n));
	return word;
}

/* N UNIT; a single word is the number (or the word that stands instead). */
static void split_span(struct str s, struct str v[2])
{
	struct str unit = last_word(&s);

	v[0] = s.n ? s : unit;
	v[1] = s.n ? unit : S("");
}

static void split_amount(struct str s, struct str v[2])
{
	v[0] = cut_at(&s, S(" yuan per "));
	v[1] = s.p ? s : S("");
}

/* The words of a line over the inputs of its shape. */
static void split(enum shape shape, struct str s, struct str v[PARTS])
{
	for (size_t i = 0; i < PARTS; i++)
		v[i] = S("");
	if (!s.p)
		return;
	switch (shape) {
	case SHAPE_AMOUNT:
		split_amount(s, v);
		break;
	case SHAPE_BOUNDED:
		v[0] = cut_at(&s, S(" "));
		if (s.p)
			split_amount(s, v + 1);
		break;
	case SHAPE_SPAN:
		split_span(s, v);
		break;
	case SHAPE_STEP:
		split_span(cut_at(&s, S(" pays ")), v);
		if (s.p)
			split_span(s, v + 2);
		break;
	default:
		v[0] = s;
	}
}

/* --- inputs -------------------------------------------------------------------------------------
 */

static struct str input_name(struct ctx *c, size_t attribute, size_t line, size_t part)
{
	return str_printf(c->arena, "a%zu.%zu.%zu", attribute, line, part);
}

static struct str typed_or(const struct form_of *f, struct str name, struct str there)
{
	return f->posted ? req_typed(f->r, str_c(f->c->arena, name)) : there;
}

static struct view_part_field input(const struct form_of *f, struct str name, const char *type,
                                    enum text_id label, struct str value)
{
	return (struct view_part_field){
		.type = str_of(type),
		.name = name,
		.label = label,
		.value = value,
		.error = str_eq(name, f->bad_input) ? f->bad : STR_NONE,
	};
}

/* Built-in words, then those this file declares. */
static size_t words_offered(const struct form_of *f, enum lexicon l, struct str *v)
{
	size_t n = 0;

	for (size_t i = 0; i < LEXICONS[l].words.n; i++)
		v[n++] = str_of(LEXICONS[l].words.v[i]);
	for (const struct declaration *d = f->set ? f->set->declared : NULL; d; d = d->next)
		if (d->lexicon == l && !d->dimension && n < WORDS_MAX)
			v[n++] = d->name;
	return n;
}

static struct str word_label(const struct form_of *f, enum lexicon l, struct str word)
{
	for (const struct declaration *d = f->set ? f->set->declared : NULL; d; d = d->next)
		if (d->lexicon == l && !d->dimension && str_eq(d->name, word))
			return d->label;
	return show_word(f->c->lang, word);
}

static bool among(struct str words, struct str word)
{
	while (words.p) {
		if (str_eq(str_trim(str_cut(&words, ' ')), word))
			return true;
	}
	return false;
}

/* Options of a lexicon; `blank` first where nothing may be chosen. A word that is there but not
 * known (declared above) stays. */
static enum err options(const struct form_of *f, enum lexicon l, bool blank,
                        struct view_part_field *p)
{
	struct str words[WORDS_MAX];
	size_t n = words_offered(f, l, words), m = 0;
	bool there = !str_some(p->value);

	p->option = NEW_N(f->c->arena, n + 2, struct view_part_field_option);
	if (!p->option)
		return fault_broken(f->c, "arena");
	if (blank)
		p->option[m++] = (struct view_part_field_option){.value = S(""), .label = S("—")};
	for (size_t i = 0; i < n; i++) {
		bool on = among(p->value, words[i]);

		there = there || on;
		p->option[m++] = (struct view_part_field_option){
			.value = words[i], .label = word_label(f, l, words[i]), .on = on};
	}
	if (!there)
		p->option[m++] =
			(struct view_part_field_option){p->value, p->value, STR_NONE, true};
	p->option_n = m;
	return OK;
}

static enum err select_of(const struct form_of *f, struct str name, enum text_id label,
                          enum lexicon l, struct str value, struct view_part_field *ret_p)
{
	*ret_p = input(f, name, "select", label, value);
	ret_p->narrow = true;
	return options(f, l, true, ret_p);
}

static struct str hint_of(struct ctx *c, const struct field_def *d)
{
	static const struct str forms[] = {
		[SHAPE_REDUCTION] = S("50 percent | 100.00 yuan per term"),
		[SHAPE_MEASURE] = S("80 percent | 120 minute | 17:30 | yes"),
		[SHAPE_DUE] =
			S("15 day before term_end | yearly 09-30 | every 1 month from issued"),
		[SHAPE_CHOICES] = S("per_term \"…\" per_month \"…\""),
		[SHAPE_NAME] = S("guarantee.rate"),
		[SHAPE_CODE] = S("not_as_required"),
	};
	struct str form = d->shape < sizeof forms / sizeof *forms ? forms[d->shape] : STR_NONE;

	if (!d->instead)
		return form;
	return form.p ? str_printf(c->arena, "%.*s | %s", STR_FMT(form), d->instead)
	              : str_of(d->instead);
}

/* The inputs of one line of an attribute. */
static enum err line_inputs(const struct form_of *f, const struct field_def *d, size_t at,
                            size_t nth, struct view_part_field *p, size_t *ret_n)
{
	struct str there[PARTS], name[PARTS], v[PARTS];
	struct ctx *c = f->c;
	size_t n = 0;

	split(d->shape, line_of(f->block, d->name, nth), there);
	for (size_t i = 0; i < PARTS; i++) {
		name[i] = input_name(c, at, nth, i);
		v[i] = typed_or(f, name[i], there[i]);
	}
	switch (d->shape) {
	case SHAPE_CHOICE:
	case SHAPE_UNIT:
		TRY(select_of(f, name[0], T_rulebook_value, d->lexicon, v[0], &p[n++]));
		break;
	case SHAPE_WORDS:
		p[n] = input(f, name[0], "checkbox", T_rulebook_value,
		             f->posted ? req_typed_all(f->r, str_c(c->arena, name[0]), c->arena)
		                       : v[0]);
		TRY(options(f, d->lexicon, false, &p[n++]));
		break;
	case SHAPE_BOUNDED:
		TRY(select_of(f, name[0], T_rulebook_bound, LEX_BOUND, v[0], &p[n++]));
		p[n++] = input(f, name[1], "number", T_rulebook_yuan, v[1]);
		TRY(select_of(f, name[2], T_rulebook_per, LEX_UNIT, v[2], &p[n++]));
		break;
	case SHAPE_AMOUNT:
		p[n++] = input(f, name[0], "number", T_rulebook_yuan, v[0]);
		TRY(select_of(f, name[1], T_rulebook_per, LEX_UNIT, v[1], &p[n++]));
		break;
	case SHAPE_STEP:
		p[n++] = input(f, name[0], "number", T_rulebook_missed, v[0]);
		TRY(select_of(f, name[1], T_rulebook_unit, LEX_UNIT, v[1], &p[n++]));
		p[n++] = input(f, name[2], "number", T_rulebook_paid, v[2]);
		TRY(select_of(f, name[3], T_rulebook_unit, LEX_UNIT, v[3], &p[n++]));
		break;
	case SHAPE_SPAN:
		p[n++] = input(f, name[0], "number", T_rulebook_count, v[0]);
		TRY(select_of(f, name[1], T_rulebook_unit, LEX_UNIT, v[1], &p[n++]));
		break;
	default:
		p[n++] = input(f, name[0], "text", T_rulebook_value, v[0]);
	}
	p[0].hint = hint_of(c, d);
	*ret_n = n;
	return OK;
}

static size_t line_count(const struct form_of *f, const struct field_def *d)
{
	size_t n = lines_of(f->block, d->name);

	return d->many ? n + SPARE_LINES : 1;
}

static enum err attribute_show(const struct form_of *f, size_t at, struct view_rule_statement *v)
{
	const struct field_def *d = &TYPES[f->type].fields[at];
	size_t lines = line_count(f, d), n;
	struct view_part_field *p = NEW_N(f->c->arena, lines * PARTS, struct view_part_field);

	if (!p)
		return fault_broken(f->c, "arena");
	v->attribute[at] = (struct view_rule_statement_attribute){
		.label = form_label("field", d->name), .required = d->required, .part = p};
	for (size_t i = 0; i < lines; i++) {
		TRY(line_inputs(f, d, at, i, p + v->attribute[at].part_n, &n));
		v->attribute[at].part_n += n;
	}
	return OK;
}

/* --- the statement's own line ------------------------------------------------------------------
 */

struct own_line {
	struct str name, label, value;
};

static struct own_line own_line_of(const struct form_of *f)
{
	struct str block = f->block, word, rest = STR_NONE;
	struct own_line o = {S(""), S(""), S("")};

	if (!block_line(&block, &word, &rest))
		return o;
	if (TYPES[f->type].head == HEAD_CONVERT) {
		o.value = rest;
		return o;
	}
	o.name = cut_at(&rest, S(" "));
	if (TYPES[f->type].head == HEAD_PARAM || TYPES[f->type].head == HEAD_SETTLE)
		o.value = rest.p ? rest : S("");
	else
		o.label = rest.p ? text_unquoted(f->c->arena, rest) : S("");
	return o;
}

static enum err params_offer(const struct form_of *f, struct view_part_field *p)
{
	p->option = NEW_N(f->c->arena, PARAM_COUNT, struct view_part_field_option);
	if (!p->option)
		return fault_broken(f->c, "arena");
	p->option_n = PARAM_COUNT;
	for (int i = 0; i < PARAM_COUNT; i++)
		p->option[i] =
			(struct view_part_field_option){.value = str_of(PARAMS[i].name),
		                                        .label = str_of(PARAMS[i].name),
		                                        .on = str_is(p->value, PARAMS[i].name)};
	return OK;
}

static enum err head_show(const struct form_of *f, struct view_rule_statement *v)
{
	const struct type_def *t = &TYPES[f->type];
	struct own_line o = own_line_of(f);
	struct view_part_field *p = NEW_N(f->c->arena, 3, struct view_part_field);
	struct str name = typed_or(f, S("name"), o.name);
	size_t n = 0;

	if (!p)
		return fault_broken(f->c, "arena");
	if (t->head == HEAD_PARAM) {
		p[n] = input(f, S("name"), "select", T_rulebook_param, name);
		TRY(params_offer(f, &p[n++]));
	} else if (t->head == HEAD_NAME) {
		p[n] = input(f, S("name"), "select", T_rulebook_name, name);
		TRY(options(f, t->lexicon, false, &p[n++]));
	} else if (t->head != HEAD_CONVERT) {
		p[n] = input(f, S("name"), "text", T_rulebook_id, name);
		p[n].narrow = true;
		p[n++].hint = text(f->c->lang, T_rulebook_id_hint);
	}
	if (t->head == HEAD_ID || t->head == HEAD_NAME)
		p[n++] = input(f, S("label"), "text", T_rulebook_label,
		               typed_or(f, S("label"), o.label));
	else
		p[n++] = input(f, S("value"), "text", T_rulebook_value,
		               typed_or(f, S("value"), o.value));
	v->head = p;
	v->head_n = n;
	return OK;
}

/* --- conditions, clause ------------------------------------------------------------------------
 */

static struct str when_name(struct ctx *c, size_t nth, const char *part)
{
	return str_printf(c->arena, "w%zu.%s", nth, part);
}

static enum err dimensions_offer(const struct form_of *f, struct view_part_field *p)
{
	size_t n = 0, declared = 0;

	for (const struct declaration *d = f->set ? f->set->declared : NULL; d; d = d->next)
		declared += d->dimension;
	p->option = NEW_N(f->c->arena, DIM_BUILTIN + declared + 2, struct view_part_field_option);
	if (!p->option)
		return fault_broken(f->c, "arena");
	p->option[n++] = (struct view_part_field_option){.value = S(""), .label = S("—")};
	for (int i = 0; i < DIM_BUILTIN; i++) {
		enum text_id label = form_label("dim", DIMENSIONS[i].name);

		p->option[n++] = (struct view_part_field_option){
			.value = str_of(DIMENSIONS[i].name),
			.label = label == TEXT_NONE ? str_of(DIMENSIONS[i].name)
		                                    : text(f->c->lang, label)};
	}
	for (const struct declaration *d = f->set ? f->set->declared : NULL; d; d = d->next)
		if (d->dimension)
			p->option[n++] = (struct view_part_field_option){.value = d->name,
			                                                 .label = d->label};
	for (size_t i = 0; i < n; i++)
		p->option[i].on = str_eq(p->option[i].value, p->value);
	p->option_n = n;
	return OK;
}

static enum err condition_show(const struct form_of *f, size_t nth, struct view_rule_statement *v)
{
	struct str rest = line_of(f->block, "when", nth), dimension;
	struct view_part_field *p = NEW_N(f->c->arena, 3, struct view_part_field);
	bool negated = rest.p && str_starts(rest, S("not "));

	if (!p)
		return fault_broken(f->c, "arena");
	if (negated)
		rest = str_trim(str_sub(rest, 4, rest.n));
	dimension = rest.p ? cut_at(&rest, S(" ")) : S("");
	p[0] = input(f, when_name(f->c, nth, "dim"), "select", T_rulebook_dimension,
	             typed_or(f, when_name(f->c, nth, "dim"), dimension));
	p[0].narrow = true;
	TRY(dimensions_offer(f, &p[0]));
	p[1] = input(f, when_name(f->c, nth, "not"), "tick", T_rulebook_not,
	             typed_or(f, when_name(f->c, nth, "not"), negated ? S("1") : S("")));
	p[2] = input(f, when_name(f->c, nth, "words"), "text", T_rulebook_words,
	             typed_or(f, when_name(f->c, nth, "words"), rest.p ? rest : S("")));
	p[2].hint = S("primary junior | rural | 1 .. 6");
	v->condition[nth] = (struct view_rule_statement_condition){.part = p, .part_n = 3};
	return OK;
}

static enum err common_show(const struct form_of *f, struct view_rule_statement *v)
{
	struct ctx *c = f->c;
	struct view_part_field *p = NEW_N(c->arena, 5, struct view_part_field);
	struct str clause = line_of(f->block, "clause", 0), note = line_of(f->block, "note", 0);
	struct str requirement = line_of(f->block, "requirement", 0);
	struct str decided = line_of(f->block, "decided", 0), lock = line_of(f->block, "lock", 0);

	if (!p)
		return fault_broken(c, "arena");
	p[0] = input(f, S("clause"), "textarea", T_rulebook_clause,
	             typed_or(f, S("clause"), clause.p ? text_unquoted(c->arena, clause) : S("")));
	p[0].hint = text(c->lang, T_rulebook_clause_hint);
	p[1] = input(f, S("decided"), "text", T_rulebook_decided,
	             typed_or(f, S("decided"), decided.p ? decided : S("")));
	p[1].hint = S("by \"…\" on 2026-09-01 why \"…\"");
	p[1].optional = true;
	p[2] = input(f, S("requirement"), "text", T_rulebook_requirement,
	             typed_or(f, S("requirement"), requirement.p ? requirement : S("")));
	p[2].narrow = true;
	p[2].hint = S("R34");
	TRY(select_of(f, S("lock"), T_rulebook_lock, LEX_LOCK,
	              typed_or(f, S("lock"), lock.p ? lock : S("")), &p[3]));
	p[3].optional = true;
	p[4] = input(f, S("note"), "text", T_rulebook_note,
	             typed_or(f, S("note"), note.p ? text_unquoted(c->arena, note) : S("")));
	p[4].optional = true;
	v->common = p;
	v->common_n = 5;
	return OK;
}

enum err form_show(const struct form_of *f, struct view_rule_statement *v)
{
	const struct type_def *t = &TYPES[f->type];

	v->attribute = NEW_N(f->c->arena, t->n_fields + 1, struct view_rule_statement_attribute);
	v->condition = NEW_N(f->c->arena, CONDITIONS, struct view_rule_statement_condition);
	if (!v->attribute || !v->condition)
		return fault_broken(f->c, "arena");
	v->attribute_n = t->n_fields;
	v->condition_n = CONDITIONS;
	TRY(head_show(f, v));
	for (size_t i = 0; i < t->n_fields; i++)
		TRY(attribute_show(f, i, v));
	for (size_t i = 0; i < CONDITIONS; i++)
		TRY(condition_show(f, i, v));
	return common_show(f, v);
}
