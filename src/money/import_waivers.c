/* Lists of pupils who are to pay less, as a school's office keeps them. */
#include "money/import.h"

#include "base/phrase.h"
#include "money/waiver.h"
#include "money/waiver.sql.h"
#include "people/idnum.h"
#include "people/import_in.h"

enum { SCHOOL, PUPIL, NAME, CATEGORY, PROOF, NUMBER, SEEN, STARTS, ENDS, COLUMNS };

static const struct import_column COLUMN[COLUMNS] = {
	[SCHOOL] = {"school", .title = T_waivers_school, .example = T_waivers_school_ex,
                    .note = T_waivers_school_note},
	[PUPIL] = {"pupil_number", .field = "pupil", .title = T_waivers_pupil,
                   .example = T_waivers_pupil_ex, .note = T_waivers_pupil_note, .required = true},
	[NAME] = {"name", .title = T_waivers_name, .example = T_waivers_name_ex,
                  .note = T_waivers_name_note, .required = true},
	[CATEGORY] = {"category", .title = T_waivers_category, .example = T_waivers_category_ex,
                      .note = T_waivers_category_note, .required = true},
	[PROOF] = {"proof", .title = T_waivers_proof, .example = T_waivers_proof_ex,
                   .note = T_waivers_proof_note},
	[NUMBER] = {"number", .title = T_waivers_number, .example = T_waivers_number_ex},
	[SEEN] = {"seen", .title = T_waivers_seen, .note = T_waivers_seen_note},
	[STARTS] = {"starts", .title = T_waivers_starts, .note = T_waivers_starts_note},
	[ENDS] = {"ends", .title = T_waivers_ends, .note = T_waivers_ends_note},
};

/* The school, and what its county's rules waive something for: in one order, a label a language. */
struct table {
	struct import_school *place;
	struct waiver_offer *offer[LANG_COUNT];
	size_t n;
};

static enum err begin(struct ctx *c, const struct import_place *p, void **ret_state)
{
	struct table *t = NEW(c->arena, struct table);
	enum lang lang = c->lang;
	enum err e = OK;
	struct rules rules;
	void *place;

	if (!t)
		return fault_broken(c, "arena");
	TRY(import_school_begin(c, p, &place));
	t->place = place;
	TRY(rulebook_rules(c, p->county, p->school, ctx_today(c), &rules));
	for (int l = 0; l < LANG_COUNT && e == OK; l++) {
		c->lang = (enum lang)l;
		e = waiver_offers(c, &rules, &t->offer[l], &t->n);
	}
	c->lang = lang;
	TRY(e);
	*ret_state = t;
	return OK;
}

/* --- reading a row ------------------------------------------------------------------------------
 */

static void day_read(struct import_row *row, size_t column, struct date *ret_d)
{
	*ret_d = DATE_NONE;
	if (str_some(row->value[column]) && !import_date(row->value[column], ret_d))
		import_bad(row, column, "import_date", STR_NONE);
}

/* A pupil who is here, by the number; the name beside it keeps a slip of one digit from granting
 * another child what is not its own. */
static enum err pupil_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                           struct waiver_ask *r)
{
	struct pupil_number number;
	struct pupil p = {.active = false};
	struct str name;
	enum idnum_flaw flaw;
	bool found = false;

	if (!str_some(row->value[PUPIL]))
		return OK;
	flaw = pupil_number_read(c->arena, row->value[PUPIL], &number);
	if (flaw) {
		import_bad(row, PUPIL, idnum_fault(flaw), STR_NONE);
		return OK;
	}
	TRY(pupil_find_by_number(c, s->school.county, row->value[PUPIL], &r->pupil, &found));
	if (found)
		TRY(pupil_load(c, r->pupil, &p));
	if (!p.active || p.school.v != s->school.id.v) {
		import_bad(row, PUPIL, "import_pupil_unknown", STR_NONE);
		return OK;
	}
	TRY(pupil_name(c, p.id, &name));
	if (str_some(row->value[NAME]) &&
	    !str_eq(import_plain(c->arena, row->value[NAME]), import_plain(c->arena, name)))
		import_bad(row, NAME, "import_pupil_name", STR_NONE);
	return OK;
}

