#include "people/staff.h"

#include "auth/bulk.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "people/reach.h"
#include "people/school.h"
#include "people/staff.sql.h"

enum { NAME_MAX_CHARS = 60, NUMBER_MAX_CHARS = 30, TITLE_MAX_CHARS = 40, ALL = 1000000 };

/* Rights a school's post may carry. */
#define POST_ROLES ROLES_AT_SCHOOL

static struct staff staff_from(const struct q_staff_row_row *row)
{
	return (struct staff){
		.id = row->id,
		.county = row->county,
		.school = row->school,
		.account = row->account,
		.number = row->number,
		.title = row->title,
		.name = row->name,
		.phone = row->phone,
		.employed = row->employed,
	};
}

enum err staff_get(struct ctx *c, staff_id id, struct staff *ret_s)
{
	struct q_staff_row_row row;

	TRY(or_absent(c, q_staff_row(c, id, &row)));
	if (!reach_school(c, row.county, row.school))
		return out_of_reach(c, "staff", id.v);
	*ret_s = staff_from(&row);
	return OK;
}

enum err staff_list(struct ctx *c, school_id school, bool left, int64_t most, int64_t skip,
                    struct staff **ret_v, size_t *ret_n, int64_t *ret_total)
{
	struct q_staff_row_row *row;
	struct school s;
	int64_t total;
	size_t n;

	TRY(school_get(c, school, &s));
	if (!reach_school(c, s.county, s.id))
		return absent(c);
	TRY(q_staff_page(c, school, left, most ? most : ALL, skip, &row, &n));
	TRY(q_staff_count(c, school, left, &total));
	struct staff *v = NEW_N(c->arena, n, struct staff);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = staff_from(&row[i]);
	*ret_v = v;
	*ret_n = n;
	*ret_total = total;
	return OK;
}

enum err staff_rights(struct ctx *c, staff_id staff, struct staff_right **ret_v, size_t *ret_n)
{
	struct q_staff_rights_row *row;
	struct staff s;
	size_t n;

	TRY(staff_get(c, staff, &s));
	TRY(q_staff_rights(c, staff, &row, &n));
	struct staff_right *v = NEW_N(c->arena, n, struct staff_right);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct staff_right){row[i].id,         (enum role)row[i].role, row[i].class,
		                            row[i].class_name, row[i].starts,          row[i].ends};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

/* --- rights --------------------------------------------------------------------------------------
 */

/* Nobody makes an equal: a clerk appoints those who teach, a leader clerks and who keeps the
 * school's money as well, only those above the school its leader. */
static enum err may_give(struct ctx *c, roles_t roles)
{
	roles_t may = POST_ROLES;

	TRY(reach_role(c, ROLES_SCHOOL | ROLES_BUREAU));
	if (c->actor.role == ROLE_SCHOOL_CLERK)
		may = ROLE_BIT(ROLE_TEACHER) | ROLE_BIT(ROLE_CLASS_HEAD);
	if (c->actor.role == ROLE_SCHOOL_LEADER)
		may &= ~ROLE_BIT(ROLE_SCHOOL_LEADER);
	return (roles & ~may) != 0 ? fault_set(c, E_DENIED, "not_allowed", NULL) : OK;
}

struct post {
	struct staff staff;
	struct str school_name;
};

static enum err give(struct ctx *c, const struct post *p, const struct staff_appoint *what,
                     const struct class *k, appointment_id *ret_id)
{
	struct appointment right = {
		.account = p->staff.account,
		.role = what->role,
		.county = p->staff.county,
		.school = p->staff.school,
		.class = k ? k->id : ID_NONE(class_id),
		.staff = p->staff.id,
		.place = p->school_name,
		.starts = what->starts,
		.ends = what->ends,
	};

	if (k)
		right.place = str_printf(c->arena, "%.*s %.*s", STR_FMT(p->school_name),
		                         STR_FMT(k->name));
	return appointment_add(c, &right, ret_id);
}

static enum err staff_appoint_run(struct ctx *c, void *arg)
{
	struct staff_appoint *a = arg;
	struct school s;
	struct post p = {0};
	struct class k = {0};
	bool head = a->role == ROLE_CLASS_HEAD;

