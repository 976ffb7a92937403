/* A growing buffer with a ceiling; pages, JSON and CSV are written into one. Writing past the
 * ceiling or out of memory marks the buffer broken instead of failing each call. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/str.h"

struct out {
	char *p;
	size_t n, room, ceiling;
	bool broken;
};

void out_init(struct out *o, size_t ceiling); /* heap-backed; out_free() ends it */
void out_free(struct out *o);
void out_reset(struct out *o);
void out_put(struct out *o, struct str s);
void out_c(struct out *o, char c);
void out_i64(struct out *o, int64_t v);
void out_printf(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Room for n more bytes behind what is written, for what writes there itself and then counts them
 * into o->n. False: the buffer is broken. */
bool out_need(struct out *o, size_t n);
struct str out_str(const struct out *o); /* a view, until the next write */

/* JSON, written straight through: objects and arrays open and close, commas are kept by the
 * writer. Depth is at most 32. */
struct json {
	struct out *o;
	uint32_t depth;
	bool comma[33];
};
void json_init(struct json *j, struct out *o);
void json_open(struct json *j, char bracket); /* '{' or '[' */
void json_close(struct json *j, char bracket);
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str v); /* p == NULL writes null */
void json_i64(struct json *j, int64_t v);
void json_id(struct json *j, int64_t id); /* as a string: 64 bits do not fit a double; 0 = null */
void json_bool(struct json *j, bool v);
void json_none(struct json *j);              /* null; jansson owns the plainer name */
void json_raw(struct json *j, struct str v); /* a value that is JSON already */
/* key and value in one call */
void json_kv_str(struct json *j, const char *key, struct str v);
void json_kv_i64(struct json *j, const char *key, int64_t v);
void json_kv_id(struct json *j, const char *key, int64_t id);
void json_kv_bool(struct json *j, const char *key, bool v);

#endif
