/* Public holidays and make-up working days (调休) of the country, as data: policies/holidays-*.txt,
 * one file for each year's notice. Counties and schools have days of their own beside them. */
#ifndef POLICY_HOLIDAYS_H
#define POLICY_HOLIDAYS_H

#include "policy/rule_set.h"

enum holiday { HOLIDAY_NORMAL, HOLIDAY_OFF, HOLIDAY_MAKE_UP };

struct holiday_book;

struct holiday_book *holiday_book_new(void); /* empty; NULL when memory is out */
void holiday_book_free(struct holiday_book **b);
/* Takes one file, or nothing of it. A day named twice, in one file or in two, is refused. A notice
 * may name days of the December before its year: 2022-12-31 stands in the notice of 2023. */
bool holiday_book_add(struct holiday_book *b, struct str file, struct str text,
                      struct rule_error *ret_e);
/* The years built into the program, read once; NULL with *ret_e set when a file is wrong.
 * Thread-safe. */
const struct holiday_book *holiday_builtin(const struct rule_error **ret_e);

/* NORMAL says that no notice names the day: then the weekday decides. */
enum holiday holiday_of(const struct holiday_book *b, struct date d);
/* 国庆节; STR_NONE for a normal day. */
struct str holiday_name(const struct holiday_book *b, struct date d);
/* Whether the notices that could name the day are here: its year's, and for the last days of
 * December the next year's too. A calendar made from days that are not known is provisional. */
bool holiday_known(const struct holiday_book *b, struct date d);
/* The year whose notice is not here though it could name the day; 0: none lacks. */
int32_t holiday_missing(const struct holiday_book *b, struct date d);
/* Monday to Friday except days off, and make-up days. A school's own calendar may differ. */
bool holiday_working_day(const struct holiday_book *b, struct date d);

#endif
