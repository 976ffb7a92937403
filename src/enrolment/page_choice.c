/* Who buys the consumables: the family's page, and the same over the API. */
#include "enrolment/choice.h"
#include "enrolment/pages.h"
#include "payments/case.h"

static const char *const CHOICES[] = {"self", "entrusted", NULL};
static const struct in_field FIELDS[] = {
	{.name = "choice",
         .type = IN_CHOICE,
         .required = true,
         .choices = CHOICES,
         .label = T_consumables_choice,
         .offset = offsetof(struct choice_in, choice)},
};
const struct input choice_input = {"ConsumablesChoice", sizeof(struct choice_in), FIELDS, 1, 0};

static struct str pay_path(struct ctx *c, pupil_id pupil)
{
	return str_printf(c->arena, "/pupils/%lld/pay", (long long)pupil.v);
}

static struct choose asked(const struct req *r, struct str channel)
{
	const struct choice_in *in = req_input(r);

	return (struct choose){.enrolment = {req_id(r, "enrolment")},
	                       .self_purchase = str_is(in->choice, "self"),
	                       .channel = channel};
}

static enum err form(struct case_page *p, const struct req *r, const struct choice *now)
{
	struct ctx *c = p->c;
	struct desk_choice choice[] = {{S("self"), text(c->lang, T_consumables_self)},
	                               {S("entrusted"), text(c->lang, T_consumables_entrusted)}};
	struct view_part_field *f = case_form(
		p, T_choice_change,
		str_printf(c->arena, "/enrolments/%lld/consumables", (long long)now->enrolment.v),
		T_choice_change_do, 1);

	if (!f)
		return fault_broken(c, "arena");
	f[0] = page_field(c, r, &choice_input, "choice", "radio",
	                  now->self_purchase ? S("self") : S("entrusted"));
	f[0].hint = text(c->lang, T_choice_hint);
	desk_choices(c, &f[0], choice, 2);
	return OK;
}

enum err page_choice(struct ctx *c, struct req *r, struct reply *w)
{
	struct choice now;
	struct case_page p;

	TRY(choice_get(c, (enrolment_id){req_id(r, "enrolment")}, &now));
	TRY(case_new(c, r, T_consumables_mine, &p));
	TRY(pupil_name(c, now.pupil, &p.v.name));
	p.v.about = now.offering.title;
	case_fact(&p, T_consumables_standard, now.offering.consumables_standard);
	case_fact(&p, T_consumables_price, yuan(c, now.offering.consumables));
	case_fact(&p, T_consumables_choice,
	          text(c->lang, now.self_purchase ? T_consumables_self : T_consumables_entrusted));
	case_tag(&p, T_consumables_delivery, now.stage.delivered ? "ok" : "info",
	         now.stage.delivered    ? T_consumables_delivered
	         : now.stage.signed_off ? T_consumables_signed
	                                : T_consumables_unsigned);
	if (now.no) {
		const struct fault_text *t = fault_lookup(now.no);
		struct str said[] = {t->title[c->lang], t->advice[c->lang]};

		p.v.note = text_fill(c->arena, c->lang, T_choice_no, said, 2);
	} else {
		TRY(form(&p, r, &now));
	}
	reply_back(w, pay_path(c, now.pupil));
	return case_show(&p, w);
}

static enum err chosen_path(struct ctx *c, void *arg, struct out *o)
{
	const struct choose *a = arg;

	out_put(o, pay_path(c, a->result.pupil));
	return OK;
}

enum err page_choice_post(struct ctx *c, struct req *r, struct reply *w)
{
	struct choose a = asked(r, S("page"));
	struct store_once once = req_once(r, chosen_path);
	struct str path;
	bool replayed;

	TRY(store_write_once(c, &choose_verb, &a, &once, &path, &replayed));
	return reply_see(c, w, path, T_choice_changed);
}

/* --- for programs ------------------------------------------------------------------------------
 */

static const struct ans_field TELLS[] = {
	{.name = "enrolment", .type = ANS_ID},
	{.name = "choice", .type = ANS_STR},
	{.name = "consumables_fen", .type = ANS_I64},
	{.name = "standard", .type = ANS_STR},
	{.name = "signed_off", .type = ANS_BOOL},
	{.name = "delivered", .type = ANS_BOOL},
	{.name = "can_change", .type = ANS_BOOL},
	{.name = "why", .type = ANS_STR, .null = true},
	{.name = "total_fen", .type = ANS_I64},
};
const struct answer choice_told = ANSWER("ConsumablesChoiceStanding", TELLS);

static enum err choice_json(struct ctx *c, struct json *j, enrolment_id enrolment)
{
	struct bill_totals t;
	struct choice now;

	TRY(choice_get(c, enrolment, &now));
	TRY(bill_totals_get(c, now.pupil, now.term, &t));
	json_open(j, '{');
	json_kv_id(j, "enrolment", now.enrolment.v);
	json_kv_str(j, "choice", now.self_purchase ? S("self") : S("entrusted"));
	json_kv_i64(j, "consumables_fen", now.offering.consumables.fen);
	json_kv_str(j, "standard", now.offering.consumables_standard);
	json_kv_bool(j, "signed_off", now.stage.signed_off);
	json_kv_bool(j, "delivered", now.stage.delivered);
	json_kv_bool(j, "can_change", now.no == NULL);
	json_kv_str(j, "why", now.no ? str_of(now.no) : STR_NONE);
	json_kv_i64(j, "total_fen", t.total.fen);
	json_close(j, '}');
	return OK;
}

static enum err chosen(struct ctx *c, void *arg, struct out *o)
{
	const struct choose *a = arg;
	struct json j;

	json_init(&j, o);
	return choice_json(c, &j, a->enrolment);
}

enum err api_choice(struct ctx *c, struct req *r, struct reply *w)
{
	return choice_json(c, reply_json(c, w, 200), (enrolment_id){req_id(r, "enrolment")});
}

enum err api_choose(struct ctx *c, struct req *r, struct reply *w)
{
	struct choose a = asked(r, S("api"));
	struct store_once once = req_once(r, chosen);
	struct str answer;
	bool replayed;

	TRY(store_write_once(c, &choose_verb, &a, &once, &answer, &replayed));
	return reply_json_raw(c, w, 200, answer);
}
