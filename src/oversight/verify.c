#include "oversight/verify.h"

#include "store/audit.h"

static enum err chain(struct ctx *c, struct verify_check *ret_v)
{
	struct audit_check a = {0};

	TRY(store_verify_chain(c, &a));
	*ret_v = (struct verify_check){
		.name = "audit_chain",
		.rows = a.records,
		.broken = a.broken,
		.first = a.broken ? a.first_id : 0,
		.found = a.broken ? str_of(a.first_what) : STR_NONE,
	};
	return OK;
}

enum err verify_run(struct ctx *c, struct verify_check **ret_v, size_t *ret_n)
{
	struct verify_check *v = NEW(c->arena, struct verify_check);
	enum err e;

	TRY(store_read_begin(c));
	e = chain(c, v);
	store_read_end(c);
	if (e != OK)
		return e;
	*ret_v = v;
	*ret_n = 1;
	return OK;
}
