/* One statement of a draft as a form. */
#include "crypto/hash.h"
#include "people/school.h"
#include "rulebook/block.h"
#include "rulebook/case_try.h"
#include "rulebook/findings.h"
#include "rulebook/form.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/sample.h"
#include "rulebook/rulebook.sql.h"

/* rows, item, try and take show the form again: with a row or an item more, with what came out of
 * the case, with that as what has to come out. */
static const char *const ACTS[] = {"save", "remove", "rows", "item", "try", "take", NULL};

static const struct in_field ASKED_FIELDS[] = {
	{.name = "line",
         .type = IN_I64,
         .min = 0,
         .max = RULE_FILE_MAX,
         .label = T_rulebook_line,
         .offset = offsetof(struct statement_asked, line)},
	{.name = "type",
         .type = IN_STR,
         .max = 20,
         .label = T_rulebook_statement,
         .offset = offsetof(struct statement_asked, type)},
	{.name = "sample",
         .type = IN_ID,
         .label = T_rulebook_sample,
         .offset = offsetof(struct statement_asked, from.sample)},
	{.name = "made",
         .type = IN_I64,
         .min = 0,
         .max = SAMPLES_MADE,
         .label = T_rulebook_sample,
         .offset = offsetof(struct statement_asked, from.made)},
};
const struct input statement_query = {"StatementQuery", sizeof(struct statement_asked),
                                      ASKED_FIELDS, 4, 0};

/* The inputs of the statement itself are made from the vocabulary and read by form_compose(). */
static const struct in_field STATEMENT_FIELDS[] = {
	{.name = "act",
         .type = IN_CHOICE,
         .choices = ACTS,
         .label = T_rulebook_statement,
         .offset = offsetof(struct statement_in, act)},
	{.name = "seen",
         .type = IN_STR,
         .max = 64,
         .label = T_rulebook_seen,
         .offset = offsetof(struct statement_in, seen)},
	{.name = "text",
         .type = IN_STR,
         .max = 20000,
         .label = T_rulebook_text,
         .offset = offsetof(struct statement_in, text)},
	{.name = "as",
         .type = IN_STR,
         .max = 8,
         .label = T_rulebook_text,
         .offset = offsetof(struct statement_in, as)},
	{.name = "*", .type = IN_REST, .label = T_rulebook_value},
};
const struct input statement_input = {"StatementForm", sizeof(struct statement_in),
                                      STATEMENT_FIELDS, 5, 0};

/* The draft, and which of its blocks is asked for. */
struct place {
	struct edition e;
	struct str body;
	struct edition_text read;
	struct block block; /* text none: a new one */
	struct str word;    /* the statement's own word */
	struct form_names names;
	struct form_of form;
	bool raw;
	struct str text, told; /* of a case: as it was typed, and what came out of it */
};

enum err draft_names(struct ctx *c, const struct rule_set *s, struct form_names *ret_n)
{
	const struct policy_book *book;
	struct desk_choice *choice;
	struct form_names names;
	struct school *school;
	int64_t total;
	size_t n;

	TRY(rulebook_book(c, c->actor.county, INSTANT_LATEST, &book));
	TRY(form_names_of(c, book, s, &names));
	TRY(school_list(c, c->actor.county, STR_NONE, 0, 0, &school, &n, &total));
	choice = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!choice)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		choice[i] = (struct desk_choice){
			school[i].code, str_printf(c->arena, "%.*s %.*s", STR_FMT(school[i].code),
		                                   STR_FMT(school[i].name))};
	names.school = choice;
	names.n_schools = n;
	*ret_n = names;
	return OK;
}

/* A worked case sent as its text: the form beside it says nothing then. */
static bool as_text(const struct req *r)
{
	return str_is(req_typed(r, "as"), "text");
}

static enum err place_of(struct ctx *c, struct req *r, struct place *ret_p)
{
	static const struct statement_asked none = {0};
	const struct statement_asked *asked = req_query(r) ? req_query(r) : &none;
	edition_id id = {req_id(r, "edition")};
	struct place p = {.word = asked->type};

	TRY(edition_get(c, id, &p.e));
	if (!str_is(p.e.state, "draft"))
		return wrong_state(c, &p.e);
	TRY(edition_body(c, id, &p.body));
	TRY(edition_read(c, p.body, &p.read));
	if (asked->line) {
		if (!block_at(p.body, (int)asked->line, &p.block))
			return fault_set(c, E_ABSENT, "absent", NULL);
		p.word = p.block.word;
	}
	TRY(draft_names(c, p.read.set, &p.names));
	p.form = (struct form_of){.c = c, .r = r, .block = p.block.text};
	p.form.declare = str_is(p.word, "define") ? DECLARE_DEFINE
	                 : str_is(p.word, "list") ? DECLARE_LIST
	                 : str_is(p.word, "case") ? DECLARE_CASE
	                                          : DECLARE_NONE;
	p.raw = (!p.form.declare && !type_parse(p.word, &p.form.type)) || as_text(r);
	*ret_p = p;
	ret_p->form.names = &ret_p->names;
	return OK;
}

