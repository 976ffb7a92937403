/* The zip, read with distrust: bounds before anything is unpacked, hashes of every file. */
#ifndef KEHOU_AUDIT_PACK_H
#define KEHOU_AUDIT_PACK_H

#include "audit.h"

struct pack;
struct part;

/* fail() for a file that is none, cut short, encrypted, or unpacks to more than it may. */
struct pack *pack_open(const char *file);
void pack_close(struct pack *p);

bool pack_has(const struct pack *p, const char *name);
size_t pack_files(const struct pack *p);
const char *pack_name(const struct pack *p, size_t i);

/* A file of it as a stream; fail() when it is missing. */
struct part *part_open(struct pack *p, const char *name);
/* Bytes read, 0 at the end; fail() for damage. */
size_t part_read(struct part *f, char *buf, size_t n);
void part_close(struct part *f);
/* All of a small file, NUL-terminated; fail() beyond `most` bytes. */
char *part_text(struct pack *p, const char *name, size_t most, size_t *ret_n);

enum { HASH_TEXT = 65 };
/* SHA-256 in hex of one file; true when it is as long as the zip says. */
void part_hash(struct pack *p, const char *name, char ret_hex[HASH_TEXT]);

#endif
