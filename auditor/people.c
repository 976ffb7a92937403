/* Seats, consents, attendance: what stands behind the money. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"

/* --- seats ------------------------------------------------------------------------------------ */

enum { S_OFFERING, S_SEATS, S_TAKEN, S_WAITING };
enum { E_ID, E_OFFERING, E_PUPIL, E_APPLICATION, E_STATE };

static void seats(struct books *b, const struct table *e)
{
	struct check *c = check_begin("seats", SAY("名额", "seats"));
	struct table s = table_load(b->pack, "seat", "offering:i seats:i taken:i waiting:i", false);
	struct sums n = {0}, once = {0};

	for (size_t i = 0; i < e->rows; i++) {
		int64_t state = at(e, i, E_STATE);

		sums_add(&n, at(e, i, E_OFFERING), state, 0);
		if (state == word("enrolled") || state == word("waitlisted"))
			sums_add(&once, at(e, i, E_OFFERING), at(e, i, E_PUPIL), 0);
		if (sums_count(&once, at(e, i, E_OFFERING), at(e, i, E_PUPIL)) > 1)
			disagree(c, "enrolment", at(e, i, E_ID),
			         SAY("同一学生报名两次", "the pupil is enrolled twice"), NULL,
			         NULL);
	}
	for (size_t i = 0; i < s.rows; i++) {
		int64_t id = at(&s, i, S_OFFERING), taken = sums_count(&n, id, word("enrolled"));

		c->rows++;
		disagree_count(c, "seat", id, SAY("已占名额", "seats taken"), at(&s, i, S_TAKEN),
		               taken);
		disagree_count(c, "seat", id, SAY("候补人数", "waiting"), at(&s, i, S_WAITING),
		               sums_count(&n, id, word("waitlisted")));
		if (at(&s, i, S_SEATS) != NONE && taken > at(&s, i, S_SEATS))
			disagree(c, "seat", id, SAY("超出名额", "more than there are seats"), NULL,
			         NULL);
	}
	sums_free(&n);
	sums_free(&once);
	table_free(&s);
}

/* --- consents --------------------------------------------------------------------------------- */

enum { A_ID, A_OFFERING, A_PUPIL, A_STATE, A_GUARDIAN, A_AGREEMENT };
enum { K_PUPIL, K_GUARDIAN };

static bool is_guardian(const struct index *by_pupil, int64_t pupil, int64_t guardian)
{
	for (size_t i = index_first(by_pupil, pupil); i != SIZE_MAX; i = index_next(by_pupil, i)) {
		if (at(by_pupil->t, i, K_GUARDIAN) == guardian)
			return true;
	}
	return false;
}

/* Every seat goes back to a guardian's own act (R6). */
static void consents(struct books *b, const struct table *e)
{
	struct check *c = check_begin("consents", SAY("家长意愿", "guardians applied themselves"));
	struct table a =
		table_load(b->pack, "application",
	                   "id:i offering:i pupil:i state:s guardian:i agreement:i", false);
	struct table k = table_load(b->pack, "kinship", "pupil:i guardian:i", false);
	struct index by_id = index_make(&a, A_ID), by_pupil = index_make(&k, K_PUPIL);

	for (size_t i = 0; i < e->rows; i++) {
		size_t row = index_first(&by_id, at(e, i, E_APPLICATION));

		if (at(e, i, E_STATE) != word("enrolled"))
			continue;
		c->rows++;
		if (row == SIZE_MAX || at(&a, row, A_STATE) != word("accepted"))
			disagree(c, "enrolment", at(e, i, E_ID),
			         SAY("没有已接受的申请", "no accepted application"), NULL, NULL);
		else if (at(&a, row, A_OFFERING) != at(e, i, E_OFFERING) ||
		         at(&a, row, A_PUPIL) != at(e, i, E_PUPIL))
			disagree(c, "enrolment", at(e, i, E_ID),
			         SAY("申请的是别的学生或服务", "its application is of another"),
			         NULL, NULL);
		else if (!is_guardian(&by_pupil, at(&a, row, A_PUPIL), at(&a, row, A_GUARDIAN)))
			disagree(c, "enrolment", at(e, i, E_ID),
			         SAY("申请人不是监护人", "applied for by somebody else"), NULL,
			         NULL);
	}
	index_free(&by_id);
	index_free(&by_pupil);
	table_free(&a);
	table_free(&k);
}

