#include "term/import.h"

#include "agency/agency.h"
#include "base/jsonread.h"
#include "people/county.h"
#include "term/import_undo.sql.h"
#include "term/internal.h"
#include "term/plan_said.h"
#include "term/pricing.h"

enum {
	SCHOOL,
	TERM,
	CODE,
	KIND,
	TITLE,
	CATEGORY,
	GRADES,
	SLOTS,
	PRICE,
	CONSUMABLES,
	STANDARD,
	SEATS,
	OPENS,
	CLOSES,
	STARTS,
	ENDS,
	PLACE,
	AGENCY,
	ABOUT,
	UNIT,
	QUANTITY,
	WHY,
	SAID,
	SUBSIDY,
	COLUMNS
};

static const enum text_id KINDS[] = {T_offerings_care, T_offerings_course, T_offerings_lunch,
                                     T_offerings_evening, TEXT_NONE};
static const enum kind KIND_OF[] = {KIND_CARE, KIND_COURSE, KIND_LUNCH, KIND_EVENING_STUDY};
static const enum text_id CATEGORIES[] = {
	T_offerings_homework, T_offerings_reading,        T_offerings_handicraft,
	T_offerings_sport,    T_offerings_arts,           T_offerings_science,
	T_offerings_activity, T_offerings_category_other, TEXT_NONE};
static const char *const CATEGORY_OF[] = {"homework", "reading", "handicraft", "sport",
                                          "arts",     "science", "activity",   "other"};

static const struct import_column COLUMN[COLUMNS] = {
	[SCHOOL] = {"school", .title = T_offerings_school, .example = T_offerings_school_ex,
                    .note = T_offerings_school_note},
	[TERM] = {"term", .title = T_offerings_term, .example = T_offerings_term_ex,
                  .note = T_offerings_term_note},
	[CODE] = {"code", .title = T_offerings_code, .example = T_offerings_code_ex,
                  .note = T_offerings_code_note, .required = true},
	[KIND] = {"kind", .title = T_offerings_kind, .example = T_offerings_kind_ex,
                  .choices = KINDS, .required = true},
	[TITLE] = {"title", .title = T_offerings_name, .example = T_offerings_name_ex,
                   .required = true},
	[CATEGORY] = {"category", .title = T_offerings_category, .example = T_offerings_category_ex,
                      .choices = CATEGORIES},
	[GRADES] = {"grades", .title = T_offerings_grades, .example = T_offerings_grades_ex,
                    .note = T_offerings_grades_note, .required = true},
	[SLOTS] = {"slots", .title = T_offerings_slots, .example = T_offerings_slots_ex,
                   .note = T_offerings_slots_note, .required = true},
	[PRICE] = {"price", .title = T_offerings_price, .example = T_offerings_price_ex,
                   .note = T_offerings_price_note},
	[CONSUMABLES] = {"consumables", .title = T_offerings_consumables,
                         .example = T_offerings_consumables_ex},
	[STANDARD] = {"consumables_standard", .title = T_offerings_standard,
                      .note = T_offerings_standard_note},
	[SEATS] = {"seats", .title = T_offerings_seats, .example = T_offerings_seats_ex,
                   .note = T_offerings_seats_note},
	[OPENS] = {"opens", .title = T_offerings_opens, .example = T_offerings_opens_ex,
                   .note = T_offerings_opens_note, .required = true},
	[CLOSES] = {"closes", .title = T_offerings_closes, .example = T_offerings_closes_ex,
                    .required = true},
	[STARTS] = {"starts", .title = T_offerings_starts, .note = T_offerings_starts_note},
	[ENDS] = {"ends", .title = T_offerings_ends},
	[PLACE] = {"place", .title = T_offerings_place, .example = T_offerings_place_ex},
	[AGENCY] = {"agency", .title = T_offerings_agency, .note = T_offerings_agency_note},
	[ABOUT] = {"about", .title = T_offerings_about, .example = T_offerings_about_ex},
	[UNIT] = {"unit", .title = T_offerings_unit, .example = T_offerings_unit_ex,
                  .note = T_offerings_unit_note},
	[QUANTITY] = {"quantity", .title = T_offerings_quantity, .note = T_offerings_quantity_note},
	[WHY] = {"quantity_why", .title = T_offerings_quantity_why},
	[SAID] = {"said", .title = T_offerings_said, .note = T_offerings_said_note},
	[SUBSIDY] = {"subsidy", .title = T_offerings_subsidy, .note = T_offerings_subsidy_note},
};

