/* The figures of a school, a county or a city, and the sentences behind them, as they are kept. */
#ifndef WHATIF_FIGURES_H
#define WHATIF_FIGURES_H

#include "base/out.h"
#include "whatif/county.h"

/* A JSON object of whole numbers by name; what is zero is left out, what is missing is zero. */
void figures_write(struct out *o, const struct whatif_school *s);
/* E_BROKEN for anything else. School, code and name are left alone. */
enum err figures_read(struct ctx *c, struct str text, struct whatif_school *io_s);

/* A JSON array, in the order they were found: a sentence keeps its place when more are found. */
void causes_write(struct out *o, const struct whatif_tally *t);
/* Adds them to a tally; sentences that are there already get the sums of both. */
enum err causes_read(struct ctx *c, struct str text, struct whatif_tally *t);

/* The members of one sentence into an open JSON object. */
void cause_json(struct json *j, const struct whatif_cause_sum *u);

#endif