/* By the label people read, in either language, or the rules' own word. */
static void category_read(struct ctx *c, const struct table *t, struct import_row *row,
                          struct waiver_ask *r)
{
	struct str said = import_plain(c->arena, row->value[CATEGORY]);
	struct str labels[WAIVER_OFFERS];

	if (!str_some(said))
		return;
	for (size_t i = 0; i < t->n; i++) {
		labels[i] = t->offer[c->lang][i].label;
		for (int l = 0; l < LANG_COUNT; l++)
			if (str_eq(said, import_plain(c->arena, t->offer[l][i].label)))
				r->category = t->offer[l][i].category;
		if (str_eq(said, import_plain(c->arena, t->offer[0][i].category)))
			r->category = t->offer[0][i].category;
	}
	if (!str_some(r->category))
		import_bad(row, CATEGORY, "import_choice",
		           str_join(c->arena, labels, t->n, S(" ")));
}

static enum err waiver_row_read(struct ctx *c, const struct table *t, struct import_row *row,
                                struct waiver_ask *ret_r)
{
	struct waiver_ask r = {.proof = row->value[PROOF], .number = row->value[NUMBER]};

	import_school_code(t->place, row, SCHOOL);
	TRY(pupil_read(c, t->place, row, &r));
	category_read(c, t, row, &r);
	day_read(row, SEEN, &r.seen);
	day_read(row, STARTS, &r.starts);
	day_read(row, ENDS, &r.ends);
	if (r.pupil.v && str_some(r.category)) {
		row->key = str_printf(c->arena, "%lld %.*s", (long long)r.pupil.v,
		                      STR_FMT(r.category));
		row->key_column = PUPIL;
	}
	*ret_r = r;
	return OK;
}

/* --- judging ------------------------------------------------------------------------------------
 */

static enum err check(struct ctx *c, void *state, struct import_row *row)
{
	waiver_id standing;
	struct waiver_ask r;
	enum err e;

	TRY(waiver_row_read(c, state, row, &r));
	if (row->problem_n > 0)
		return OK;
	TRY(waiver_standing(c, r.pupil, r.category, &standing));
	if (standing.v) {
		row->verdict = IMPORT_SAME;
		return OK;
	}
	e = waiver_look(c, &r);
	if (e == E_INPUT || e == E_REFUSED || e == E_DENIED) {
		import_fault(c, &import_waivers, row);
		return OK;
	}
	TRY(e);
	row->verdict = IMPORT_NEW;
	return OK;
}

/* --- applying, taking back ----------------------------------------------------------------------
 */

static enum err apply_one(struct ctx *c, const struct table *t, struct import_row *row)
{
	waiver_id standing;
	struct waiver_ask r;

	row->problem_n = 0;
	TRY(waiver_row_read(c, t, row, &r));
	if (row->problem_n > 0)
		return import_refuse(c, &import_waivers, row);
	TRY(waiver_standing(c, r.pupil, r.category, &standing));
	if (!standing.v) {
		TRY(waiver_ask_verb.run(c, &r));
		standing = r.result;
	}
	row->object = standing.v;
	row->undo = S("{}");
	return OK;
}

static enum err apply(struct ctx *c, void *state, struct import_row *row, size_t n,
                      size_t *ret_failed)
{
	for (size_t i = 0; i < n; i++) {
		*ret_failed = i;
		TRY(apply_one(c, state, &row[i]));
	}
	return OK;
}

/* Nobody was told that the school entered it, so nobody is told that it is gone. */
static enum err undo(struct ctx *c, void *state, struct import_row *row)
{
	const struct table *t = state;
	waiver_id id = {row->object};
	int64_t changed;

	TRY(q_waiver_take_back(c, id, c->now, phrase_make(c->arena, T_waivers_undone, NULL, 0),
	                       &changed));
	if (!changed)
		return fault_set(c, E_REFUSED, "import_undo_used", NULL);
	return audit_put(c, "waiver_withdrawn", "waiver", id.v, t->place->school.county, S("{}"));
}

const struct import_kind import_waivers = {
	.name = "waivers",
	.title = T_waivers_title,
	.column = COLUMN,
	.column_n = COLUMNS,
	.begin = begin,
	.check = check,
	.apply = apply,
	.undo = undo,
};
