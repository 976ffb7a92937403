#include "funds/count.h"

#include "funds/funds.sql.h"
#include "rulebook/rulebook.h"
#include "people/reach.h"

enum {
	STALE_MANY = 25,
	STALE_TURNS = 8,
	STALE_EVERY_S = 60,
	STALE_AFTER_S = 60,
	TERM_OVER_DAYS = 120
};

struct date term_rules_day(const struct ctx *c, const struct term *t)
{
	struct date day = ctx_today(c);

	if (day.day < t->first_day.day)
		return t->first_day;
	return day.day > t->last_day.day ? t->last_day : day;
}

/* The names of the kinds that are after-school service (R12), the others empty: no kind is called
 * so.
 */
struct kinds {
	struct str name[4];
};

static enum err kinds_of(struct ctx *c, const struct rules *rules, struct kinds *ret_k)
{
	static const enum kind all[] = {KIND_CARE, KIND_COURSE, KIND_LUNCH, KIND_EVENING_STUDY};

	for (size_t i = 0; i < 4; i++) {
		bool in;

		TRY(kind_in_scope(c, rules, all[i], &in));
		ret_k->name[i] = in ? str_of(kind_name(all[i])) : S("");
	}
	return OK;
}

enum err census_day(struct ctx *c, const struct term *t, struct date *ret_day, bool *ret_fixed)
{
	struct date day = ctx_today(c);

	if (day.day > t->last_day.day)
		day = t->last_day;
	TRY(q_census_day(c, t->county, t->id, &day, ret_fixed));
	*ret_day = day;
	return OK;
}

/* What counting needs to know of the term, the same for every school. */
struct frame {
	struct kinds kinds;
	struct participants who;
	struct instant then; /* the end of the census day, or now */
};

static enum err frame_of(struct ctx *c, const struct term *t, struct frame *ret_f)
{
	struct rules rules;
	struct frame f;
	struct date day;
	bool fixed, stated;

	TRY(rulebook_rules(c, t->county, ID_NONE(school_id), term_rules_day(c, t), &rules));
	TRY(kinds_of(c, &rules, &f.kinds));
	TRY(participants_stated(c, &rules, &f.who, &stated));
	TRY(census_day(c, t, &day, &fixed));
	f.then = date_instant((struct date){day.day + 1}, (struct clock_time){0});
	if (f.then.us > c->now.us)
		f.then = (struct instant){c->now.us + 1};
	*ret_f = f;
	return OK;
}

/* --- who counts as a participant -------------------------------------------------------------- */

enum err participants_stated(struct ctx *c, const struct rules *r, struct participants *ret_p,
                             bool *ret_stated)
{
	const struct rule *rule = NULL;

	TRY(rules_find(c, r, PARAM_GUARANTEE_PARTICIPANT, NULL, &rule));
	*ret_p = rule ? (struct participants){rule->value.by, rule->value.at_least}
	              : (struct participants){BY_SITTINGS, 1};
	*ret_stated = rule != NULL;
	return OK;
}

enum err participants_count(struct ctx *c, const struct participants *p, term_id term,
                            const struct school_count *n, int64_t *ret_n)
{
	if (p->by == BY_SHARE)
		return q_count_share(c, n->school, term, p->at_least, ret_n);
	if (p->by == BY_SITTINGS && p->at_least > 1)
		return q_count_often(c, n->school, term, p->at_least, ret_n);
	*ret_n = p->by == BY_ENROLLED ? n->census : n->attended;
	return OK;
}

struct str participants_said(struct arena *a, const struct participants *p)
{
	if (p->by == BY_ENROLLED)
		return S("enrolled");
	return str_printf(a, "%s %lld", p->by == BY_SHARE ? "percent" : "sittings",
	                  (long long)p->at_least);
}

bool participants_parse(struct str said, struct participants *ret_p)
{
	bool share = str_starts(said, S("percent "));
	int64_t n;

	if (str_is(said, "enrolled")) {
		*ret_p = (struct participants){BY_ENROLLED, 0};
		return true;
	}
	if ((!share && !str_starts(said, S("sittings "))) ||
	    !str_i64(str_sub(said, share ? 8 : 9, said.n), &n))
		return false;
	*ret_p = (struct participants){share ? BY_SHARE : BY_SITTINGS, n};
	return true;
}

