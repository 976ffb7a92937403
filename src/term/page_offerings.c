/* A school's offerings as a list. */
#include "term/labels.h"
#include "term/offering_form.h"
#include "term/pages.h"

static const char *const STATES[] = {"draft", "open", "closed", "cancelled", NULL};

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct offerings_in),
	{.name = "in_kind",
         .type = IN_CHOICE,
         .choices = KIND_WORDS,
         .label = T_term_kind,
         .offset = offsetof(struct offerings_in, in_kind)},
	{.name = "in_state",
         .type = IN_CHOICE,
         .choices = STATES,
         .label = T_term_state,
         .offset = offsetof(struct offerings_in, in_state)},
	{.name = "q",
         .type = IN_STR,
         .max = 60,
         .label = T_term_search,
         .offset = offsetof(struct offerings_in, q)},
};
const struct input offerings_desk_query = {"SchoolOfferingsQuery", sizeof(struct offerings_in),
                                           QUERY_FIELDS, 5, 0};

static struct str slots_label(struct ctx *c, struct slot *v, size_t n, offering_id o)
{
	size_t own_n;
	const struct slot *own = slots_of(v, n, o, &own_n);

	return slots_text(c->arena, c->lang, own, own_n);
}

static enum err offerings_desk(struct ctx *c, const struct offerings_in *in, bool all,
                               struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {{T_term_title, false},
	                                       {T_term_short_code, false},
	                                       {T_term_kind, false},
	                                       {T_term_slots, false},
	                                       {T_term_grades, false},
	                                       {T_term_price, true},
	                                       {T_term_taken, true},
	                                       {T_term_seats, true},
	                                       {T_term_waiting, true},
	                                       {T_term_state, false},
	                                       /* of the file alone */
	                                       {T_term_unit, false},
	                                       {T_term_unit_price, true},
	                                       {T_term_quantity, true},
	                                       {T_term_pricing, false}};
	enum { PAGE_COLS = 10, ALL_COLS = 14 };
	struct desk_slice slice = desk_slice(&in->list, all);
	struct offering_filter f = {KIND_NONE, -1, slice.most, slice.skip, in->q};
	enum offering_state state;
	struct offering *v;
	struct slot *slot;
	struct term t;
	struct desk d;
	size_t n, slot_n;

	if (str_some(in->in_kind))
		kind_parse(in->in_kind, &f.kind);
	if (str_some(in->in_state) && offering_state_parse(in->in_state, &state))
		f.state = (int)state;
	TRY(desk_term(c, &t));
	TRY(offering_page(c, c->actor.school, t.id, &f, &v, &n, ret_total));
	TRY(slot_list_school(c, c->actor.school, t.id, &slot, &slot_n));
	TRY(desk_new(c, T_term_offerings, cols, all ? ALL_COLS : PAGE_COLS, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].title,
		          str_printf(c->arena, "/school/offerings/%lld", (long long)v[i].id.v));
		desk_put(&d, i, 1, v[i].code);
		desk_put(&d, i, 2, text(c->lang, kind_label(v[i].kind)));
		desk_put(&d, i, 3, slots_label(c, slot, slot_n, v[i].id));
		desk_put(&d, i, 4, grades_label(c->arena, v[i].grades));
		desk_money(&d, i, 5, v[i].price);
		desk_num(&d, i, 6, v[i].taken);
		if (v[i].limited)
			desk_num(&d, i, 7, v[i].seats);
		else
			desk_put(&d, i, 7, text(c->lang, T_term_unlimited));
		desk_num(&d, i, 8, v[i].waiting);
		desk_tag(&d, i, 9, OFFERING_STATE_TAGS[v[i].state],
		         offering_state_label(v[i].state));
		if (all)
			pricing_cells(&d, i, PAGE_COLS, &v[i]);
	}
	d.v.about = t.name;
	*ret_d = d;
	return OK;
}

enum err page_offerings(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct offerings_in none = {0};
	const struct offerings_in *in = query_or(r, &none);
	struct view_part_field *f = NEW_N(c->arena, 3, struct view_part_field);
	struct desk_choice state[5] = {{S(""), text(c->lang, T_people_all)}};
	struct desk d;
	int64_t total;

	if (!f)
		return fault_broken(c, "arena");
	TRY(offerings_desk(c, in, false, &d, &total));
	for (size_t i = 0; STATES[i]; i++)
		state[i + 1] = (struct desk_choice){
			str_of(STATES[i]),
			text(c->lang, offering_state_label((enum offering_state)i))};
	f[0] = page_field(c, r, &offerings_desk_query, "in_kind", "select", STR_NONE);
	f[1] = page_field(c, r, &offerings_desk_query, "in_state", "select", STR_NONE);
	f[2] = page_field(c, r, &offerings_desk_query, "q", "search", STR_NONE);
	f[0].optional = f[1].optional = f[2].optional = false;
	kind_choices(c, T_people_all, &f[0]);
	desk_choices(c, &f[1], state, 5);
	d.v.path = S("/school/offerings");
	d.v.filter = f;
	d.v.filter_n = 3;
	d.v.create = S("/school/offerings/new");
	desk_export(&d, page_link(c, r, S("/school/offerings/export.xlsx")));
	d.v.empty = (struct view_part_empty){
		.what = T_term_no_offering, .path = S("/school/offerings/new"), .act = T_term_new};
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_offerings_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(offerings_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}
