/* Reading offerings and their weekly times. Changing them: offering_put.c, publish.c, seat.c. */
#include "term/offering.h"

#include "base/text.h"
#include "people/reach.h"
#include "term/internal.h"
#include "term/labels.h"
#include "term/pricing_in.h"

static const char *const STATES[] = {
	[OFFERING_DRAFT] = "draft",
	[OFFERING_OPEN] = "open",
	[OFFERING_CLOSED] = "closed",
	[OFFERING_CANCELLED] = "cancelled",
};

const char *offering_state_name(enum offering_state s)
{
	return s <= OFFERING_CANCELLED ? STATES[s] : "";
}

bool offering_state_parse(struct str name, enum offering_state *ret_s)
{
	for (int i = OFFERING_DRAFT; i <= OFFERING_CANCELLED; i++) {
		if (str_is(name, STATES[i])) {
			*ret_s = (enum offering_state)i;
			return true;
		}
	}
	return false;
}

/* How the price came about, where it was not stated for the term. */
static enum err unit_from(struct ctx *c, const struct q_offering_row_row *r, struct offering *o)
{
	struct unit_price *u;

	if (!str_some(r->unit))
		return OK;
	u = NEW(c->arena, struct unit_price);
	if (!u)
		return fault_broken(c, "arena");
	*u = (struct unit_price){
		.unit = r->unit,
		.price = r->unit_price.v,
		.by_rules = r->by_rules.v != 0,
		.stated = r->stated.v != 0,
		.why = r->why,
		.basis = r->basis,
		.counted = r->counted.v,
		.sittings = r->sittings.v,
		.days = r->days.v,
		.months = r->months.v,
		.most = r->most,
		.formula = r->formula,
		.requirement = r->requirement,
		.clause = r->clause,
		.document = r->document,
		.count_clause = r->count_clause,
		.count_document = r->count_document,
	};
	if (!ratio_parse(r->quantity, &u->quantity) || !counts_read(c, r->by_day, u))
		return fault_broken(c, "offering_price.quantity or by_day");
	o->by_unit = u;
	return OK;
}

static enum err offering_from(struct ctx *c, const struct q_offering_row_row *r,
                              struct offering *ret_o)
{
	struct offering o = {
		.id = r->id,
		.county = r->county,
		.school = r->school,
		.term = r->term,
		.code = r->code,
		.title = r->title,
		.about = r->about,
		.category = r->category,
		.place = r->place,
		.agency = r->agency,
		.grades = r->grades,
		.price = r->price,
		.consumables = r->consumables,
		.consumables_standard = r->consumables_standard,
		.opens = r->opens,
		.closes = r->closes,
		.starts = r->starts,
		.ends = r->ends,
		.limited = r->seats.some,
		.seats = r->seats.v,
		.taken = r->taken,
		.waiting = r->waiting,
		.class_size = r->planned.v,
	};

	if (!kind_parse(r->kind, &o.kind) || !offering_state_parse(r->state, &o.state))
		return fault_broken(c, "offering.kind or state");
	o.windows = windows_parse(r->windows);
	o.said = str_some(r->said) ? r->said : S("");
	o.subsidy = r->subsidy;
	TRY(unit_from(c, r, &o));
	*ret_o = o;
	return OK;
}

static enum err offerings_from(struct ctx *c, const struct q_offering_row_row *row, size_t n,
                               struct offering **ret_v)
{
	struct offering *v = NEW_N(c->arena, n, struct offering);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(offering_from(c, &row[i], &v[i]));
	*ret_v = v;
	return OK;
}

/* From the order of the codes, which an index gives, to that of the kinds and in each of the codes:
 * cheaper than to let the database sort whole rows. */
static enum err by_kind(struct ctx *c, const struct offering *v, size_t n, struct offering **ret_v)
{
	struct offering *sorted = NEW_N(c->arena, n, struct offering);
	size_t at = 0;

	if (n > 0 && !sorted)
		return fault_broken(c, "arena");
	for (int kind = KIND_CARE; kind < KIND_COUNT; kind++) {
		for (size_t i = 0; i < n; i++) {
			if (v[i].kind == (enum kind)kind)
				sorted[at++] = v[i];
		}
	}
	*ret_v = sorted;
	return OK;
}

enum err offering_load(struct ctx *c, offering_id id, struct offering *ret_o)
{
	struct q_offering_row_row row = {0};
	bool found = false;

	TRY(q_offering_row(c, id, &row, &found));
	return found ? offering_from(c, &row, ret_o) : absent(c);
}

enum err offering_get(struct ctx *c, offering_id id, struct offering *ret_o)
{
	struct q_offering_row_row row = {0};
	struct offering o = {0};
	bool found = false;

