/* What is built into the program for browsers: style sheets, scripts, pictures. Each has a path
 * that holds a hash of its content, so an answer may be kept for ever: a changed file has another
 * path. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/str.h"

struct asset {
	struct str name;  /* "kehou.css" */
	struct str path;  /* "/a/kehou.0123456789ab.css" */
	struct str mime;  /* "text/css; charset=utf-8" */
	struct str bytes; /* as it is */
	struct str gz;    /* the same, gzip level 9; none when that would not be smaller */
	struct str etag;  /* in quotes, ready for the header */
};

/* The asset served at this path (without query); NULL when there is none. */
const struct asset *asset_find(struct str path);

/* The path of an asset by its logical name, "kehou.css"; STR_NONE when there is none. Templates
 * name assets through {{asset …}}. */
struct str asset_url(const char *logical);

/* All of them, for tests and for what serves them. */
const struct asset *asset_all(size_t *ret_n);

#endif
