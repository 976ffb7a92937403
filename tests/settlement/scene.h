/* A course of an agency, its bills, refunds and sittings, as other rooms would have written them.
 */
#ifndef TESTS_SETTLEMENT_SCENE_H
#define TESTS_SETTLEMENT_SCENE_H

#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "settlement/settlement.h"

#define DAY_US INT64_C(86400000000)

/* The dance course of the agency: 120.00 a pupil, 15 hours at 120.00, materials 600.00, 20 pupils:
 * 90.00 of each price is the agency's. */
struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	offering_id course;
	int64_t collecting, next;
	int32_t day; /* of the last sitting */
};

struct sheet_put sheet_of_dance(const struct scene *s);
/* `sheet`: with the sheet above in force; else with none, as before sheets were asked for. */
struct scene scene_of(void **state, bool sheet);
/* A bill of this amount for the course; its pupil, by whom the others know it. */
int64_t billed(struct scene *s, int64_t amount, bool collected);
void refunded(struct scene *s, int64_t pupil, int64_t amount);
/* A held sitting on a day; present < 0: without a register. */
sitting_id held(struct scene *s, int32_t day, int64_t minutes, int64_t present);
enum err follow(struct scene *s);
enum err draw(struct scene *s, settlement_id *ret_id);
enum err release(struct scene *s, settlement_id id);
int64_t fund(struct scene *s, const char *account, int64_t subject);
int64_t escrow(struct scene *s);
int64_t owed(struct scene *s);
int64_t claimed(struct scene *s);
/* open | collected, with a total: as a payment taken back, or one that leaves nothing to pay. */
void bill_stands(struct scene *s, int64_t pupil, const char *state, int64_t total);
/* So much of it is borne by another. */
void waived(struct scene *s, int64_t pupil, int64_t amount);
enum err payee(struct scene *s, const char *holder);
enum err pay(struct scene *s, payout_id *ret_id);
/* Another course of the same agency at the same school. */
struct scene sibling(struct scene *s);

#endif