/* What all rows need. */
struct plan_school {
	struct school school;
	int64_t grades; /* there are classes of */
	struct term *term;
	size_t term_n;
	struct term now;
	bool has_now;
	struct agency *agency;
	size_t agency_n;
	struct plan_desk **desk; /* by term; opened when a row names it */
};

static enum err begin(struct ctx *c, const struct import_place *p, void **ret_state)
{
	struct plan_school *s = NEW(c->arena, struct plan_school);
	struct class *k;
	int64_t total;
	size_t n;

	if (!s)
		return fault_broken(c, "arena");
	TRY(school_get(c, p->school, &s->school));
	TRY(class_list(c, p->school, &k, &n));
	for (size_t i = 0; i < n; i++)
		s->grades |= INT64_C(1) << k[i].grade;
	TRY(term_list(c, p->county, &s->term, &s->term_n));
	TRY(term_current(c, p->county, &s->now, &s->has_now));
	TRY(agency_list(c, p->county, STR_NONE, 0, 0, &s->agency, &s->agency_n, &total));
	s->desk = NEW_N(c->arena, s->term_n + 1, struct plan_desk *);
	if (!s->desk)
		return fault_broken(c, "arena");
	*ret_state = s;
	return OK;
}

/* --- reading a row ------------------------------------------------------------------------------
 */

struct reading {
	struct offering_row row;
	size_t term; /* which of the school's */
};

static void term_read(const struct plan_school *s, struct import_row *row, struct reading *r)
{
	struct str said = row->value[TERM];

	for (size_t i = 0; i < s->term_n; i++)
		if (str_some(said) ? str_eq(said, s->term[i].code) || str_eq(said, s->term[i].name)
		                   : s->has_now && s->now.id.v == s->term[i].id.v) {
			r->term = i;
			return;
		}
	import_bad(row, TERM, "import_term_unknown", STR_NONE);
}

static void choice_read(struct ctx *c, struct import_row *row, size_t column, size_t *ret_i)
{
	if (str_some(row->value[column]) &&
	    !import_choice(c, &COLUMN[column], row->value[column], ret_i))
		import_bad(row, column, "import_choice", STR_NONE);
}

/* 280, 280.50, 280元, ￥280 */
static void money_read(struct ctx *c, struct import_row *row, size_t column, struct money *ret_m)
{
	struct str s = row->value[column];
	struct str yuan = text(LANG_ZH, T_offerings_yuan), sign = text(LANG_EN, T_offerings_yuan);

	if (!str_some(s))
		return;
	if (str_starts(s, sign))
		s = str_sub(s, sign.n, s.n);
	if (str_ends(s, yuan))
		s = str_sub(s, 0, s.n - yuan.n);
	if (!money_parse(str_trim(s), ret_m) || ret_m->fen < 0)
		import_bad(row, column, "import_money", STR_NONE);
	(void)c;
}

/* The unit's word, or what people call it in either language; a word of the document's own is asked
 * of the rules later. */
static struct str unit_said(struct str said)
{
	static const enum text_id texts[] = {
		T_term_unit_term, T_term_unit_month,  T_term_unit_half_month, T_term_unit_week,
		T_term_unit_day,  T_term_unit_period, T_term_unit_sitting,    T_term_unit_meal,
		T_term_unit_hour, T_term_unit_minute,
	};
	static const char *const words[] = {"term",   "month",   "half_month", "week", "day",
	                                    "period", "sitting", "meal",       "hour", "minute"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_is(said, words[i]) || str_eq(said, text(LANG_ZH, texts[i])) ||
		    str_eq(said, text(LANG_EN, texts[i])))
			return str_of(words[i]);
	}
	return said;
}

static void unit_read(struct import_row *row, struct offering_row *r)
{
	r->unit = unit_said(row->value[UNIT]);
	r->by_rules = str_some(r->unit) && !str_is(r->unit, "term") && !str_some(row->value[PRICE]);
	r->quantity_why = row->value[WHY];
	if (str_some(row->value[QUANTITY]) &&
	    (!ratio_parse(row->value[QUANTITY], &r->quantity) || r->quantity.num <= 0))
		import_bad(row, QUANTITY, "import_number", STR_NONE);
}

