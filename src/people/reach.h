/* What a caller's role reaches. Inside people and agency; other rooms load through the objects. */
#ifndef PEOPLE_REACH_H
#define PEOPLE_REACH_H

#include "store/store.h"

/* E_DENIED `not_allowed` unless the caller acts in one of these roles (the system may everything).
 */
enum err reach_role(struct ctx *c, roles_t roles);
/* Rows of a county: its own people, the city and the system. */
bool reach_county(const struct ctx *c, county_id county);
/* Rows of a school as a whole: its staff, its county, the city and the system. */
bool reach_school(const struct ctx *c, county_id county, school_id school);
/* E_ABSENT `absent`: whether there is none or the caller may not see it is not told apart. */
enum err absent(struct ctx *c);
/* There is one, but not for this caller: absent, and written down (R2). A guardian who follows an
 * old link is no news. */
enum err out_of_reach(struct ctx *c, const char *object, int64_t id);
/* A q_ call that wanted a row: E_ABSENT gets its fault. */
enum err or_absent(struct ctx *c, enum err e);

/* Text of a form or a file: width folded and blanks trimmed; E_INPUT missing_field, too_long. */
enum err said_text(struct ctx *c, struct str field, struct str said, size_t max, struct str *ret_s);
/* A mobile number as 11 digits; E_INPUT missing_field, phone_length, phone_character,
 * phone_kind. */
enum err said_phone(struct ctx *c, struct str field, struct str said, struct str *ret_phone);
/* What to look for with LIKE … ESCAPE '\\': the text anywhere, its wild cards taken as they are;
 * empty when there is none. */
struct str said_like(struct ctx *c, struct str said);
/* {"reason":"…"}: what staff wrote, for the audit record. */
struct str reason_json(struct ctx *c, struct str reason);
/* {"was":"…","now":"…","reason":"…"}: a setting that was changed. */
struct str change_json(struct ctx *c, struct str was, struct str now, struct str reason);

#endif
