/* First-login codes for the guardians of a class, on paper (S4). */
#include "people/codes.html.h"
#include "people/pages.h"
#include "people/roll.h"

static const struct in_field CODES_FIELDS[] = {
	{.name = "class",
         .type = IN_ID,
         .required = true,
         .label = T_people_class,
         .offset = offsetof(struct codes_in, class)},
	{.name = "guardian",
         .type = IN_ID,
         .label = T_people_guardian_name,
         .offset = offsetof(struct codes_in, guardian)},
	{.name = "again",
         .type = IN_BOOL,
         .label = T_people_codes_again,
         .offset = offsetof(struct codes_in, again)},
};
const struct input codes_input = {"CodesForm", sizeof(struct codes_in), CODES_FIELDS, 3, 0};

static const struct in_field CODES_QUERY[] = {
	{.name = "class",
         .type = IN_ID,
         .label = T_people_class,
         .offset = offsetof(struct codes_in, class)},
};
const struct input codes_query = {"CodesQuery", sizeof(struct codes_in), CODES_QUERY, 1, 0};

enum err page_codes(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_codes v = {.title = T_people_codes,
	                       .action = S("/school/guardians/codes"),
	                       .errors = page_errors(c, r)};

	v.field = NEW_N(c->arena, 2, struct view_part_field);
	if (!v.field)
		return fault_broken(c, "arena");
	v.field_n = 2;
	v.field[0] = page_field(c, r, &codes_input, "class", "select", STR_NONE);
	TRY(class_choices(c, TEXT_NONE, &v.field[0]));
	v.field[1] = page_field(c, r, &codes_input, "again", "tick", STR_NONE);
	return reply_page(c, w, LAYOUT_STAFF, T_people_codes, RENDER(render_codes), &v);
}

/* The answer that is kept says only that codes were issued: the codes themselves are kept nowhere.
 */
enum err codes_issued(struct ctx *c, void *arg, struct out *o)
{
	(void)c;
	(void)arg;
	out_put(o, S("issued"));
	return OK;
}

enum err page_codes_issue(struct ctx *c, struct req *r, struct reply *w)
{
	const struct codes_in *in = req_input(r);
	struct guardian_codes a = {.class = in->class, .only = in->guardian, .again = in->again};
	struct view_codes v = {.title = T_people_codes,
	                       .issued = true,
	                       .days = GUARDIAN_CODE_HOURS / 24,
	                       .back = S("/school/guardians/codes")};
	struct store_once once = req_once(r, codes_issued);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &guardian_codes_verb, &a, &once, &answer, &replayed));
	if (replayed) /* each code was shown once */
		return reply_see(c, w, S("/school/guardians/codes"), T_people_codes_shown);
	v.about = a.class_name;
	v.skipped = (int64_t)a.skipped;
	v.slip = NEW_N(c->arena, a.n, struct view_codes_slip);
	if (a.n > 0 && !v.slip)
		return fault_broken(c, "arena");
	v.slip_n = a.n;
	for (size_t i = 0; i < a.n; i++)
		v.slip[i] = (struct view_codes_slip){str_printf(c->arena, "%.*s · %.*s",
		                                                STR_FMT(a.slip[i].pupil_name),
		                                                STR_FMT(a.slip[i].guardian_name)),
		                                     a.slip[i].phone, a.slip[i].code};
	return reply_page(c, w, LAYOUT_STAFF, T_people_codes, RENDER(render_codes), &v);
}
