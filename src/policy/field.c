/* Reads the attributes of statements, each by its shape. */
#include "policy/reader.h"

#include "base/fault.h"

static bool operator(struct str s)
{
	return str_is(s, "×") || str_is(s, "*") || str_is(s, "/");
}

/* A number from word `at`: a decimal, then any number of "× N" and "/ N". *ret_next is behind it.
 */
static bool number_read(struct reader *r, size_t at, struct ratio *ret_n, struct str *ret_written,
                        size_t *ret_next)
{
	struct str v[LINE_WORDS];
	size_t n = 1;

	v[0] = reader_word(r, at);
	while (at + n + 1 < r->l.line.n && operator(reader_word(r, at + n))) {
		v[n] = reader_word(r, at + n);
		v[n + 1] = reader_word(r, at + n + 1);
		n += 2;
	}
	*ret_written = str_join(r->l.arena, v, n, S(" "));
	if (at < r->l.line.n && str_starts(v[0], S("-")))
		return lines_wrong(&r->l, at, T_policy_file_negative, S("0.00"), STR_NONE);
	if (at >= r->l.line.n || r->l.line.word[at].quoted || !ratio_parse(*ret_written, ret_n) ||
	    ratio_cmp(*ret_n, RATIO(0)) < 0)
		return lines_wrong(&r->l, at, T_policy_file_value, S("600.00 | 70.00 × 12 / 250"),
		                   STR_NONE);
	*ret_next = at + n;
	return true;
}

/* AMOUNT yuan, as fen. A fraction of a fen is taken only where it was derived and `whole` does not
 * forbid it: no document states one. */
static bool yuan_read(struct reader *r, size_t at, bool whole, struct rule_value *v,
                      size_t *ret_next)
{
	size_t next = at;

	if (!number_read(r, at, &v->number, &v->written, &next))
		return false;
	if (!ratio_mul(v->number, RATIO(100), &v->number) ||
	    ratio_cmp(v->number, RATIO(MONEY_MAX_FEN)) > 0)
		return lines_wrong(&r->l, at, T_policy_file_value, S("600.00"), STR_NONE);
	if (!ratio_whole(v->number) && (whole || next == at + 1))
		return lines_wrong(&r->l, at, T_policy_file_fraction, S("600.00"), STR_NONE);
	if (!str_is(reader_word(r, next), "yuan"))
		return lines_wrong(&r->l, next, T_policy_file_value, S("yuan"),
		                   words_nearest((struct words){(const char *const[]){"yuan"}, 1},
		                                 reader_word(r, next)));
	if (ratio_whole(v->number))
		v->money = FEN(v->number.num);
	v->type = VALUE_MONEY;
	*ret_next = next + 1;
	return true;
}

/* The unit is the value's own member: a declared one is bound later. */
static bool per_unit(struct reader *r, size_t at, struct str *name, int *unit)
{
	if (!str_is(reader_word(r, at), "per"))
		return lines_wrong(&r->l, at, T_policy_file_value, S("per"), STR_NONE);
	*name = reader_word(r, at + 1);
	if (!reader_name(r, at + 1, LEX_UNIT, NULL, unit))
		return false;
	if (*unit == UNIT_PERCENT) /* a share is no thing one could buy */
		return lines_wrong(&r->l, at + 1, T_policy_file_value,
		                   S("term month day period sitting meal …"), STR_NONE);
	return lines_only(&r->l, at + 2);
}

static bool amount_read(struct reader *r, size_t at, const struct field_def *def,
                        struct rule_value *v)
{
	size_t next = at;

	return yuan_read(r, at, def->whole, v, &next) && per_unit(r, next, &v->unit_name, &v->unit);
}

static bool bounded_read(struct reader *r, size_t at, const struct field_def *def,
                         struct rule_value *v)
{
	int bound = 0;

	if (!reader_name(r, at, LEX_BOUND, NULL, &bound))
		return false;
	v->bound = (enum bound)bound;
	return amount_read(r, at + 1, def, v);
}

