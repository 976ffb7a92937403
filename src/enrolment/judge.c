#include "enrolment/judge.h"

#include <string.h>

#include "enrolment/enrolment.sql.h"
#include "policy/conduct.h"
#include "rulebook/show.h"
#include "term/facts.h"

#define REFUSALS_MAX 8

struct verdict {
	struct ctx *c;
	struct refusal_note *v;
	size_t n;
};

static void refuse(struct verdict *out, const char *code, struct str found, struct str allowed)
{
	if (out->n < REFUSALS_MAX)
		out->v[out->n++] =
			(struct refusal_note){.code = code, .found = found, .allowed = allowed};
}

enum err standing_load(struct ctx *c, const struct pupil *p, term_id term, struct standing *ret_s)
{
	struct standing s = {.pupil = *p, .term = term};
	struct q_held_list_row *row;
	size_t n;

	TRY(notice_standing(c, p, term, &s.notice_published, &s.notice_confirmed));
	TRY(q_held_list(c, p->id, term, &row, &n));
	s.held = NEW_N(c->arena, n, struct held);
	if (n > 0 && !s.held)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		s.held[i] = (struct held){
			.enrolment = row[i].enrolment,
			.offering = row[i].offering,
			.waiting = str_is(row[i].state, "waitlisted"),
			.title = row[i].title,
			.starts = row[i].starts,
			.ends = row[i].ends,
			.timed = row[i].weekday.some,
			.weekday = row[i].weekday.v,
			.from = row[i].from,
			.until = row[i].until,
		};
	}
	s.held_n = n;
	struct rules *rules = NEW(c->arena, struct rules);
	s.told = NEW_N(c->arena, DUTIES, struct told);
	if (!rules || !s.told)
		return fault_broken(c, "arena");
	TRY(rulebook_rules(c, p->county, p->school, ctx_today(c), rules));
	TRY(bill_totals_open(c, rules, p, term, &s.bill));
	TRY(till_open(c, rules, p, &s.till));
	s.rules = rules;
	*ret_s = s;
	return OK;
}

static struct str grade_text(struct ctx *c, int64_t grade)
{
	struct str n = str_of_i64(c->arena, grade);

	return text_fill(c->arena, c->lang, T_enrol_grade, &n, 1);
}

static struct str grades_text(struct ctx *c, int64_t grades)
{
	struct str v[12];
	size_t n = 0;

	for (int64_t g = 1; g <= 12; g++) {
		if (grades & (INT64_C(1) << g))
			v[n++] = str_of_i64(c->arena, g);
	}
	struct str list = str_join(c->arena, v, n, S(","));

	return text_fill(c->arena, c->lang, T_enrol_grades, &list, 1);
}

/* A fault of a decision as one reason among others. */
static void refuse_by(struct verdict *out, const struct fault *f)
{
	if (out->n < REFUSALS_MAX)
		out->v[out->n++] = (struct refusal_note){f->code,   f->found,    f->allowed,
		                                         f->clause, f->document, f->requirement};
}

/* What a document asks for is not there: refused with its clause. Where none speaks, as our own. */
static void refuse_under(struct verdict *out, const struct rule *rule, const char *code,
                         struct str found, struct str allowed)
{
	struct fault before = out->c->fault;

	if (rule == NULL) {
		refuse(out, code, found, allowed);
	} else {
		(void)rule_refuse(out->c, code, rule, found, allowed);
		refuse_by(out, &out->c->fault);
		out->c->fault = before;
	}
}

/* The clause is told where it can be found; the refusal stands without it. */
static void refuse_duty(struct verdict *out, const struct standing *s, enum duty duty,
                        const struct charge *what, struct str found, struct str allowed)
{
	static const struct {
		const char *name, *code;
	} DUTY[DUTIES] = {
		[DUTY_NOTICE] = {"notice_published", "notice_unconfirmed"},
		[DUTY_SCOPE] = {"of_the_service", "not_eligible"},
		[DUTY_ONCE] = {"not_yet_enrolled", "already_enrolled"},
		[DUTY_TIME] = {"one_service_at_once", "time_clash"},
	};
	struct told *told = &s->told[duty];

	if (!told->kept)
		told->rule = require_told(out->c, s->rules, str_of(DUTY[duty].name), &what->facts,
		                          &told->kept);
	refuse_under(out, told->rule, DUTY[duty].code, found, allowed);
}

