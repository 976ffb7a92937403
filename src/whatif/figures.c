#include "whatif/figures.h"

#include "base/jsonread.h"

enum { FIGURES_MOST = 8192, CAUSES_MOST = 4 << 20, TEXT_MOST = 65536 };

/* Everything that is counted of a school; bools are kept as 0 and 1. */
struct figure {
	const char *name;
	size_t at;
	bool flag;
};
#define COUNT(member)                                                                              \
	{                                                                                          \
#member, offsetof(struct whatif_school, member), false                             \
	}
#define SUM(side, name, member)                                                                    \
	{                                                                                          \
		name, offsetof(struct whatif_school, sum[side].member), false                      \
	}
#define PAY(side, name, member)                                                                    \
	{                                                                                          \
		name, offsetof(struct whatif_school, pay[side].member), false                      \
	}
#define SIDE(side, p)                                                                              \
	SUM(side, p "care", kind[KIND_CARE].fen), SUM(side, p "course", kind[KIND_COURSE].fen),    \
		SUM(side, p "lunch", kind[KIND_LUNCH].fen),                                        \
		SUM(side, p "evening_study", kind[KIND_EVENING_STUDY].fen),                        \
		SUM(side, p "consumables", consumables.fen),                                       \
		SUM(side, p "deducted", deducted.fen), SUM(side, p "waived", waived.fen),          \
		SUM(side, p "payable", payable.fen), SUM(side, p "refused", refused),              \
		{p "guaranteed", offsetof(struct whatif_school, guaranteed[side]), true},          \
		{p "guarantee", offsetof(struct whatif_school, guarantee[side].fen), false},       \
		{p "guarantee_enrolled",                                                           \
	         offsetof(struct whatif_school, guarantee_enrolled[side].fen), false},             \
		PAY(side, p "sittings", sittings), PAY(side, p "unknown", unknown),                \
		PAY(side, p "pay_lowest", lowest.fen), PAY(side, p "pay_highest", highest.fen)

/* clang-format off: one a line */
static const struct figure FIGURES[] = {
	COUNT(pupils),
	COUNT(moved),
	COUNT(more),
	COUNT(less),
	COUNT(refused),
	COUNT(allowed),
	COUNT(offerings),
	COUNT(offerings_refused),
	SIDE(WHATIF_NOW, "now_"),
	SIDE(WHATIF_DRAFT, "draft_"),
};
/* clang-format on */
enum { FIGURES_N = sizeof FIGURES / sizeof *FIGURES };

static int64_t figure_get(const struct figure *f, const struct whatif_school *s)
{
	const char *at = (const char *)s + f->at;
	int64_t v;

	if (f->flag)
		return *(const bool *)at;
	memcpy(&v, at, sizeof v);
	return v;
}

static void figure_set(const struct figure *f, struct whatif_school *s, int64_t v)
{
	char *at = (char *)s + f->at;

	if (f->flag)
		*(bool *)at = v != 0;
	else
		memcpy(at, &v, sizeof v);
}

void figures_write(struct out *o, const struct whatif_school *s)
{
	struct json j;

	json_init(&j, o);
	json_open(&j, '{');
	for (size_t i = 0; i < FIGURES_N; i++) {
		int64_t v = figure_get(&FIGURES[i], s);

		if (v)
			json_kv_i64(&j, FIGURES[i].name, v);
	}
	json_close(&j, '}');
}

enum err figures_read(struct ctx *c, struct str text, struct whatif_school *io_s)
{
	const struct jval *root;
	size_t known = 0;

	if (jread(c, text, FIGURES_MOST, &root) != OK || root->type != J_OBJECT)
		return fault_broken(c, "figures that are no object");
	for (size_t i = 0; i < FIGURES_N; i++) {
		const struct jval *v = jval_find(root, FIGURES[i].name);

		if (v && v->type != J_INT)
			return fault_broken(c, "a figure that is no number");
		figure_set(&FIGURES[i], io_s, v ? v->i : 0);
		known += v != NULL;
	}
	return known == root->n ? OK : fault_broken(c, "a figure nobody knows");
}

/* --- sentences -------------------------------------------------------------------------------- */

void cause_json(struct json *j, const struct whatif_cause_sum *u)
{
	json_kv_str(j, "code", u->cause->code);
	json_kv_str(j, "requirement", u->cause->requirement);
	json_kv_str(j, "clause", u->cause->clause);
	json_kv_str(j, "document", u->cause->document);
	json_kv_i64(j, "pupils", u->pupils);
	json_kv_i64(j, "offerings", u->services);
	json_kv_i64(j, "now_fen", u->payable[WHATIF_NOW].fen);
	json_kv_i64(j, "draft_fen", u->payable[WHATIF_DRAFT].fen);
}

void causes_write(struct out *o, const struct whatif_tally *t)
{
	struct json j;

	json_init(&j, o);
	json_open(&j, '[');
	for (size_t i = 0; i < t->n; i++) {
		json_open(&j, '{');
		cause_json(&j, &t->v[i]);
		json_close(&j, '}');
	}
	json_close(&j, ']');
}

static enum err cause_read(struct ctx *c, const struct jval *v, struct whatif_tally *t)
{
	struct whatif_cause *own = NEW(c->arena, struct whatif_cause);
	struct whatif_cause_sum sum = {.cause = own};

	if (!own)
		return fault_broken(c, "arena");
	TRY(jval_str(c, v, "code", TEXT_MOST, &own->code));
	TRY(jval_str(c, v, "requirement", TEXT_MOST, &own->requirement));
	TRY(jval_str(c, v, "clause", TEXT_MOST, &own->clause));
	TRY(jval_str(c, v, "document", TEXT_MOST, &own->document));
	TRY(jval_i64(c, v, "pupils", 0, INT64_MAX, &sum.pupils));
	TRY(jval_i64(c, v, "offerings", 0, INT64_MAX, &sum.services));
	TRY(jval_fen(c, v, "now_fen", &sum.payable[WHATIF_NOW]));
	TRY(jval_fen(c, v, "draft_fen", &sum.payable[WHATIF_DRAFT]));
	return whatif_tally_add(c, t, &sum);
}

enum err causes_read(struct ctx *c, struct str text, struct whatif_tally *t)
{
	const struct jval *root;

	if (jread(c, text, CAUSES_MOST, &root) != OK || root->type != J_ARRAY)
		return fault_broken(c, "causes that are no list");
	for (size_t i = 0; i < root->n; i++)
		TRY(cause_read(c, &root->items[i], t));
	return OK;
}
