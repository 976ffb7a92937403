/* The rule sets of a county: what holds, what is under way, what it stands on. */
#include "people/county.h"
#include "people/pages.h"
#include "rulebook/gaps.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/show.h"

static const char *const PHASES[] = {"work", "now", "soon", "past", NULL};
static const enum text_id PHASE_TEXTS[PHASE_COUNT] = {TEXT_NONE, T_rulebook_work, T_rulebook_now,
                                                      T_rulebook_soon, T_rulebook_past};
static const char *const PHASE_KINDS[PHASE_COUNT] = {"off", "warn", "ok", "info", "off"};

static const struct in_field RULES_FIELDS[] = {
	LIST_FIELDS(struct rules_in),
	{.name = "phase",
         .type = IN_CHOICE,
         .choices = PHASES,
         .label = T_rulebook_phase,
         .offset = offsetof(struct rules_in, phase)},
};
const struct input rules_query = {"RulesQuery", sizeof(struct rules_in), RULES_FIELDS, 3, 0};

static const struct in_field BASE_FIELDS[] = {
	{.name = "ruleset",
         .type = IN_STR,
         .required = true,
         .max = 40,
         .label = T_people_ruleset,
         .offset = offsetof(struct base_in, ruleset)},
	{.name = "starts",
         .type = IN_DATE,
         .required = true,
         .label = T_rulebook_starts,
         .offset = offsetof(struct base_in, starts)},
	{.name = "reason",
         .type = IN_STR,
         .required = true,
         .min = 2,
         .max = 500,
         .label = T_people_reason,
         .offset = offsetof(struct base_in, reason)},
	{.name = "gaps_known", /* last: only where something is missing */
         .type = IN_BOOL,
         .label = T_rulebook_gaps_known,
         .offset = offsetof(struct base_in, gaps_known)},
};
const struct input base_input = {"CountyBase", sizeof(struct base_in), BASE_FIELDS, 4, 0};

struct view_part_tag edition_tag(struct ctx *c, const struct edition *e)
{
	enum phase p = edition_phase(e, ctx_today(c));
	struct str words =
		p == PHASE_WORK || str_is(e->state, "withdrawn") || str_is(e->state, "superseded")
			? state_words(c->lang, e->state)
			: text(c->lang, PHASE_TEXTS[p]);

	return (struct view_part_tag){str_of(PHASE_KINDS[p]), words};
}

struct str span_words(struct ctx *c, struct date from, struct date to)
{
	struct str v[] = {date_text(c->arena, from),
	                  date_some(to) ? date_text(c->arena, to) : text(c->lang, T_rulebook_open)};

	return text_fill(c->arena, c->lang, T_rulebook_span, v, 2);
}

struct str edition_path(struct ctx *c, edition_id id, const char *more)
{
	return str_printf(c->arena, "/county/rules/%lld%s", (long long)id.v, more);
}

static enum phase phase_of(struct str said)
{
	for (int i = 0; PHASES[i]; i++)
		if (str_is(said, PHASES[i]))
			return (enum phase)(i + 1);
	return PHASE_ANY;
}

/* --- rows: the county's own editions, then what it stands on ------------------------------------
 */

enum { COL_TITLE, COL_SET, COL_NUMBER, COL_LEVEL, COL_SPAN, COL_STATE, COLS };

static enum phase builtin_phase(struct ctx *c, const struct rule_set *s)
{
	struct date today = ctx_today(c);

	if (today.day < s->from.day)
		return PHASE_SOON;
	return date_some(s->to) && s->to.day < today.day ? PHASE_PAST : PHASE_NOW;
}

static void row_own(struct desk *d, size_t i, const struct edition *e)
{
	struct ctx *c = d->c;
	struct view_part_tag tag = edition_tag(c, e);

	desk_link(d, i, COL_TITLE, e->title, edition_path(c, e->id, ""));
	desk_put(d, i, COL_SET, edition_label(c->arena, e->ruleset, e->number));
	desk_put(d, i, COL_NUMBER, e->document);
	desk_put(d, i, COL_LEVEL, level_words(c->lang, e->level));
	desk_put(d, i, COL_SPAN, span_words(c, e->starts, e->last));
	d->v.row[i].cell[COL_STATE].tag = tag;
}

