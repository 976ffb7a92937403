/* Saving a register: everybody is present until somebody says otherwise. */
#include "day/internal.h"

#include "rulebook/rulebook.h"
#include "policy/decide.h"
#include "term/held.h"

#define MINUTE_US INT64_C(60000000)
enum { CLOCK_SLACK_MINUTES = 5 };

/* --- may it be saved at all ------------------------------------------------------------------- */

static enum err time_require(struct ctx *c, const struct day_sitting *s)
{
	struct instant from = {sitting_begins(s).us - REGISTER_EARLY_MINUTES * MINUTE_US};
	struct date last = {s->day.day + REGISTER_TEACHER_DAYS};
	bool teacher = (ROLE_BIT(c->actor.role) & ROLES_SCHOOL) == 0;

	if (c->now.us < from.us)
		return fault_set(c, E_REFUSED, "sitting_not_begun",
		                 &(struct fault){.found = instant_text(c->arena, c->now),
		                                 .allowed = instant_text(c->arena, from)});
	if (teacher && ctx_today(c).day > last.day)
		return fault_set(c, E_REFUSED, "register_closed",
		                 &(struct fault){.found = date_text(c->arena, ctx_today(c)),
		                                 .allowed = date_text(c->arena, last)});
	return OK;
}

static uint32_t party_bit(struct str name)
{
	for (int p = 0; p < PARTY_COUNT; p++)
		if (str_is(name, party_name((enum party)p)))
			return PARTY_BIT(p);
	return 0;
}

static struct str parties_text(struct ctx *c, uint32_t missing)
{
	struct str v[PARTY_COUNT];
	size_t n = 0;

	if (missing & PARTY_BIT(PARTY_SCHOOL))
		v[n++] = text(c->lang, T_day_party_school);
	if (missing & PARTY_BIT(PARTY_AGENCY))
		v[n++] = text(c->lang, T_day_party_agency);
	return str_join(c->arena, v, n, S(" · "));
}

/* R50: some published version bears every signature the offering's side needs. A newer version
 * under way does not stop a service that runs under a signed one; each guardian has signed on
 * applying. */
static enum err signatures_require(struct ctx *c, const struct day_sitting *s)
{
	struct q_signatures_row *row;
	const struct rule *rule;
	struct rules rules;
	uint32_t needed, best = 0, have = 0;
	size_t n;

	TRY(rulebook_rules(c, s->county, s->school, s->day, &rules));
	TRY(agreement_parties(c, &rules, s->kind, s->agency.v != 0, &needed, &rule));
	needed &= ~PARTY_BIT(PARTY_GUARDIAN);
	if (needed == 0)
		return OK;
	TRY(q_signatures(c, s->offering, &row, &n));
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && !agreement_id_eq(row[i].agreement, row[i - 1].agreement))
			have = 0;
		have |= party_bit(row[i].party);
		if ((have & needed) == needed)
			return OK;
		if (i == 0 || agreement_id_eq(row[i].agreement, row[0].agreement))
			best = have; /* of the newest version: what is still missing there is told
			              */
	}
	return rule_refuse(c, "agreement_unsigned", rule, parties_text(c, needed & ~best),
	                   STR_NONE);
}

enum err register_allowed(struct ctx *c, const struct day_sitting *s)
{
	if (!day_may_mark(c))
		return fault_set(c, E_DENIED, "not_allowed", NULL);
	if (s->state == SITTING_CANCELLED)
		return fault_set(c, E_REFUSED, "sitting_cancelled", NULL);
	TRY(time_require(c, s));
	return signatures_require(c, s);
}

/* --- what is said ----------------------------------------------------------------------------- */

/* The roster in the order of its ids, and beside it what was said of each (NULL: nothing). */
struct roll {
	const struct day_sitting *s;
	struct q_roster_marks_row *row;
	const struct mark_put **said;
	size_t n;
};

static struct str mark_field(struct ctx *c, size_t i, const char *name)
{
	return str_printf(c->arena, "marks[%zu].%s", i, name);
}

static enum err time_check(struct ctx *c, const struct roll *r, size_t i, struct instant at)
{
	struct instant first = date_instant(r->s->day, (struct clock_time){0});
	struct instant last = {c->now.us + CLOCK_SLACK_MINUTES * MINUTE_US};

