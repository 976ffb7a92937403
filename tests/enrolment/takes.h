/* A family of A1 takes a service: it has read the notice, and signs; or asks for what is waived for
 * the poor, and is granted it. */
#ifndef TESTS_ENROLMENT_TAKES_H
#define TESTS_ENROLMENT_TAKES_H

#include "../term/units.h"
#include "enrolment/enrolment.h"
#include "money/waiver.h"

static inline enum err tries_to_take(struct ctx *c, const struct kit_people *w,
                                     const struct plan *t, const struct actor *who,
                                     enum kit_pupil pupil, offering_id o, enum kind kind,
                                     struct enrolment *ret_e)
{
	struct notice_signed row = {w->pupil[pupil], who->guardian};
	struct notice_confirm_many many = {t->notice, &row, 1, S("paper"), 0};
	struct enrol a = {
		.wish = {w->pupil[pupil], o, kind == KIND_CARE ? t->care : t->course, false},
		.channel = S("page"),
	};
	enum err e;

	assert_ok(kit_try_as(c, &w->system, &notice_confirm_many_verb, &many));
	e = kit_try_as(c, who, &enrol_verb, &a);
	if (e == OK)
		*ret_e = a.result;
	return e;
}

static inline struct enrolment takes(struct ctx *c, const struct kit_people *w,
                                     const struct plan *t, const struct actor *who,
                                     enum kit_pupil pupil, offering_id o, enum kind kind)
{
	struct enrolment e = {0};
	enum err err = tries_to_take(c, w, t, who, pupil, o, kind, &e);

	if (err != OK)
		fail_msg("%s %s %.*s", err_name(err), c->fault.code, STR_FMT(c->fault.found));
	return e;
}

static inline waiver_id is_granted(struct ctx *c, const struct kit_people *w,
                                   const struct actor *family, enum kit_pupil pupil)
{
	struct waiver_ask ask = {.pupil = w->pupil[pupil],
	                         .category = S("poor"),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};
	struct waiver_grant grant = {.seen = DATE_NONE};

	assert_ok(kit_try_as(c, family, &waiver_ask_verb, &ask));
	grant.waiver = ask.result;
	if (kit_try_as(c, &w->clerk, &waiver_grant_verb, &grant) != OK)
		fail_msg("%s %s", c->fault.code, str_c(c->arena, c->fault.found));
	return ask.result;
}

#endif
