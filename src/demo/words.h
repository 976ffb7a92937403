/* Invented names, the same for the same numbers. */
#ifndef DEMO_WORDS_H
#define DEMO_WORDS_H

#include "base/str.h"

/* A number out of numbers, evenly spread. */
uint64_t demo_mix(uint64_t seed, uint64_t a, uint64_t b);

struct str demo_person(struct arena *a,
                       uint64_t r); /* 周知夏; one in some hundred has a rare character */
struct str demo_child(struct arena *a, struct str parent,
                      uint64_t r); /* with the parent's surname */
struct str demo_county(size_t i, bool zone);
#define DEMO_COUNTIES 9
struct str demo_school_name(struct arena *a, size_t county, size_t i, bool junior);
struct str demo_agency_name(struct arena *a, size_t i);

struct demo_course {
	struct str title, category, about;
	bool agency;      /* may be run by an agency */
	bool consumables; /* paper, clay, seeds */
};
#define DEMO_COURSES 30
extern const struct demo_course demo_courses[DEMO_COURSES];

#endif
