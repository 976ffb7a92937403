/* Titles that were looked at by a second person: what waits and what passed, for the school and its
 * county; the leader's word on the offering's page. */
#include "term/labels.h"
#include "term/offering_one.html.h"
#include "term/pages.h"
#include "term/review.h"

static const struct in_field QUERY_FIELDS[] = {
	LIST_FIELDS(struct reviews_in),
	{.name = "waiting",
         .type = IN_BOOL,
         .label = T_term_reviews_waiting,
         .offset = offsetof(struct reviews_in, waiting)},
};
const struct input reviews_query = {"ReviewsQuery", sizeof(struct reviews_in), QUERY_FIELDS, 3, 0};

static const struct in_field REVIEW_FIELDS[] = {
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_people_reason,
         .offset = offsetof(struct review_in, reason)},
};
const struct input review_input = {"OfferingReview", sizeof(struct review_in), REVIEW_FIELDS, 1, 0};

static bool of_county(const struct ctx *c)
{
	return c->actor.role == ROLE_COUNTY;
}

static enum err reviews_desk(struct ctx *c, const struct reviews_in *in, bool all,
                             struct desk *ret_d, int64_t *ret_total)
{
	static const struct desk_col cols[] = {
		{T_term_title, false},    {T_people_school_name, false},
		{T_term_state, false},    {T_term_asked_by, false},
		{T_term_asked, false},    {T_term_reviewed_by, false},
		{T_term_reviewed, false}, {T_people_reason, false}};
	struct desk_slice slice = desk_slice(&in->list, all);
	struct review_filter f = {in->waiting, slice.most, slice.skip};
	struct review *v;
	struct desk d;
	size_t n;

	TRY(review_list(c, &f, &v, &n, ret_total));
	TRY(desk_new(c, T_term_reviews, cols, 8, n, &d));
	for (size_t i = 0; i < n; i++) {
		if (of_county(c))
			desk_put(&d, i, 0, v[i].title);
		else
			desk_link(&d, i, 0, v[i].title,
			          str_printf(c->arena, "/school/offerings/%lld",
			                     (long long)v[i].offering.v));
		desk_put(&d, i, 1, v[i].school_name);
		desk_put(&d, i, 2, text(c->lang, offering_state_label(v[i].state)));
		desk_put(&d, i, 3, v[i].asker);
		desk_put(&d, i, 4, instant_words(c->arena, c->lang, v[i].asked));
		if (v[i].reviewed_by.v) {
			desk_put(&d, i, 5, v[i].reviewer);
			desk_put(&d, i, 6, instant_words(c->arena, c->lang, v[i].reviewed));
			desk_put(&d, i, 7, v[i].reason);
		}
	}
	d.v.about = text(c->lang, T_term_reviews_about);
	*ret_d = d;
	return OK;
}

enum err page_reviews(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct reviews_in none = {0};
	const struct reviews_in *in = query_or(r, &none);
	struct str here = of_county(c) ? S("/county/reviews") : S("/school/reviews");
	struct view_part_field *filter = NEW_N(c->arena, 1, struct view_part_field);
	struct desk d;
	int64_t total;

	if (!filter)
		return fault_broken(c, "arena");
	TRY(reviews_desk(c, in, false, &d, &total));
	filter[0] = page_field(c, r, &reviews_query, "waiting", "tick", STR_NONE);
	d.v.path = here;
	d.v.filter = filter;
	d.v.filter_n = 1;
	desk_export(&d, page_link(c, r, str_printf(c->arena, "%.*s/export.xlsx", STR_FMT(here))));
	desk_pager(&d, r, &in->list, total, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_reviews_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct desk d;
	int64_t total;

	TRY(reviews_desk(c, req_query(r), true, &d, &total));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- on the offering's page ------------------------------------------------------------------- */

enum err review_part(struct ctx *c, struct req *r, const struct offering *o,
                     struct view_offering_one *view)
{
	struct review v;
	bool found = false;

	TRY(review_get(c, o->id, &v, &found));
	if (!found || !str_eq(v.title, o->title))
		return OK;
	view->review = true;
	view->passed = v.stands;
	view->asker = v.asker;
	view->asked = v.asked;
	view->may_review = !v.stands && c->actor.role == ROLE_SCHOOL_LEADER &&
	                   v.asked_by.v != c->actor.account.v;
	view->review_field = page_field(c, r, &review_input, "reason", "text", STR_NONE);
	if (!v.stands)
		return OK;
	view->reviewer = v.reviewer;
	view->reviewed = v.reviewed;
	view->reason = v.reason;
	return OK;
}

enum err page_offering_review(struct ctx *c, struct req *r, struct reply *w)
{
	const struct review_in *in = req_input(r);
	struct offering_review a = {{req_id(r, "offering")}, in->reason};

	return form_verb(c, r, w, &offering_review_verb, &a,
	                 str_printf(c->arena, "/school/offerings/%lld", (long long)a.offering.v),
	                 T_people_saved);
}