enum text_id stage_label(enum stage s)
{
	static const enum text_id LABELS[STAGE_COUNT] = {
		[STAGE_PRIMARY] = T_why_primary,
		[STAGE_JUNIOR] = T_why_junior,
		[STAGE_SENIOR] = T_why_senior,
	};

	return LABELS[s];
}

/* "primary junior", as a decision names them, in the reader's words. */
static struct str stages_text(struct ctx *c, struct str names)
{
	struct str v[STAGE_COUNT];
	enum stage s;
	size_t n = 0;

	while (str_some(names) && n < STAGE_COUNT) {
		if (stage_parse(str_cut(&names, ' '), &s))
			v[n++] = text(c->lang, stage_label(s));
	}
	return str_join(c->arena, v, n, text(c->lang, T_why_and));
}

/* What nobody has stated or decided is a reason of this one service; anything else is passed on. */
static enum err refuse_gap(struct verdict *out, const struct standing *s, struct fault before,
                           enum err e)
{
	if (!show_gap(out->c, s->rules, e))
		return e;
	refuse_by(out, &out->c->fault);
	out->c->fault = before;
	return OK;
}

/* R25: which stages have care and courses, and which evening study, is the documents' to say. */
static enum err judge_stage(struct verdict *out, const struct standing *s,
                            const struct charge *what)
{
	struct ctx *c = out->c;
	struct fault before = c->fault;
	enum err e = kind_stage_decide(c, s->rules, what->kind, &what->facts);

	if (e != E_REFUSED || strcmp(c->fault.code, "no_rule") == 0)
		return refuse_gap(out, s, before, e);
	c->fault.found = stages_text(c, c->fault.found);
	c->fault.allowed = stages_text(c, c->fault.allowed);
	refuse_by(out, &c->fault);
	c->fault = before;
	return OK;
}

/* R8: a care place is refused for these reasons alone. */
static enum err judge_eligible(struct verdict *out, const struct standing *s,
                               const struct offering *o, const struct charge *what)
{
	struct ctx *c = out->c;

	if (!s->pupil.active) {
		refuse_duty(out, s, DUTY_SCOPE, what, text(c->lang, T_enrol_pupil_left), STR_NONE);
	} else if (s->pupil.school.v != o->school.v || s->term.v != o->term.v) {
		refuse_duty(out, s, DUTY_SCOPE, what, text(c->lang, T_enrol_other_school),
		            STR_NONE);
	} else if (!(o->grades & (INT64_C(1) << s->pupil.grade))) {
		refuse_duty(out, s, DUTY_SCOPE, what, grade_text(c, s->pupil.grade),
		            grades_text(c, o->grades));
	} else {
		return judge_stage(out, s, what);
	}
	return OK;
}

static void judge_window(struct verdict *out, const struct offering *o)
{
	struct ctx *c = out->c;

	if (o->state == OFFERING_OPEN && c->now.us >= o->opens.us && c->now.us < o->closes.us)
		return;
	struct str span[2];

	span[0] = instant_words(c->arena, c->lang, o->opens);
	span[1] = instant_words(c->arena, c->lang, o->closes);
	refuse(out, "window_closed", instant_words(c->arena, c->lang, c->now),
	       text_fill(c->arena, c->lang, T_enrol_window, span, 2));
}

static bool overlaps(const struct held *h, const struct offering *o, const struct slot *s)
{
	return h->timed && h->weekday == s->weekday && h->from.minute < s->ends.minute &&
	       s->starts.minute < h->until.minute && h->starts.day <= o->ends.day &&
	       o->starts.day <= h->ends.day;
}