/* N UNIT; the rest of the line is the caller's. */
static bool quantity_read(struct reader *r, size_t at, struct rule_value *v, size_t *ret_next)
{
	size_t next = at;

	v->type = VALUE_NUMBER;
	if (!number_read(r, at, &v->number, &v->written, &next) ||
	    !reader_name(r, next, LEX_UNIT, NULL, &v->unit))
		return false;
	v->unit_name = reader_word(r, next);
	*ret_next = next + 1;
	return true;
}

static bool span_read(struct reader *r, size_t at, struct rule_value *v)
{
	size_t next = at;

	return quantity_read(r, at, v, &next) && lines_only(&r->l, next);
}

/* N UNIT, or the last day: of every year, or of one. */
static bool expiry_read(struct reader *r, size_t at, struct rule_value *v)
{
	struct date day;

	if (!str_is(reader_word(r, at), "on"))
		return span_read(r, at, v);
	v->type = VALUE_DAY;
	if (reader_word(r, at + 1).n <= 5)
		return value_month_day(r, at + 1, v);
	if (!lines_date(&r->l, at + 1, &day))
		return false;
	v->year = date_civil(day).year;
	v->month = date_civil(day).month;
	v->day = date_civil(day).day;
	return lines_only(&r->l, at + 2);
}

/* Two quantities with a word between them. */
static bool pair_read(struct reader *r, size_t at, const char *between, struct rule_value *v)
{
	size_t next = at;

	if (!quantity_read(r, at, v, &next))
		return false;
	if (!str_is(reader_word(r, next), between))
		return lines_wrong(&r->l, next, T_policy_file_value, str_of(between), STR_NONE);
	if (!number_read(r, next + 1, &v->then, &v->then_written, &next) ||
	    !reader_name(r, next, LEX_UNIT, NULL, &v->then_unit))
		return false;
	v->then_unit_name = reader_word(r, next);
	return lines_only(&r->l, next + 1);
}

/* A word of an attribute, kept as it was written. */
static bool word_take(struct reader *r, size_t at, struct rule_value *v)
{
	struct str *text = NEW(r->l.arena, struct str);

	if (text == NULL)
		return reader_no_memory(r);
	*text = reader_word(r, at);
	v->texts = text;
	v->n_texts = 1;
	return true;
}

/* The same where it is the only one. */
static bool word_keep(struct reader *r, size_t at, struct rule_value *v)
{
	return word_take(r, at, v) && lines_only(&r->l, at + 1);
}

/* N percent of the price: 80 percent is eight tenths (八折). */
static bool beyond_share(struct reader *r, size_t at, struct rule_value *v)
{
	size_t next = at;

	if (!number_read(r, at, &v->then, &v->then_written, &next))
		return false;
	if (ratio_cmp(v->then, RATIO(100)) > 0)
		return lines_wrong(&r->l, at, T_policy_file_value, S("0 … 100"), STR_NONE);
	v->then_unit = UNIT_PERCENT;
	v->then_unit_name = S("percent");
	return lines_only(&r->l, next + 1);
}

static bool ends_in_percent(const struct reader *r)
{
	return str_is(reader_word(r, r->l.line.n - 1), "percent");
}

/* N UNIT [per month] at AMOUNT yuan per UNIT | N percent */
static bool beyond_read(struct reader *r, size_t at, const struct field_def *def,
                        struct rule_value *v)
{
	struct rule_value price = {.unit = UNIT_NONE};
	size_t next = at;

	if (!quantity_read(r, at, v, &next))
		return false;
	if (str_is(reader_word(r, next), "per")) {
		if (!reader_name(r, next + 1, LEX_COUNTED, NULL, &v->counted))
			return false;
		next += 2;
	}
	if (!str_is(reader_word(r, next), "at"))
		return lines_wrong(&r->l, next, T_policy_file_value, S("at"), STR_NONE);
	if (ends_in_percent(r))
		return beyond_share(r, next + 1, v);
	if (!yuan_read(r, next + 1, def->whole, &price, &next))
		return false;
	v->then = price.number;
	v->then_written = price.written;
	return per_unit(r, next, &v->then_unit_name, &v->then_unit);
}

