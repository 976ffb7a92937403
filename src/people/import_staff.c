/* A school's list of staff, with the rights they get. */
#include "people/import.h"

#include "auth/account.h"
#include "base/jsonread.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "people/class_said.h"
#include "people/idnum.h"
#include "people/import_in.h"
#include "people/import_undo.sql.h"
#include "people/staff.h"
#include "people/staff.sql.h"

enum { SCHOOL, NUMBER, NAME, PHONE, POST, ROLE, HEAD_OF, COLUMNS };
enum { NAME_MAX_CHARS = 60, NUMBER_MAX_CHARS = 30, TITLE_MAX_CHARS = 40 };

static const enum text_id ROLES[] = {T_staff_teacher, T_staff_head,    T_staff_clerk,
                                     T_staff_leader,  T_staff_finance, TEXT_NONE};
static const enum role ROLE_OF[] = {ROLE_TEACHER, ROLE_CLASS_HEAD, ROLE_SCHOOL_CLERK,
                                    ROLE_SCHOOL_LEADER, ROLE_SCHOOL_FINANCE};

static const struct import_column COLUMN[COLUMNS] = {
	[SCHOOL] = {"school", .title = T_staff_school, .example = T_staff_school_ex,
                    .note = T_staff_school_note},
	[NUMBER] = {"number", .title = T_staff_number, .example = T_staff_number_ex,
                    .note = T_staff_number_note, .required = true},
	[NAME] = {"name", .title = T_staff_name, .example = T_staff_name_ex, .required = true},
	[PHONE] = {"phone", .title = T_staff_phone, .example = T_staff_phone_ex,
                   .note = T_staff_phone_note},
	[POST] = {"title", .title = T_staff_post, .example = T_staff_post_ex},
	[ROLE] = {"role", .title = T_staff_role, .example = T_staff_role_ex,
                  .note = T_staff_role_note, .choices = ROLES},
	[HEAD_OF] = {"head_of", .field = "class_number", .title = T_staff_head_of,
                     .note = T_staff_head_of_note},
};

struct known {
	bool some;
	struct q_staff_row_row was;
	struct q_staff_rights_row *right;
	size_t right_n;
};

/* --- reading a row ------------------------------------------------------------------------------
 */

/* 教师、班主任: apart by whatever people put between words. */
static struct str word_cut(struct str *rest)
{
	struct str whole = *rest, at = whole;
	uint32_t cp;

	for (struct str before = at; utf8_next(&at, &cp); before = at)
		if (cp == 0x3001 || cp == ',' || cp == ';' || cp == '/' || cp == '+' ||
		    cp == '\n') {
			*rest = at.n ? at : STR_NONE;
			return str_sub(whole, 0, (size_t)(before.p - whole.p));
		}
	*rest = STR_NONE;
	return whole;
}

/* Whom the caller may make what: said here already, so that nobody is surprised later. */
static roles_t may_give(const struct ctx *c)
{
	if (c->actor.role == ROLE_SCHOOL_CLERK)
		return ROLE_BIT(ROLE_TEACHER) | ROLE_BIT(ROLE_CLASS_HEAD);
	if (c->actor.role == ROLE_SCHOOL_LEADER)
		return ROLES_AT_SCHOOL & ~ROLE_BIT(ROLE_SCHOOL_LEADER);
	return ROLES_AT_SCHOOL;
}

static void roles_read(struct ctx *c, struct import_row *row, struct staff_row *r)
{
	struct str rest = row->value[ROLE];

	while (str_some(rest)) {
		struct str word = str_trim(word_cut(&rest));
		size_t i;

		if (!str_some(word))
			continue;
		if (!import_choice(c, &COLUMN[ROLE], word, &i)) {
			import_bad(row, ROLE, "import_choice", STR_NONE);
			return;
		}
		r->roles |= ROLE_BIT(ROLE_OF[i]);
	}
	if (r->roles & ~may_give(c))
		import_bad(row, ROLE, "import_role_above", STR_NONE);
}

static void head_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                      struct staff_row *r)
{
	struct str class = row->value[HEAD_OF];

	if (!str_some(class)) {
		if (r->roles & ROLE_BIT(ROLE_CLASS_HEAD))
			import_bad(row, HEAD_OF, "import_head_class", STR_NONE);
		return;
	}
	r->roles |= ROLE_BIT(ROLE_CLASS_HEAD);
	if (!class_said(c->arena, STR_NONE, class, &r->grade, &r->class_number) ||
	    !import_class_there(s, r->grade, r->class_number))
		import_bad(row, HEAD_OF, "import_class_unknown", STR_NONE);
}

