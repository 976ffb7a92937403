/* Words for kinds, states and days, in the reader's language. */
#ifndef TERM_LABELS_H
#define TERM_LABELS_H

#include "base/text.h"
#include "policy/kind.h"
#include "term/offering.h"

enum text_id kind_label(enum kind k);
enum text_id offering_state_label(enum offering_state s);
/* 1 Monday .. 7. */
enum text_id weekday_label(int64_t weekday);
/* Of an offering (R28): homework, reading, …; TEXT_NONE for another word. */
enum text_id category_label(struct str category);
/* 1–3, 5: the grades of an offering. */
struct str grades_label(struct arena *a, int64_t grades);

/* 周一至周五 16:00–17:00, or 周二、周四 16:30–17:30; the slots of one offering, by day. */
struct str slots_text(struct arena *a, enum lang lang, const struct slot *v, size_t n);

#endif
