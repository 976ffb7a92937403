/* The head of a draft as a form: what document it is, where it holds, what it stands under. */
#include "crypto/hash.h"
#include "people/county.h"
#include "people/school.h"
#include "rulebook/block.h"
#include "rulebook/internal.h"
#include "rulebook/life.h"
#include "rulebook/pages.h"
#include "rulebook/rule_head.html.h"
#include "rulebook/show.h"

#define HEAD(word, kind, size, must, text)                                                         \
	{                                                                                          \
		.name = #word, .type = (kind), .max = (size), .required = (must), .label = (text), \
		.offset = offsetof(struct head_in, word)                                           \
	}
enum { COMMENT_MAX = COMMENTS_MOST * 250 };
static const struct in_field HEAD_FIELDS[] = {
	HEAD(id, IN_STR, 40, true, T_rulebook_set),
	HEAD(title, IN_STR, 300, true, T_rulebook_head_title),
	HEAD(number, IN_STR, 100, false, T_rulebook_number),
	HEAD(issuer, IN_STR, 200, true, T_rulebook_issuer),
	HEAD(level, IN_STR, 20, true, T_rulebook_level),
	HEAD(place, IN_STR, 10, true, T_rulebook_place),
	HEAD(under, IN_STR, 40, false, T_rulebook_under),
	HEAD(issued, IN_STR, 10, false, T_rulebook_issued),
	HEAD(known, IN_DATE, 0, false, T_rulebook_known),
	HEAD(from, IN_DATE, 0, true, T_rulebook_from),
	HEAD(to, IN_DATE, 0, false, T_rulebook_to),
	HEAD(comment, IN_STR, COMMENT_MAX, false, T_rulebook_comment),
	HEAD(end, IN_STR, COMMENT_MAX, false, T_rulebook_end_comment),
	HEAD(seen, IN_STR, 64, false, T_rulebook_seen), /* hidden */
};
enum {
	HEAD_ID_AT,
	HEAD_TITLE_AT,
	HEAD_NUMBER_AT,
	HEAD_ISSUER_AT,
	HEAD_LEVEL_AT,
	HEAD_PLACE_AT,
	HEAD_UNDER_AT,
	HEAD_ISSUED_AT,
	HEAD_KNOWN_AT,
	HEAD_FROM_AT,
	HEAD_TO_AT,
	HEAD_COMMENT_AT,
	HEAD_END_AT,
	HEAD_INPUTS
};
const struct input head_input = {"RuleHead", sizeof(struct head_in), HEAD_FIELDS, HEAD_INPUTS + 1,
                                 0};

/* --- choices ------------------------------------------------------------------------------------
 */

static void levels_offer(struct ctx *c, struct view_part_field *p)
{
	struct desk_choice v[LEVEL_COUNT];

	for (size_t i = 0; i < LEVEL_COUNT; i++) {
		struct str level = str_of(LEVEL_WORDS.v[i]);

		v[i] = (struct desk_choice){level, level_words(c->lang, level)};
	}
	desk_choices(c, p, v, LEVEL_COUNT);
}

/* The county itself, then its schools: nobody writes another's rules. */
static enum err places_offer(struct ctx *c, const struct county *k, struct view_part_field *p)
{
	struct school *school;
	struct desk_choice *v;
	int64_t total;
	size_t n;

	TRY(school_list(c, k->id, STR_NONE, 0, 0, &school, &n, &total));
	v = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!v)
		return fault_broken(c, "arena");
	v[0] = (struct desk_choice){
		k->code, str_printf(c->arena, "%.*s %.*s", STR_FMT(k->code), STR_FMT(k->name))};
	for (size_t i = 0; i < n; i++)
		v[i + 1] = (struct desk_choice){
			school[i].code, str_printf(c->arena, "%.*s %.*s", STR_FMT(school[i].code),
		                                   STR_FMT(school[i].name))};
	desk_choices(c, p, v, n + 1);
	return OK;
}

/* Every set there is, once: built in or the county's own. */
static enum err sets_offer(struct ctx *c, struct str but, struct view_part_field *p)
{
	const struct policy_book *book;
	struct desk_choice *v;
	size_t n = 0;

