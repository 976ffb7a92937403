/* What changed since the last edition, in words. */
#include "policy/diff.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/rule_compare.html.h"
#include "rulebook/show.h"

/* --- two editions -------------------------------------------------------------------------------
 */

/* How people call what changed in a statement: an attribute, or what every statement has. */
static struct str altered_words(enum lang lang, struct str attribute)
{
	char name[60];
	enum text_id id;

	snprintf(name, sizeof name, "%.*s", STR_FMT(attribute));
	id = form_label("field", name);
	if (id == TEXT_NONE) {
		snprintf(name, sizeof name, "rulebook.%.*s", STR_FMT(attribute));
		id = text_lookup_name(name);
	}
	return id == TEXT_NONE ? attribute : text(lang, id);
}

/* Where it holds, whom it binds, and by which sentence. */
static struct str grounds(struct ctx *c, const struct rule *r)
{
	struct str part[4];
	size_t n = 0;

	if (r->when)
		part[n++] = show_when(c->arena, c->lang, r);
	if (r->lock != LOCK_NONE)
		part[n++] = show_lock(c->arena, c->lang, r);
	part[n++] = show_clause(c->arena, c->lang, r);
	part[n++] = r->requirement;
	return str_join(c->arena, part, n, S(" · "));
}

static struct view_part_tag change_tag(const struct ctx *c, enum change what)
{
	static const char *const kinds[] = {
		[CHANGE_ADDED] = "ok", [CHANGE_REMOVED] = "bad", [CHANGE_ALTERED] = "warn"};
	static const enum text_id labels[] = {[CHANGE_ADDED] = T_rulebook_added,
	                                      [CHANGE_REMOVED] = T_rulebook_removed,
	                                      [CHANGE_ALTERED] = T_rulebook_changed};

	return (struct view_part_tag){str_of(kinds[what]), text(c->lang, labels[what])};
}

static struct view_rule_compare_change change_row(struct ctx *c, const struct rule_change *d)
{
	const struct rule *r = d->after ? d->after : d->before;
	struct view_rule_compare_change x = {
		.tag = change_tag(c, d->what),
		.what = str_printf(c->arena, "%.*s %.*s",
	                           STR_FMT(text(c->lang, form_label("type", TYPES[r->type].name))),
	                           STR_FMT(show_name(c->lang, r))),
	};

	if (d->before) {
		x.before = show_what(c->arena, c->lang, d->before);
		x.before_grounds = grounds(c, d->before);
	}
	if (d->after) {
		x.after = show_what(c->arena, c->lang, d->after);
		x.after_grounds = grounds(c, d->after);
	}
	return x;
}

/* How the head's lines are called on its form. */
static struct str head_words(enum lang lang, struct str line)
{
	static const struct {
		const char *line;
		enum text_id text;
	} words[] = {
		{"ruleset", T_rulebook_set},
		{"title", T_rulebook_head_title},
		{"number", T_rulebook_number},
		{"issuer", T_rulebook_issuer},
		{"level", T_rulebook_level},
		{"place", T_rulebook_place},
		{"under", T_rulebook_under},
		{"issued", T_rulebook_issued},
		{"known", T_rulebook_known},
		{"effective", T_rulebook_holds},
		{"status", T_rulebook_state},
		{"comment", T_rulebook_comment},
		{"end_comment", T_rulebook_end_comment},
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(line, words[i].line))
			return text(lang, words[i].text);
	return line;
}

/* The head, what is declared, and the cases: as the file has them. */
static struct view_rule_compare_change part_row(struct ctx *c, const struct rule_change *d)
{
	static const enum text_id kinds[] = {[CHANGE_OF_RULE] = T_rulebook_statement,
	                                     [CHANGE_OF_HEAD] = T_rulebook_document,
	                                     [CHANGE_OF_DECLARED] = T_rulebook_define,
	                                     [CHANGE_OF_CASE] = T_rulebook_case};
	bool level = str_is(d->attribute, "level"), head = d->of == CHANGE_OF_HEAD;
	struct view_rule_compare_change x = {
		.tag = change_tag(c, d->what),
		.what = str_printf(c->arena, "%.*s · %.*s", STR_FMT(text(c->lang, kinds[d->of])),
	                           STR_FMT(head                 ? head_words(c->lang, d->attribute)
	                                   : str_some(d->label) ? d->label
	                                                        : d->id)),
		.before = level ? level_words(c->lang, d->was) : d->was,
		.after = level ? level_words(c->lang, d->is) : d->is,
	};

	if (!head && d->what == CHANGE_ALTERED)
		x.altered = altered_words(c->lang, d->attribute);
	if (d->what != CHANGE_ALTERED)
		*(d->what == CHANGE_ADDED ? &x.after : &x.before) =
			str_printf(c->arena, "%.*s %.*s", STR_FMT(d->type), STR_FMT(d->id));
	return x;
}

/* One row a statement: its altered attributes follow each other. */
static enum err changes(struct ctx *c, const struct rule_set *was, const struct rule_set *is,
                        struct view_rule_compare *v)
{
	struct rule_change *d;
	size_t n;

	TRY(rule_set_diff(c, was, is, &d, &n));
	v->change = NEW_N(c->arena, n + 1, struct view_rule_compare_change);
	if (!v->change)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		bool rule = d[i].of == CHANGE_OF_RULE;
		bool comment = rule && str_is(d[i].attribute, "comment");
		bool more = rule && !comment && i > 0 && d[i].what == CHANGE_ALTERED &&
		            d[i - 1].after == d[i].after;
		struct view_rule_compare_change *x;

		if (!more)
			v->change[v->change_n++] = rule ? change_row(c, &d[i]) : part_row(c, &d[i]);
		x = &v->change[v->change_n - 1];
		if (rule && d[i].what == CHANGE_ALTERED)
			x->altered =
				str_printf(c->arena, "%.*s%.*s%.*s", STR_FMT(x->altered),
			                   STR_FMT(more ? text(c->lang, T_rulebook_comma) : S("")),
			                   STR_FMT(altered_words(c->lang, d[i].attribute)));
		if (comment) { /* the statements are told where they became others */
			x->before = d[i].was;
			x->after = d[i].is;
		}
	}
	return OK;
}

static enum err text_of(struct ctx *c, edition_id id, struct edition_text *ret_t)
{
	struct str body;

	TRY(edition_body(c, id, &body));
	return edition_read(c, body, ret_t);
}

enum err page_diff(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")}, before;
	struct view_rule_compare v = {.title = text(c->lang, T_rulebook_diff_title),
	                              .left = T_rulebook_edition_before,
	                              .right = T_rulebook_edition_this,
	                              .back = edition_path(c, id, "")};
	struct edition_text was, is;
	struct edition e;
	bool found = false;

	TRY(edition_get(c, id, &e));
	TRY(edition_before(c, &e, &before, &found));
	if (!found)
		return fault_set(c, E_ABSENT, "absent", NULL);
	TRY(text_of(c, before, &was));
	TRY(text_of(c, id, &is));
	TRY(changes(c, was.set, is.set, &v));
	v.about = str_printf(c->arena, "%.*s · %.*s → %.*s", STR_FMT(e.title),
	                     STR_FMT(span_words(c, was.set->from, was.set->to)),
	                     STR_FMT(span_words(c, is.set->from, is.set->to)));
	v.empty.what = T_rulebook_diff_none;
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_compare), &v);
}
