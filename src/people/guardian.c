#include "people/guardian.h"

#include "auth/bulk.h"
#include "crypto/hash.h"
#include "crypto/keys.h"
#include "people/guardian.sql.h"
#include "people/pupil.h"
#include "people/reach.h"
#include "people/county.h"
#include "people/school.h"

enum { NAME_MAX_CHARS = 60, REASON_MAX_CHARS = 200 };

bool relation_parse(struct str said, struct str *ret_relation)
{
	static const struct {
		const char *said, *relation;
	} words[] = {
		{"father", "father"},
		{"mother", "mother"},
		{"grandparent", "grandparent"},
		{"other", "other"},
		{"父亲", "father"},
		{"爸爸", "father"},
		{"父", "father"},
		{"母亲", "mother"},
		{"妈妈", "mother"},
		{"母", "mother"},
		{"祖父", "grandparent"},
		{"祖母", "grandparent"},
		{"外祖父", "grandparent"},
		{"外祖母", "grandparent"},
		{"爷爷", "grandparent"},
		{"奶奶", "grandparent"},
		{"外公", "grandparent"},
		{"外婆", "grandparent"},
		{"姥爷", "grandparent"},
		{"姥姥", "grandparent"},
		{"祖父母", "grandparent"},
		{"外祖父母", "grandparent"},
		{"其他", "other"},
		{"其他监护人", "other"},
	};
	struct str s = str_trim(said);

	if (!str_some(s)) {
		*ret_relation = S("other");
		return true;
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_is(s, words[i].said)) {
			*ret_relation = str_of(words[i].relation);
			return true;
		}
	}
	return false;
}

/* --- in verbs ------------------------------------------------------------------------------------
 */

static enum err guardian_make(struct ctx *c, county_id county, struct str place,
                              const struct account_new *who, const uint8_t index[BLIND_BYTES],
                              guardian_id *ret_id)
{
	guardian_id id = {env_next_id(c->env)};
	struct appointment right = {.role = ROLE_GUARDIAN,
	                            .county = county,
	                            .guardian = id,
	                            .place = place,
	                            .starts = DATE_NONE,
	                            .ends = DATE_NONE};
	appointment_id given;
	int64_t stored;
	bool made;

	TRY(account_ensure(c, who, &right.account, &made));
	TRY(q_guardian_insert(c, id, county, right.account, who->name, who->login,
	                      (struct str){(const char *)index, BLIND_BYTES}, &stored));
	if (!stored) /* another node was first; the next try sees it */
		return E_RETRY;
	TRY(appointment_put(c, &right, &given));
	*ret_id = id;
	return OK;
}

enum err guardian_ensure(struct ctx *c, county_id county, struct str place,
                         const struct guardian_said *said, guardian_id *ret_id, bool *ret_made)
{
	struct account_new who = {0};
	struct q_guardian_by_phone_row row;
	uint8_t index[BLIND_BYTES];
	bool found = false;

	TRY(said_text(c, S("guardian_name"), said->name, NAME_MAX_CHARS, &who.name));
	TRY(said_phone(c, S("guardian_phone"), said->phone, &who.login));
	blind(store_keys(c->store), "guardian.phone", who.login, index);
	TRY(q_guardian_by_phone(c, county, BYTES(index), &row, &found));
	if (found)
		*ret_id = row.id;
	else
		TRY(guardian_make(c, county, place, &who, index, ret_id));
	*ret_made = !found;
	return OK;
}

enum err kinship_put(struct ctx *c, county_id county, pupil_id pupil, guardian_id guardian,
                     struct str relation, bool *ret_changed)
{
	int64_t changed;

	TRY(q_kinship_put(c, pupil, guardian, county, relation, ctx_today(c), &changed));
	*ret_changed = changed > 0;
	return OK;
}

/* --- verbs ---------------------------------------------------------------------------------------
 */

static struct str kin_json(struct ctx *c, guardian_id guardian)
{
	return str_printf(c->arena, "{\"guardian\":\"%lld\"}", (long long)guardian.v);
}

static enum err kinship_add_run(struct ctx *c, void *arg)
{
	struct kinship_new *a = arg;
	struct county county;
	struct str relation;
	guardian_id guardian;
	struct pupil p;
	bool made, changed;

