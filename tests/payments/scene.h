/* A term of school A1 with supervised accounts: WeChat Pay and Alipay at the gateway, and the
 * counter. */
#ifndef TESTS_PAYMENTS_SCENE_H
#define TESTS_PAYMENTS_SCENE_H

#include "../kit.h"
#include "../kit_store.h"
#include "../kit_term.h"
#include "../pay/gateway.h"

#include "enrolment/enrolment.h"
#include "payments/consumables.h"
#include "payments/adjust.h"
#include "payments/payment.h"
#include "payments/receipt.h"
#include "payments/refund.h"
#include "web/web.h"
#include "world.sql.h"

struct scene {
	struct ctx *c;
	struct kit_people *w;
	struct kit_term t;
	collecting_id wechat, alipay, counter;
};

/* The gateway, once a program. */
extern struct gateway scene_gateway;
int scene_start(void **state);
int scene_end(void **state);

/* The gateway's clock is ours. */
struct scene scene_of(void **state);
/* Up to so much a bill is adjusted without a second person; in the scene as it begins nothing needs
 * one. */
void scene_alone(struct scene *s, struct money limit);
/* Enrols a child and returns what the bill then comes to. */
enrolment_id scene_enrol(struct scene *s, const struct actor *who, enum kit_pupil pupil,
                         enum kit_offering o);
struct q_bill_of_pupil_row scene_bill(struct scene *s, enum kit_pupil pupil);
struct money scene_due(struct scene *s, enum kit_pupil pupil);
/* Takes in all that is due at the counter, as the finance person. */
payment_id scene_paid(struct scene *s, enum kit_pupil pupil, const char *document);
/* So much more or less for the chess of a child, whose bill was collected. */
struct adjust scene_chess_by(const struct scene *s, enum kit_pupil pupil, int64_t fen,
                             const char *reason);
/* The child leaves A1 and is entered at A2. */
void scene_goes_to_a2(struct scene *s, enum kit_pupil pupil);
/* The school signs off the consumables of the pottery course (R37). */
void scene_signed(struct scene *s);
/* Runs what is due of the payments' jobs; how many ran. */
size_t scene_work(struct scene *s);
/* A notice as the gateway made it, posted to the address of an account; what it is answered with.
 */
struct web_answer scene_tell(struct scene *s, struct web *w, const struct jval *notice,
                             const char *channel, collecting_id to);
int64_t scene_sum(struct scene *s, const char *account);
const struct jval *scene_ask(struct scene *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
