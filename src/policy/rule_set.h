/* A rule set: one policy document as data, read from a file of policies/ (docs/policy-format.md).
 */
#ifndef POLICY_RULE_SET_H
#define POLICY_RULE_SET_H

#include "base/ratio.h"
#include "policy/when.h"

struct rule_set;

/* What is due when; `choice` is the event (LEX_EVENT). */
enum due { DUE_BEFORE, DUE_AFTER, DUE_YEARLY, DUE_EVERY };

/* A parameter's value, or that of an attribute: which members count depends on its type. */
struct rule_value {
	enum value_type type;
	enum bound bound;    /* prices, rates, measures */
	struct ratio number; /* VALUE_NUMBER; VALUE_MONEY: fen, exact */
	struct str written;  /* the number as the document has it: 70.00 × 12 / 250 */
	int unit;            /* per what, or of what; UNIT_NONE */
	struct str unit_name;
	struct ratio then; /* FIELD_STEP: what is paid; FIELD_BEYOND: fen; convert: its right-hand
	                      side */
	int then_unit;
	struct str then_written, then_unit_name;
	int counted;            /* FIELD_BEYOND: over the term, or anew each month */
	struct money money;     /* VALUE_MONEY of whole fen: the same as number */
	struct clock_time time; /* VALUE_TIME */
	uint64_t words;         /* VALUE_WORDS: a bit for each word */
	int choice;             /* VALUE_CHOICE: the word's index */
	const struct str
		*texts; /* VALUE_TEXTS; the words of VALUE_WORDS, VALUE_CHOICE, VALUE_INSTEAD */
	size_t n_texts;
	const struct str *labels; /* FIELD_CHOICES with words: as many as texts */
	enum participant_by by;   /* VALUE_PARTICIPANT */
	int64_t at_least;         /* sittings, or percent */
	enum due due;             /* FIELD_DUE */
	int year, month, day;     /* VALUE_DAY, DUE_YEARLY; year 0: of every one */
	int line, column;
	const struct rule_value *next; /* of the same attribute, in the file's order */
};

/* What an office wrote beside a statement for itself (`# …`): it decides nothing. */
struct rule_comment {
	struct str text; /* one line, without the sign */
	int line;
	bool indented;
	struct rule_comment *next;
};
struct rule_comments {
	struct rule_comment *first, *last;
	size_t n;
};
enum { COMMENTS_MOST = 64 }; /* of one statement */
void comments_add(struct rule_comments *to, struct rule_comment *one);
bool comments_same(const struct rule_comments *a, const struct rule_comments *b);
/* All lines with this between them. */
struct str comments_text(struct arena *a, const struct rule_comments *all, struct str between);

/* One statement of one document. */
struct rule {
	enum rule_type type;
	enum param param;        /* RULE_PARAM */
	struct str id;           /* the parameter's name, the statement's id or word */
	struct str label;        /* what people read; open: the question */
	int word;                /* HEAD_NAME: index in the type's lexicon */
	struct rule_value value; /* param, convert; settle: choice and texts[0] */
	const struct rule_value *field[FIELD_COUNT]; /* NULL where nothing is said */
	const struct when *when;
	struct str requirement; /* "R34" */
	struct str clause; /* the sentence that decides, in our own words; a decision's reason */
	struct str decided_by; /* a recorded decision instead of a clause: by whom */
	struct date decided_on;
	enum lock lock; /* what documents of lower levels are held to */
	struct str note;
	struct rule_comments comments;
	const struct rule_set *set;
	int line;
	const struct rule *next; /* of the same type, in the file's order */
	const struct rule *same; /* the same parameter for another part */
};

/* Shorthands for the attributes: the value where nothing is said is the caller's to choose. */
static inline int rule_choice(const struct rule *r, enum field f, int otherwise)
{
	return r->field[f] ? r->field[f]->choice : otherwise;
}
static inline uint64_t rule_words(const struct rule *r, enum field f)
{
	return r->field[f] ? r->field[f]->words : 0;
}

/* What a declared dimension is true of, and so who states it. */
enum dimension_of { OF_SERVICE, OF_PUPIL, OF_SCHOOL };
extern const struct words SUBJECT_WORDS;

