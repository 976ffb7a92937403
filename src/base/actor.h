/* Who is acting, in which role, over which part of the tree. */
#ifndef BASE_ACTOR_H
#define BASE_ACTOR_H

#include "base/id.h"

/* One person may hold several; a session acts in exactly one at a time and shows which. */
enum role {
	ROLE_NONE,          /* nobody is logged in */
	ROLE_GUARDIAN,      /* own children only */
	ROLE_TEACHER,       /* own sittings of the school */
	ROLE_CLASS_HEAD,    /* 班主任: own class */
	ROLE_SCHOOL_CLERK,  /* 教务: everything of the school but money decisions */
	ROLE_SCHOOL_LEADER, /* 校级负责人 */
	ROLE_AGENCY,        /* 第三方机构 contact */
	ROLE_COUNTY,        /* county education bureau officer */
	ROLE_CITY,          /* leading-group office */
	ROLE_SYSTEM,        /* jobs and the command line */
	/* Numbers stand in rows: what came later stands after. */
	ROLE_SCHOOL_FINANCE, /* 学校财务: the school's money, no child beyond a bill */
	ROLE_COUNTY_FINANCE, /* 县区财政: the county's money */
	ROLE_COUNTY_HR,      /* 县区人社: staff pay, read only */
	ROLE_CITY_FINANCE,   /* 市财政: sums and the city's special fund */
	ROLE_COUNT
};

typedef uint32_t roles_t; /* a set: ROLE_BIT(a) | ROLE_BIT(b) */
#define ROLE_BIT(r)    (1u << (r))
#define ROLES_PUBLIC   (ROLE_BIT(ROLE_COUNT) - 1u)           /* everybody, logged in or not */
#define ROLES_ACCOUNT  (ROLES_PUBLIC & ~ROLE_BIT(ROLE_NONE)) /* everybody logged in */
#define ROLES_SCHOOL   (ROLE_BIT(ROLE_SCHOOL_CLERK) | ROLE_BIT(ROLE_SCHOOL_LEADER))
#define ROLES_TEACHING (ROLES_SCHOOL | ROLE_BIT(ROLE_TEACHER) | ROLE_BIT(ROLE_CLASS_HEAD))
#define ROLES_BUREAU   (ROLE_BIT(ROLE_COUNTY) | ROLE_BIT(ROLE_CITY))
/* Who moves money, and who approves what another has submitted. */
#define ROLES_SCHOOL_MONEY (ROLE_BIT(ROLE_SCHOOL_FINANCE) | ROLE_BIT(ROLE_SCHOOL_LEADER))
#define ROLES_COUNTY_MONEY (ROLE_BIT(ROLE_COUNTY_FINANCE) | ROLE_BIT(ROLE_COUNTY))
#define ROLES_CITY_MONEY   (ROLE_BIT(ROLE_CITY_FINANCE) | ROLE_BIT(ROLE_CITY))
/* Everybody of a place. */
#define ROLES_AT_SCHOOL (ROLES_TEACHING | ROLE_BIT(ROLE_SCHOOL_FINANCE))
#define ROLES_AT_COUNTY (ROLES_COUNTY_MONEY | ROLE_BIT(ROLE_COUNTY_HR))
#define ROLES_AT_CITY   ROLES_CITY_MONEY

struct actor {
	account_id account;
	session_id session;
	appointment_id appointment;
	enum role role;
	county_id county;     /* set for every role but the city's and system */
	school_id school;     /* set for ROLES_AT_SCHOOL */
	class_id class;       /* set for the class head */
	guardian_id guardian; /* set for the guardian */
	staff_id staff;       /* set for school roles */
	agency_id agency;     /* set for the agency */
};

static inline bool actor_in(const struct actor *a, roles_t roles)
{
	return (roles & ROLE_BIT(a->role)) != 0;
}

enum lang { LANG_ZH, LANG_EN };

const char *role_name(enum role r); /* "guardian", "school_clerk", …: stable, used in the API */
bool role_parse(const char *name, enum role *ret_r);

#endif
