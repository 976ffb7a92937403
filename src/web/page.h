/* What generated render functions write into: the reply's body plus what every page knows. */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "base/ctx.h"
#include "base/text.h"

struct page {
	struct out *o;
	struct arena *arena;
	enum lang lang;
	struct str csrf; /* token of the session */
	struct str key;  /* a fresh idempotency key for the forms of this page */
	uint32_t forms;  /* how many forms took the key so far: each gets one of its own */
	void (*body)(struct page *p, const void *view); /* for layouts */
	const void *body_view;
};

/* Used by generated code only. Each writes a value so that it can never be read as markup in its
 * place; none of them can fail (the buffer remembers when it is full). */
void page_text(struct page *p, struct str s);     /* HTML text */
void page_attr(struct page *p, struct str s);     /* inside a quoted attribute */
void page_url(struct page *p, struct str s);      /* a whole URL in href/src/action */
void page_url_part(struct page *p, struct str s); /* percent-encoded piece of a URL */
void page_csrf(struct page *p);
void page_asset(struct page *p, const char *name);

/* Values as text, in the reader's language. */
struct str page_i64_str(struct page *p, int64_t v);
struct str page_money_str(struct page *p, struct money m);       /* 1,234.50 */
struct str page_money_plain_str(struct page *p, struct money m); /* 1234.50 */
struct str page_date_str(struct page *p,
                         struct date d); /* 2026年9月1日 / 2026-09-01; none: empty */
struct str page_isodate_str(struct page *p, struct date d);
struct str page_time_str(struct page *p, struct clock_time t);
struct str page_instant_str(struct page *p, struct instant t);
/* A catalogue text with its placeholders filled; escaped afterwards, as a whole. */
struct str page_fill(struct page *p, enum text_id id, const struct str *args, size_t n);

#endif
