/* Inside WeChat: there and back, so that it is known whose WeChat pays. */
#include "payments/case.h"
#include "payments/openid.h"
#include "payments/openid.html.h"

static const struct in_field WECHAT_FIELDS[] = {
	{.name = "code",
         .type = IN_STR,
         .max = OPENID_CODE_MAX,
         .label = T_pay_in_app_code,
         .offset = offsetof(struct wechat_in, code)},
	{.name = "state",
         .type = IN_STR,
         .max = 128,
         .label = T_pay_in_app_state,
         .offset = offsetof(struct wechat_in, state)},
};
const struct input wechat_input = {"WechatReturn", sizeof(struct wechat_in), WECHAT_FIELDS, 2, 0};

static struct str back_path(struct ctx *c, pay_order_id id)
{
	return path_of(c, "/pay/orders/*/wechat/back", id.v);
}

/* By which app WeChat is asked who pays an order; nothing is asked of anybody yet. */
static enum err asked_of(struct ctx *c, const struct order *o, struct in_app *ret_in)
{
	struct collecting at;

	TRY(collecting_load(c, o->collecting, &at));
	TRY(in_app_of(c, &at, ret_in));
	return ret_in->no.code ? fault_set(c, E_REFUSED, ret_in->no.code, &ret_in->no) : OK;
}

enum err page_wechat(struct ctx *c, struct req *r, struct reply *w)
{
	pay_order_id id = {req_id(r, "order")};
	struct in_app in;
	struct order o;

	reply_back(w, path_of(c, "/pay/orders/*", id.v));
	TRY(order_get(c, id, &o));
	if (!o.waits || !account_id_eq(o.account, c->actor.account))
		return reply_see(c, w, path_of(c, "/pay/orders/*", id.v), TEXT_NONE);
	TRY(asked_of(c, &o, &in));
	return reply_see_wechat(c, w,
	                        &(struct wechat_visit){.open = in.open,
	                                               .appid = in.appid,
	                                               .path = back_path(c, id),
	                                               .state = openid_state(c, id)});
}

enum err page_wechat_back(struct ctx *c, struct req *r, struct reply *w)
{
	const struct wechat_in *in = req_query(r);
	pay_order_id id = {req_id(r, "order")};
	struct view_openid v = {.action = back_path(c, id),
	                        .again = path_of(c, "/pay/orders/*", id.v)};
	struct order o;

	reply_back(w, v.again);
	TRY(order_get(c, id, &o));
	TRY(openid_state_check(c, id, in ? in->state : S("")));
	v.code = in->code;
	v.state = in->state;
	return reply_page(c, w, LAYOUT_GUARDIAN, T_pay_in_app_title, RENDER(render_openid), &v);
}

static enum err bring_path(struct ctx *c, void *arg, struct out *o)
{
	const struct openid_bring *a = arg;

	out_put(o, path_of(c, "/pay/orders/*", a->order.v));
	return OK;
}

static enum err back_read(struct ctx *c, pay_order_id id, struct str state, struct in_app *ret_in)
{
	struct order o;

	TRY(order_get(c, id, &o));
	TRY(openid_state_check(c, id, state));
	return asked_of(c, &o, ret_in);
}

enum err page_wechat_bring(struct ctx *c, struct req *r, struct reply *w)
{
	const struct wechat_in *in = req_input(r);
	struct openid_bring a = {.order = {req_id(r, "order")}, .code = in->code};
	struct store_once once = req_once(r, bring_path);
	struct in_app app = {0};
	struct str path;
	bool replayed;
	enum err e;

	reply_back(w, path_of(c, "/pay/orders/*", a.order.v));
	TRY(store_read_begin(c));
	e = back_read(c, a.order, in->state, &app);
	store_read_end(c);
	TRY(e);
	a.appid = app.appid;
	TRY(store_write_once(c, &openid_bring_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, TEXT_NONE);
}

enum err page_wechat_forget(struct ctx *c, struct req *r, struct reply *w)
{
	struct openid_forget a = {{req_id(r, "order")}};

	return form_verb(c, r, w, &openid_forget_verb, &a, path_of(c, "/pay/orders/*", a.order.v),
	                 T_pay_in_app_forgotten);
}
