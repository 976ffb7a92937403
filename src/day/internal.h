/* Shared inside the room. */
#ifndef DAY_INTERNAL_H
#define DAY_INTERNAL_H

#include "day/day.h"
#include "day/day.sql.h"

struct instant sitting_begins(const struct day_sitting *s);
struct instant sitting_over(const struct day_sitting *s);

#endif
