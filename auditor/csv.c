#include "csv.h"

#include <stdlib.h>
#include <string.h>

#define BLOCK    (1 << 16)
#define ROW_MOST ((size_t)16 << 20)

void csv_begin(struct csv *c, size_t (*read)(void *, char *, size_t), void *from, const char *name)
{
	*c = (struct csv){.read = read, .from = from, .name = name};
	c->buf = take(1, BLOCK);
}

void csv_end(struct csv *c)
{
	free(c->buf);
	free(c->row);
	*c = (struct csv){0};
}

static int next_byte(struct csv *c)
{
	if (c->at == c->n && !c->ended) {
		c->n = c->read(c->from, c->buf, BLOCK);
		c->at = 0;
		c->ended = c->n == 0;
	}
	return c->at < c->n ? (unsigned char)c->buf[c->at++] : EOF;
}

static void put(struct csv *c, int byte)
{
	if (c->used == c->room) {
		c->room = c->room ? c->room * 2 : 4096;
		if (c->room > ROW_MOST)
			fail(SAY("%s 第 %zu 行太长", "%s, row %zu: too long"), c->name, c->line);
		c->row = grow(c->row, c->room, 1);
	}
	c->row[c->used++] = (char)byte;
}

/* Offsets become pointers once the row stands still. */
static void fields_point(struct csv *c, const size_t start[])
{
	for (size_t i = 0; i < c->fields; i++) {
		char *s = c->row + start[i];
		size_t n = (i + 1 < c->fields ? start[i + 1] : c->used) - start[i] - 1;

		if (n > 0 && s[0] == '\'') {
			s++;
			n--;
		}
		c->field[i] = s;
		c->length[i] = n;
	}
}

bool csv_next(struct csv *c)
{
	size_t start[CSV_COLUMNS];
	bool quoted = false, any = false;
	int b;

	c->used = c->fields = 0;
	c->line++;
	start[0] = 0;
	while ((b = next_byte(c)) != EOF) {
		any = true;
		if (quoted && b == '"') {
			b = next_byte(c);
			if (b == '"') {
				put(c, b);
				continue;
			}
			quoted = false;
			if (b == EOF)
				break;
		} else if (quoted) {
			put(c, b);
			continue;
		} else if (b == '"') {
			quoted = true;
			continue;
		}
		if (b == '\r')
			continue;
		if (b != ',' && b != '\n') {
			put(c, b);
			continue;
		}
		put(c, '\0');
		if (c->fields + 1 >= CSV_COLUMNS)
			fail(SAY("%s 第 %zu 行列太多", "%s, row %zu: too many fields"), c->name,
			     c->line);
		start[++c->fields] = c->used;
		if (b == '\n')
			break;
	}
	if (quoted)
		fail(SAY("%s 第 %zu 行引号没有结束", "%s, row %zu: a quote is left open"), c->name,
		     c->line);
	if (any && b == EOF) {
		put(c, '\0');
		c->fields++;
	}
	fields_point(c, start);
	if (any && c->width && c->fields != c->width)
		fail(SAY("%s 第 %zu 行有 %zu 列,表头有 %zu 列",
		         "%s, row %zu: %zu fields, the heading has %zu"),
		     c->name, c->line, c->fields, c->width);
	return any;
}

static size_t part_block(void *from, char *buf, size_t n)
{
	return part_read(from, buf, n);
}

void csv_open(struct csv *c, struct pack *p, const char *name)
{
	csv_begin(c, part_block, part_open(p, name), name);
	if (!csv_next(c))
		fail(SAY("%s 没有表头", "%s has no heading"), name);
	if (c->length[0] >= 3 && memcmp(c->field[0], "\xef\xbb\xbf", 3) == 0) {
		c->field[0] += 3;
		c->length[0] -= 3;
	}
	c->width = c->fields;
}

void csv_close(struct csv *c)
{
	part_close(c->from);
	csv_end(c);
}
