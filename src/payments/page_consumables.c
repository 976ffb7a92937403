/* The school's list of consumables: what is to be bought, who entrusted it, what was handed out. */
#include "payments/case.h"
#include "payments/consumables.h"
#include "payments/consumables.sql.h"
#include "term/term_filter.h"

#define HERE "/school/consumables"

static const struct in_field SIGN_FIELDS[] = {
	{.name = "sign_note",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_consumables_sign_note,
         .offset = offsetof(struct lot_note_in, note)},
};
const struct input lot_sign_input = {"ConsumablesSign", sizeof(struct lot_note_in), SIGN_FIELDS, 1,
                                     0};
static const struct in_field DELIVERY_FIELDS[] = {
	{.name = "delivery_note",
         .type = IN_STR,
         .required = true,
         .max = 200,
         .label = T_consumables_delivery_note,
         .offset = offsetof(struct lot_note_in, note)},
};
const struct input lot_delivery_input = {"ConsumablesDelivery", sizeof(struct lot_note_in),
                                         DELIVERY_FIELDS, 1, 0};

static bool some(struct instant at)
{
	return at.us != INT64_MIN;
}

static enum text_id lot_state(const struct lot *l, const char **ret_kind)
{
	*ret_kind = some(l->delivered_at) ? "ok" : some(l->signed_at) ? "info" : "warn";
	return some(l->delivered_at) ? T_consumables_delivered
	       : some(l->signed_at)  ? T_consumables_signed
	                             : T_consumables_unsigned;
}

static struct str lot_path(struct ctx *c, offering_id id, const char *tail)
{
	return str_printf(c->arena, HERE "/%lld%s", (long long)id.v, tail);
}

static struct str who_when(struct ctx *c, struct str who, struct instant at)
{
	return some(at) ? str_printf(c->arena, "%.*s %.*s", STR_FMT(who.p ? who : S("")),
	                             STR_FMT(instant_words(c->arena, c->lang, at)))
	                : S("");
}

/* --- all of a term -----------------------------------------------------------------------------
 */

static enum err lots_desk(struct ctx *c, const struct req *r, struct term *ret_t,
                          struct desk *ret_d)
{
	static const struct papers_in none = {0};
	const struct papers_in *in = query_or(r, &none);
	static const struct desk_col cols[] = {{T_refund_item, false},
	                                       {T_consumables_provider, false},
	                                       {T_consumables_standard, false},
	                                       {T_consumables_price, true},
	                                       {T_consumables_entrusted, true},
	                                       {T_consumables_self, true},
	                                       {T_consumables_sign, false},
	                                       {T_consumables_delivery, false},
	                                       {T_pay_state, false}};
	const char *kind;
	struct lot *v;
	struct desk d;
	size_t n;

	TRY(desk_term_listed(c, in->term, q_lots_newest, ret_t));
	TRY(lot_list(c, c->actor.school, ret_t->id, &v, &n));
	TRY(desk_new(c, T_consumables_title, cols, 9, n, &d));
	for (size_t i = 0; i < n; i++) {
		enum text_id state = lot_state(&v[i], &kind);

		desk_link(&d, i, 0, v[i].title, lot_path(c, v[i].offering, ""));
		desk_put(&d, i, 1, v[i].provider);
		desk_put(&d, i, 2, v[i].standard);
		desk_money(&d, i, 3, v[i].price);
		desk_num(&d, i, 4, v[i].entrusted);
		desk_num(&d, i, 5, v[i].self_bought);
		desk_put(&d, i, 6, who_when(c, v[i].signed_by, v[i].signed_at));
		desk_put(&d, i, 7, who_when(c, v[i].delivered_by, v[i].delivered_at));
		desk_tag(&d, i, 8, kind, state);
	}
	d.v.about = text(c->lang, T_consumables_about);
	d.v.empty.what = T_consumables_none;
	*ret_d = d;
	return OK;
}

