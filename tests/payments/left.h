/* A service that is left while its bill is partly unpaid, and its refunds. */
#ifndef TESTS_PAYMENTS_LEFT_H
#define TESTS_PAYMENTS_LEFT_H

#include "scene.h"

#include "money/approval.h"

#define DAY_US INT64_C(86400000000)
#define DOC                                                                                            \
	"ruleset LOCAL\ntitle \"示例县退费办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"
#define GIVES(id, reason)                                                                          \
	"\nrefund " id " \"退费\"\n  of course\n  reason " reason                                  \
	"\n  method share\n  unit sitting\n  basis served\n  clause \"按未上课次退费\"\n"   \
	"  requirement R61\n"
#define QUITS DOC GIVES("quit", "quit") GIVES("absence", "absence")

struct one {
	struct scene s;
	struct actor other;
	const struct actor *guardian;
	enum kit_pupil pupil;
	enrolment_id id;
	uint64_t known;
};

/* So much more or less for the pottery of the child. */
struct adjust pottery_by(const struct one *t, int64_t fen);

/* So many days go by. */
void days(void **state, struct one *t, int64_t n);

/* With this document published, or none. */
struct one of_pottery(void **state, const char *doc);

/* The sittings of pottery. */
void laid_out(struct one *t);

/* 200.00 of pottery and 40.00 of its goods are paid, 30.00 it was adjusted up by are not. */
struct one part_paid(void **state, const char *doc);

/* Of the nth sitting of the term. */
enum was { CALLED_OFF, HELD_AFTER_ALL, ABSENT };

void sitting(struct one *t, int64_t nth, enum was was);

/* By its guardian. */
void left(struct one *t);

/* Of the child, the oldest first. */
struct refund *refunds(struct one *t, size_t *ret_n);

struct refund newest(struct one *t);

/* Its line of the price. */
struct refund_item price_of(struct one *t, refund_id id);

/* What the rules give of so much for what was not held. */
int64_t of_rules(const struct refund_item *i, int64_t charged);

/* As the finance person. */
enum err left_judge(struct one *t, refund_id id, bool accept);

/* The leader, of what was submitted. */
void second_says(struct one *t, refund_id id, enum approval_word word);

enum err reckon(struct one *t, const struct actor *who, refund_id id);

/* What the second person said is carried out. */
void followed(struct one *t, refund_id id);

/* Agreed to by two and paid out at the counter. */
void paid_back(struct one *t, refund_id id);

/* What the counter has. */
int64_t kept(struct one *t);

/* By kehou verify and the second program. */
void books_hold(struct one *t);

#endif
