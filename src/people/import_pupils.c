/* Rosters of pupils and their guardians. */
#include "people/import.h"

#include "base/jsonread.h"
#include "crypto/hash.h"
#include "people/class_said.h"
#include "people/guardian.sql.h"
#include "people/idnum.h"
#include "people/import_in.h"
#include "people/import_undo.sql.h"
#include "people/internal.h"
#include "people/pupil.sql.h"
#include "people/reach.h"

enum {
	SCHOOL,
	GRADE,
	CLASS,
	NAME,
	SEX,
	ID_TYPE,
	ID_NUMBER,
	NUMBER,
	BORN,
	BOARDING,
	GUARDIAN_1,
	PHONE_1,
	RELATION_1,
	GUARDIAN_2,
	PHONE_2,
	RELATION_2,
	COLUMNS
};
enum { NAME_MAX_CHARS = 60, AGE_MAX_DAYS = 30 * 366 };

static const enum text_id SEXES[] = {T_pupils_male, T_pupils_female, TEXT_NONE};
static const enum text_id ID_TYPES[] = {T_pupils_citizen, T_pupils_other_id, TEXT_NONE};
static const enum text_id YES_NO[] = {T_pupils_yes, T_pupils_no, TEXT_NONE};
static const enum text_id RELATIONS[] = {T_pupils_father,      T_pupils_mother,
                                         T_pupils_grandparent, T_pupils_grandparent2,
                                         T_pupils_other,       TEXT_NONE};
static const char *const RELATION_NAMES[] = {"father", "mother", "grandparent", "grandparent",
                                             "other"};

static const struct import_column COLUMN[COLUMNS] = {
	[SCHOOL] = {"school", .title = T_pupils_school, .example = T_pupils_school_ex,
                    .note = T_pupils_school_note},
	[GRADE] = {"grade", .title = T_pupils_grade, .example = T_pupils_grade_ex,
                   .note = T_pupils_grade_note},
	[CLASS] = {"class", .field = "class_number", .title = T_pupils_class,
                   .example = T_pupils_class_ex, .note = T_pupils_class_note, .required = true},
	[NAME] = {"name", .title = T_pupils_name, .example = T_pupils_name_ex, .required = true},
	[SEX] = {"sex", .title = T_pupils_sex, .example = T_pupils_sex_ex, .choices = SEXES},
	[ID_TYPE] = {"id_type", .title = T_pupils_id_type, .example = T_pupils_id_type_ex,
                     .note = T_pupils_id_type_note, .choices = ID_TYPES},
	[ID_NUMBER] = {"id_number", .title = T_pupils_id_number, .note = T_pupils_id_number_note},
	[NUMBER] = {"pupil_number", .field = "number", .title = T_pupils_pupil_number,
                    .example = T_pupils_pupil_number_ex, .note = T_pupils_pupil_number_note,
                    .required = true},
	[BORN] = {"born", .title = T_pupils_born, .example = T_pupils_born_ex},
	[BOARDING] = {"boarding", .title = T_pupils_boarding, .example = T_pupils_boarding_ex,
                      .choices = YES_NO},
	[GUARDIAN_1] = {"guardian1", .field = "guardian_name", .title = T_pupils_guardian1,
                        .example = T_pupils_guardian1_ex},
	[PHONE_1] = {"phone1", .field = "guardian_phone", .title = T_pupils_phone1,
                     .example = T_pupils_phone1_ex, .note = T_pupils_phone1_note},
	[RELATION_1] = {"relation1", .field = "relation", .title = T_pupils_relation1,
                        .example = T_pupils_relation1_ex, .note = T_pupils_relation1_note,
                        .choices = RELATIONS},
	[GUARDIAN_2] = {"guardian2", .title = T_pupils_guardian2},
	[PHONE_2] = {"phone2", .title = T_pupils_phone2, .note = T_pupils_phone2_note},
	[RELATION_2] = {"relation2", .title = T_pupils_relation2, .note = T_pupils_relation2_note,
                        .choices = RELATIONS},
};

/* --- reading a row ------------------------------------------------------------------------------
 */

/* What is known of the pupil already. */
struct known {
	bool some;
	struct q_pupil_record_row was;
	struct q_guardian_rows_row *kin;
	size_t kin_n;
};

static struct str *cell(const struct import_row *row, size_t column)
{
	return &row->value[column];
}

