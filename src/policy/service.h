/* The kinds of service a school may open (R12, R26): two modes of after-school care, lunch, and the
 * senior-high evening study that stands beside them (R25). There is no other. */
#ifndef POLICY_SERVICE_H
#define POLICY_SERVICE_H

#include "base/str.h"

enum service {
	SERVICE_CARE,	       /* 普惠托管 */
	SERVICE_COURSE,	       /* 个性化课程 */
	SERVICE_LUNCH,	       /* 午餐 */
	SERVICE_EVENING_STUDY, /* 晚自习 */
	SERVICE_COUNT
};

/* "care", "course", "lunch", "evening_study": stable, used in SQL, API and rule files. */
const char *service_name(enum service s);
bool service_parse(struct str name, enum service *ret_s);

#endif
