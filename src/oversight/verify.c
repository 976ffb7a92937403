/* The order of the checks, the chain, and seats. */
#include "oversight/verify.h"

#include "oversight/verify.sql.h"
#include "oversight/verify_in.h"
#include "store/audit.h"

struct verify_check *verify_begin(struct verify_report *r, const char *name)
{
	struct verify_check *v = &r->v[r->n++];

	*v = (struct verify_check){.name = name};
	return v;
}

bool verify_broken(struct verify_check *v, int64_t id)
{
	if (v->broken++ > 0)
		return false;
	v->first = id;
	return true;
}

static enum err chain(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "audit_chain");
	struct audit_check a = {0};

	TRY(store_verify_chain(c, &a));
	v->rows = a.records;
	v->broken = a.broken;
	if (a.broken) {
		v->first = a.first_id;
		v->found = str_of(a.first_what);
	}
	return OK;
}

/* --- seats --------------------------------------------------------------------------------------
 */

static enum err seat_row(struct ctx *c, const struct q_verify_seats_row *row, void *arg)
{
	struct verify_check *v = arg;
	bool holds = row->taken.some && row->waiting.some && row->taken.v == row->enrolled &&
	             row->waiting.v == row->waitlisted &&
	             (!row->seats.some || row->enrolled <= row->seats.v);

	v->rows++;
	if (!holds && verify_broken(v, row->offering.v))
		v->found = str_printf(c->arena,
		                      "offering: seats %s%lld, taken %lld, waiting %lld; enrolled "
		                      "%lld, waitlisted %lld",
		                      row->seats.some ? "" : "unlimited ",
		                      (long long)(row->seats.some ? row->seats.v : 0),
		                      (long long)row->taken.v, (long long)row->waiting.v,
		                      (long long)row->enrolled, (long long)row->waitlisted);
	return OK;
}

static enum err twice_row(struct ctx *c, const struct q_verify_twice_row *row, void *arg)
{
	struct verify_check *v = arg;

	if (verify_broken(v, row->id.v))
		v->found = str_printf(c->arena, "pupil %lld stands %lld times on offering %lld",
		                      (long long)row->pupil.v, (long long)row->n,
		                      (long long)row->offering.v);
	return OK;
}

static enum err seats(struct ctx *c, struct verify_report *r)
{
	struct verify_check *v = verify_begin(r, "seats");

	TRY(q_verify_seats_each(c, seat_row, v));
	v = verify_begin(r, "enrolled_once");
	TRY(q_verify_active_count(c, &v->rows));
	return q_verify_twice_each(c, twice_row, v);
}

/* --- all ----------------------------------------------------------------------------------------
 */

static enum err all(struct ctx *c, struct verify_report *r)
{
	TRY(chain(c, r));
	TRY(seats(c, r));
	TRY(verify_prices(c, r));
	TRY(verify_enrolments(c, r));
	TRY(verify_bills(c, r));
	TRY(verify_waivers(c, r));
	TRY(verify_lines(c, r));
	TRY(verify_ledger(c, r));
	TRY(verify_books(c, r));
	TRY(verify_payments(c, r));
	TRY(verify_registers(c, r));
	TRY(verify_participation(c, r));
	TRY(verify_guarantee(c, r));
	TRY(verify_counts(c, r));
	TRY(verify_arrivals(c, r));
	TRY(verify_payouts(c, r));
	TRY(verify_escrow(c, r));
	TRY(verify_subsidy(c, r));
	TRY(verify_rules(c, r));
	TRY(verify_terms(c, r));
	return verify_whatif(c, r);
}

enum err verify_run(struct ctx *c, struct verify_check **ret_v, size_t *ret_n)
{
	struct verify_report *r = NEW(c->arena, struct verify_report);
	enum err e;

	if (!r)
		return fault_broken(c, "arena");
	TRY(store_read_begin(c));
	e = all(c, r);
	store_read_end(c);
	if (e != OK)
		return e;
	*ret_v = r->v;
	*ret_n = r->n;
	return OK;
}
