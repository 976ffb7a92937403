/* Two editions of a document whole: besides its statements the head, what it declares, and its
 * worked cases. Each is compared as the file has it. */
#include "policy/diff.h"
#include "policy/write.h"

enum { TEXT_MAX = 1 << 20, HEAD_LINES = 12 };

/* One part of a file under its name: a line of the head, a declaration, or a case, whose facts and
 * expectations are told apart. */
struct part {
	struct str type, id, label;
	struct str said, expected;
	const struct rule_comments *comments; /* NULL: of the lines of the head together */
	bool taken;
};
struct parts {
	struct part *v;
	size_t n;
};

struct differ {
	struct ctx *c;
	struct out o; /* reused */
	struct rule_change *v;
	size_t n, room;
};

static struct str taken(struct differ *d)
{
	return str_dup(d->c->arena, out_str(&d->o));
}

/* --- what a file has --------------------------------------------------------------------------
 */

static struct str unquoted(struct str s)
{
	bool quoted = s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"';

	return quoted ? str_sub(s, 1, s.n - 2) : s;
}

/* The words behind each line's own; what it stands under before everything else, since all that the
 * document does not say comes from there. */
static enum err head_parts(struct differ *d, const struct rule_set *s, struct parts *ret_p)
{
	struct str rest, line, word;
	struct part under = {.type = S("under"), .said = S("")};

	*ret_p = (struct parts){NEW_N(d->c->arena, HEAD_LINES, struct part), 1};
	if (!ret_p->v)
		return fault_broken(d->c, "arena");
	out_reset(&d->o);
	rule_set_head_write(&d->o, s);
	rest = taken(d);
	while (str_some(rest) && ret_p->n < HEAD_LINES) {
		line = str_cut(&rest, '\n');
		word = str_cut(&line, ' ');
		if (str_eq(word, under.type))
			under.said = str_trim(line);
		else
			ret_p->v[ret_p->n++] =
				(struct part){.type = word, .said = unquoted(str_trim(line))};
	}
	ret_p->v[0] = under;
	return OK;
}

static enum err declared_parts(struct differ *d, const struct rule_set *s, struct parts *ret_p)
{
	size_t n = 0;

	for (const struct declaration *o = s->declared; o != NULL; o = o->next)
		n++;
	*ret_p = (struct parts){NEW_N(d->c->arena, n + 1, struct part), 0};
	if (!ret_p->v)
		return fault_broken(d->c, "arena");
	for (const struct declaration *o = s->declared; o != NULL; o = o->next) {
		bool list = o->lexicon == LEX_NONE && !o->dimension;

		if (o->question != NULL)
			continue; /* the question's own statement says it */
		out_reset(&d->o);
		declaration_write(&d->o, o);
		ret_p->v[ret_p->n++] = (struct part){.type = list ? S("list") : S("define"),
		                                     .id = o->name,
		                                     .label = o->label,
		                                     .said = str_trim(taken(d)),
		                                     .comments = &o->comments};
	}
	return OK;
}

/* Each line without its first word. */
static struct str given_said(struct differ *d, const struct rule_given *g)
{
	struct str said = S(""), rest, line;

	out_reset(&d->o);
	given_write(&d->o, "given", g);
	for (rest = taken(d); str_some(rest);) {
		line = str_trim(str_cut(&rest, '\n'));
		str_cut(&line, ' ');
		said = str_printf(d->c->arena, "%.*s%s%.*s", STR_FMT(said), said.n ? "; " : "",
		                  STR_FMT(str_trim(line)));
	}
	return said;
}

static enum err case_parts(struct differ *d, const struct rule_set *s, struct parts *ret_p)
{
	*ret_p = (struct parts){NEW_N(d->c->arena, s->n_cases + 1, struct part), 0};
	if (!ret_p->v)
		return fault_broken(d->c, "arena");
	for (const struct rule_case *w = s->cases; w != NULL; w = w->next)
		ret_p->v[ret_p->n++] = (struct part){.type = S("case"),
		                                     .id = w->decision,
		                                     .label = w->name,
		                                     .said = given_said(d, w->given),
		                                     .expected = given_said(d, w->expect),
		                                     .comments = &w->comments};
	return OK;
}

/* --- what became another ------------------------------------------------------------------------
 */

static enum err change_add(struct differ *d, struct rule_change change)
{
	if (d->n == d->room) {
		size_t room = d->room ? 2 * d->room : 64;
		struct rule_change *v = NEW_N(d->c->arena, room, struct rule_change);

		if (!v)
			return fault_broken(d->c, "arena");
		for (size_t i = 0; i < d->n; i++)
			v[i] = d->v[i];
		d->v = v;
		d->room = room;
	}
	d->v[d->n++] = change;
	return OK;
}

static struct rule_change change_of(enum change_of of, enum change what, const struct part *p)
{
	return (struct rule_change){
		.what = what, .of = of, .type = p->type, .id = p->id, .label = p->label};
}

static enum err altered(struct differ *d, enum change_of of, const struct part *p, const char *name,
                        struct str was, struct str is)
{
	struct rule_change x = change_of(of, CHANGE_ALTERED, p);

	if (str_eq(was, is))
		return OK;
	x.attribute = str_of(name);
	x.was = was;
	x.is = is;
	return change_add(d, x);
}

