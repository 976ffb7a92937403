/* Reckoning a month in steps. Each step reads some sittings, writes what they come to and moves the
 * batch's place, all in one transaction: a step that runs again finds the place moved. */
#include "base/jsonread.h"
#include "people/reach.h"
#include "subsidy/compute.h"
#include "subsidy/duty.sql.h"
#include "subsidy/pay.h"
#include "term/facts.h"

#define COMPUTE "subsidy.compute"
enum { SITTINGS_READ = 12 };

/* What is done of a computation, in this order: what is paid as a whole is reckoned when the
 * sittings it stands on are, what a cap takes off when both are. The numbers are kept. */
enum stage_of_run {
	MONTH_SITTINGS = 0,
	MONTH_UNITS = 4,
	MONTH_CAPS = 5,
	EARLIER_SITTINGS = 1,
	EARLIER_UNITS = 6,
	EARLIER_CAPS = 7,
	OVER_ALL = 2
};
static const int NEXT_STAGE[] = {
	[MONTH_SITTINGS] = MONTH_UNITS,  [MONTH_UNITS] = MONTH_CAPS,
	[MONTH_CAPS] = EARLIER_SITTINGS, [EARLIER_SITTINGS] = EARLIER_UNITS,
	[EARLIER_UNITS] = EARLIER_CAPS,  [EARLIER_CAPS] = OVER_ALL,
	[OVER_ALL] = OVER_ALL,
};

struct stepping {
	int64_t batch, run;
	bool more;
};

/* --- one person at one sitting ---------------------------------------------------------------- */

static struct led case_of(const struct q_sittings_next_row *s, const struct person *p)
{
	struct led what = LED_OF(s);

	what.role = p->role;
	what.outsider = p->outsider;
	what.rated = p->rated;
	what.rate = p->rate;
	what.per = p->per;
	return what;
}

static struct piece piece_of(const struct q_sittings_next_row *s)
{
	return (struct piece){.id = s->id,
	                      .day = s->day,
	                      .starts = s->starts,
	                      .ends = s->ends,
	                      .refers = s->refers};
}

static bool attended(const struct q_sittings_next_row *s)
{
	return !str_is(s->state, "cancelled") && s->present.some && s->present.v > 0;
}

enum err detail_put(struct ctx *c, struct run *r, const struct piece *of, const struct person *p,
                    const struct worth *w)
{
	const struct q_subsidy_batch_row_row *b = &r->b;
	bool counts = of->refers == 0 && !of->whole;
	struct opt_money stated = {p->rated && !of->whole, p->rate};
	struct money amount;

	if (!money_sub(w->due, p->before, &amount))
		return fault_broken(c, "subsidy overflow");
	r->put++;
	TRY(q_subsidy_detail_insert(c, env_next_id(c->env), b->county, b->id, b->run, p->id, of->id,
	                            (struct opt_i64){of->refers != 0, of->refers}, of->day,
	                            of->starts, of->ends, p->role, stated, w->due, p->before,
	                            amount, w->formula, w->requirement, w->document,
	                            (struct opt_i64){of->unit != 0, of->unit},
	                            str_of(PAID_WORDS[stated.some ? p->per : PAID_SITTING]), NULL));
	return q_subsidy_line_add(c, env_next_id(c->env), b->id, b->run, p->id, b->county,
	                          p->outsider ? S("labour_fee") : S("subsidy"), counts,
	                          counts ? of->ends.minute - of->starts.minute : 0, amount, NULL);
}

enum err person_note(struct ctx *c, struct run *r, const struct piece *of, const struct person *p,
                     const char *code, enum weight weight, const struct worth *w)
{
	struct finding f = {.code = code,
	                    .weight = weight,
	                    .person = p ? p->id : 0,
	                    .sitting = of->whole ? 0 : of->id.v,
	                    .day = of->day,
	                    .found = w->found,
	                    .allowed = w->allowed};

	r->put++;
	return subsidy_finding_put(c, &r->b, &f);
}

enum err difference_put(struct ctx *c, struct run *r, const struct piece *of,
                        const struct person *p, struct worth *w, bool *ret_put)
{
	struct money owed = FEN(0);

	*ret_put = false;
	if (w->due.fen == p->before.fen)
		return OK;
	TRY(q_subsidy_line_amount(c, r->b.id, r->b.run, p->id, &owed));
	if (w->due.fen < p->before.fen && owed.fen < p->before.fen - w->due.fen) {
		/* More is owed back than this month earns: it comes up again in the next. */
		w->found = money_text(c->arena, FEN(p->before.fen - w->due.fen));
		w->allowed = money_text(c->arena, owed);
		return person_note(c, r, of, p, "owed_back", TOLD, w);
	}
	*ret_put = true;
	return detail_put(c, r, of, p, w);
}