bool convert_read(struct reader *r, struct rule_value *v)
{
	if (!pair_read(r, 1, "=", v))
		return false;
	if (v->number.num == 0 || v->then.num == 0)
		return lines_wrong(&r->l, 1, T_policy_file_value, S("1 term = 100 day"), STR_NONE);
	return !str_eq(v->unit_name, v->then_unit_name) ||
	       lines_wrong(&r->l, r->l.line.n - 1, T_policy_file_twice, S(""), STR_NONE);
}

/* WORD, and how much of it: `county 60 percent`. */
static bool share_read(struct reader *r, size_t at, const struct field_def *def,
                       struct rule_value *v)
{
	size_t next = at + 1;

	v->type = VALUE_CHOICE;
	if (!reader_name(r, at, def->lexicon, NULL, &v->choice) || !word_take(r, at, v))
		return false;
	if (next == r->l.line.n)
		return true;
	if (!number_read(r, next, &v->number, &v->written, &next))
		return false;
	if (v->number.num == 0 || ratio_cmp(v->number, RATIO(100)) > 0)
		return lines_wrong(&r->l, at + 1, T_policy_file_value, S("0.01 … 100"), STR_NONE);
	if (!str_is(reader_word(r, next), "percent"))
		return lines_wrong(&r->l, next, T_policy_file_value, S("percent"), STR_NONE);
	v->unit = UNIT_PERCENT;
	v->unit_name = S("percent");
	return lines_only(&r->l, next + 1);
}

/* A share in percent, or an amount; `per` says what a stated one is for. */
static bool reduction_read(struct reader *r, size_t at, const struct field_def *def,
                           struct rule_value *v)
{
	bool per = def->shape == SHAPE_REDUCTION;
	size_t next = at;

	if (!number_read(r, at, &v->number, &v->written, &next))
		return false;
	if (str_is(reader_word(r, next), "yuan") && per)
		return amount_read(r, at, def, v);
	if (str_is(reader_word(r, next), "yuan"))
		return yuan_read(r, at, def->whole, v, &next) && lines_only(&r->l, next);
	if (!str_is(reader_word(r, next), "percent"))
		return lines_wrong(&r->l, next, T_policy_file_value,
		                   per ? S("percent | yuan per term") : S("yuan | percent"),
		                   STR_NONE);
	if (ratio_cmp(v->number, RATIO(100)) > 0)
		return lines_wrong(&r->l, at, T_policy_file_value, S("0 … 100"), STR_NONE);
	v->type = VALUE_NUMBER;
	v->unit = UNIT_PERCENT;
	v->unit_name = S("percent");
	return lines_only(&r->l, next + 1);
}

/* A part of the whole, as a fraction or in percent: `1 / 3`, `50 percent`. */
static bool part_read(struct reader *r, size_t at, struct ratio *ret_part, struct str *ret_written,
                      int *ret_unit, struct str *ret_unit_name, size_t *ret_next)
{
	size_t next = at;

	if (!number_read(r, at, ret_part, ret_written, &next))
		return false;
	if (str_is(reader_word(r, next), "percent")) {
		if (!ratio_div(*ret_part, RATIO(100), ret_part))
			return lines_wrong(&r->l, at, T_policy_file_value, S("50"), STR_NONE);
		*ret_unit = UNIT_PERCENT;
		*ret_unit_name = reader_word(r, next++);
	}
	if (ratio_cmp(*ret_part, RATIO(1)) > 0)
		return lines_wrong(&r->l, at, T_policy_file_value, S("0 … 1 | 0 … 100 percent"),
		                   STR_NONE);
	*ret_next = next;
	return true;
}

