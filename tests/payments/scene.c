#include "scene.h"

#include <stdio.h>

#include "money/approval.h"
#include "payments/work.h"
#include "people/roll.h"

struct gateway scene_gateway;

int scene_start(void **state)
{
	(void)state;
	if (!gateway_open(&scene_gateway, "349901"))
		return -1;
	payments_use(scene_gateway.dir, pay_http_real());
	return 0;
}

int scene_end(void **state)
{
	(void)state;
	gateway_close(&scene_gateway);
	return 0;
}

const struct jval *scene_ask(struct scene *s, const char *fmt, ...)
{
	char body[1024];
	const struct jval *root;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(body, sizeof body, fmt, ap);
	va_end(ap);
	root = gateway_ask(s->c, &scene_gateway, str_of(body));
	assert_non_null(root);
	return root;
}

static collecting_id account(struct scene *s, const char *channel, const char *merchant)
{
	struct collecting_put a = {
		.channel = str_of(channel),
		.party = S("school"),
		.holder = S("示例县第一小学课后服务监管户"),
		.bank = S("示例银行"),
		.number = S("6200000000000001"),
		.merchant = str_of(merchant),
		.active = true,
	};

	assert_ok(kit_try_as(s->c, &s->w->county_officer, &collecting_put_verb, &a));
	return a.result;
}

void scene_alone(struct scene *s, struct money limit)
{
	struct approval_limit_set a = {APPROVE_BILL, limit, S("小额调整")};

	assert_ok(kit_try_as(s->c, &s->w->county_officer, &approval_limit_verb, &a));
}

struct scene scene_of(void **state)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};

	kit_term_make(s.c, s.w, &s.t);
	s.wechat = account(&s, "wechat", "1900000001");
	s.alipay = account(&s, "alipay", "2088000000000001");
	s.counter = account(&s, "counter", "");
	scene_alone(&s, FEN(10000000));
	scene_ask(&s, "{\"do\":\"mood\",\"mood\":\"normal\"}");
	scene_ask(&s, "{\"do\":\"clock\",\"ms\":%lld}", (long long)(s.c->now.us / 1000));
	return s;
}

enrolment_id scene_enrol(struct scene *s, const struct actor *who, enum kit_pupil pupil,
                         enum kit_offering o)
{
	struct enrol a = {.wish = {s->w->pupil[pupil], s->t.offering[o], s->t.course, false},
	                  .channel = S("page")};

	assert_ok(kit_try_as(s->c, who, &enrol_verb, &a));
	return a.result.id;
}

struct q_bill_of_pupil_row scene_bill(struct scene *s, enum kit_pupil pupil)
{
	struct q_bill_of_pupil_row row;

	assert_ok(store_read_begin(s->c));
	assert_ok(q_bill_of_pupil(s->c, s->w->pupil[pupil], &row));
	store_read_end(s->c);
	return row;
}

struct money scene_due(struct scene *s, enum kit_pupil pupil)
{
	struct q_bill_of_pupil_row row = scene_bill(s, pupil);
	struct money due;

	assert_ok(store_read_begin(s->c));
	assert_ok(bill_due(s->c, row.id, &due));
	store_read_end(s->c);
	return due;
}

payment_id scene_paid(struct scene *s, enum kit_pupil pupil, const char *document)
{
	struct payment_enter a = {.pupil = s->w->pupil[pupil],
	                          .term = s->t.term,
	                          .amount = scene_due(s, pupil),
	                          .day = DATE_NONE,
	                          .document = str_of(document)};

	assert_ok(kit_try_as(s->c, &s->w->leader, &payment_enter_verb, &a));
	return a.result;
}

void scene_signed(struct scene *s)
{
	struct lot_sign a = {s->t.offering[POTTERY], S("单价与市场价核对")};

	assert_ok(kit_try_as(s->c, &s->w->leader, &lot_sign_verb, &a));
}

size_t scene_work(struct scene *s)
{
	static const struct job_kinds *const kinds[] = {&payments_jobs};
	size_t n = 0;
	bool ran = true;

	s->c->actor = s->w->system;
	for (; n < 1000 && ran; n += ran)
		assert_ok(jobs_step(s->c, kinds, 1, &ran));
	return n;
}

struct adjust scene_chess_by(const struct scene *s, enum kit_pupil pupil, int64_t fen,
                             const char *reason)
{
	return (struct adjust){.pupil = s->w->pupil[pupil],
	                       .term = s->t.term,
	                       .offering = s->t.offering[CHESS],
	                       .item = S("price"),
	                       .amount = FEN(fen),
	                       .reason = str_of(reason)};
}

void scene_goes_to_a2(struct scene *s, enum kit_pupil pupil)
{
	struct pupil_leave leave = {.pupil = s->w->pupil[pupil], .reason = S("转学")};
	struct pupil_record r;
	struct roll_row row = {.grade = 7, .class_number = 1};
	struct roll_put put = {.school = s->w->a2, .row = &row, .n = 1};

	kit_read_as(s->c, &s->w->clerk);
	assert_ok(pupil_record_get(s->c, leave.pupil, &r));
	store_read_end(s->c);
	row.number = r.number;
	row.name = r.name;
	row.sex = r.sex;
	row.born = r.born;
	assert_ok(kit_try_as(s->c, &s->w->clerk, &pupil_leave_verb, &leave));
	assert_ok(kit_try_as(s->c, &s->w->clerk2, &roll_put_verb, &put));
	assert_int_equal(row.did, ROLL_CHANGED);
}

int64_t scene_sum(struct scene *s, const char *account)
{
	struct money m;

	assert_ok(store_read_begin(s->c));
	assert_ok(q_account_sum(s->c, str_of(account), &m));
	store_read_end(s->c);
	return m.fen;
}

struct web_answer scene_tell(struct scene *s, struct web *w, const struct jval *notice,
                             const char *channel, collecting_id to)
{
	static const char *const names[][2] = {{"timestamp", "Wechatpay-Timestamp"},
	                                       {"nonce", "Wechatpay-Nonce"},
	                                       {"signature", "Wechatpay-Signature"},
	                                       {"serial", "Wechatpay-Serial"}};
	bool form = strcmp(channel, "alipay") == 0;
	struct arena *a = s->c->arena;
	struct str headers =
		str_printf(a, "Content-Type: %s\n",
	                   form ? "application/x-www-form-urlencoded" : "application/json");
	struct web_answer got;

	for (size_t i = 0; i < 4; i++) {
		const struct jval *v = jval_find(notice, names[i][0]);

		if (v)
			headers = str_printf(a, "%.*s%s: %.*s\n", STR_FMT(headers), names[i][1],
			                     STR_FMT(v->s));
	}
	assert_ok(web_dispatch_test(
		w, a, "POST",
		str_c(a, str_printf(a, "/pay/notices/%s/%lld", channel, (long long)to.v)), headers,
		jval_find(notice, "body")->s, &got));
	return got;
}
