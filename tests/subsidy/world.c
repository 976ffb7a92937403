#include "world.h"

#define DAY_US (24 * INT64_C(3600000000))

struct str pay_rules(struct ctx *c, const char *effective, const char *rate, const char *mode)
{
	static const char FORM[] = "ruleset PAY-2026\n"
				   "title \"示例县教职工课后服务补助办法\"\n"
				   "number \"示教〔2026〕9号\"\n"
				   "issuer \"示例县教育局\"\n"
				   "level county\n"
				   "place 349901\n"
				   "under RS0\n"
				   "issued 2026-08-01\n"
				   "effective %s .. open\n"
				   "\n"
				   "param staff.performance_pay %s\n"
				   "  clause \"补助与绩效工资总量的关系\"\n"
				   "  requirement R49\n"
				   "\n"
				   "permit guarantee_fund \"保障经费\"\n"
				   "  only staff_subsidy labour_fee\n"
				   "  clause \"保障经费用于人员补助\"\n"
				   "  requirement R66\n"
				   "\n"
				   "permit special_fund \"专项补助资金\"\n"
				   "  only staff_subsidy equipment\n"
				   "  clause \"专项补助用于人员补助和设备\"\n"
				   "  requirement R66\n"
				   "\n"
				   "pay teacher \"教师补助\"\n"
				   "  rate exactly %s yuan per sitting\n"
				   "  form subsidy\n"
				   "  when payee staff\n"
				   "  clause \"教师每课次补助\"\n"
				   "  requirement R48\n"
				   "\n"
				   "pay leading \"带班领导补助\"\n"
				   "  rate exactly 80.00 yuan per sitting\n"
				   "  form subsidy\n"
				   "  when payee staff\n"
				   "  when role leader\n"
				   "  clause \"带班领导每课次80元\"\n"
				   "  requirement R48\n"
				   "\n"
				   "pay outsider \"外聘人员劳务费\"\n"
				   "  rate at_most 200.00 yuan per sitting\n"
				   "  form labour_fee\n"
				   "  when payee outsider\n"
				   "  clause \"外聘人员每课次不超过200元\"\n"
				   "  requirement R48\n"
				   "\n"
				   "case pay \"教师一课次\"\n"
				   "  given payee staff\n"
				   "  given role teacher\n"
				   "  given unit sitting\n"
				   "  given quantity 1\n"
				   "  expect amount %s\n";

	return str_printf(c->arena, FORM, effective, mode, rate, rate);
}

struct str pay_rules_of(struct ctx *c, const char *effective, const char *lines)
{
	struct str text = pay_rules(c, effective, "55.55", "within_total"), cut;
	size_t at, from, end;

	assert_true(str_find(text, S("  rate exactly 55.55 yuan per sitting\n"), &at));
	assert_true(str_find(text, S("\ncase pay"), &end));
	from = at + strlen("  rate exactly 55.55 yuan per sitting\n");
	cut = str_sub(text, from, end - from);
	return str_printf(
		c->arena,
		"%.*s%s%.*s\ncase pay \"带班领导一课次\"\n  given payee staff\n"
		"  given role leader\n  given kind care\n  given unit sitting\n  given quantity 1\n"
		"  expect amount 80.00\n",
		(int)at, text.p, lines, STR_FMT(cut));
}

struct holding {
	struct scene *s;
	offering_id offering;
	struct date first, last;
	sitting_id one;
	int64_t present, n;
};

static enum err hold_run(struct ctx *c, void *arg)
{
	struct holding *a = arg;
	const struct kit_people *w = a->s->w;
	struct q_sittings_of_row *v;
	size_t n;

	if (a->one.v)
		return q_register_put(c, a->one, w->county, w->a1, w->teacher_id, c->now,
		                      a->present, NULL);
	TRY(q_sittings_of(c, a->offering, a->first, a->last, &v, &n));
	for (size_t i = 0; i < n; i++)
		TRY(q_register_put(c, v[i].id, w->county, w->a1, w->teacher_id, c->now, 3, NULL));
	a->n = (int64_t)n;
	return OK;
}
static const struct verb hold_verb = {"test.hold", hold_run};

int64_t scene_held(struct scene *s, enum kit_offering o, struct date first, struct date last)
{
	struct holding a = {.s = s, .offering = s->t.offering[o], .first = first, .last = last};

	as(s->c, &s->w->system);
	kit_do(s->c, &hold_verb, &a);
	return a.n;
}

void scene_present(struct scene *s, sitting_id sitting, int64_t present)
{
	struct holding a = {.s = s, .one = sitting, .present = present};

	as(s->c, &s->w->system);
	kit_do(s->c, &hold_verb, &a);
}

