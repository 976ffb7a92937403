/* Reading batches: the school its own, the county's officers theirs, a teacher the own line. */
#include "people/reach.h"
#include "policy/formula.h"
#include "rulebook/show.h"
#include "subsidy/internal.h"

enum { ALL = 1000000 };

struct subsidy_batch subsidy_batch_from(const struct q_subsidy_batch_row_row *row)
{
	return (struct subsidy_batch){
		.id = row->id,
		.county = row->county,
		.school = row->school,
		.first_day = row->first_day,
		.last_day = row->last_day,
		.state = row->state,
		.run = row->run,
		.sittings = row->sittings,
		.reckoned = row->reckoned,
		.known = row->known,
		.total = row->total,
		.subsidy = row->subsidy,
		.labour = row->labour,
		.at = row->at,
	};
}

enum err subsidy_batch_get(struct ctx *c, int64_t id, struct subsidy_batch *ret_b)
{
	struct q_subsidy_batch_row_row row = {0};

	TRY(subsidy_load(c, id, &row));
	if (!reach_school(c, row.county, row.school))
		return out_of_reach(c, "subsidy_batch", id);
	*ret_b = subsidy_batch_from(&row);
	return OK;
}

enum err subsidy_list(struct ctx *c, const struct subsidy_filter *f, struct subsidy_row **ret_v,
                      size_t *ret_n, int64_t *ret_total)
{
	struct str state = str_some(f->state) ? f->state : S("");
	struct q_subsidy_batches_row *row;
	struct subsidy_row *v;
	size_t n;

	if (!(f->school.v ? reach_school(c, f->county, f->school) : reach_county(c, f->county)))
		return absent(c);
	TRY(q_subsidy_batches(c, f->county, f->school.v, f->month, state, f->most ? f->most : ALL,
	                      f->skip, &row, &n));
	TRY(q_subsidy_batches_total(c, f->county, f->school.v, f->month, state, ret_total));
	v = NEW_N(c->arena, n + 1, struct subsidy_row);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_row){.id = row[i].id,
		                            .school = row[i].school,
		                            .code = row[i].code,
		                            .name = row[i].name,
		                            .state = row[i].state,
		                            .month = row[i].first_day,
		                            .run = row[i].run,
		                            .persons = row[i].persons,
		                            .findings = row[i].findings,
		                            .total = row[i].total,
		                            .subsidy = row[i].subsidy,
		                            .labour = row[i].labour,
		                            .at = row[i].at};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err subsidy_lines(struct ctx *c, const struct subsidy_batch *b, struct subsidy_line **ret_v,
                       size_t *ret_n)
{
	struct q_subsidy_lines_row *row;
	struct subsidy_line *v;
	size_t n;

	TRY(q_subsidy_lines(c, b->id, b->run, &row, &n));
	v = NEW_N(c->arena, n + 1, struct subsidy_line);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_line){.person = row[i].person,
		                             .outsider = row[i].outsider,
		                             .form = row[i].form,
		                             .number = row[i].number,
		                             .name = row[i].outsider ? row[i].name
		                                                     : row[i].staff_name,
		                             .sittings = row[i].sittings,
		                             .minutes = row[i].minutes,
		                             .amount = row[i].amount};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err subsidy_details(struct ctx *c, const struct subsidy_batch *b, int64_t person,
                         struct subsidy_detail **ret_v, size_t *ret_n)
{
	struct q_subsidy_details_row *row;
	struct subsidy_detail *v;
	size_t n;

	TRY(q_subsidy_details(c, b->id, b->run, person, &row, &n));
	v = NEW_N(c->arena, n + 1, struct subsidy_detail);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_detail){.id = row[i].id,
		                               .sitting = row[i].sitting.v,
		                               .refers = row[i].refers.v,
		                               .day = row[i].day,
		                               .starts = row[i].starts,
		                               .ends = row[i].ends,
		                               .role = row[i].role,
		                               .title = row[i].title,
		                               .formula = formula_in(c->lang, row[i].formula),
		                               .requirement = row[i].requirement,
		                               .document = row[i].document,
		                               .whole = row[i].whole,
		                               .due = row[i].due,
		                               .before = row[i].before,
		                               .amount = row[i].amount};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* A word of ours or of the rules, or words in both languages. */
