/* kehou policy simulate: what a draft would move in a live term. Reads, and writes nothing but what
 * --out and --movers name. */
#include "main/cmd_policy.h"
#include "main/policy_db.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "base/file.h"
#include "docs/csv_write.h"
#include "rulebook/edition.h"
#include "whatif/figures.h"
#include "whatif/table.h"

enum { FLUSH_BYTES = 1 << 16 };

struct simulation {
	struct cli *m;
	struct str text, file; /* of the draft, and what it is called */
	const struct rule_set *set;
	const char *term;
	bool json;
	struct str title; /* the draft's */
	struct date day;
	/* Of the county in hand. */
	struct whatif_county k;
	struct whatif_school *school;
	struct str school_code;
	size_t schools;
	/* Of all. */
	struct whatif_school *all, total;
	size_t all_n;
	FILE *movers;
	const char *movers_part; /* where it is written until it is whole */
	struct out line;         /* of the movers' file */
	struct json out;
};

static volatile sig_atomic_t stopped;

static void on_stop(int sig)
{
	(void)sig;
	stopped = 1;
}

static bool stop_asked(void *arg)
{
	(void)arg;
	return stopped != 0;
}

/* --- what moves ------------------------------------------------------------------------------- */

static enum err movers_flush(struct ctx *c, struct simulation *s, size_t most)
{
	if (s->line.n < most)
		return OK;
	if (s->line.broken || fwrite(s->line.p, 1, s->line.n, s->movers) != s->line.n)
		return fault_broken(c, "writing --movers");
	out_reset(&s->line);
	return OK;
}

static enum err mover_put(struct ctx *c, const struct whatif_mover *m, void *arg)
{
	struct simulation *s = arg;
	struct csv_writer w = {.o = &s->line};

	csv_text(&w, s->k.county.code);
	csv_text(&w, s->school_code);
	csv_i64(&w, m->pupil.v);
	csv_money(&w, m->payable[WHATIF_NOW]);
	csv_money(&w, m->payable[WHATIF_DRAFT]);
	csv_i64(&w, m->refused[WHATIF_DRAFT]);
	csv_text(&w, m->cause->code);
	csv_text(&w, m->cause->requirement);
	csv_text(&w, m->cause->clause);
	csv_text(&w, m->cause->document);
	csv_row_end(&w);
	return movers_flush(c, s, FLUSH_BYTES);
}

/* --- one county ------------------------------------------------------------------------------- */

static void progress(const struct simulation *s, size_t done, size_t of)
{
	fprintf(stderr, "kehou: %.*s %zu of %zu schools, %lld pupils, %lld move\n",
	        STR_FMT(s->k.county.code), done, of, (long long)s->k.sum.pupils,
	        (long long)s->k.sum.moved);
}

static enum err schools_walk(struct ctx *c, struct simulation *s, const struct school *school,
                             size_t n)
{
	const struct whatif_sink sink = {
		.mover = s->movers ? mover_put : NULL, .stop = stop_asked, .arg = s};
	int64_t told = env_now(c->env).us;

	for (size_t i = 0; i < n; i++) {
		struct arena_mark mark = arena_mark(c->arena);
		struct whatif_school *one = &s->school[i];

		s->school_code = school[i].code;
		TRY(whatif_county_school(c, &s->k, &school[i], &sink, one));
		arena_rewind(c->arena, mark);
		if (env_now(c->env).us - told >= 1000000 || i + 1 == n) {
			told = env_now(c->env).us;
			progress(s, i + 1, n);
		}
	}
	s->schools = n;
	return OK;
}

static void put(struct str s)
{
	fwrite(s.p, 1, s.n, stdout);
}

