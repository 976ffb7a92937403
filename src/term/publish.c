/* From plan to service: what has to be there before families may choose. */
#include "agency/agency.h"
#include "rulebook/rulebook.h"
#include "people/reach.h"
#include "term/internal.h"
#include "term/notice.h"
#include "term/offering_edit.h"
#include "term/pricing_in.h"
#include "term/school_day.h"
#include "term/sheet.h"
#include "term/sitting.h"

/* The first document in force: no single parameter says R9, the plan as a whole does. */
static enum err notice_require(struct ctx *c, const struct rules *r, const struct offering *o)
{
	struct notice n;
	bool found = false;

	TRY(notice_current(c, o->school, o->term, &n, &found));
	if (found)
		return OK;
	return fault_set(c, E_REFUSED, "notice_unpublished",
	                 &(struct fault){.clause = text(c->lang, T_term_notice_clause),
	                                 .document = r->n ? r->set[r->n - 1]->document : STR_NONE});
}

static enum err complete_require(struct ctx *c, const struct offering *o, size_t slot_n)
{
	if (slot_n == 0)
		return fault_input(c, "missing_field", S("slots"), STR_NONE, STR_NONE);
	if (o->grades == 0)
		return fault_input(c, "missing_field", S("grades"), STR_NONE, STR_NONE);
	if (o->consumables.fen > 0 && !str_some(str_trim(o->consumables_standard))) /* R36 */
		return fault_set(c, E_REFUSED, "consumables_standard_missing",
		                 &(struct fault){.found = money_text(c->arena, o->consumables)});
	return OK;
}

/* The calendar may have changed since the plan was written: when it is held, and what it costs. */
static enum err plan_renew(struct ctx *c, const struct rules *r, const struct school *s,
                           const struct slot *slot, size_t slot_n, struct offering *o)
{
	struct offering was = *o;
	struct calendar cal;
	struct term t;
	bool asks = false;

	TRY(term_get(c, o->term, &t));
	TRY(calendar_load(c, o->county, o->school, t.first_day, t.last_day, &cal));
	o->windows = slots_windows(&cal, o, slot, slot_n);
	TRY(reviewed_rules(c, r, s, o, slot, slot_n, &asks));
	if (o->state != OFFERING_DRAFT) /* opened again: who has it keeps the price */
		return offering_price_follow(c, &was);
	TRY(offering_reckon_now(c, r, o));
	return same_outcome(&was, o) ? OK : offering_price_move(c, o);
}

static enum err publish_one(struct ctx *c, offering_id id)
{
	struct offering o;
	struct school s;
	struct rules rules;
	struct slot *slot;
	size_t slot_n;
	int64_t turned;

	TRY(own_offering(c, id, &o));
	if (o.state == OFFERING_OPEN)
		return OK;
	if (o.state == OFFERING_CANCELLED)
		return fault_set(c, E_CONFLICT, "offering_cancelled", NULL);
	TRY(slot_list(c, id, &slot, &slot_n));
	TRY(school_load(c, o.school, &s));
	TRY(rulebook_rules(c, o.county, o.school, o.starts, &rules));
	TRY(complete_require(c, &o, slot_n));
	TRY(plan_renew(c, &rules, &s, slot, slot_n, &o));
	if (o.agency.v)
		TRY(agency_require(c, o.agency, o.county));
	TRY(notice_require(c, &rules, &o));
	TRY(sheet_require(c, &rules, &o));
	TRY(school_day_require(c, &rules, &s, &o));
	TRY(periods_require(c, &rules, &s, &o, slot, slot_n));
	TRY(q_offering_turn(c, id, str_of(offering_state_name(o.state)), S("open"), &turned));
	if (!turned)
		return E_RETRY;
	if (o.state == OFFERING_DRAFT)
		TRY(seat_plan(c, id));
	TRY(sittings_wanted(c, id));
	return audit_put(c, "opened", "offering", id.v, o.county, S("{}"));
}

