/* Every file against its hash, every table against its description. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"

#define LIST_MOST ((size_t)16 << 20)

static bool listed_only_outside(const char *name)
{
	return strcmp(name, "SHA256SUMS") == 0 || strcmp(name, "ROOT") == 0;
}

/* "hash  name" a line. */
static char *line_cut(char **rest)
{
	char *line = *rest, *end = line ? strchr(line, '\n') : NULL;

	if (!line || !*line)
		return NULL;
	*rest = end ? end + 1 : NULL;
	if (end)
		*end = '\0';
	return line;
}

static void hashes(struct books *b, char root[HASH_TEXT])
{
	struct check *c = check_begin("hashes", SAY("文件哈希", "hashes of the files"));
	char *seen = take(pack_files(b->pack), 1), *rest, *line, hex[HASH_TEXT];
	size_t n;
	char *list = part_text(b->pack, "SHA256SUMS", LIST_MOST, &n), *text = rest = list;
	char *said = part_text(b->pack, "ROOT", 4096, &n);

	(void)text;
	part_hash(b->pack, "SHA256SUMS", root);
	if (strncmp(said, root, HASH_TEXT - 1) != 0)
		disagree(c, "ROOT", 0, SAY("根哈希不符", "the root hash differs"), root, NULL);
	while ((line = line_cut(&rest))) {
		const char *name = strlen(line) > HASH_TEXT + 1 ? line + HASH_TEXT + 1 : "";

		c->rows++;
		if (!pack_has(b->pack, name)) {
			disagree(c, "SHA256SUMS", (int64_t)c->rows,
			         SAY("文件不在包里", "the file is not in the pack"), name, NULL);
			continue;
		}
		for (size_t i = 0; i < pack_files(b->pack); i++)
			seen[i] |= strcmp(pack_name(b->pack, i), name) == 0;
		part_hash(b->pack, name, hex);
		if (strncmp(hex, line, HASH_TEXT - 1) != 0)
			disagree(c, "SHA256SUMS", (int64_t)c->rows,
			         SAY("文件与哈希不符", "the file is not the one that was hashed"),
			         name, NULL);
	}
	for (size_t i = 0; i < pack_files(b->pack); i++) {
		if (!seen[i] && !listed_only_outside(pack_name(b->pack, i)))
			disagree(c, "SHA256SUMS", 0,
			         SAY("清单里没有的文件", "a file the list does not know"),
			         pack_name(b->pack, i), NULL);
	}
	free(seen);
	free(list);
	free(said);
}

/* --- descriptions ----------------------------------------------------------------------------- */

static const char *field_of(const struct csv *c, const char *name)
{
	for (size_t i = 0; i < c->fields; i++) {
		if (strcmp(c->field[i], name) == 0)
			return c->field[i];
	}
	return NULL;
}

static size_t rows_of(struct pack *p, const char *file)
{
	struct csv c;
	size_t n = 0;

	csv_open(&c, p, file);
	while (csv_next(&c))
		n++;
	csv_close(&c);
	return n;
}

static void tables_described(struct books *b)
{
	struct check *c = check_begin("tables", SAY("各表行数", "rows of the tables"));
	struct csv list;

	csv_open(&list, b->pack, "tables.csv");
	if (list.fields < 2 || !field_of(&list, "table"))
		fail(SAY("%s: 缺少列 %s", "%s: the column %s is missing"), "tables.csv", "table");
	while (csv_next(&list)) {
		int64_t said;
		char file[96];

		if (list.fields < 2 || !read_int(list.field[1], &said))
			fail(SAY("%s 第 %zu 行看不懂", "%s, row %zu cannot be read"), "tables.csv",
			     list.line);
		snprintf(file, sizeof file, "csv/%s.csv", list.field[0]);
		c->rows++;
		disagree_count(c, list.field[0], 0, SAY("行数", "rows"),
		               (int64_t)rows_of(b->pack, file), said);
	}
	csv_close(&list);
}

/* The heading of a table holds what columns.csv says of it, in that order, and nothing else. */
static void columns_described(struct books *b)
{
	struct check *c = check_begin("columns", SAY("各表的列", "columns of the tables"));
	struct csv list, head = {0};
	char table[64] = "";
	size_t at = 0;
	bool open = false, more;

	csv_open(&list, b->pack, "columns.csv");
	for (;;) {
		char file[96];

		more = csv_next(&list);
		if (open && (!more || strcmp(table, list.field[0]) != 0)) {
			if (at != head.fields)
				fail(SAY("csv/%s.csv: 没有说明的列 %s",
				         "csv/%s.csv: unknown column %s"),
				     table, head.field[at]);
			csv_close(&head);
			open = false;
		}
		if (!more)
			break;
		if (!open) {
			snprintf(table, sizeof table, "%s", list.field[0]);
			snprintf(file, sizeof file, "csv/%s.csv", table);
			csv_open(&head, b->pack, file);
			head.name = table;
			open = true;
			at = 0;
		}
		c->rows++;
		if (at >= head.fields)
			fail(SAY("csv/%s.csv: 缺少列 %s", "csv/%s.csv: the column %s is missing"),
			     table, list.field[1]);
		if (strcmp(head.field[at], list.field[1]) != 0)
			fail(SAY("csv/%s.csv: 未知的列 %s(应为 %s)",
			         "csv/%s.csv: unknown column %s where %s should be"),
			     table, head.field[at], list.field[1]);
		at++;
	}
	csv_close(&list);
}

void check_files(struct books *b, char ret_root[HASH_TEXT])
{
	hashes(b, ret_root);
	tables_described(b);
	columns_described(b);
}