static void class_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                       struct roll_row *r)
{
	struct str grade = *cell(row, GRADE), class = *cell(row, CLASS);
	int64_t g, n;

	if (!str_some(class))
		return;
	if (str_some(grade) && !grade_said(c->arena, grade, &g)) {
		import_bad(row, GRADE, "import_class_unknown", STR_NONE);
		return;
	}
	if (!class_said(c->arena, grade, class, &g, &n) || !import_class_there(s, g, n)) {
		import_bad(row, CLASS, "import_class_unknown", STR_NONE);
		return;
	}
	r->grade = g;
	r->class_number = n;
}

static enum err known_read(struct ctx *c, const struct import_school *s, struct str number,
                           struct known *ret_k)
{
	uint8_t index[BLIND_BYTES];
	struct known k = {0};
	pupil_id id;

	pupil_number_blind(c, number, index);
	TRY(q_pupil_by_number(c, s->school.county, BYTES(index), &id, &k.some));
	if (k.some) {
		TRY(q_pupil_record(c, id, &k.was));
		TRY(q_guardian_rows(c, id, ctx_today(c), &k.kin, &k.kin_n));
	}
	*ret_k = k;
	return OK;
}

static enum err number_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                            struct roll_row *r, struct known *ret_k, struct date *ret_birth)
{
	struct pupil_number number;
	enum idnum_flaw flaw;

	if (!str_some(*cell(row, NUMBER)))
		return OK;
	flaw = pupil_number_read(c->arena, *cell(row, NUMBER), &number);
	if (flaw) {
		import_bad(row, NUMBER, idnum_fault(flaw), STR_NONE);
		return OK;
	}
	r->number = number.number;
	*ret_birth = number.birth;
	row->key = number.number;
	row->key_column = NUMBER;
	TRY(known_read(c, s, number.number, ret_k));
	if (ret_k->some && ret_k->was.active && ret_k->was.school.v != s->school.id.v)
		import_bad(row, NUMBER, "pupil_elsewhere", STR_NONE);
	return OK;
}

/* The date of birth and the sex it holds are used; the number itself is not kept. */
static void citizen_read(struct ctx *c, struct import_row *row, struct citizen_id *ret_id,
                         bool *ret_some)
{
	enum idnum_flaw flaw;
	size_t type = 0;

	*ret_some = false;
	if (str_some(*cell(row, ID_TYPE)) &&
	    !import_choice(c, &COLUMN[ID_TYPE], *cell(row, ID_TYPE), &type)) {
		import_bad(row, ID_TYPE, "import_choice", STR_NONE);
		return;
	}
	if (type != 0 || !str_some(*cell(row, ID_NUMBER)))
		return;
	flaw = citizen_id_read(c->arena, *cell(row, ID_NUMBER), ret_id);
	if (flaw)
		import_bad(row, ID_NUMBER, idnum_fault(flaw), STR_NONE);
	*ret_some = flaw == IDNUM_OK;
}

static void born_read(struct ctx *c, struct import_row *row, const struct citizen_id *id,
                      bool has_id, const struct known *k, struct date of_number, struct roll_row *r)
{
	size_t column = BORN;

	r->born = DATE_NONE;
	if (str_some(*cell(row, BORN))) {
		if (!import_date(*cell(row, BORN), &r->born)) {
			import_bad(row, BORN, "import_date", STR_NONE);
			return;
		}
		if (has_id && id->birth.day != r->born.day)
			import_bad(row, BORN, "import_birth_differs",
			           date_text(c->arena, id->birth));
	} else if (has_id) {
		r->born = id->birth;
		column = ID_NUMBER;
	} else {
		r->born = k->some && date_some(k->was.born) ? k->was.born : of_number;
		column = NUMBER;
	}
	if (date_some(r->born) &&
	    (r->born.day > ctx_today(c).day || r->born.day < ctx_today(c).day - AGE_MAX_DAYS))
		import_bad(row, column, "import_born", STR_NONE);
}

static void sex_read(struct ctx *c, struct import_row *row, const struct citizen_id *id,
                     bool has_id, const struct known *k, struct roll_row *r)
{
	size_t sex;

	r->sex = k->some ? k->was.sex : 0;
	if (str_some(*cell(row, SEX))) {
		if (import_choice(c, &COLUMN[SEX], *cell(row, SEX), &sex))
			r->sex = (int64_t)sex + 1;
		else
			import_bad(row, SEX, "import_choice", STR_NONE);
	} else if (has_id) {
		r->sex = id->male ? 1 : 2;
	}
}

