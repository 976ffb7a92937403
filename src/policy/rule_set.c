#include "policy/above.h"
#include "policy/check.h"
#include "policy/payers.h"
#include "policy/reader.h"
#include "policy/span.h"

struct str rule_error_text(struct arena *a, enum lang lang, const struct rule_error *e)
{
	struct str args[] = {
		str_printf(a, "%.*s:%d:%d", STR_FMT(e->file), e->line, e->column),
		e->found,
		e->expected,
		e->nearest,
	};
	struct str said = text_fill(a, lang, e->what, args, 4);

	if (!str_some(e->nearest))
		return said;
	return str_join(a, (struct str[]){said, text_fill(a, lang, T_policy_file_nearest, args, 4)},
	                2, S(" "));
}

/* --- statements ------------------------------------------------------------------------------ */

static bool param_head(struct reader *r, struct rule *rule)
{
	struct str name = reader_word(r, 1);
	enum param p;

	if (!param_parse(name, &p))
		return lines_wrong(&r->l, 1, T_policy_file_unknown, S("param"),
		                   param_nearest(name));
	rule->param = p;
	rule->id = name;
	if (!value_read(r, 2, &PARAMS[p], &rule->value))
		return false;
	rule->same = r->set->params[p];
	r->set->params[p] = rule;
	return true;
}

static bool label_read(struct reader *r, size_t i, struct rule *rule)
{
	return reader_quoted(r, i, &rule->label) && lines_only(&r->l, i + 1);
}

static bool settle_head(struct reader *r, struct rule *rule)
{
	struct str *word = NEW(r->l.arena, struct str);
	struct reference ref = {.what = REFER_DIMENSION_WORD, .lexicon = LEX_NONE, .rule = rule};

	if (word == NULL)
		return reader_no_memory(r);
	if (!reader_id(r, 1, "absence_days", &rule->id))
		return false;
	if (r->l.line.n < 3)
		return lines_wrong(&r->l, 2, T_policy_file_missing, rule->id, STR_NONE);
	*word = reader_word(r, 2);
	rule->value = (struct rule_value){.type = VALUE_CHOICE,
	                                  .choice = -1,
	                                  .unit = UNIT_NONE,
	                                  .then_unit = UNIT_NONE,
	                                  .texts = word,
	                                  .n_texts = 1,
	                                  .line = r->l.line.number,
	                                  .column = r->l.line.word[2].column};
	ref.index = &rule->value.choice;
	return reader_refer(r, 2, ref) && lines_only(&r->l, 3);
}

static bool convert_head(struct reader *r, struct rule *rule)
{
	rule->value = (struct rule_value){.unit = UNIT_NONE,
	                                  .then_unit = UNIT_NONE,
	                                  .line = r->l.line.number,
	                                  .column = r->l.line.word[0].column};
	if (!convert_read(r, &rule->value))
		return false;
	rule->id = str_printf(r->l.arena, "%.*s=%.*s", STR_FMT(rule->value.unit_name),
	                      STR_FMT(rule->value.then_unit_name));
	return true;
}

static bool head_read(struct reader *r, struct rule *rule)
{
	const struct type_def *type = &TYPES[rule->type];

	switch (type->head) {
	case HEAD_PARAM:
		return param_head(r, rule);
	case HEAD_CONVERT:
		return convert_head(r, rule);
	case HEAD_ID:
		return reader_id(r, 1, "care", &rule->id) && label_read(r, 2, rule);
	case HEAD_NAME:
		rule->id = reader_word(r, 1);
		return reader_name(r, 1, type->lexicon, NULL, &rule->word) &&
		       label_read(r, 2, rule);
	case HEAD_SETTLE:
		return settle_head(r, rule);
	}
	return false;
}