/* Written down by hand it is a claim, person by person; as planned it is only not paid. */
static enum err unattended(struct ctx *c, struct run *r, const struct q_sittings_next_row *s,
                           const struct person *p)
{
	struct worth w = {.found = s->present.some ? S("0") : S("–"), .allowed = S("≥ 1")};
	struct piece of = piece_of(s);

	return person_note(c, r, &of, p, "hours_without_attendance", p ? STOPS : TOLD, &w);
}

static enum err person_worth(struct ctx *c, const struct run *r,
                             const struct q_sittings_next_row *s, const struct person *p,
                             struct piece *of, struct worth *ret_w)
{
	struct led what = case_of(s, p);
	struct rules rules;

	TRY(rules_memo_rules(c, r->memo, r->b.county, r->b.school, s->day, &rules));
	TRY(led_worth(c, &rules, &r->school, &what, ret_w));
	return ret_w->no ? OK : unit_of(c, r, p->id, s->day, ret_w, &of->unit);
}

static enum err person_month(struct ctx *c, struct run *r, const struct q_sittings_next_row *s,
                             const struct person *p)
{
	struct piece of = piece_of(s);
	struct worth w = {0};

	if (!attended(s))
		return unattended(c, r, s, p);
	TRY(person_worth(c, r, s, p, &of, &w));
	if (w.no)
		return person_note(c, r, &of, p, w.no, STOPS, &w);
	return detail_put(c, r, &of, p, &w);
}

/* What an approved month is worth now, where that is not what was approved. */
static enum err person_earlier(struct ctx *c, struct run *r, const struct q_sittings_next_row *s,
                               const struct person *p)
{
	struct worth w = {.formula = S(""), .requirement = S("R48"), .document = S("")};
	struct piece of = piece_of(s);
	bool put;

	if (p->led && attended(s)) {
		TRY(person_worth(c, r, s, p, &of, &w));
		if (w.no) /* cannot be said now: what was approved stands */
			return OK;
	}
	return difference_put(c, r, &of, p, &w, &put);
}

/* --- one sitting ------------------------------------------------------------------------------ */

enum err person_load(struct ctx *c, struct person *p, struct date day)
{
	struct q_person_row_row row;
	bool found = false;

	TRY(q_person_row(c, p->id, day, &row, &found));
	if (!found)
		return OK;
	p->outsider = row.outsider;
	if (!p->rated && row.agreed.some) {
		p->rated = true;
		p->rate = row.agreed.v;
		p->per = paid_by_of(row.agreed_unit);
	}
	return OK;
}

/* Who is down for a sitting, and who was paid for it, by id. */
static enum err persons_of(struct ctx *c, const struct q_sittings_next_row *s,
                           struct person **ret_v, size_t *ret_n)
{
	struct q_duties_row *duty;
	struct q_sitting_paid_row *paid;
	struct person *v;
	size_t duties, n = 0, paids;

