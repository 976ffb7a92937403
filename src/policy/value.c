/* Reads the value of a parameter. */
#include "policy/reader.h"

/* The words of `phrase`, one by one, from word `at` on to the end of the line. */
static bool phrase_read(struct lines *l, size_t at, const char *phrase)
{
	struct str rest = str_of(phrase);

	while (rest.p != NULL) {
		struct str want = str_cut(&rest, ' ');

		if (at >= l->line.n || !str_eq(l->line.word[at].text, want))
			return lines_wrong(l, at, T_policy_file_value, str_of(phrase), want);
		at++;
	}
	return lines_only(l, at);
}

static bool amount_read(struct lines *l, size_t at, const struct param_def *def,
                        struct rule_value *v)
{
	struct str expected = str_printf(l->arena, "600.00 %s", def->unit);

	if (at >= l->line.n || !money_parse(l->line.word[at].text, &v->money) || v->money.fen < 0)
		return lines_wrong(l, at, T_policy_file_value, expected, STR_NONE);
	v->number = ratio_of_money(v->money);
	v->written = l->line.word[at].text;
	return phrase_read(l, at + 1, def->unit);
}

static bool choice_read(struct reader *r, size_t at, enum lexicon lexicon, struct rule_value *v)
{
	struct str *name = NEW(r->l.arena, struct str);

	if (name == NULL)
		return reader_no_memory(r);
	if (!reader_name(r, at, lexicon, NULL, &v->choice))
		return false;
	*name = reader_word(r, at);
	v->texts = name;
	v->n_texts = 1;
	return lines_only(&r->l, at + 1);
}

static bool participant_read(struct lines *l, size_t at, struct rule_value *v)
{
	static const char *const units[] = {"sitting", "sittings", "percent"};
	const struct word *w = l->line.word;
	struct str expected = S("attended at least 1 sitting | attended at least 50 percent | "
	                        "enrolled on census day");
	size_t unit;

	if (at < l->line.n && str_is(w[at].text, "enrolled")) {
		v->by = BY_ENROLLED;
		return phrase_read(l, at, "enrolled on census day");
	}
	for (size_t i = 0; i < 3; i++) {
		static const char *const lead[] = {"attended", "at", "least"};

		if (at + i >= l->line.n || !str_is(w[at + i].text, lead[i]))
			return lines_wrong(l, at + i, T_policy_file_value, expected, STR_NONE);
	}
	if (at + 3 >= l->line.n || !str_i64(w[at + 3].text, &v->at_least) || v->at_least < 1)
		return lines_wrong(l, at + 3, T_policy_file_value, S("1"), STR_NONE);
	if (at + 4 >= l->line.n || !words_index((struct words){units, 3}, w[at + 4].text, &unit))
		return lines_wrong(l, at + 4, T_policy_file_value, S("sittings percent"), STR_NONE);
	v->by = unit == 2 ? BY_SHARE : BY_SITTINGS;
	if (v->at_least > (v->by == BY_SHARE ? 100 : INT32_MAX))
		return lines_wrong(l, at + 3, T_policy_file_value, S("1 … 100"), STR_NONE);
	return lines_only(l, at + 5);
}

bool value_month_day(struct reader *r, size_t i, struct rule_value *v)
{
	/* Any year will do that has a 29 February. */
	struct str day = str_printf(r->l.arena, "2024-%.*s", STR_FMT(reader_word(r, i)));
	struct date d;

	if (!date_parse(day, &d))
		return lines_wrong(&r->l, i, T_policy_file_value, S("09-30"), STR_NONE);
	v->month = (int)date_civil(d).month;
	v->day = (int)date_civil(d).day;
	return lines_only(&r->l, i + 1);
}

bool value_read(struct reader *r, size_t at, const struct param_def *def, struct rule_value *v)
{
	struct lines *l = &r->l;

	*v = (struct rule_value){.type = def->type,
	                         .time = TIME_NONE,
	                         .unit = UNIT_NONE,
	                         .then_unit = UNIT_NONE,
	                         .line = l->line.number,
	                         .column = at < l->line.n ? l->line.word[at].column : l->line.end};
	switch (def->type) {
	case VALUE_MONEY:
		return amount_read(l, at, def, v);
	case VALUE_TIME:
		return at < l->line.n && time_parse(l->line.word[at].text, &v->time)
		               ? lines_only(l, at + 1)
		               : lines_wrong(l, at, T_policy_file_value, S("18:00"), STR_NONE);
	case VALUE_WORDS:
		return reader_names(r, at, def->lexicon, v);
	case VALUE_CHOICE:
		return choice_read(r, at, def->lexicon, v);
	case VALUE_TEXTS:
		return reader_texts(r, at, &v->texts, &v->n_texts);
	case VALUE_PARTICIPANT:
		return participant_read(l, at, v);
	case VALUE_DAY:
		return value_month_day(r, at, v);
	case VALUE_NUMBER:
	case VALUE_INSTEAD:
		break; /* no parameter has these */
	}
	return lines_wrong(l, at, T_policy_file_value, S(""), STR_NONE);
}
