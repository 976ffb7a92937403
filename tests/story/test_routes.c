/* What the routes declare: each stands in the reviewed table, and its scopes go with its roles and
 * with what the table says they get. And what every answer carries, whatever the route. */
#include "access.h"

#include "places.h"

#include "../kit_store.h"
#include "auth/auth.h"

/* Does a line speak of it; of a list that leaves as .xlsx and as .csv, one of each? */
static bool spoken_of(const struct route *r, const struct access_line *line, size_t n)
{
	static const char *const any[] = {""}, *const forms[] = {".xlsx", ".csv"};
	bool both = str_ends(str_of(r->path), S(".{format}"));
	const char *const *ends = both ? forms : any;
	size_t found = 0, wanted = both ? 2 : 1;

	for (size_t k = 0; k < wanted; k++) {
		bool one = false;

		for (size_t i = 0; i < n && !one; i++)
			one = access_route(&line[i]) == r &&
			      str_ends(line[i].path, str_of(ends[k]));
		found += one;
	}
	return found == wanted;
}

static void the_table_has_every_route_and_no_other(void **state)
{
	struct ctx *c = kit_ctx(state);
	static struct access_line line[ACCESS_MAX];
	size_t missing = 0, n;

	n = access_read(c, c->arena, line);
	for (size_t i = 0; i < n; i++)
		if (!access_route(&line[i])) {
			print_message("# access.csv:%u: no route %.*s %.*s\n", line[i].number,
			              STR_FMT(line[i].method), STR_FMT(line[i].path));
			missing++;
		}
	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];

			if (!spoken_of(r, line, n)) {
				print_message("# not in access.csv: %s,%s\n",
				              method_name(r->method), r->path);
				missing++;
			}
		}
	assert_int_equal(missing, 0);
}

/* The page a form is shown on again reads the query of the form's own route: were that another
 * table's, it would read past its end. */
static void a_page_shown_again_is_asked_with_the_query_it_knows(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];

			for (size_t j = 0; r->again && j < house_routes_n; j++)
				for (size_t m = 0; m < house_routes[j]->n; m++) {
					const struct route *page = &house_routes[j]->v[m];

					if (page->method != M_GET || page->run != r->again ||
					    !r->query || page->query == r->query)
						continue;
					print_message("# %s has another query than %s\n", r->path,
					              page->path);
					wrong++;
				}
		}
	assert_int_equal(wrong, 0);
}

/* --- what is declared against what is answered --------------------------------------------------
 */

/* How many of the places {own, same school, other school, other county} a scope reaches. */
static int reach_of(enum scope scope)
{
	switch (scope) {
	case SCOPE_CITY:
		return 4;
	case SCOPE_COUNTY:
		return 3;
	case SCOPE_SCHOOL:
		return 2;
	default:
		return 1;
	}
}

/* The status at a place, or at all of them. */
static int status_at(struct str cell, int place)
{
	struct str part = STR_NONE;
	int64_t status = 0;

	for (int i = 0; i <= place && cell.p; i++) /* one for all is the last as well */
		part = str_cut(&cell, '/');
	assert_true(str_i64(part, &status));
	return (int)status;
}

/* Does the line name a thing that this scope must keep to its own? In the path anything but the
 * school's notice, which all its families have in common; in what is sent a child, to who answers
 * for children, where the answer differs by place. */
static bool is_placed(const struct access_line *l, enum scope scope, struct str cell)
{
	struct str path = l->path;
	size_t at;

	while (str_find(path, S("{"), &at)) {
		path = str_sub(path, at, path.n);
		if (!str_starts(path, S("{own.")) &&
		    !(scope == SCOPE_FAMILY && str_starts(path, S("{notice}"))))
			return true;
		path = str_sub(path, 1, path.n);
	}
	return scope != SCOPE_TEACHING && str_find(l->send, S("<pupil>"), &at) &&
	       str_find(cell, S("/"), &at);
}

