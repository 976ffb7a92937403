#include "term/term_filter.h"

enum err desk_terms(struct ctx *c, struct view_part_field *f, term_id here)
{
	struct desk_choice *choice;
	struct term *v;
	size_t n;

	TRY(term_list(c, c->actor.county, &v, &n));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){str_printf(c->arena, "%lld", (long long)v[i].id.v),
		                                 v[i].name};
	if (!str_some(f->value))
		f->value = str_printf(c->arena, "%lld", (long long)here.v);
	desk_choices(c, f, choice, n);
	return OK;
}