	if (at.us == INT64_MIN || (at.us >= first.us && at.us <= last.us))
		return OK;
	return fault_input(c, NULL, mark_field(c, i, "at"), instant_text(c->arena, at),
	                   str_printf(c->arena, "%.*s – %.*s",
	                              STR_FMT(instant_text(c->arena, first)),
	                              STR_FMT(instant_text(c->arena, c->now))));
}

static bool roll_find(const struct roll *r, pupil_id pupil, size_t *ret_at)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (r->row[mid].pupil.v < pupil.v)
			low = mid + 1;
		else
			high = mid;
	}
	*ret_at = low;
	return low < r->n && pupil_id_eq(r->row[low].pupil, pupil);
}

static enum err roll_load(struct ctx *c, const struct day_sitting *s, const struct register_save *a,
                          struct roll *ret_r)
{
	struct roll r = {.s = s};

	TRY(q_roster_marks(c, s->id, s->offering, sitting_begins(s), sitting_over(s), &r.row,
	                   &r.n));
	r.said = NEW_N(c->arena, r.n + 1, const struct mark_put *);
	if (!r.said)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < a->n; i++) {
		size_t at;

		if (!roll_find(&r, a->mark[i].pupil, &at))
			return fault_input(
				c, "not_on_roster", mark_field(c, i, "pupil"),
				str_printf(c->arena, "%lld", (long long)a->mark[i].pupil.v),
				STR_NONE);
		if (r.said[at])
			return fault_input(c, "duplicate_field", mark_field(c, i, "pupil"),
			                   STR_NONE, STR_NONE);
		TRY(time_check(c, &r, i, a->mark[i].at));
		r.said[at] = &a->mark[i];
	}
	*ret_r = r;
	return OK;
}

/* --- marks ------------------------------------------------------------------------------------ */

/* D2: one sitting counts once, and no longer when a correction says that the child was away. */
static enum err participation_step(struct ctx *c, const struct day_sitting *s, pupil_id pupil,
                                   bool was, bool is)
{
	struct str kind = str_of(kind_name(s->kind));
	int64_t ended;

	if (was == is)
		return OK;
	if (is)
		return q_participation_add(c, pupil, s->term, kind, s->county, s->school, NULL);
	TRY(q_participation_end(c, pupil, s->term, kind, &ended));
	return ended ? OK : q_participation_less(c, pupil, s->term, kind, NULL);
}

static enum err mark_first(struct ctx *c, const struct day_sitting *s, pupil_id pupil,
                           const struct mark_put *said)
{
	enum mark m = said ? said->mark : MARK_PRESENT;
	struct instant at = said && said->at.us != INT64_MIN ? said->at : c->now;

	TRY(q_mark_insert(c, s->id, pupil, s->county, str_of(mark_name(m)), at, c->actor.account,
	                  NULL));
	return participation_step(c, s, pupil, false, mark_attended(m));
}

static enum err mark_again(struct ctx *c, const struct day_sitting *s,
                           const struct register_save *a, const struct q_roster_marks_row *row,
                           const struct mark_put *said)
{
	struct instant at = said->at.us != INT64_MIN ? said->at : c->now;
	struct str became = str_of(mark_name(said->mark));
	struct str reason = str_some(a->reason) ? a->reason : S("");
	enum mark was;
	int64_t changed;

	if (!mark_parse(row->mark, &was))
		return fault_broken(c, "mark.mark");
	if (a->reason_needed && !str_some(reason) && c->now.us > sitting_over(s).us)
		return fault_input(c, "missing_field", S("reason"), STR_NONE, STR_NONE);
	TRY(q_mark_update(c, s->id, row->pupil, row->mark, became, at, c->actor.account, &changed));
	if (changed != 1)
		return E_RETRY;
	TRY(q_change_insert(c, env_next_id(c->env), s->id, row->pupil, s->county, row->mark, became,
	                    c->actor.account, c->now, reason, NULL));
	return participation_step(c, s, row->pupil, mark_attended(was), mark_attended(said->mark));
}

