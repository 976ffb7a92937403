/* GET /api/v1/me: who is calling, and for which children. */
#include "auth/auth.h"
#include "people/pages.h"
#include "people/pupil.h"

static void child_json(struct json *j, const struct child *k)
{
	json_open(j, '{');
	json_kv_id(j, "id", k->pupil.id.v);
	json_kv_str(j, "name", k->name);
	json_kv_str(j, "class", k->class_name);
	json_kv_i64(j, "grade", k->pupil.grade);
	json_kv_id(j, "school", k->pupil.school.v);
	json_kv_str(j, "school_name", k->school_name);
	json_kv_bool(j, "active", k->pupil.active);
	json_close(j, '}');
}

enum err api_me(struct ctx *c, struct req *r, struct reply *w)
{
	struct child *v = NULL;
	struct json *j;
	size_t n = 0;

	(void)r;
	if (c->actor.role == ROLE_GUARDIAN)
		TRY(children_list(c, &v, &n));
	j = reply_json(c, w, 200);
	json_open(j, '{');
	TRY(auth_me_json(c, j));
	json_kv_id(j, "county", c->actor.county.v);
	json_kv_id(j, "school", c->actor.school.v);
	json_key(j, "pupils");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		child_json(j, &v[i]);
	json_close(j, ']');
	json_close(j, '}');
	return OK;
}