static void row_builtin(struct desk *d, size_t i, const struct rule_set *s)
{
	struct ctx *c = d->c;
	enum phase p = builtin_phase(c, s);

	desk_link(d, i, COL_TITLE, s->title,
	          str_printf(c->arena, "/county/rules/set?file=%.*s", STR_FMT(s->file)));
	desk_put(d, i, COL_SET, s->id);
	desk_put(d, i, COL_NUMBER, s->number);
	desk_put(d, i, COL_LEVEL, level_words(c->lang, level_name(s)));
	desk_put(d, i, COL_SPAN, span_words(c, s->from, s->to));
	desk_tag(d, i, COL_STATE, PHASE_KINDS[p], PHASE_TEXTS[p]);
}

/* The sets above the county that are built in: its base and what that stands under. */
static bool stands_on(const struct policy_book *b, struct str base, const struct rule_set *s,
                      int depth)
{
	if (str_eq(s->id, base))
		return true;
	for (const struct rule_set *t = policy_book_sets(b); t && depth < RULES_DEPTH;
	     t = t->next) {
		if (str_eq(t->id, base) && t->under.p && stands_on(b, t->under, s, depth + 1))
			return true;
	}
	return false;
}

static enum err above(struct ctx *c, enum phase phase, const struct rule_set ***ret_v,
                      size_t *ret_n)
{
	const struct policy_book *b;
	const struct rule_set **v;
	struct county k;
	size_t n = 0;

	TRY(county_get(c, c->actor.county, &k));
	TRY(rulebook_book(c, k.id, INSTANT_LATEST, &b));
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next)
		n++;
	v = NEW_N(c->arena, n + 1, const struct rule_set *);
	if (!v)
		return fault_broken(c, "arena");
	n = 0;
	for (const struct rule_set *s = policy_book_sets(b); s; s = s->next) {
		if (str_ends(s->file, S(".rules")) && stands_on(b, k.ruleset, s, 0) &&
		    (phase == PHASE_ANY || phase == builtin_phase(c, s)))
			v[n++] = s;
	}
	*ret_v = v;
	*ret_n = n;
	return OK;
}

static enum err rules_desk(struct ctx *c, enum phase phase, struct desk *ret_d)
{
	static const struct desk_col cols[COLS] = {
		{T_rulebook_document, false}, {T_rulebook_set, false},   {T_rulebook_number, false},
		{T_rulebook_level, false},    {T_rulebook_holds, false}, {T_rulebook_state, false}};
	const struct rule_set **up;
	struct edition *v;
	struct desk d;
	size_t n, up_n;

	TRY(edition_list(c, c->actor.county, phase, &v, &n));
	TRY(above(c, phase, &up, &up_n));
	TRY(desk_new(c, T_rulebook_title, cols, COLS, n + up_n, &d));
	for (size_t i = 0; i < n; i++)
		row_own(&d, i, &v[i]);
	for (size_t i = 0; i < up_n; i++)
		row_builtin(&d, n + i, up[i]);
	*ret_d = d;
	return OK;
}

/* --- the page -----------------------------------------------------------------------------------
 */

/* What it stands on, and what it has to decide itself until that is done. */
static enum err base_words(struct ctx *c, const struct policy_book *book, const struct base *v,
                           size_t n, struct str *ret_words)
{
	struct fault before = c->fault;
	struct str both[2], stands[2];
	struct rules rules;
	size_t i = 0;

	while (i + 1 < n && v[i].starts.day > ctx_today(c).day)
		i++;
	stands[0] = book_title(book, v[i].ruleset);
	stands[1] = v[i].ruleset;
	both[0] = text_fill(c->arena, c->lang, T_rulebook_stands_on, stands, 2);
	*ret_words = both[0];
	if (rulebook_rules(c, c->actor.county, ID_NONE(school_id), ctx_today(c), &rules) != OK) {
		c->fault = before;
		return OK;
	}
	both[1] = gaps_text(c, &rules);
	if (str_some(both[1]))
		*ret_words = text_fill(c->arena, c->lang, T_rulebook_gaps_stand, both, 2);
	return OK;
}

/* A way to where each open question is decided. */
static enum err questions_point(struct ctx *c, struct desk *d)
{
	const struct rule *q[RULES_GAPS];
	struct fault before = c->fault;
	struct rules rules;