static void boarding_read(struct ctx *c, struct import_row *row, const struct known *k,
                          struct roll_row *r)
{
	size_t no;

	r->boarding = k->some && k->was.boarding;
	if (!str_some(*cell(row, BOARDING)))
		return;
	if (import_choice(c, &COLUMN[BOARDING], *cell(row, BOARDING), &no))
		r->boarding = no == 0;
	else
		import_bad(row, BOARDING, "import_choice", STR_NONE);
}

static bool relation_read(struct ctx *c, struct str said, struct str *ret_relation)
{
	size_t i;

	if (relation_parse(said, ret_relation))
		return true;
	if (!import_choice(c, &COLUMN[RELATION_1], said, &i))
		return false;
	*ret_relation = str_of(RELATION_NAMES[i]);
	return true;
}

static void guardian_read(struct ctx *c, struct import_row *row, size_t at, struct roll_row *r)
{
	struct guardian_said *g = &r->guardian[r->guardian_n];
	struct str name = *cell(row, at), phone = *cell(row, at + 1), relation = *cell(row, at + 2);
	enum idnum_flaw flaw;

	if (!str_some(name) && !str_some(phone))
		return;
	*g = (struct guardian_said){.name = name};
	if (!str_some(name))
		import_bad(row, at, "import_missing", STR_NONE);
	else if (utf8_len(name) > NAME_MAX_CHARS)
		import_bad(row, at, "import_long", S("60"));
	if (!str_some(phone)) {
		import_bad(row, at + 1, "import_missing", STR_NONE);
	} else {
		flaw = mobile_read(c->arena, phone, &g->phone);
		if (flaw)
			import_bad(row, at + 1, mobile_fault(flaw), STR_NONE);
	}
	if (!relation_read(c, relation.p ? relation : S(""), &g->relation))
		import_bad(row, at + 2, "import_choice", STR_NONE);
	if (r->guardian_n > 0 && str_some(g->phone) && str_eq(g->phone, r->guardian[0].phone))
		import_bad(row, at + 1, "import_same_phone", STR_NONE);
	r->guardian_n++;
}

static enum err pupil_row_read(struct ctx *c, const struct import_school *s, struct import_row *row,
                               struct roll_row *ret_r, struct known *ret_k)
{
	struct roll_row r = {0};
	struct known k = {0};
	struct citizen_id id;
	struct date of_number = DATE_NONE;
	bool has_id;

	import_school_code(s, row, SCHOOL);
	class_read(c, s, row, &r);
	r.name = *cell(row, NAME);
	if (utf8_len(r.name) > NAME_MAX_CHARS)
		import_bad(row, NAME, "import_long", S("60"));
	TRY(number_read(c, s, row, &r, &k, &of_number));
	citizen_read(c, row, &id, &has_id);
	born_read(c, row, &id, has_id, &k, of_number, &r);
	sex_read(c, row, &id, has_id, &k, &r);
	boarding_read(c, row, &k, &r);
	guardian_read(c, row, GUARDIAN_1, &r);
	guardian_read(c, row, GUARDIAN_2, &r);
	*ret_r = r;
	*ret_k = k;
	return OK;
}

/* --- judging ------------------------------------------------------------------------------------
 */

static bool kin_known(const struct known *k, const struct guardian_said *g)
{
	for (size_t i = 0; i < k->kin_n; i++)
		if (str_eq(k->kin[i].phone, g->phone))
			return str_eq(k->kin[i].relation, g->relation);
	return false;
}

static bool says_nothing_new(const struct import_school *s, const struct roll_row *r,
                             const struct known *k)
{
	bool same = k->was.active && k->was.school.v == s->school.id.v &&
	            k->was.grade == r->grade && k->was.class_number == r->class_number &&
	            k->was.boarding == r->boarding && k->was.sex == r->sex &&
	            (k->was.born.day == r->born.day || !date_some(r->born)) &&
	            str_eq(k->was.name, r->name);

	for (size_t i = 0; same && i < r->guardian_n; i++)
		same = kin_known(k, &r->guardian[i]);
	return same;
}

static enum err check(struct ctx *c, void *state, struct import_row *row)
{
	const struct import_school *s = state;
	struct roll_row r;
	struct known k;

