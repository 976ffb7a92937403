/* What one sitting, one day or one month is worth to one person (R48): the county's `pay`
 * statements, asked with what was done, when, in which role and at what kind of school, by the day
 * of the sitting. So a rate that changes in the middle of a month holds from its own day on. */
#ifndef SUBSIDY_RECKON_H
#define SUBSIDY_RECKON_H

#include "people/school.h"
#include "policy/staff.h"
#include "term/offering.h"

/* What a rate is for. */
enum paid_by { PAID_SITTING, PAID_DAY, PAID_MONTH };
extern const char *const PAID_WORDS[]; /* sitting day month, NULL-terminated */
/* PAID_SITTING for none of them. */
enum paid_by paid_by_of(struct str word);

struct led {
	struct offering offering; /* kind, category, agency, grades, windows */
	struct date day;
	bool weekend; /* one of its times on Saturday or Sunday */
	struct clock_time starts, ends;
	struct str role; /* a word of the rule files */
	bool outsider;
	bool rated; /* a rate is stated: on the duty, or agreed with an outsider */
	struct money rate;
	enum paid_by per; /* with rated */
};
/* The case of a row of any statement that has these columns. */
#define LED_OF(row)                                                                                \
	{                                                                                          \
		.offering = {.kind = led_kind((row)->kind),                                        \
		             .category = (row)->category,                                          \
		             .agency = (row)->agency,                                              \
		             .grades = (row)->grades,                                              \
		             .windows = windows_parse((row)->windows)},                            \
		.day = (row)->day, .weekend = (row)->weekend, .starts = (row)->starts,             \
		.ends = (row)->ends                                                                \
	}
enum kind led_kind(struct str name);

/* What the rules are asked with. */
struct rule_facts led_facts(struct ctx *c, const struct rules *r, const struct school *s,
                            const struct led *what);

/* What a statement's rate is for; where a rate is stated, what that is for. */
enum paid_by led_paid_by(const struct led *what, const struct pay_terms *t);
/* One sitting: by the sitting where the rules can be asked so, else by the minute, which they may
 * convert. What pay_decide() says, refusals too. */
enum err led_ask(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                 const struct led *what, struct pay_answer *ret_a);
/* Whether the answer to that is due with the sitting: a rate for a week or longer that the
 * document's own measures turn into sittings would be paid again with every sitting of it. */
bool led_due(const struct led *what, const struct pay_answer *a);
/* A day or a month (`by`) of so many sittings on so many days, once. What pay_decide() says. */
enum err whole_ask(struct ctx *c, const struct rules *r, const struct rule_facts *facts,
                   const struct led *what, const struct pay_terms *t, int64_t sittings,
                   int64_t days, struct pay_answer *ret_a);

struct worth {
	struct money due; /* 0 with `no`, and of a sitting that is paid by the day or the month */
	struct str formula, requirement, document;
	/* Why nothing can be said: rate_mismatch (the stated rate or the form of pay is not the
	 * rules'), rate_missing (no document fixes one; found says what was asked), month_unsaid
	 * (nor what makes a month served). NULL: it can. */
	const char *no;
	struct str found, allowed; /* in both languages, as formulas, where they differ */
	struct pay_terms terms;    /* of the statement that decided; rule NULL: none did */
	enum paid_by by;
};
/* By the sitting where the rules can be asked so, else by the minute, which they may convert. What
 * the rules pay by the day or the month is due with that, see below. Pure but for the arena. */
enum err led_worth(struct ctx *c, const struct rules *r, const struct school *s,
                   const struct led *what, struct worth *ret_w);
/* The day or the month of such sittings, once: how many they were, on how many days. */
enum err whole_worth(struct ctx *c, const struct rules *r, const struct school *s,
                     const struct led *what, int64_t sittings, int64_t days, struct worth *ret_w);
/* What is taken off where one statement pays more for a month than its cap: due is 0 or below. */
enum err cap_worth(struct ctx *c, const struct pay_terms *terms, struct money sum,
                   struct worth *ret_w);
/* The statement and how it states its pay, without reckoning; rule NULL: none decides. */
enum err led_terms(struct ctx *c, const struct rules *r, const struct school *s,
                   const struct led *what, struct pay_terms *ret_t);

/* "teacher", "leader" …: the roles rule files know, NULL-terminated. */
extern const char *const DUTY_ROLES[];

#endif