struct str participants_show(struct arena *a, enum lang lang, const struct participants *p)
{
	struct str n = str_printf(a, "%lld", (long long)p->at_least);

	if (p->by == BY_ENROLLED)
		return text(lang, T_people_enrolled_census);
	if (p->by == BY_SITTINGS && p->at_least == 1)
		return text(lang, T_people_attended_once);
	return text_fill(a, lang, p->by == BY_SHARE ? T_funds_by_share : T_funds_by_sittings, &n,
	                 1);
}

/* --- counting --------------------------------------------------------------------------------- */

static enum err count_now(struct ctx *c, school_id school, term_id term, const struct frame *f,
                          struct school_count *n)
{
	const struct str *k = f->kinds.name;
	struct q_count_roll_row roll;
	struct q_count_enrolled_row enrolled;
	struct q_count_seats_row seats;

	TRY(q_count_roll(c, school, term, &roll));
	TRY(q_count_enrolled(c, school, term, k[0], k[1], k[2], k[3], f->then, &enrolled));
	TRY(q_count_attended(c, school, term, &n->attended));
	TRY(q_count_seats(c, school, term, &seats));
	TRY(q_count_billed(c, school, term, &n->billed));
	n->school = school;
	n->classes = roll.classes;
	n->pupils = roll.pupils;
	n->confirmed = roll.confirmed;
	n->enrolled = enrolled.enrolled;
	n->census = enrolled.census;
	n->offerings = seats.offerings;
	n->seats = seats.seats;
	n->taken = seats.taken;
	n->waiting = seats.waiting;
	n->counted = c->now;
	return participants_count(c, &f->who, term, n, &n->by_rule);
}

enum err count_school(struct ctx *c, const struct school *s, const struct term *t,
                      struct school_count *ret_n)
{
	struct school_count n = {.code = s->code, .name = s->name};
	struct frame f;

	if (!reach_school(c, s->county, s->id) || t->county.v != s->county.v)
		return out_of_reach(c, "school", s->id.v);
	TRY(frame_of(c, t, &f));
	TRY(count_now(c, s->id, t->id, &f, &n));
	*ret_n = n;
	return OK;
}

static struct school_count kept(const struct q_counts_of_county_row *row)
{
	return (struct school_count){
		.school = row->school,
		.code = row->code,
		.name = row->name,
		.classes = row->classes.v,
		.pupils = row->pupils.v,
		.confirmed = row->confirmed.v,
		.enrolled = row->enrolled.v,
		.census = row->census.v,
		.attended = row->attended.v,
		.by_rule = row->by_rule.v,
		.offerings = row->offerings.v,
		.seats = row->seats.v,
		.taken = row->taken.v,
		.waiting = row->waiting.v,
		.billed = row->billed.v,
		.counted = row->counted,
	};
}

enum err count_county(struct ctx *c, county_id county, const struct term *t, struct str name,
                      struct school_count **ret_v, size_t *ret_n)
{
	struct q_counts_of_county_row *row;
	struct school_count *v;
	struct frame f;
	int64_t schools;
	size_t n;

	if (!reach_county(c, county) || t->county.v != county.v)
		return out_of_reach(c, "county", county.v);
	TRY(frame_of(c, t, &f));
	TRY(q_schools_total(c, county, &schools));
	TRY(q_counts_of_county(c, county, t->id, said_like(c, name), &row, &n));
	v = NEW_N(c->arena, n + 1, struct school_count);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = kept(&row[i]);
		if (schools <= COUNT_NOW || !row[i].classes.some)
			TRY(count_now(c, row[i].school, t->id, &f, &v[i]));
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

struct school_count count_sum(const struct school_count *v, size_t n)
{
	struct school_count sum = {0};

