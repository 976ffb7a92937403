/* RFC 4180 as the pack writes it, row by row. */
#ifndef KEHOU_AUDIT_CSV_H
#define KEHOU_AUDIT_CSV_H

#include "pack.h"

enum { CSV_COLUMNS = 64 };

struct csv {
	/* The next bytes, 0 at the end. */
	size_t (*read)(void *from, char *buf, size_t n);
	void *from;
	const char *name; /* for messages */
	char *buf, *row;
	size_t at, n, room, used;
	bool ended;
	size_t line;              /* of the row in hand, counted from 1 */
	char *field[CSV_COLUMNS]; /* NUL-terminated; the guard of formulas taken off */
	size_t length[CSV_COLUMNS];
	size_t fields;
	size_t width; /* of the heading, once it is read: every row is as wide; 0: any */
};

void csv_begin(struct csv *c, size_t (*read)(void *, char *, size_t), void *from, const char *name);
/* False at the end; fail() for an open quote, too many fields, a row of more than 16 MiB. */
bool csv_next(struct csv *c);
void csv_end(struct csv *c);

/* A table of the pack: opened, its heading read. */
void csv_open(struct csv *c, struct pack *p, const char *name);
void csv_close(struct csv *c);

#endif