static bool progress_read(struct reader *r, size_t at, struct rule_value *v)
{
	size_t next = at;

	v->type = VALUE_NUMBER;
	if (!part_read(r, at, &v->number, &v->written, &v->unit, &v->unit_name, &next))
		return false;
	if (!str_is(reader_word(r, next), "pays"))
		return lines_wrong(&r->l, next, T_policy_file_value, S("pays"), STR_NONE);
	return part_read(r, next + 1, &v->then, &v->then_written, &v->then_unit, &v->then_unit_name,
	                 &next) &&
	       lines_only(&r->l, next);
}

static bool measure_read(struct reader *r, size_t at, struct rule_value *v)
{
	struct str word = reader_word(r, at);
	size_t i, next = at;

	if (words_index(LEXICONS[LEX_SWITCH].words, word, &i)) {
		v->type = VALUE_CHOICE;
		v->choice = (int)i;
		return lines_only(&r->l, at + 1);
	}
	if (time_parse(word, &v->time)) {
		v->type = VALUE_TIME;
		return lines_only(&r->l, at + 1);
	}
	if (!number_read(r, at, &v->number, &v->written, &next))
		return false;
	if (str_is(reader_word(r, next), "yuan")) {
		if (!yuan_read(r, at, true, v, &next))
			return false;
		return next == r->l.line.n || per_unit(r, next, &v->unit_name, &v->unit);
	}
	v->type = VALUE_NUMBER;
	if (next == r->l.line.n)
		return true;
	v->unit_name = reader_word(r, next);
	return reader_name(r, next, LEX_UNIT, NULL, &v->unit) && lines_only(&r->l, next + 1);
}

static bool due_read(struct reader *r, size_t at, struct rule_value *v)
{
	size_t next = at;

	v->type = VALUE_NUMBER;
	if (str_is(reader_word(r, at), "yearly")) {
		v->due = DUE_YEARLY;
		return value_month_day(r, at + 1, v);
	}
	v->due = str_is(reader_word(r, at), "every") ? DUE_EVERY : DUE_AFTER;
	if (!quantity_read(r, at + (v->due == DUE_EVERY), v, &next))
		return false;
	if (!ratio_whole(v->number))
		return lines_wrong(&r->l, at, T_policy_file_value, S("10 day"), STR_NONE);
	if (v->due == DUE_EVERY) {
		if (!str_is(reader_word(r, next), "from"))
			return lines_wrong(&r->l, next, T_policy_file_value, S("from"), STR_NONE);
	} else if (str_is(reader_word(r, next), "before")) {
		v->due = DUE_BEFORE;
	} else if (!str_is(reader_word(r, next), "after")) {
		return lines_wrong(&r->l, next, T_policy_file_value, S("before | after"), STR_NONE);
	}
	return reader_name(r, next + 1, LEX_EVENT, NULL, &v->choice) && word_keep(r, next + 1, v);
}

static bool code_read(struct reader *r, size_t at, struct rule_value *v)
{
	struct str near = STR_NONE;
	size_t near_at = SIZE_MAX;

	v->type = VALUE_TEXTS;
	if (fault_known(str_c(r->l.arena, reader_word(r, at))))
		return word_keep(r, at, v);
	for (size_t i = 0; i < fault_table_n; i++)
		name_nearer(reader_word(r, at), str_of(fault_table[i].code), &near, &near_at);
	return lines_wrong(&r->l, at, T_policy_file_value, S("fee_cap_exceeded …"), near);
}