static enum err phone_read(struct ctx *c, struct import_row *row, const struct known *k,
                           struct staff_row *r)
{
	enum idnum_flaw flaw;
	account_id account;
	bool found = false;

	if (!str_some(row->value[PHONE]))
		return OK;
	flaw = mobile_read(c->arena, row->value[PHONE], &r->phone);
	if (flaw) {
		import_bad(row, PHONE, mobile_fault(flaw), STR_NONE);
		return OK;
	}
	if (!k->some || str_eq(k->was.phone, r->phone))
		return OK;
	TRY(account_find(c, r->phone, &account, &found));
	if (found && account.v != k->was.account.v)
		import_bad(row, PHONE, "import_phone_taken", STR_NONE);
	return OK;
}

static void text_read(struct import_row *row, size_t column, size_t max, struct str most)
{
	if (utf8_len(row->value[column]) > max)
		import_bad(row, column, "import_long", most);
}

static enum err staff_row_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                               struct staff_row *ret_r, struct known *ret_k)
{
	struct staff_row r = {.number = row->value[NUMBER], .name = row->value[NAME]};
	struct known k = {0};

	import_school_code(s, row, SCHOOL);
	text_read(row, NUMBER, NUMBER_MAX_CHARS, S("30"));
	text_read(row, NAME, NAME_MAX_CHARS, S("60"));
	text_read(row, POST, TITLE_MAX_CHARS, S("40"));
	if (str_some(r.number)) {
		row->key = r.number;
		row->key_column = NUMBER;
		TRY(q_staff_by_number(c, s->school.id, r.number, &k.was, &k.some));
	}
	if (k.some)
		TRY(q_staff_rights(c, k.was.id, &k.right, &k.right_n));
	r.title = str_some(row->value[POST]) ? row->value[POST] : k.some ? k.was.title : STR_NONE;
	TRY(phone_read(c, row, &k, &r));
	roles_read(c, row, &r);
	head_read(c, s, row, &r);
	*ret_r = r;
	*ret_k = k;
	return OK;
}

/* --- judging ------------------------------------------------------------------------------------
 */

static bool in_force(const struct ctx *c, const struct q_staff_rights_row *a)
{
	return a->starts.day <= ctx_today(c).day &&
	       (!date_some(a->ends) || a->ends.day >= ctx_today(c).day);
}

static bool right_known(const struct ctx *c, const struct known *k, enum role role, class_id class)
{
	for (size_t i = 0; i < k->right_n; i++)
		if (k->right[i].role == (int64_t)role && in_force(c, &k->right[i]) &&
		    (role != ROLE_CLASS_HEAD || k->right[i].class.v == class.v))
			return true;
	return false;
}

static bool says_nothing_new(const struct ctx *c, const struct import_school *s,
                             const struct staff_row *r, const struct known *k)
{
	bool same = k->was.employed && str_eq(k->was.name, r->name) &&
	            str_eq(k->was.title, r->title.p ? r->title : S("")) &&
	            (!str_some(r->phone) || str_eq(k->was.phone, r->phone));

	for (size_t i = 0; same && i < sizeof ROLE_OF / sizeof *ROLE_OF; i++)
		same = !(r->roles & ROLE_BIT(ROLE_OF[i])) ||
		       right_known(c, k, ROLE_OF[i], import_class(s, r->grade, r->class_number));
	return same;
}

static enum err check(struct ctx *c, void *state, struct import_row *row)
{
	const struct import_school *s = state;
	struct staff_row r;
	struct known k;

	TRY(staff_row_read(c, s, row, &r, &k));
	if (row->problem_n > 0)
		return OK;
	row->verdict = !k.some                          ? IMPORT_NEW
	               : says_nothing_new(c, s, &r, &k) ? IMPORT_SAME
	                                                : IMPORT_CHANGED;
	return OK;
}

/* --- applying -----------------------------------------------------------------------------------
 */

static struct str undo_json(struct ctx *c, const struct known *k)
{
	struct out o;
	struct json j;
	struct str s;

