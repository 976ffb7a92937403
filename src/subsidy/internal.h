/* Shared inside the room. */
#ifndef SUBSIDY_INTERNAL_H
#define SUBSIDY_INTERNAL_H

#include "subsidy/batch.h"
#include "subsidy/reckon.h"
#include "subsidy/subsidy.sql.h"

/* What a finding weighs. */
enum weight { TOLD, ANSWERED, STOPS };

struct finding {
	const char *code;
	enum weight weight;
	int64_t person, sitting;
	struct date day;
	struct str found, allowed;
};
enum err subsidy_finding_put(struct ctx *c, const struct q_subsidy_batch_row_row *b,
                             const struct finding *f);
/* The checks over the whole of a computation: twice at once, over the day, related payees. */
enum err findings_over_all(struct ctx *c, const struct q_subsidy_batch_row_row *b);

/* In a verb, before a batch is read: nobody else counts on its school's money (school_hold). */
enum err subsidy_hold(struct ctx *c, int64_t id);
/* The row, without scope. */
enum err subsidy_load(struct ctx *c, int64_t id, struct q_subsidy_batch_row_row *ret_b);
enum err subsidy_step_note(struct ctx *c, const struct q_subsidy_batch_row_row *b, const char *step,
                           struct money total, struct str reason, int64_t *ret_id);
/* A month's subsidy of a school, as what waits for a word and what is paid are called: a phrase. */
enum err subsidy_title(struct ctx *c, const struct q_subsidy_batch_row_row *b, struct str *ret_s);
enum err subsidy_wrong_state(struct ctx *c, struct str state);
/* What was approved or returned in the list of approvals is carried out: by a job, soon after. */
enum err subsidy_follow(struct ctx *c);
struct subsidy_batch subsidy_batch_from(const struct q_subsidy_batch_row_row *row);

#endif
