/* Holding the agency's share of what families have paid (R60). */
#include "settlement/internal.h"

#include "people/reach.h"
#include "people/school.h"
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

/* What was released is the agency's until its next release: no more goes back than is held, the
 * rest is claimed. What comes in again first ends the claim. */
static enum err bounded(struct ctx *c, offering_id offering, struct money *io_share,
                        struct money *ret_claim)
{
	struct money held, claim;

	*ret_claim = FEN(0);
	if (io_share->fen < 0) {
		TRY(q_escrow_held(c, offering, &held));
		if (-io_share->fen > held.fen) {
			ret_claim->fen = -io_share->fen - held.fen;
			io_share->fen = -held.fen;
		}
	} else {
		TRY(q_escrow_claim(c, offering, &claim));
		claim.fen = claim.fen < io_share->fen ? claim.fen : io_share->fen;
		ret_claim->fen = -claim.fen;
		io_share->fen -= claim.fen;
	}
	return OK;
}

static enum err follow_one(struct ctx *c, const struct offering *o, const struct price_sheet *sheet,
                           const struct q_escrow_waiting_row *row)
{
	int64_t id = env_next_id(c->env), made;
	struct money share, claim;

	TRY(share_of(c, sheet, row->amount, &share));
	TRY(bounded(c, o->id, &share, &claim));
	TRY(q_escrow_take_insert(c, id, o->county, o->school, o->id, row->source, row->rows + 1,
	                         sheet->id.v, row->amount, share, claim, c->now, &made));
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
	bool left;
	size_t n;

	TRY(school_hold(c, o->school));
	TRY(payer_cover(c, o->county, o->school, o->term, most, &left));
	TRY(q_escrow_waiting(c, o->id, o->term, most, &row, &n));
	for (size_t i = 0; i < n; i++)
		TRY(follow_one(c, o, sheet, &row[i]));
	*ret_left = left || (int64_t)n == most;
	if (n == 0)
		return OK;
	return audit_put(c, "escrow_followed", "offering", o->id.v, o->county,
	                 str_printf(c->arena, "{\"rows\":%zu}", n));
}

enum err escrow_follow_all(struct ctx *c, const struct offering *o, const struct price_sheet *sheet)
{
	bool left = true;

	for (int i = 0; i < 5 && left; i++)
		TRY(escrow_follow(c, o, sheet, ESCROW_MANY, &left));
	return left ? fault_set(c, E_REFUSED, "escrow_behind", NULL) : OK;
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
