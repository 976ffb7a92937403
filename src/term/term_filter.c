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

enum err term_listed(struct ctx *c, const struct list_term *l, term_id asked, struct term *ret_t,
                     bool *ret_found)
{
	struct date today = ctx_today(c);
	term_id newest = {0};
	bool any = false;

	TRY(term_asked(c, l->county, asked, ret_t, ret_found));
	if (!*ret_found || asked.v ||
	    (ret_t->first_day.day <= today.day && today.day <= ret_t->last_day.day))
		return OK;
	TRY(l->newest(c, l->county, l->school, &newest, &any));
	return any ? term_load(c, newest, ret_t) : OK;
}

enum err desk_term_listed(struct ctx *c, term_id asked, newest_term_fn *newest, struct term *ret_t)
{
	struct list_term l = {c->actor.county, c->actor.school, newest};
	bool found = false;

	TRY(term_listed(c, &l, asked, ret_t, &found));
	return found ? OK : fault_set(c, E_REFUSED, "no_term", NULL);
}

enum err desk_term_field(struct ctx *c, const struct req *r, const struct input *in, term_id here,
                         struct view_part_field *ret_f)
{
	*ret_f = page_field(c, r, in, "term", "select", STR_NONE);
	ret_f->optional = false;
	return desk_terms(c, ret_f, here);
}
