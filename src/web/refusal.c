/* One fault, two voices: problem+json (RFC 9457) under /api/, a page elsewhere. */
#include "web/formview.h"
#include "web/serve.h"

#include "web/refused.html.h"

int fault_status(const struct fault *f)
{
	return fault_lookup(f->code)->status;
}

static void problem(struct ctx *c, struct reply *w, const struct fault *f)
{
	const struct fault_text *t = fault_lookup(f->code);
	struct json *j = reply_json(c, w, t->status);

	w->mime = "application/problem+json";
	json_open(j, '{');
	json_kv_str(j, "type", str_printf(c->arena, "/help/faults#%s", t->code));
	json_kv_str(j, "title", t->title[c->lang]);
	json_kv_i64(j, "status", t->status);
	json_kv_str(j, "detail", t->advice[c->lang]);
	json_kv_str(j, "code", str_of(t->code));
	json_kv_str(j, "requirement",
	            str_some(f->requirement)   ? f->requirement
	            : str_some(t->requirement) ? t->requirement
	                                       : STR_NONE);
	json_kv_str(j, "clause", f->clause);
	json_kv_str(j, "document", f->document);
	json_kv_str(j, "found", f->found);
	json_kv_str(j, "allowed", f->allowed);
	json_kv_str(j, "request_id", c->request_id);
	if (str_some(f->field))
		json_kv_str(j, "input", f->field);
	json_close(j, '}');
}

/* Where this caller's pages live. */
static enum layout layout_of(enum role r)
{
	if (r == ROLE_NONE || r == ROLE_SYSTEM)
		return LAYOUT_BARE;
	return r == ROLE_GUARDIAN || r == ROLE_TEACHER || r == ROLE_CLASS_HEAD ? LAYOUT_GUARDIAN
	                                                                       : LAYOUT_STAFF;
}

static void refused_page(struct ctx *c, struct reply *w, const struct fault *f)
{
	struct view_web_refused v = {.why = page_refusal(c, f), .request = c->request_id};
	enum layout l = layout_of(c->actor.role);

	v.login = fault_status(f) == 401;
	v.login_path = S("/login");
	v.back = w->back;
	w->status = fault_status(f);
	if (reply_page(c, w, l, T_web_refused, RENDER(render_web_refused), &v) == OK)
		return;
	/* No memory for a page: the plain sentence. */
	out_reset(w->o);
	out_put(w->o, fault_lookup(f->code)->title[c->lang]);
	w->set = true;
	w->page = false;
	w->mime = "text/plain; charset=utf-8";
}

static const char *code_of(enum err e)
{
	switch (e) {
	case E_INPUT:
		return "bad_input";
	case E_DENIED:
		return "not_allowed";
	case E_ABSENT:
		return "absent";
	case E_CONFLICT:
	case E_REFUSED:
		return "conflict";
	case E_RETRY:
		return "busy";
	case OK:
	case E_BROKEN:
		break;
	}
	return "internal";
}

void refuse(struct ctx *c, struct reply *w, enum err e)
{
	struct fault f = c->fault;
	int status;

	if (f.code == NULL)
		f.code = code_of(e);
	status = fault_status(&f);
	if (w->r->api)
		problem(c, w, &f);
	else
		refused_page(c, w, &f);
	c->fault = f;
	w->status = status;
	if (status == 401 && w->r->api)
		reply_header(w, "WWW-Authenticate", S("Bearer"));
	if (status == 503 && reply_find(w, "Retry-After").p == NULL)
		reply_header(w, "Retry-After", S("2"));
}
