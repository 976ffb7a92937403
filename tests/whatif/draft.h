/* A county's own draft that takes 20 yuan off what is charged for courses, and three families who
 * chose some. */
#ifndef TESTS_WHATIF_DRAFT_H
#define TESTS_WHATIF_DRAFT_H

#include "../kit_term.h"
#include "enrolment/enrolment.h"
#include "rulebook/edition.h"

#define DRAFT_TEXT(amount)                                                                         \
	"ruleset LOCAL\n"                                                                          \
	"title \"示例县课后服务补助办法\"\n"                                            \
	"number \"示教〔2026〕1号\"\n"                                                        \
	"issuer \"示例县教育局\"\n"                                                          \
	"level county\n"                                                                           \
	"place 349901\n"                                                                           \
	"under RS0\n"                                                                              \
	"issued 2026-08-01\n"                                                                      \
	"effective 2026-09-01 .. open\n"                                                           \
	"\n"                                                                                       \
	"deduct county_share \"县级补助\"\n"                                                   \
	"  of course\n"                                                                            \
	"  amount " amount " yuan per term\n"                                                      \
	"  payer county\n"                                                                         \
	"  clause \"县级财政每生每学期补助" amount "元\"\n"                                       \
	"  requirement R5\n"

static inline void draft_takes(struct ctx *c, const struct actor *who, pupil_id pupil,
                               offering_id offering, agreement_id agreement)
{
	struct enrol a = {.wish = {pupil, offering, agreement, false}, .channel = S("page")};

	assert_ok(kit_try_as(c, who, &enrol_verb, &a));
}

/* Wang pays 100.00, Li 300.01, Chen Yi 599.99. */
static inline void draft_families(struct ctx *c, struct kit_people *w, struct kit_term *ret_t)
{
	kit_term_make(c, w, ret_t);
	draft_takes(c, &w->wang, w->pupil[WANG], ret_t->offering[CHESS], ret_t->course);
	draft_takes(c, &w->li, w->pupil[LI], ret_t->offering[ROBOT], ret_t->course);
	draft_takes(c, &w->father, w->pupil[CHEN_YI], ret_t->offering[PAINT], ret_t->course);
}

static inline edition_id draft_put(struct ctx *c, struct kit_people *w, const char *text)
{
	struct edition_draft e = {.body = str_of(text), .replaces = true};

	if (c->tx)
		store_read_end(c);
	c->actor = w->county_officer;
	assert_ok(edition_draft_put(c, &e, NULL));
	return e.result;
}

#endif