static void county_json(struct simulation *s)
{
	struct arena *a = s->m->ctx.arena;
	struct json *j = &s->out;

	json_open(j, '{');
	json_kv_str(j, "county", s->k.county.code);
	json_kv_str(j, "name", s->k.county.name);
	json_kv_str(j, "term", s->k.term.code);
	json_kv_str(j, "rules_of", date_text(a, s->k.day));
	json_key(j, "total");
	json_open(j, '{');
	whatif_json(j, &s->k.sum);
	json_close(j, '}');
	json_key(j, "causes");
	json_open(j, '[');
	for (size_t i = 0; i < s->k.tally.n; i++) {
		json_open(j, '{');
		cause_json(j, &s->k.tally.v[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_key(j, "schools");
	json_open(j, '[');
	for (size_t i = 0; i < s->schools; i++) {
		json_open(j, '{');
		json_kv_str(j, "school", s->school[i].code);
		json_kv_str(j, "name", s->school[i].name);
		whatif_json(j, &s->school[i]);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

static void school_line(struct arena *a, struct str name, const struct whatif_school *s)
{
	const struct whatif_sum *now = &s->sum[WHATIF_NOW], *draft = &s->sum[WHATIF_DRAFT];

	put(str_printf(a,
	               "  %.*s\t%lld pupils, %lld move (%lld more, %lld less, %lld refused, "
	               "%lld allowed again)\t%.*s -> %.*s\t%lld services refused\n",
	               STR_FMT(name), (long long)s->pupils, (long long)s->moved, (long long)s->more,
	               (long long)s->less, (long long)s->refused, (long long)s->allowed,
	               STR_FMT(money_text(a, now->payable)), STR_FMT(money_text(a, draft->payable)),
	               (long long)s->offerings_refused));
}

static void county_lines(const struct simulation *s)
{
	struct arena *a = s->m->ctx.arena;

	put(str_printf(a, "%.*s %.*s %.*s, rules of %.*s\n", STR_FMT(s->k.county.code),
	               STR_FMT(s->k.county.name), STR_FMT(s->k.term.code),
	               STR_FMT(date_text(a, s->k.day))));
	for (size_t i = 0; i < s->schools; i++) {
		if (s->school[i].moved || s->school[i].offerings_refused)
			school_line(a, s->school[i].code, &s->school[i]);
	}
	school_line(a, S("sum"), &s->k.sum);
	put(str_printf(a, "  guarantee fund\t%.*s -> %.*s\n",
	               STR_FMT(money_text(a, s->k.sum.guarantee[WHATIF_NOW])),
	               STR_FMT(money_text(a, s->k.sum.guarantee[WHATIF_DRAFT]))));
	put(str_printf(a, "  guarantee fund, were all enrolled to take part\t%.*s -> %.*s\n",
	               STR_FMT(money_text(a, s->k.sum.guarantee_enrolled[WHATIF_NOW])),
	               STR_FMT(money_text(a, s->k.sum.guarantee_enrolled[WHATIF_DRAFT]))));
	put(str_printf(a, "  staff pay at most\t%.*s -> %.*s\n",
	               STR_FMT(money_text(a, s->k.sum.pay[WHATIF_NOW].highest)),
	               STR_FMT(money_text(a, s->k.sum.pay[WHATIF_DRAFT].highest))));
	if (s->k.sum.pay[WHATIF_NOW].unknown || s->k.sum.pay[WHATIF_DRAFT].unknown)
		put(str_printf(a, "  staff sittings without a rate, not counted\t%lld -> %lld\n",
		               (long long)s->k.sum.pay[WHATIF_NOW].unknown,
		               (long long)s->k.sum.pay[WHATIF_DRAFT].unknown));
	for (size_t i = 0; i < s->k.tally.n; i++) {
		const struct whatif_cause_sum *u = &s->k.tally.v[i];

		put(str_printf(a, "  %lld pupils, %lld services: %.*s %.*s %.*s (%.*s)\n",
		               (long long)u->pupils, (long long)u->services,
		               STR_FMT(u->cause->code), STR_FMT(u->cause->requirement),
		               STR_FMT(u->cause->clause), STR_FMT(u->cause->document)));
	}
}

/* The term that was asked for, or the current one. False: the county has none. */
static enum err term_of(struct ctx *c, const struct simulation *s, county_id county,
                        struct term *ret_t, bool *ret_found)
{
	if (s->term)
		return term_find(c, county, str_of(s->term), ret_t, ret_found);
	return term_current(c, county, ret_t, ret_found);
}

static enum err county_walk(struct ctx *c, struct simulation *s, const struct whatif_question *q,
                            const struct school *school, size_t n)
{
	enum err e;

	TRY(whatif_county_open(c, q, &s->k));
	s->title = s->k.title;
	s->day = s->k.day;
	e = schools_walk(c, s, school, n);
	if (e == OK && s->json)
		county_json(s);
	else if (e == OK)
		county_lines(s);
	whatif_county_close(&s->k);
	TRY(e);
	return whatif_add(c, &s->total, &s->k.sum);
}

static enum err county_run(struct ctx *c, struct simulation *s, const struct county *county)
{
	struct whatif_question q = {
		.county = *county, .text = s->text, .file = s->file, .day = DATE_NONE};
	struct school *school;
	int64_t total;
	bool found = false;
	size_t n;

	TRY(term_of(c, s, county->id, &q.term, &found));
	if (!found && s->term)
		return fault_set(c, E_ABSENT, "absent",
		                 &(struct fault){.field = S("--term"), .found = str_of(s->term)});
	if (!found)
		return OK; /* a county without any term has nothing that could move */
	TRY(school_list(c, county->id, STR_NONE, 0, 0, &school, &n, &total));
	s->school = s->all + s->all_n;
	TRY(county_walk(c, s, &q, school, n));
	s->all_n += n;
	return OK;
}

/* --- all of it -------------------------------------------------------------------------------- */

static enum err counties_of(struct ctx *c, const char *code, struct county **ret_v, size_t *ret_n)
{
	TRY(whatif_counties(c, str_of(code), ret_v, ret_n));
	if (code && *ret_n == 0)
		return fault_set(c, E_ABSENT, "absent",
		                 &(struct fault){.field = S("--county"), .found = str_of(code)});
	return OK;
}

/* A draft for a place that is none of these moves nothing, which would read as harmless. */
static enum err place_known(struct ctx *c, const struct rule_set *set, const struct county *v,
                            size_t n)
{
	struct fault before = c->fault;
	enum err e = OK;

	if ((set->level != LEVEL_COUNTY && set->level != LEVEL_SCHOOL) || !str_some(set->place))
		return OK;
	for (size_t i = 0; i < n; i++) {
		e = rule_place_require(c, v[i].id, set, set->place);
		if (e != E_REFUSED)
			break;
	}
	if (e == OK)
		c->fault = before;
	return e;
}

static enum err run(struct ctx *c, struct simulation *s, const char *county)
{
	struct county *v;
	size_t n, schools = 0;

	TRY(counties_of(c, county, &v, &n));
	TRY(place_known(c, s->set, v, n));
	for (size_t i = 0; i < n; i++)
		schools += (size_t)v[i].schools;
	s->all = NEW_N(c->arena, schools + 1, struct whatif_school);
	if (!s->all)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(county_run(c, s, &v[i]));
	return s->movers ? movers_flush(c, s, 1) : OK;
}

/* A file that cannot be read at all is told before the database is opened, by its own name. */
static int draft_look(struct cli *m, const char *path, struct simulation *s)
{
	struct rule_error wrong;
	struct rule_set *set;

	if (!rule_set_read(m->ctx.arena, str_of(path), s->text, &set, &wrong) ||
	    !rule_set_placed(set, &wrong))
		return policy_wrong_file(m, &wrong);
	s->set = set;
	s->file = str_of(path);
	return 0;
}

static int sheet_write(struct cli *m, const struct simulation *s, const char *path)
{
	struct ctx *c = &m->ctx;
	struct str arg[2] = {s->title, date_text(c->arena, s->day)};
	struct out o;
	enum err e;
	int rc = 0;

	out_init(&o, (size_t)64 << 20);
	e = whatif_sheet(c, text_fill(c->arena, c->lang, T_whatif_title_of, arg, 2), s->all,
	                 s->all_n, &s->total, &o);
	if (e != OK) {
		rc = cli_fault(m, e);
	} else if (!file_write(path, out_str(&o))) {
		fprintf(stderr, "kehou: %s: %s\n", path, strerror(errno));
		rc = 1;
	}
	out_free(&o);
	return rc;
}

static bool movers_open(struct simulation *s, const char *path)
{
	static const char *const heads[] = {"county", "school",  "pupil", "now",
	                                    "draft",  "refused", "code",  "requirement",
	                                    "clause", "document"};
	struct csv_writer w;

	out_init(&s->line, (size_t)1 << 20);
	if (!path)
		return true;
	/* Beside it: a list that is there is kept until the new one is whole. */
	s->movers_part = str_c(s->m->ctx.arena, str_printf(s->m->ctx.arena, "%s.part", path));
	s->movers = fopen(s->movers_part, "we");
	csv_begin(&w, &s->line);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		csv_text(&w, str_of(heads[i]));
	csv_row_end(&w);
	return s->movers != NULL;
}

static int simulate(struct cli *m, struct simulation *s, const char *county)
{
	struct ctx *c = &m->ctx;
	struct sigaction now = {.sa_handler = on_stop}, was;
	struct out o;
	int rc;
	enum err e;

	out_init(&o, (size_t)256 << 20);
	json_init(&s->out, &o);
	if (s->json)
		json_open(&s->out, '[');
	sigaction(SIGINT, &now, &was);
	e = store_read_begin(c);
	if (e == OK) {
		e = run(c, s, county);
		store_read_end(c);
	}
	sigaction(SIGINT, &was, NULL);
	rc = e == OK ? 0 : stopped ? (policy_fault(m, e), EXIT_AGAIN) : policy_fault(m, e);
	if (rc == 0 && s->json) {
		json_close(&s->out, ']');
		out_c(&o, '\n');
		put(out_str(&o));
	}
	out_free(&o);
	return rc;
}

static int movers_close(struct simulation *s, const char *path, int rc)
{
	if (!s->movers)
		return rc;
	if (fclose(s->movers) == 0 && rc == 0 && rename(s->movers_part, path) == 0)
		return 0;
	if (rc == 0) {
		fprintf(stderr, "kehou: %s: %s\n", path, strerror(errno));
		rc = 1;
	}
	unlink(s->movers_part);
	return rc;
}

int policy_simulate(struct cli *m)
{
	const char *county = cli_flag(m, "--county"), *out = cli_flag(m, "--out");
	const char *movers = cli_flag(m, "--movers");
	struct simulation *s = NEW(m->ctx.arena, struct simulation);
	int rc;

	if (!s)
		return cli_fault(m, fault_broken(&m->ctx, "arena"));
	*s = (struct simulation){
		.m = m, .term = cli_flag(m, "--term"), .json = cli_switch(m, "--json")};
	if (cli_flag_left(m))
		return cli_usage_of(m, cli_flag_left(m));
	if (m->argc != 1)
		return cli_usage(m, "policy simulate wants one rule file");
	if (!policy_file_read(m, m->argv[0], RULE_FILE_MAX, &s->text, &rc))
		return rc;
	rc = draft_look(m, m->argv[0], s);
	if (rc == 0)
		rc = policy_store(m, true);
	if (rc != 0)
		return rc;
	if (!movers_open(s, movers)) {
		fprintf(stderr, "kehou: %s: %s\n", movers, strerror(errno));
		rc = 1;
	}
	if (rc == 0)
		rc = simulate(m, s, county);
	rc = movers_close(s, movers, rc);
	out_free(&s->line);
	return rc == 0 && out ? sheet_write(m, s, out) : rc;
}