	if (rulebook_rules(c, c->actor.county, ID_NONE(school_id), ctx_today(c), &rules) != OK) {
		c->fault = before;
		return OK;
	}
	d->v.point_n = rules_questions(&rules, q);
	d->v.point = NEW_N(c->arena, d->v.point_n + 1, struct view_desk_point);
	if (!d->v.point)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < d->v.point_n; i++)
		d->v.point[i] = (struct view_desk_point){
			.value =
				str_dup(c->arena, text_fill(c->arena, c->lang, T_rulebook_decide_on,
		                                            &q[i]->label, 1)),
			.path = str_printf(c->arena, "/county/decisions?set=%.*s&question=%.*s",
		                           STR_FMT(q[i]->set->id), STR_FMT(q[i]->id))};
	return OK;
}

static enum err base_form(struct ctx *c, struct req *r, struct desk *d)
{
	struct view_part_field *f = NEW_N(c->arena, 4, struct view_part_field);
	const struct policy_book *book;
	struct base *v;
	size_t n;

	if (!f)
		return fault_broken(c, "arena");
	TRY(base_list(c, c->actor.county, &v, &n));
	TRY(rulebook_book(c, c->actor.county, INSTANT_LATEST, &book));
	TRY(base_words(c, book, v, n, &d->v.about));
	TRY(questions_point(c, d));
	f[0] = page_field(c, r, &base_input, "ruleset", "select", v[0].ruleset);
	TRY(ruleset_choices(c, book, &f[0]));
	f[1] = page_field(c, r, &base_input, "starts", "date", date_text(c->arena, ctx_today(c)));
	f[2] = page_field(c, r, &base_input, "reason", "text", STR_NONE);
	f[3] = page_field(c, r, &base_input, "gaps_known", "tick", STR_NONE);
	if (str_some(f[3].error))
		f[3].hint = c->fault.found; /* what is missing, one after the other */
	d->v.has_form = true;
	d->v.form_title = T_rulebook_base_choose;
	d->v.action = S("/county/rules/base");
	d->v.field = f;
	d->v.field_n = str_some(f[3].error) || str_some(f[3].value) ? 4 : 3;
	d->v.submit = T_ui_save;
	return OK;
}

enum err page_rules(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct rules_in none = {0};
	const struct rules_in *in = query_or(r, &none);
	struct desk_choice v[PHASE_COUNT] = {{S(""), text(c->lang, T_people_all)}};
	struct view_part_errors errors = page_errors(c, r);
	struct view_part_field *filter = NEW_N(c->arena, 1, struct view_part_field);
	struct desk d;

	if (!filter)
		return fault_broken(c, "arena");
	TRY(rules_desk(c, phase_of(in->phase), &d));
	for (int i = 1; i < PHASE_COUNT; i++)
		v[i] = (struct desk_choice){str_of(PHASES[i - 1]), text(c->lang, PHASE_TEXTS[i])};
	filter[0] = page_field(c, r, &rules_query, "phase", "select", in->phase);
	filter[0].optional = false;
	desk_choices(c, &filter[0], v, PHASE_COUNT);
	d.v.path = S("/county/rules");
	d.v.filter = filter;
	d.v.filter_n = 1;
	d.v.create = S("/county/rules/new");
	desk_export(&d, page_link(c, r, S("/county/rules/export.xlsx")));
	d.v.errors = errors;
	d.v.pager = page_pager(c, r, &in->list, (int64_t)d.v.row_n, d.v.row_n, 0);
	d.v.pager.size_n = 0; /* a county's sets stand on one page */
	TRY(base_form(c, r, &d));
	return desk_page(&d, w);
}

enum err page_rules_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct rules_in none = {0};
	const struct rules_in *in = query_or(r, &none);
	struct desk d;

	TRY(rules_desk(c, phase_of(in->phase), &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* Before it is saved: what the county would have to decide itself then. */
static enum err gaps_warn(struct ctx *c, const struct base_in *in)
{
	struct rules rules;
	struct str gaps = S("");
	enum err e;

	if (in->gaps_known)
		return OK;
	TRY(store_read_begin(c));
	e = rules_on_base(c, c->actor.county, in->ruleset, in->starts, &rules);
	if (e == OK)
		gaps = gaps_text(c, &rules);
	store_read_end(c);
	TRY(e);
	if (!str_some(gaps))
		return OK;
	return fault_input(c, "base_gaps", S("gaps_known"), gaps, STR_NONE);
}

enum err page_base(struct ctx *c, struct req *r, struct reply *w)
{
	const struct base_in *in = req_input(r);
	struct base_choice a = {.ruleset = in->ruleset, .starts = in->starts, .reason = in->reason};

	TRY(gaps_warn(c, in));
	return form_verb(c, r, w, &base_choose_verb, &a, S("/county/rules"), T_people_saved);
}
