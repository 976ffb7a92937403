#include "term/labels.h"

enum text_id kind_label(enum kind k)
{
	static const enum text_id v[KIND_COUNT] = {
		[KIND_CARE] = T_term_kind_care,
		[KIND_COURSE] = T_term_kind_course,
		[KIND_LUNCH] = T_term_kind_lunch,
		[KIND_EVENING_STUDY] = T_term_kind_evening_study,
	};

	return k > KIND_NONE && k < KIND_COUNT ? v[k] : TEXT_NONE;
}

enum text_id offering_state_label(enum offering_state s)
{
	static const enum text_id v[] = {
		[OFFERING_DRAFT] = T_term_state_draft,
		[OFFERING_OPEN] = T_term_state_open,
		[OFFERING_CLOSED] = T_term_state_closed,
		[OFFERING_CANCELLED] = T_term_state_cancelled,
	};

	return v[s];
}

enum text_id weekday_label(int64_t weekday)
{
	static const enum text_id v[] = {
		TEXT_NONE,    T_term_day_1, T_term_day_2, T_term_day_3,
		T_term_day_4, T_term_day_5, T_term_day_6, T_term_day_7,
	};

	return weekday >= 1 && weekday <= 7 ? v[weekday] : TEXT_NONE;
}

enum text_id category_label(struct str category)
{
	static const struct {
		const char *word;
		enum text_id text;
	} v[] = {
		{"homework", T_term_category_homework},
		{"reading", T_term_category_reading},
		{"handicraft", T_term_category_handicraft},
		{"sport", T_term_category_sport},
		{"arts", T_term_category_arts},
		{"science", T_term_category_science},
		{"activity", T_term_category_activity},
		{"other", T_term_category_other},
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
		if (str_is(category, v[i].word))
			return v[i].text;
	}
	return TEXT_NONE;
}

struct str grades_label(struct arena *a, int64_t grades)
{
	struct str v[12];
	size_t n = 0;

	for (int g = 1; g <= 12; g++) {
		int last = g;

		if (!(grades & (INT64_C(1) << g)))
			continue;
		while (last < 12 && grades & (INT64_C(1) << (last + 1)))
			last++;
		v[n++] = last > g ? str_printf(a, "%d–%d", g, last) : str_printf(a, "%d", g);
		g = last;
	}
	return str_join(a, v, n, S(", "));
}

static bool same_time(const struct slot *a, const struct slot *b)
{
	return a->starts.minute == b->starts.minute && a->ends.minute == b->ends.minute;
}

static struct str hours_text(struct arena *a, const struct slot *s)
{
	struct str v[2];

	v[0] = time_text(a, s->starts);
	v[1] = time_text(a, s->ends);
	return str_join(a, v, 2, S("–"));
}

/* Days that follow each other become a span: Monday to Friday. */
static struct str days_text(struct arena *a, enum lang lang, const struct slot *v, size_t n)
{
	struct str both[2];
	bool span = n > 2 && v[n - 1].weekday - v[0].weekday == (int64_t)n - 1;

	both[0] = text(lang, weekday_label(v[0].weekday));
	for (size_t i = span ? n - 1 : 1; i < n; i++) {
		both[1] = text(lang, weekday_label(v[i].weekday));
		both[0] = text_fill(a, lang, span ? T_term_day_to : T_term_day_and, both, 2);
	}
	return both[0];
}

struct str slots_text(struct arena *a, enum lang lang, const struct slot *v, size_t n)
{
	struct str both[2] = {S(""), S("")};
	size_t same;

	for (size_t i = 0; i < n; i += same) {
		struct str part[2];

		for (same = 1; i + same < n && same_time(&v[i], &v[i + same]); same++)
			;
		part[0] = days_text(a, lang, &v[i], same);
		part[1] = hours_text(a, &v[i]);
		both[1] = str_join(a, part, 2, S(" "));
		both[0] = i == 0 ? both[1] : text_fill(a, lang, T_term_day_and, both, 2);
	}
	return both[0];
}
