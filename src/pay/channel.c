#include "pay/internal.h"

enum { NUMBER_MIN = 6, NUMBER_MAX = 32, SUBJECT_MAX = 127, REASON_MAX = 80 };

const char *pay_state_name(enum pay_state s)
{
	static const char *const names[] = {
		[PAY_UNKNOWN] = "unknown", [PAY_WAITING] = "waiting", [PAY_PAID] = "paid",
		[PAY_CLOSED] = "closed",   [PAY_FAILED] = "failed",
	};

	return names[s];
}

const struct pay_channel *pay_channel_named(struct str name)
{
	if (str_is(name, pay_wechat.name))
		return &pay_wechat;
	return str_is(name, pay_alipay.name) ? &pay_alipay : NULL;
}

enum err pay_forged(struct ctx *c)
{
	return fault_set(c, E_REFUSED, "pay_forged", NULL);
}

enum err pay_refused(struct ctx *c, struct str code, struct str words)
{
	struct str found =
		str_some(words) ? str_printf(c->arena, "%.*s: %.*s", STR_FMT(code), STR_FMT(words))
				: code;

	return fault_set(c, E_REFUSED, "pay_refused", &(struct fault){.found = found});
}

enum err pay_number_check(struct ctx *c, const char *field, struct str number)
{
	bool good = number.n >= NUMBER_MIN && number.n <= NUMBER_MAX;

	for (size_t i = 0; good && i < number.n; i++) {
		char ch = number.p[i];

		good = (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
		       (ch >= 'A' && ch <= 'Z') || ch == '_' || ch == '-';
	}
	return good ? OK : fault_input(c, NULL, str_of(field), number, S("6–32 0-9 A-Z a-z _ -"));
}

enum err pay_order_check(struct ctx *c, const struct pay_order *o)
{
	TRY(pay_number_check(c, "number", o->number));
	if (o->amount.fen <= 0 || o->amount.fen > MONEY_MAX_FEN)
		return fault_input(c, NULL, S("amount"), money_text(c->arena, o->amount),
		                   S("0.01"));
	if (!str_some(o->subject) || utf8_len(o->subject) > SUBJECT_MAX)
		return fault_input(c, NULL, S("subject"), o->subject, S("1–127"));
	return OK;
}

enum err pay_refund_check(struct ctx *c, const struct pay_refund *r)
{
	TRY(pay_number_check(c, "number", r->number));
	TRY(pay_number_check(c, "refund_number", r->refund_number));
	if (r->amount.fen <= 0 || r->amount.fen > r->total.fen)
		return fault_input(
			c, NULL, S("amount"), money_text(c->arena, r->amount),
			str_printf(c->arena, "0.01–%.*s", STR_FMT(money_text(c->arena, r->total))));
	if (utf8_len(r->reason) > REASON_MAX)
		return fault_input(c, NULL, S("reason"), r->reason, S("80"));
	return OK;
}

enum err pay_refund_same(struct ctx *c, const struct pay_refund *r, const struct pay_refunded *said)
{
	return str_eq(said->number, r->number) && str_eq(said->refund_number, r->refund_number) &&
	                       said->amount.fen == r->amount.fen
	               ? OK
	               : pay_forged(c);
}

struct str pay_notify_url(struct ctx *c, const struct pay *p, const char *channel)
{
	const struct merchant *m = p->merchant;

	return str_printf(c->arena, "%.*s/%s/%.*s", STR_FMT(m->notify), channel,
	                  STR_FMT(p->tail.n ? p->tail : m->county));
}
