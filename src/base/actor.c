#include "base/actor.h"

static const char *const names[ROLE_COUNT] = {
	[ROLE_NONE] = "none",
	[ROLE_GUARDIAN] = "guardian",
	[ROLE_TEACHER] = "teacher",
	[ROLE_CLASS_HEAD] = "class_head",
	[ROLE_SCHOOL_CLERK] = "school_clerk",
	[ROLE_SCHOOL_LEADER] = "school_leader",
	[ROLE_AGENCY] = "agency",
	[ROLE_COUNTY] = "county",
	[ROLE_CITY] = "city",
	[ROLE_SYSTEM] = "system",
	[ROLE_SCHOOL_FINANCE] = "school_finance",
	[ROLE_COUNTY_FINANCE] = "county_finance",
	[ROLE_COUNTY_HR] = "county_hr",
	[ROLE_CITY_FINANCE] = "city_finance",
};

const char *role_name(enum role r)
{
	return (unsigned)r < ROLE_COUNT ? names[r] : "none";
}

bool role_parse(const char *name, enum role *ret_r)
{
	for (unsigned r = 0; r < ROLE_COUNT; r++) {
		if (strcmp(names[r], name) == 0) {
			*ret_r = (enum role)r;
			return true;
		}
	}
	return false;
}