static void seats_read(struct import_row *row, struct offering_row *r)
{
	struct str s = row->value[SEATS];

	if (!str_some(s))
		return;
	r->limited = true;
	if (!str_i64(s, &r->seats) || r->seats < 1)
		import_bad(row, SEATS, "import_number", STR_NONE);
}

static void days_read(struct ctx *c, struct import_row *row, struct offering_row *r)
{
	const struct clock_time first = {0}, last = {23 * 60 + 59};

	r->starts = r->ends = DATE_NONE;
	if (str_some(row->value[OPENS]) &&
	    !moment_said(c->arena, row->value[OPENS], first, &r->opens))
		import_bad(row, OPENS, "import_date", STR_NONE);
	if (str_some(row->value[CLOSES]) &&
	    !moment_said(c->arena, row->value[CLOSES], last, &r->closes))
		import_bad(row, CLOSES, "import_date", STR_NONE);
	if (str_some(row->value[STARTS]) && !import_date(row->value[STARTS], &r->starts))
		import_bad(row, STARTS, "import_date", STR_NONE);
	if (str_some(row->value[ENDS]) && !import_date(row->value[ENDS], &r->ends))
		import_bad(row, ENDS, "import_date", STR_NONE);
}

static void agency_read(const struct plan_school *s, struct import_row *row, struct offering_row *r)
{
	struct str said = row->value[AGENCY];

	if (!str_some(said))
		return;
	for (size_t i = 0; i < s->agency_n; i++)
		if (str_eq(said, s->agency[i].uscc) || str_eq(said, s->agency[i].name)) {
			r->agency = s->agency[i].id;
			return;
		}
	import_bad(row, AGENCY, "import_agency_unknown", STR_NONE);
}

/* 引进方式=政府购买服务;是否村小=否 */
static void said_read(struct ctx *c, struct import_row *row, struct offering_row *r)
{
	struct str rest = utf8_fold_width(c->arena, row->value[SAID]);

	r->said = S("");
	while (str_some(rest)) {
		struct str one = str_trim(str_cut(&rest, ';'));

		r->said = str_printf(c->arena, "%.*s%s%.*s", STR_FMT(r->said), r->said.n ? " " : "",
		                     STR_FMT(one));
	}
	r->subsidy.some = str_some(row->value[SUBSIDY]);
	money_read(c, row, SUBSIDY, &r->subsidy.v);
}

static void plan_row_read(struct ctx *c, const struct plan_school *s, struct import_row *row,
                          struct reading *ret_r)
{
	struct reading r = {.row = {.code = row->value[CODE],
	                            .title = row->value[TITLE],
	                            .consumables_standard = row->value[STANDARD],
	                            .place = row->value[PLACE],
	                            .about = row->value[ABOUT]}};
	size_t kind = 0, category = 7;

	if (str_some(row->value[SCHOOL]) && !str_eq(row->value[SCHOOL], s->school.code))
		import_bad(row, SCHOOL, "import_other_school", s->school.code);
	term_read(s, row, &r);
	choice_read(c, row, KIND, &kind);
	choice_read(c, row, CATEGORY, &category);
	r.row.kind = KIND_OF[kind];
	r.row.category = str_of(CATEGORY_OF[category]);
	if (str_some(row->value[GRADES]) &&
	    !grades_said(c->arena, row->value[GRADES], s->grades, &r.row.grades))
		import_bad(row, GRADES, "import_grades", STR_NONE);
	if (str_some(row->value[SLOTS]) &&
	    !slots_said(c->arena, row->value[SLOTS], r.row.slot, &r.row.slot_n))
		import_bad(row, SLOTS, "import_slots", STR_NONE);
	money_read(c, row, PRICE, &r.row.price);
	unit_read(row, &r.row);
	money_read(c, row, CONSUMABLES, &r.row.consumables);
	seats_read(row, &r.row);
	days_read(c, row, &r.row);
	agency_read(s, row, &r.row);
	said_read(c, row, &r.row);
	if (str_some(row->value[CODE])) {
		row->key = str_printf(c->arena, "%zu %.*s", r.term, STR_FMT(row->value[CODE]));
		row->key_column = CODE;
	}
	*ret_r = r;
}

/* --- judging ------------------------------------------------------------------------------------
 */