static bool statement_begin(struct reader *r, enum rule_type type)
{
	struct rule *rule = NEW(r->l.arena, struct rule);

	if (rule == NULL)
		return reader_no_memory(r);
	if (r->set->n_rules == RULE_SET_STATEMENTS)
		return lines_wrong(&r->l, 0, T_policy_file_too_large,
		                   str_printf(r->l.arena, "%d", RULE_SET_STATEMENTS), STR_NONE);
	*rule = (struct rule){.type = type,
	                      .word = -1,
	                      .decided_on = DATE_NONE,
	                      .set = r->set,
	                      .line = r->l.line.number};
	if (!head_read(r, rule))
		return false;
	*r->end[type] = rule;
	r->end[type] = &rule->next;
	r->when_end = &rule->when;
	for (int f = 0; f < FIELD_COUNT; f++)
		r->field_end[f] = NULL;
	r->set->n_rules++;
	r->rule = rule;
	r->here = &rule->comments;
	return true;
}

static bool requirement_read(struct reader *r)
{
	struct str s = reader_word(r, 1);
	int64_t n;

	if (!reader_once(r, r->rule->requirement.p != NULL))
		return false;
	if (!str_starts(s, S("R")) || !str_i64(str_sub(s, 1, SIZE_MAX), &n) || n < 1 ||
	    n > REQUIREMENTS)
		return lines_wrong(&r->l, 1, T_policy_file_value,
		                   str_printf(r->l.arena, "R1 .. R%d", REQUIREMENTS), STR_NONE);
	r->rule->requirement = s;
	return lines_only(&r->l, 2);
}

/* decided by "post or person" on DATE why "…": stands for the clause. */
static bool decided_read(struct reader *r)
{
	if (!reader_once(r, r->rule->decided_by.p != NULL || r->rule->clause.p != NULL))
		return false;
	if (!str_is(reader_word(r, 1), "by"))
		return lines_wrong(&r->l, 1, T_policy_file_value, S("by"), STR_NONE);
	if (!reader_quoted(r, 2, &r->rule->decided_by))
		return false;
	if (!str_is(reader_word(r, 3), "on"))
		return lines_wrong(&r->l, 3, T_policy_file_value, S("on"), STR_NONE);
	if (!lines_date(&r->l, 4, &r->rule->decided_on))
		return false;
	if (!str_is(reader_word(r, 5), "why"))
		return lines_wrong(&r->l, 5, T_policy_file_value, S("why"), STR_NONE);
	return reader_quoted(r, 6, &r->rule->clause) && lines_only(&r->l, 7);
}

static bool lock_read(struct reader *r)
{
	size_t i;

	if (!reader_once(r, r->rule->lock != LOCK_NONE) ||
	    !reader_choice(r, LEXICONS[LEX_LOCK].words, &i))
		return false;
	r->rule->lock = (enum lock)(i + 1);
	return true;
}

/* Every attribute the present statement may have. */
static bool attribute_unknown(struct reader *r)
{
	const struct type_def *type = &TYPES[r->rule->type];
	const char *names[32] = {"when", "clause", "decided", "requirement", "lock", "note"};
	struct words w = {names, 6};

	for (size_t i = 0; i < type->n_fields; i++)
		names[w.n++] = type->fields[i].name;
	return lines_wrong(&r->l, 0, T_policy_file_unknown, words_text(r->l.arena, w),
	                   words_nearest(w, reader_word(r, 0)));
}

static bool statement_attribute(struct reader *r)
{
	struct str name = reader_word(r, 0);
	const struct field_def *def = field_find(r->rule->type, name);

	if (def != NULL)
		return field_read(r, def);
	if (str_is(name, "clause"))
		return reader_once(r, r->rule->decided_by.p != NULL) &&
		       reader_text(r, false, &r->rule->clause);
	if (str_is(name, "requirement"))
		return requirement_read(r);
	if (str_is(name, "when"))
		return condition_read(r);
	if (str_is(name, "decided"))
		return decided_read(r);
	if (str_is(name, "lock"))
		return lock_read(r);
	if (str_is(name, "note"))
		return reader_text(r, false, &r->rule->note);
	return attribute_unknown(r);
}

/* --- worked cases ---------------------------------------------------------------------------- */