	TRY(reach_role(c, ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD)));
	TRY(pupil_get(c, a->pupil, &p));
	TRY(county_get(c, p.county, &county));
	if (!relation_parse(a->said.relation, &relation))
		return fault_input(c, NULL, S("relation"), a->said.relation,
		                   S("father, mother, grandparent, other"));
	TRY(guardian_ensure(c, p.county, county.name, &a->said, &guardian, &made));
	TRY(kinship_put(c, p.county, p.id, guardian, relation, &changed));
	a->result = guardian;
	if (!changed)
		return OK;
	return audit_put(c, "kinship_added", "pupil", p.id.v, p.county, kin_json(c, guardian));
}
const struct verb kinship_add_verb = {"people.kinship_add", kinship_add_run};

static enum err kinship_end_run(struct ctx *c, void *arg)
{
	struct kinship_over *a = arg;
	struct date yesterday = {ctx_today(c).day - 1};
	struct str reason;
	struct pupil p;
	int64_t changed;

	TRY(reach_role(c, ROLES_SCHOOL));
	TRY(pupil_get(c, a->pupil, &p));
	TRY(said_text(c, S("reason"), a->reason, REASON_MAX_CHARS, &reason));
	TRY(q_kinship_close(c, p.id, a->guardian, yesterday, &changed));
	if (!changed)
		return absent(c);
	TRY(audit_put(c, "kinship_ended", "pupil", p.id.v, p.county, kin_json(c, a->guardian)));
	return audit_put(c, "kinship_ended", "guardian", a->guardian.v, p.county,
	                 reason_json(c, reason));
}
const struct verb kinship_end_verb = {"people.kinship_end", kinship_end_run};

/* --- reading -------------------------------------------------------------------------------------
 */

enum err guardians_load(struct ctx *c, pupil_id pupil, struct guardian **ret_v, size_t *ret_n)
{
	struct q_guardian_rows_row *row;
	size_t n;

	TRY(q_guardian_rows(c, pupil, ctx_today(c), &row, &n));
	struct guardian *v = NEW_N(c->arena, n, struct guardian);
	if (n > 0 && !v)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		v[i] = (struct guardian){row[i].id,    row[i].account,  row[i].name,
		                         row[i].phone, row[i].relation, row[i].since};
	*ret_v = v;
	*ret_n = n;
	return OK;
}

enum err guardians_of_pupil(struct ctx *c, pupil_id pupil, struct guardian **ret_v, size_t *ret_n)
{
	struct pupil p;

	TRY(pupil_get(c, pupil, &p));
	return guardians_load(c, pupil, ret_v, ret_n);
}

/* --- first-login codes ---------------------------------------------------------------------------
 */

static enum err slip_make(struct ctx *c, struct guardian_codes *a,
                          const struct q_guardians_in_class_row *g)
{
	struct account who;
	struct guardian_slip *slip = &a->slip[a->n];

	if (a->only.v && g->id.v != a->only.v)
		return OK;
	/* A guardian of two children of the class gets one slip. */
	for (size_t i = 0; i < a->n; i++)
		if (a->slip[i].guardian.v == g->id.v)
			return OK;
	if (g->account.v == 0)
		return OK;
	TRY(account_get(c, g->account, &who));
	if (!who.active || (who.has_password && !a->again)) {
		a->skipped++;
		return OK;
	}
	*slip = (struct guardian_slip){
		.guardian = g->id,
		.guardian_name = g->name,
		.phone = g->phone,
		.pupil_name = g->pupil_name,
	};
	TRY(code_issue(c, g->account, GUARDIAN_CODE_HOURS, &slip->code));
	a->n++;
	return OK;
}

static enum err guardian_codes_run(struct ctx *c, void *arg)
{
	struct guardian_codes *a = arg;
	struct q_guardians_in_class_row *row;
	struct class k;
	size_t n;

	TRY(reach_role(c, ROLES_SCHOOL | ROLE_BIT(ROLE_CLASS_HEAD)));
	TRY(class_get(c, a->class, &k));
	TRY(q_guardians_in_class(c, a->class, ctx_today(c), &row, &n));
	a->n = 0;
	a->skipped = 0;
	a->class_name = k.name;
	a->slip = NEW_N(c->arena, n, struct guardian_slip);
	if (n > 0 && !a->slip)
		return fault_broken(c, "arena");
	for (size_t i = 0; i < n; i++)
		TRY(slip_make(c, a, &row[i]));
	return audit_put(c, "codes_issued", "class", k.id.v, k.county,
	                 str_printf(c->arena, "{\"slips\":%zu,\"skipped\":%zu}", a->n, a->skipped));
}
const struct verb guardian_codes_verb = {"people.guardian_codes", guardian_codes_run};