/* "label" …, or WORD "label" …: all of one kind, at least two, none twice. */
static bool choices_read(struct reader *r, size_t at, struct rule_value *v)
{
	bool worded = at < r->l.line.n && !r->l.line.word[at].quoted;
	struct str *words = NEW_N(r->l.arena, LINE_WORDS, struct str);
	struct str *labels = NEW_N(r->l.arena, LINE_WORDS, struct str);

	if (words == NULL || labels == NULL)
		return reader_no_memory(r);
	v->type = VALUE_TEXTS;
	while (at < r->l.line.n || v->n_texts < 2) {
		struct str *word = &words[v->n_texts];

		if (worded ? !reader_id(r, at, "school_days", word) : !reader_quoted(r, at, word))
			return false;
		for (size_t i = 0; i < v->n_texts; i++) {
			if (str_eq(words[i], *word))
				return lines_wrong(&r->l, at, T_policy_file_twice, S(""), STR_NONE);
		}
		if (worded && !reader_quoted(r, ++at, &labels[v->n_texts]))
			return false;
		v->n_texts++;
		at++;
	}
	v->texts = words;
	v->labels = worded ? labels : NULL;
	return true;
}

static bool name_read(struct reader *r, size_t at, struct rule_value *v)
{
	struct str id;

	v->type = VALUE_TEXTS;
	return reader_id(r, at, "guarantee.rate", &id) && word_keep(r, at, v);
}

static bool shape_read(struct reader *r, size_t at, const struct field_def *def,
                       struct rule_value *v)
{
	switch (def->shape) {
	case SHAPE_CHOICE:
		v->type = VALUE_CHOICE;
		return reader_name(r, at, def->lexicon, NULL, &v->choice) && word_keep(r, at, v);
	case SHAPE_WORDS:
		v->type = VALUE_WORDS;
		return reader_names(r, at, def->lexicon, v);
	case SHAPE_UNIT:
		v->type = VALUE_CHOICE;
		return reader_name(r, at, LEX_UNIT, NULL, &v->unit) && word_keep(r, at, v);
	case SHAPE_AMOUNT:
		return amount_read(r, at, def, v);
	case SHAPE_BOUNDED:
		return bounded_read(r, at, def, v);
	case SHAPE_SPAN:
		return span_read(r, at, v);
	case SHAPE_EXPIRY:
		return expiry_read(r, at, v);
	case SHAPE_SHARE:
		return share_read(r, at, def, v);
	case SHAPE_REDUCTION:
	case SHAPE_LESS:
		return reduction_read(r, at, def, v);
	case SHAPE_PROGRESS:
		return progress_read(r, at, v);
	case SHAPE_STEP:
		return pair_read(r, at, "pays", v);
	case SHAPE_BEYOND:
		return beyond_read(r, at, def, v);
	case SHAPE_MEASURE:
		return measure_read(r, at, v);
	case SHAPE_DUE:
		return due_read(r, at, v);
	case SHAPE_CODE:
		return code_read(r, at, v);
	case SHAPE_CHOICES:
		return choices_read(r, at, v);
	case SHAPE_NAME:
		return name_read(r, at, v);
	}
	return false;
}

bool field_read(struct reader *r, const struct field_def *def)
{
	struct rule_value *v = NEW(r->l.arena, struct rule_value);
	const struct rule_value *had = r->rule->field[def->field];

	if (v == NULL)
		return reader_no_memory(r);
	/* A repeatable attribute may stand often; at_least and at_most share one place. */
	for (; had != NULL; had = had->next) {
		if (!def->many && (def->shape != SHAPE_MEASURE || had->bound == def->bound))
			return lines_wrong(&r->l, 0, T_policy_file_twice, S(""), STR_NONE);
	}
	*v = (struct rule_value){.time = TIME_NONE,
	                         .unit = UNIT_NONE,
	                         .then_unit = UNIT_NONE,
	                         .bound = def->bound,
	                         .choice = -1,
	                         .line = r->l.line.number,
	                         .column = r->l.line.word[0].column};
	if (r->field_end[def->field] != NULL)
		r->field_end[def->field]->next = v;
	else
		r->rule->field[def->field] = v;
	r->field_end[def->field] = v;
	if (def->instead != NULL && str_is(reader_word(r, 1), def->instead)) {
		v->type = VALUE_INSTEAD;
		return word_keep(r, 1, v);
	}
	return shape_read(r, 1, def, v);
}
