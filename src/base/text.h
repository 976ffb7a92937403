/* Texts for people, in both languages, out of locale/ (compiled by tools/locc, which refuses a text
 * that lacks a language). C code and templates name a text by its enumerator: locale key
 * "enrol.left" is T_enrol_left, and a misspelt one does not compile. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/actor.h"
#include "base/civil.h"
#include "base/str.h"
#include "text.gen.h"

enum { LANG_COUNT = LANG_EN + 1 };

/* Never fails; TEXT_NONE is empty. Placeholders stand as they are. */
struct str text(enum lang lang, enum text_id id);

/* With {0}..{9} replaced by args[0..n-1]; a placeholder without argument becomes empty. Arguments
 * are put in as they are: escaping is the template's work. */
struct str text_fill(struct arena *a, enum lang lang, enum text_id id, const struct str *args,
                     size_t n);

/* For people, at +08:00: 2026年9月1日 18:00, or 2026-09-01 18:00. */
struct str date_words(struct arena *a, enum lang lang, struct date d);
struct str instant_words(struct arena *a, enum lang lang, struct instant t);

/* By key, "enrol.left"; TEXT_NONE when there is none. For names put together at run time (a role, a
 * state); everything else uses the enumerator. */
enum text_id text_lookup_name(const char *key);
/* A word of ours as people say it: the text called prefix and word, "subsidy.state_" "draft"; the
 * word itself when there is none. */
struct str text_word(enum lang lang, const char *prefix, struct str word);
const char *text_name(enum text_id id);

struct fault_text {
	const char *code;
	int status;                    /* HTTP */
	struct str requirement;        /* "R34", or none */
	struct str title[LANG_COUNT];  /* what happened */
	struct str advice[LANG_COUNT]; /* what to do, whom to ask */
};

/* Never NULL: a code outside the catalogue (or NULL) is our own mistake and reads as "internal". */
const struct fault_text *fault_lookup(const char *code);
bool fault_known(const char *code);

/* The compiled catalogue, both tables sorted; text_table[0] is TEXT_NONE. */
struct text_entry {
	const char *key;
	struct str text[LANG_COUNT];
};
extern const struct text_entry text_table[TEXT_COUNT];
extern const struct fault_text fault_table[];
extern const size_t fault_table_n;

#endif