/* R26: one place at a time. A place on a waitlist does not clash until it is given. */
static void judge_clash(struct verdict *out, const struct standing *s, const struct claim *what,
                        const struct charge *charge)
{
	struct ctx *c = out->c;

	for (size_t i = 0; i < s->held_n; i++) {
		const struct held *h = &s->held[i];

		if (h->waiting || h->offering.v == what->offering->id.v)
			continue;
		for (size_t k = 0; k < what->slot_n; k++) {
			if (!overlaps(h, what->offering, &what->slot[k]))
				continue;
			struct slot theirs = {
				.weekday = h->weekday, .starts = h->from, .ends = h->until};
			struct str found[2] = {h->title, slot_text(c->arena, c->lang, &theirs)};
			refuse_duty(out, s, DUTY_TIME, charge,
			            text_fill(c->arena, c->lang, T_enrol_clash_with, found, 2),
			            STR_NONE);
			return;
		}
	}
}

static bool held_already(const struct standing *s, offering_id o)
{
	for (size_t i = 0; i < s->held_n; i++) {
		if (s->held[i].offering.v == o.v)
			return true;
	}
	return false;
}

struct charge claim_charge(struct ctx *c, const struct rules *r, const struct claim *what,
                           const struct pupil *p, enrolment_id enrolment, struct date day)
{
	const struct offering *o = what->offering;

	return (struct charge){
		.enrolment = enrolment,
		.offering = o->id,
		.kind = o->kind,
		.facts = service_facts(c, r, p, o),
		.title = o->title,
		.price = o->price,
		.by_unit = o->by_unit,
		.consumables = what->self_purchase ? FEN(0) : o->consumables,
		.subsidy = o->subsidy,
		.self_bought = what->self_purchase ? o->consumables : FEN(0),
		.day = day,
	};
}

static enum err judge_price(struct verdict *out, const struct standing *s,
                            const struct charge *charge)
{
	struct ctx *c = out->c;
	struct fault before = c->fault;
	struct bill_quote q;
	enum err e = bill_judge(c, s->till, &s->bill, charge, &q);

	if (e != OK)
		return refuse_gap(out, s, before, e);
	if (!q.no.code)
		return OK;
	c->fault = q.no;
	if (refuse_gap(out, s, before, E_REFUSED) != OK) {
		refuse_by(out, &q.no);
		c->fault = before;
	}
	return OK;
}

enum err judge(struct ctx *c, const struct standing *s, const struct claim *what,
               struct refusal_note **ret_v, size_t *ret_n)
{
	const struct offering *o = what->offering;
	struct verdict out = {c, NEW_N(c->arena, REFUSALS_MAX, struct refusal_note), 0};
	const struct rule *rule;
	uint32_t parties;

	if (!out.v)
		return fault_broken(c, "arena");
	struct charge charge =
		claim_charge(c, s->rules, what, &s->pupil, ID_NONE(enrolment_id), ctx_today(c));

	till_said(s->till, &charge.facts);
	TRY(judge_eligible(&out, s, o, &charge));
	if (!what->promotion)
		judge_window(&out, o);
	if (!s->notice_confirmed) /* R9 */
		refuse_duty(&out, s, DUTY_NOTICE, &charge,
		            text(c->lang,
		                 s->notice_published ? T_enrol_notice_unread : T_enrol_notice_none),
		            STR_NONE);
	if (what->no.code) {
		refuse_by(&out, &what->no);
	} else if (str_some(what->unsigned_by)) {
		TRY(agreement_parties(c, s->rules, o->kind, o->agency.v != 0, &parties, &rule));
		refuse_under(&out, rule, "agreement_unsigned", what->unsigned_by, STR_NONE);
	}
	if (!what->promotion && held_already(s, o->id))
		refuse_duty(&out, s, DUTY_ONCE, &charge, o->title, STR_NONE);
	judge_clash(&out, s, what, &charge);

	TRY(judge_price(&out, s, &charge));
	*ret_v = out.v;
	*ret_n = out.n;
	return OK;
}