static enum err offerings_publish_run(struct ctx *c, void *arg)
{
	struct offerings_publish *a = arg;

	if (a->n > OFFERINGS_MANY)
		return fault_input(c, "too_long", S("offerings"), STR_NONE, STR_NONE);
	for (size_t i = 0; i < a->n; i++) {
		a->failed = i;
		TRY(publish_one(c, a->offering[i]));
	}
	return OK;
}
const struct verb offerings_publish_verb = {"offering.publish", offerings_publish_run};

static enum err offering_end_run(struct ctx *c, void *arg)
{
	const struct offering_end *a = arg;
	enum offering_state to = a->cancel ? OFFERING_CANCELLED : OFFERING_CLOSED;
	struct offering o;
	int64_t turned;

	TRY(own_offering(c, a->offering, &o));
	if (o.state == to)
		return OK;
	if (!a->cancel && o.state != OFFERING_OPEN)
		return fault_set(c, E_CONFLICT, "conflict", NULL);
	if (a->cancel && (o.taken > 0 || o.waiting > 0))
		return fault_set(
			c, E_REFUSED, "seats_taken",
			&(struct fault){
				.found = str_printf(c->arena, "%lld",
		                                    (long long)o.taken + (long long)o.waiting)});
	TRY(q_offering_turn(c, o.id, str_of(offering_state_name(o.state)),
	                    str_of(offering_state_name(to)), &turned));
	if (!turned)
		return E_RETRY;
	if (a->cancel)
		TRY(sittings_wanted(c, o.id));
	return audit_put(c, offering_state_name(to), "offering", o.id.v, o.county, S("{}"));
}
const struct verb offering_end_verb = {"offering.end", offering_end_run};

/* --- who runs it -------------------------------------------------------------------------------
 */

static enum err offering_staff_run(struct ctx *c, void *arg)
{
	const struct offering_staffing *a = arg;
	struct offering o;
	int64_t changed;

	TRY(own_offering(c, a->offering, &o));
	if (a->drop) {
		TRY(q_offering_staff_drop(c, o.id, a->staff, &changed));
	} else {
		struct q_offering_staff_rows_row *row;
		size_t n;

		TRY(q_offering_staff_add(c, o.id, a->staff, o.school, o.county, &changed));
		TRY(q_offering_staff_rows(c, o.id, &row, &n));
		for (size_t i = 0; changed == 0 && i < n; i++) {
			if (row[i].id.v == a->staff.v)
				return OK;
		}
		if (changed == 0)
			return absent(c);
	}
	if (changed == 0)
		return OK;
	return audit_put(c, a->drop ? "staff_dropped" : "staff_added", "offering", o.id.v, o.county,
	                 str_printf(c->arena, "{\"staff\":\"%lld\"}", (long long)a->staff.v));
}
const struct verb offering_staff_verb = {"offering.staff", offering_staff_run};

static enum err staff_from(struct ctx *c, const struct q_offering_staff_rows_row *row, size_t n,
                           struct offering_staff **ret_v)
{
	struct offering_staff *v = NEW_N(c->arena, n, struct offering_staff);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct offering_staff){row[i].id, row[i].number, row[i].title, row[i].name};
	*ret_v = v;
	return OK;
}

enum err offering_staff_list(struct ctx *c, offering_id offering, struct offering_staff **ret_v,
                             size_t *ret_n)
{
	struct q_offering_staff_rows_row *row;
	struct offering o;
	size_t n;

	TRY(reach_role(c, ROLES_TEACHING | ROLES_BUREAU));
	TRY(offering_get(c, offering, &o));
	TRY(q_offering_staff_rows(c, offering, &row, &n));
	TRY(staff_from(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}

enum err school_staff_list(struct ctx *c, school_id school, struct offering_staff **ret_v,
                           size_t *ret_n)
{
	struct q_offering_staff_rows_row *row;
	struct school s;
	size_t n;

	TRY(own_school(c, school, &s));
	TRY(q_school_staff_rows(c, s.id, &row, &n));
	TRY(staff_from(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}
