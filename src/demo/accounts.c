/* The accounts file: who may log in, with what. */
#include "auth/bulk.h"
#include "auth/session.h"
#include "demo/plan.h"
#include "people/staff.h"

enum { TOKEN_DAYS = 180, LISTED_STEP = 14 };

/* --- passwords and tokens ------------------------------------------------------------------------
 */

struct opening {
	const struct demo_line *line;
	size_t n;
	struct str hash;
	struct str *token; /* out */
};

static enum err opening_run(struct ctx *c, void *arg)
{
	struct opening *a = arg;
	account_id account[SESSION_MANY];

	for (size_t i = 0; i < a->n; i++) {
		bool found = false;

		TRY(account_find(c, a->line[i].login, &account[i], &found));
		if (!found)
			return fault_broken(c, "an account of the demo is missing");
	}
	TRY(credential_many(c, account, a->n, a->hash));
	return session_open_many(c, account, a->n, TOKEN_DAYS, a->token);
}
static const struct verb opening_verb = {"demo.accounts", opening_run};

enum err demo_lines(struct ctx *c, struct demo *d, const struct demo_line *line, size_t n,
                    struct out *o)
{
	struct arena_mark mark = arena_mark(c->arena);
	struct opening a = {line, n, d->hash, NEW_N(c->arena, n, struct str)};

	if (!a.token)
		return fault_broken(c, "arena");
	TRY(store_write(c, &opening_verb, &a));
	/* For programs, not for Excel: no mark, no guards, no field needs quotes. */
	for (size_t i = 0; i < n; i++) {
		out_put(o, line[i].login);
		out_printf(o, ",%s,%s,", DEMO_PASSWORD, line[i].role);
		out_put(o, line[i].school);
		for (size_t k = 0; k < line[i].pupil_n; k++)
			out_printf(o, "%c%lld", k ? ';' : ',', (long long)line[i].pupil[k].v);
		out_put(o, line[i].pupil_n ? S(",") : S(",,"));
		out_put(o, a.token[i]);
		out_c(o, '\n');
	}
	arena_rewind(c->arena, mark);
	return o->broken ? fault_broken(c, "the list of accounts is too long") : OK;
}

/* --- who is listed -------------------------------------------------------------------------------
 */

/* Lines until there are enough for one verb. */
struct batch {
	struct demo_line line[SESSION_MANY];
	size_t n;
};

static enum err flush(struct ctx *c, struct demo_school *s, struct batch *b)
{
	if (b->n == 0)
		return OK;
	TRY(demo_lines(c, s->d, b->line, b->n, s->accounts));
	b->n = 0;
	return OK;
}

static enum err add(struct ctx *c, struct demo_school *s, struct batch *b,
                    const struct demo_line *line)
{
	b->line[b->n++] = *line;
	return b->n == SESSION_MANY ? flush(c, s, b) : OK;
}

static const char *staff_role(const struct staff_row *r)
{
	if (r->roles & ROLE_BIT(ROLE_SCHOOL_LEADER))
		return role_name(ROLE_SCHOOL_LEADER);
	if (r->roles & ROLE_BIT(ROLE_SCHOOL_CLERK))
		return role_name(ROLE_SCHOOL_CLERK);
	if (r->roles & ROLE_BIT(ROLE_SCHOOL_FINANCE))
		return role_name(ROLE_SCHOOL_FINANCE);
	if (r->roles & ROLE_BIT(ROLE_CLASS_HEAD))
		return role_name(ROLE_CLASS_HEAD);
	return role_name(ROLE_TEACHER);
}

static enum err staff_lines(struct ctx *c, struct demo_school *s, struct batch *b)
{
	if (s->d->o.scale == DEMO_CITY && s->in_county >= DEMO_STAFF_LISTED)
		return OK;
	for (size_t i = 0; i < s->staff_n; i++)
		TRY(add(c, s, b,
		        &(struct demo_line){
				.login = demo_staff_login(c->arena, s, i),
				.role = staff_role(&s->staff[i]),
				.school = s->code,
			}));
	return OK;
}

/* The children of a family: at most two. */
static void children(const struct demo_school *s, size_t family, struct demo_line *line,
                     bool *ret_open)
{
	size_t other = family + s->pupil_n / 2;

	*ret_open = demo_unconfirmed(family);
	line->pupil[line->pupil_n++] = s->pupil[family];
	if (other < s->pupil_n && demo_family(s, other) == family) {
		*ret_open = *ret_open || demo_unconfirmed(other);
		line->pupil[line->pupil_n++] = s->pupil[other];
	}
}

/* A city lists so many guardians of every school, all of whom have confirmed the notice. */
static enum err guardian_lines(struct ctx *c, struct demo_school *s, struct batch *b)
{
	bool all = s->d->o.scale != DEMO_CITY;
	size_t listed = 0;

	for (size_t family = 0; family < s->pupil_n && (all || listed < DEMO_LISTED); family++) {
		bool open = false;
		struct demo_line line = {.school = s->code};

		if (demo_family(s, family) != family)
			continue;
		children(s, family, &line, &open);
		if (!all && (open || family % LISTED_STEP != 0))
			continue;
		line.role = open ? "guardian_unconfirmed" : role_name(ROLE_GUARDIAN);
		for (size_t k = 0; k < (all && demo_two_guardians(family) ? 2u : 1u); k++) {
			line.login = demo_phone(c->arena, s, family, k);
			TRY(add(c, s, b, &line));
			listed++;
		}
	}
	return OK;
}

enum err demo_accounts(struct ctx *c, struct demo_school *s)
{
	struct batch *b = NEW(c->arena, struct batch);

	if (!b)
		return fault_broken(c, "arena");
	TRY(staff_lines(c, s, b));
	TRY(guardian_lines(c, s, b));
	return flush(c, s, b);
}
