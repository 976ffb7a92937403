/* An invented city for trying the program, for tests and for measuring: docs/demo.md says what is
 * in it. It is written through the verbs that everybody uses, so what it holds is what the rules
 * allow. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include <stdio.h>

#include "store/store.h"

enum demo_scale { DEMO_SCHOOL, DEMO_COUNTY, DEMO_CITY };
bool demo_scale_parse(struct str name, enum demo_scale *ret_scale);

struct demo_options {
	enum demo_scale scale;
	int64_t schools; /* fewer of the same kind than the scale has; 0: all */
	bool fresh;      /* the open term alone: no term behind it, no money moved by it */
	uint64_t seed;   /* the same seed, the same data; identifiers and tokens are always new */
	FILE *accounts;  /* CSV: login,password,role,school,pupils,token; or NULL */
	FILE *progress;  /* a line every few seconds; or NULL */
};

struct demo_made {
	int64_t counties, schools, pupils, offerings;
};

/* Fills an empty database as the system. E_CONFLICT `database_not_empty` when a county is there. */
enum err demo_make(struct ctx *c, const struct demo_options *o, struct demo_made *ret_made);

#endif
