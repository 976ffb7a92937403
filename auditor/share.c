/* The auditors' question after the share of the income that staff are given: `require staff_share …
 * at_least N percent` of the pack's rule files, each for whom its `when` says. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define RULES_MOST ((size_t)4 << 20)
enum { ASKED_MOST = 256 };
enum { K_ID, K_CODE, K_PRIVATE, K_BOARDING, K_RURAL };

/* One statement: the figure in hundredths of a percent, and its text up to the next one. */
struct asked {
	int64_t share;
	char *text;
};

/* "50 percent", "62.5 percent": in hundredths; -1: none. */
static int64_t percent_read(const char *s)
{
	char *end;
	long v = strtol(s, &end, 10);
	int64_t share = (int64_t)v * 100;

	if (end == s || v < 0 || v > 100)
		return -1;
	if (*end == '.') {
		for (int64_t worth = 10; *++end >= '0' && *end <= '9'; worth /= 10)
			share += (*end - '0') * worth;
	}
	return share <= 10000 && strncmp(end, " percent", 8) == 0 ? share : -1;
}

/* The next indented line of a statement; false behind its last. *line begins at its first word. */
static bool line_next(const char **line)
{
	const char *at = strchr(*line, '\n');

	while (at && at[1] == '\n')
		at++;
	if (!at || (at[1] != ' ' && at[1] != '\t'))
		return false;
	*line = at + 1 + strspn(at + 1, " \t");
	return true;
}

static int64_t share_read(const char *statement)
{
	while (line_next(&statement)) {
		if (strncmp(statement, "at_least ", 9) == 0)
			return percent_read(statement + 9);
	}
	return -1;
}

static size_t asked_find(struct books *b, struct asked *v)
{
	static const char required[] = "require staff_share ";
	size_t n = 0;

	for (size_t i = 0; i < pack_files(b->pack); i++) {
		size_t size;
		char *text;

		if (strncmp(pack_name(b->pack, i), "rules/", 6) != 0)
			continue;
		text = part_text(b->pack, pack_name(b->pack, i), RULES_MOST, &size);
		for (char *at = text; (at = strstr(at, required)); at += sizeof required - 1) {
			int64_t share = share_read(at);

			if (share >= 0 && n < ASKED_MOST && (v[n].text = strdup(at)))
				v[n++].share = share;
		}
		free(text);
	}
	return n;
}

/* Whether the words of a condition, to the end of its line, name this one. */
static bool names(const char *words, const char *one)
{
	size_t n = strlen(one), end = strcspn(words, "\r\n");

	for (const char *at = words; at < words + end;) {
		size_t quote = *at == '"', word = strcspn(at + quote, " \"\r\n");

		if (word == n && strncmp(at + quote, one, n) == 0)
			return true;
		at += quote + word;
		at += strspn(at, " \"");
	}
	return false;
}

/* What a school is in a dimension; NULL: the pack does not tell. */
static const char *school_word(const struct table *t, size_t school, const char *dim, size_t n)
{
	if (n == 4 && strncmp(dim, "area", n) == 0)
		return at(t, school, K_RURAL) == 1 ? "rural" : "urban";
	if (n == 9 && strncmp(dim, "ownership", n) == 0)
		return at(t, school, K_PRIVATE) == 1 ? "private" : "public";
	if (n == 15 && strncmp(dim, "boarding_school", n) == 0)
		return at(t, school, K_BOARDING) == 1 ? "yes" : "no";
	if (n == 6 && strncmp(dim, "school", n) == 0)
		return word_text(at(t, school, K_CODE));
	return NULL;
}

/* Whether a statement is of this school, and of the income of which services. What the pack cannot
 * answer is not asked: nobody is accused by a condition that may not hold. */
static bool holds(const struct asked *a, const struct table *schools, size_t school, bool *care,
                  bool *course)
{
	*care = *course = true;
	for (const char *line = a->text; line_next(&line);) {
		const char *dim = line + 5, *words, *is;
		bool negated;
		size_t n;

		if (strncmp(line, "when ", 5) != 0)
			continue;
		negated = strncmp(dim, "not ", 4) == 0;
		dim += negated ? 4 : 0;
		n = strcspn(dim, " \r\n");
		words = dim + n + (dim[n] == ' ');
		if (n == 4 && strncmp(dim, "kind", n) == 0) {
			*care = names(words, "care") != negated;
			*course = names(words, "course") != negated;
			continue;
		}
		is = school_word(schools, school, dim, n);
		if (!is || strncmp(words, "in ", 3) == 0 || names(words, is) == negated)
			return false;
	}
	return *care || *course;
}

/* The income of a school that a statement speaks of, and what of it staff should have. */
static void school_asked(struct check *c, const struct asked *v, size_t n,
                         const struct table *schools, size_t school, const struct sums *earned,
                         int64_t got)
{
	int64_t id = at(schools, school, K_ID), most = -1;

	for (size_t i = 0; i < n; i++) {
		bool care, course;
		int64_t of;

		if (!holds(&v[i], schools, school, &care, &course))
			continue;
		of = (care ? sums_get(earned, id, word("care")) : 0) +
		     (course ? sums_get(earned, id, word("course")) : 0);
		if (of <= 0)
			continue;
		c->rows++;
		if ((__int128)got * 10000 < (__int128)of * v[i].share) {
			int64_t due = (int64_t)((__int128)of * v[i].share / 10000);

			most = due > most ? due : most;
		}
	}
	if (most >= 0)
		disagree(c, "school", id, SAY("教职工所得", "given to staff"), yuan(got),
		         yuan(most));
}

void ask_staff_share(struct books *b)
{
	struct asked *v = take(ASKED_MOST, sizeof *v);
	struct check *c = question_begin(
		"staff_share",
		SAY("教职工所得占收入比例低于文件规定的学校",
	            "schools whose staff got less of the income than documents ask"));
	const struct table *l = &b->ledger;
	struct table schools =
		table_load(b->pack, "school", "id:i code:s private:i boarding:i rural:i", false);
	struct sums earned = {0}, staff = {0};
	size_t n = asked_find(b, v);

	for (size_t i = 0; i < l->rows; i++) {
		int64_t account = at(l, i, L_ACCOUNT), subject = at(l, i, L_SUBJECT);
		size_t o = index_first(&b->offering_by_id, subject);

		if (o != SIZE_MAX && (account == word("course") || account == word("care")))
			sums_add(&earned, at(&b->offering, o, O_SCHOOL), account, -at(l, i, L_FEN));
		else if (account == word("staff_expense"))
			sums_add(&staff, subject, 0, at(l, i, L_FEN));
	}
	for (size_t i = 0; i < schools.rows; i++)
		school_asked(c, v, n, &schools, i, &earned,
		             sums_get(&staff, at(&schools, i, K_ID), 0));
	for (size_t i = 0; i < n; i++)
		free(v[i].text);
	free(v);
	sums_free(&earned);
	sums_free(&staff);
	table_free(&schools);
}