/* `define`, `list`, and the dimension a question left open is. */
struct declaration {
	enum lexicon lexicon; /* LEX_NONE for dimensions and lists */
	bool dimension;
	enum dimension_of of; /* of a dimension */
	struct str name, label;
	const struct str *words, *labels; /* of a dimension; what a list holds stands in words */
	size_t n;
	const struct rule *question; /* the `open` this is made of; NULL otherwise */
	struct rule_comments comments;
	const struct rule_set *set;
	int line, column;
	const struct declaration *next;
};

/* A name the program does not have: bound once all documents are there. */
struct reference {
	enum lexicon lexicon; /* LEX_NONE: a dimension, a list, or a word of when's dimension */
	enum { REFER_WORD, REFER_DIMENSION, REFER_DIMENSION_WORD, REFER_LIST } what;
	struct str name;
	int line, column;
	uint64_t *mask; /* the word's bit is set here */
	int *index;     /* and its index written here */
	struct when *when;
	struct rule *rule; /* settle */
	const struct reference *next;
};

/* A worked case: a decision, its facts, and what has to come out. */
struct rule_given {
	struct str name, value;
	int line;
	const struct rule_given *next;
};
struct rule_case {
	struct str decision, name;
	const struct rule_given *given, *expect;
	struct rule_comments comments;
	int line;
	const struct rule_case *next;
};

enum level { LEVEL_NATION, LEVEL_PROVINCE, LEVEL_CITY, LEVEL_COUNTY, LEVEL_SCHOOL, LEVEL_COUNT };
extern const struct words LEVEL_WORDS;
/* Drafts and what was withdrawn hold nowhere; what was superseded holds on the days no published
 * edition does. */
enum status { STATUS_DRAFT, STATUS_PUBLISHED, STATUS_SUPERSEDED, STATUS_WITHDRAWN, STATUS_COUNT };
extern const struct words STATUS_WORDS;

struct rule_set {
	struct str id, title, number, issuer, issued, file;
	struct str place; /* a region or county code, a school's code; "" for none */
	enum level level;
	enum status status;
	struct str document;  /* title and number as printed in refusals */
	struct date from, to; /* both days included; `to` is DATE_NONE while open */
	struct date known;    /* since when it can be known here */
	bool known_stated;    /* by the file, not by issued or from */
	struct str under;     /* the set that holds where this one is silent; or none */
	struct {
		int line, column;
	} under_at, place_at;                   /* of the words, for what is found later */
	const struct rule *params[PARAM_COUNT]; /* linked by `same` */
	const struct rule *rules[RULE_COUNT];   /* linked by `next` */
	bool reaches; /* places above which it stands need not name it: above.h */
	const struct declaration *declared;
	const struct reference *references;
	const struct rule_case *cases;
	struct rule_comments comments, end_comments; /* of the head; behind the last statement */
	size_t n_rules, n_cases;
	int lines;
	const struct rule_set *next;
};

/* The first thing wrong in a file: where, what was found, what should stand there. */
struct rule_error {
	struct str file;
	int line, column; /* from 1; columns count characters */
	enum text_id what;
	struct str found, expected, nearest;
};
struct str rule_error_text(struct arena *a, enum lang lang, const struct rule_error *e);

/* Reads one file into the arena, which must outlive the set. False and *ret_e when anything is
 * wrong: nothing of a faulty file is taken. At most RULE_FILE_MAX bytes. R1: a set without title,
 * issuer and dates, and a statement without clause (or decision) and requirement, is refused.
 * Names that only a set above it can have declared are left to policy_book_check(). */
#define RULE_FILE_MAX ((size_t)1 << 20)
enum { RULE_SET_STATEMENTS = 4096, REQUIREMENTS = 79 /* R1 .. R79 */ };
bool rule_set_read(struct arena *a, struct str file, struct str text, struct rule_set **ret_set,
                   struct rule_error *ret_e);

/* Whether the place is one its issuer's level has a say in (R10). Asked of what is handed in, not
 * by the reader: what stands published without it goes on deciding. */
bool rule_set_placed(const struct rule_set *s, struct rule_error *ret_e);

/* How messages name a statement: a parameter by its name, the others as in "fee care". */
struct str rule_name(struct arena *a, const struct rule *rule);
/* The second of two statements of one name that could both be the most exact answer to one case;
 * NULL when there are none. Looks only at conditions that are bound. */
const struct rule *rule_set_ambiguous(const struct rule_set *s);

#endif
