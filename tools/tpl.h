/* The template compiler, in four parts: what a view declares (tpl_view.c), where in the HTML a
 * value stands (tpl_html.c), what stands in braces (tpl_code.c), files and arguments (tplc.c). The
 * language is docs/templates.md. */
#ifndef TOOLS_TPL_H
#define TOOLS_TPL_H

#include "base/out.h"

enum tpl_type {
	TPL_STR,
	TPL_I64,
	TPL_MONEY,
	TPL_BOOL,
	TPL_ID,
	TPL_DATE,
	TPL_ISODATE,
	TPL_TIME,
	TPL_INSTANT,
	TPL_TEXT,
	TPL_VIEW, /* another view, embedded */
	TPL_ROWS, /* an array of records declared in place */
};

struct tpl_record;
struct tpl_field {
	enum tpl_type type;
	bool array;
	struct str name;
	struct str view; /* TPL_VIEW: which */
	struct tpl_record *rows;
	struct tpl_field *next;
};
struct tpl_record {
	struct str c_name; /* "offerings_row": struct view_offerings_row */
	struct tpl_field *first;
};
struct tpl_view {
	struct str name;
	struct str header; /* "web/part/tag.html.h" */
	struct tpl_record *top;
	struct tpl_view *next;
};

/* Where the HTML scanner stands. */
enum tpl_where { AT_TEXT, AT_RCDATA, AT_TAG, AT_VALUE };
enum tpl_attr { ATTR_PLAIN, ATTR_URL, ATTR_FIXED };

struct tpl_elem {
	struct str name;
	size_t at;
	bool post, csrf, has_src;
	uint32_t depth; /* how many {{if}} and {{each}} were open */
	struct tpl_elem *up;
};
struct tpl_html {
	enum tpl_where where;
	enum tpl_attr attr;
	struct str attr_name;
	char quote;
	bool words;     /* a value that people read: literal words are refused */
	bool url_start; /* nothing of the URL was written yet */
	struct tpl_elem *top;
};

struct tpl_block {
	bool each, has_else;
	size_t at;
	struct tpl_html before, first; /* state at the opening and after the first branch */
	struct str array_name;
	const struct tpl_record *rows; /* each: fields of one element; */
	const struct tpl_field *array; /* each over @view: the field */
	const char *count;             /* C expression of the array's length */
	uint32_t loop;
	struct tpl_block *up;
};

struct tpl {
	struct arena *a;
	const char *file;
	struct str src;
	size_t at;
	struct tpl_view *views; /* those of the directories given, for @NAME */
	struct tpl_view *self;
	struct tpl_html h;
	struct tpl_block *block;
	uint32_t depth;
	struct out lit; /* literal text not yet emitted */
	struct out *c;  /* the render function's body */
	bool begun;     /* something was written or decided */
	bool failed;
	size_t failed_at;
	struct str why;
};

/* Compile one template: C source into `c`, header into `h`. False when it is refused; t->why and
 * tpl_line() say where and why. The caller fills a, file, src, views and the self header. */
bool tpl_compile(struct tpl *t, struct str header, struct out *c, struct out *h);
/* Read the declaration alone. */
struct tpl_view *tpl_declaration(struct tpl *t);
void tpl_position(const struct tpl *t, size_t *ret_line, size_t *ret_col);

/* Record the first refusal; tpl_fail() is false, so that `return tpl_fail(…)` reads well and the
 * analyser sees that it is. */
void tpl_refuse(struct tpl *t, size_t at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
#define tpl_fail(...) (tpl_refuse(__VA_ARGS__), false)

/* Between the parts. */
bool tpl_view_parse(struct tpl *t);
void tpl_view_struct(const struct tpl_record *r, struct out *h);
bool tpl_html_step(struct tpl *t);       /* one piece of HTML at t->at */
bool tpl_braces(struct tpl *t);          /* one {{…}} at t->at */
void tpl_flush(struct tpl *t);           /* emit the literal gathered so far */
void tpl_line(struct tpl *t, size_t at); /* #line, so that the compiler names the template */
bool tpl_names_eq(struct str a, const char *list);
bool tpl_is_name(struct str s);

#endif