	TRY(rulebook_book(c, c->actor.county, INSTANT_LATEST, &book));
	for (const struct rule_set *s = policy_book_sets(book); s; s = s->next)
		n++;
	v = NEW_N(c->arena, n + 1, struct desk_choice);
	if (!v)
		return fault_broken(c, "arena");
	n = 0;
	v[n++] = (struct desk_choice){S(""), S("—")};
	for (const struct rule_set *s = policy_book_sets(book); s; s = s->next) {
		bool had = str_eq(s->id, but);

		for (size_t i = 0; i < n; i++)
			had = had || str_eq(v[i].value, s->id);
		if (!had)
			v[n++] = (struct desk_choice){s->id, str_printf(c->arena, "%.*s %.*s",
			                                                STR_FMT(s->id),
			                                                STR_FMT(s->title))};
	}
	desk_choices(c, p, v, n);
	return OK;
}

/* --- the form -----------------------------------------------------------------------------------
 */

static struct str day_or_none(struct ctx *c, struct date d)
{
	return date_some(d) ? date_text(c->arena, d) : S("");
}

static struct head_in head_there(struct ctx *c, const struct rule_set *s, const struct county *k,
                                 struct str id)
{
	if (!s)
		return (struct head_in){
			.id = id,
			.level = S("county"),
			.place = k->code,
			.under = k->ruleset,
			.issued = date_text(c->arena, ctx_today(c)),
			.known = DATE_NONE,
			.from = ctx_today(c),
			.to = DATE_NONE,
		};
	return (struct head_in){.id = s->id,
	                        .title = s->title,
	                        .number = s->number,
	                        .issuer = s->issuer,
	                        .level = level_name(s),
	                        .place = s->place,
	                        .under = s->under,
	                        .issued = s->issued,
	                        .known = s->known_stated ? s->known : DATE_NONE,
	                        .from = s->from,
	                        .to = s->to,
	                        .comment = comments_text(c->arena, &s->comments, S("\n")),
	                        .end = comments_text(c->arena, &s->end_comments, S("\n"))};
}

enum err head_fields(struct ctx *c, struct req *r, const struct rule_set *s,
                     struct view_part_field **ret_v, size_t *ret_n)
{
	struct view_part_field *f = NEW_N(c->arena, HEAD_INPUTS, struct view_part_field);
	struct county k;
	struct str id;

	TRY(county_get(c, c->actor.county, &k));
	if (!f)
		return fault_broken(c, "arena");
	TRY(edition_free_id(c, k.id, k.code, &id));
	struct head_in in = head_there(c, s, &k, id);
	const struct {
		const char *type;
		struct str value;
	} shown[HEAD_INPUTS] = {
		{"text", in.id},
		{"text", in.title},
		{"text", in.number},
		{"text", in.issuer},
		{"select", in.level},
		{"select", in.place},
		{"select", in.under},
		{"text", in.issued},
		{"date", day_or_none(c, in.known)},
		{"date", day_or_none(c, in.from)},
		{"date", day_or_none(c, in.to)},
		{"textarea", in.comment},
		{"textarea", in.end},
	};

	for (size_t i = 0; i < HEAD_INPUTS; i++)
		f[i] = page_field(c, r, &head_input, HEAD_FIELDS[i].name, shown[i].type,
		                  shown[i].value.p ? shown[i].value : S(""));
	f[HEAD_ID_AT].hint = S("A-Z 0-9 -");
	f[HEAD_ISSUED_AT].hint = text(c->lang, T_rulebook_issued_hint);
	f[HEAD_KNOWN_AT].hint = text(c->lang, T_rulebook_known_hint);
	f[HEAD_TO_AT].hint = text(c->lang, T_rulebook_to_hint);
	f[HEAD_COMMENT_AT].hint = text(c->lang, T_rulebook_comment_hint);
	f[HEAD_END_AT].hint = text(c->lang, T_rulebook_end_comment_hint);
	levels_offer(c, &f[HEAD_LEVEL_AT]);
	TRY(places_offer(c, &k, &f[HEAD_PLACE_AT]));
	TRY(sets_offer(c, in.id, &f[HEAD_UNDER_AT]));
	*ret_v = f;
	*ret_n = HEAD_INPUTS;
	return OK;
}

