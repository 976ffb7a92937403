/* A county's day: three orders of 100.00 paid by one channel, K1, K2, K3; what channel and bank say
 * of it. */
#ifndef TESTS_AUDIT_CHANNEL_H
#define TESTS_AUDIT_CHANNEL_H

#include "../kit.h"

#include "../kit_store.h"
#include "../kit_people.h"

#include "audit/difference.h"
#include "audit/statement.h"

#define DAY_US INT64_C(86400000000)

struct day {
	bank_account_id bank;
	int64_t collecting;
	struct date day;
};

struct day planted(void **state);
void channel_says(void **state, const struct day *d, const struct channel_day_line *v, size_t n);
/* Lines of a statement "day,serial,in,out,counterparty,summary"; one of a day so many days after.
 */
void bank_lines(void **state, const struct day *d, const char *lines);
const char *bank_line(struct ctx *c, const struct day *d, int after, const char *rest);
void bank_says(void **state, const struct day *d, const char *amount);
/* Reconciles the county up to the day; differences of this run. */
int64_t run(void **state, const struct day *d);
/* The only difference in this state. */
struct difference only(void **state, const char *in);

static const struct channel_day_line ALL[] = {
	{{"K1", 2}, {"", 0}, {"C1", 2}, {10000}},
	{{"K2", 2}, {"", 0}, {"C2", 2}, {10000}},
	{{"K3", 2}, {"", 0}, {"C3", 2}, {10000}},
};

#endif
