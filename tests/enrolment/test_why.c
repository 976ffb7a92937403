/* Why this price: the page, the API and the file say the same, for those it concerns; and whoever
 * takes the file comes to the bill by adding up for himself. */
#include "../kit.h"

#include "../kit_store.h"

#include "../kit_term.h"

#include "../kit_web.h"

#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "enrolment/routes.h"
#include "money/routes.h"
#include "people/routes.h"
#include "term/routes.h"

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &term_routes,
	                                              &money_routes, &enrolment_routes};

	return kit_web_open(c, tables, 5);
}

/* The first * is the pupil, the second the other id. */
static const char *why(struct ctx *c, const char *path, pupil_id p, int64_t id)
{
	struct str rest = str_of(path), head = str_cut(&rest, '*'), mid = str_cut(&rest, '*');

	return str_c(c->arena,
	             str_printf(c->arena, "%.*s%lld%.*s%lld%.*s", STR_FMT(head), (long long)p.v,
	                        STR_FMT(mid), (long long)id, STR_FMT(rest)));
}

static enrolment_id enrol(struct ctx *c, const struct kit_people *w, const struct kit_term *t,
                          enum kit_offering o, bool self)
{
	struct enrol a = {
		.wish = {w->pupil[CHEN_YI], t->offering[o], o == CARE ? t->care : t->course, self},
		.channel = S("page"),
	};

	assert_ok(kit_try_as(c, &w->father, &enrol_verb, &a));
	return a.result.id;
}

/* --- a pencil: yuan as written, to fen ----------------------------------------------------------
 */

static int64_t fen(struct str s)
{
	int64_t v = 0;
	int decimals = -1;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.') {
			decimals = 0;
			continue;
		}
		assert_true(s.p[i] >= '0' && s.p[i] <= '9');
		v = v * 10 + (s.p[i] - '0');
		decimals += decimals >= 0;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < 2; i++)
		v *= 10;
	return v;
}

struct reckoned {
	int64_t sum;
	int given, rows, refused;
	bool fits;
};

/* No field of these files holds a comma before the clause. */
static struct reckoned pencil(struct str csv)
{
	struct reckoned r = {.fits = true};

	(void)str_cut(&csv, '\n');
	while (csv.n > 0) {
		struct str row = str_cut(&csv, '\n');
		(void)str_cut(&row, ',');
		struct str op = str_cut(&row, ',');
		(void)str_cut(&row, ',');
		struct str operand = str_cut(&row, ','), result = str_cut(&row, ',');

		if (str_is(op, "已知")) {
			assert_int_equal(r.rows, 0); /* before the first step */
			r.given++;
			continue;
		}
		if (str_is(op, "拒绝")) {
			r.refused++;
			continue;
		}
		if (str_is(op, "取"))
			r.sum = fen(operand);
		else if (str_is(op, "乘"))
			r.sum = (r.sum * fen(operand) + 50) / 100;
		else if (str_is(op, "加"))
			r.sum += fen(operand);
		else if (str_is(op, "减"))
			r.sum -= fen(operand);
		else if (str_is(op, "最多"))
			r.sum = r.sum < fen(operand) ? r.sum : fen(operand);
		else if (str_is(op, "不得超过"))
			r.fits = r.sum <= fen(operand);
		else
			fail_msg("what is %.*s?", STR_FMT(op));
		assert_int_equal(r.sum, fen(result));
		r.rows++;
	}
	return r;
}

/* --- what is charged ----------------------------------------------------------------------------
 */

