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
	struct str key;	 /* a fresh idempotency key for the forms of this page */
	void (*body)(struct page *p, const void *view); /* for layouts */
	const void *body_view;
};

/* Used by generated code only. */
void page_text(struct page *p, struct str s);	  /* HTML text */
void page_attr(struct page *p, struct str s);	  /* inside a quoted attribute */
void page_url(struct page *p, struct str s);	  /* a whole URL in href/src/action */
void page_url_part(struct page *p, struct str s); /* percent-encoded piece of a URL */
void page_csrf(struct page *p);

#endif
