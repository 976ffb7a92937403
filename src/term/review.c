#include "term/review.h"

#include "people/reach.h"
#include "term/internal.h"
#include "term/review.sql.h"

enum { REASON_MAX_CHARS = 200, ALL = 1000000 };

enum err review_ask(struct ctx *c, const struct offering *o)
{
	int64_t changed;

	TRY(q_review_ask(c, o->id, o->county, o->title, c->actor.account.v, c->now, &changed));
	if (!changed)
		return OK;
	return audit_put(c, "review_asked", "offering", o->id.v, o->county, S("{}"));
}

enum err reviewed_rules(struct ctx *c, const struct rules *r, const struct school *s,
                        const struct offering *o, const struct slot *slot, size_t slot_n,
                        bool *io_asks)
{
	enum err e = offering_rules(c, r, s, o, slot, slot_n, false);
	int64_t passed;

	if (e != E_REFUSED || strcmp(c->fault.code, "subject_teaching") != 0) {
		*io_asks = false;
		return e;
	}
	TRY(q_review_passed(c, o->id.v, o->school, o->term, o->code, o->title, &passed));
	*io_asks = *io_asks && !passed;
	if (!passed && !*io_asks) {
		c->fault.field = S("title");
		return e;
	}
	c->fault = (struct fault){0};
	return offering_rules(c, r, s, o, slot, slot_n, true);
}

static enum err offering_review_run(struct ctx *c, void *arg)
{
	const struct offering_review *a = arg;
	struct offering o;
	struct review v;
	struct str reason;
	bool found = false;

	TRY(reach_role(c, ROLE_BIT(ROLE_SCHOOL_LEADER)));
	TRY(own_offering(c, a->offering, &o));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(review_get(c, o.id, &v, &found));
	if (!found || !str_eq(v.title, o.title))
		return fault_set(c, E_CONFLICT, "review_not_asked", NULL);
	if (v.stands)
		return OK;
	if (v.asked_by.v == c->actor.account.v)
		return fault_set(c, E_REFUSED, "review_second_person", NULL);
	TRY(q_review_pass(c, o.id, o.title, c->actor.account.v, c->now, reason, NULL));
	return audit_put(c, "reviewed", "offering", o.id.v, o.county, reason_json(c, reason));
}
const struct verb offering_review_verb = {"offering.review", offering_review_run};

/* --- reading ----------------------------------------------------------------------------------
 */

static struct review review_from(const struct q_review_row_row *row)
{
	struct review v = {
		.offering = row->offering,
		.school_name = row->school_name,
		.code = row->code,
		.title = row->title,
		.asked_by = row->asked_by,
		.asker = row->asker,
		.asked = row->asked,
		.reviewed_by = row->reviewed_by,
		.reviewer = row->reviewer,
		.reviewed = row->reviewed,
		.reason = row->reason,
		.stands = str_some(row->reason) && str_eq(row->title, row->now_title),
	};

	offering_state_parse(row->state, &v.state);
	return v;
}

enum err review_get(struct ctx *c, offering_id id, struct review *ret_r, bool *ret_found)
{
	struct q_review_row_row row;
	struct offering o;

	TRY(offering_get(c, id, &o));
	TRY(q_review_row(c, o.id, &row, ret_found));
	if (*ret_found)
		*ret_r = review_from(&row);
	return OK;
}

enum err review_list(struct ctx *c, const struct review_filter *f, struct review **ret_v,
                     size_t *ret_n, int64_t *ret_total)
{
	struct q_review_row_row *row;
	int64_t total, school = c->actor.school.v; /* none: an officer's whole county */
	struct review *v;
	size_t n;

	if (!(ROLE_BIT(c->actor.role) & (ROLES_SCHOOL | ROLE_BIT(ROLE_COUNTY))))
		return absent(c);
	TRY(q_review_rows(c, c->actor.county, school, f->waiting, f->most ? f->most : ALL, f->skip,
	                  &row, &n));
	TRY(q_review_count(c, c->actor.county, school, f->waiting, &total));
	v = NEW_N(c->arena, n, struct review);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = review_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}
