/* A school and its classes. */
#ifndef PEOPLE_SCHOOL_H
#define PEOPLE_SCHOOL_H

#include "policy/rules.h"
#include "store/store.h"

struct school {
	school_id id;
	county_id county;
	struct str code; /* 学校标识码, ten digits */
	struct str name;
	bool private;  /* 民办 */
	bool boarding; /* 寄宿制 */
	bool rural;
	struct str lunch_mode;        /* canteen | delivery | other | none (R13) */
	struct clock_time end_latest; /* fixed by the county for this school; TIME_NONE: the rule
	                                 set's (R24) */
};

/* What rules may ask of a school: all but the stage, of which it may have several. */
struct rule_facts school_facts(const struct school *s);

/* Within the caller's scope: the own school; a guardian's children's schools; a county's; E_ABSENT.
 * A school staff or county officer who asks for another one's is noted in the audit (R2). */
enum err school_get(struct ctx *c, school_id id, struct school *ret_school);
/* Without scope: for work that has been authorised already. */
enum err school_load(struct ctx *c, school_id id, struct school *ret_school);
/* In a verb, before it reads what there is of the school's money: until the verb is over nobody
 * else counts on it, on another node neither. Of a school there is none of nothing is held. */
enum err school_hold(struct ctx *c, school_id id);
/* By code, within the caller's scope; false: none. */
enum err school_find(struct ctx *c, struct str code, struct school *ret_school, bool *ret_found);
/* A county's schools in order of code; `name` none or a part of the name. `most` 0: all. */
enum err school_list(struct ctx *c, county_id county, struct str name, int64_t most, int64_t skip,
                     struct school **ret_v, size_t *ret_n, int64_t *ret_total);

/* Verb (county, city, system). E_INPUT as school_code_read; E_CONFLICT `code_taken`. */
struct school_new {
	county_id county; /* a county officer's own when none */
	struct str code, name;
	bool private, boarding, rural;
	struct str lunch_mode; /* none: "none" */
	school_id result;
};
extern const struct verb school_add_verb;

/* --- classes ---------------------------------------------------------------------------------- */

struct class
{
	class_id id;
	county_id county;
	school_id school;
	int64_t stage; /* 1 primary, 2 junior, 3 senior */
	int64_t grade; /* 1..12 */
	int64_t number;
	struct str name;
	int64_t pupils; /* class_list only: active ones */
};

/* Grades 1-6 are primary, 7-9 junior, 10-12 senior; 0 for any other. */
int64_t grade_stage(int64_t grade);
/* 三年级, 高一; Grade 3. */
struct str grade_name(struct ctx *c, enum lang lang, int64_t grade);

/* Within the caller's scope as school_get; a class head the own class, a guardian the children's.
 */
enum err class_get(struct ctx *c, class_id id, struct class *ret_class);
/* A school's classes by grade and number; a class head sees the own one. */
enum err class_list(struct ctx *c, school_id school, struct class **ret_v, size_t *ret_n);
enum err class_find(struct ctx *c, school_id school, int64_t grade, int64_t number,
                    class_id *ret_id, bool *ret_found);

/* In a verb (clerk, leader, county, city, system): the class of this grade and number, made when
 * there is none. `name` none: 三年级(2)班. E_INPUT for a grade outside 1..12 or a number
 * outside 1..99. */
enum err class_ensure(struct ctx *c, const struct school *s, int64_t grade, int64_t number,
                      struct str name, struct class *ret_class);
/* Verb over it. E_CONFLICT `class_exists` when it was there. */
struct class_new {
	school_id school; /* none: the caller's */
	int64_t grade, number;
	struct str name;
	class_id result;
};
extern const struct verb class_add_verb;

#endif
