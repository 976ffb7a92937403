/* A text of the catalogue kept with its arguments instead of finished, so that whoever reads it has
 * it in the own language: what is submitted or told by one person and read by another. */
#ifndef BASE_PHRASE_H
#define BASE_PHRASE_H

#include "base/text.h"

enum { PHRASE_PARTS = 8 };

/* One argument: what a fault says, else the text, else the day, else the words as they are. */
struct phrase_part {
	struct str said;
	enum text_id text;
	struct date day;
	const char *fault; /* its code */
};
#define PHRASE_SAID(s)  ((struct phrase_part){.said = (s), .day = DATE_NONE})
#define PHRASE_TEXT(t)  ((struct phrase_part){.text = (t), .day = DATE_NONE})
#define PHRASE_DAY(d)   ((struct phrase_part){.day = (d)})
#define PHRASE_FAULT(f) ((struct phrase_part){.fault = (f), .day = DATE_NONE})

/* At most PHRASE_PARTS parts. One line of UTF-8 that stands in a column or a message; what is said
 * keeps no U+001F. */
struct str phrase_make(struct arena *a, enum text_id text, const struct phrase_part *v, size_t n);
bool phrase_is(struct str s);
/* In a language; what is no phrase stands as it is. */
struct str phrase_show(struct arena *a, enum lang lang, struct str s);

#endif
