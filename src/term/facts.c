#include "term/facts.h"

#include "policy/charge.h"
#include "term/internal.h"

void facts_of_offering(struct rule_facts *f, const struct offering *o)
{
	size_t content;

	facts_of_service(f, o->kind);
	fact_set(f, DIM_PROVIDER, o->agency.v != 0);
	if (words_index(LEXICONS[LEX_ACTIVITY].words, o->category, &content))
		fact_set(f, DIM_CONTENT, (int)content);
}

struct rule_facts service_facts(const struct pupil *p, const struct offering *o)
{
	struct rule_facts f = pupil_facts(p);

	facts_of_offering(&f, o);
	return f;
}

struct rule_facts facts_before(const struct school *s, const struct offering *o, int64_t grade)
{
	struct pupil any = {
		.grade = grade,
		.stage = grade_stage(grade),
		.school_code = s->code,
		.private = s->private,
		.boarding_school = s->boarding,
		.rural = s->rural,
	};
	struct rule_facts f = service_facts(&any, o);

	fact_set(&f, DIM_BOARDING, -1);
	return f;
}