	TRY(pupil_row_read(c, s, row, &r, &k));
	if (row->problem_n > 0)
		return OK;
	row->verdict = !k.some                       ? IMPORT_NEW
	               : says_nothing_new(s, &r, &k) ? IMPORT_SAME
	                                             : IMPORT_CHANGED;
	return OK;
}

/* --- applying -----------------------------------------------------------------------------------
 */

static void was_json(struct json *j, const struct q_pupil_record_row *w)
{
	json_open(j, '{');
	json_kv_id(j, "school", w->school.v);
	json_kv_id(j, "class", w->class.v);
	json_kv_i64(j, "grade", w->grade);
	json_kv_i64(j, "stage", w->stage);
	json_kv_bool(j, "active", w->active);
	json_kv_bool(j, "boarding", w->boarding);
	json_kv_i64(j, "sex", w->sex);
	json_kv_i64(j, "born", w->born.day);
	json_kv_str(j, "name", w->name);
	json_close(j, '}');
}

/* What has to be known to make it undone: the record and who was a guardian. */
static struct str undo_json(struct ctx *c, const struct known *k)
{
	struct out o;
	struct json j;
	struct str s;

	out_init(&o, 1 << 16);
	json_init(&j, &o);
	json_open(&j, '{');
	json_kv_i64(&j, "at", c->now.us);
	json_key(&j, "was");
	if (k->some)
		was_json(&j, &k->was);
	else
		json_none(&j);
	json_key(&j, "kin");
	json_open(&j, '[');
	for (size_t i = 0; i < k->kin_n; i++) {
		json_open(&j, '{');
		json_kv_id(&j, "guardian", k->kin[i].id.v);
		json_kv_str(&j, "relation", k->kin[i].relation);
		json_kv_i64(&j, "since", k->kin[i].since.day);
		json_close(&j, '}');
	}
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
	struct roll_put put = {.school = s->school.id, .n = n};
	enum err e;

	put.row = NEW_N(c->arena, n, struct roll_row);
	if (!put.row)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++) {
		struct known k;

		*ret_failed = i;
		row[i].problem_n = 0;
		TRY(pupil_row_read(c, s, &row[i], &put.row[i], &k));
		if (row[i].problem_n > 0) /* the world went on since it was looked at */
			return import_refuse(c, &import_pupils, &row[i]);
		row[i].undo = undo_json(c, &k);
	}
	e = roll_put_verb.run(c, &put);
	*ret_failed = put.failed;
	TRY(e);
	for (size_t i = 0; i < n; i++)
		row[i].object = put.row[i].id.v;
	return OK;
}

/* --- taking back --------------------------------------------------------------------------------
 */

struct back {
	pupil_id pupil;
	county_id county;
	struct instant at;
	const struct jval *was, *kin;
	struct q_pupil_kin_row *now;
	size_t n;
};

static const struct jval *kin_before(const struct back *b, guardian_id guardian)
{
	for (size_t i = 0; i < b->kin->n; i++) {
		const struct jval *g = jval_find(&b->kin->items[i], "guardian");
		int64_t id;

		if (g && str_i64(g->s, &id) && id == guardian.v)
			return &b->kin->items[i];
	}
	return NULL;
}

/* Before anything is changed: has anybody made use of it? */
static enum err back_allowed(struct ctx *c, const struct back *b)
{
	bool made = !b->was || b->was->type == J_NULL;
	struct q_pupil_record_row is;
	int64_t uses = 0, class = 0;

	TRY(q_pupil_record(c, b->pupil, &is));
	if (!made)
		TRY(jval_id(c, b->was, "class", &class));
	if (made || class != is.class.v)
		TRY(q_pupil_uses(c, b->pupil, b->at, &uses));
	for (size_t i = 0; i < b->n && uses == 0; i++)
		if (!kin_before(b, b->now[i].guardian))
			TRY(q_kin_uses(c, b->pupil, b->now[i].guardian, b->at, &uses));
	return uses ? fault_set(c, E_REFUSED, "import_undo_used", NULL) : OK;
}

/* A guardian whom nothing holds any more: the file was all that was known of the person. */
static enum err guardian_drop(struct ctx *c, county_id county, guardian_id guardian)
{
	struct date yesterday = {ctx_today(c).day - 1};
	struct q_guardian_rights_row *right;
	int64_t children;
	size_t n;