enum err page_consumables(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	struct term t;
	struct desk d;

	if (!f)
		return fault_broken(c, "arena");
	TRY(lots_desk(c, r, &t, &d));
	TRY(desk_term_field(c, r, &papers_query, t.id, f));
	d.v.filter = f;
	d.v.filter_n = 1;
	d.v.path = S(HERE);
	desk_export(&d, page_link(c, r, S(HERE "/export.xlsx")));
	desk_pager(&d, r, &all, (int64_t)d.v.row_n, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_consumables_sheet(struct ctx *c, struct req *r, struct reply *w)
{
	struct term t;
	struct desk d;

	TRY(lots_desk(c, r, &t, &d));
	return desk_sheet(&d, w, STR_NONE);
}

/* --- one service -------------------------------------------------------------------------------
 */

static enum err pupils_desk(struct ctx *c, const struct lot *l, struct desk *ret_d)
{
	static const struct desk_col cols[] = {{T_people_name, false},
	                                       {T_people_class, false},
	                                       {T_consumables_signed_by, false},
	                                       {T_consumables_signed_at, false},
	                                       {T_pay_amount, true},
	                                       {T_pay_state, false}};
	struct entrusted *v;
	struct desk d;
	size_t n;

	TRY(lot_pupils(c, l->offering, &v, &n));
	TRY(desk_new(c, T_consumables_list, cols, 6, n, &d));
	for (size_t i = 0; i < n; i++) {
		desk_link(&d, i, 0, v[i].name, pupil_desk_path(c, v[i].pupil, l->term));
		desk_class(&d, i, 1, v[i].class_name);
		desk_put(&d, i, 2,
		         str_some(v[i].guardian) ? v[i].guardian
		                                 : text(c->lang, T_consumables_paper));
		desk_put(&d, i, 3, instant_words(c->arena, c->lang, v[i].at));
		desk_money(&d, i, 4, v[i].amount);
		desk_tag(&d, i, 5, v[i].collected ? "ok" : "info",
		         v[i].collected ? T_bill_collected : T_bill_open);
	}
	d.v.empty.what = T_consumables_nobody;
	*ret_d = d;
	return OK;
}

static enum err lot_form(struct desk *d, const struct req *r, const struct lot *l)
{
	struct ctx *c = d->c;
	struct view_part_field *f = NEW(c->arena, struct view_part_field);
	bool sign = !some(l->signed_at);

	if (!f)
		return fault_broken(c, "arena");
	*f = sign ? page_field(c, r, &lot_sign_input, "sign_note", "text", STR_NONE)
	          : page_field(c, r, &lot_delivery_input, "delivery_note", "text", STR_NONE);
	f->hint = text(c->lang, sign ? T_consumables_sign_hint : T_consumables_delivery_hint);
	d->v.has_form = true;
	d->v.form_title = sign ? T_consumables_sign : T_consumables_delivery;
	d->v.action = lot_path(c, l->offering, sign ? "/sign" : "/delivery");
	d->v.field = f;
	d->v.field_n = 1;
	d->v.submit = sign ? T_consumables_sign_do : T_consumables_delivery_do;
	return OK;
}

static struct str lot_facts(struct ctx *c, const struct lot *l)
{
	struct str said[4] = {l->standard, yuan(c, l->price), l->sign_note, l->delivery_note};
	struct str v[4];
	size_t n = 0;

	for (size_t i = 0; i < 4; i++)
		if (str_some(said[i]))
			v[n++] = said[i];
	return str_join(c->arena, v, n, S(" · "));
}

enum err page_consumables_lot(struct ctx *c, struct req *r, struct reply *w)
{
	static const struct list_query all = {0};
	const char *kind;
	struct desk d;
	struct lot l;

	TRY(lot_get(c, (offering_id){req_id(r, "offering")}, &l));
	TRY(pupils_desk(c, &l, &d));
	d.v.name = str_printf(c->arena, "%.*s (%.*s)", STR_FMT(l.title),
	                      STR_FMT(text(c->lang, lot_state(&l, &kind))));
	d.v.about = lot_facts(c, &l);
	d.v.errors = page_errors(c, r);
	TRY(desk_export_reasoned(&d, r, &payments_out_input,
	                         lot_path(c, l.offering, "/export.xlsx")));
	if (!some(l.delivered_at))
		TRY(lot_form(&d, r, &l));
	desk_pager(&d, r, &all, (int64_t)d.v.row_n, d.v.row_n);
	return desk_page(&d, w);
}

enum err page_consumables_lot_export(struct ctx *c, struct req *r, struct reply *w)
{
	const struct out_in *in = req_input(r);
	offering_id offering = {req_id(r, "offering")};
	struct desk_taken taken = {"consumables_exported", "offering", offering.v, in->reason};
	struct str mark;
	struct desk d;
	struct lot l;
	enum err e;

	TRY(store_read_begin(c));
	e = lot_get(c, offering, &l);
	store_read_end(c);
	TRY(e);
	TRY(desk_take(c, &taken, &mark));
	TRY(store_read_begin(c));
	e = pupils_desk(c, &l, &d);
	store_read_end(c);
	TRY(e);
	return desk_sheet_marked(&d, w, mark);
}

enum err page_consumables_sign(struct ctx *c, struct req *r, struct reply *w)
{
	const struct lot_note_in *in = req_input(r);
	struct lot_sign a = {{req_id(r, "offering")}, in->note};

	return form_verb(c, r, w, &lot_sign_verb, &a, lot_path(c, a.offering, ""), T_people_saved);
}

enum err page_consumables_deliver(struct ctx *c, struct req *r, struct reply *w)
{
	const struct lot_note_in *in = req_input(r);
	struct lot_deliver a = {{req_id(r, "offering")}, in->note};

	return form_verb(c, r, w, &lot_deliver_verb, &a, lot_path(c, a.offering, ""),
	                 T_people_saved);
}

/* --- for programs ------------------------------------------------------------------------------
 */

static const struct ans_field LOT_TELLS[] = {
	{.name = "offering", .type = ANS_ID},
	{.name = "title", .type = ANS_STR},
	{.name = "standard", .type = ANS_STR},
	{.name = "price_fen", .type = ANS_I64},
	{.name = "entrusted", .type = ANS_I64},
	{.name = "self_bought", .type = ANS_I64},
	{.name = "signed", .type = ANS_INSTANT, .null = true},
	{.name = "delivered", .type = ANS_INSTANT, .null = true},
	{.name = "sign_note", .type = ANS_STR},
	{.name = "delivery_note", .type = ANS_STR},
};
const struct answer lot_told = ANSWER("Consumables", LOT_TELLS);
static const struct ans_field LOTS_TELLS[] = {ANS_ITEMS(lot_told)};
const struct answer lots_told = ANSWER("ConsumablesList", LOTS_TELLS);

static void lot_json(struct ctx *c, struct json *j, const struct lot *l)
{
	json_open(j, '{');
	json_kv_id(j, "offering", l->offering.v);
	json_kv_str(j, "title", l->title);
	json_kv_str(j, "standard", l->standard);
	json_kv_i64(j, "price_fen", l->price.fen);
	json_kv_i64(j, "entrusted", l->entrusted);
	json_kv_i64(j, "self_bought", l->self_bought);
	json_kv_str(j, "signed",
	            some(l->signed_at) ? instant_text(c->arena, l->signed_at) : STR_NONE);
	json_kv_str(j, "delivered",
	            some(l->delivered_at) ? instant_text(c->arena, l->delivered_at) : STR_NONE);
	json_kv_str(j, "sign_note", l->sign_note);
	json_kv_str(j, "delivery_note", l->delivery_note);
	json_close(j, '}');
}

enum err api_consumables(struct ctx *c, struct req *r, struct reply *w)
{
	const struct api_term_in *in = req_query(r);
	struct json *j;
	struct lot *v;
	size_t n;

	TRY(lot_list(c, c->actor.school, in->term, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		lot_json(c, j, &v[i]);
	json_close(j, ']');
	json_kv_id(j, "next", 0);
	json_close(j, '}');
	return OK;
}

/* Both arguments begin with the offering, which is all the answer reads. */
static enum err lot_answer(struct ctx *c, void *arg, struct out *o)
{
	struct json j;
	struct lot l;

	TRY(lot_get(c, *(const offering_id *)arg, &l));
	json_init(&j, o);
	lot_json(c, &j, &l);
	return OK;
}

static enum err api_do(struct ctx *c, struct req *r, struct reply *w, const struct verb *v,
                       void *arg)
{
	struct store_once once = req_once(r, lot_answer);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, v, arg, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}

enum err api_consumables_sign(struct ctx *c, struct req *r, struct reply *w)
{
	const struct lot_note_in *in = req_input(r);
	struct lot_sign a = {{req_id(r, "offering")}, in->note};

	return api_do(c, r, w, &lot_sign_verb, &a);
}

enum err api_consumables_deliver(struct ctx *c, struct req *r, struct reply *w)
{
	const struct lot_note_in *in = req_input(r);
	struct lot_deliver a = {{req_id(r, "offering")}, in->note};

	return api_do(c, r, w, &lot_deliver_verb, &a);
}