static bool case_begin(struct reader *r)
{
	struct rule_case *work = NEW(r->l.arena, struct rule_case);
	const struct line *line = &r->l.line;

	if (work == NULL)
		return reader_no_memory(r);
	if (line->n < 2)
		return lines_wrong(&r->l, 1, T_policy_file_missing, S("cap"), STR_NONE);
	if (line->n < 3 || !line->word[2].quoted)
		return lines_wrong(&r->l, 2, T_policy_file_value, S("\"…\""), STR_NONE);
	work->decision = line->word[1].text;
	work->name = line->word[2].text;
	work->line = line->number;
	*r->case_end = work;
	r->case_end = &work->next;
	r->given_end = &work->given;
	r->expect_end = &work->expect;
	r->set->n_cases++;
	r->work = work;
	r->here = &work->comments;
	return lines_only(&r->l, 3);
}

static bool case_attribute(struct reader *r)
{
	static const char *const names[] = {"given", "expect"};
	static const struct words known = {names, 2};
	const struct line *line = &r->l.line;
	struct rule_given *g = NEW(r->l.arena, struct rule_given);
	bool given = str_is(line->word[0].text, "given");

	if (g == NULL)
		return reader_no_memory(r);
	if (!given && !str_is(line->word[0].text, "expect"))
		return lines_wrong(&r->l, 0, T_policy_file_unknown, words_text(r->l.arena, known),
		                   words_nearest(known, line->word[0].text));
	if (line->n < 3)
		return lines_wrong(&r->l, line->n, T_policy_file_missing, S("price 0.01"),
		                   STR_NONE);
	g->name = line->word[1].text;
	g->value = line->word[2].text;
	g->line = line->number;
	if (given) {
		*r->given_end = g;
		r->given_end = &g->next;
	} else {
		*r->expect_end = g;
		r->expect_end = &g->next;
	}
	return lines_only(&r->l, 3);
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool line_unknown(struct reader *r)
{
	const char *names[HEAD_NAMES + 1 + RULE_COUNT];
	struct words w = {names, head_names(names)};

	names[w.n++] = "case";
	for (int t = 0; t < RULE_COUNT; t++)
		names[w.n++] = TYPES[t].name;
	return lines_wrong(&r->l, 0, T_policy_file_unknown, words_text(r->l.arena, w),
	                   words_nearest(w, reader_word(r, 0)));
}

static bool line_begin(struct reader *r)
{
	struct str name = reader_word(r, 0);
	enum rule_type type;
	bool good;

	r->rule = NULL;
	r->work = NULL;
	r->list = NULL;
	r->here = &r->set->comments;
	if (head_line(r, &good))
		return good;
	if (str_is(name, "case"))
		return case_begin(r);
	return type_parse(name, &type) ? statement_begin(r, type) : line_unknown(r);
}

struct str rule_name(struct arena *a, const struct rule *rule)
{
	return rule->type == RULE_PARAM
	               ? rule->id
	               : str_printf(a, "%s %.*s", TYPES[rule->type].name, STR_FMT(rule->id));
}

/* R5: a waiver that is over before its document begins never holds. */
static bool expiry_agrees(struct reader *r, const struct rule *rule)
{
	const struct rule_value *v = rule->field[FIELD_EXPIRES];
	struct date last;

	if (v == NULL || v->type != VALUE_DAY || !v->year || !expiry_last(v, r->set->from, &last) ||
	    last.day >= r->set->from.day)
		return true;
	(void)lines_wrong_at(
		&r->l, v->line, T_policy_file_order,
		str_printf(r->l.arena, "expires on %.*s", STR_FMT(date_text(r->l.arena, last))),
		date_text(r->l.arena, r->set->from));
	r->l.error->column = v->column;
	return false;
}

/* R5: whoever bears a part of it, together they bear the whole. */
static bool payers_agree(struct reader *r, const struct rule *rule)
{
	const struct rule_value *v = payers_wrong(rule);

	if (v == NULL)
		return true;
	(void)lines_wrong_at(&r->l, v->line, T_policy_file_payers,
	                     str_printf(r->l.arena, "payer %.*s %.*s", STR_FMT(v->texts[0]),
	                                STR_FMT(v->written)),
	                     rule_name(r->l.arena, rule));
	r->l.error->column = v->column;
	return false;
}

/* Amounts of one statement that contradict each other, shown at the later one. */
static bool rule_agrees(struct reader *r, const struct rule *rule)
{
	enum text_id what = T_policy_file_zero;
	const struct rule_value *v = rule_zero(rule);

	if (v == NULL) {
		what = T_policy_file_family_time;
		v = rule_family_time(rule);
	}
	if (v == NULL) {
		what = T_policy_file_beyond;
		v = rule_beyond(rule);
	}
	if (v == NULL) {
		what = T_policy_file_portion;
		v = rule_portion(rule);
	}
	if (v == NULL) {
		what = T_policy_file_round;
		v = rule_round(rule);
	}
	if (v == NULL) {
		what = T_policy_file_absence;
		v = rule_absence(rule);
	}
	if (v == NULL) {
		what = T_policy_file_contradiction;
		v = rule_contradiction(rule);
	}
	if (v == NULL)
		return payers_agree(r, rule) && expiry_agrees(r, rule);
	(void)lines_wrong_at(
		&r->l, v->line ? v->line : rule->line, what,
		str_printf(r->l.arena, "%.*s %.*s", STR_FMT(v->written), STR_FMT(v->unit_name)),
		rule_name(r->l.arena, rule));
	r->l.error->column = v->column ? v->column : 1;
	return false;
}

static bool statement_check(struct reader *r, const struct rule *rule)
{
	const struct type_def *type = &TYPES[rule->type];
	struct str name = rule_name(r->l.arena, rule);

	if (rule->clause.p == NULL)
		return lines_wrong_at(&r->l, rule->line, T_policy_file_missing, name, S("clause"));
	if (rule->requirement.p == NULL)
		return lines_wrong_at(&r->l, rule->line, T_policy_file_missing, name,
		                      S("requirement"));
	for (size_t i = 0; i < type->n_fields; i++) {
		if (type->fields[i].required && rule->field[type->fields[i].field] == NULL)
			return lines_wrong_at(&r->l, rule->line, T_policy_file_missing, name,
			                      str_of(type->fields[i].name));
	}
	if (rule_lacks(rule) != NULL)
		return lines_wrong_at(&r->l, rule->line, T_policy_file_missing, name,
		                      str_of(rule_lacks(rule)));
	return rule_agrees(r, rule);
}

/* Two statements of one name that could both be the most exact answer to one question. */
static bool ambiguous(const struct rule *a, const struct rule *b)
{
	return str_eq(a->id, b->id) && when_count(a->when) == when_count(b->when) &&
	       when_bound(a->when) && when_bound(b->when) && when_meet(a->when, b->when);
}

const struct rule *rule_set_ambiguous(const struct rule_set *s)
{
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *a = s->rules[t]; a != NULL; a = a->next) {
			for (const struct rule *b = a->next; b != NULL; b = b->next) {
				if (ambiguous(a, b))
					return b;
			}
		}
	}
	return NULL;
}

