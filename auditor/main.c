#include <stdlib.h>
#include <string.h>

#include "checks.h"

static int usage(const char *what)
{
	if (what)
		fprintf(stderr, "kehou-audit: %s\n", what);
	fputs(SAY("用法: kehou-audit 文件.zip [--bank 银行流水] [--rows N] [--json]\n"
	          "  从审计包和银行流水重新计算全部账目。退出码: 0 全部一致, 4 有不一致, 2 "
	          "用法错误, 1 文件无法读取\n",
	          "usage: kehou-audit FILE.zip [--bank FILE] [--rows N] [--json]\n"
	          "  recomputes all books from an audit pack and the bank's file. Exit codes: 0 "
	          "all agrees,\n"
	          "  4 something does not, 2 wrong use, 1 the file cannot be read\n"),
	      what ? stderr : stdout);
	return what ? EXIT_WRONG_USE : EXIT_AGREES;
}

static void language(void)
{
	const char *l = getenv("LC_ALL");

	if (!l || !*l)
		l = getenv("LC_MESSAGES");
	if (!l || !*l)
		l = getenv("LANG");
	in_english = !l || strncmp(l, "zh", 2) != 0;
}

/* --- the pack --------------------------------------------------------------------------------- */

enum { A_NAME, A_VALUE };

static bool about_says(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->rows; i++) {
		if (at(t, i, A_NAME) == word(name))
			return at(t, i, A_VALUE) != word("");
	}
	return false;
}

/* Small lists beside the tables, by the same reader. */
static struct table list_load(struct pack *p, const char *file, size_t columns)
{
	struct table t = {.name = file, .cols = columns};
	struct csv c;
	size_t room = 0;

	csv_open(&c, p, file);
	if (c.fields < columns)
		fail(SAY("%s: 列太少", "%s: columns are missing"), file);
	while (csv_next(&c)) {
		if (t.rows == room) {
			room = room ? room * 2 : 64;
			t.v = grow(t.v, room, columns * sizeof *t.v);
		}
		for (size_t i = 0; i < columns; i++)
			t.v[t.rows * columns + i] = word(c.field[i]);
		t.rows++;
	}
	csv_close(&c);
	return t;
}

static void about_read(struct books *b)
{
	struct table t = list_load(b->pack, "pack.csv", 2);
	bool known = false;

	for (size_t i = 0; i < t.rows; i++)
		known = known || (at(&t, i, A_NAME) == word("format") &&
		                  at(&t, i, A_VALUE) == word("kehou-audit-pack 1"));
	if (!known)
		fail("%s", SAY("不是本程序认识的审计包格式",
		               "not a format of audit pack this program knows"));
	b->county = about_says(&t, "county");
	b->school = about_says(&t, "school");
	b->term = about_says(&t, "term");
	table_free(&t);
}

static void books_open(struct books *b, const char *file)
{
	b->pack = pack_open(file);
	about_read(b);
	b->chart = list_load(b->pack, "chart.csv", 4);
	b->ledger =
		table_load(b->pack, "ledger",
	                   "entry:i leg:i county:i day:d cause:s cause_id:i account:s subject:i "
	                   "amount_fen:i belongs:d reverses:i",
	                   false);
	b->offering = table_load(b->pack, "offering",
	                         "id:i school:i term:i kind:s state:s agency:i price_fen:i "
	                         "consumables_fen:i",
	                         false);
	b->offering_by_id = index_make(&b->offering, O_ID);
}

static void books_close(struct books *b)
{
	index_free(&b->offering_by_id);
	table_free(&b->offering);
	table_free(&b->ledger);
	table_free(&b->chart);
	pack_close(b->pack);
}

static int audit(const char *file, const char *bank, bool json)
{
	struct books b = {0};
	char root[HASH_TEXT];

	books_open(&b, file);
	check_files(&b, root);
	check_trail(&b);
	check_ledger(&b);
	check_closings(&b);
	check_bills(&b);
	check_seats(&b);
	check_attendance(&b);
	check_terms(&b);
	check_paid(&b);
	check_backs(&b);
	check_deducts(&b);
	check_classes(&b);
	check_wages(&b);
	check_roundings(&b);
	check_kept(&b);
	check_adjusted(&b);
	check_approvals(&b);
	check_arrivals(&b);
	check_guarantee(&b);
	check_special(&b);
	check_spent(&b);
	check_portions(&b);
	check_fees(&b);
	check_escrow(&b);
	check_payers(&b);
	check_related(&b);
	if (bank)
		check_bank(&b, bank);
	ask_questions(&b);
	books_close(&b);
	return report_print(file, root, json);
}

int main(int argc, char **argv)
{
	const char *file = NULL, *bank = NULL;
	bool json = false;
	int64_t rows;

	language();
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0)
			return usage(NULL);
		if (strcmp(argv[i], "--json") == 0)
			json = true;
		else if (strcmp(argv[i], "--bank") == 0 && i + 1 < argc)
			bank = argv[++i];
		else if (strcmp(argv[i], "--rows") == 0 && i + 1 < argc &&
		         read_int(argv[i + 1], &rows) && rows >= 0)
			report_most((size_t)rows), i++;
		else if (argv[i][0] == '-' || file)
			return usage(argv[i]);
		else
			file = argv[i];
	}
	return file ? audit(file, bank, json) : usage(SAY("缺少审计包", "no audit pack was named"));
}
