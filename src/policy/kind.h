/* The words for services, stages and parties that rules speak of; stored and sent by name. */
#ifndef POLICY_KIND_H
#define POLICY_KIND_H

#include "base/str.h"

/* R12, R26: care (普惠托管) and course (个性化课程) are the two modes of after-school care; lunch
 * and evening study (晚自习) are services of their own. */
enum kind { KIND_NONE, KIND_CARE, KIND_COURSE, KIND_LUNCH, KIND_EVENING_STUDY, KIND_COUNT };

/* As stored on the class. */
enum stage { STAGE_NONE, STAGE_PRIMARY, STAGE_JUNIOR, STAGE_SENIOR, STAGE_COUNT };

/* Who signs an agreement or runs a service; used as a set of bits. R50 */
enum party { PARTY_SCHOOL, PARTY_GUARDIAN, PARTY_AGENCY, PARTY_COUNT };
#define PARTY_BIT(p) (1u << (p))

/* "care", "course", "lunch", "evening_study": stable, used in SQL and the API; "" for none. */
const char *kind_name(enum kind k);
bool kind_parse(struct str name, enum kind *ret_k);
/* "primary", "junior", "senior"; "" for none. */
const char *stage_name(enum stage s);
bool stage_parse(struct str name, enum stage *ret_s);
/* "school", "guardian", "agency". */
const char *party_name(enum party p);

#endif
