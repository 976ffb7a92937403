/* The editor of a draft: as a text, and its statements one by one. */
#include "crypto/hash.h"
#include "people/county.h"
#include "rulebook/block.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/rule_edit.html.h"
#include "rulebook/show.h"

static const struct in_field DRAFT_FIELDS[] = {
	{.name = "body",
         .type = IN_STR,
         .max = RULE_FILE_MAX,
         .label = T_rulebook_text,
         .offset = offsetof(struct draft_in, body)},
	{.name = "file",
         .type = IN_FILE,
         .label = T_rulebook_import,
         .offset = offsetof(struct draft_in, file)},
	{.name = "seen",
         .type = IN_STR,
         .max = 64,
         .label = T_rulebook_seen,
         .offset = offsetof(struct draft_in, seen)},
	{.name = "replace",
         .type = IN_BOOL,
         .label = T_rulebook_replace,
         .offset = offsetof(struct draft_in, replace)},
};
const struct input draft_input = {"RuleDraftForm", sizeof(struct draft_in), DRAFT_FIELDS, 4,
                                  RULE_BYTES};

static struct view_part_field body_field(struct ctx *c, struct req *r, struct str body)
{
	struct view_part_field f = page_field(c, r, &draft_input, "body", "textarea", body);

	f.optional = false;
	f.tall = true;
	if (str_some(f.error) && str_some(c->fault.found))
		f.error = c->fault.found;
	return f;
}

static struct view_part_field file_field(struct ctx *c, struct req *r)
{
	struct view_part_field f = page_field(c, r, &draft_input, "file", "file", STR_NONE);

	f.accept = S(".rules,.txt,text/plain");
	f.hint = text(c->lang, T_rulebook_import_hint);
	return f;
}

/* A file to begin with: the county's own code and today are in it already. */
static enum err blank_text(struct ctx *c, struct str *ret_body)
{
	struct county k;
	struct str today = date_text(c->arena, ctx_today(c)), id;

	TRY(county_get(c, c->actor.county, &k));
	TRY(edition_free_id(c, k.id, k.code, &id));
	*ret_body = str_printf(c->arena,
	                       "ruleset   %.*s\ntitle     \"\"\nnumber    none\nissuer    \"\"\n"
	                       "level     county\nplace     %.*s\nunder     %.*s\nissued    %.*s\n"
	                       "effective %.*s .. open\n",
	                       STR_FMT(id), STR_FMT(k.code), STR_FMT(k.ruleset), STR_FMT(today),
	                       STR_FMT(today));
	return OK;
}

/* The head in one row: what the document is, and a way to its form. */
static enum err head_row(struct ctx *c, const struct rule_set *s, struct view_rule_edit *v)
{
	struct str part[] = {s->document, s->issuer, span_words(c, s->from, s->to)};

	v->head = text_fill(c->arena, c->lang, T_rulebook_head_row, part, 3);
	v->head_path = str_printf(c->arena, "%.*s/head", STR_FMT(v->base));
	return OK;
}

enum err page_draft_new(struct ctx *c, struct req *r, struct reply *w)
{
	struct view_rule_edit v = {.title = text(c->lang, T_rulebook_new),
	                           .about = text(c->lang, T_rulebook_new_note),
	                           .action = S("/county/rules/new"),
	                           .errors = rule_errors(c, r)};
	struct str body;

	TRY(blank_text(c, &body));
	TRY(head_fields(c, r, NULL, &v.field, &v.field_n));
	v.whole = body_field(c, r, body);
	v.file = file_field(c, r);
	v.replace = page_field(c, r, &draft_input, "replace", "tick", S(""));
	v.replace.hint = text(c->lang, T_rulebook_replace_hint);
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_edit), &v);
}

static const struct rule *rule_at(const struct rule_set *s, int line)
{
	for (int t = 0; s && t < RULE_COUNT; t++)
		for (const struct rule *r = s->rules[t]; r; r = r->next)
			if (r->line == line)
				return r;
	return NULL;
}

static struct str label_or(struct ctx *c, enum text_id label, struct str word)
{
	return label == TEXT_NONE ? word : text(c->lang, label);
}

/* What a document declares, in words: its kind, what it is called, and of a dimension its words. */
static struct str declared_line(struct ctx *c, const struct declaration *d)
{
	struct str kind = !d->dimension && d->lexicon == LEX_NONE
	                          ? text(c->lang, T_rulebook_list)
	                          : text(c->lang, T_rulebook_define);
	struct str of = d->lexicon == LEX_NONE
	                        ? text(c->lang, T_rulebook_dimension)
	                        : label_or(c, form_label("lexicon", LEXICONS[d->lexicon].name),
	                                   str_of(LEXICONS[d->lexicon].name));
	const struct str *called = d->dimension && d->labels ? d->labels : d->words;
	struct str v[] = {kind, of, d->label,
	                  str_join(c->arena, called, d->n, text(c->lang, T_rulebook_comma))};

	return text_fill(c->arena, c->lang,
	                 !d->n          ? T_rulebook_declared_word
	                 : d->dimension ? T_rulebook_declared_words
	                                : T_rulebook_declared_list,
	                 v, 4);
}

