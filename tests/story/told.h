/* What must not be told: the names of other families, schools and counties. */
#ifndef TESTS_STORY_TOLD_H
#define TESTS_STORY_TOLD_H

#include "base/actor.h"
#include "base/str.h"

/* The first name in `text` that a role may not read at this path; NULL: none. */
const char *told_too_much(enum role role, struct str path, struct str text);

#endif