void check_seats(struct books *b)
{
	struct table e = table_load(b->pack, "enrolment",
	                            "id:i offering:i pupil:i application:i state:s", false);

	seats(b, &e);
	consents(b, &e);
	table_free(&e);
}

/* --- attendance ------------------------------------------------------------------------------- */

enum { M_SITTING, M_PUPIL, M_MARK };
enum { R_SITTING, R_PRESENT };
enum { T_ID, T_OFFERING, T_DAY, T_STATE };
enum { N_PUPIL, N_TERM, N_KIND, N_SITTINGS };

static bool attended(int64_t mark)
{
	return mark == word("present") || mark == word("late");
}

static void registers(struct books *b, const struct table *m, const struct index *sitting)
{
	struct check *c = check_begin("registers", SAY("点名册", "registers"));
	struct table r = table_load(b->pack, "register", "sitting:i present:i", false);
	struct sums there = {0};

	for (size_t i = 0; i < m->rows; i++) {
		if (attended(at(m, i, M_MARK)))
			sums_add(&there, at(m, i, M_SITTING), 0, 0);
		if (index_first(sitting, at(m, i, M_SITTING)) == SIZE_MAX)
			disagree(c, "mark", at(m, i, M_SITTING), SAY("课次不存在", "of no sitting"),
			         NULL, NULL);
	}
	for (size_t i = 0; i < r.rows; i++) {
		int64_t id = at(&r, i, R_SITTING);

		c->rows++;
		disagree_count(c, "register", id, SAY("到场人数", "present"), at(&r, i, R_PRESENT),
		               sums_count(&there, id, 0));
	}
	sums_free(&there);
	table_free(&r);
}

static void participation(struct books *b, const struct table *m, const struct index *sitting)
{
	struct check *c = check_begin("participation", SAY("参加次数", "sittings attended"));
	struct table n =
		table_load(b->pack, "participation", "pupil:i term:i kind:s sittings:i", false);
	struct sums s = {0};

	/* A pupil takes part in a kind of service in one term at a time; both make the key. */
	for (size_t i = 0; i < m->rows; i++) {
		size_t t = index_first(sitting, at(m, i, M_SITTING)), o;

		if (t == SIZE_MAX || !attended(at(m, i, M_MARK)))
			continue;
		o = index_first(&b->offering_by_id, at(sitting->t, t, T_OFFERING));
		if (o != SIZE_MAX)
			sums_add(&s, at(m, i, M_PUPIL) ^ at(&b->offering, o, O_TERM),
			         at(&b->offering, o, O_KIND), 1);
	}
	for (size_t i = 0; i < n.rows; i++) {
		int64_t key = at(&n, i, N_PUPIL) ^ at(&n, i, N_TERM);

		c->rows++;
		disagree_count(c, "participation", at(&n, i, N_PUPIL), word_text(at(&n, i, N_KIND)),
		               at(&n, i, N_SITTINGS), sums_get(&s, key, at(&n, i, N_KIND)));
		sums_at(&s, key, at(&n, i, N_KIND))->fen = 0;
	}
	for (size_t i = 0; i < s.room; i++) {
		if (s.v[i].used && s.v[i].fen != 0)
			disagree(c, "participation", 0,
			         SAY("有考勤却没有参加记录", "marked present, and counted nowhere"),
			         NULL, NULL);
	}
	sums_free(&s);
	table_free(&n);
}

void check_attendance(struct books *b)
{
	struct table m = table_load(b->pack, "mark", "sitting:i pupil:i mark:s", false);
	struct table t = table_load(b->pack, "sitting", "id:i offering:i day:d state:s", false);
	struct index sitting = index_make(&t, T_ID);

	registers(b, &m, &sitting);
	participation(b, &m, &sitting);
	index_free(&sitting);
	table_free(&m);
	table_free(&t);
}
