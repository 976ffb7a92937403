/* Numbers that stand for a person, a pupil, a school or an organisation: read as people type them
 * (full-width digits, lower-case letters and blanks around are folded), checked by their standard,
 * given back in their one proper form. Pure: no store, no clock. */
#ifndef PEOPLE_IDNUM_H
#define PEOPLE_IDNUM_H

#include "base/civil.h"

enum idnum_flaw {
	IDNUM_OK,
	IDNUM_LENGTH,    /* too short or too long */
	IDNUM_OLD,       /* a 15-digit citizen ID of before 1999 */
	IDNUM_CHARACTER, /* something that cannot stand in that place */
	IDNUM_KIND,      /* a first letter or category that does not exist */
	IDNUM_DATE,      /* the date of birth inside does not exist */
	IDNUM_CHECK,     /* the check digit is wrong: something was mistyped */
	IDNUM_FLAW_COUNT
};

/* The fault of the catalogue that says so to people, "id_check"; NULL for IDNUM_OK. */
const char *idnum_fault(enum idnum_flaw f);
/* The same of a mobile number, which stands on no document. */
const char *mobile_fault(enum idnum_flaw f);

/* All of the readers leave *ret untouched unless they return IDNUM_OK; texts are in the arena. */

/* 公民身份号码, GB 11643-1999: 17 digits and a check, the date inside exists. A region prefix that
 * is not in use today is no flaw: counties are merged and moved, numbers stay. */
struct citizen_id {
	struct str number;   /* 18 characters, a check of ten as X */
	int32_t region;      /* first six digits, for a caller that holds GB/T 2260 */
	bool province_known; /* first two digits are a province's; if not, warn, do not refuse */
	struct date birth;
	bool male;
};
enum idnum_flaw citizen_id_read(struct arena *a, struct str s, struct citizen_id *ret_id);

/* 全国学籍号, 19 characters. Never take the citizen ID out of a G-number: it may have changed
 * since. */
struct pupil_number {
	struct str number;
	char kind; /* 'G' from a citizen ID, 'J' formal without one, 'L' temporary */
	struct date birth;
	bool check_holds; /* J: warn when false, its algorithm is not published; always true for G,
	                     L */
};
enum idnum_flaw pupil_number_read(struct arena *a, struct str s, struct pupil_number *ret_n);

/* 统一社会信用代码, GB 32100-2015, and the GB 11714 check of the organisation code inside. */
struct credit_code {
	struct str number; /* 18 characters */
	int32_t region;
};
enum idnum_flaw credit_code_read(struct arena *a, struct str s, struct credit_code *ret_c);

/* 学校(机构)标识码: category, province, six digits; there is no check digit. */
struct school_code {
	struct str number; /* 10 digits */
	int32_t category;  /* 21 primary, 31 junior, 34 senior, 51 special education … */
	int32_t province;
};
enum idnum_flaw school_code_read(struct arena *a, struct str s, struct school_code *ret_s);

/* A mobile number of the mainland as 11 digits; blanks, hyphens and +86, 0086 or 86 in front are
 * taken off. */
enum idnum_flaw mobile_read(struct arena *a, struct str s, struct str *ret_number);

#endif
