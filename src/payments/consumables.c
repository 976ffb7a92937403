#include "payments/consumables.h"

#include "payments/consumables.sql.h"
#include "people/reach.h"
#include "people/school.h"

enum { NOTE_MOST = 200 };

/* --- reading ---------------------------------------------------------------------------------- */

static struct lot from_row(const struct q_lot_row_row *r)
{
	return (struct lot){
		.offering = r->offering,
		.school = r->school,
		.term = r->term,
		.title = r->title,
		.provider = r->provider,
		.standard = r->standard,
		.price = r->price,
		.entrusted = r->entrusted,
		.self_bought = r->self_bought,
		.signed_at = r->signed_at,
		.delivered_at = r->delivered_at,
		.signed_by = r->signed_by,
		.delivered_by = r->delivered_by,
		.sign_note = r->sign_note,
		.delivery_note = r->delivery_note,
	};
}

enum err lot_list(struct ctx *c, school_id school, term_id term, struct lot **ret_v, size_t *ret_n)
{
	struct q_lot_row_row *row;
	struct school s;
	struct lot *v;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(school_get(c, school, &s));
	TRY(q_lots(c, school, term, &row, &n));
	v = NEW_N(c->arena, n + 1, struct lot);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = from_row(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err lot_reach(struct ctx *c, offering_id offering, struct q_lot_row_row *ret_row)
{
	TRY(reach_role(c, ROLES_SCHOOL_DESK | ROLES_COUNTY_DESK));
	TRY(or_absent(c, q_lot_row(c, offering, ret_row)));
	return reach_school(c, ret_row->county, ret_row->school)
	               ? OK
	               : out_of_reach(c, "offering", offering.v);
}

enum err lot_get(struct ctx *c, offering_id offering, struct lot *ret_l)
{
	struct q_lot_row_row row;

	TRY(lot_reach(c, offering, &row));
	*ret_l = from_row(&row);
	return OK;
}

enum err lot_pupils(struct ctx *c, offering_id offering, struct entrusted **ret_v, size_t *ret_n)
{
	struct q_lot_pupils_row *row;
	struct q_lot_row_row lot;
	struct entrusted *v;
	struct str why;
	size_t n;

	TRY(lot_reach(c, offering, &lot));
	why = str_printf(c->arena, "consumables of offering %lld", (long long)offering.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_lot_pupils(c, offering, &row, &n));
	v = NEW_N(c->arena, n + 1, struct entrusted);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct entrusted){.pupil = row[i].pupil,
		                          .name = row[i].name,
		                          .class_name = row[i].class,
		                          .guardian = row[i].guardian_name,
		                          .at = row[i].at,
		                          .amount = row[i].amount,
		                          .collected = row[i].collected};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err consumables_of(struct ctx *c, pupil_id pupil, term_id term,
                        struct consumables_mine **ret_v, size_t *ret_n)
{
	school_id only = ID_NONE(school_id); /* a family sees all of theirs */
	struct q_consumables_of_row *row;
	struct consumables_mine *v;
	struct bill_owner b;
	size_t n;

	TRY(bill_reach(c, pupil, term, &b));
	if (c->actor.role != ROLE_GUARDIAN)
		only = b.school;
	TRY(q_consumables_of(c, pupil, term, only, &row, &n));
	v = NEW_N(c->arena, n + 1, struct consumables_mine);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct consumables_mine){.enrolment = row[i].enrolment,
		                                 .title = row[i].title,
		                                 .standard = row[i].standard,
		                                 .price = row[i].price,
		                                 .self_bought = row[i].self_bought,
		                                 .signed_at = row[i].signed_at,
		                                 .delivered_at = row[i].delivered_at,
		                                 .delivery_note = row[i].note};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- what is in the way ----------------------------------------------------------------------- */

enum err consumables_unsigned_on(struct ctx *c, bill_id bill, struct str *ret_title)
{
	struct str title = STR_NONE;
	bool found;

	TRY(q_unsigned_on(c, bill, &title, &found));
	*ret_title = found ? title : STR_NONE;
	return OK;
}

enum err lot_stage_of(struct ctx *c, offering_id offering, struct lot_stage *ret_s)
{
	struct q_lot_stage_row row;
	bool found;

	TRY(q_lot_stage(c, offering, &row, &found));
	*ret_s = (struct lot_stage){found && row.signed_at.us != INT64_MIN,
	                            found && row.delivered_at.us != INT64_MIN};
	return OK;
}

enum err consumables_may_sell(struct ctx *c, pupil_id pupil, offering_id offering)
{
	struct q_may_sell_row row;
	const char *no = NULL;
	bool found;

	TRY(q_may_sell(c, pupil, offering, &row, &found));
	if (found && row.self_bought)
		no = "consumables_self_bought";
	else if (found && !row.signed_off)
		no = "consumables_unsigned";
	return no ? fault_set(c, E_REFUSED, no, &(struct fault){.found = row.title}) : OK;
}

/* --- signing off, handing out ----------------------------------------------------------------- */

static enum err sign_run(struct ctx *c, void *arg)
{
	struct lot_sign *a = arg;
	struct q_lot_row_row row;
	int64_t stored;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(lot_reach(c, a->offering, &row));
	TRY(said_text(c, S("sign_note"), a->note, NOTE_MOST, &a->note));
	TRY(q_lot_sign(c, a->offering, row.county, row.school, c->actor.account, c->now, a->note,
	               &stored));
	return stored ? audit_put(c, "consumables_signed", "offering", a->offering.v, row.county,
	                          reason_json(c, a->note))
	              : OK;
}
const struct verb lot_sign_verb = {"payments.consumables_sign", sign_run};

/* Whoever leaves at the same moment has either left or has received them. */
static enum err lot_hold(struct ctx *c, offering_id offering)
{
	struct q_lot_bills_row *row;
	size_t n;

	TRY(q_lot_bills(c, offering, &row, &n));
	for (size_t i = 0; i < n; i++)
		TRY(bill_hold(c, row[i].bill));
	return OK;
}

static enum err deliver_run(struct ctx *c, void *arg)
{
	struct lot_deliver *a = arg;
	struct q_lot_row_row row;
	int64_t stored;

	TRY(reach_role(c, ROLES_SCHOOL_DESK));
	TRY(lot_reach(c, a->offering, &row));
	if (row.signed_at.us == INT64_MIN)
		return fault_set(c, E_REFUSED, "consumables_unsigned",
		                 &(struct fault){.found = row.title});
	TRY(said_text(c, S("delivery_note"), a->note, NOTE_MOST, &a->note));
	TRY(lot_hold(c, a->offering));
	TRY(q_lot_deliver(c, a->offering, c->actor.account, c->now, a->note, &stored));
	if (!stored)
		return fault_set(c, E_CONFLICT, "consumables_delivered",
		                 &(struct fault){.found = row.title});
	return audit_put(c, "consumables_delivered", "offering", a->offering.v, row.county,
	                 reason_json(c, a->note));
}
const struct verb lot_deliver_verb = {"payments.consumables_deliver", deliver_run};
