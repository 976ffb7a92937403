/* Rule files for the tests of this room. Include after "kit_people.h". */
#ifndef TESTS_RULEBOOK_TEXTS_H
#define TESTS_RULEBOOK_TEXTS_H

#include "../kit.h"

#include "rulebook/edition.h"
#include "rulebook/rulebook.h"

/* A set of the county that pays `rate` yuan a participant, in force over `effective`. */
static inline struct str local_rules(struct ctx *c, const char *id, const char *place,
                                     const char *effective, const char *rate)
{
	return str_printf(c->arena,
	                  "ruleset %s\n"
	                  "title \"示例县课后服务经费办法\"\n"
	                  "number \"示教〔2026〕1号\"\n"
	                  "issuer \"示例县教育局\"\n"
	                  "level county\n"
	                  "place %s\n"
	                  "under RS0\n"
	                  "issued 2026-08-01\n"
	                  "effective %s\n"
	                  "\n"
	                  "param guarantee.rate %s yuan per participant per term\n"
	                  "  clause \"每生每学期按标准保障\"\n"
	                  "  requirement R29\n"
	                  "\n"
	                  "case guarantee \"一百名学生\"\n"
	                  "  given by rule\n"
	                  "  given enrolled 100\n"
	                  "  given attended 100\n"
	                  "  given received 0.00\n"
	                  "  expect required %s\n",
	                  id, place, effective, rate,
	                  strcmp(rate, "180.00") == 0 ? "18000.00" : "20000.00");
}

#endif
