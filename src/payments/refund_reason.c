/* What money may be asked back for: what the rules in force say, in their words. */
#include "payments/refund_reason.h"

#include <stdio.h>

#include "payments/internal.h"
#include "payments/refund.sql.h"
#include "people/family.h"
#include "people/reach.h"
#include "rulebook/rulebook.h"
#include "rulebook/show.h"
#include "term/offering.h"

enum { WISHES_MOST = LEXICON_WORDS };

bool refund_by_leaving(struct str reason)
{
	return str_is(reason, "quit") || str_is(reason, "transfer") || str_is(reason, "cancelled");
}

static const char *const ALWAYS[] = {"absence", "not_served"};

bool refund_asked_for(const struct rules *r, struct str reason)
{
	return !refund_by_leaving(reason) && rules_word(r, LEX_REASON, reason) >= 0;
}

struct str refund_reason_label(struct ctx *c, const struct rules *r, struct str reason)
{
	char key[80];
	int n = snprintf(key, sizeof key, "refund.reason.%.*s", STR_FMT(reason));
	enum text_id id = n > 0 && n < (int)sizeof key ? text_lookup_name(key) : TEXT_NONE;

	return id != TEXT_NONE ? text(c->lang, id) : show_declared(c->lang, r, LEX_REASON, reason);
}

struct str refund_label(struct ctx *c, const struct refund *f)
{
	struct fault before = c->fault;
	struct rules rules = {0};

	if (rulebook_rules(c, f->county, f->school, instant_date(f->asked), &rules) != OK) {
		c->fault = before;
		rules.n = 0;
	}
	return refund_reason_label(c, &rules, f->reason);
}

struct str refund_due_words(struct ctx *c, const struct refund *f)
{
	struct str day;

	if (!date_some(f->due) || f->state == REFUND_DONE || f->state == REFUND_RETURNED ||
	    f->state == REFUND_NOTHING)
		return S("");
	day = date_text(c->arena, f->due);
	return f->due.day < ctx_today(c).day
	               ? text_fill(c->arena, c->lang, T_refund_due_late, &day, 1)
	               : day;
}

static void wish_add(struct ctx *c, const struct rules *r, struct str reason,
                     const struct rule *rule, struct refund_wish *v, size_t *n)
{
	for (size_t i = 0; i < *n; i++) {
		if (str_eq(v[i].reason, reason))
			return;
	}
	if (*n < WISHES_MOST && !refund_by_leaving(reason))
		v[(*n)++] = (struct refund_wish){
			.reason = reason,
			.label = refund_reason_label(c, r, reason),
			.clause = rule ? rule->clause : S(""),
			.document = rule ? rule->set->document : S(""),
		};
}

static void wishes_of_rules(struct ctx *c, const struct rules *r, enum kind kind,
                            struct refund_wish *v, size_t *n)
{
	for (size_t i = 0; i < r->n; i++) {
		for (const struct rule *o = r->set[i]->rules[RULE_REFUND]; o; o = o->next) {
			const struct rule_value *of = o->field[FIELD_KINDS];
			const struct rule_value *reasons = o->field[FIELD_REASON];

			if (!rules_says(r, i, o) || !reasons ||
			    (of && !(of->words >> (kind - 1) & 1)))
				continue;
			for (size_t k = 0; k < reasons->n_texts; k++)
				wish_add(c, r, reasons->texts[k], o, v, n);
		}
	}
}

enum err refund_wishes(struct ctx *c, const offering_id *offering, size_t n_offerings,
                       struct refund_wish **ret_v, size_t *ret_n)
{
	struct refund_wish *v = NEW_N(c->arena, WISHES_MOST, struct refund_wish);
	struct rules rules = {0};
	size_t n = 0;

	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n_offerings; i++) {
		struct offering o;

		TRY(offering_load(c, offering[i], &o));
		TRY(rulebook_rules(c, o.county, o.school, ctx_today(c), &rules));
		wishes_of_rules(c, &rules, o.kind, v, &n);
	}
	/* No document says anything: the school decides what is asked. */
	for (size_t i = 0; n == 0 && n_offerings > 0 && i < sizeof ALWAYS / sizeof *ALWAYS; i++)
		v[i] = (struct refund_wish){
			.reason = str_of(ALWAYS[i]),
			.label = refund_reason_label(c, &rules, str_of(ALWAYS[i])),
			.clause = S(""),
			.document = S(""),
		};
	*ret_v = v;
	*ret_n = n > 0 || n_offerings == 0 ? n : sizeof ALWAYS / sizeof *ALWAYS;
	return OK;
}

enum err refund_asker(struct ctx *c, enrolment_id enrolment, struct refund_of *ret_of)
{
	struct q_refund_enrolment_row e;

	TRY(or_absent(c, q_refund_enrolment(c, enrolment, &e)));
	if (c->actor.role == ROLE_GUARDIAN)
		TRY(kinship_require(c, e.pupil));
	else
		TRY(reach_role(c, ROLES_SCHOOL_DESK));
	ret_of->term = e.term;
	ret_of->offering = e.offering;
	return bill_reach(c, e.pupil, e.term, &ret_of->bill);
}