/* Which cell a rule's refusal is about. */
static const struct {
	const char *code, *field;
} BLAME[] = {
	{"end_too_late", "slots"},
	{"end_too_early", "slots"},
	{"not_a_school_day", "slots"},
	{"time_clash", "slots"},
	{"category_not_open", "category"},
	{"subject_teaching", "title"},
	{"agency_not_admitted", "agency"},
	{"agency_suspended", "agency"},
	{"care_needs_school_staff", "agency"},
	{"care_refusal_forbidden", "seats"},
	{"fee_cap_exceeded", "price"},
	{"item_not_in_catalogue", "price"},
	{"no_rule", "price"},
	{"not_as_required", "price"},
	{"quantity_none", "slots"},
	{"months_unknown", "slots"},
	{"quantity_unknown", "quantity"},
	{"prices_differ", "grades"},
	{"forbidden_by_rule", "price"},
	{"offering_charged", "price"},
	{"not_eligible", "grades"},
	{"seats_taken", "seats"},
	{"fact_missing", "said"},
};

static void blame(struct ctx *c)
{
	for (size_t i = 0;
	     !str_some(c->fault.field) && c->fault.code && i < sizeof BLAME / sizeof *BLAME; i++)
		if (strcmp(c->fault.code, BLAME[i].code) == 0)
			c->fault.field = str_of(BLAME[i].field);
}

static bool of_the_row(enum err e)
{
	return e == E_INPUT || e == E_REFUSED || e == E_CONFLICT || e == E_DENIED || e == E_ABSENT;
}

static enum err desk_of(struct ctx *c, struct plan_school *s, size_t term, struct plan_desk **ret_d)
{
	if (!s->desk[term])
		TRY(plan_desk_open(c, s->school.id, s->term[term].id, &s->desk[term]));
	*ret_d = s->desk[term];
	return OK;
}

static enum err check(struct ctx *c, void *state, struct import_row *row)
{
	struct plan_school *s = state;
	struct reading r;
	struct plan_desk *desk;
	enum err e;

	plan_row_read(c, s, row, &r);
	if (row->problem_n > 0)
		return OK;
	TRY(desk_of(c, s, r.term, &desk));
	e = offering_look(c, desk, &r.row);
	if (of_the_row(e)) {
		blame(c);
		import_fault(c, &import_offerings, row);
		return OK;
	}
	TRY(e);
	row->verdict = r.row.did == OFFERING_ADDED     ? IMPORT_NEW
	               : r.row.did == OFFERING_CHANGED ? IMPORT_CHANGED
	                                               : IMPORT_SAME;
	return OK;
}

/* --- applying -----------------------------------------------------------------------------------
 */

/* What was said of the price: by the unit, or nothing. */
static void unit_json(struct ctx *c, struct json *j, const struct unit_price *u)
{
	if (!u)
		return;
	json_kv_str(j, "unit", u->unit);
	json_kv_i64(j, "unit_price", u->price.fen);
	json_kv_bool(j, "by_rules", u->by_rules);
	json_kv_str(j, "quantity", u->stated ? ratio_text(c->arena, u->quantity) : S(""));
	json_kv_str(j, "why", u->why);
}

static void row_json(struct ctx *c, struct json *j, const struct offering *o,
                     const struct slot *slot, size_t n)
{
	json_open(j, '{');
	json_kv_str(j, "code", o->code);
	json_kv_i64(j, "kind", (int64_t)o->kind);
	json_kv_str(j, "title", o->title);
	json_kv_str(j, "about", o->about);
	json_kv_str(j, "category", o->category);
	json_kv_str(j, "place", o->place);
	json_kv_id(j, "agency", o->agency.v);
	json_kv_i64(j, "grades", o->grades);
	json_kv_i64(j, "price", o->price.fen);
	unit_json(c, j, o->by_unit);
	json_kv_i64(j, "consumables", o->consumables.fen);
	json_kv_str(j, "standard", o->consumables_standard);
	json_kv_i64(j, "opens", o->opens.us);
	json_kv_i64(j, "closes", o->closes.us);
	json_kv_i64(j, "starts", o->starts.day);
	json_kv_i64(j, "ends", o->ends.day);
	json_kv_i64(j, "seats", o->limited ? o->seats : 0);
	json_kv_str(j, "said", o->said);
	if (o->subsidy.some)
		json_kv_i64(j, "subsidy", o->subsidy.v.fen);
	json_key(j, "slots");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_i64(j, slot[i].weekday);
		json_i64(j, slot[i].starts.minute);
		json_i64(j, slot[i].ends.minute);
	}
	json_close(j, ']');
	json_close(j, '}');
}

