#include "rulebook/form_parts.h"

#include "rulebook/block.h"
#include "rulebook/show.h"

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
	v[0] = form_cut(&s, S(" yuan per "));
	v[1] = s.p ? s : S("");
}

const struct words DUE_WORDS = {(const char *const[]){"before", "after", "yearly", "every"}, 4};

/* N UNIT before|after EVENT, yearly MM-DD, every N UNIT from EVENT: how, count, unit, event, day.
 */
static void split_due(struct str s, struct str v[LINE_PARTS])
{
	static const char *const behind[] = {" before ", " after "};
	struct str first = s, mark = S(" from ");
	size_t how, at;

	v[0] = str_cut(&first, ' ');
	if (str_is(v[0], DUE_WORDS.v[DUE_YEARLY])) {
		v[4] = str_some(first) ? str_trim(first) : S("");
		return;
	}
	if (str_is(v[0], DUE_WORDS.v[DUE_EVERY])) {
		s = str_some(first) ? first : S("");
	} else {
		for (how = 0; how < 2 && !str_find(s, str_of(behind[how]), &at);)
			how++;
		v[0] = how < 2 ? str_of(DUE_WORDS.v[how]) : S("");
		mark = how < 2 ? str_of(behind[how]) : mark;
	}
	split_span(form_cut(&s, mark), v + 1);
	v[3] = s.p ? s : S("");
}