/* The part's piece of the roster. */
static enum err marks_write(struct ctx *c, const struct roll *r, const struct register_save *a,
                            int64_t *ret_new, int64_t *ret_changed)
{
	size_t from = a->part * REGISTER_MANY, to = from + REGISTER_MANY;
	int64_t fresh = 0, changed = 0;

	for (size_t i = from; i < to && i < r->n; i++) {
		const struct q_roster_marks_row *row = &r->row[i];
		const struct mark_put *said = r->said[i];

		if (!str_some(row->mark)) {
			TRY(mark_first(c, r->s, row->pupil, said));
			fresh++;
		} else if (said && !str_is(row->mark, mark_name(said->mark))) {
			TRY(mark_again(c, r->s, a, row, said));
			changed++;
		}
	}
	*ret_new = fresh;
	*ret_changed = changed;
	return OK;
}

static enum err register_open(struct ctx *c, const struct day_sitting *s, bool *ret_first)
{
	sitting_id id;

	TRY(q_register_insert(c, s->id, s->county, s->school, c->now, c->actor.staff, &id,
	                      ret_first));
	if (!*ret_first)
		return q_register_lock(c, s->id, NULL);
	return sitting_held(c, s->id);
}

static enum err register_close(struct ctx *c, const struct roll *r,
                               struct register_counts *ret_counts)
{
	struct q_tally_row t;

	TRY(q_tally(c, r->s->id, &t));
	TRY(q_register_count(c, r->s->id, t.present + t.late, (int64_t)r->n, NULL));
	*ret_counts = (struct register_counts){.expected = (int64_t)r->n,
	                                       .present = t.present,
	                                       .absent = t.absent,
	                                       .leave = t.leave,
	                                       .late = t.late};
	return OK;
}

static enum err save_run(struct ctx *c, void *arg)
{
	struct register_save *a = arg;
	struct register_counts counts;
	struct day_sitting s;
	struct roll r;
	int64_t fresh, changed;
	bool first;

	TRY(day_sitting_get(c, a->sitting, &s));
	TRY(register_allowed(c, &s));
	TRY(register_open(c, &s, &first));
	TRY(roll_load(c, &s, a, &r));
	TRY(marks_write(c, &r, a, &fresh, &changed));
	TRY(register_close(c, &r, &counts));
	counts.changed = changed;
	a->result = counts;
	if (!first && fresh == 0 && changed == 0)
		return OK;
	return audit_put(c, first ? "open" : "save", "register", s.id.v, s.county,
	                 str_printf(c->arena, "{\"new\":%lld,\"changed\":%lld}", (long long)fresh,
	                            (long long)changed));
}

const struct verb register_save_verb = {"register.save", save_run};

/* --- the whole -------------------------------------------------------------------------------- */

static enum err parts_of(struct ctx *c, sitting_id id, size_t *ret_parts)
{
	struct day_sitting s;
	int64_t n = 0;
	enum err e;

	TRY(store_read_begin(c));
	e = day_sitting_get(c, id, &s);
	if (e == OK)
		e = q_roster_size(c, s.id, s.offering, sitting_begins(&s), sitting_over(&s), &n);
	store_read_end(c);
	TRY(e);
	*ret_parts = n > REGISTER_MANY ? ((size_t)n + REGISTER_MANY - 1) / REGISTER_MANY : 1;
	return OK;
}

/* The client's key names the whole; each further part gets one that follows from it. */
static struct str part_key(struct ctx *c, struct str key, size_t part)
{
	if (part == 0 || !str_some(key))
		return key;
	return str_printf(c->arena, "%016llx-%zu", (unsigned long long)str_hash(key), part);
}

enum err register_save(struct ctx *c, struct register_save *a, const struct store_once *once,
                       struct str *ret_answer, bool *ret_replayed)
{
	int64_t changed = 0;
	size_t parts;

	TRY(parts_of(c, a->sitting, &parts));
	for (a->part = 0; a->part < parts; a->part++) {
		struct store_once part = *once;

		part.key = part_key(c, once->key, a->part);
		TRY(store_write_once(c, &register_save_verb, a, &part, ret_answer, ret_replayed));
		changed += a->result.changed;
	}
	a->result.changed = changed;
	return OK;
}