static bool rules_check(struct reader *r)
{
	const struct rule *twice;

	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *a = r->set->rules[t]; a != NULL; a = a->next) {
			if (!statement_check(r, a))
				return false;
		}
	}
	twice = rule_set_ambiguous(r->set);
	return twice == NULL || lines_wrong_at(&r->l, twice->line, T_policy_file_twice,
	                                       rule_name(r->l.arena, twice), S(""));
}

/* --- comments -------------------------------------------------------------------------------- */

static bool comment_put(struct reader *r, struct rule_comments *to, struct rule_comment *one)
{
	if (to->n == COMMENTS_MOST)
		return lines_wrong_at(&r->l, one->line, T_policy_file_comments, S(""),
		                      str_printf(r->l.arena, "%d", COMMENTS_MOST));
	comments_add(to, one);
	return true;
}

static bool comments_move(struct reader *r, struct rule_comments *from, struct rule_comments *to)
{
	struct rule_comment *one = from->first, *next;

	*from = (struct rule_comments){0};
	for (; one != NULL; one = next) {
		next = one->next;
		if (!comment_put(r, to, one))
			return false;
	}
	return true;
}

/* Those since the line before: an indented one belongs to the statement above it, the others to
 * what comes next. */
static bool comments_sort(struct reader *r)
{
	struct rule_comment *one = r->l.above.first, *next;

	r->l.above = (struct rule_comments){0};
	for (; one != NULL; one = next) {
		bool of_above = one->indented && r->here != NULL && r->above.n == 0;

		next = one->next;
		if (!comment_put(r, of_above ? r->here : &r->above, one))
			return false;
	}
	return true;
}