/* The words of a line over the inputs of its shape. */
static void split(enum shape shape, struct str s, struct str v[LINE_PARTS])
{
	for (size_t i = 0; i < LINE_PARTS; i++)
		v[i] = S("");
	if (!s.p)
		return;
	switch (shape) {
	case SHAPE_AMOUNT:
		split_amount(s, v);
		break;
	case SHAPE_BOUNDED:
		v[0] = form_cut(&s, S(" "));
		if (s.p)
			split_amount(s, v + 1);
		break;
	case SHAPE_SPAN:
		split_span(s, v);
		break;
	case SHAPE_SHARE:
		v[0] = form_cut(&s, S(" "));
		v[1] = s.p ? form_cut(&s, S(" percent")) : S("");
		break;
	case SHAPE_PROGRESS:
		v[0] = form_cut(&s, S(" pays "));
		v[1] = s.p ? s : S("");
		break;
	case SHAPE_STEP:
		split_span(form_cut(&s, S(" pays ")), v);
		if (s.p)
			split_span(s, v + 2);
		break;
	case SHAPE_BEYOND: {
		struct str of = form_cut(&s, S(" at "));

		split_span(form_cut(&of, S(" per ")), v);
		v[2] = of.p ? of : S("");
		if (s.p && str_ends(s, S(" percent")))
			split_span(s, v + 3);
		else if (s.p)
			split_amount(s, v + 3);
		break;
	}
	case SHAPE_DUE:
		split_due(s, v);
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

static struct str hint_of(struct ctx *c, const struct field_def *d)
{
	static const struct str forms[] = {
		[SHAPE_EXPIRY] = S("1 year | on 08-31 | on 2027-08-31"),
		[SHAPE_PROGRESS] = S("1 / 3 | 50 percent"),
		[SHAPE_REDUCTION] = S("50 percent | 100.00 yuan per term"),
		[SHAPE_LESS] = S("10.00 yuan | 5 percent"),
		[SHAPE_MEASURE] = S("80 percent | 120 minute | 17:30 | yes"),
		[SHAPE_CODE] = S("not_as_required"),
	};
	struct str form = d->shape < sizeof forms / sizeof *forms ? forms[d->shape] : STR_NONE;

	if (!d->instead)
		return form;
	return form.p ? str_printf(c->arena, "%.*s | %s", STR_FMT(form), d->instead)
	              : str_of(d->instead);
}

/* How a day is reckoned, from which event, or which day of every year. */
static enum err due_inputs(const struct form_of *f, const struct str name[LINE_PARTS],
                           const struct str v[LINE_PARTS], struct view_part_field p[LINE_PARTS])
{
	static const enum text_id labels[] = {T_rulebook_due_is_before, T_rulebook_due_is_after,
	                                      T_rulebook_due_is_yearly, T_rulebook_due_is_every};
	struct form_word w[sizeof labels / sizeof *labels];
	size_t n = sizeof labels / sizeof *labels;

	for (size_t i = 0; i < n; i++)
		w[i] = (struct form_word){str_of(DUE_WORDS.v[i]), text(f->c->lang, labels[i])};
	p[0] = form_input(f, name[0], "select", T_rulebook_due_how, v[0]);
	TRY(form_choices(f, &(struct form_words){w, n, n}, true, &p[0]));
	p[1] = form_input(f, name[1], "number", T_rulebook_count, v[1]);
	p[1].hint = text(f->c->lang, T_rulebook_due_count_hint);
	TRY(form_select(f, name[2], T_rulebook_unit, LEX_UNIT, v[2], &p[2]));
	TRY(form_select(f, name[3], T_rulebook_due_event, LEX_EVENT, v[3], &p[3]));
	p[4] = form_input(f, name[4], "text", T_rulebook_due_day, v[4]);
	p[4].narrow = true;
	p[4].hint = S("09-30");
	return OK;
}

/* The inputs of one line of an attribute. */
static enum err line_inputs(const struct form_of *f, const struct field_def *d, size_t at,
                            size_t nth, struct view_part_field *p, size_t *ret_n)
{
	struct str there[LINE_PARTS], name[LINE_PARTS], v[LINE_PARTS];
	struct ctx *c = f->c;
	size_t n = 0;

	split(d->shape, form_line(f->block, d->name, nth), there);
	for (size_t i = 0; i < LINE_PARTS; i++) {
		name[i] = input_name(c, at, nth, i);
		v[i] = form_typed(f, name[i], there[i]);
	}
	switch (d->shape) {
	case SHAPE_CHOICE:
	case SHAPE_UNIT:
		TRY(form_select(f, name[0], T_rulebook_value, d->lexicon, v[0], &p[n++]));
		break;
	case SHAPE_WORDS:
		p[n] = form_input(f, name[0], "checkbox", T_rulebook_value,
		                  form_typed_all(f, name[0], there[0]));
		TRY(form_options(f, d->lexicon, false, &p[n++]));
		break;
	case SHAPE_BOUNDED:
		TRY(form_select(f, name[0], T_rulebook_bound, LEX_BOUND, v[0], &p[n++]));
		p[n++] = form_input(f, name[1], "number", T_rulebook_yuan, v[1]);
		TRY(form_select(f, name[2], T_rulebook_per, LEX_UNIT, v[2], &p[n++]));
		break;
	case SHAPE_AMOUNT:
		p[n++] = form_input(f, name[0], "number", T_rulebook_yuan, v[0]);
		TRY(form_select(f, name[1], T_rulebook_per, LEX_UNIT, v[1], &p[n++]));
		break;
	case SHAPE_SHARE:
		TRY(form_select(f, name[0], T_rulebook_value, d->lexicon, v[0], &p[n++]));
		p[n++] = form_input(f, name[1], "number", T_rulebook_share_percent, v[1]);
		break;
	case SHAPE_PROGRESS:
		p[n++] = form_input(f, name[0], "text", T_rulebook_progress_to, v[0]);
		p[n++] = form_input(f, name[1], "text", T_rulebook_progress_pays, v[1]);
		break;
	case SHAPE_STEP:
		p[n++] = form_input(f, name[0], "number", T_rulebook_missed, v[0]);
		TRY(form_select(f, name[1], T_rulebook_unit, LEX_UNIT, v[1], &p[n++]));
		p[n++] = form_input(f, name[2], "number", T_rulebook_paid, v[2]);
		TRY(form_select(f, name[3], T_rulebook_unit, LEX_UNIT, v[3], &p[n++]));
		break;
	case SHAPE_BEYOND:
		p[n++] = form_input(f, name[0], "number", T_rulebook_count, v[0]);
		TRY(form_select(f, name[1], T_rulebook_unit, LEX_UNIT, v[1], &p[n++]));
		TRY(form_select(f, name[2], T_rulebook_counted, LEX_COUNTED, v[2], &p[n++]));
		p[n++] = form_input(f, name[3], "number", T_rulebook_yuan, v[3]);
		TRY(form_select(f, name[4], T_rulebook_per, LEX_UNIT, v[4], &p[n++]));
		p[n - 1].hint = text(c->lang, T_rulebook_beyond_hint);
		break;
	case SHAPE_SPAN:
		p[n++] = form_input(f, name[0], "number", T_rulebook_count, v[0]);
		TRY(form_select(f, name[1], T_rulebook_unit, LEX_UNIT, v[1], &p[n++]));
		break;
	case SHAPE_DUE:
		TRY(due_inputs(f, name, v, p));
		n = LINE_PARTS;
		break;
	case SHAPE_NAME:
		TRY(about_select(f, name[0], v[0], &p[n++]));
		break;
	default:
		p[n++] = form_input(f, name[0], "text", T_rulebook_value, v[0]);
	}
	p[0].hint = hint_of(c, d);
	*ret_n = n;
	return OK;
}

/* Those that say something, and one that is free. */
static size_t line_count(const struct form_of *f, const struct field_def *d, size_t at)
{
	size_t n = form_lines(f->block, d->name);

	if (!d->many)
		return 1;
	for (size_t i = 0; f->posted && i < LINES_MANY; i++)
		if (str_some(attribute_typed(f, at, i)) && i >= n)
			n = i + 1;
	return n < LINES_MANY ? n + 1 : LINES_MANY;
}

static enum err attribute_show(const struct form_of *f, size_t at, struct view_rule_statement *v)
{
	const struct field_def *d = &TYPES[f->type].fields[at];
	size_t lines = line_count(f, d, at), n;
	struct view_part_field *p = NEW_N(f->c->arena, lines * LINE_PARTS, struct view_part_field);

	if (!p)
		return fault_broken(f->c, "arena");
	v->attribute[at] = (struct view_rule_statement_attribute){
		.label = form_label("field", d->name), .required = d->required, .part = p};
	if (d->shape == SHAPE_CHOICES)
		return answers_show(f, at, &v->attribute[at]);
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
	o.name = form_cut(&rest, S(" "));
	if (TYPES[f->type].head == HEAD_PARAM || TYPES[f->type].head == HEAD_SETTLE)
		o.value = rest.p ? rest : S("");
	else
		o.label = rest.p ? text_unquoted(f->c->arena, rest) : S("");
	return o;
}

static enum err params_offer(const struct form_of *f, struct view_part_field *p)
{
	struct form_word v[PARAM_COUNT];

	for (int i = 0; i < PARAM_COUNT; i++) {
		struct str name = str_of(PARAMS[i].name);

		v[i] = (struct form_word){name, show_word(f->c->lang, name)};
	}
	return form_choices(f, &(struct form_words){v, PARAM_COUNT, PARAM_COUNT}, false, p);
}

/* A parameter's value by its type: words as boxes, one word as a choice, an amount without its
 * unit.
 */
static enum err param_value_show(const struct form_of *f, const struct param_def *d,
                                 struct str there, struct view_part_field *p)
{
	struct str value = form_typed(f, S("value"), there);

	*p = form_input(f, S("value"), "text", T_rulebook_value, value);
	switch (d->type) {
	case VALUE_WORDS:
		p->type = S("checkbox");
		p->value = form_typed_all(f, S("value"), there);
		return form_options(f, d->lexicon, false, p);
	case VALUE_CHOICE:
		p->type = S("select");
		return form_options(f, d->lexicon, true, p);
	case VALUE_TIME:
		p->type = S("time");
		break;
	case VALUE_MONEY:
		p->type = S("number");
		p->hint = str_of(d->unit);
		if (str_ends(value, p->hint))
			p->value = str_trim(str_sub(value, 0, value.n - p->hint.n));
		break;
	case VALUE_PARTICIPANT:
		p->hint = S("attended at least 1 sitting | attended at least 50 percent | enrolled "
		            "on census day");
		break;
	case VALUE_TEXTS:
		p->hint = S("\"…\" \"…\"");
		break;
	case VALUE_DAY:
		p->hint = S("05-01");
		break;
	case VALUE_NUMBER:
	case VALUE_INSTEAD:
		break;
	}
	return OK;
}

static enum err head_show(const struct form_of *f, struct view_rule_statement *v)
{
	const struct type_def *t = &TYPES[f->type];
	struct own_line o = own_line_of(f);
	struct view_part_field *p = NEW_N(f->c->arena, 3, struct view_part_field);
	struct str name = form_typed(f, S("name"), o.name);
	size_t n = 0;

	if (!p)
		return fault_broken(f->c, "arena");
	if (t->head == HEAD_PARAM) {
		enum param which = PARAM_KINDS; /* the first of those to choose from */

		(void)param_parse(name, &which);
		p[n] = form_input(f, S("name"), "select", T_rulebook_param, name);
		p[n].hint = text(f->c->lang, T_rulebook_param_hint);
		TRY(params_offer(f, &p[n++]));
		TRY(param_value_show(f, &PARAMS[which], o.value, &p[n++]));
	} else if (t->head == HEAD_NAME) {
		p[n] = form_input(f, S("name"), "select", T_rulebook_name, name);
		TRY(form_options(f, t->lexicon, false, &p[n++]));
	} else if (t->head != HEAD_CONVERT) {
		p[n] = form_input(f, S("name"), "text", T_rulebook_id, name);
		p[n].narrow = true;
		p[n++].hint = text(f->c->lang, T_rulebook_id_hint);
	}
	if (t->head == HEAD_ID || t->head == HEAD_NAME)
		p[n++] = form_input(f, S("label"), "text", T_rulebook_label,
		                    form_typed(f, S("label"), o.label));
	else if (t->head != HEAD_PARAM)
		p[n++] = form_input(f, S("value"), "text", T_rulebook_value,
		                    form_typed(f, S("value"), o.value));
	if (t->head == HEAD_CONVERT)
		p[n - 1].hint = S("1 term = 100 day");
	v->head = p;
	v->head_n = n;
	return OK;
}

/* --- clause, lock, note
 * ---------------------------------------------------------------------------
 */

/* A decision instead of a clause: by whom, on which day, why. */
static void decided_show(const struct form_of *f, struct view_part_field *p)
{
	static const struct {
		const char *after, *input, *type;
		enum text_id label;
	} parts[] = {{"by", "decided_by", "text", T_rulebook_decided_by},
	             {"on", "decided_on", "date", T_rulebook_decided_on},
	             {"why", "decided_why", "text", T_rulebook_why}};
	struct str rest = form_line(f->block, "decided", 0), word, there;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		bool found = form_word_next(f, &rest, &word) && str_is(word, parts[i].after) &&
		             form_word_next(f, &rest, &there);
		struct str name = str_of(parts[i].input);

		p[i] = form_input(f, name, parts[i].type, parts[i].label,
		                  form_typed(f, name, found ? there : S("")));
		p[i].optional = true;
	}
	p[0].hint = text(f->c->lang, T_rulebook_decided_instead);
}

static enum err common_show(const struct form_of *f, struct view_rule_statement *v)
{
	struct ctx *c = f->c;
	struct view_part_field *p = NEW_N(c->arena, 8, struct view_part_field);
	struct str clause = form_line(f->block, "clause", 0), note = form_line(f->block, "note", 0);
	struct str requirement = form_line(f->block, "requirement", 0);
	struct str lock = form_line(f->block, "lock", 0);

	if (!p)
		return fault_broken(c, "arena");
	p[0] = form_input(
		f, S("clause"), "textarea", T_rulebook_clause,
		form_typed(f, S("clause"), clause.p ? text_unquoted(c->arena, clause) : S("")));
	p[0].hint = text(c->lang, T_rulebook_clause_hint);
	decided_show(f, &p[1]);
	p[4] = form_input(f, S("requirement"), "text", T_rulebook_requirement,
	                  form_typed(f, S("requirement"), requirement.p ? requirement : S("")));
	p[4].narrow = true;
	p[4].hint = S("R34");
	TRY(form_select(f, S("lock"), T_rulebook_lock, LEX_LOCK,
	                form_typed(f, S("lock"), lock.p ? lock : S("")), &p[5]));
	p[5].optional = true;
	p[6] = form_input(f, S("note"), "text", T_rulebook_note,
	                  form_typed(f, S("note"), note.p ? text_unquoted(c->arena, note) : S("")));
	p[6].optional = true;
	p[7] = form_comment(f);
	v->common = p;
	v->common_n = 8;
	return OK;
}

enum err form_show(const struct form_of *f, struct view_rule_statement *v)
{
	const struct type_def *t = &TYPES[f->type];

	if (f->declare == DECLARE_CASE || f->declare == DECLARE_SAMPLE)
		return form_case_show(f, v);
	if (f->declare)
		return declare_show(f, v);
	v->attribute = NEW_N(f->c->arena, t->n_fields + 1, struct view_rule_statement_attribute);
	if (!v->attribute)
		return fault_broken(f->c, "arena");
	v->attribute_n = t->n_fields;
	TRY(head_show(f, v));
	for (size_t i = 0; i < t->n_fields; i++)
		TRY(attribute_show(f, i, v));
	TRY(conditions_show(f, v));
	return common_show(f, v);
}

struct str form_input_at(const struct form_of *f, int line)
{
	const struct type_def *t = &TYPES[f->type];
	struct str rest = f->block, word = STR_NONE, words;
	size_t nth = 0;

	if (f->declare == DECLARE_CASE)
		return form_case_input_at(f, line);
	if (f->declare || line <= 0)
		return S("name");
	for (int at = 0; at <= line; at++)
		if (!block_line(&rest, &word, &words))
			return S("name");
	rest = f->block;
	for (int at = 0; at < line; at++) {
		struct str before;

		(void)block_line(&rest, &before, &words);
		nth += at > 0 && str_eq(before, word);
	}
	if (str_is(word, "when"))
		return str_printf(f->c->arena, "w%zu.words", nth);
	for (size_t i = 0; i < t->n_fields; i++)
		if (str_is(word, t->fields[i].name))
			return input_name(f->c, i, nth, 0);
	return str_is(word, "decided") ? S("decided_by") : word;
}
