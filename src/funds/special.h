/* The city's special fund (R47): a year's total, shared out among the counties by the result of the
 * evaluation and a published formula. The leading group's office enters the scores, closes the
 * evaluation and proposes; a second person of the city, usually of its finance, approves; then each
 * county's share is booked. Nothing is shown to the public before the evaluation is closed. */
#ifndef FUNDS_SPECIAL_H
#define FUNDS_SPECIAL_H

#include "store/store.h"

/* Verb (city, city finance; system): E_INPUT for a year outside 2000-2100, a total not above zero
 * or without a document; E_CONFLICT `special_year` for a year that has one. */
struct special_open {
	int64_t year;
	struct money total;
	struct str document;
	int64_t result;
};
extern const struct verb special_open_verb;

/* Verb (city): a county's score in points with at most two decimals ("92.5"), and its pupils that
 * took part. E_INPUT; E_REFUSED `evaluation_closed`. */
struct special_score_put {
	int64_t special;
	county_id county;
	struct str score;
	int64_t pupils;
};
extern const struct verb special_score_verb;

/* Verb (city): close the evaluation. E_REFUSED `evaluation_open` while a county has no score. */
/* Verb (city): propose the shares for approval. E_REFUSED `evaluation_open` before it is closed;
 * E_CONFLICT `special_state` otherwise. */
/* Verb (city): open the scores again after a proposal was returned. */
struct special_turn {
	int64_t special;
};
extern const struct verb special_close_verb, special_propose_verb, special_reopen_verb;

/* Verb (city's money roles, not who proposed it): approve, and book each county's share: D
 * special_fund / C special_grant; or return with a reason. E_REFUSED `not_approved` field approver,
 * `objections_open` while an objection has no answer. */
struct special_decide {
	int64_t special;
	bool approve;
	struct str reason;
};
extern const struct verb special_decide_verb;

/* Verb (county's money roles): object to what is proposed or approved. */
struct special_object {
	int64_t special;
	struct str said;
};
extern const struct verb special_object_verb;
/* Verb (city, not who objected): answer, once. E_REFUSED `not_approved` field approver; E_CONFLICT
 * `objection_answered`. */
struct special_answer {
	int64_t objection;
	struct str answer;
};
extern const struct verb special_answer_verb;

/* --- reading: the city all; counties and the public what is proposed or approved -------------- */

struct special {
	int64_t id, year, round;
	struct money total;
	struct str document, formula, state; /* scoring | closed | proposed | approved */
};
enum err special_get(struct ctx *c, int64_t id, struct special *ret_s);
enum err special_list(struct ctx *c, struct special **ret_v, size_t *ret_n);

struct special_line {
	county_id county;
	struct str code, name;
	int64_t score, pupils; /* score in hundredths */
	struct money per_pupil, rest, amount;
	bool judged;             /* less and more are known */
	struct money less, more; /* its amount with a point less, a point more */
};
/* The proposal's shares; before one, what the scores come to now (the city alone). In order of
 * score. */
enum err special_lines(struct ctx *c, const struct special *s, struct special_line **ret_v,
                       size_t *ret_n);

struct special_objection {
	int64_t id;
	struct str county, said, answer;
	struct instant at, answered;
};
/* A county's own; the city all. */
enum err special_objections(struct ctx *c, int64_t special, struct special_objection **ret_v,
                            size_t *ret_n);

/* "92.50" of hundredths. */
struct str score_text(struct arena *a, int64_t score);

#endif
