/* Names of the world of places.h that an answer may not hold for a role. */
#include "told.h"

static const char *const elsewhere[] = {"陈三",     "周八",           "吴九",        "郑十",
                                        "孙𠮷",     "示例开发区小学", "13900000008", "13900000010",
                                        "书法邻校", "书法邻县",       NULL};
static const char *const other_families[] = {"李雷",        "王小明",   "韩梅",     "赵六", "陈三",
                                             "周八",        "吴九",     "郑十",     "李母", "周父",
                                             "13900000005", "书法邻校", "书法邻县", NULL};
static const char *const not_the_agency[] = {"李雷", "韩梅", "赵六", "李母", "13900000005", NULL};
static const char *const other_county[] = {"郑十", "孙𠮷",     "示例开发区小学",
                                           "郑母", "书法邻县", NULL};
static const char *const not_the_class[] = {"李雷", "韩梅", "赵六", "李母", "13900000005", NULL};
static const char *const children[] = {"陈一", "李雷", "韩梅", "周八", "郑十", "李母", NULL};

static const char *names(const char *const *v, struct str text)
{
	size_t at;

	for (; *v; v++)
		if (str_find(text, str_of(*v), &at))
			return *v;
	return NULL;
}

const char *told_too_much(enum role role, struct str path, struct str text)
{
	const char *who = NULL;

	if (str_starts(path, S("/costs/"))) /* published for everybody */
		return names(children, text);
	switch (role) {
	case ROLE_NONE:
		return names(children, text);
	case ROLE_GUARDIAN:
		return names(other_families, text);
	case ROLE_TEACHER:
	case ROLE_SCHOOL_CLERK:
	case ROLE_SCHOOL_LEADER:
	case ROLE_SCHOOL_FINANCE:
		return names(elsewhere, text);
	case ROLE_CLASS_HEAD:
		who = names(elsewhere, text);
		return who ? who : names(not_the_class, text);
	case ROLE_AGENCY:
		who = names(elsewhere, text);
		return who ? who : names(not_the_agency, text);
	case ROLE_COUNTY:
	case ROLE_COUNTY_FINANCE:
		return names(other_county, text);
	case ROLE_COUNTY_HR:
		who = names(other_county, text);
		return who ? who : names(children, text);
	case ROLE_CITY:
	case ROLE_CITY_FINANCE:
		return names(children, text);
	case ROLE_SYSTEM:
	case ROLE_COUNT:
		break;
	}
	return NULL;
}