/* Those above the present line, then its own. */
static bool comments_take(struct reader *r)
{
	return comments_move(r, &r->above, r->here) &&
	       (r->l.line.comment == NULL || comment_put(r, r->here, r->l.line.comment));
}

/* --- line by line ---------------------------------------------------------------------------- */

static bool attribute_line(struct reader *r)
{
	if (r->rule != NULL)
		return statement_attribute(r);
	if (r->work != NULL)
		return case_attribute(r);
	if (r->list != NULL)
		return list_attribute(r);
	return lines_wrong(&r->l, 0, T_policy_file_unknown, S("param | fee | case …"), STR_NONE);
}

static bool body(struct reader *r)
{
	bool more;

	for (;;) {
		if (!lines_next(&r->l, &more) || !comments_sort(r))
			return false;
		if (!more)
			return comments_move(r, &r->above, &r->set->end_comments) &&
			       head_check(r) && rules_check(r);
		if (!(r->l.line.indented ? attribute_line(r) : line_begin(r)) || !comments_take(r))
			return false;
	}
}

/* Since when the document can be known here: as it says, else the day it was issued, else the first
 * day it holds. */
static void known_set(struct rule_set *s)
{
	if (!s->known_stated && !date_parse(s->issued, &s->known))
		s->known = s->from;
}

/* A question with its answers is a dimension statements can be made to depend on. */
static bool questions_declare(struct reader *r)
{
	for (const struct rule *q = r->set->rules[RULE_OPEN]; q != NULL; q = q->next) {
		const struct rule_value *v = q->field[FIELD_CHOICES];
		struct declaration *d = NEW(r->l.arena, struct declaration);

		if (d == NULL)
			return reader_no_memory(r);
		*d = (struct declaration){.lexicon = LEX_NONE,
		                          .dimension = true,
		                          .name = q->id,
		                          .label = q->label,
		                          .words = v->texts,
		                          .labels = v->labels ? v->labels : v->texts,
		                          .n = v->n_texts,
		                          .question = q,
		                          .set = r->set,
		                          .line = q->line,
		                          .column = 1};
		*r->declared_end = d;
		r->declared_end = &d->next;
	}
	return true;
}

static void reader_begin(struct reader *r, struct rule_set *s, struct str file)
{
	r->set = s;
	s->file = file;
	s->from = s->to = s->known = DATE_NONE;
	s->status = STATUS_PUBLISHED;
	r->case_end = &s->cases;
	r->declared_end = &s->declared;
	r->reference_end = &s->references;
	for (int t = 0; t < RULE_COUNT; t++)
		r->end[t] = &s->rules[t];
}

bool rule_set_read(struct arena *a, struct str file, struct str text, struct rule_set **ret_set,
                   struct rule_error *ret_e)
{
	struct rule_error error = {
		.file = file, .line = 1, .column = 1, .what = T_policy_file_too_large};
	struct reader *r = NEW(a, struct reader);
	struct rule_set *s = NEW(a, struct rule_set);
	bool good;

	if (r == NULL || s == NULL) {
		*ret_e = error;
		return false;
	}
	reader_begin(r, s, file);
	good = lines_open(&r->l, a, file, text, &error);
	r->l.keep = true;
	if (!good || !body(r) || !questions_declare(r)) {
		*ret_e = error;
		return false;
	}
	known_set(s);
	s->reaches = set_reaches(s);
	s->lines = r->l.line.number;
	s->document = s->number.n > 0
	                      ? str_printf(a, "%.*s(%.*s)", STR_FMT(s->title), STR_FMT(s->number))
	                      : s->title;
	*ret_set = s;
	return true;
}
