#include "report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CHECKS_MOST = 64 };

static struct check checks[CHECKS_MOST];
static size_t checks_n, most = 1000;

static struct check *begin(const char *name, const char *title, bool question)
{
	struct check *c;

	if (checks_n == CHECKS_MOST)
		fail("%s", "checks");
	c = &checks[checks_n++];
	*c = (struct check){.name = name, .title = title, .question = question};
	return c;
}

struct check *check_begin(const char *name, const char *title)
{
	return begin(name, title, false);
}

struct check *question_begin(const char *name, const char *title)
{
	return begin(name, title, true);
}

void report_most(size_t rows)
{
	most = rows;
}

static char *copy(const char *s)
{
	char *p = s ? strdup(s) : NULL;

	if (s && !p)
		fail("%s", SAY("内存不足", "out of memory"));
	return p;
}

void disagree(struct check *c, const char *table, int64_t id, const char *what, const char *found,
              const char *expected)
{
	struct finding *f;

	c->broken++;
	if (c->kept >= most)
		return;
	if (c->kept == c->room) {
		c->room = c->room ? c->room * 2 : 16;
		c->v = grow(c->v, c->room, sizeof *c->v);
	}
	f = &c->v[c->kept++];
	*f = (struct finding){.id = id};
	snprintf(f->table, sizeof f->table, "%s", table);
	f->what = copy(what);
	f->found = copy(found);
	f->expected = copy(expected);
}

bool disagree_fen(struct check *c, const char *table, int64_t id, const char *what, int64_t found,
                  int64_t expected)
{
	if (found != expected)
		disagree(c, table, id, what, yuan(found), yuan(expected));
	return found != expected;
}

bool disagree_count(struct check *c, const char *table, int64_t id, const char *what, int64_t found,
                    int64_t expected)
{
	char a[24], b[24];

	if (found == expected)
		return false;
	snprintf(a, sizeof a, "%" PRId64, found);
	snprintf(b, sizeof b, "%" PRId64, expected);
	disagree(c, table, id, what, a, b);
	return true;
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void json_text(const char *s)
{
	if (!s) {
		fputs("null", stdout);
		return;
	}
	putchar('"');
	for (; *s; s++) {
		unsigned char b = (unsigned char)*s;

		if (b == '"' || b == '\\')
			printf("\\%c", b);
		else if (b < 0x20)
			printf("\\u%04x", b);
		else
			putchar(b);
	}
	putchar('"');
}

static void json_check(const struct check *c)
{
	fputs("{\"name\":", stdout);
	json_text(c->name);
	fputs(",\"title\":", stdout);
	json_text(c->title);
	printf(",\"rows\":%zu,\"%s\":%zu,\"found\":[", c->rows,
	       c->question ? "answers" : "disagree", c->broken);
	for (size_t i = 0; i < c->kept; i++) {
		printf("%s{\"table\":", i ? "," : "");
		json_text(c->v[i].table);
		printf(",\"id\":\"%" PRId64 "\",\"what\":", c->v[i].id);
		json_text(c->v[i].what);
		fputs(",\"found\":", stdout);
		json_text(c->v[i].found);
		fputs(",\"expected\":", stdout);
		json_text(c->v[i].expected);
		putchar('}');
	}
	fputs("]}", stdout);
}

static void json_list(const char *name, bool question)
{
	bool first = true;

	printf(",\"%s\":[", name);
	for (size_t i = 0; i < checks_n; i++) {
		if (checks[i].question != question)
			continue;
		if (!first)
			putchar(',');
		first = false;
		json_check(&checks[i]);
	}
	putchar(']');
}

/* --- a table ---------------------------------------------------------------------------------- */

static void lines(const struct check *c)
{
	for (size_t i = 0; i < c->kept; i++) {
		const struct finding *f = &c->v[i];

		printf("    %s %" PRId64 ": %s", f->table, f->id, f->what);
		if (f->found && f->expected)
			printf(SAY("(账上 %s,应为 %s)", " (is %s, should be %s)"), f->found,
			       f->expected);
		else if (f->found)
			printf(SAY("(%s)", " (%s)"), f->found);
		putchar('\n');
	}
	if (c->broken > c->kept)
		printf(SAY("    另有 %zu 行\n", "    and %zu more rows\n"), c->broken - c->kept);
}

static void print_lines(const char *file, const char *root, bool agrees)
{
	printf("%s\n%s\n", file, root);
	for (size_t i = 0; i < checks_n; i++) {
		const struct check *c = &checks[i];

		if (c->question)
			continue;
		printf("%-22s %10zu %s  %s\n", c->name, c->rows, SAY("行", "rows"),
		       c->broken ? SAY("不一致", "DISAGREES") : SAY("一致", "agrees"));
		lines(c);
	}
	printf("\n%s\n", SAY("审计常问", "Questions auditors ask"));
	for (size_t i = 0; i < checks_n; i++) {
		const struct check *c = &checks[i];

		if (!c->question)
			continue;
		printf("%-22s %10zu %s  %s: %zu\n", c->name, c->rows, SAY("行", "rows"), c->title,
		       c->broken);
		lines(c);
	}
	printf("kehou-audit: %s\n", agrees ? SAY("全部一致", "everything agrees")
	                                   : SAY("有不一致的行", "not everything agrees"));
}

int report_print(const char *file, const char *root, bool json)
{
	bool agrees = true;

	for (size_t i = 0; i < checks_n; i++)
		agrees = agrees && (checks[i].question || checks[i].broken == 0);
	if (json) {
		printf("{\"agrees\":%s,\"root\":", agrees ? "true" : "false");
		json_text(root);
		json_list("checks", false);
		json_list("questions", true);
		puts("}");
	} else {
		print_lines(file, root, agrees);
	}
	if (fflush(stdout) != 0 || ferror(stdout))
		fail("%s", SAY("结果写不出去", "the answer cannot be written"));
	return agrees ? EXIT_AGREES : EXIT_DISAGREES;
}
