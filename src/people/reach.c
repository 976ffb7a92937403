#include "people/reach.h"

#include "people/idnum.h"

enum err reach_role(struct ctx *c, roles_t roles)
{
	if (c->actor.role == ROLE_SYSTEM || (roles & ROLE_BIT(c->actor.role)))
		return OK;
	return fault_set(c, E_DENIED, "not_allowed", NULL);
}

static bool everywhere(const struct ctx *c)
{
	return actor_in(&c->actor, ROLES_AT_CITY | ROLE_BIT(ROLE_SYSTEM));
}

bool reach_county(const struct ctx *c, county_id county)
{
	return everywhere(c) || (c->actor.county.v != 0 && c->actor.county.v == county.v);
}

bool reach_school(const struct ctx *c, county_id county, school_id school)
{
	if (everywhere(c))
		return true;
	if (actor_in(&c->actor, ROLES_AT_COUNTY))
		return c->actor.county.v == county.v;
	return actor_in(&c->actor, ROLES_AT_SCHOOL) && c->actor.school.v == school.v;
}

enum err absent(struct ctx *c)
{
	return fault_set(c, E_ABSENT, "absent", NULL);
}

enum err out_of_reach(struct ctx *c, const char *object, int64_t id)
{
	if (c->actor.role != ROLE_GUARDIAN)
		TRY(audit_refused_note(c, object, id));
	return absent(c);
}

enum err or_absent(struct ctx *c, enum err e)
{
	return e == E_ABSENT ? absent(c) : e;
}

enum err said_text(struct ctx *c, struct str field, struct str said, size_t max, struct str *ret_s)
{
	struct str s = utf8_fold_width(c->arena, said);

	if (!str_some(s))
		return fault_input(c, "missing_field", field, STR_NONE, STR_NONE);
	if (utf8_len(s) > max)
		return fault_input(c, "too_long", field, STR_NONE,
		                   str_printf(c->arena, "%zu", max));
	*ret_s = s;
	return OK;
}

enum err said_phone(struct ctx *c, struct str field, struct str said, struct str *ret_phone)
{
	struct str s = utf8_fold_width(c->arena, said);
	enum idnum_flaw flaw;

	if (!str_some(s))
		return fault_input(c, "missing_field", field, STR_NONE, STR_NONE);
	flaw = mobile_read(c->arena, s, ret_phone);
	/* The number itself is not told back: it is somebody's. */
	return flaw ? fault_input(c, mobile_fault(flaw), field, STR_NONE, STR_NONE) : OK;
}

struct str said_like(struct ctx *c, struct str said)
{
	char *p = arena_take(c->arena, 2 * said.n + 2);
	size_t n = 0;

	if (!str_some(said) || !p)
		return S("");
	p[n++] = '%';
	for (size_t i = 0; i < said.n; i++) {
		if (said.p[i] == '%' || said.p[i] == '_' || said.p[i] == '\\')
			p[n++] = '\\';
		p[n++] = said.p[i];
	}
	p[n++] = '%';
	return (struct str){p, n};
}

/* `was` and `now` none: the reason alone. */
struct str change_json(struct ctx *c, struct str was, struct str now, struct str reason)
{
	struct out o;
	struct json j;
	struct str s;

	out_init(&o, 4096);
	json_init(&j, &o);
	json_open(&j, '{');
	if (str_some(was))
		json_kv_str(&j, "was", was);
	if (str_some(now))
		json_kv_str(&j, "now", now);
	json_kv_str(&j, "reason", reason);
	json_close(&j, '}');
	s = o.broken ? S("{}") : str_dup(c->arena, out_str(&o));
	out_free(&o);
	return s;
}

struct str reason_json(struct ctx *c, struct str reason)
{
	return change_json(c, STR_NONE, STR_NONE, reason);
}