	out_init(&o, 1 << 16);
	json_init(&j, &o);
	json_open(&j, '{');
	json_key(&j, "was");
	if (k->some) {
		json_open(&j, '{');
		json_kv_str(&j, "name", k->was.name);
		json_kv_str(&j, "title", k->was.title);
		json_kv_str(&j, "phone", k->was.phone.p ? k->was.phone : S(""));
		json_kv_bool(&j, "employed", k->was.employed);
		json_close(&j, '}');
	} else {
		json_none(&j);
	}
	json_key(&j, "rights");
	json_open(&j, '[');
	for (size_t i = 0; i < k->right_n; i++)
		if (in_force(c, &k->right[i]))
			json_id(&j, k->right[i].id.v);
	json_close(&j, ']');
	json_close(&j, '}');
	s = o.broken ? STR_NONE : str_dup(c->arena, out_str(&o));
	out_free(&o);
	return s;
}

static enum err apply(struct ctx *c, void *state, struct import_row *row, size_t n,
                      size_t *ret_failed)
{
	const struct import_school *s = state;
	struct staff_put put = {.school = s->school.id, .n = n};
	enum err e;

	put.row = NEW_N(c->arena, n, struct staff_row);
	if (!put.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct known k;

		*ret_failed = i;
		row[i].problem_n = 0;
		TRY(staff_row_read(c, s, &row[i], &put.row[i], &k));
		if (row[i].problem_n > 0)
			return import_refuse(c, &import_staff, &row[i]);
		row[i].undo = undo_json(c, &k);
	}
	e = staff_put_verb.run(c, &put);
	*ret_failed = put.failed;
	TRY(e);
	for (size_t i = 0; i < n; i++)
		row[i].object = put.row[i].id.v;
	return OK;
}

/* --- taking back --------------------------------------------------------------------------------
 */

static bool listed(const struct jval *ids, int64_t id)
{
	int64_t v;

	for (size_t i = 0; i < ids->n; i++)
		if (str_i64(ids->items[i].s, &v) && v == id)
			return true;
	return false;
}

static enum err rights_back(struct ctx *c, staff_id staff, const struct jval *before)
{
	struct date yesterday = {ctx_today(c).day - 1};
	struct q_staff_rights_row *right;
	size_t n;

	TRY(q_staff_rights(c, staff, &right, &n));
	for (size_t i = 0; i < n; i++)
		if (in_force(c, &right[i]) && !listed(before, right[i].id.v))
			TRY(appointment_end(c, right[i].id, yesterday));
	return OK;
}

static enum err record_back(struct ctx *c, const struct import_school *s,
                            const struct q_staff_row_row *is, const struct jval *was)
{
	uint8_t index[BLIND_BYTES];
	struct str name, title, phone;
	bool employed;

	TRY(jval_str(c, was, "name", 200, &name));
	TRY(jval_str(c, was, "title", 200, &title));
	TRY(jval_str(c, was, "phone", 40, &phone));
	TRY(jval_bool(c, was, "employed", &employed));
	if (!str_eq(phone, is->phone.p ? is->phone : S("")))
		TRY(account_rename(c, is->account,
		                   str_some(phone) ? phone
		                                   : str_printf(c->arena, "%.*s.%.*s",
		                                                STR_FMT(s->school.code),
		                                                STR_FMT(is->number))));
	if (str_some(phone))
		blind(store_keys(c->store), "staff.phone", phone, index);
	TRY(q_staff_update(c, is->id, is->account, title, name, str_some(phone) ? phone : STR_NONE,
	                   str_some(phone) ? BYTES(index) : STR_NONE, NULL));
	if (!employed)
		TRY(q_staff_gone(c, is->id, NULL));
	return audit_put(c, "changed_back", "staff", is->id.v, is->county, S("{}"));
}

static enum err undo(struct ctx *c, void *state, struct import_row *row)
{
	const struct import_school *s = state;
	const struct jval *root, *was, *rights;
	struct staff_leave leave = {.staff = {row->object}};
	struct q_staff_row_row is;
	int64_t uses;

	TRY(q_staff_row(c, leave.staff, &is));
	TRY(jread(c, row->undo, 1 << 16, &root));
	TRY(jval_array(c, root, "rights", 512, &rights));
	was = jval_find(root, "was");
	if (!was || was->type == J_NULL) {
		TRY(q_staff_uses(c, is.id, &uses));
		if (uses > 0)
			return fault_set(c, E_REFUSED, "import_undo_used", NULL);
		return staff_leave_verb.run(c, &leave);
	}
	TRY(record_back(c, s, &is, was));
	return rights_back(c, is.id, rights);
}

const struct import_kind import_staff = {
	.name = "staff",
	.title = T_staff_title,
	.column = COLUMN,
	.column_n = COLUMNS,
	.begin = import_school_begin,
	.check = check,
	.apply = apply,
	.undo = undo,
};
