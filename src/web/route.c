/* Which handler a path belongs to: a tree of segments, built and checked once at start-up. */
#include "web/serve.h"

struct node {
	struct str segment; /* "pupils", or the parameter's name */
	bool param;
	struct node *child, *next;
	const struct route *by_method[M_DELETE + 1];
};

static enum err wrong_route(struct ctx *c, const struct route *r, const char *why)
{
	fault_broken(c, str_c(c->arena, str_printf(c->arena, "route %s: %s",
	                                           r->path != NULL ? r->path : "(none)", why)));
	return E_BROKEN;
}

enum scope route_scope(const struct route *r, enum role role)
{
	static const scopes_t of[ROLE_COUNT] = {
		[ROLE_GUARDIAN] = SCOPE_FAMILY,
		[ROLE_TEACHER] = SCOPE_TEACHING | SCOPE_SCHOOL,
		[ROLE_CLASS_HEAD] = SCOPE_CLASS | SCOPE_SCHOOL,
		[ROLE_SCHOOL_CLERK] = SCOPE_SCHOOL,
		[ROLE_SCHOOL_LEADER] = SCOPE_SCHOOL,
		[ROLE_AGENCY] = SCOPE_AGENCY,
		[ROLE_COUNTY] = SCOPE_COUNTY,
		[ROLE_CITY] = SCOPE_CITY,
		[ROLE_SCHOOL_FINANCE] = SCOPE_SCHOOL,
		[ROLE_COUNTY_FINANCE] = SCOPE_COUNTY,
		[ROLE_COUNTY_HR] = SCOPE_COUNTY,
		[ROLE_CITY_FINANCE] = SCOPE_CITY,
	};
	scopes_t own = r->scope & of[role];

	if (r->scope == SCOPE_PUBLIC || r->scope == SCOPE_ACCOUNT)
		return (enum scope)r->scope;
	return (enum scope)(own & -own); /* the narrower one */
}

/* What no route may lack: wall 5. */
static enum err check(struct ctx *c, const struct route *r)
{
	bool public_only = r->scope == SCOPE_PUBLIC;

	if (r->path == NULL || r->path[0] != '/')
		return wrong_route(c, r, "no path");
	if (r->run == NULL)
		return wrong_route(c, r, "no handler");
	if (r->scope == SCOPE_UNSET)
		return wrong_route(c, r, "no scope");
	if (r->allowed == 0)
		return wrong_route(c, r, "no role");
	if ((r->allowed & ROLE_BIT(ROLE_NONE)) != 0 && !public_only)
		return wrong_route(c, r, "open to everybody, yet of a scope");
	if (r->method == M_GET && r->input != NULL)
		return wrong_route(c, r, "a GET with a body");
	if (r->summary == NULL)
		return wrong_route(c, r, "no summary");
	if (r->menu < 0 || r->menu >= MENU_SECTION_COUNT * MENU_SECTION)
		return wrong_route(c, r, "no section of the menu");
	if (r->input != NULL && (r->input->max_bytes < 0 || r->input->max_bytes > BODY_MAX))
		return wrong_route(c, r, "body ceiling out of bounds");
	if (r->raw_max < 0 || r->raw_max > BODY_MAX)
		return wrong_route(c, r, "raw ceiling out of bounds");
	if (r->raw_max > 0 && (r->method != M_POST || !public_only || r->input != NULL))
		return wrong_route(c, r, "raw, yet no public POST of its own");
	return OK;
}

static struct node *child_of(struct web *w, struct node *n, struct str segment, bool param)
{
	struct node *k;

	for (k = n->child; k != NULL; k = k->next)
		if (k->param == param && (param || str_eq(k->segment, segment)))
			return k;
	k = NEW(w->arena, struct node);
	if (k == NULL)
		return NULL;
	k->segment = segment;
	k->param = param;
	k->next = n->child;
	n->child = k;
	return k;
}

/* What a path ends in that stands for every form a list leaves in. */
#define ANY_FORMAT ".{format}"
static const char *const FORMATS[] = {".xlsx", ".csv"};

static enum err put(struct ctx *c, struct web *w, const struct route *r, struct str path)
{
	struct str rest = str_sub(path, 1, path.n);
	struct node *n = w->root;
	size_t params = 0;