static const struct declaration *declared_at(const struct rule_set *s, int line)
{
	const struct declaration *d = s ? s->declared : NULL;

	while (d && (d->line != line || d->question))
		d = d->next;
	return d;
}

/* The first line of what is no statement: its kind, of a case what it decides, and the rest as it
 * stands. */
static struct str first_line(struct ctx *c, const struct rule_set *s, const struct block *b)
{
	struct str rest = b->text, word, words, decides = S("");
	const struct declaration *d = declared_at(s, b->line);

	if (d)
		return declared_line(c, d);
	if (!block_line(&rest, &word, &words))
		return b->word;
	if (str_is(word, "case")) {
		decides = str_cut(&words, ' ');
		decides = label_or(c, form_decision_label(decides), decides);
	}
	word = form_statement_words(c->lang, word);
	return str_printf(c->arena, "%.*s %.*s%s%.*s", STR_FMT(word), STR_FMT(decides),
	                  decides.n ? " " : "", STR_FMT(words));
}

bool block_of_head(const struct block *b)
{
	enum rule_type t;

	return !type_parse(b->word, &t) && !str_is(b->word, "define") && !str_is(b->word, "list") &&
	       !str_is(b->word, "case");
}

static enum err blocks(struct ctx *c, struct str body, const struct rule_set *s,
                       struct view_rule_edit *v)
{
	struct block b = {0};
	size_t n = 0;

	while (block_next(body, b.line, &b))
		n++;
	v->block = NEW_N(c->arena, n + 1, struct view_rule_edit_block);
	if (!v->block)
		return fault_broken(c, "arena");
	b.line = 0;
	while (block_next(body, b.line, &b)) {
		const struct rule *rule = rule_at(s, b.line);

		if (block_of_head(&b)) /* shown together, and changed by a form of their own */
			continue;
		v->block[v->block_n++] = (struct view_rule_edit_block){
			.path = str_printf(c->arena, "%.*s/statement?line=%d", STR_FMT(v->base),
		                           b.line),
			.word = b.word,
			.line = b.line,
			.what = rule ? show_what(c->arena, c->lang, rule) : first_line(c, s, &b),
			.clause = rule ? show_clause(c->arena, c->lang, rule) : S(""),
		};
	}
	return OK;
}

static enum err additions(struct ctx *c, struct view_rule_edit *v)
{
	v->add = NEW_N(c->arena, RULE_COUNT + 3, struct view_rule_edit_add);
	if (!v->add)
		return fault_broken(c, "arena");
	for (int t = 0; t < RULE_SETTLE; t++) /* what is settled is recorded as a decision */
		v->add[v->add_n++] =
			(struct view_rule_edit_add){str_printf(c->arena, "%.*s/statement?type=%s",
		                                               STR_FMT(v->base), TYPES[t].name),
		                                    form_label("type", TYPES[t].name)};
	static const struct {
		const char *type;
		enum text_id label;
	} more[] = {{"define", T_rulebook_define},
	            {"list", T_rulebook_list},
	            {"case", T_rulebook_case}};

	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		v->add[v->add_n++] =
			(struct view_rule_edit_add){str_printf(c->arena, "%.*s/statement?type=%s",
		                                               STR_FMT(v->base), more[i].type),
		                                    more[i].label};
	return OK;
}

enum err page_draft(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct view_rule_edit v = {.exists = true, .errors = rule_errors(c, r)};
	struct fault why = c->fault;
	struct edition_text t;
	struct edition e;
	struct str body;

	TRY(edition_get(c, id, &e));
	if (!str_is(e.state, "draft"))
		return wrong_state(c, &e);
	TRY(edition_body(c, id, &body));
	TRY(edition_read(c, body, &t));
	c->fault = why;
	v.title = e.title;
	v.about = edition_label(c->arena, e.ruleset, e.number);
	v.base = edition_path(c, id, "");
	v.action = edition_path(c, id, "/edit");
	v.seen = str_some(req_typed(r, "seen")) ? req_typed(r, "seen") : hex_text(c->arena, e.hash);
	v.whole = body_field(c, r, body);
	v.file = file_field(c, r);
	TRY(head_row(c, t.set, &v));
	TRY(blocks(c, body, t.set, &v));
	TRY(additions(c, &v));
	if (!v.errors.item_n)
		TRY(show_findings(c, &e, &v.findings));
	v.findings_say = v.findings.item_n > 0;
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_edit), &v);
}

static enum err take(struct ctx *c, struct req *r, struct reply *w, edition_id id)
{
	const struct draft_in *in = req_input(r);
	struct store_once once = req_once(r, NULL);
	struct edition_draft d = {.edition = id,
	                          .body = str_some(in->file.bytes) ? in->file.bytes : in->body,
	                          .seen = in->seen,
	                          .replaces = in->replace};

	TRY(edition_draft_put(c, &d, &once));
	return reply_see(c, w, edition_path(c, d.result, "/edit"), T_rulebook_draft_saved);
}

enum err page_draft_post(struct ctx *c, struct req *r, struct reply *w)
{
	return take(c, r, w, ID_NONE(edition_id));
}

enum err page_draft_save(struct ctx *c, struct req *r, struct reply *w)
{
	return take(c, r, w, (edition_id){req_id(r, "edition")});
}