/* Every role that is let in has a scope, and every scope a role; PUBLIC and ACCOUNT stand alone. */
static bool scopes_fit(const struct route *r)
{
	scopes_t used = 0;

	if (r->scope == SCOPE_PUBLIC || r->scope == SCOPE_ACCOUNT)
		return (r->scope == SCOPE_PUBLIC) == ((r->allowed & ROLE_BIT(ROLE_NONE)) != 0);
	for (unsigned role = ROLE_NONE; role < ROLES; role++) {
		enum scope own = route_scope(r, (enum role)role);

		if (role == ROLE_SYSTEM || !(r->allowed & ROLE_BIT(role)))
			continue;
		if (own == SCOPE_UNSET)
			return false;
		used |= own;
	}
	return used == r->scope;
}

static void every_route_declares_a_scope_for_each_of_its_roles_and_no_other(void **state)
{
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			const struct route *r = &house_routes[i]->v[k];

			if (scopes_fit(r))
				continue;
			bad++;
			print_message("# %s %s: scopes %x do not go with roles %x\n",
			              method_name(r->method), r->path, r->scope, r->allowed);
		}
	assert_int_equal(bad, 0);
}

static void no_role_is_answered_beyond_the_scope_its_route_declares(void **state)
{
	struct ctx *c = kit_ctx(state);
	static struct access_line line[ACCESS_MAX];
	size_t bad = 0, looked = 0, n;

	n = access_read(c, c->arena, line);
	for (size_t i = 0; i < n; i++) {
		const struct access_line *l = &line[i];
		const struct route *r = access_route(l);

		for (int role = ROLE_GUARDIAN; role < ROLES; role++) {
			enum scope scope = r ? route_scope(r, (enum role)role) : SCOPE_PUBLIC;

			if (role == ROLE_SYSTEM || scope == SCOPE_PUBLIC ||
			    !(r->allowed & ROLE_BIT(role)) || !is_placed(l, scope, l->cell[role]))
				continue;
			for (int place = reach_of(scope); place < PLACES; place++) {
				looked++;
				if (status_at(l->cell[role], place) >= 400)
					continue;
				bad++;
				print_message("# access.csv:%u %s answers %s at place %d, out of "
				              "scope %x\n",
				              l->number, r->path, role_name((enum role)role), place,
				              (unsigned)scope);
			}
		}
	}
	assert_true(looked > 300);
	assert_int_equal(bad, 0);
}

/* --- headers -----------------------------------------------------------------------------------
 */

/* The route's path with a number for each parameter. */
static const char *some_path(struct ctx *c, const char *pattern)
{
	struct str rest = str_of(pattern), out = S("");

	while (rest.n) {
		struct str before = str_cut(&rest, '{');

		struct str name = rest.p ? str_cut(&rest, '}') : S("");

		out = str_printf(c->arena, "%.*s%.*s%s", STR_FMT(out), STR_FMT(before),
		                 str_is(name, "format") ? "csv"
		                 : name.n               ? "1"
		                                        : "");
	}
	return str_c(c->arena, out);
}

static bool carries(struct web_answer a, const char *header)
{
	size_t at;

	return str_find(a.headers, str_of(header), &at);
}

static size_t headers_wrong(struct ctx *c, struct web *w, const struct route *r, bool secure)
{
	static const char *const always[] = {
		"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
		"Referrer-Policy: same-origin", "Cache-Control: no-store"};
	struct web_answer a;
	size_t wrong = 0;

	assert_ok(web_dispatch_test(w, c->arena, method_name(r->method), some_path(c, r->path),
	                            S(""), S(""), &a));
	for (size_t i = 0; i < sizeof always / sizeof *always; i++) {
		if (carries(a, always[i]))
			continue;
		wrong++;
		print_message("# %s %s: no %s\n", method_name(r->method), r->path, always[i]);
	}
	if (carries(a, "Strict-Transport-Security: max-age=31536000") != secure ||
	    carries(a, "Strict-Transport-Security") != secure) {
		wrong++;
		print_message("# %s %s: Strict-Transport-Security, secure %d\n",
		              method_name(r->method), r->path, secure);
	}
	return wrong;
}