sitting_id scene_sitting(struct scene *s, enum kit_offering o, size_t i)
{
	sitting_id id = {0};
	struct q_sittings_of_row *v;
	size_t n;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_sittings_of(s->c, s->t.offering[o], s->first, s->last, &v, &n));
	if (i < n)
		id = v[i].id;
	store_read_end(s->c);
	return id;
}

void scene_runs(struct scene *s, enum kit_offering o, staff_id staff)
{
	struct offering_staffing put = {.offering = s->t.offering[o], .staff = staff};
	struct sittings_generate make = {.offering = s->t.offering[o], .more = true};

	as(s->c, &s->w->system);
	kit_do(s->c, &offering_staff_verb, &put);
	while (make.more)
		kit_do(s->c, &sittings_generate_verb, &make);
}

void scene_day(void **state, struct date day)
{
	while (ctx_today(kit_ctx(state)).day < day.day)
		kit_advance(state, DAY_US);
}

struct scene scene_of(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};

	kit_term_make(s.c, s.w, &s.t);
	s.other = second_officer(s.c, s.w);
	published(s.c, &s.w->county_officer, &s.other,
	          pay_rules(s.c, "2026-09-01", "50.00", "within_total"));
	s.first = on_day(2026, 9, 1);
	s.last = on_day(2026, 9, 30);
	scene_runs(&s, CARE, s.w->teacher_id);
	scene_runs(&s, CHESS, s.w->head_id);
	scene_runs(&s, SINGING,
	           s.w->head_id); /* at the same time as chess; held in no test but one */
	scene_day(state, on_day(2026, 10, 2));
	s.days = scene_held(&s, CARE, s.first, s.last);
	assert_true(s.days > 10);
	return s;
}

struct subsidy_batch scene_batch(struct scene *s, int64_t id)
{
	struct subsidy_batch b;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(subsidy_batch_get(s->c, id, &b));
	store_read_end(s->c);
	return b;
}

struct subsidy_batch scene_reckon(struct scene *s, struct date month)
{
	struct subsidy_open open = {.month = month};
	struct subsidy_batch b;
	bool more = true;

	as(s->c, &s->w->leader);
	done(s->c, kit_try_as(s->c, &s->w->leader, &subsidy_open_verb, &open));
	b = scene_batch(s, open.result);
	as(s->c, &s->w->system);
	while (more)
		done(s->c, subsidy_step(s->c, b.id, b.run, &more));
	return scene_batch(s, open.result);
}

size_t scene_findings(struct scene *s, const struct subsidy_batch *b, const char *code)
{
	struct subsidy_finding *v;
	size_t n, found = 0;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(subsidy_findings(s->c, b, &v, &n));
	for (size_t i = 0; i < n; i++)
		found += str_is(v[i].code, code);
	store_read_end(s->c);
	return found;
}

struct money scene_line(struct scene *s, const struct subsidy_batch *b, int64_t person)
{
	struct money amount = FEN(-1);
	struct subsidy_line *v;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	assert_ok(subsidy_lines(s->c, b, &v, &n));
	for (size_t i = 0; i < n; i++)
		if (v[i].person == person)
			amount = v[i].amount;
	store_read_end(s->c);
	return amount;
}

enum err scene_quota(struct scene *s, int64_t fen)
{
	struct subsidy_quota_put a = {.school = s->w->a1,
	                              .year = 2026,
	                              .amount = FEN(fen),
	                              .document = S("人社〔2026〕1号")};

	as(s->c, &s->w->county_officer);
	return kit_try_as(s->c, &s->w->county_officer, &subsidy_quota_verb, &a);
}

enum err scene_submit(struct scene *s, int64_t batch)
{
	struct subsidy_submit a = {batch};

	as(s->c, &s->w->leader);
	return kit_try_as(s->c, &s->w->leader, &subsidy_submit_verb, &a);
}

enum err scene_decide(struct scene *s, const struct actor *who, int64_t batch, bool approve)
{
	struct subsidy_decide a = {batch, approve, S("九月多算一次")};

	as(s->c, who);
	return kit_try_as(s->c, who, &subsidy_decide_verb, &a);
}

void scene_approved(struct scene *s, int64_t batch)
{
	done(s->c, scene_quota(s, 100000000));
	done(s->c, scene_submit(s, batch));
	done(s->c, scene_decide(s, &s->w->county_officer, batch, true));
}

struct money scene_balance(struct scene *s, const char *account, int64_t subject)
{
	struct money m;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_balance(s->c, str_of(account), subject, &m));
	store_read_end(s->c);
	return m;
}

void scene_follow(struct scene *s)
{
	const struct job_kind *k = &subsidy_jobs.v[1];

	as(s->c, &s->w->system);
	assert_ok(k->run(s->c, NULL));
}