static void r34_whoever_adds_up_the_file_comes_to_the_bill(void **state)
{
	static const struct {
		enum kit_offering offering;
		bool self;
		int64_t fen;
	} TAKEN[] = {
		{CARE, false, 0}, {CHESS, false, 10000}, {CLAY, false, 1}, {ROBOT, false, 30001}};
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++) {
		enrolment_id e = enrol(c, w, &t, TAKEN[i].offering, TAKEN[i].self);
		struct reckoned r;

		assert_int_equal(kit_web_get(&b, why(c, "/pupils/*/why.csv?enrolment=*",
		                                     w->pupil[CHEN_YI], e.v)),
		                 200);
		r = pencil(b.a.body);
		assert_true(r.given >= 8);
		assert_true(r.rows >= 2);
		assert_int_equal(r.refused, 0);
		assert_true(r.fits);
		assert_int_equal(r.sum, TAKEN[i].fen);
	}
	kit_web_close(&b);
}

static void r37_consumables_are_in_the_sum_unless_the_family_buys_them(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, why(c, "/pupils/*/why.csv?offering=*", w->pupil[CHEN_YI],
	                                     t.offering[POTTERY].v)),
	                 200);
	assert_int_equal(pencil(b.a.body).sum, 24000);
	assert_int_equal(kit_web_get(&b, why(c, "/pupils/*/why.csv?offering=*&self_purchase=1",
	                                     w->pupil[CHEN_YI], t.offering[POTTERY].v)),
	                 200);
	assert_int_equal(pencil(b.a.body).sum, 20000);
	kit_web_close(&b);
}

static void a_charge_is_explained_on_what_the_bill_held_then(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrolment_id first = enrol(c, w, &t, CHESS, false), last = enrol(c, w, &t, ROBOT, false);
	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_api(&b, "GET",
	                             why(c, "/api/v1/pupils/*/quote?enrolment=*", w->pupil[CHEN_YI],
	                                 first.v),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"name\":\"course_before\",\"label\":\"本学期已收课程费\","
	                              "\"value\":\"0.00\""));
	assert_true(kit_web_shows(&b, "\"amount_fen\":10000,\"charged_fen\":10000"));
	/* by its offering it is the same enrolment */
	assert_int_equal(kit_web_api(&b, "GET",
	                             why(c, "/api/v1/pupils/*/quote?offering=*", w->pupil[CHEN_YI],
	                                 t.offering[ROBOT].v),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, str_c(c->arena, str_printf(c->arena, "\"enrolment\":\"%lld\"",
	                                                         (long long)last.v))));
	assert_true(kit_web_shows(&b, "\"value\":\"100.00\""));
	assert_true(kit_web_shows(&b, "\"charged_fen\":30001"));
	kit_web_close(&b);
}

/* --- what is refused ----------------------------------------------------------------------------
 */

static void r34_a_refusal_shows_the_row_it_does_not_pass_and_its_clause(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrol(c, w, &t, PAINT, false);
	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	const char *path =
		why(c, "/pupils/*/why?offering=*", w->pupil[CHEN_YI], t.offering[ROBOT].v);
	assert_int_equal(kit_web_get(&b, "/enrol"), 200);
	assert_true(kit_web_shows(&b, path)); /* the reason leads here */
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_true(kit_web_shows(&b, "不能选"));
	assert_true(kit_web_shows(&b, "不得超过 600.00"));
	assert_true(kit_web_shows(&b, "900.00"));
	assert_true(kit_web_shows(&b, "R34"));
	assert_int_equal(kit_web_get(&b, why(c, "/pupils/*/why.csv?offering=*", w->pupil[CHEN_YI],
	                                     t.offering[ROBOT].v)),
	                 200);
	struct reckoned r = pencil(b.a.body);
	assert_int_equal(r.sum, 90000);
	assert_false(r.fits);
	assert_int_equal(r.refused, 1);
	assert_int_equal(kit_web_api(&b, "GET",
	                             why(c, "/api/v1/pupils/*/quote?offering=*", w->pupil[CHEN_YI],
	                                 t.offering[ROBOT].v),
	                             NULL),
	                 200);
	assert_true(kit_web_shows(&b, "\"outcome\":\"refused\""));
	assert_true(kit_web_shows(&b, "\"operation\":\"within\""));
	assert_true(kit_web_shows(&b, "\"code\":\"fee_cap_exceeded\""));
	kit_web_close(&b);
}