	while (rest.p != NULL && rest.n > 0) {
		struct str segment = str_cut(&rest, '/');
		bool param =
			segment.n > 2 && segment.p[0] == '{' && segment.p[segment.n - 1] == '}';

		if (segment.n == 0)
			return wrong_route(c, r, "empty segment");
		if (param && ++params > PARAMS_MAX)
			return wrong_route(c, r, "too many parameters");
		n = child_of(w, n, segment, param);
		if (n == NULL)
			return fault_broken(c, "routes: memory");
	}
	if (n->by_method[r->method] != NULL)
		return wrong_route(c, r, "declared twice");
	n->by_method[r->method] = r;
	return OK;
}

static enum err add(struct ctx *c, struct web *w, const struct route *r)
{
	struct str path, stem;

	TRY(check(c, r));
	path = stem = str_of(r->path);
	if (!str_ends(path, S(ANY_FORMAT)))
		TRY(put(c, w, r, path));
	else
		stem.n -= strlen(ANY_FORMAT);
	for (size_t i = 0; stem.n < path.n && i < 2; i++) {
		path = str_printf(w->arena, "%.*s%s", STR_FMT(stem), FORMATS[i]);
		TRY(put(c, w, r, path));
	}
	w->routes[w->n_routes++] = r;
	return OK;
}

enum err routes_build(struct ctx *c, struct web *w)
{
	size_t n = web_routes.n;

	for (size_t i = 0; i < w->o.n_tables; i++)
		n += w->o.tables[i]->n;
	w->root = NEW(w->arena, struct node);
	w->routes = NEW_N(w->arena, n + 1, const struct route *);
	w->stats = NEW_N(w->arena, n + 1, struct route_stats);
	if (w->root == NULL || w->routes == NULL || w->stats == NULL)
		return fault_broken(c, "routes: memory");
	for (size_t i = 0; i < web_routes.n; i++)
		TRY(add(c, w, &web_routes.v[i]));
	for (size_t i = 0; i < w->o.n_tables; i++)
		for (size_t k = 0; k < w->o.tables[i]->n; k++)
			TRY(add(c, w, &w->o.tables[i]->v[k]));
	return OK;
}

size_t route_index(const struct web *w, const struct route *r)
{
	for (size_t i = 0; i < w->n_routes; i++)
		if (w->routes[i] == r)
			return i;
	return w->n_routes;
}

struct walk {
	struct req_param *params;
	size_t n;
};

/* A literal segment wins over a parameter; both are tried. The names of parameters come from the
 * route that was found: two routes may call the same place differently. */
static const struct node *walk(const struct node *n, struct str rest, struct walk *k)
{
	struct str segment;
	const struct node *found;
	size_t had = k->n;
	int64_t v;

	if (rest.p == NULL)
		return n;
	segment = str_cut(&rest, '/');
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		if (m->param || !str_eq(m->segment, segment))
			continue;
		found = walk(m, rest, k);
		if (found != NULL)
			return found;
	}
	k->n = had;
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		if (!m->param || k->n == PARAMS_MAX || !str_i64(segment, &v) || v <= 0 ||
		    segment.p[0] == '0')
			continue;
		k->params[k->n++].v = v;
		found = walk(m, rest, k);
		if (found != NULL)
			return found;
		k->n = had;
	}
	return NULL;
}

static void name_params(const struct route *r, struct req_param *params)
{
	struct str rest = str_of(r->path);
	size_t n = 0;

	while (rest.p != NULL) {
		struct str segment = str_cut(&rest, '/');

		if (segment.n > 2 && segment.p[0] == '{')
			params[n++].name = str_sub(segment, 1, segment.n - 2);
	}
}

const struct route *route_find(const struct web *w, enum method m, struct str path,
                               struct req_param *params, size_t *ret_n, unsigned *ret_methods)
{
	struct walk k = {.params = params};
	const struct node *n;
	const struct route *r;

	*ret_methods = 0;
	*ret_n = 0;
	if (path.n == 0 || path.p[0] != '/')
		return NULL;
	n = path.n == 1 ? w->root : walk(w->root, str_sub(path, 1, path.n), &k);
	if (n == NULL)
		return NULL;
	for (unsigned i = 0; i <= M_DELETE; i++)
		if (n->by_method[i] != NULL)
			*ret_methods |= 1u << i;
	r = n->by_method[m];
	if (r == NULL)
		return NULL;
	name_params(r, params);
	*ret_n = k.n;
	return r;
}