static enum err undo_json(struct ctx *c, const struct plan_school *s, const struct reading *r,
                          struct str *ret_json)
{
	struct offering was;
	struct slot *slot = NULL;
	offering_id id;
	bool found = false;
	size_t n = 0;
	struct out o;
	struct json j;

	TRY(offering_find(c, s->school.id, s->term[r->term].id, r->row.code, &id, &found));
	if (found) {
		TRY(offering_load(c, id, &was));
		TRY(slot_list(c, id, &slot, &n));
	}
	out_init(&o, 1 << 16);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_id(&j, "term", s->term[r->term].id.v);
	json_key(&j, "was");
	if (found)
		row_json(c, &j, &was, slot, n);
	else
		json_none(&j);
	json_close(&j, '}');
	*ret_json = o.broken ? STR_NONE : str_dup(c->arena, out_str(&o));
	out_free(&o);
	return OK;
}

/* Rows of one term, from `from` on. */
static enum err apply_term(struct ctx *c, const struct plan_school *s, struct import_row *row,
                           const struct reading *r, size_t from, size_t n, size_t *ret_failed)
{
	struct offerings_put put = {.school = s->school.id, .term = s->term[r[from].term].id};
	enum err e;

	put.row = NEW_N(c->arena, n - from, struct offering_row);
	if (!put.row)
		return fault_broken(c, "arena");
	for (size_t i = from; i < n; i++)
		put.row[put.n++] = r[i].row;
	e = offerings_put_verb.run(c, &put);
	*ret_failed = from + put.failed;
	if (of_the_row(e))
		blame(c);
	TRY(e);
	for (size_t i = from; i < n; i++)
		row[i].object = put.row[i - from].id.v;
	return OK;
}

static enum err refuse(struct ctx *c, const struct import_row *row)
{
	const struct import_problem *p = &row->problem[0];

	return fault_set(
		c, E_REFUSED, p->code,
		&(struct fault){.field = str_of(COLUMN[p->column].name), .allowed = p->allowed});
}

static enum err apply(struct ctx *c, void *state, struct import_row *row, size_t n,
                      size_t *ret_failed)
{
	const struct plan_school *s = state;
	struct reading *r = NEW_N(c->arena, n, struct reading);

	if (!r)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		*ret_failed = i;
		row[i].problem_n = 0;
		plan_row_read(c, s, &row[i], &r[i]);
		if (row[i].problem_n > 0)
			return refuse(c, &row[i]);
		TRY(undo_json(c, s, &r[i], &row[i].undo));
	}
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && r[to].term == r[from].term; to++)
			;
		TRY(apply_term(c, s, row, r, from, to, ret_failed));
	}
	return OK;
}

/* --- taking back --------------------------------------------------------------------------------
 */

static enum err slots_back(struct ctx *c, const struct jval *was, struct offering_row *r)
{
	const struct jval *v;

	TRY(jval_array(c, was, "slots", 3 * SLOTS_MAX, &v));
	for (size_t i = 0; i + 2 < v->n; i += 3) {
		int64_t day, from, to;

		TRY(jval_as_i64(c, &v->items[i], 1, 7, &day));
		TRY(jval_as_i64(c, &v->items[i + 1], 0, 1439, &from));
		TRY(jval_as_i64(c, &v->items[i + 2], 0, 1439, &to));
		r->slot[r->slot_n++] = (struct slot_said){day, {(int32_t)from}, {(int32_t)to}};
	}
	return OK;
}

/* Rows of before have no unit: priced by the term. */
static enum err unit_back(struct ctx *c, const struct jval *was, struct offering_row *r)
{
	struct str quantity;

	if (!jval_find(was, "unit"))
		return OK;
	TRY(jval_str(c, was, "unit", 200, &r->unit));
	TRY(jval_i64(c, was, "unit_price", 0, MONEY_MAX_FEN, &r->price.fen));
	TRY(jval_str(c, was, "quantity", 100, &quantity));
	TRY(jval_str(c, was, "why", 800, &r->quantity_why));
	TRY(jval_bool(c, was, "by_rules", &r->by_rules));
	if (str_some(quantity) && !ratio_parse(quantity, &r->quantity))
		return fault_broken(c, "import_row.undo quantity");
	return OK;
}

