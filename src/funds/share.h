/* How a sum is shared out by score and number of pupils (R47), so that a county with a higher score
 * never gets less per pupil. Pure. */
#ifndef FUNDS_SHARE_H
#define FUNDS_SHARE_H

#include "base/money.h"

/* The version published with every allocation; a new one gets a name of its own. */
#define SHARE_FORMULA "score-per-pupil-1"
#define SCORE_MOST    10000 /* hundredths of a point */

struct share_of {
	int64_t score, pupils;                /* score 0 .. SCORE_MOST, pupils not below zero */
	struct money per_pupil, rest, amount; /* out: amount = per_pupil × pupils + rest */
};
/* Of counties in order of their score, the highest first (of equal scores the one with more pupils,
 * then by code). Each pupil is worth total × score / Σ(score × pupils) fen, cut off to the whole
 * fen. What then remains raises that amount by one fen for county after county from the first on,
 * as long as it suffices for all pupils of the next; the last fen that do not are the first
 * county's. The amounts sum to total. False when nobody has both a score and pupils, the order is
 * wrong, or a number is out of its bounds. */
bool share_out(struct money total, struct share_of *v, size_t n);

#endif
