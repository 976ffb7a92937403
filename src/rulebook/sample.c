#include "rulebook/sample.h"

#include "people/reach.h"
#include "rulebook/block.h"
#include "rulebook/form_parts.h"
#include "rulebook/internal.h"
#include "rulebook/rulebook.sql.h"

enum { BODY_MAX = 4000, NAME_MAX_BYTES = 200 };

enum err sample_read(struct ctx *c, struct str body, struct sample *ret_s)
{
	struct form_of f = {.c = c};
	struct str rest = body, word = STR_NONE, words, value;
	struct sample s = {.body = body};
	const struct rule_given **last = &s.given;

	if (!block_line(&rest, &word, &words) || !str_is(word, "case") ||
	    !form_word_next(&f, &words, &s.decision) || !quote_answers(s.decision).p)
		return fault_input(c, NULL, S("decision"), s.decision, STR_NONE);
	if (!form_word_next(&f, &words, &s.name) || !str_some(str_trim(s.name)))
		return fault_input(c, "missing_field", S("label"), STR_NONE, STR_NONE);
	while (block_line(&rest, &word, &words)) {
		struct rule_given *g = NEW(c->arena, struct rule_given);
		struct str name;

		if (!g)
			return fault_broken(c, "arena");
		if (!str_is(word, "given") || !form_word_next(&f, &words, &name) ||
		    !form_word_next(&f, &words, &value))
			return fault_input(c, NULL, S("body"), word, S("given"));
		*g = (struct rule_given){.name = name, .value = value};
		*last = g;
		last = &g->next;
	}
	*ret_s = s;
	return OK;
}

enum err samples_own(struct ctx *c, county_id county, struct sample **ret_v, size_t *ret_n)
{
	struct q_sample_rows_row *row;
	struct sample *v;
	size_t n;

	if (!reach_county(c, county))
		return absent(c);
	TRY(q_sample_rows(c, county, &row, &n));
	v = NEW_N(c->arena, n + 1, struct sample);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		TRY(sample_read(c, row[i].body, &v[i]));
		v[i].id = row[i].id;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err sample_get(struct ctx *c, rule_sample_id id, struct sample *ret_s)
{
	struct sample *v = NULL;
	size_t n = 0;

	TRY(samples_own(c, c->actor.county, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].id.v != id.v)
			continue;
		*ret_s = v[i];
		return OK;
	}
	return absent(c);
}

/* --- verbs --------------------------------------------------------------------------------------
 */

static enum err known_require(struct ctx *c, county_id county, const struct sample_put *in,
                              struct str name)
{
	struct q_sample_rows_row *row;
	bool found = in->id.v == 0;
	size_t n;

	TRY(q_sample_rows(c, county, &row, &n));
	for (size_t i = 0; i < n; i++) {
		found = found || row[i].id.v == in->id.v;
		if (row[i].id.v != in->id.v && str_eq(row[i].name, name))
			return fault_set(c, E_CONFLICT, "sample_exists",
			                 &(struct fault){.field = S("label"), .found = name});
	}
	if (!found)
		return absent(c);
	if (in->id.v == 0 && n >= SAMPLES_OWN)
		return fault_set(
			c, E_CONFLICT, "samples_full",
			&(struct fault){.allowed = str_printf(c->arena, "%d", SAMPLES_OWN)});
	return OK;
}

static enum err put_run(struct ctx *c, void *arg)
{
	struct sample_put *in = arg;
	rule_sample_id id = in->id;
	bool fresh = id.v == 0;
	county_id county;
	struct sample s;

	TRY(officer_county(c, in->county, &county));
	if (in->body.n > BODY_MAX)
		return fault_input(c, "too_large", S("body"), STR_NONE, STR_NONE);
	TRY(sample_read(c, in->body, &s));
	if (s.name.n > NAME_MAX_BYTES)
		return fault_input(c, "too_large", S("label"), STR_NONE, STR_NONE);
	TRY(known_require(c, county, in, s.name));
	if (fresh) {
		id.v = env_next_id(c->env);
		TRY(q_sample_insert(c, id, county, s.name, in->body, c->actor.account, c->now,
		                    NULL));
	} else {
		TRY(q_sample_rewrite(c, id, s.name, in->body, c->actor.account, c->now, NULL));
	}
	in->result = id;
	return audit_put(c, fresh ? "kept" : "rewritten", "rule_sample", id.v, county,
	                 str_printf(c->arena, "{\"decision\":\"%.*s\"}", STR_FMT(s.decision)));
}
const struct verb sample_put_verb = {"rulebook.sample", put_run};

static enum err drop_run(struct ctx *c, void *arg)
{
	struct sample_drop *in = arg;
	county_id county;
	int64_t n = 0;

	TRY(officer_county(c, in->county, &county));
	TRY(q_sample_delete(c, in->id, county, &n));
	if (n == 0)
		return absent(c);
	return audit_put(c, "removed", "rule_sample", in->id.v, county, S("{}"));
}
const struct verb sample_drop_verb = {"rulebook.sample_drop", drop_run};
