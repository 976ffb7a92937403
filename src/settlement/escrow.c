/* Holding the agency's share of what families have paid (R60). */
#include "settlement/internal.h"

#include "people/reach.h"
#include "settlement/settlement.sql.h"

enum err school_money(struct ctx *c, school_id school)
{
	TRY(reach_role(c, ROLES_SCHOOL_MONEY));
	return c->actor.role == ROLE_SYSTEM || c->actor.school.v == school.v ? OK : absent(c);
}

enum err agency_course(struct ctx *c, offering_id offering, struct offering *ret_o,
                       struct price_sheet *ret_s)
{
	bool found;

	TRY(offering_load(c, offering, ret_o));
	if (!ret_o->agency.v || ret_o->kind != KIND_COURSE)
		return absent(c);
	TRY(sheet_of(c, offering, ret_s, &found));
	return found ? OK : fault_set(c, E_REFUSED, "sheet_missing", NULL);
}

/* The agency's share of what came in: in the proportion of its part to the price. */
static enum err share_of(struct ctx *c, const struct price_sheet *s, struct money amount,
                         struct money *ret_m)
{
	if (s->price.fen <= 0) {
		*ret_m = FEN(0);
		return OK;
	}
	return money_ratio(amount, s->part.fen, s->price.fen, ret_m)
	               ? OK
	               : fault_broken(c, "share of an agency");
}

static enum err follow_one(struct ctx *c, const struct offering *o, const struct price_sheet *sheet,
                           int64_t source, struct money income)
{
	int64_t id = env_next_id(c->env), made;
	struct money share, held;

	TRY(share_of(c, sheet, income, &share));
	if (share.fen < 0) {
		/* What was released is the agency's: no more goes back than is held. */
		TRY(q_escrow_held(c, o->id, &held));
		if (-share.fen > held.fen)
			share.fen = -held.fen;
	}
	TRY(q_escrow_take_insert(c, id, o->county, o->school, o->id, source, income, share, c->now,
	                         &made));
	if (!made || share.fen == 0)
		return OK;
	struct leg legs[] = {
		{LEDGER_COURSE, LEG_OF(o->id), share},
		{LEDGER_ESCROW, LEG_OF(o->id), {-share.fen}},
	};
	TRY(ledger_post(c, o->county, "escrow_take", id, legs, 2));
	return ledger_of_school(c, o->school, id);
}

enum err escrow_follow(struct ctx *c, const struct offering *o, const struct price_sheet *sheet,
                       int64_t most, bool *ret_left)
{
	struct q_escrow_waiting_row *row;
	size_t n;

	TRY(q_escrow_waiting(c, o->id, o->term, most, &row, &n));
	for (size_t i = 0; i < n; i++)
		TRY(follow_one(c, o, sheet, row[i].source, row[i].amount));
	*ret_left = (int64_t)n == most;
	if (n == 0)
		return OK;
	return audit_put(c, "escrow_followed", "offering", o->id.v, o->county,
	                 str_printf(c->arena, "{\"rows\":%zu}", n));
}

static enum err escrow_follow_run(struct ctx *c, void *arg)
{
	struct escrow_follow *a = arg;
	struct price_sheet sheet = {0};
	struct offering o = {0};

	TRY(offering_load(c, a->offering, &o));
	TRY(school_money(c, o.school));
	TRY(agency_course(c, a->offering, &o, &sheet));
	return escrow_follow(c, &o, &sheet, ESCROW_MANY, &a->left);
}
const struct verb escrow_follow_verb = {"settlement.escrow_follow", escrow_follow_run};
