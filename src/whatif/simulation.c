#include "whatif/simulation.h"

#include "base/jsonread.h"
#include "crypto/hash.h"
#include "people/reach.h"
#include "rulebook/edition.h"
#include "rulebook/rulebook.h"
#include "whatif/running.h"
#include "whatif/simulation.sql.h"

bool simulation_under_way(const struct simulation *s)
{
	return str_is(s->state, "waiting") || str_is(s->state, "running");
}

static struct simulation simulation_from(const struct q_simulation_row_row *r)
{
	return (struct simulation){
		.id = r->id,
		.asker = r->asker,
		.county = r->county,
		.county_code = r->county_code,
		.county_name = r->county_name,
		.edition = r->edition,
		.ruleset = r->ruleset,
		.title = r->title,
		.hash = r->hash,
		.term = r->term,
		.state = r->state,
		.schools = r->schools,
		.done = r->done,
		.account = r->account,
		.created = r->created,
		.finished = r->finished,
	};
}

/* An officer's are the county's; the city's office and the system ask for no county. */
static county_id asker_of(const struct ctx *c)
{
	return c->actor.role == ROLE_COUNTY ? c->actor.county : ID_NONE(county_id);
}

enum err simulation_get(struct ctx *c, simulation_id id, struct simulation *ret_s)
{
	struct q_simulation_row_row row;
	bool found = false;

	TRY(q_simulation_row(c, id, &row, &found));
	if (!found)
		return absent(c);
	if (c->actor.role != ROLE_SYSTEM &&
	    (!(ROLE_BIT(c->actor.role) & ROLES_BUREAU) || row.asker.v != asker_of(c).v))
		return out_of_reach(c, "simulation", id.v);
	*ret_s = simulation_from(&row);
	return OK;
}

enum err simulation_list(struct ctx *c, edition_id edition, int64_t after, int64_t most,
                         struct simulation **ret_v, size_t *ret_n)
{
	struct q_simulation_row_row *row;
	struct simulation *v;
	size_t n;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(q_simulation_rows(c, asker_of(c), edition, after, most, &row, &n));
	v = NEW_N(c->arena, n + 1, struct simulation);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = simulation_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err simulation_total(struct ctx *c, int64_t *ret_n)
{
	TRY(reach_role(c, ROLES_BUREAU));
	return q_simulation_count(c, asker_of(c), ret_n);
}

/* --- asking ----------------------------------------------------------------------------------- */

struct start {
	struct simulation_start *s;
	county_id asker;
	struct str text, ruleset, title;
	uint8_t hash[SHA256_BYTES];
};

static enum err start_answer(struct ctx *c, void *arg, struct out *o)
{
	const struct start *a = arg;
	struct json j;

	(void)c;
	json_init(&j, o);
	json_open(&j, '{');
	json_kv_id(&j, "id", a->s->result.v);
	json_kv_str(&j, "state", S("waiting"));
	json_close(&j, '}');
	return OK;
}

static enum err under_way_few(struct ctx *c, county_id asker)
{
	int64_t n;

	TRY(q_simulation_under_way(c, asker, &n));
	if (n < SIMULATIONS_UNDER_WAY)
		return OK;
	return fault_set(
		c, E_REFUSED, "whatif_many",
		&(struct fault){.found = str_printf(c->arena, "%lld", (long long)n),
	                        .allowed = str_printf(c->arena, "%d", SIMULATIONS_UNDER_WAY)});
}

/* Of a single county the term must be there; of many, each takes what it has. */
static enum err term_require(struct ctx *c, const struct simulation_start *s)
{
	struct county k;
	struct term t;
	bool found = false;

	if (!s->county.v)
		return OK;
	TRY(county_get(c, s->county, &k));
	if (str_some(s->term))
		TRY(term_find(c, k.id, s->term, &t, &found));
	else
		TRY(term_current(c, k.id, &t, &found));
	return found ? OK : fault_set(c, E_REFUSED, "whatif_no_term", NULL);
}

static enum err start_run(struct ctx *c, void *arg)
{
	struct start *a = arg;
	struct simulation_start *s = a->s;

	TRY(reach_role(c, ROLES_BUREAU));
	TRY(term_require(c, s));
	TRY(under_way_few(c, a->asker));
	s->result = (simulation_id){env_next_id(c->env)};
	TRY(q_simulation_insert(c, s->result, a->asker, s->county, s->edition, a->ruleset, a->title,
	                        BYTES(a->hash), a->text, str_some(s->term) ? s->term : S(""),
	                        c->actor.account, c->now, NULL));
	TRY(q_sim_counties_insert(c, s->result, s->county, NULL));
	TRY(q_simulation_measure(c, s->result, NULL));
	TRY(simulation_job_put(c, s->result));
	return audit_put(c, "started", "simulation", s->result.v, a->asker,
	                 str_printf(c->arena, "{\"ruleset\":\"%.*s\",\"sha256\":\"%.*s\"}",
	                            STR_FMT(a->ruleset),
	                            STR_FMT(hex_text(c->arena, BYTES(a->hash)))));
}

/* What must not be done on the writer's thread: the text is read and looked at. */
static enum err text_take(struct ctx *c, struct start *a)
{
	const struct simulation_start *s = a->s;
	const struct rule_set *set;

	a->text = s->text;
	if (s->edition.v)
		TRY(edition_body(c, s->edition, &a->text));
	else if (!str_some(s->text))
		return fault_input(c, "missing_field", S("text"), STR_NONE, STR_NONE);
	TRY(rulebook_read(c, a->text, &set));
	a->ruleset = set->id;
	a->title = set->title;
	sha256(a->text, a->hash);
	return OK;
}

enum err simulation_start(struct ctx *c, struct simulation_start *s, const struct store_once *once)
{
	static const struct verb verb = {"whatif.start", start_run};
	struct start a = {.s = s, .asker = asker_of(c)};
	struct store_once first = {.answer = start_answer};
	const struct jval *root;
	bool replayed;
	enum err e;

	if (c->actor.role == ROLE_COUNTY && s->county.v && s->county.v != c->actor.county.v)
		return absent(c);
	if (c->actor.role == ROLE_COUNTY)
		s->county = c->actor.county;
	TRY(store_read_begin(c));
	e = text_take(c, &a);
	store_read_end(c);
	TRY(e);
	if (once) {
		first.key = once->key;
		first.body = once->body;
	}
	TRY(store_write_once(c, &verb, &a, &first, &s->answer, &replayed));
	if (!replayed)
		return OK;
	TRY(jread(c, s->answer, s->answer.n, &root));
	return jval_id(c, root, "id", &s->result.v);
}

static enum err cancel_run(struct ctx *c, void *arg)
{
	const simulation_id *id = arg;
	struct simulation s = {0};
	int64_t changed;

	TRY(simulation_get(c, *id, &s));
	if (str_is(s.state, "cancelled"))
		return OK;
	TRY(q_simulation_end(c, s.id, S("cancelled"), c->now, &changed));
	if (!changed)
		return fault_set(c, E_CONFLICT, "whatif_ended", NULL);
	return audit_put(c, "cancelled", "simulation", s.id.v, s.asker, S("{}"));
}
const struct verb simulation_cancel_verb = {"whatif.cancel", cancel_run};
