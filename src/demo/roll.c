/* A school's staff, pupils and their guardians. */
#include "demo/plan.h"
#include "demo/words.h"
#include "people/school.h"
#include "people/staff.h"

/* A savepoint of SQLite keeps what it changes in a list that is walked again and again: small
 * batches. */
enum { ROLL_BATCH = 25 };
enum { CLASS_SIZE = 42, MORE_TEACHERS = 8, PURPOSE_STAFF = 1 << 20, PURPOSE_PARENT = 1 << 21 };

/* --- staff --------------------------------------------------------------------------------------
 */

struct str demo_staff_login(struct arena *a, const struct demo_school *s, size_t i)
{
	return str_printf(a, "%.*s.%.*s", STR_FMT(s->code), STR_FMT(s->staff[i].number));
}

static struct staff_row member(struct ctx *c, const struct demo_school *s, size_t i)
{
	uint64_t r = demo_mix(s->d->o.seed, s->number, PURPOSE_STAFF + i);

	return (struct staff_row){
		.number = str_printf(c->arena, "%03zu", i + 1),
		.name = demo_person(c->arena, r),
		.title = S("教师"),
		.roles = ROLE_BIT(ROLE_TEACHER),
	};
}

static enum err staff_make(struct ctx *c, struct demo_school *s)
{
	struct staff_put put = {.school = s->id, .n = 2 + s->class_n + MORE_TEACHERS + 1};
	size_t at = 2;

	s->staff_n = put.n;
	s->staff = put.row = NEW_N(c->arena, put.n, struct staff_row);
	if (!put.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < put.n; i++)
		put.row[i] = member(c, s, i);
	put.row[0].title = S("校长");
	put.row[0].roles = ROLE_BIT(ROLE_SCHOOL_LEADER);
	put.row[1].title = S("教务主任");
	put.row[1].roles = ROLE_BIT(ROLE_SCHOOL_CLERK);
	put.row[put.n - 1].title = S("会计");
	put.row[put.n - 1].roles = ROLE_BIT(ROLE_SCHOOL_FINANCE);
	for (size_t g = 0; g < s->grades; g++) {
		for (size_t k = 0; k < s->class_of_grade[g]; k++, at++) {
			put.row[at].title = S("班主任");
			put.row[at].roles |= ROLE_BIT(ROLE_CLASS_HEAD);
			put.row[at].grade = (int64_t)(s->grade_first + g);
			put.row[at].class_number = (int64_t)k + 1;
		}
	}
	return store_write(c, &staff_put_verb, &put);
}

/* --- pupils
 * --------------------------------------------------------------------------------------- */

/* Where a pupil stands: the roll goes grade by grade and class by class. */
struct place {
	size_t grade, class; /* from 0 */
};

static size_t grade_size(const struct demo_school *s, size_t grade)
{
	size_t grades = s->grades > 0 ? s->grades : 1;

	return s->pupil_n / grades + (grade < s->pupil_n % grades);
}

static struct place place_of(const struct demo_school *s, size_t pupil)
{
	struct place p = {0};

	while (pupil >= grade_size(s, p.grade))
		pupil -= grade_size(s, p.grade++);
	p.class = pupil / CLASS_SIZE;
	return p;
}

static void family_of(struct ctx *c, const struct demo_school *s, size_t pupil, struct roll_row *r)
{
	size_t family = demo_family(s, pupil);
	uint64_t seed = s->d->o.seed;
	struct str parent =
		demo_person(c->arena, demo_mix(seed, s->number, PURPOSE_PARENT + family * 2));
	bool father = demo_mix(seed, s->number, PURPOSE_PARENT + family) % 2;

	r->name = demo_child(c->arena, parent, demo_mix(seed, s->number, pupil));
	r->guardian[0] = (struct guardian_said){
		.name = parent,
		.phone = demo_phone(c->arena, s, family, 0),
		.relation = father ? S("father") : S("mother"),
	};
	r->guardian_n = 1;
	if (!demo_two_guardians(family))
		return;
	r->guardian[1] = (struct guardian_said){
		.name = demo_person(c->arena,
	                            demo_mix(seed, s->number, PURPOSE_PARENT + family * 2 + 1)),
		.phone = demo_phone(c->arena, s, family, 1),
		.relation = father ? S("mother") : S("grandparent"),
	};
	r->guardian_n = 2;
}

/* A number that no two pupils of a county share: region, birthday, and a count. */
static struct roll_row pupil_row(struct ctx *c, const struct demo_school *s, size_t pupil)
{
	struct place at = place_of(s, pupil);
	size_t in_county = s->in_county * 1000 + pupil;
	struct civil term = date_civil(s->d->term_first);
	int32_t year = term.year - (term.month < 9) - 5 - (int32_t)(s->grade_first + at.grade) - 1;
	struct date born = DATE_NONE;
	struct roll_row r = {
		.sex = 1 + (int64_t)(demo_mix(s->d->o.seed, s->number, pupil) >> 63),
		.boarding = s->junior && s->rural && pupil % 3 == 0,
		.grade = (int64_t)(s->grade_first + at.grade),
		.class_number = (int64_t)at.class + 1,
	};

	/* Who is born until August begins school in that year. */
	date_of(year, 9, 1, &born);
	born.day += (int32_t)(in_county % 365);
	struct civil day = date_civil(born);
	r.born = born;
	r.number = str_printf(c->arena, "L%.*s%04d%02d%02d%04zu", STR_FMT(s->county->region),
	                      day.year, day.month, day.day, in_county / 365);
	family_of(c, s, pupil, &r);
	return r;
}

static enum err pupils_make(struct ctx *c, struct demo_school *s)
{
	for (size_t first = 0; first < s->pupil_n; first += ROLL_BATCH) {
		struct arena_mark mark = arena_mark(c->arena);
		size_t n = s->pupil_n - first < ROLL_BATCH ? s->pupil_n - first : ROLL_BATCH;
		struct roll_put put = {
			.school = s->id, .n = n, .row = NEW_N(c->arena, n, struct roll_row)};

		if (!put.row)
			return fault_broken(c, "arena");
		for (size_t i = 0; i < n; i++)
			put.row[i] = pupil_row(c, s, first + i);
		TRY(store_write(c, &roll_put_verb, &put));
		for (size_t i = 0; i < n; i++) {
			s->pupil[first + i] = put.row[i].id;
			s->guardian[first + i] = put.row[i].guardian_id[0];
		}
		arena_rewind(c->arena, mark);
		atomic_fetch_add(&s->d->done_pupils, (int64_t)n);
	}
	return OK;
}

enum err demo_roll(struct ctx *c, struct demo_school *s)
{
	struct school_new school = {
		.county = s->county->id,
		.code = s->code,
		.name = demo_school_name(c->arena, s->county_at, s->in_county, s->junior),
		.boarding = s->junior && s->rural,
		.rural = s->rural,
		.lunch_mode = s->number % 3 == 2 ? S("delivery") : S("canteen"),
	};

	for (size_t g = 0; g < s->grades; g++) {
		s->class_of_grade[g] = (grade_size(s, g) + CLASS_SIZE - 1) / CLASS_SIZE;
		s->class_n += s->class_of_grade[g];
	}
	s->pupil = NEW_N(c->arena, s->pupil_n, pupil_id);
	s->guardian = NEW_N(c->arena, s->pupil_n, guardian_id);
	if (!s->pupil || !s->guardian)
		return fault_broken(c, "arena");
	TRY(store_write(c, &school_add_verb, &school));
	s->id = school.result;
	TRY(staff_make(c, s));
	return pupils_make(c, s);
}
