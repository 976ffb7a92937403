#include "base/fault.h"

#include "base/ctx.h"

void fault_record(struct ctx *c, const char *code, const struct fault *facts)
{
	struct fault f = {.code = code};

	if (facts) {
		f.field = str_dup(c->arena, facts->field);
		f.found = str_dup(c->arena, facts->found);
		f.allowed = str_dup(c->arena, facts->allowed);
		f.clause = str_dup(c->arena, facts->clause);
		f.document = str_dup(c->arena, facts->document);
		f.requirement = str_dup(c->arena, facts->requirement);
	}
	c->fault = f;
}

void fault_record_broken(struct ctx *c, const char *what)
{
	const char *copy = str_c(c->arena, str_of(what));

	/* `what` may be a database's own buffer, so it is copied; with no memory left that is the
	 * thing to say. */
	c->broken = copy[0] || !what || !what[0] ? copy : "request memory exhausted";
	c->fault = (struct fault){.code = "internal"};
}
