/* The zip container of a workbook, with ceilings checked before anything is unpacked. */
#ifndef DOCS_PACK_H
#define DOCS_PACK_H

#include "docs/table_in.h"

struct pack;
struct part;

/* NULL with table_damaged, table_too_many_parts, table_unpacked_too_large, table_ratio or
 * table_encrypted in *stop. */
struct pack *pack_open(struct str bytes, const struct table_limits *lim, struct stop *stop);
void pack_close(struct pack **p);

bool pack_has(struct pack *p, const char *name);

/* One part as a stream. NULL with table_damaged or table_encrypted in *stop. */
struct part *part_open(struct pack *p, const char *name, struct stop *stop);
/* By its place, for containers whose names are not known: 0 to pack_parts() - 1. */
size_t pack_parts(struct pack *p);
struct part *part_open_at(struct pack *p, size_t at, struct stop *stop);
/* Bytes read, 0 at the end; -1 with the reason in *stop. Never gives more than the container
 * declared, which pack_open() has checked. */
int64_t part_read(struct part *f, char *buf, size_t n, struct stop *stop);
void part_close(struct part **f);

#endif
