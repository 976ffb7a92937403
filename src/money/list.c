/* A school's bills side by side. */
#include "money/bill.h"
#include "money/bill.sql.h"
#include "people/reach.h"
#include "people/school.h"

#define READERS                                                                                    \
	(ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD) | ROLE_BIT(ROLE_COUNTY) | ROLE_BIT(ROLE_SYSTEM))

enum err bill_page(struct ctx *c, school_id school, term_id term, const struct bill_filter *f,
                   struct bill_row **ret_v, size_t *ret_n, struct bill_sums *ret_sums)
{
	bool head = c->actor.role == ROLE_CLASS_HEAD;
	int64_t class = head ? c->actor.class.v : f->class.v;
	struct q_bill_page_row *row;
	struct q_bill_sums_row sums;
	struct school s;
	struct str why;
	size_t n;

	if (!(ROLE_BIT(c->actor.role) & READERS))
		return absent(c);
	TRY(school_get(c, school, &s));
	why = str_printf(c->arena, "bills of school %lld", (long long)school.v);
	TRY(audit_read_note(c, ID_NONE(pupil_id), str_c(c->arena, why)));
	TRY(q_bill_sums(c, school, term, class, &sums));
	TRY(q_bill_page(c, school, term, class, f->most ? f->most : INT32_MAX, f->skip, &row, &n));
	struct bill_row *v = NEW_N(c->arena, n, struct bill_row);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct bill_row){
			.id = row[i].id,
			.pupil = row[i].pupil,
			.name = row[i].name,
			.class_name = row[i].class,
			.collected = !str_is(row[i].state, "open"),
			.total = row[i].total,
			.course = row[i].course,
			.consumables = row[i].consumables,
			.care = row[i].care,
		};
	*ret_v = v;
	*ret_n = n;
	*ret_sums = (struct bill_sums){sums.bills, sums.total};
	return OK;
}