	for (size_t i = 0; i < n; i++) {
		sum.classes += v[i].classes;
		sum.pupils += v[i].pupils;
		sum.confirmed += v[i].confirmed;
		sum.enrolled += v[i].enrolled;
		sum.census += v[i].census;
		sum.attended += v[i].attended;
		sum.by_rule += v[i].by_rule;
		sum.offerings += v[i].offerings;
		sum.seats += v[i].seats;
		sum.taken += v[i].taken;
		sum.waiting += v[i].waiting;
		sum.billed.fen += v[i].billed.fen;
		if (i == 0 || v[i].counted.us < sum.counted.us)
			sum.counted = v[i].counted;
	}
	return sum;
}

/* --- the census day --------------------------------------------------------------------------- */

static enum err census_set_run(struct ctx *c, void *arg)
{
	const struct census_set *a = arg;
	struct term t;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	TRY(term_get(c, a->term, &t));
	if (!date_some(a->day))
		return fault_input(c, "missing_field", S("census"), STR_NONE, STR_NONE);
	if (a->day.day < t.first_day.day || a->day.day > t.last_day.day)
		return fault_input(c, NULL, S("census"), date_text(c->arena, a->day),
		                   str_printf(c->arena, "%.*s – %.*s",
		                              STR_FMT(date_text(c->arena, t.first_day)),
		                              STR_FMT(date_text(c->arena, t.last_day))));
	TRY(q_census_put(c, t.county, t.id, a->day, c->actor.account, c->now, NULL));
	TRY(q_counts_forget(c, t.county, t.id, NULL));
	return audit_put(
		c, "census_set", "term", t.id.v, t.county,
		str_printf(c->arena, "{\"day\":\"%.*s\"}", STR_FMT(date_text(c->arena, a->day))));
}
const struct verb census_set_verb = {"funds.census_set", census_set_run};

/* --- counting in the background --------------------------------------------------------------- */

struct counted {
	const struct q_counts_stale_row *row;
	const struct school_count *v;
	size_t n;
};

/* Derived rows: nobody decided anything, so there is nothing to audit. */
static enum err counts_put_run(struct ctx *c, void *arg)
{
	const struct counted *a = arg;

	for (size_t i = 0; i < a->n; i++) {
		const struct school_count *v = &a->v[i];

		TRY(q_count_put(c, v->school, a->row[i].term, a->row[i].county, v->classes,
		                v->pupils, v->confirmed, v->enrolled, v->census, v->attended,
		                v->offerings, v->seats, v->taken, v->waiting, v->billed, v->counted,
		                v->by_rule, NULL));
	}
	return OK;
}

static enum err stale_count(struct ctx *c, struct counted *ret_a)
{
	struct date today = ctx_today(c);
	struct instant before = {c->now.us - STALE_AFTER_S * INT64_C(1000000)};
	struct q_counts_stale_row *row;
	struct school_count *v;
	struct term t = {0};
	struct frame f = {0};
	size_t n;

	TRY(q_counts_stale(c, (struct date){today.day - TERM_OVER_DAYS},
	                   (struct date){today.day + TERM_OVER_DAYS}, COUNT_NOW, before, STALE_MANY,
	                   &row, &n));
	v = NEW_N(c->arena, n + 1, struct school_count);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		if (t.id.v != row[i].term.v) {
			TRY(term_get(c, row[i].term, &t));
			TRY(frame_of(c, &t, &f));
		}
		TRY(count_now(c, row[i].school, row[i].term, &f, &v[i]));
	}
	*ret_a = (struct counted){row, v, n};
	return OK;
}

/* In small turns: no reading is held open for long, and no write is long. What was never counted is
 * counted at once, whatever it takes: until then each reader counts it. */
static enum err count_job(struct ctx *c, const struct job *j)
{
	static const struct verb put = {"funds.count", counts_put_run};

	(void)j;
	for (int i = 0; i < STALE_TURNS;) {
		struct counted a = {0};
		enum err e;

		TRY(store_read_begin(c));
		e = stale_count(c, &a);
		store_read_end(c);
		TRY(e);
		if (a.n == 0)
			break;
		TRY(store_write(c, &put, &a));
		i += !a.row[0].missing;
	}
	return OK;
}

static const struct job_kind KINDS[] = {
	{.name = "funds.count", .run = count_job, .every_s = STALE_EVERY_S},
};
const struct job_kinds funds_jobs = JOB_KINDS(KINDS);
