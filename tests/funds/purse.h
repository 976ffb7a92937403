/* A county with a guarantee fund: budget, allocation, what is received and spent. */
#ifndef TESTS_FUNDS_PURSE_H
#define TESTS_FUNDS_PURSE_H

#include "../kit.h"
#include "../kit_verify.h"
#include "../kit_store.h"
#include "../kit_people.h"
#include "../kit_term.h"
#include "../rulebook/world.h"
#include "world.h"

#include "funds/budget.h"
#include "money/approval.h"

#define DAY_US (24 * INT64_C(3600000000))

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	struct term term;
	struct actor other; /* a second officer of the county */
};

/* A county whose documents say what its funds are for. */
struct scene scene_of(void **state);
struct scene scene_under(void **state, const char *permits);
/* As whoever does it. */
enum err run(struct scene *s, const struct actor *who, const struct verb *v, void *arg);
enum err budget(struct scene *s, int64_t fen);
enum err allocate(struct scene *s, school_id school, int64_t fen);
enum err receive(struct scene *s, school_id school, int64_t fen, const char *document);
enum err spend(struct scene *s, const struct actor *who, const char *purpose, int64_t fen,
               int64_t *ret_id);
/* Approved by another person (NULL: not now), then booked. */
enum err book(struct scene *s, const struct actor *who, const struct actor *approver, int64_t id);
struct money balance(struct scene *s, const char *account, int64_t subject);

#endif
