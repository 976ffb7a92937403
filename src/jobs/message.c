#include "jobs/message.h"

#include "base/jsonread.h"
#include "jobs/message.sql.h"

enum { ARGS_CEILING = 16384 };

static bool our_path(struct str link)
{
	/* "//host" and "/\host" leave this site. */
	return link.n >= 1 && link.p[0] == '/' &&
	       (link.n == 1 || (link.p[1] != '/' && link.p[1] != '\\'));
}

static enum err args_text(struct ctx *c, const struct str *args, size_t n, struct str *ret_json)
{
	struct out o;
	struct json j;

	out_init(&o, ARGS_CEILING);
	json_init(&j, &o);
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(&j, args[i].p ? args[i] : S(""));
	json_close(&j, ']');
	*ret_json = str_dup(c->arena, out_str(&o));
	if (o.broken) {
		out_free(&o);
		return fault_input(c, "too_long", S("args"), STR_NONE, STR_NONE);
	}
	out_free(&o);
	return OK;
}

enum err message_put(struct ctx *c, account_id account, enum text_id text, const struct str *args,
                     size_t n, struct str link)
{
	message_id id = {env_next_id(c->env)};
	struct str json;

	if (text == TEXT_NONE || n > MESSAGE_ARGS || (link.p && !our_path(link)))
		return fault_input(c, NULL, S("message"), STR_NONE, STR_NONE);
	TRY(args_text(c, args, n, &json));
	return q_message_insert(c, id, account, str_of(text_name(text)), json, link, S("inbox"), 2,
	                        c->now, NULL);
}

enum err message_unread(struct ctx *c, int64_t *ret_n)
{
	return q_message_unread_count(c, c->actor.account, ret_n);
}