static enum err commented(struct differ *d, enum change_of of, const struct part *p,
                          const char *name, const struct rule_comments *was,
                          const struct rule_comments *is)
{
	struct rule_change x = change_of(of, CHANGE_ALTERED, p);

	if (comments_same(was, is))
		return OK;
	x.attribute = str_of(name);
	x.was = comments_text(d->c->arena, was, S("; "));
	x.is = comments_text(d->c->arena, is, S("; "));
	return change_add(d, x);
}

static struct part *same_named(const struct parts *p, const struct part *one)
{
	for (size_t i = 0; i < p->n; i++) {
		struct part *o = &p->v[i];

		if (!o->taken && str_eq(o->type, one->type) && str_eq(o->id, one->id) &&
		    (!str_is(one->type, "case") || str_eq(o->label, one->label)))
			return o;
	}
	return NULL;
}

/* By name, in the order of `before`; what was added last. */
static enum err parts_diff(struct differ *d, enum change_of of, const struct parts *before,
                           const struct parts *after)
{
	bool cases = of == CHANGE_OF_CASE;

	for (size_t i = 0; i < before->n; i++) {
		const struct part *a = &before->v[i];
		struct part *b = same_named(after, a);

		if (!b) {
			TRY(change_add(d, change_of(of, CHANGE_REMOVED, a)));
			continue;
		}
		b->taken = true;
		TRY(altered(d, of, b, cases ? "given" : "value", a->said, b->said));
		if (cases)
			TRY(altered(d, of, b, "expect", a->expected, b->expected));
		TRY(commented(d, of, b, "comment", a->comments, b->comments));
	}
	for (size_t i = 0; i < after->n; i++)
		if (!after->v[i].taken)
			TRY(change_add(d, change_of(of, CHANGE_ADDED, &after->v[i])));
	return OK;
}

/* A line that one of them does not have is an empty one. */
static enum err head_diff(struct differ *d, const struct rule_set *before,
                          const struct rule_set *after)
{
	struct part set = {.type = S("ruleset"), .id = after->id, .label = after->title};
	struct parts a, b;

	TRY(head_parts(d, before, &a));
	TRY(head_parts(d, after, &b));
	for (size_t i = 0; i < a.n; i++) {
		struct part *o = same_named(&b, &a.v[i]);

		if (o)
			o->taken = true;
		TRY(altered(d, CHANGE_OF_HEAD, &set, str_c(d->c->arena, a.v[i].type), a.v[i].said,
		            o ? o->said : S("")));
	}
	for (size_t i = 0; i < b.n; i++)
		if (!b.v[i].taken)
			TRY(altered(d, CHANGE_OF_HEAD, &set, str_c(d->c->arena, b.v[i].type), S(""),
			            b.v[i].said));
	TRY(commented(d, CHANGE_OF_HEAD, &set, "comment", &before->comments, &after->comments));
	return commented(d, CHANGE_OF_HEAD, &set, "end_comment", &before->end_comments,
	                 &after->end_comments);
}

static enum err rules_diff(struct differ *d, const struct rule_set *before,
                           const struct rule_set *after)
{
	struct rule_list a, b;
	struct rule_change *v;
	size_t n;

	TRY(rule_list_of_set(d->c, before, &a));
	TRY(rule_list_of_set(d->c, after, &b));
	TRY(rule_list_diff(d->c, &a, &b, &v, &n));
	for (size_t i = 0; i < n; i++)
		TRY(change_add(d, v[i]));
	return OK;
}

static enum err all_diff(struct differ *d, const struct rule_set *before,
                         const struct rule_set *after)
{
	struct parts a, b;

	TRY(head_diff(d, before, after));
	TRY(declared_parts(d, before, &a));
	TRY(declared_parts(d, after, &b));
	TRY(parts_diff(d, CHANGE_OF_DECLARED, &a, &b));
	TRY(rules_diff(d, before, after));
	TRY(case_parts(d, before, &a));
	TRY(case_parts(d, after, &b));
	return parts_diff(d, CHANGE_OF_CASE, &a, &b);
}

static bool only_says(const struct rule_change *x)
{
	return str_is(x->attribute, "comment") || str_is(x->attribute, "end_comment");
}

/* What decides first, in its order; then what is only written beside it. */
static enum err comments_last(struct differ *d)
{
	struct rule_change *v = NEW_N(d->c->arena, d->n + 1, struct rule_change);
	size_t n = 0;

	if (!v)
		return fault_broken(d->c, "arena");
	for (int last = 0; last < 2; last++) {
		for (size_t i = 0; i < d->n; i++)
			if (only_says(&d->v[i]) == (last == 1))
				v[n++] = d->v[i];
	}
	d->v = v;
	return OK;
}

enum err rule_set_diff(struct ctx *c, const struct rule_set *before, const struct rule_set *after,
                       struct rule_change **ret_v, size_t *ret_n)
{
	struct differ d = {.c = c};
	enum err e;

	out_init(&d.o, TEXT_MAX);
	e = all_diff(&d, before, after);
	if (e == OK)
		e = comments_last(&d);
	out_free(&d.o);
	*ret_v = d.v;
	*ret_n = d.n;
	return e;
}