	TRY(q_duties(c, s->id, s->offering, &duty, &duties));
	TRY(q_sitting_paid(c, s->id, &paid, &paids));
	v = NEW_N(c->arena, duties + paids + 1, struct person);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0, k = 0; i < duties || k < paids;) {
		bool led = i < duties && (k == paids || duty[i].person <= paid[k].person);
		bool was = k < paids && (i == duties || paid[k].person <= duty[i].person);
		struct person *p = &v[n++];

		*p = (struct person){.id = led ? duty[i].person : paid[k].person,
		                     .led = led,
		                     .role = led ? duty[i].role : S("teacher"),
		                     .rated = led && duty[i].rate.some,
		                     .rate = led ? duty[i].rate.v : FEN(0),
		                     .per = led ? paid_by_of(duty[i].rate_unit) : PAID_SITTING,
		                     .before = was ? paid[k].paid : FEN(0)};
		TRY(person_load(c, p, s->day));
		i += led;
		k += was;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err sitting_reckon(struct ctx *c, struct run *r, const struct q_sittings_next_row *s)
{
	struct person *v;
	size_t n;

	if (s->agency.v && !s->recorded && s->refers == 0)
		return OK; /* led by the agency's own people */
	if (s->refers == 0 && !s->recorded && !attended(s))
		return unattended(c, r, s, NULL);
	TRY(persons_of(c, s, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (s->agency.v && !s->recorded)
			v[i].led = false;
		if (s->refers != 0)
			TRY(person_earlier(c, r, s, &v[i]));
		else if (v[i].led)
			TRY(person_month(c, r, s, &v[i]));
	}
	return OK;
}

/* --- steps ------------------------------------------------------------------------------------ */

static enum err sittings_read(struct ctx *c, const struct q_subsidy_batch_row_row *b,
                              struct q_sittings_next_row **ret_v, size_t *ret_n)
{
	struct date since = {b->first_day.day - LOOK_BACK_DAYS};

	if (b->stage == MONTH_SITTINGS)
		return q_sittings_next(c, b->school, b->first_day, b->last_day, b->place,
		                       SITTINGS_READ, ret_v, ret_n);
	return q_sittings_settled(c, b->school, b->first_day, since, b->place, SITTINGS_READ, ret_v,
	                          ret_n);
}

static enum err some_sittings(struct ctx *c, struct run *r, int64_t *ret_place, bool *ret_over)
{
	struct q_sittings_next_row *s;
	size_t n, i;

	TRY(sittings_read(c, &r->b, &s, &n));
	for (i = 0; i < n && r->put < SUBSIDY_STEP; i++) {
		TRY(sitting_reckon(c, r, &s[i]));
		*ret_place = s[i].id.v;
	}
	if (r->b.stage == MONTH_SITTINGS)
		r->reckoned = (int64_t)i;
	*ret_over = i == n && n < SITTINGS_READ;
	return OK;
}

static enum err stage_goes_on(struct ctx *c, struct run *r)
{
	const struct q_subsidy_batch_row_row *b = &r->b;
	bool sittings = b->stage == MONTH_SITTINGS || b->stage == EARLIER_SITTINGS;
	bool settled = b->stage == EARLIER_UNITS || b->stage == EARLIER_CAPS;
	bool caps = b->stage == MONTH_CAPS || b->stage == EARLIER_CAPS;
	int64_t place = b->place, moved;
	bool over = false;

	TRY(rules_memo_new(c, &r->memo));
	TRY(sittings ? some_sittings(c, r, &place, &over)
	             : some_units(c, r, settled, caps, &place, &over));
	TRY(q_subsidy_batch_place(c, b->id, b->run, b->stage, b->place,
	                          over ? NEXT_STAGE[b->stage] : b->stage, over ? 0 : place,
	                          r->reckoned, &moved));
	return moved ? OK : E_RETRY;
}

static enum err finish(struct ctx *c, const struct q_subsidy_batch_row_row *b)
{
	struct q_subsidy_batch_sums_row sum;
	int64_t moved, id;

	TRY(findings_over_all(c, b));
	TRY(q_subsidy_batch_sums(c, b->id, b->run, &sum));
	TRY(q_subsidy_batch_done(c, b->id, b->run, sum.total, sum.subsidy, sum.labour, &moved));
	if (!moved)
		return E_RETRY;
	TRY(subsidy_step_note(c, b, "reckoned", sum.total, S(""), &id));
	return audit_put(c, "subsidy_reckoned", "subsidy_batch", b->id, b->county,
	                 str_printf(c->arena, "{\"run\":%lld,\"fen\":%lld}", (long long)b->run,
	                            (long long)sum.total.fen));
}

/* Derived rows: what is decided is audited when it is finished. */
static enum err step_run(struct ctx *c, void *arg)
{
	struct stepping *a = arg;
	struct run r = {0};

	a->more = false;
	TRY(subsidy_load(c, a->batch, &r.b));
	if (r.b.run != a->run || !str_is(r.b.state, "computing"))
		return OK;
	TRY(school_load(c, r.b.school, &r.school));
	if (r.b.stage == OVER_ALL)
		return finish(c, &r.b);
	a->more = true;
	return stage_goes_on(c, &r);
}
static const struct verb step_verb = {"subsidy.step", step_run};

enum err subsidy_step(struct ctx *c, int64_t batch, int64_t run, bool *ret_more)
{
	struct stepping a = {.batch = batch, .run = run};

	TRY(store_write(c, &step_verb, &a));
	*ret_more = a.more;
	return OK;
}

static enum err compute_job(struct ctx *c, const struct job *j)
{
	const struct jval *root;
	int64_t batch, run;
	bool more = true;

	TRY(jread(c, j->payload, 256, &root));
	TRY(jval_id(c, root, "batch", &batch));
	TRY(jval_i64(c, root, "run", 1, INT32_MAX, &run));
	while (more)
		TRY(subsidy_step(c, batch, run, &more));
	return OK;
}

static enum err follow_job(struct ctx *c, const struct job *j)
{
	(void)j;
	TRY(subsidy_follow(c));
	return subsidy_paid_follow(c);
}

enum { FOLLOW_EVERY_S = 60 };
static const struct job_kind KINDS[] = {
	{.name = COMPUTE, .run = compute_job},
	{.name = "subsidy.follow", .run = follow_job, .every_s = FOLLOW_EVERY_S},
};
const struct job_kinds subsidy_jobs = JOB_KINDS(KINDS);

/* --- opening ---------------------------------------------------------------------------------- */

static enum err month_of(struct ctx *c, struct date day, struct date *ret_first,
                         struct date *ret_last)
{
	struct civil d = date_civil(day);
	struct date first, next;

	if (!date_of(d.year, d.month, 1, &first) ||
	    !date_of(d.year + (d.month == 12), d.month % 12 + 1, 1, &next))
		return fault_input(c, NULL, S("month"), date_text(c->arena, day), STR_NONE);
	if (next.day > ctx_today(c).day)
		return fault_set(c, E_REFUSED, "month_not_over",
		                 &(struct fault){.field = S("month"),
		                                 .found = date_text(c->arena, ctx_today(c)),
		                                 .allowed = date_text(c->arena, next)});
	*ret_first = first;
	*ret_last = (struct date){next.day - 1};
	return OK;
}

static enum err run_begin(struct ctx *c, const struct school *s, struct date first,
                          struct date last, int64_t *ret_id, int64_t *ret_run)
{
	int64_t id = env_next_id(c->env), sittings, stored, changed;
	struct q_subsidy_batch_row_row b;
	bool found = false;

	TRY(q_month_sittings(c, s->id, first, last, &sittings));
	TRY(q_subsidy_batch_insert(c, id, s->county, s->id, first, last, sittings, ctx_today(c),
	                           c->actor.account, c->now, &stored, &found));
	*ret_id = id;
	*ret_run = 1;
	if (found)
		return OK;
	TRY(q_subsidy_batch_of_month(c, s->id, first, &b, &found));
	if (!found)
		return E_RETRY;
	TRY(q_subsidy_batch_again(c, b.id, b.run, sittings, ctx_today(c), c->actor.account, c->now,
	                          &changed));
	*ret_id = b.id;
	*ret_run = b.run + 1;
	return changed ? OK : subsidy_wrong_state(c, b.state);
}

static enum err open_run(struct ctx *c, void *arg)
{
	struct subsidy_open *a = arg;
	struct date first = DATE_NONE, last = DATE_NONE;
	int64_t run;
	struct school s;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_SCHOOL_MONEY));
	TRY(school_get(c, a->school.v ? a->school : c->actor.school, &s));
	if (!date_some(a->month))
		return fault_input(c, "missing_field", S("month"), STR_NONE, STR_NONE);
	TRY(month_of(c, a->month, &first, &last));
	TRY(run_begin(c, &s, first, last, &a->result, &run));
	TRY(job_put(c, COMPUTE,
	            str_printf(c->arena, "{\"batch\":\"%lld\",\"run\":%lld}", (long long)a->result,
	                       (long long)run),
	            c->now));
	return audit_put(c, "subsidy_opened", "subsidy_batch", a->result, s.county,
	                 str_printf(c->arena, "{\"month\":\"%.*s\",\"run\":%lld}",
	                            STR_FMT(date_text(c->arena, first)), (long long)run));
}
const struct verb subsidy_open_verb = {"subsidy.open", open_run};

static enum err again_run(struct ctx *c, void *arg)
{
	const struct subsidy_again *a = arg;
	struct subsidy_batch b = {0};

	TRY(subsidy_batch_get(c, a->batch, &b));
	return open_run(c, &(struct subsidy_open){.school = b.school, .month = b.first_day});
}
const struct verb subsidy_again_verb = {"subsidy.again", again_run};
