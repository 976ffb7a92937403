#include "subsidy/duty.h"

#include "crypto/hash.h"
#include "crypto/keys.h"
#include "people/reach.h"
#include "store/store.h"
#include "subsidy/duty.sql.h"
#include "subsidy/reckon.h"

enum { NAME_MAX_CHARS = 60, WORK_MAX_CHARS = 60, BANK_MAX_CHARS = 60 };
#define DESK (ROLES_SCHOOL | ROLES_SCHOOL_MONEY)

/* --- who led ---------------------------------------------------------------------------------- */

static struct duty_sitting sitting_from(const struct q_duty_sitting_row *row)
{
	struct duty_sitting s = {.id = row->id,
	                         .county = row->county,
	                         .school = row->school,
	                         .offering = row->offering,
	                         .day = row->day,
	                         .starts = row->starts,
	                         .ends = row->ends,
	                         .title = row->title,
	                         .marked = row->present.some,
	                         .present = row->present.v,
	                         .recorded = row->recorded};

	(void)kind_parse(row->kind, &s.kind);
	return s;
}

enum err duty_sitting_get(struct ctx *c, sitting_id id, struct duty_sitting *ret_s)
{
	struct q_duty_sitting_row row;
	bool found = false;

	TRY(q_duty_sitting(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (!reach_school(c, row.county, row.school))
		return out_of_reach(c, "sitting", id.v);
	*ret_s = sitting_from(&row);
	return OK;
}

static struct str name_of(const struct q_person_row_row *row)
{
	return row->outsider ? row->name : row->staff_name;
}

enum err duty_list(struct ctx *c, const struct duty_sitting *s, struct duty **ret_v, size_t *ret_n)
{
	struct q_duties_row *row;
	struct duty *v;
	size_t n;

	TRY(q_duties(c, s->id, s->offering, &row, &n));
	v = NEW_N(c->arena, n + 1, struct duty);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct q_person_row_row p = {0};
		bool found;

		TRY(q_person_row(c, row[i].person, DATE_NONE, &p, &found));
		v[i] = (struct duty){.person = row[i].person,
		                     .outsider = p.outsider,
		                     .number = p.number,
		                     .name = name_of(&p),
		                     .role = row[i].role,
		                     .unit = row[i].rate_unit,
		                     .rated = row[i].rate.some,
		                     .rate = row[i].rate.v};
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err duty_sittings(struct ctx *c, school_id school, const struct duty_filter *f,
                       struct duty_sitting **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct q_duty_sittings_row *row;
	struct duty_sitting *v;
	struct school s;
	size_t n;

	TRY(school_get(c, school, &s));
	TRY(q_duty_sittings(c, school, f->first, f->last, f->recorded, f->most ? f->most : 100000,
	                    f->skip, &row, &n));
	TRY(q_duty_sittings_total(c, school, f->first, f->last, f->recorded, ret_total));
	v = NEW_N(c->arena, n + 1, struct duty_sitting);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		const struct q_duty_sitting_row one = {
			row[i].id,    row[i].county, row[i].school,  row[i].offering,
			row[i].day,   row[i].starts, row[i].ends,    row[i].state,
			row[i].title, row[i].kind,   row[i].present, row[i].recorded};

		v[i] = sitting_from(&one);
		v[i].persons = row[i].persons;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err role_read(struct ctx *c, struct str said, struct str *ret_role)
{
	size_t n = 0;

	for (size_t i = 0; DUTY_ROLES[i]; i++, n++) {
		if (str_is(said, DUTY_ROLES[i])) {
			*ret_role = said;
			return OK;
		}
	}
	if (!str_some(said)) {
		*ret_role = S("teacher");
		return OK;
	}
	return fault_input(c, NULL, S("role"), said, S("teacher … volunteer"));
}

static enum err unit_read(struct ctx *c, struct str said, struct str *ret_unit)
{
	struct str word = str_of(PAID_WORDS[paid_by_of(said)]);

	if (str_some(said) && !str_eq(said, word))
		return fault_input(c, NULL, S("unit"), said, S("sitting, day, month"));
	*ret_unit = word;
	return OK;
}

/* What was planned is written down before the first change. */
static enum err sheet_ensure(struct ctx *c, const struct duty_sitting *s)
{
	struct q_duties_row *row;
	size_t n;

	TRY(q_duties(c, s->id, s->offering, &row, &n));
	TRY(q_duty_sheet_put(c, s->id, s->county, s->school, c->actor.account, c->now, NULL));
	if (s->recorded)
		return OK;
	for (size_t i = 0; i < n && i < DUTY_MOST; i++)
		TRY(q_duty_put(c, s->id, row[i].person, s->county, s->school, row[i].role,
		               row[i].rate, row[i].rate_unit, NULL));
	return OK;
}

static enum err person_here(struct ctx *c, const struct duty_sitting *s, int64_t person)
{
	struct q_person_row_row p = {0};
	bool found = false;

	TRY(q_person_row(c, person, DATE_NONE, &p, &found));
	return found && school_id_eq(p.school, s->school) ? OK : absent(c);
}

static enum err duty_add(struct ctx *c, const struct duty_sitting *s, const struct duty_put *a,
                         struct str role, struct str unit)
{
	struct q_duties_row *row;
	size_t n;

	TRY(q_duties(c, s->id, s->offering, &row, &n));
	if (n >= DUTY_MOST)
		return fault_set(c, E_REFUSED, "duty_full",
		                 &(struct fault){.allowed = str_printf(c->arena, "%d", DUTY_MOST)});
	return q_duty_put(c, s->id, a->person, s->county, s->school, role,
	                  (struct opt_money){a->rate.fen > 0, a->rate}, unit, NULL);
}

static enum err duty_put_run(struct ctx *c, void *arg)
{
	struct duty_put *a = arg;
	struct duty_sitting s = {0};
	struct str role = STR_NONE, unit = STR_NONE;

	TRY(reach_role(c, DESK));
	TRY(duty_sitting_get(c, a->sitting, &s));
	TRY(role_read(c, a->role, &role));
	TRY(unit_read(c, a->unit, &unit));
	if (a->rate.fen < 0)
		return fault_input(c, NULL, S("rate"), money_text(c->arena, a->rate), S("≥ 0.00"));
	TRY(person_here(c, &s, a->person));
	TRY(sheet_ensure(c, &s));
	if (a->drop)
		TRY(q_duty_drop(c, s.id, a->person, NULL));
	else
		TRY(duty_add(c, &s, a, role, unit));
	return audit_put(c, a->drop ? "duty_dropped" : "duty_put", "sitting", s.id.v, s.county,
	                 str_printf(c->arena,
	                            "{\"person\":\"%lld\",\"role\":\"%.*s\",\"fen\":%lld,"
	                            "\"unit\":\"%.*s\"}",
	                            (long long)a->person, STR_FMT(role), (long long)a->rate.fen,
	                            STR_FMT(unit)));
}
const struct verb duty_put_verb = {"subsidy.duty", duty_put_run};

/* --- persons ---------------------------------------------------------------------------------- */

struct newcomer {
	struct str name, phone, work, unit;
	uint8_t blind[BLIND_BYTES];
};

static enum err newcomer_read(struct ctx *c, const struct outsider_put *a, struct newcomer *n)
{
	TRY(said_text(c, S("name"), a->name, NAME_MAX_CHARS, &n->name));
	TRY(said_phone(c, S("phone"), a->phone, &n->phone));
	TRY(said_text(c, S("work"), a->work, WORK_MAX_CHARS, &n->work));
	TRY(unit_read(c, a->unit, &n->unit));
	if (a->rate.fen < 0)
		return fault_input(c, NULL, S("rate"), money_text(c->arena, a->rate), S("≥ 0.00"));
	/* The index of staff: who is in both is found by it (R67). */
	blind(store_keys(c->store), "staff.phone", n->phone, n->blind);
	return OK;
}

/* Anew from a day on. What was handed in keeps what it was reckoned with; where nothing was, and no
 * day is said, it is what always held. */
static enum err rate_agree(struct ctx *c, const struct school *s, const struct outsider_put *a,
                           struct str unit)
{
	struct q_person_row_row was = {0};
	struct date closed, first = a->first_day;
	bool found = false;

	TRY(q_handed_in(c, s->id, &closed));
	if (date_some(first) && date_some(closed) && first.day <= closed.day)
		return fault_set(c, E_REFUSED, "rate_handed_in",
		                 &(struct fault){.field = S("first_day"),
		                                 .found = date_text(c->arena, first),
		                                 .allowed = date_text(
							 c->arena, (struct date){closed.day + 1})});
	if (!date_some(first) && date_some(closed))
		first.day = closed.day + 1;
	TRY(q_person_row(c, a->result, first, &was, &found));
	if (was.agreed.v.fen == a->rate.fen && str_eq(was.agreed_unit, unit))
		return OK;
	if (date_some(first))
		return q_outsider_rate_put(c, a->result, first, s->county, a->rate, unit,
		                           c->actor.account, c->now, NULL);
	TRY(q_outsider_rates_drop(c, a->result, NULL));
	return q_outsider_rate_first(c, a->result, a->rate, unit, NULL);
}

static enum err outsider_put_run(struct ctx *c, void *arg)
{
	struct outsider_put *a = arg;
	struct newcomer n = {0};
	struct school s;
	bool found = false;

	TRY(reach_role(c, DESK));
	TRY(school_get(c, a->school.v ? a->school : c->actor.school, &s));
	TRY(newcomer_read(c, a, &n));
	TRY(q_outsider_by_phone(c, s.id, BYTES(n.blind), &a->result, &found));
	if (found) {
		TRY(q_outsider_update(c, a->result, n.work, n.name, !a->ended, NULL));
		TRY(rate_agree(c, &s, a, n.unit));
	} else {
		a->result = env_next_id(c->env);
		TRY(q_outsider_insert(c, a->result, s.county, s.id, n.work, a->rate, n.name,
		                      n.phone, BYTES(n.blind), n.unit, NULL));
	}
	return audit_put(
		c, "outsider_put", "outsider", a->result, s.county,
		str_printf(c->arena,
	                   "{\"fen\":%lld,\"unit\":\"%.*s\",\"from\":\"%.*s\",\"ended\":%s}",
	                   (long long)a->rate.fen, STR_FMT(n.unit),
	                   STR_FMT(date_some(a->first_day) ? date_text(c->arena, a->first_day)
	                                                   : S("")),
	                   a->ended ? "true" : "false"));
}
const struct verb outsider_put_verb = {"subsidy.outsider", outsider_put_run};

static enum err number_read(struct ctx *c, struct str said, struct str *ret_number)
{
	struct str s = utf8_fold_width(c->arena, said);
	bool digits = true;

	for (size_t i = 0; i < s.n; i++)
		digits = digits && s.p[i] >= '0' && s.p[i] <= '9';
	if (!str_some(s))
		return fault_input(c, "missing_field", S("number"), STR_NONE, STR_NONE);
	/* The number itself is not told back: it is somebody's. */
	if (!digits || s.n < 8 || s.n > 32)
		return fault_input(c, NULL, S("number"), STR_NONE, S("8 – 32"));
	*ret_number = s;
	return OK;
}

static enum err payee_put_run(struct ctx *c, void *arg)
{
	struct payee_put *a = arg;
	struct str bank, number = STR_NONE;
	struct q_person_row_row p = {0};
	uint8_t index[BLIND_BYTES];
	struct school s;
	bool found = false;

	TRY(reach_role(c, DESK));
	TRY(q_person_row(c, a->person, DATE_NONE, &p, &found));
	if (!found)
		return absent(c);
	TRY(school_get(c, p.school, &s));
	TRY(said_text(c, S("bank"), a->bank, BANK_MAX_CHARS, &bank));
	TRY(number_read(c, a->number, &number));
	blind(store_keys(c->store), "payee.number", number, index);
	TRY(q_payee_put(c, a->person, s.county, s.id, bank, number, BYTES(index), c->actor.account,
	                c->now, NULL));
	return audit_put(c, "payee_put", p.outsider ? "outsider" : "staff", a->person, s.county,
	                 S("{}"));
}
const struct verb payee_put_verb = {"subsidy.payee", payee_put_run};

static void payee_of(struct ctx *c, const struct q_payee_row_row *row, size_t n, struct person *p)
{
	for (size_t i = 0; i < n; i++) {
		struct str number = row[i].number;

		if (row[i].person != p->id)
			continue;
		p->bank = row[i].bank;
		if (number.n >= 4)
			p->account = str_printf(c->arena, "…%.*s",
			                        STR_FMT(str_sub(number, number.n - 4, 4)));
	}
}

enum err person_list(struct ctx *c, school_id school, struct person **ret_v, size_t *ret_n)
{
	struct q_person_row_row *row;
	struct q_payee_row_row *payee;
	struct person *v;
	struct school s;
	size_t n, payees;

	TRY(school_get(c, school, &s));
	if (!reach_school(c, s.county, s.id))
		return absent(c);
	TRY(q_persons_of_school(c, school, &row, &n));
	TRY(q_payees_of_school(c, school, &payee, &payees));
	v = NEW_N(c->arena, n + 1, struct person);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		v[i] = (struct person){.id = row[i].id,
		                       .outsider = row[i].outsider,
		                       .employed = row[i].employed,
		                       .number = row[i].number,
		                       .name = name_of(&row[i]),
		                       .agreed = row[i].agreed.some ? row[i].agreed.v : FEN(0),
		                       .unit = row[i].agreed_unit,
		                       .from = row[i].agreed_from};
		payee_of(c, payee, payees, &v[i]);
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}
