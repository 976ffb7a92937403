#include "people/county.h"

#include "base/gb2260.h"
#include "people/county.sql.h"
#include "people/reach.h"
#include "policy/decide.h"

enum { NAME_MAX_CHARS = 60, REASON_MAX_CHARS = 200 };

static struct county county_from(const struct q_county_row_row *row)
{
	return (struct county){
		.id = row->id,
		.code = row->code,
		.name = row->name,
		.zone = row->zone,
		.region = row->region,
		.ruleset = row->ruleset,
		.participant = row->participant,
	};
}

enum err county_hold(struct ctx *c, county_id id)
{
	return q_county_hold(c, id, NULL);
}

enum err county_get(struct ctx *c, county_id id, struct county *ret_county)
{
	struct q_county_row_row row;

	if (!reach_county(c, id))
		return out_of_reach(c, "county", id.v);
	TRY(or_absent(c, q_county_row(c, id, ctx_today(c), &row)));
	*ret_county = county_from(&row);
	return OK;
}

enum err county_find(struct ctx *c, struct str code, county_id *ret_id, bool *ret_found)
{
	return q_county_by_code(c, code, ret_id, ret_found);
}

enum err county_list(struct ctx *c, struct county **ret_v, size_t *ret_n)
{
	bool all = actor_in(&c->actor, ROLES_AT_CITY | ROLE_BIT(ROLE_SYSTEM));
	struct q_county_rows_row *row;
	size_t n;

	if (!all && c->actor.county.v == 0)
		return absent(c);
	TRY(q_county_rows(c, all ? ID_NONE(county_id) : c->actor.county, ctx_today(c), &row, &n));
	struct county *v = NEW_N(c->arena, n, struct county);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct county){
			.id = row[i].id,
			.code = row[i].code,
			.name = row[i].name,
			.zone = row[i].zone,
			.region = row[i].region,
			.ruleset = row[i].ruleset,
			.participant = row[i].participant,
			.schools = row[i].schools,
			.pupils = row[i].pupils,
		};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err county_coded(struct ctx *c, struct str code, county_id *ret_id)
{
	struct county *v;
	bool found = false;
	struct str *codes;
	size_t n;

	if (str_some(code))
		TRY(county_find(c, code, ret_id, &found));
	if (found)
		return OK;
	TRY(county_list(c, &v, &n));
	if (!str_some(code) && n == 1) {
		*ret_id = v[0].id;
		return OK;
	}
	codes = NEW_N(c->arena, n + 1, struct str);
	if (!codes)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		codes[i] = v[i].code;
	struct str allowed = str_join(c->arena, codes, n, S(" "));

	if (!str_some(code))
		return fault_input(c, "missing_field", S("--county"), STR_NONE, allowed);
	return fault_set(
		c, E_ABSENT, "county_unknown",
		&(struct fault){.field = S("--county"), .found = code, .allowed = allowed});
}

enum err county_list_now(struct ctx *c, struct county **ret_v, size_t *ret_n)
{
	enum err e;

	TRY(store_read_begin(c));
	e = county_list(c, ret_v, ret_n);
	store_read_end(c);
	return e;
}

/* R3, D7: six digits of GB/T 2260; a development zone has none and takes Z and up to nine letters
 * or digits of its own. */
static bool code_good(struct str code, bool zone)
{
	if (!zone)
		return gb2260_region(code);
	if (code.n < 2 || code.n > 10 || code.p[0] != 'Z')
		return false;
	for (size_t i = 1; i < code.n; i++) {
		char ch = code.p[i];

		if (!(ch >= '0' && ch <= '9') && !(ch >= 'A' && ch <= 'Z'))
			return false;
	}
	return true;
}

enum err county_region_read(struct ctx *c, struct str said, struct str *ret_region)
{
	struct q_county_cities_row row;