/* A case to begin with. */
static struct str case_begun(const struct place *p)
{
	return p->block.text.p ? p->block.text
	                       : S("case charge \"\"\n  given kind care\n  expect outcome pass\n");
}

static struct view_part_field raw_field(struct ctx *c, struct req *r, struct str there)
{
	struct view_part_field f = page_field(c, r, &statement_input, "text", "textarea", there);

	f.optional = false;
	f.tall = true;
	return f;
}

static struct str path_of(struct ctx *c, const struct place *p)
{
	struct str base = edition_path(c, p->e.id, "/statement");

	return p->block.text.p
	               ? str_printf(c->arena, "%.*s?line=%d", STR_FMT(base), p->block.line)
	               : str_printf(c->arena, "%.*s?type=%.*s", STR_FMT(base), STR_FMT(p->word));
}

static enum err show(struct ctx *c, struct req *r, struct reply *w, struct place *p,
                     struct view_part_errors errors)
{
	bool worked = p->form.declare == DECLARE_CASE && !p->raw;
	struct view_rule_statement v = {
		.title = form_statement_words(c->lang, p->word),
		.about = p->e.title,
		.action = path_of(c, p),
		.back = edition_path(c, p->e.id, "/edit"),
		.seen = hex_text(c->arena, p->e.hash),
		.exists = p->block.text.p != NULL,
		.errors = errors,
		.raw = p->raw,
		.again = !p->raw && !worked,
		.worked = worked,
		.told = p->told,
	};

	if (str_some(req_typed(r, "seen")))
		v.seen = req_typed(r, "seen");
	if (p->raw)
		v.text = raw_field(c, r, case_begun(p));
	else
		TRY(form_show(&p->form, &v));
	if (worked)
		v.text = raw_field(c, r, str_some(p->text) ? p->text : case_begun(p));
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_statement), &v);
}

/* The text as it would be. */
static enum err changed(struct ctx *c, const struct place *p, const struct statement_in *in,
                        struct str *ret_body, struct form_text *ret_t, int *ret_line)
{
	struct form_text t = {.text = in->text};
	bool gone = str_is(in->act, "remove");

	if (gone)
		t.text = S("");
	else if (!p->raw)
		TRY(form_compose(&p->form, &t));
	if (p->raw && !gone && !str_ends(t.text, S("\n")))
		t.text = str_printf(c->arena, "%.*s\n", STR_FMT(t.text));
	*ret_line = p->block.line;
	*ret_body = p->block.text.p ? block_replace(c->arena, p->body, &p->block, t.text)
	                            : block_insert(c->arena, p->body, t.text, ret_line);
	*ret_t = t;
	return OK;
}

/* The input a reader's error belongs to. */
static void blame(struct ctx *c, const struct form_text *t, int first, struct form_of *form)
{
	struct str found = c->fault.found, place = str_cut(&found, ' ');
	int64_t line;

	str_cut(&place, ':'); /* the file */
	if (c->fault.code == NULL || strcmp(c->fault.code, "rule_set_wrong") != 0 ||
	    !str_i64(str_cut(&place, ':'), &line))
		return;
	size_t at = line >= first ? (size_t)(line - first) : FORM_LINES;
	form->bad = found;
	form->bad_input = at < t->n ? t->input[at] : t->n ? t->input[0] : STR_NONE;
}

/* --- a case worked out ---------------------------------------------------------------------------
 */

/* The case's own line, behind the comments above it. */
static int own_line(struct str body, int from)
{
	struct block b;

	return block_next(body, from - 1, &b) ? b.line : from;
}

/* What came out of it stands at the expectation it belongs to. */
static void tried_show(struct ctx *c, struct place *p, const struct form_text *t, int first,
                       const struct case_tried *tried)
{
	struct str v[] = {tried->found, tried->expected};
	size_t at = tried->line >= first ? (size_t)(tried->line - first) : 0;

	if (tried->holds) {
		p->told = text(c->lang, T_rulebook_case_holds_so);
		return;
	}
	p->told = text_fill(c->arena, c->lang, T_rulebook_case_came, v, 2);
	p->form.bad = p->told;
	p->form.bad_input = at < t->n ? t->input[at] : S("label");
}

/* The answer in the place of what was expected. */
static void taken(struct ctx *c, struct place *p, struct str came)
{
	struct form_of given = p->form;
	struct form_text t;

	given.declare = DECLARE_SAMPLE;
	if (!str_some(came) || form_compose(&given, &t) != OK)
		return;
	p->form.block =
		str_printf(c->arena, "%.*s%.*s%.*s",
	                   STR_FMT(comment_lines(c->arena, req_typed(p->form.r, "comment"))),
	                   STR_FMT(t.text), STR_FMT(came));
	p->form.posted = false;
	p->form.bad = p->form.bad_input = STR_NONE;
	p->text = p->form.block;
	p->told = text(c->lang, T_rulebook_case_taken);
}