/* Rows of before say nothing of what documents ask. */
static enum err said_back(struct ctx *c, const struct jval *was, struct offering_row *r)
{
	r->said = S("");
	if (jval_find(was, "said"))
		TRY(jval_str(c, was, "said", 4000, &r->said));
	r->subsidy.some = jval_find(was, "subsidy") != NULL;
	return r->subsidy.some ? jval_i64(c, was, "subsidy", 0, MONEY_MAX_FEN, &r->subsidy.v.fen)
	                       : OK;
}

static enum err row_back(struct ctx *c, const struct jval *was, struct offering_row *ret_r)
{
	struct offering_row r = {0};
	const struct jval *agency = jval_find(was, "agency");
	int64_t kind, starts, ends;

	TRY(jval_str(c, was, "code", 200, &r.code));
	TRY(jval_i64(c, was, "kind", 0, KIND_COUNT, &kind));
	TRY(jval_str(c, was, "title", 400, &r.title));
	TRY(jval_str(c, was, "about", 8000, &r.about));
	TRY(jval_str(c, was, "category", 40, &r.category));
	TRY(jval_str(c, was, "place", 400, &r.place));
	TRY(jval_i64(c, was, "grades", 0, 0x1ffe, &r.grades));
	TRY(jval_i64(c, was, "price", 0, MONEY_MAX_FEN, &r.price.fen));
	TRY(jval_i64(c, was, "consumables", 0, MONEY_MAX_FEN, &r.consumables.fen));
	TRY(jval_str(c, was, "standard", 8000, &r.consumables_standard));
	TRY(jval_i64(c, was, "opens", 0, INT64_MAX, &r.opens.us));
	TRY(jval_i64(c, was, "closes", 0, INT64_MAX, &r.closes.us));
	TRY(jval_i64(c, was, "starts", INT32_MIN, INT32_MAX, &starts));
	TRY(jval_i64(c, was, "ends", INT32_MIN, INT32_MAX, &ends));
	TRY(jval_i64(c, was, "seats", 0, INT64_MAX, &r.seats));
	TRY(slots_back(c, was, &r));
	TRY(unit_back(c, was, &r));
	TRY(said_back(c, was, &r));
	if (agency && agency->type == J_STR)
		str_i64(agency->s, &r.agency.v);
	r.kind = (enum kind)kind;
	r.starts.day = (int32_t)starts;
	r.ends.day = (int32_t)ends;
	r.limited = r.seats > 0;
	*ret_r = r;
	return OK;
}

static enum err draft_remove(struct ctx *c, const struct offering *o)
{
	int64_t uses;

	TRY(q_offering_uses(c, o->id, &uses));
	if (uses > 0 || o->state != OFFERING_DRAFT)
		return fault_set(c, E_REFUSED, "import_undo_used", NULL);
	TRY(q_slot_clear(c, o->id, NULL));
	TRY(q_seat_delete(c, o->id, NULL));
	TRY(q_offering_price_drop(c, o->id, NULL));
	TRY(q_offering_fact_drop(c, o->id, NULL));
	TRY(q_offering_window_drop(c, o->id, NULL));
	TRY(q_offering_staff_delete(c, o->id, NULL));
	TRY(q_offering_delete(c, o->id, NULL));
	return audit_put(c, "removed", "offering", o->id.v, o->county, S("{}"));
}

static enum err undo(struct ctx *c, void *state, struct import_row *row)
{
	const struct plan_school *s = state;
	struct offerings_put put = {.school = s->school.id, .n = 1};
	const struct jval *root, *was;
	struct offering_row old;
	struct offering o;

	TRY(jread(c, row->undo, 1 << 16, &root));
	TRY(jval_id(c, root, "term", &put.term.v));
	TRY(offering_load(c, (offering_id){row->object}, &o));
	was = jval_find(root, "was");
	if (!was || was->type == J_NULL)
		return draft_remove(c, &o);
	TRY(row_back(c, was, &old));
	old.id = o.id;
	put.row = &old;
	return offerings_put_verb.run(c, &put);
}

const struct import_kind import_offerings = {
	.name = "offerings",
	.title = T_offerings_kind_title,
	.column = COLUMN,
	.column_n = COLUMNS,
	.begin = begin,
	.check = check,
	.apply = apply,
	.undo = undo,
};