	*ret_region = STR_NONE;
	if (str_some(said)) {
		if (!code_good(said, false))
			return fault_input(c, "county_code_malformed", S("region"), said,
			                   S("341700"));
		*ret_region = said;
		return OK;
	}
	TRY(q_county_cities(c, &row));
	if (str_some(row.least) && str_eq(row.least, row.greatest))
		*ret_region = str_printf(c->arena, "%.*s00", STR_FMT(row.least));
	return OK;
}

enum err county_region_set(struct ctx *c, county_id county, struct str region)
{
	return q_county_region(c, county, str_some(region) ? region : STR_NONE, NULL);
}

static struct str upper(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n + 1);

	if (!p)
		return s;
	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 'a' + 'A' : s.p[i]);
	return (struct str){p, s.n};
}

const char *const COUNTY_PARTICIPANTS[] = {"rule", "attended_once", "enrolled_census", NULL};

static enum err participant_said(struct ctx *c, struct str said)
{
	enum participant_by by;

	return participant_parse(said, &by)
	               ? OK
	               : fault_input(c, NULL, S("participant"), said,
	                             S("rule, attended_once, enrolled_census"));
}

static enum err county_new_read(struct ctx *c, const struct county_new *in, struct county *ret_k)
{
	/* It has no sets of its own yet: it begins with one that is built in. */
	const struct policy_book *book = policy_builtin(NULL);
	struct county k = {.zone = in->zone, .participant = S("rule")};
	struct rules rules;

	if (!book)
		return fault_broken(c, "built-in rule sets");
	TRY(said_text(c, S("code"), in->code, 10, &k.code));
	k.code = upper(c->arena, k.code);
	if (!code_good(k.code, k.zone))
		return fault_input(c, "county_code_malformed", S("code"), k.code,
		                   k.zone ? S("Z1, ZKF01") : S("341702"));
	if (k.zone)
		TRY(county_region_read(c, str_trim(in->region), &k.region));
	TRY(said_text(c, S("name"), in->name, NAME_MAX_CHARS, &k.name));
	TRY(said_text(c, S("ruleset"), in->ruleset, 40, &k.ruleset));
	TRY(rules_for(c, book, k.ruleset, ctx_today(c), &rules));
	if (str_some(in->participant)) {
		TRY(participant_said(c, in->participant));
		k.participant = in->participant;
	}
	*ret_k = k;
	return OK;
}

static enum err county_add_run(struct ctx *c, void *arg)
{
	struct county_new *a = arg;
	county_id id = {env_next_id(c->env)};
	struct county k;
	int64_t made;

	TRY(reach_role(c, ROLE_BIT(ROLE_CITY)));
	TRY(county_new_read(c, a, &k));
	TRY(q_county_insert(c, id, k.code, k.name, k.zone, k.ruleset, k.participant,
	                    str_some(k.region) ? k.region : STR_NONE, &made));
	if (!made)
		return fault_set(c, E_CONFLICT, "code_taken", &(struct fault){.found = k.code});
	a->result = id;
	return audit_put(c, "added", "county", id.v, id,
	                 str_printf(c->arena, "{\"code\":\"%.*s\",\"ruleset\":\"%.*s\"}",
	                            STR_FMT(k.code), STR_FMT(k.ruleset)));
}
const struct verb county_add_verb = {"people.county_add", county_add_run};

static enum err county_participant_run(struct ctx *c, void *arg)
{
	struct county_participant *a = arg;
	struct county k = {0};
	struct str reason;
	int64_t changed;

	TRY(reach_role(c, ROLE_BIT(ROLE_COUNTY)));
	TRY(county_get(c, a->county.v ? a->county : c->actor.county, &k));
	TRY(participant_said(c, a->participant));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_county_participant(c, k.id, a->participant, &changed));
	if (!changed)
		return OK;
	return audit_put(c, "participant_changed", "county", k.id.v, k.id,
	                 change_json(c, k.participant, a->participant, reason));
}
const struct verb county_participant_verb = {"people.county_participant", county_participant_run};
