/* From an empty database to a city: what stands above the schools, then a crew that makes school
 * after school, then the sittings and the counts. */
#include "demo/demo.h"

#include "agency/agency.h"
#include "audit/pack_work.h"
#include "audit/term_close.h"
#include "auth/password.h"
#include "demo/plan.h"
#include "demo/words.h"
#include "funds/count.h"
#include "payments/work.h"
#include "people/county.h"
#include "people/officer.h"
#include "people/idnum.h"
#include "people/school.h"
#include "subsidy/batch.h"
#include "term/jobs.h"
#include "whatif/simulation.h"

/* Many at work, so that one commit carries much: the writer is one thread, and pages of an index
 * that are changed at random cost once a commit. */
enum { CREW_SMALL = 8, CREW_CITY = 96, TEXT_MAX = 4 << 20, PROGRESS_S = 5 };
#define CREW_ARENA ((size_t)24 << 20)

/* --- above the schools
 * ------------------------------------------------------------------------------ */

static enum err officer(struct ctx *c, struct demo *d, enum role role, county_id county,
                        struct str name, struct str login, struct out *o)
{
	struct officer_new a = {.role = role,
	                        .county = county,
	                        .name = name,
	                        .login = login,
	                        .starts = DATE_NONE,
	                        .ends = DATE_NONE};
	struct demo_line line = {.login = login, .role = role_name(role)};

	TRY(store_write(c, &officer_add_verb, &a));
	return demo_lines(c, d, &line, 1, o);
}

