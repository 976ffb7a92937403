/* A family of A1 takes a service: it has read the notice, and signs. */
#ifndef TESTS_ENROLMENT_TAKES_H
#define TESTS_ENROLMENT_TAKES_H

#include "../term/units.h"
#include "enrolment/enrolment.h"

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

#endif