static struct str said_in(enum lang lang, struct str s)
{
	static const struct {
		const char *word;
		enum text_id text;
	} ties[] = {{"agency", T_subsidy_tie_agency},
	            {"staff", T_subsidy_tie_staff},
	            {"account", T_subsidy_tie_account}};

	for (size_t i = 0; i < sizeof ties / sizeof *ties; i++)
		if (str_is(s, ties[i].word))
			return text(lang, ties[i].text);
	return s.n > 0 && memchr(s.p, '\n', s.n) ? formula_in(lang, s) : show_word(lang, s);
}

enum err subsidy_findings(struct ctx *c, const struct subsidy_batch *b,
                          struct subsidy_finding **ret_v, size_t *ret_n)
{
	struct q_subsidy_findings_row *row;
	struct subsidy_finding *v;
	size_t n;

	TRY(q_subsidy_findings(c, b->id, b->run, &row, &n));
	v = NEW_N(c->arena, n + 1, struct subsidy_finding);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_finding){.id = row[i].id,
		                                .weight = row[i].weight,
		                                .person = row[i].person,
		                                .sitting = row[i].sitting,
		                                .code = row[i].code,
		                                .found = said_in(c->lang, row[i].found),
		                                .allowed = said_in(c->lang, row[i].allowed),
		                                .answer = row[i].answer,
		                                .day = row[i].day};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err subsidy_steps(struct ctx *c, const struct subsidy_batch *b, struct subsidy_done **ret_v,
                       size_t *ret_n)
{
	struct q_subsidy_steps_row *row;
	struct subsidy_done *v;
	size_t n;

	TRY(q_subsidy_steps(c, b->id, &row, &n));
	v = NEW_N(c->arena, n + 1, struct subsidy_done);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_done){.run = row[i].run,
		                             .step = row[i].step,
		                             .by = row[i].by,
		                             .reason = row[i].account.v
		                                               ? row[i].reason
		                                               : said_in(c->lang, row[i].reason),
		                             .total = row[i].total,
		                             .at = row[i].at};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- one's own -------------------------------------------------------------------------------- */

enum err subsidy_of_me(struct ctx *c, struct subsidy_mine **ret_v, size_t *ret_n)
{
	struct q_subsidy_lines_of_person_row *row;
	struct subsidy_mine *v;
	size_t n;

	TRY(q_subsidy_lines_of_person(c, c->actor.account, &row, &n));
	v = NEW_N(c->arena, n + 1, struct subsidy_mine);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_mine){.batch = row[i].batch,
		                             .person = row[i].person,
		                             .school = row[i].school,
		                             .state = row[i].state,
		                             .form = row[i].form,
		                             .month = row[i].first_day,
		                             .sittings = row[i].sittings,
		                             .minutes = row[i].minutes,
		                             .amount = row[i].amount};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err subsidy_batch_of_me(struct ctx *c, int64_t batch, struct subsidy_batch *ret_b,
                             int64_t *ret_person)
{
	struct q_subsidy_batch_row_row row = {0};
	struct subsidy_mine *v;
	size_t n;

	TRY(subsidy_of_me(c, &v, &n));
	for (size_t i = 0; i < n; i++) {
		if (v[i].batch != batch)
			continue;
		TRY(subsidy_load(c, batch, &row));
		*ret_b = subsidy_batch_from(&row);
		*ret_person = v[i].person;
		return OK;
	}
	return absent(c);
}

/* --- the year's total ---------------------------------------------------------------------------
 */

enum err subsidy_quotas(struct ctx *c, county_id county, int64_t year, struct subsidy_quota **ret_v,
                        size_t *ret_n)
{
	struct date first, last;
	struct q_quotas_row *row;
	struct subsidy_quota *v;
	size_t n;

	if (!reach_county(c, county))
		return absent(c);
	if (!date_of((int32_t)year, 1, 1, &first) || !date_of((int32_t)year, 12, 31, &last))
		return fault_input(c, NULL, S("year"), STR_NONE, STR_NONE);
	TRY(q_quotas(c, county, year, first, last, &row, &n));
	v = NEW_N(c->arena, n + 1, struct subsidy_quota);
	if (!v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct subsidy_quota){.school = row[i].school,
		                              .code = row[i].code,
		                              .name = row[i].name,
		                              .document = row[i].document,
		                              .recorded = row[i].amount.some,
		                              .amount = row[i].amount.v,
		                              .used = row[i].used};
	*ret_v = v;
	*ret_n = n;
	return OK;
}
