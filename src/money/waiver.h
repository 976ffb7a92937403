/* Waivers of pupils (R5): who of a family is charged less, on what proof, borne by whom; and what
 * else documents ask of a pupil (`define dimension … of pupil`: R1, R24), which is recorded in the
 * same way, on a proof that may run out: its category is then the answer, "village=yes". What is
 * recorded is sensitive: the category, the proof and its number are sealed; the family, the
 * school's clerk and leader and the county's officer read them, class staff and other families
 * never. */
#ifndef MONEY_WAIVER_H
#define MONEY_WAIVER_H

#include "people/pupil.h"
#include "rulebook/rulebook.h"
#include "store/store.h"

#define WAIVER_KEEPERS (ROLES_SCHOOL | ROLE_BIT(ROLE_COUNTY))

/* Whether a category is an answer to what documents ask of a pupil. */
static inline bool waiver_answer(struct str category)
{
	size_t at;

	return str_find(category, S("="), &at);
}

/* A category the rules of a school waive something for, as of a day; behind them the words of what
 * they ask of a pupil. */
enum { WAIVER_OFFERS = 2 * LEXICON_WORDS };
struct waiver_offer {
	struct str category, label;
	bool proof; /* required */
	struct str payer, clause, document;
	const struct rule
		*rule; /* the first that names it, of its rules' memory; NULL: an answer */
};
enum err waiver_offers(struct ctx *c, const struct rules *rules, struct waiver_offer **ret_v,
                       size_t *ret_n);
/* The same for the school a pupil is at, today; the pupil in the caller's scope. */
enum err waiver_offers_for(struct ctx *c, pupil_id pupil, struct waiver_offer **ret_v,
                           size_t *ret_n);

struct waiver {
	waiver_id id;
	county_id county;
	school_id school;
	pupil_id pupil;
	struct str state; /* asked | granted | refused | withdrawn */
	bool over;        /* granted, and its last day is past */
	bool open;        /* granted, and no day or term ends it */
	struct str category, label, proof, number;
	struct date seen, starts, ends;
	struct str payer, reason; /* who bears it: payers_said() */
	struct str payers;        /* the same in words */
	account_id entered, decided_by;
	struct instant at, decided;
	struct str name, class_name, school_name;
};
/* Within the caller's scope: own child, own school, own county; class staff are E_DENIED. Whoever
 * is not the family notes the reading of the child's record. */
enum err waiver_get(struct ctx *c, waiver_id id, struct waiver *ret_w);
enum err waiver_of_pupil(struct ctx *c, pupil_id pupil, struct waiver **ret_v, size_t *ret_n);
/* Of the caller's school or county; `state` none: any. most 0: all. */
struct waiver_filter {
	struct str state;
	int64_t most, skip;
};
enum err waiver_list(struct ctx *c, const struct waiver_filter *f, struct waiver **ret_v,
                     size_t *ret_n, int64_t *ret_total);

/* Verb (a guardian of the child; the clerk or leader of its school). E_INPUT for a category no rule
 * of the school waives anything for and no answer to what they ask (found, allowed), no pupil, a
 * number nobody on the school's roll has (import_pupil_unknown), a last day before the first, a
 * proof seen on a day to come; E_CONFLICT waiver_open while waiver_standing() has one. Audited
 * without the category.
 */
struct waiver_ask {
	pupil_id pupil;
	struct str roll; /* staff, without a pupil: its number on the roll (学籍号) */
	struct str category;
	struct str proof, number; /* what is shown, and its number */
	struct date seen;         /* staff alone: when they saw it */
	struct date starts;       /* DATE_NONE: today */
	struct date ends;         /* DATE_NONE: as long as the rule says */
	waiver_id result;
};
extern const struct verb waiver_ask_verb;
/* What the verb would answer, without writing. */
enum err waiver_look(struct ctx *c, const struct waiver_ask *in);
/* The one of that category, or of another answer to the same, that waits or holds for a pupil;
 * none. */
enum err waiver_standing(struct ctx *c, pupil_id pupil, struct str category, waiver_id *ret_id);

/* Verb (clerk, leader of the school): by another person than who entered it: E_REFUSED
 * waiver_own. What the rule asks to be proven is seen: E_REFUSED waiver_proof, its clause. Its last
 * day and its payer are the rule's; E_REFUSED waiver_past where it would begin after that day;
 * E_REFUSED decision_needed while the county has not decided what the document leaves open, and
 * waiver_needs_fact while an open bill cannot be amended for want of another answer. An
 * answer always has to be proven and has the last day it was entered with; it counts for what is
 * charged from then on. Open bills are amended at once (bill_waive); the family is told. E_REFUSED
 * waiver_state when it is not asked for any more. */
struct waiver_grant {
	waiver_id waiver;
	struct str proof, number; /* none: as they were entered */
	struct date seen;         /* DATE_NONE: as entered, else today */
};
extern const struct verb waiver_grant_verb;

/* Verbs: refuse what is asked for, end what is asked for or granted (from now on: what was charged
 * stays as it is). A reason is required; the family is told. Refused by another person than who
 * entered it; withdrawn by the family too. */
struct waiver_end {
	waiver_id waiver;
	struct str reason;
};
extern const struct verb waiver_refuse_verb, waiver_withdraw_verb;

/* Recurring: families are told 30 days before a waiver runs out. */
struct job_kinds;
extern const struct job_kinds waiver_jobs;

#endif