	TRY(q_guardian_children(c, guardian, &children));
	if (children > 0)
		return OK;
	TRY(q_guardian_rights(c, guardian, &right, &n));
	for (size_t i = 0; i < n; i++)
		TRY(appointment_end(c, right[i].id, yesterday));
	TRY(q_guardian_delete(c, guardian, NULL));
	return audit_put(c, "removed", "guardian", guardian.v, county, S("{}"));
}

static enum err kin_back(struct ctx *c, const struct back *b, const struct q_pupil_kin_row *k)
{
	struct date yesterday = {ctx_today(c).day - 1};
	const struct jval *before = kin_before(b, k->guardian);
	struct instant ever = {INT64_C(0)};
	struct str relation;
	int64_t since, uses;

	if (before) {
		TRY(jval_str(c, before, "relation", 40, &relation));
		TRY(jval_i64(c, before, "since", INT32_MIN, INT32_MAX, &since));
		return q_kinship_put(c, b->pupil, k->guardian, b->county, relation,
		                     (struct date){(int32_t)since}, NULL);
	}
	if (date_some(k->until)) /* had ended before, and still has */
		return OK;
	TRY(q_kin_uses(c, b->pupil, k->guardian, ever, &uses));
	if (uses > 0) /* old consents point here */
		return q_kinship_close(c, b->pupil, k->guardian, yesterday, NULL);
	TRY(q_kinship_delete(c, b->pupil, k->guardian, NULL));
	return guardian_drop(c, b->county, k->guardian);
}

static enum err record_back(struct ctx *c, const struct back *b)
{
	struct q_pupil_record_row is;
	int64_t school, class, grade, stage, sex, born;
	bool active, boarding;
	struct str name;

	TRY(q_pupil_record(c, b->pupil, &is));
	TRY(jval_id(c, b->was, "school", &school));
	TRY(jval_id(c, b->was, "class", &class));
	TRY(jval_i64(c, b->was, "grade", 1, 12, &grade));
	TRY(jval_i64(c, b->was, "stage", 1, 3, &stage));
	TRY(jval_bool(c, b->was, "active", &active));
	TRY(jval_bool(c, b->was, "boarding", &boarding));
	TRY(jval_i64(c, b->was, "sex", 0, 9, &sex));
	TRY(jval_i64(c, b->was, "born", INT32_MIN, INT32_MAX, &born));
	TRY(jval_str(c, b->was, "name", 200, &name));
	TRY(pupil_rewrite(c, &(struct pupil_rewritten){.id = b->pupil,
	                                               .school = {school},
	                                               .class = {class},
	                                               .grade = grade,
	                                               .stage = stage,
	                                               .boarding = boarding,
	                                               .sex = sex,
	                                               .born = {(int32_t)born},
	                                               .name = name,
	                                               .id_number = is.id_number}));
	if (!active)
		TRY(q_pupil_state(c, b->pupil, 0, NULL));
	return audit_put(c, "changed_back", "pupil", b->pupil.v, b->county, S("{}"));
}

static enum err undo(struct ctx *c, void *state, struct import_row *row)
{
	const struct import_school *s = state;
	struct back b = {.pupil = {row->object}, .county = s->school.county};
	const struct jval *root;

	TRY(jread(c, row->undo, 1 << 16, &root));
	TRY(jval_i64(c, root, "at", 0, INT64_MAX, &b.at.us));
	TRY(jval_array(c, root, "kin", 512, &b.kin));
	b.was = jval_find(root, "was");
	TRY(q_pupil_kin(c, b.pupil, &b.now, &b.n));
	TRY(back_allowed(c, &b));
	for (size_t i = 0; i < b.n; i++)
		TRY(kin_back(c, &b, &b.now[i]));
	if (b.was && b.was->type == J_OBJECT)
		return record_back(c, &b);
	TRY(q_pupil_past_delete(c, b.pupil, NULL));
	TRY(q_pupil_delete(c, b.pupil, NULL));
	return audit_put(c, "removed", "pupil", b.pupil.v, b.county, S("{}"));
}

const struct import_kind import_pupils = {
	.name = "pupils",
	.title = T_pupils_title,
	.column = COLUMN,
	.column_n = COLUMNS,
	.begin = import_school_begin,
	.check = check,
	.apply = apply,
	.undo = undo,
};