	TRY(staff_get(c, a->staff, &p.staff));
	TRY(may_give(c, ROLE_BIT(a->role)));
	if (!(ROLE_BIT(a->role) & POST_ROLES))
		return fault_set(c, E_DENIED, "not_allowed", NULL);
	if (!p.staff.employed)
		return absent(c);
	TRY(school_load(c, p.staff.school, &s));
	p.school_name = s.name;
	if (head) {
		if (a->class.v == 0)
			return fault_input(c, "missing_field", S("class"), STR_NONE, STR_NONE);
		TRY(class_get(c, a->class, &k));
		if (k.school.v != s.id.v)
			return absent(c);
	}
	return give(c, &p, a, head ? &k : NULL, &a->result);
}
const struct verb staff_appoint_verb = {"people.staff_appoint", staff_appoint_run};

static enum err staff_dismiss_run(struct ctx *c, void *arg)
{
	struct staff_dismiss *a = arg;
	struct date at_once = {ctx_today(c).day - 1};
	struct staff_right *right;
	size_t n;

	TRY(staff_rights(c, a->staff, &right, &n));
	for (size_t i = 0; i < n; i++) {
		if (right[i].id.v != a->appointment.v)
			continue;
		TRY(may_give(c, ROLE_BIT(right[i].role)));
		return appointment_end(c, a->appointment, date_some(a->last) ? a->last : at_once);
	}
	return absent(c);
}
const struct verb staff_dismiss_verb = {"people.staff_dismiss", staff_dismiss_run};

static enum err staff_leave_run(struct ctx *c, void *arg)
{
	struct staff_leave *a = arg;
	struct date yesterday = {ctx_today(c).day - 1};
	struct staff_right *right;
	struct staff s = {0};
	int64_t changed;
	size_t n;

	TRY(staff_get(c, a->staff, &s));
	TRY(staff_rights(c, a->staff, &right, &n));
	TRY(may_give(c, 0));
	for (size_t i = 0; i < n; i++) {
		if (date_some(right[i].ends) && right[i].ends.day <= yesterday.day)
			continue;
		TRY(may_give(c, ROLE_BIT(right[i].role)));
		TRY(appointment_end(c, right[i].id, yesterday));
	}
	TRY(q_staff_gone(c, s.id, &changed));
	return changed ? audit_put(c, "left", "staff", s.id.v, s.county, S("{}")) : OK;
}
const struct verb staff_leave_verb = {"people.staff_leave", staff_leave_run};

/* --- the list of a school
 * ------------------------------------------------------------------------- */

struct hire {
	struct str number, name, phone, title, login;
	uint8_t blind[BLIND_BYTES];
};

static struct str phone_index(const struct hire *h)
{
	return str_some(h->phone) ? BYTES(h->blind) : STR_NONE;
}

static enum err hire_read(struct ctx *c, const struct school *s, const struct staff_row *r,
                          struct hire *ret_h)
{
	struct hire h = {.title = S("")};

	TRY(may_give(c, r->roles));
	TRY(said_text(c, S("number"), r->number, NUMBER_MAX_CHARS, &h.number));
	TRY(said_text(c, S("name"), r->name, NAME_MAX_CHARS, &h.name));
	if (str_some(r->title))
		TRY(said_text(c, S("title"), r->title, TITLE_MAX_CHARS, &h.title));
	if (str_some(r->phone)) {
		TRY(said_phone(c, S("phone"), r->phone, &h.phone));
		blind(store_keys(c->store), "staff.phone", h.phone, h.blind);
		h.login = h.phone;
	} else {
		h.login = str_printf(c->arena, "%.*s.%.*s", STR_FMT(s->code), STR_FMT(h.number));
	}
	*ret_h = h;
	return OK;
}

/* Known already: the phone is the person's login, so another phone is another login of the same
 * person. */