/* A code that reads as one: the two check characters are found by trying. */
static bool credit_code(struct ctx *c, size_t n, struct str *ret_code)
{
	static const char places[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	struct credit_code read;

	for (size_t i = 0; i < 31 * 31; i++) {
		struct str code = str_printf(c->arena, "52349901MJ%06zu%c%c", n % 1000000,
		                             places[i / 31], places[i % 31]);

		if (credit_code_read(c->arena, code, &read) == IDNUM_OK) {
			*ret_code = code;
			return true;
		}
	}
	return false;
}

static enum err agencies(struct ctx *c, struct demo *d, size_t at, struct out *o)
{
	struct demo_county *k = &d->county[at];

	for (size_t i = 0; i < DEMO_AGENCIES; i++) {
		size_t n = at * DEMO_AGENCIES + i;
		struct agency_new a = {
			.county = k->id,
			.name = demo_agency_name(c->arena, n),
			.contact_name =
				demo_person(c->arena, demo_mix(d->o.seed, at, (1 << 22) + i)),
			.contact_phone = str_printf(c->arena, "198%08zu", n),
		};
		struct demo_line line = {.login = a.contact_phone, .role = role_name(ROLE_AGENCY)};

		if (!credit_code(c, n, &a.uscc))
			return fault_broken(c, "no credit code of an agency reads");
		TRY(store_write(c, &agency_add_verb, &a));
		k->agency[i] = a.result;
		k->contact[i] = a.contact;
		TRY(demo_lines(c, d, &line, 1, o));
	}
	return OK;
}

/* Who acts for a county: its bureau, and those who watch the money. */
static enum err officers(struct ctx *c, struct demo *d, size_t at, struct str name, struct out *o)
{
	static const struct {
		enum role role;
		const char *office, *login;
	} v[] = {{ROLE_COUNTY, "教育局", "county"},
	         {ROLE_COUNTY_FINANCE, "财政局", "county_finance"},
	         {ROLE_COUNTY_HR, "人社局", "county_hr"}};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		TRY(officer(c, d, v[i].role, d->county[at].id,
		            str_printf(c->arena, "%.*s%s", STR_FMT(name), v[i].office),
		            str_printf(c->arena, "%s%02zu", v[i].login, at + 1), o));
	return OK;
}

static enum err county(struct ctx *c, struct demo *d, size_t at, struct out *o)
{
	bool zone = at >= DEMO_COUNTIES;
	struct demo_county *k = &d->county[at];
	struct str name = demo_county(at, zone);
	struct county_new a = {
		.code = zone ? S("Z34990") : k->region,
		.name = name,
		.zone = zone,
		.ruleset = S("RS0"),
	};
	struct term_new term = {
		.code = d->term_code, .first_day = d->term_first, .last_day = d->term_last};
	struct term_new before = {
		.code = d->before_code, .first_day = d->before_first, .last_day = d->before_last};

	TRY(store_write(c, &county_add_verb, &a));
	k->id = term.county = before.county = a.result;
	if (d->o.scale != DEMO_CITY && !d->o.fresh) {
		TRY(store_write(c, &term_add_verb, &before));
		k->before = before.result;
	}
	TRY(store_write(c, &term_add_verb, &term));
	k->term = term.result;
	TRY(officers(c, d, at, name, o));
	return agencies(c, d, at, o);
}

static enum err offices(struct ctx *c, struct demo *d, struct out *o)
{
	TRY(officer(c, d, ROLE_CITY, ID_NONE(county_id), S("市课后服务领导小组办公室"), S("city"),
	            o));
	TRY(officer(c, d, ROLE_CITY_FINANCE, ID_NONE(county_id), S("市财政局"), S("city_finance"),
	            o));
	for (size_t i = 0; i < d->counties; i++)
		TRY(county(c, d, i, o));
	return OK;
}

/* --- one school
 * ------------------------------------------------------------------------------------- */

static enum err school_make(struct ctx *c, struct demo *d, size_t number, struct demo_school *ret_s)
{
	struct demo_school *s = ret_s;

	*s = (struct demo_school){
		.d = d,
		.number = number,
		.pupil_n = (number + 1) * d->pupils / d->schools - number * d->pupils / d->schools,
		.accounts = &d->text[number],
	};
	while (number >= d->county[s->county_at].first + d->county[s->county_at].schools)
		s->county_at++;
	s->county = &d->county[s->county_at];
	s->in_county = number - s->county->first;
	s->junior = number % 3 == 2;
	s->rural = number % 4 == 3;
	s->code = str_printf(c->arena, "%d34%06zu", s->junior ? 31 : 21, number + 1);
	s->grade_first = s->junior ? 7 : 1;
	s->grades = s->junior ? 3 : 6;
	out_init(s->accounts, TEXT_MAX);
	if (d->past && number == 0) { /* it was there before the term before */
		demo_go(c, (struct date){d->before_first.day - 30}, 9);
		TRY(demo_roll(c, s));
		TRY(demo_past(c, s, d->past));
	} else {
		TRY(demo_roll(c, s));
	}
	TRY(demo_services(c, s));
	TRY(demo_accounts(c, s));
	atomic_fetch_add(&d->done_schools, 1);
	return OK;
}

/* --- the crew
 * --------------------------------------------------------------------------------------- */

struct worker {
	struct demo *d;
	pthread_t thread;
	bool started;
	struct ctx ctx;
	enum err result;
};

static void worker_renew(struct ctx *c)
{
	arena_reset(c->arena);
	c->now = env_now(c->env);
	c->actor = (struct actor){.role = ROLE_SYSTEM};
}

/* Accounts are written in the order of the schools, whoever is ready first. */
static bool school_written(struct demo *d, size_t number)
{
	bool good = true;

	pthread_mutex_lock(&d->lock);
	d->ready[number] = true;
	for (; d->written < d->schools && d->ready[d->written]; d->written++) {
		struct out *o = &d->text[d->written];

		if (d->o.accounts && o->n > 0)
			good = fwrite(o->p, 1, o->n, d->o.accounts) == o->n && good;
		out_free(o);
	}
	pthread_mutex_unlock(&d->lock);
	return good;
}

static void *schools_work(void *arg)
{
	struct worker *w = arg;
	struct demo *d = w->d;
	struct demo_school school;
	size_t number;

	while (w->result == OK && !atomic_load(&d->failed) &&
	       (number = atomic_fetch_add(&d->next, 1)) < d->schools) {
		worker_renew(&w->ctx);
		w->result = school_make(&w->ctx, d, number, &school);
		if (w->result == OK && !school_written(d, number))
			w->result = fault_broken(&w->ctx, "the accounts file cannot be written");
	}
	if (w->result != OK)
		atomic_store(&d->failed, true);
	return NULL;
}

/* What follows from publishing, and the schools' counts: a database that was served has them. Only
 * those recur; what else was put is run with them, since a job of an unknown kind is given up. */
enum { FOLLOW_UP = 2 };
static enum err held_already(struct ctx *c, const struct job *j)
{
	(void)c, (void)j;
	return OK;
}

/* A demo holds its county's books against the bank itself, on days of its own (bank.c). */
static const struct job_kind HELD[] = {{.name = "audit.reconcile_county", .run = held_already}};
static const struct job_kinds held_jobs = JOB_KINDS(HELD);
const struct job_kinds *const demo_jobs[DEMO_JOBS] = {
	&term_jobs,       &funds_jobs, &payments_jobs, &subsidy_jobs,
	&term_close_jobs, &pack_jobs,  &whatif_jobs,   &held_jobs};

static void *follow_up_work(void *arg)
{
	struct worker *w = arg;
	bool ran = true;

	while (w->result == OK && ran && !atomic_load(&w->d->failed)) {
		worker_renew(&w->ctx);
		w->result = jobs_step(&w->ctx, demo_jobs, DEMO_JOBS, &ran);
	}
	if (w->result != OK)
		atomic_store(&w->d->failed, true);
	return NULL;
}

static void progress(struct demo *d, const char *what)
{
	if (d->o.progress)
		fprintf(d->o.progress, "kehou: %s: %lld of %zu schools, %lld of %zu pupils\n", what,
		        (long long)atomic_load(&d->done_schools), d->schools,
		        (long long)atomic_load(&d->done_pupils), d->pupils);
}

static void watch(struct demo *d)
{
	int64_t next = d->env->monotonic_us(d->env->self) + PROGRESS_S * INT64_C(1000000);

	while (!atomic_load(&d->failed) && atomic_load(&d->done_schools) < (int64_t)d->schools) {
		d->env->sleep_us(d->env->self, 20000);
		if (d->env->monotonic_us(d->env->self) < next)
			continue;
		progress(d, "making");
		next += PROGRESS_S * INT64_C(1000000);
	}
}

static enum err worker_start(struct ctx *c, struct demo *d, struct worker *w, void *(*work)(void *))
{
	w->d = d;
	w->result = OK;
	if (!w->ctx.arena) {
		w->ctx = *c;
		w->ctx.arena = arena_new(CREW_ARENA);
	}
	if (!w->ctx.arena)
		return fault_broken(c, "no memory for the crew");
	w->started = pthread_create(&w->thread, NULL, work, w) == 0;
	return w->started ? OK : fault_broken(c, "no thread for the crew");
}

/* Everybody does `work` until there is none left; the first failure is everybody's. */
static enum err crew_run(struct ctx *c, struct demo *d, struct worker *w, size_t n,
                         void *(*work)(void *), bool watched)
{
	enum err e = OK;

	for (size_t i = 0; i < n && e == OK; i++)
		e = worker_start(c, d, &w[i], work);
	if (e != OK)
		atomic_store(&d->failed, true);
	else if (watched)
		watch(d);
	for (size_t i = 0; i < n; i++) {
		if (w[i].started)
			pthread_join(w[i].thread, NULL);
		w[i].started = false;
		if (e == OK && w[i].result != OK) {
			e = w[i].result;
			c->fault = w[i].ctx.fault;
			c->fault.field = str_dup(c->arena, c->fault.field);
			c->fault.found = str_dup(c->arena, c->fault.found);
			c->fault.allowed = str_dup(c->arena, c->fault.allowed);
			c->fault.clause = str_dup(c->arena, c->fault.clause);
			c->fault.document = str_dup(c->arena, c->fault.document);
			c->broken = w[i].ctx.broken;
		}
	}
	return e;
}

static enum err crew(struct ctx *c, struct demo *d)
{
	size_t n = d->o.scale == DEMO_CITY ? CREW_CITY : CREW_SMALL;
	struct worker *w = NEW_N(c->arena, n, struct worker);
	enum err e;

	if (!w)
		return fault_broken(c, "arena");
	e = crew_run(c, d, w, n, schools_work, true);
	if (e == OK)
		e = jobs_prepare(c, demo_jobs, FOLLOW_UP);
	if (e == OK) {
		progress(d, "sittings and counts");
		e = crew_run(c, d, w, n, follow_up_work, false);
	}
	for (size_t i = 0; i < n; i++)
		arena_free(&w[i].ctx.arena);
	return e;
}

/* --- all
 * -------------------------------------------------------------------------------------------- */

static enum err empty_require(struct ctx *c)
{
	struct county *v;
	size_t n;

	TRY(county_list_now(c, &v, &n));
	return n == 0 ? OK : fault_set(c, E_CONFLICT, "database_not_empty", NULL);
}

static enum err head_written(struct ctx *c, struct demo *d, struct out *o)
{
	if (d->o.accounts && fwrite(o->p, 1, o->n, d->o.accounts) != o->n)
		return fault_broken(c, "the accounts file cannot be written");
	return OK;
}

static void head_begin(struct out *o)
{
	out_init(o, TEXT_MAX);
	out_put(o, S("login,password,role,school,pupils,token\n"));
}

/* The first school, whose lists of money are full: by one hand, and before the others. What was
 * made for it is needed until the end. */
static enum err first_school(struct ctx *c, struct demo *d)
{
	struct demo_school *s = NEW(c->arena, struct demo_school);
	size_t number;

	d->past = NEW(c->arena, struct demo_past);
	if (!s || !d->past)
		return fault_broken(c, "arena");
	number = atomic_fetch_add(&d->next, 1);
	TRY(school_make(c, d, number, s));
	return school_written(d, number) ? OK
	                                 : fault_broken(c, "the accounts file cannot be written");
}

/* What a newcomer finds under way. */
static enum err under_way(struct ctx *c, struct demo *d)
{
	TRY(demo_rules(c, d));
	TRY(demo_waivers(c, d));
	TRY(demo_present(c, d->past));
	return demo_money(c, d);
}

static enum err made(struct ctx *c, struct demo *d)
{
	struct out head;
	enum err e;

	head_begin(&head);
	e = offices(c, d, &head);
	if (e == OK)
		e = head_written(c, d, &head);
	out_free(&head);
	TRY(e);
	if (d->o.scale != DEMO_CITY && !d->o.fresh)
		TRY(first_school(c, d));
	TRY(crew(c, d));
	return d->o.scale == DEMO_SCHOOL && !d->o.fresh ? under_way(c, d) : OK;
}

enum err demo_make(struct ctx *c, const struct demo_options *o, struct demo_made *ret_made)
{
	struct demo *d = NEW(c->arena, struct demo);
	enum lang lang = c->lang;
	enum err e;

	if (!d)
		return fault_broken(c, "arena");
	TRY(empty_require(c));
	d->o = *o;
	d->env = c->env;
	TRY(demo_plan(c, d));
	TRY(password_hash(c, S(DEMO_PASSWORD), &d->hash));
	pthread_mutex_init(&d->lock, NULL);
	c->lang = LANG_ZH; /* of titles that are kept as they are written */
	e = made(c, d);
	c->lang = lang;
	for (size_t i = d->written; i < d->schools; i++)
		out_free(&d->text[i]);
	pthread_mutex_destroy(&d->lock);
	TRY(e);
	*ret_made = (struct demo_made){
		.counties = (int64_t)d->counties,
		.schools = (int64_t)d->schools,
		.pupils = (int64_t)d->pupils,
		.offerings = (int64_t)(d->schools * (2 + d->courses)),
	};
	return OK;
}
