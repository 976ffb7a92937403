/* R60: the channels' daily files are fetched; a day whose file cannot be had keeps none of the
 * others back, and a channel that says nothing is not asked for every day in hand. */
#include "../payments/scene.h"

#include "audit/difference.h"
#include "jobs/job.h"

enum { DAYS = 9 };
#define DAY_US INT64_C(86400000000)

/* The channel's line as it is but for what is asked of one day. */
static struct {
	struct str day; /* asked for in vain; none: of no day */
	int asked;
} line;

static enum err send(struct ctx *c, void *self, const struct http_ask *ask,
                     struct http_said *ret_said)
{
	size_t at;

	line.asked += str_find(ask->url, S("bill_date="), &at);
	if (line.day.p && str_find(ask->url, line.day, &at))
		return fault_set(c, E_BROKEN, CHANNEL_SILENT, NULL);
	return pay_http_real()->send(c, self, ask, ret_said);
}

/* Alipay is switched off: what is asked for is WeChat's. */
static struct scene asks(void **state, struct str bad)
{
	struct scene s = scene_of(state);
	struct collecting_put off = {.channel = S("alipay"),
	                             .party = S("school"),
	                             .holder = S("示例县第一小学课后服务监管户"),
	                             .bank = S("示例银行"),
	                             .number = S("6200000000000001"),
	                             .merchant = S("2088000000000001")};

	assert_ok(kit_try_as(s.c, &s.w->county_officer, &collecting_put_verb, &off));
	kit_advance(state, DAYS * DAY_US);
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	line.day = bad;
	line.asked = 0;
	return s;
}

static void runs(struct scene *s)
{
	static const struct job_kinds *const kinds[] = {&reconcile_jobs};
	static const struct pay_http http = {.send = send};
	bool ran = true;

	payments_use(scene_gateway.dir, &http);
	assert_ok(jobs_prepare(s->c, kinds, 1));
	s->c->actor = s->w->system;
	while (ran)
		assert_ok(jobs_step(s->c, kinds, 1, &ran));
	payments_use(scene_gateway.dir, pay_http_real());
}

static int64_t missing(struct scene *s)
{
	struct difference *v;
	int64_t total, found = 0;
	size_t n;

	kit_read_as(s->c, &s->w->county_officer);
	assert_ok(difference_list(s->c, S("open"), 0, 0, &v, &n, &total));
	store_read_end(s->c);
	for (size_t i = 0; i < n; i++)
		found += v[i].kind == DIFF_FILE_MISSING;
	return found;
}

static void R60_a_day_whose_file_cannot_be_had_keeps_no_later_one_back(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct date bad = {ctx_today(c).day + DAYS - 5};
	struct scene s = asks(state, date_text(c->arena, bad));

	runs(&s);
	assert_int_equal(line.asked, 10);
	assert_int_equal(missing(&s), 1);
	kit_advance(state, DAY_US + 60000000);
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	line.day = STR_NONE;
	line.asked = 0;
	runs(&s);
	assert_int_equal(line.asked, 2); /* the new day and the one that was missing */
	assert_int_equal(missing(&s), 0);
}

static void a_channel_that_says_nothing_is_asked_twice_and_its_files_are_missing(void **state)
{
	struct scene s = asks(state, S("bill_date="));

	runs(&s);
	assert_int_equal(line.asked, 2);
	assert_int_equal(missing(&s), DAYS - 2); /* of yesterday it is not due */
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(R60_a_day_whose_file_cannot_be_had_keeps_no_later_one_back),
		KIT_FACT(a_channel_that_says_nothing_is_asked_twice_and_its_files_are_missing),
	};
	int rc;

	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("audit fetch", facts);
	scene_end(NULL);
	return rc;
}
