#include "policy/value.h"

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
	return phrase_read(l, at + 1, def->unit);
}

static bool words_read(struct lines *l, size_t at, const struct param_def *def,
                       struct rule_value *v)
{
	size_t i;

	if (at >= l->line.n)
		return lines_wrong(l, at, T_policy_file_missing, words_text(l->arena, def->words),
		                   STR_NONE);
	for (; at < l->line.n; at++) {
		struct str word = l->line.word[at].text;

		if (!words_index(def->words, word, &i))
			return lines_wrong(l, at, T_policy_file_value,
			                   words_text(l->arena, def->words),
			                   words_nearest(def->words, word));
		if (v->words & 1u << i)
			return lines_wrong(l, at, T_policy_file_twice, S(""), STR_NONE);
		v->words |= 1u << i;
	}
	return true;
}

static bool choice_read(struct lines *l, size_t at, const struct param_def *def,
                        struct rule_value *v)
{
	size_t i;
	struct str word = at < l->line.n ? l->line.word[at].text : S("");

	if (!words_index(def->words, word, &i))
		return lines_wrong(l, at, T_policy_file_value, words_text(l->arena, def->words),
		                   words_nearest(def->words, word));
	v->choice = (int)i;
	return lines_only(l, at + 1);
}

static bool texts_read(struct lines *l, size_t at, struct rule_value *v)
{
	struct str *texts = NEW_N(l->arena, LINE_WORDS, struct str);

	if (at >= l->line.n || texts == NULL)
		return lines_wrong(l, at, T_policy_file_missing, S("\"…\""), STR_NONE);
	for (; at < l->line.n; at++) {
		const struct word *w = &l->line.word[at];

		if (!w->quoted || w->text.n == 0)
			return lines_wrong(l, at, T_policy_file_value, S("\"…\""), STR_NONE);
		texts[v->n_texts++] = w->text;
	}
	v->texts = texts;
	return true;
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

bool value_read(struct lines *l, size_t at, const struct param_def *def, struct rule_value *ret_v)
{
	struct rule_value v = {.time = TIME_NONE};
	bool good = false;

	switch (def->type) {
	case VALUE_MONEY:
		good = amount_read(l, at, def, &v);
		break;
	case VALUE_TIME:
		good = at < l->line.n && time_parse(l->line.word[at].text, &v.time)
		               ? lines_only(l, at + 1)
		               : lines_wrong(l, at, T_policy_file_value, S("18:00"), STR_NONE);
		break;
	case VALUE_WORDS:
		good = words_read(l, at, def, &v);
		break;
	case VALUE_CHOICE:
		good = choice_read(l, at, def, &v);
		break;
	case VALUE_TEXTS:
		good = texts_read(l, at, &v);
		break;
	case VALUE_PARTICIPANT:
		good = participant_read(l, at, &v);
		break;
	}
	if (good)
		*ret_v = v;
	return good;
}

bool value_date(struct lines *l, size_t i, struct date *ret_d)
{
	return (i < l->line.n && date_parse(l->line.word[i].text, ret_d)) ||
	       lines_wrong(l, i, T_policy_file_value, S("2021-09-01"), STR_NONE);
}
