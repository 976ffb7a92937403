#include "policy/kind.h"

static const char *const KINDS[KIND_COUNT] = {"", "care", "course", "lunch", "evening_study"};
static const char *const STAGES[STAGE_COUNT] = {"", "primary", "junior", "senior"};
static const char *const PARTIES[PARTY_COUNT] = {"school", "guardian", "agency"};

const char *kind_name(enum kind k)
{
	return (unsigned)k < KIND_COUNT ? KINDS[k] : "";
}

bool kind_parse(struct str name, enum kind *ret_k)
{
	for (int k = 1; k < KIND_COUNT; k++) {
		if (str_is(name, KINDS[k])) {
			*ret_k = (enum kind)k;
			return true;
		}
	}
	return false;
}

const char *stage_name(enum stage s)
{
	return (unsigned)s < STAGE_COUNT ? STAGES[s] : "";
}

bool stage_parse(struct str name, enum stage *ret_s)
{
	for (int s = 1; s < STAGE_COUNT; s++) {
		if (str_is(name, STAGES[s])) {
			*ret_s = (enum stage)s;
			return true;
		}
	}
	return false;
}

const char *party_name(enum party p)
{
	return (unsigned)p < PARTY_COUNT ? PARTIES[p] : "";
}