enum err page_head(struct ctx *c, struct req *r, struct reply *w)
{
	edition_id id = {req_id(r, "edition")};
	struct view_rule_head v = {.errors = rule_errors(c, r)};
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
	v.action = edition_path(c, id, "/head");
	v.back = edition_path(c, id, "/edit");
	v.seen = str_some(req_typed(r, "seen")) ? req_typed(r, "seen") : hex_text(c->arena, e.hash);
	TRY(head_fields(c, r, t.set, &v.field, &v.field_n));
	return reply_page(c, w, LAYOUT_STAFF, T_rulebook_title, RENDER(render_rule_head), &v);
}

/* --- the text -----------------------------------------------------------------------------------
 */

static struct str or_none(struct str s)
{
	return str_some(s) ? s : S("none");
}

static struct str head_text(struct ctx *c, const struct head_in *in)
{
	struct arena *a = c->arena;
	struct str number = str_some(in->number) ? text_quoted(a, in->number) : S("none");
	struct str under =
		str_some(in->under) ? str_printf(a, "under %.*s\n", STR_FMT(in->under)) : S("");
	struct str known = date_some(in->known)
	                           ? str_printf(a, "known %.*s\n", STR_FMT(date_text(a, in->known)))
	                           : S("");
	struct str to = date_some(in->to) ? date_text(a, in->to) : S("open");

	return str_printf(a,
	                  "%.*sruleset %.*s\ntitle %.*s\nnumber %.*s\nissuer %.*s\nlevel %.*s\n"
	                  "place %.*s\n%.*sissued %.*s\n%.*seffective %.*s .. %.*s\n",
	                  STR_FMT(comment_lines(a, in->comment)), STR_FMT(in->id),
	                  STR_FMT(text_quoted(a, in->title)), STR_FMT(number),
	                  STR_FMT(text_quoted(a, in->issuer)), STR_FMT(in->level),
	                  STR_FMT(in->place), STR_FMT(under), STR_FMT(or_none(in->issued)),
	                  STR_FMT(known), STR_FMT(date_text(a, in->from)), STR_FMT(to));
}

static struct str whole_text(struct ctx *c, const struct head_in *in, struct str statements)
{
	return str_printf(c->arena, "%.*s%.*s\n%.*s", STR_FMT(head_text(c, in)),
	                  STR_FMT(statements), STR_FMT(comment_lines(c->arena, in->end)));
}

/* All that is no line of the head, nor behind the last statement. */
static struct str without_head(struct ctx *c, struct str body)
{
	struct block b = {0};
	struct str rest = S("");

	while (block_next(body, b.line, &b))
		if (!block_of_head(&b))
			rest = str_printf(c->arena, "%.*s\n%.*s", STR_FMT(rest), STR_FMT(b.text));
	return rest;
}

static enum err take(struct ctx *c, struct req *r, struct reply *w, struct edition_draft *d)
{
	struct store_once once = req_once(r, NULL);

	TRY(edition_draft_put(c, d, &once));
	return reply_see(c, w, edition_path(c, d->result, "/edit"), T_rulebook_draft_saved);
}

enum err page_head_save(struct ctx *c, struct req *r, struct reply *w)
{
	const struct head_in *in = req_input(r);
	edition_id id = {req_id(r, "edition")};
	struct edition_draft d = {.edition = id, .seen = in->seen};
	struct edition e;
	struct str body = STR_NONE;
	enum err err;

	TRY(store_read_begin(c));
	err = edition_get(c, id, &e);
	if (err == OK)
		err = edition_body(c, id, &body);
	store_read_end(c);
	TRY(err);
	d.body = whole_text(c, in, without_head(c, body));
	return take(c, r, w, &d);
}

enum err page_head_new(struct ctx *c, struct req *r, struct reply *w)
{
	struct edition_draft d = {.body = whole_text(c, req_input(r), S(""))};

	return take(c, r, w, &d);
}
