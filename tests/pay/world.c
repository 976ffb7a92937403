#include "world.h"

#include <stdio.h>

static struct world the_world;

int world_start(void **state)
{
	struct world *w = &the_world;

	w->c.arena = arena_new(256u << 20);
	w->c.env = env_system();
	w->c.now = env_now(w->c.env);
	if (!w->c.arena || !gateway_open(&w->gateway, "341702"))
		return -1;
	w->dir = w->gateway.dir;
	if (merchant_load(&w->c, w->dir, S("341702"), &w->merchant) != OK)
		return -1;
	w->pay = (struct pay){w->merchant, pay_http_real(), STR_NONE};
	*state = w;
	return 0;
}

int world_end(void **state)
{
	struct world *w = &the_world;

	merchant_free(&w->merchant);
	gateway_close(&w->gateway);
	arena_free(&w->c.arena);
	return 0;
}

int world_open(void **state)
{
	struct world *w = &the_world;

	w->c.fault = (struct fault){0};
	gateway_mood(w, "normal");
	control(w, "{\"do\":\"cut\",\"cut\":\"whole\"}");
	*state = w;
	return 0;
}

const struct jval *control(struct world *w, const char *fmt, ...)
{
	char body[1024];
	const struct jval *root;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(body, sizeof body, fmt, ap);
	va_end(ap);
	root = gateway_ask(&w->c, &w->gateway, str_of(body));
	assert_non_null(root);
	return root;
}

void gateway_mood(struct world *w, const char *mood)
{
	control(w, "{\"do\":\"mood\",\"mood\":\"%s\"}", mood);
}

struct str number_new(struct world *w, const char *what)
{
	static int n;

	return str_printf(w->c.arena, "%s-%06d", what, ++n);
}

struct pay_order order_of(struct str number, int64_t fen, enum pay_way way)
{
	return (struct pay_order){
		.number = number,
		.subject = S("课后服务费 2026-2027学年第一学期"),
		.amount = FEN(fen),
		.expires = {INT64_C(4102444800000000)},
		.way = way,
		.payer = S("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"),
		.address = S("203.0.113.7"),
	};
}