/* Every route with what it answers a stranger: pages, redirects, refusals, JSON. */
static void
every_route_demands_tls_behind_a_proxy_and_none_does_on_plain_loopback(void **state) /* S8 */
{
	struct ctx *c = kit_ctx(state);
	size_t wrong = 0, asked = 0;
	struct kit_db db;

	kit_db_open(c, STORE_SQLITE, &db);
	for (int secure = 0; secure < 2; secure++) {
		struct web_options o = {.store = c->store,
		                        .env = c->env,
		                        .auth = &auth_web,
		                        .tables = house_routes,
		                        .n_tables = house_routes_n,
		                        .account_rate = -1,
		                        .address_rate = -1,
		                        .secure_cookies = secure,
		                        .public_origin = secure ? "https://kehou.example" : NULL};
		struct web *w = NULL;

		assert_ok(web_start(c, &o, &w));
		for (size_t i = 0; i < house_routes_n; i++)
			for (size_t k = 0; k < house_routes[i]->n; k++, asked++) {
				struct arena_mark mark = arena_mark(c->arena);

				wrong += headers_wrong(c, w, &house_routes[i]->v[k], secure);
				arena_rewind(c->arena, mark);
			}
		web_stop(&w);
	}
	kit_db_close(c, &db);
	assert_true(asked > 300);
	assert_int_equal(wrong, 0);
}

/* On the page of background work nobody should meet "whatif.simulate". */
static void every_kind_of_job_has_a_name_that_people_read(void **state)
{
	size_t missing = 0, n = 0;

	(void)state;
	for (size_t i = 0; i < house_jobs_n; i++)
		for (size_t k = 0; k < house_jobs[i]->n; k++, n++) {
			char key[80];

			snprintf(key, sizeof key, "jobs.kind_%s", house_jobs[i]->v[k].name);
			for (char *p = key + strlen("jobs."); *p; p++)
				*p = *p == '.' ? '_' : *p;
			if (text_lookup_name(key) != TEXT_NONE)
				continue;
			print_message("# no text %s in locale/jobs.loc\n", key);
			missing++;
		}
	assert_true(n > 10);
	assert_int_equal(missing, 0);
}

static bool there_is(struct str path)
{
	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++)
			if (str_is(path, house_routes[i]->v[k].path))
				return true;
	return false;
}

/* Workbooks that are no list, and lists of the desk of waivers. */
static bool stands_alone(struct str path)
{
	static const char *const known[] = {"/school/imports/template.xlsx",
	                                    "/school/imports/{import}/errors.xlsx"};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(path, known[i]))
			return true;
	return false;
}

static void R2_no_list_leaves_in_one_form_alone(void **state)
{
	struct arena *a = kit_ctx(state)->arena;
	size_t bad = 0;

	for (size_t i = 0; i < house_routes_n; i++)
		for (size_t k = 0; k < house_routes[i]->n; k++) {
			struct str path = str_of(house_routes[i]->v[k].path), stem = path;
			const char *twin = str_ends(path, S(".xlsx"))  ? ".csv"
			                   : str_ends(path, S(".csv")) ? ".xlsx"
			                                               : NULL;

			stem.n -= twin ? strlen(twin[1] == 'c' ? ".xlsx" : ".csv") : 0;
			if (!twin || stands_alone(path) ||
			    there_is(str_printf(a, "%.*s%s", STR_FMT(stem), twin)))
				continue;
			bad++;
			print_message("# %.*s leaves in one form alone\n", STR_FMT(path));
		}
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(a_page_shown_again_is_asked_with_the_query_it_knows),
		KIT_TEST(the_table_has_every_route_and_no_other),
		KIT_TEST(every_route_declares_a_scope_for_each_of_its_roles_and_no_other),
		KIT_TEST(no_role_is_answered_beyond_the_scope_its_route_declares),
		KIT_TEST(every_kind_of_job_has_a_name_that_people_read),
		KIT_TEST(every_route_demands_tls_behind_a_proxy_and_none_does_on_plain_loopback),
		KIT_TEST(R2_no_list_leaves_in_one_form_alone),
	};

	return KIT_RUN(tests);
}