static enum err work_out(struct ctx *c, struct place *p, struct str body, const struct form_text *t,
                         int line, bool take)
{
	struct edition_text read;
	struct case_tried tried;
	enum err e = edition_read(c, body, &read); /* a fault of the text is told at its input */

	if (e == OK)
		e = case_try(c, &p->e, body, own_line(body, line), &tried);
	if (e == E_INPUT || e == E_REFUSED) {
		blame(c, t, line, &p->form);
		p->told = str_some(c->fault.found) ? c->fault.found
		                                   : fault_lookup(c->fault.code)->title[c->lang];
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	if (take)
		taken(c, p, tried.came);
	if (!take || !str_some(tried.came))
		tried_show(c, p, t, line, &tried);
	return OK;
}

/* A new case that begins as a sample pupil, with what comes out of it. */
static enum err begun_from(struct ctx *c, struct place *p, const struct sample_asked *asked)
{
	struct case_tried tried;
	struct str body, whole;
	int line;

	TRY(sample_asked_for(c, &p->e, asked, &body));
	if (!str_some(body))
		return OK;
	whole = str_printf(c->arena, "%.*s  expect outcome pass\n", STR_FMT(body));
	struct str with = block_insert(c->arena, p->body, whole, &line);

	TRY(case_try(c, &p->e, with, line, &tried));
	p->form.block = str_some(tried.came) ? str_printf(c->arena, "%.*s%.*s", STR_FMT(body),
	                                                  STR_FMT(tried.came))
	                                     : whole;
	p->text = p->form.block;
	p->told = text(c->lang, T_rulebook_case_taken);
	return OK;
}

/* What a case that is kept comes out as, as its page opens. */
static enum err kept_case_show(struct ctx *c, struct place *p)
{
	struct case_tried tried;
	enum err e = case_try(c, &p->e, p->body, p->block.line, &tried);

	if (e == E_REFUSED || e == E_ABSENT) { /* told where the statement in its way stands */
		c->fault = (struct fault){0};
		return OK;
	}
	TRY(e);
	if (!tried.holds) {
		struct str v[] = {tried.found, tried.expected};

		p->form.bad = text_fill(c->arena, c->lang, T_rulebook_case_came, v, 2);
		p->form.bad_input = form_input_at(&p->form, tried.line - p->block.line);
	}
	return OK;
}

/* What the rest of the county's rules say against a statement that is kept, at its input. */
static enum err finding_show(struct ctx *c, struct place *p)
{
	struct finding *f;
	size_t n;

	TRY(edition_findings(c, &p->e, &f, &n));
	for (size_t i = 0; i < n && !p->form.bad_input.p; i++) {
		if (f[i].block != p->block.line || !p->block.text.p)
			continue;
		p->form.bad = f[i].message;
		p->form.bad_input = form_input_at(&p->form, f[i].line - f[i].block);
	}
	return OK;
}

static bool works_out(const struct statement_in *in)
{
	return str_is(in->act, "try") || str_is(in->act, "take");
}

/* The same form once more, as what was chosen makes it; nothing is kept. */
static bool only_shows(const struct statement_in *in)
{
	return works_out(in) || str_is(in->act, "rows") || str_is(in->act, "item");
}

enum err page_statement(struct ctx *c, struct req *r, struct reply *w)
{
	const struct statement_in *in = req_input(r);
	struct view_part_errors errors = rule_errors(c, r);
	struct fault why = c->fault;
	struct form_text t = {0};
	struct place p = {0};
	struct str body;
	int line = 0;

	TRY(place_of(c, r, &p));
	p.form.posted = str_some(req_typed(r, "act")) && !p.raw;
	if (in && str_some(req_typed(r, "act"))) { /* again: the line the reader named, once more */
		TRY(changed(c, &p, in, &body, &t, &line));
		p.text = t.text;
		c->fault = why;
		blame(c, &t, line, &p.form);
		if (errors.item_n == 1 && p.form.bad_input.p)
			errors.item[0].field = p.form.bad_input;
		if (works_out(in) && p.form.declare == DECLARE_CASE)
			TRY(work_out(c, &p, body, &t, line, str_is(in->act, "take")));
	} else {
		TRY(finding_show(c, &p));
		if (p.block.text.p && p.form.declare == DECLARE_CASE)
			TRY(kept_case_show(c, &p));
		else if (p.form.declare == DECLARE_CASE && req_query(r))
			TRY(begun_from(c, &p,
			               &((const struct statement_asked *)req_query(r))->from));
	}
	return show(c, r, w, &p, errors);
}

enum err page_statement_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct statement_in *in = req_input(r);
	struct store_once once = req_once(r, NULL);
	struct edition_draft d = {.edition = {req_id(r, "edition")}, .seen = in->seen};
	struct form_text t;
	struct place p = {0};
	int line;
	enum err e;

	TRY(store_read_begin(c));
	e = only_shows(in) ? page_statement(c, r, w) : place_of(c, r, &p);
	store_read_end(c);
	if (only_shows(in))
		return e;
	TRY(e);
	TRY(changed(c, &p, in, &d.body, &t, &line));
	TRY(edition_draft_put(c, &d, &once));
	return reply_see(c, w, edition_path(c, d.edition, "/edit"), T_rulebook_draft_saved);
}
