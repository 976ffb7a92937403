#include "demo/plan.h"

#include "demo/words.h"

bool demo_scale_parse(struct str name, enum demo_scale *ret_scale)
{
	static const char *const names[] = {"school", "county", "city"};

	for (int i = 0; i <= DEMO_CITY; i++) {
		if (str_is(name, names[i])) {
			*ret_scale = (enum demo_scale)i;
			return true;
		}
	}
	return false;
}

static void term_days(int32_t year, int half, struct date *ret_first, struct date *ret_last)
{
	date_of(half == 1 ? year : year + 1, half == 1 ? 9 : 2, half == 1 ? 1 : 20, ret_first);
	date_of(year + 1, half == 1 ? 1 : 7, half == 1 ? 25 : 5, ret_last);
}

/* The term that runs today, between two terms the next one; and the one before it, which is over.
 */
static void term_plan(struct ctx *c, struct demo *d)
{
	struct date today = ctx_today(c), last = DATE_NONE;
	int32_t year = date_civil(today).year - 1;
	int half = 1;

	for (term_days(year, half, &d->term_first, &last); last.day < today.day;
	     term_days(year, half, &d->term_first, &last)) {
		year += half == 2;
		half = 3 - half;
	}
	d->term_last = last;
	d->term_code = str_printf(c->arena, "%d-%d", (int)year, half);
	year -= half == 1;
	half = 3 - half;
	term_days(year, half, &d->before_first, &d->before_last);
	d->before_code = str_printf(c->arena, "%d-%d", (int)year, half);
	d->opens = date_instant((struct date){today.day - 7}, (struct clock_time){8 * 60});
	d->closes =
		date_instant((struct date){today.day + 60 < last.day ? today.day + 60 : last.day},
	                     (struct clock_time){18 * 60});
}

enum err demo_plan(struct ctx *c, struct demo *d)
{
	static const struct {
		size_t counties, schools, pupils, courses;
	} sizes[] = {
		[DEMO_SCHOOL] = {1, 1, 1000, 30},
		[DEMO_COUNTY] = {1, 12, 12000, 30},
		[DEMO_CITY] = {DEMO_COUNTIES + 1, 1500, 1000000, 20},
	};
	size_t first = 0;

	d->counties = sizes[d->o.scale].counties;
	d->schools = sizes[d->o.scale].schools;
	d->pupils = sizes[d->o.scale].pupils;
	d->courses = sizes[d->o.scale].courses;
	if (d->o.schools > 0 && d->o.schools < (int64_t)d->schools) {
		d->pupils = d->pupils * (size_t)d->o.schools / d->schools;
		d->schools = (size_t)d->o.schools;
	}
	term_plan(c, d);
	d->county = NEW_N(c->arena, d->counties, struct demo_county);
	d->text = NEW_N(c->arena, d->schools, struct out);
	d->ready = NEW_N(c->arena, d->schools, bool);
	if (!d->county || !d->text || !d->ready)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < d->counties; i++) {
		struct demo_county *k = &d->county[i];

		k->first = first;
		k->schools = d->schools / d->counties + (i < d->schools % d->counties);
		k->region = str_printf(c->arena, "3499%02zu", i + 1);
		first += k->schools;
	}
	return OK;
}

/* Every tenth child is the younger one of a family that has another in the first half of the roll.
 */
size_t demo_family(const struct demo_school *s, size_t pupil)
{
	size_t half = s->pupil_n / 2;

	return pupil >= half && pupil % 5 == 0 ? pupil - half : pupil;
}

bool demo_two_guardians(size_t family)
{
	return family % 7 == 0;
}

bool demo_unconfirmed(size_t pupil)
{
	return pupil % 50 == 49;
}

struct str demo_phone(struct arena *a, const struct demo_school *s, size_t family, size_t which)
{
	return str_printf(a, "199%08zu", s->number * 4000 + family * 2 + which);
}
