/* The program that shares nothing with ours, asked about all of a test's database. Built with
 * -DKEHOU_AUDIT="…". */
#ifndef TESTS_SECOND_H
#define TESTS_SECOND_H

#include "kit_people.h"

/* Makes an audit pack of everything and lets kehou-audit recompute it; fails the test when a row
 * disagrees. How many rows the pack had. */
int64_t second_program_agrees(struct ctx *c, const struct kit_people *k);

#endif