static void a_reason_that_is_no_sum_is_explained_too(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	struct kit_web b = open_web(c);
	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, why(c, "/pupils/*/why?offering=*", w->pupil[CHEN_YI],
	                                     t.offering[FIVES].v)),
	                 200);
	assert_true(kit_web_shows(&b, "不能选"));
	assert_true(kit_web_shows(&b, "10.00")); /* what it would cost is said all the same */
	kit_web_close(&b);
}

/* --- for whom -----------------------------------------------------------------------------------
 */

static void r6_only_those_it_concerns_may_ask_and_staff_is_written_down(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_people *w = kit_world(state);
	struct kit_term t;

	kit_term_make(c, w, &t);
	enrolment_id e = enrol(c, w, &t, CHESS, false);
	struct kit_web b = open_web(c);
	int64_t child = w->pupil[CHEN_YI].v;
	const char *path = why(c, "/pupils/*/why?enrolment=*", w->pupil[CHEN_YI], e.v);

	kit_web_login(&b, &w->father);
	assert_int_equal(kit_web_get(&b, str_c(c->arena, str_printf(c->arena, "/pupils/%lld/bill",
	                                                            (long long)child))),
	                 200);
	assert_true(kit_web_shows(&b, path)); /* every line leads here */
	assert_true(kit_web_shows(&b, "/bill/export.xlsx?term="));
	const char *file = str_c(
		c->arena, str_printf(c->arena, "/pupils/%lld/bill/export.csv", (long long)child));
	assert_int_equal(kit_web_get(&b, file), 200); /* and they leave as a file */
	assert_true(kit_web_shows(&b, "100.00"));
	assert_true(kit_web_shows(&b, "R3"));
	assert_int_equal(
		kit_web_get(&b, str_c(c->arena,
	                              str_printf(c->arena, "/pupils/%lld/enrolments/export.csv",
	                                         (long long)child))),
		200);
	assert_true(kit_web_shows(&b, "已报名"));
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_int_equal(kit_audited(c, "price explained", "pupil", child), 0);
	kit_web_login(&b, &w->wang);
	assert_int_equal(kit_web_get(&b, file), 404);
	assert_int_equal(kit_web_get(&b, path), 404);
	assert_int_equal(kit_web_get(&b, why(c, "/pupils/*/why?enrolment=*", w->pupil[WANG], e.v)),
	                 404);
	kit_web_login(&b, &w->clerk);
	assert_int_equal(kit_web_get(&b, path), 200);
	assert_int_equal(kit_audited(c, "price explained", "pupil", child), 1);
	assert_int_equal(
		kit_web_get(&b, why(c, "/pupils/*/why.xlsx?enrolment=*", w->pupil[CHEN_YI], e.v)),
		200);
	assert_int_equal(
		kit_web_get(&b, why(c, "/pupils/*/why.csv?enrolment=*", w->pupil[CHEN_YI], e.v)),
		200);
	assert_false(kit_web_shows(&b, "陈一")); /* the file names nobody */
	kit_web_login(&b, &w->clerk2);
	assert_int_equal(kit_web_get(&b, path), 404);
	kit_web_login(&b, &w->teacher);
	assert_int_equal(kit_web_get(&b, path), 403);
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r34_whoever_adds_up_the_file_comes_to_the_bill),
		KIT_FACT(r37_consumables_are_in_the_sum_unless_the_family_buys_them),
		KIT_FACT(a_charge_is_explained_on_what_the_bill_held_then),
		KIT_FACT(r34_a_refusal_shows_the_row_it_does_not_pass_and_its_clause),
		KIT_FACT(a_reason_that_is_no_sum_is_explained_too),
		KIT_FACT(r6_only_those_it_concerns_may_ask_and_staff_is_written_down),
	};

	return KIT_FACTS_RUN("why", facts);
}
