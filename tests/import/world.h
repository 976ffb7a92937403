/* The school of the roster fixtures, with its 48 classes and a leader; and ways to send it files.
 */
#ifndef TESTS_IMPORT_WORLD_H
#define TESTS_IMPORT_WORLD_H

#include "../kit.h"
#include "../kit_store.h"
#include "../kit_people.h"
#include "../docs/file.h"

#include "import/batch.h"
#include "people/import.h"

struct home {
	struct kit_people *w;
	struct import_place place;
	struct actor leader;
};

static const struct import_kind *const KINDS[] = {&import_pupils, &import_staff};

static inline void home_class(struct ctx *c, school_id school, int64_t grade, int64_t number)
{
	struct class_new k = {.school = school, .grade = grade, .number = number};

	kit_do(c, &class_add_verb, &k);
}

static inline struct home home_make(struct ctx *c, struct kit_people *w)
{
	struct school_new s = {.county = w->county, .code = S("2134150001"), .name = S("示例小学")};
	struct staff_row row = {.number = S("H1"),
	                        .name = S("示例校长"),
	                        .phone = S("13711111111"),
	                        .roles = ROLE_BIT(ROLE_SCHOOL_LEADER)};
	struct staff_put put = {.row = &row, .n = 1};
	struct home h = {.w = w};

	c->actor = w->system;
	kit_do(c, &school_add_verb, &s);
	for (int64_t g = 1; g <= 6; g++)
		for (int64_t n = 1; n <= 8; n++)
			home_class(c, s.result, g, n);
	put.school = s.result;
	kit_do(c, &staff_put_verb, &put);
	h.leader = kit_actor(c, "13711111111", ROLE_SCHOOL_LEADER, w->county);
	h.place = (struct import_place){w->county, s.result};
	c->actor = h.leader;
	import_use(KINDS, sizeof KINDS / sizeof(KINDS[0]));
	return h;
}

/* Checked and stored. */
static inline struct import_checked home_send(struct ctx *c, const struct home *h,
                                              const struct import_kind *k, struct str bytes)
{
	struct import_checked x;
	enum err e = import_check(c, &h->place, k, S("file.xlsx"), bytes, true, NULL, &x);

	if (e != OK)
		fail_msg("check: %s %s %.*s %s", err_name(e), c->fault.code,
		         STR_FMT(c->fault.found), c->broken ? c->broken : "");
	return x;
}

static inline struct batch home_batch(struct ctx *c, import_id id)
{
	struct batch b;

	assert_ok(store_read_begin(c));
	assert_ok(batch_get(c, id, &b));
	store_read_end(c);
	return b;
}

static inline struct batch home_apply(struct ctx *c, import_id id)
{
	assert_ok(store_write(c, &import_apply_verb, &id));
	assert_ok(batch_apply(c, id));
	return home_batch(c, id);
}

static inline struct batch home_undo(struct ctx *c, import_id id)
{
	assert_ok(store_write(c, &import_undo_verb, &id));
	assert_ok(batch_undo(c, id));
	return home_batch(c, id);
}

static inline struct import_summary home_run(struct ctx *c, const struct home *h,
                                             const struct import_kind *k, struct str bytes,
                                             bool dry)
{
	struct import_summary s;
	enum err e = import_run(c, &h->place, k, S("file.xlsx"), bytes, dry, &s);

	if (e != OK)
		fail_msg("run: %s %s %.*s %s", err_name(e), c->fault.code, STR_FMT(c->fault.found),
		         c->broken ? c->broken : "");
	return s;
}

static inline int64_t home_pupils(struct ctx *c, const struct home *h)
{
	struct pupil_filter f = {.most = 1};
	struct pupil_line *v;
	int64_t total;
	size_t n;

	assert_ok(store_read_begin(c));
	assert_ok(pupil_page(c, h->place.school, &f, &v, &n, &total));
	store_read_end(c);
	return total;
}

/* A roster of these lines below the usual titles. */
#define TITLES "年级,班级,姓名,性别,证件号码,学籍号,监护人姓名,监护人手机号,与学生关系\n"

#endif
