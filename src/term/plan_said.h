/* Weekly times, grades and moments as people write them into a plan. Pure. */
#ifndef TERM_PLAN_SAID_H
#define TERM_PLAN_SAID_H

#include "term/offering_edit.h"

/* 周一 16:30-17:30；周三、周五 16:30-17:30, 周一至周五 16:30-17:30, Mon 16:30-17:30. At most
 * SLOTS_MAX. */
bool slots_said(struct arena *a, struct str said, struct slot_said *ret_v, size_t *ret_n);
/* 1-3, 一至三年级, 一年级、二年级, 初一: bit g. All of them (全校): every bit of `all`. */
bool grades_said(struct arena *a, struct str said, int64_t all, int64_t *ret_grades);
/* 2026-09-01 08:00, 2026年9月1日, 2026-09-01T08:00:00; without a time of day: `otherwise`. */
bool moment_said(struct arena *a, struct str said, struct clock_time otherwise,
                 struct instant *ret_t);

#endif