	if (c->actor.role == ROLE_GUARDIAN) {
		TRY(q_offering_of_family(c, id, c->actor.guardian, ctx_today(c), &row, &found));
		return found ? offering_from(c, &row, ret_o) : absent(c);
	}
	TRY(offering_load(c, id, &o));
	if (c->actor.role == ROLE_AGENCY ? o.agency.v == 0 || o.agency.v != c->actor.agency.v
	                                 : !reach_school(c, o.county, o.school))
		return absent(c);
	*ret_o = o;
	return OK;
}

/* Whose rows a list may hold besides the school asked for: 0 is any. */
struct bounds {
	int64_t county, agency;
};

static enum err list_bounds(struct ctx *c, school_id school, struct bounds *ret_b)
{
	struct bounds b = {0, 0};

	switch (c->actor.role) {
	case ROLE_SYSTEM:
	case ROLE_CITY:
		break;
	case ROLE_COUNTY:
		b.county = c->actor.county.v;
		break;
	case ROLE_AGENCY:
		b.agency = c->actor.agency.v;
		break;
	default:
		if (!reach_school(c, c->actor.county, school))
			return absent(c);
	}
	*ret_b = b;
	return OK;
}

enum err offering_list(struct ctx *c, school_id school, term_id term, struct offering **ret_v,
                       size_t *ret_n)
{
	struct q_offering_row_row *row;
	struct offering *v;
	struct bounds b = {0, 0};
	size_t n;

	if (c->actor.role == ROLE_GUARDIAN) {
		TRY(q_offering_rows_of_family(c, school, term, c->actor.guardian, ctx_today(c),
		                              &row, &n));
	} else {
		TRY(list_bounds(c, school, &b));
		TRY(q_offering_rows(c, school, term, b.county, b.agency, true, &row, &n));
	}
	TRY(offerings_from(c, row, n, &v));
	TRY(by_kind(c, v, n, ret_v));
	*ret_n = n;
	return OK;
}

enum err offering_page(struct ctx *c, school_id school, term_id term,
                       const struct offering_filter *f, struct offering **ret_v, size_t *ret_n,
                       int64_t *ret_total)
{
	struct str kind = str_of(kind_name(f->kind));
	struct str state =
		f->state < 0 ? S("") : str_of(offering_state_name((enum offering_state)f->state));
	struct str like = said_like(c, f->q);
	struct q_offering_row_row *row;
	struct offering *v;
	struct bounds b = {0, 0};
	int64_t total;
	size_t n;

	TRY(list_bounds(c, school, &b));
	if (c->actor.role == ROLE_AGENCY)
		return absent(c);
	TRY(q_offering_page(c, school, term, kind, state, f->most ? f->most : INT32_MAX, f->skip,
	                    like, &row, &n));
	TRY(q_offering_total(c, school, term, kind, state, like, &total));
	TRY(offerings_from(c, row, n, &v));
	if (b.county && n > 0 && v[0].county.v != b.county)
		return absent(c);
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

enum err offering_find(struct ctx *c, school_id school, term_id term, struct str code,
                       offering_id *ret_id, bool *ret_found)
{
	return q_offering_by_code(c, school, term, code, ret_id, ret_found);
}

/* --- weekly times ----------------------------------------------------------------------------- */

static enum err slots_from(struct ctx *c, const struct q_slot_rows_row *row, size_t n,
                           struct slot **ret_v)
{
	struct slot *v = NEW_N(c->arena, n, struct slot);

	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct slot){row[i].id, row[i].offering, row[i].weekday, row[i].starts,
		                     row[i].ends};
	*ret_v = v;
	return OK;
}

enum err slot_list(struct ctx *c, offering_id offering, struct slot **ret_v, size_t *ret_n)
{
	struct q_slot_rows_row *row;
	size_t n;

	TRY(q_slot_rows(c, offering, &row, &n));
	TRY(slots_from(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}

enum err slot_list_school(struct ctx *c, school_id school, term_id term, struct slot **ret_v,
                          size_t *ret_n)
{
	struct q_slot_rows_row *row;
	size_t n;

	TRY(q_slot_rows_of_school(c, school, term, &row, &n));
	TRY(slots_from(c, row, n, ret_v));
	*ret_n = n;
	return OK;
}

struct slot *slots_of(struct slot *v, size_t n, offering_id offering, size_t *ret_n)
{
	size_t from = 0, until;

	while (from < n && !offering_id_eq(v[from].offering, offering))
		from++;
	for (until = from; until < n && offering_id_eq(v[until].offering, offering); until++)
		;
	*ret_n = until - from;
	return v + from;
}

struct str slot_text(struct arena *a, enum lang lang, const struct slot *s)
{
	struct str day = text(lang, weekday_label(s->weekday));
	struct str from = time_text(a, s->starts);
	struct str until = time_text(a, s->ends);

	return str_printf(a, "%.*s %.*s–%.*s", STR_FMT(day), STR_FMT(from), STR_FMT(until));
}