static enum err hire_update(struct ctx *c, const struct hire *h, struct staff_row *r,
                            struct staff *s)
{
	if (s->employed && str_eq(s->name, h->name) && str_eq(s->title, h->title) &&
	    (!str_some(h->phone) || str_eq(s->phone, h->phone))) {
		r->did = STAFF_SAME;
		return OK;
	}
	struct hire now = *h;
	if (!str_some(h->phone)) { /* not told: stays */
		now.phone = s->phone;
		if (str_some(s->phone))
			blind(store_keys(c->store), "staff.phone", s->phone, now.blind);
	} else if (!str_eq(s->phone, h->phone)) {
		TRY(account_rename(c, s->account, h->login));
	}
	r->did = STAFF_CHANGED;
	TRY(q_staff_update(c, s->id, s->account, now.title, now.name, now.phone, phone_index(&now),
	                   NULL));
	return audit_put(c, "changed", "staff", s->id.v, s->county, S("{}"));
}

static enum err hire_put(struct ctx *c, const struct school *s, const struct hire *h,
                         struct staff_row *r, struct post *ret_p)
{
	struct q_staff_row_row row;
	struct account_new who = {.login = h->login, .name = h->name};
	struct staff st = {.id = {env_next_id(c->env)},
	                   .county = s->county,
	                   .school = s->id,
	                   .number = h->number,
	                   .title = h->title,
	                   .name = h->name,
	                   .phone = h->phone,
	                   .employed = true};
	staff_id stored;
	bool found = false, made;

	TRY(q_staff_by_number(c, s->id, h->number, &row, &found));
	if (found) {
		st = staff_from(&row);
		TRY(hire_update(c, h, r, &st));
	} else {
		TRY(account_ensure(c, &who, &st.account, &made));
		TRY(q_staff_insert(c, st.id, st.county, st.school, st.account, h->number, h->title,
		                   h->name, h->phone, phone_index(h), &stored, &found));
		if (!found) /* another node was first; the next try sees it */
			return E_RETRY;
		r->did = STAFF_ADDED;
	}
	r->id = st.id;
	r->account = st.account;
	*ret_p = (struct post){st, s->name};
	return OK;
}

static enum err row_put(struct ctx *c, const struct school *s, struct staff_row *r)
{
	static const enum role given[] = {ROLE_TEACHER, ROLE_CLASS_HEAD, ROLE_SCHOOL_CLERK,
	                                  ROLE_SCHOOL_LEADER, ROLE_SCHOOL_FINANCE};
	appointment_id id;
	struct hire h;
	struct post p = {0};
	struct class k = {0};

	TRY(hire_read(c, s, r, &h));
	TRY(hire_put(c, s, &h, r, &p));
	if (r->roles & ROLE_BIT(ROLE_CLASS_HEAD))
		TRY(class_ensure(c, s, r->grade, r->class_number, STR_NONE, &k));
	for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
		struct staff_appoint what = {
			.role = given[i], .starts = DATE_NONE, .ends = DATE_NONE};

		if (r->roles & ROLE_BIT(given[i]))
			TRY(give(c, &p, &what, given[i] == ROLE_CLASS_HEAD ? &k : NULL, &id));
	}
	return OK;
}

static enum err staff_put_run(struct ctx *c, void *arg)
{
	struct staff_put *a = arg;
	struct school s;

	TRY(may_give(c, 0));
	if (a->n > STAFF_MANY)
		return fault_input(c, "too_long", S("row"), STR_NONE, S("200"));
	TRY(school_get(c, a->school.v ? a->school : c->actor.school, &s));
	a->added = 0;
	a->changed = 0;
	for (size_t i = 0; i < a->n; i++) {
		a->failed = i;
		TRY(row_put(c, &s, &a->row[i]));
		a->added += a->row[i].did == STAFF_ADDED;
		a->changed += a->row[i].did == STAFF_CHANGED;
	}
	if (a->added + a->changed == 0)
		return OK;
	return audit_put(c, "staff_put", "school", s.id.v, s.county,
	                 str_printf(c->arena, "{\"rows\":%zu,\"added\":%zu,\"changed\":%zu}", a->n,
	                            a->added, a->changed));
}
const struct verb staff_put_verb = {"people.staff_put", staff_put_run};
