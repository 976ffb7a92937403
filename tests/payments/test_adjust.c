/* R59, R71: over the county's limit a collected bill is adjusted by two people. */
#include "scene.h"

#include "../killed.h"
#include "../kit_approval.h"
#include "../kit_verify.h"
#include "../kit_web.h"
#include "../second.h"

#include <stdlib.h>

#include "auth/auth.h"
#include "jobs/message.h"
#include "money/routes.h"
#include "payments/routes.h"
#include "payments/work.h"

enum { ASKED, AGREED, BOOKED };

static size_t kills = 6;

static struct adjust by(struct scene *s, int64_t fen)
{
	return scene_chess_by(s, CHEN_YI, fen, "少上一次");
}

/* A bill of 100.00 that was collected; what is adjusted on it up to 20.00 one person may do. */
static struct scene collected(void **state)
{
	struct scene s = scene_of(state);

	scene_alone(&s, FEN(2000));
	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	return s;
}

static enum err say(struct scene *s, const struct actor *who, int64_t wish, enum approval_word word)
{
	struct approval_say a = {.word = word, .reason = S("与家长说明不符")};
	struct approval_state st;

	kit_titled(s->c, &s->w->leader, APPROVE_BILL, wish, "已收账单的调整",
	           "Adjustment of a collected bill");
	assert_ok(store_read_begin(s->c));
	assert_ok(approval_state_of(s->c, APPROVE_BILL, wish, &st));
	store_read_end(s->c);
	a.approval = st.id;
	return kit_try_as(s->c, who, &approval_say_verb, &a);
}

static void follow(struct scene *s, int64_t wish)
{
	struct adjust_follow a = {wish};

	assert_ok(kit_try_as(s->c, &s->w->system, &adjust_follow_verb, &a));
}

static int64_t asked(struct scene *s, int64_t fen)
{
	struct adjust a = by(s, fen);

	assert_ok(kit_try_as(s->c, &s->w->finance, &adjust_verb, &a));
	assert_true(a.wish != 0);
	assert_int_equal(a.result, 0);
	return a.wish;
}

/* How many of a state this person sees on the bill. */
static size_t seen(struct scene *s, const struct actor *who, const char *state)
{
	struct arena_mark mark = arena_mark(s->c->arena); /* after many kills the list is long */
	struct adjusted *v;
	size_t n, sum = 0;

	kit_read_as(s->c, who);
	assert_ok(adjusted_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &n));
	store_read_end(s->c);
	for (size_t i = 0; i < n; i++)
		sum += str_is(v[i].state, state);
	arena_rewind(s->c->arena, mark);
	return sum;
}

static void
R71_over_the_limit_an_adjustment_waits_for_a_second_person_and_moves_nothing(void **state)
{
	struct scene s = collected(state);
	int64_t wish = asked(&s, -3000), income = scene_sum(&s, "course");

	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_int_equal(seen(&s, &s.w->father, "waiting"), 1);
	assert_fault(s.c, say(&s, &s.w->finance, wish, APPROVED), E_REFUSED, "not_approved");
	assert_str(s.c->fault.field, "approver");
	follow(&s, wish);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	kit_holds(s.c);
	assert_ok(say(&s, &s.w->leader, wish, APPROVED));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	follow(&s, wish);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -3000);
	assert_int_equal(scene_sum(&s, "course"), income + 3000);
	follow(&s, wish);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -3000);
	assert_int_equal(seen(&s, &s.w->father, "booked"), 1);
	kit_holds(s.c);
	assert_true(second_program_agrees(s.c, s.w) > 0);
}

static void R71_what_raises_a_bill_over_the_limit_needs_a_second_person_too(void **state)
{
	struct scene s = collected(state);
	static const struct job_kinds *const kinds[] = {&payments_jobs};
	int64_t wish = asked(&s, 2001);

	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_ok(say(&s, &s.w->leader, wish, APPROVED));
	s.c->actor = s.w->system;
	assert_ok(jobs_prepare(s.c, kinds, 1)); /* the job of every minute */
	scene_work(&s);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 2001);
}

static void
R71_an_amount_cut_into_parts_needs_a_second_person_where_it_passes_the_limit(void **state)
{
	struct scene s = collected(state);
	struct adjust a = by(&s, -1500);

	assert_ok(kit_try_as(s.c, &s.w->finance, &adjust_verb, &a));
	assert_int_equal(a.wish, 0);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -1500);
	a.amount = FEN(-500);
	assert_ok(kit_try_as(s.c, &s.w->finance, &adjust_verb, &a));
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -2000);
	a.amount = FEN(-1);
	assert_ok(kit_try_as(s.c, &s.w->finance, &adjust_verb, &a));
	assert_true(a.wish != 0);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -2000);
	assert_ok(say(&s, &s.w->leader, a.wish, APPROVED));
	follow(&s, a.wish);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -2001);
	a.amount = FEN(1); /* what two agreed to is none of what one did */
	assert_ok(kit_try_as(s.c, &s.w->finance, &adjust_verb, &a));
	assert_true(a.wish != 0);
}

static void R71_one_that_was_returned_moves_nothing_and_the_family_sees_none_of_it(void **state)
{
	struct scene s = collected(state);
	int64_t wish = asked(&s, -3000);
	struct adjustment_wish w;

	assert_ok(say(&s, &s.w->leader, wish, RETURNED));
	follow(&s, wish);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, 0);
	assert_int_equal(seen(&s, &s.w->father, "returned"), 0);
	assert_int_equal(seen(&s, &s.w->leader, "returned"), 1);
	kit_read_as(s.c, &s.w->leader);
	assert_ok(adjustment_wish_get(s.c, wish, &w));
	store_read_end(s.c);
	assert_str(w.of.why, "与家长说明不符");
	kit_read_as(s.c, &s.w->leader2);
	assert_int_equal(adjustment_wish_get(s.c, wish, &w), E_ABSENT);
	store_read_end(s.c);
	kit_holds(s.c);
}

static void R59_one_that_was_agreed_too_late_is_void_with_the_refusal_against_it(void **state)
{
	struct scene s = collected(state);
	int64_t first = asked(&s, -6000), second = asked(&s, -6000), unread;
	struct adjustment_wish w;

	assert_ok(say(&s, &s.w->leader, first, APPROVED));
	assert_ok(say(&s, &s.w->leader, second, APPROVED));
	follow(&s, first);
	kit_read_as(s.c, &s.w->finance);
	assert_ok(message_unread(s.c, &unread));
	store_read_end(s.c);
	follow(&s, second);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -6000);
	kit_read_as(s.c, &s.w->finance);
	assert_ok(adjustment_wish_get(s.c, second, &w));
	assert_str(w.of.state, "void");
	assert_str(w.of.why, "adjustment_too_low");
	assert_int_equal(message_unread(s.c, &unread), OK);
	store_read_end(s.c);
	assert_true(unread > 0);
	kit_holds(s.c);
}

/* --- pages and programs ----------------------------------------------------------------------- */

static const struct routes *const TABLES[] = {&auth_routes, &money_routes, &payments_routes,
                                              &payments_desk_routes, &approval_routes};

static const char *of(struct scene *s, const char *head, int64_t id, const char *tail)
{
	return str_c(s->c->arena, str_printf(s->c->arena, "%s%lld%s", head, (long long)id, tail));
}

static void R71_pages_say_to_whom_it_concerns_that_an_adjustment_waits(void **state)
{
	struct scene s = collected(state);
	struct kit_web b = kit_web_open(s.c, TABLES, 5);
	int64_t wish = asked(&s, -3000);

	kit_web_login(&b, &s.w->father);
	assert_int_equal(kit_web_get(&b, of(&s, "/pupils/", s.w->pupil[CHEN_YI].v, "/pay")), 200);
	assert_true(kit_web_shows(&b, "待第二人审批"));
	assert_true(kit_web_shows(&b, "30.00"));
	assert_false(kit_web_shows(&b, "/school/adjustments/"));
	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_get(&b, of(&s, "/school/pupils/", s.w->pupil[CHEN_YI].v, "/pay")),
	                 200);
	assert_true(kit_web_shows(&b, of(&s, "/school/adjustments/", wish, "")));
	assert_int_equal(kit_web_get(&b, of(&s, "/school/adjustments/", wish, "")), 200);
	assert_true(kit_web_shows(&b, "等待第二人审批"));
	assert_int_equal(kit_web_get(&b, "/approvals?kind=bill_adjustment"), 200);
	assert_true(kit_web_shows(&b, "已收账单的调整"));
	assert_ok(say(&s, &s.w->leader, wish, APPROVED));
	follow(&s, wish);
	assert_int_equal(kit_web_get(&b, of(&s, "/school/adjustments/", wish, "")), 200);
	assert_true(kit_web_shows(&b, "已入账"));
	assert_true(kit_web_shows(&b, "/school/ledger/entries/"));
	kit_web_close(&b);
}

static const struct jval *answer(struct scene *s, const struct kit_web *b)
{
	const struct jval *root;

	assert_ok(jread(s->c, b->a.body, 1 << 16, &root));
	return root;
}

static void R71_a_program_asks_for_an_adjustment_and_reads_how_it_stands(void **state)
{
	struct scene s = collected(state);
	struct kit_web b = kit_web_open(s.c, TABLES, 5);
	const char *path = of(&s, "/api/v1/pupils/", s.w->pupil[CHEN_YI].v, "/adjustments");
	const char *body = str_c(
		s.c->arena,
		str_printf(
			s.c->arena,
			"{\"term\":\"%lld\",\"offering\":\"%lld\",\"item\":\"price\",\"less\":true,"
			"\"amount_fen\":3000,\"reason\":\"少上一次\"}",
			(long long)s.t.term.v, (long long)s.t.offering[CHESS].v));
	const struct jval *v;
	int64_t wish = 0;

	kit_web_login(&b, &s.w->finance);
	assert_int_equal(kit_web_api(&b, "POST", path, body), 201);
	v = answer(&s, &b);
	assert_str(jval_find(v, "state")->s, "waiting");
	assert_int_equal(jval_find(v, "amount_fen")->i, -3000);
	assert_true(str_i64(jval_find(v, "wish")->s, &wish));
	assert_ok(say(&s, &s.w->leader, wish, APPROVED));
	follow(&s, wish);
	assert_int_equal(kit_web_api(&b, "GET", of(&s, "/api/v1/adjustments/", wish, ""), NULL),
	                 200);
	assert_str(jval_find(answer(&s, &b), "state")->s, "booked");
	kit_web_login(&b, &s.w->father);
	path = str_c(s.c->arena,
	             str_printf(s.c->arena, "%s?term=%lld", path, (long long)s.t.term.v));
	assert_int_equal(kit_web_api(&b, "GET", path, NULL), 200);
	assert_int_equal(jval_find(answer(&s, &b), "items")->n, 1);
	kit_web_close(&b);
}

static void R59_an_english_reader_is_told_in_english_why_an_adjustment_came_to_nothing(void **state)
{
	struct scene s = collected(state);
	static const struct routes *const tables[] = {&auth_routes, &jobs_routes};
	struct kit_web b = kit_web_open(s.c, tables, 2);
	int64_t first = asked(&s, -6000), second = asked(&s, -6000);

	assert_ok(say(&s, &s.w->leader, first, APPROVED));
	assert_ok(say(&s, &s.w->leader, second, APPROVED));
	follow(&s, first);
	follow(&s, second);
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
		b.lang = (enum lang)lang;
		kit_web_login(&b, &s.w->finance);
		assert_int_equal(kit_web_get(&b, "/inbox"), 200);
		assert_true(kit_web_shows(
			&b, str_c(s.c->arena, fault_lookup("adjustment_too_low")->title[lang])));
		assert_false(kit_web_shows(
			&b, str_c(s.c->arena, fault_lookup("adjustment_too_low")->title[!lang])));
	}
	kit_web_close(&b);
}

/* --- killed ------------------------------------------------------------------------------------
 */

/* A desk that lowers the bill by a fen again and again; what comes next it sees from what stands.
 */
struct desk {
	struct scene *s;
	bool finish; /* begin nothing new */
};

static enum err last(struct scene *s, struct adjusted *ret_a, struct approval_state *ret_st)
{
	struct adjusted *v;
	enum err e;
	size_t n;

	kit_read_as(s->c, &s->w->leader);
	e = adjusted_list(s->c, s->w->pupil[CHEN_YI], s->t.term, &v, &n);
	*ret_a = (struct adjusted){.state = S("booked")};
	for (size_t i = 0; e == OK && i < n; i++)
		if (str_is(v[i].state, "waiting"))
			*ret_a = v[i];
	if (e == OK)
		e = approval_state_of(s->c, APPROVE_BILL, ret_a->wish, ret_st);
	store_read_end(s->c);
	return e;
}

static enum err next_thing(struct desk *d, bool *ret_idle)
{
	struct scene *s = d->s;
	struct adjust a = by(s, -1);
	struct approval_say agree = {.word = APPROVED, .reason = S("")};
	struct approval_state st;
	struct adjusted w;

	TRY(last(s, &w, &st));
	*ret_idle = d->finish && !str_is(w.state, "waiting");
	if (*ret_idle)
		return OK;
	if (!str_is(w.state, "waiting")) {
		TRY(kit_try_as(s->c, &s->w->finance, &adjust_verb, &a));
		killed_ack(ASKED);
	} else if (st.word == APPROVAL_WAITING) {
		agree.approval = st.id;
		TRY(kit_try_as(s->c, &s->w->leader, &approval_say_verb, &agree));
		if (!d->finish)
			killed_ack(AGREED);
	} else {
		TRY(kit_try_as(s->c, &s->w->system, &adjust_follow_verb,
		               &(struct adjust_follow){w.wish}));
		if (!d->finish)
			killed_ack(BOOKED);
	}
	return OK;
}

static bool works(void *arg)
{
	struct desk *d = arg;
	bool idle = false;

	if (!d->finish)
		killed_begin();
	while (!idle) {
		struct arena_mark mark = arena_mark(d->s->c->arena);

		if (next_thing(d, &idle) != OK || audit_flush_reads(d->s->c) != OK)
			return false;
		arena_rewind(d->s->c->arena, mark);
	}
	return true;
}

static void
F26_kill_9_between_the_two_words_and_the_booking_loses_none_and_doubles_none(void **state)
{
	struct scene s = scene_of(state);
	struct desk d = {.s = &s};
	uint64_t known, seed = 88172645463325252u;
	size_t killed = 0;
	int64_t was, is;

	scene_alone(&s, FEN(0));
	scene_enrol(&s, &s.w->father, CHEN_YI, CHESS);
	scene_paid(&s, CHEN_YI, "D-1");
	known = killed_broken(s.c);
	while (killed < kills) {
		struct killed k;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		was = (int64_t)(seen(&s, &s.w->leader, "booked"));
		k = killed_run(state, 1000 + (int64_t)((seed >> 33) % 100000), works, &d);
		killed += !k.ended;
		is = (int64_t)(seen(&s, &s.w->leader, "booked"));
		assert_in_range(is - was, k.acked[BOOKED], k.acked[BOOKED] + !k.ended);
		assert_int_equal(scene_due(&s, CHEN_YI).fen, -is);
		killed_verify(s.c, known);
	}
	d.finish = true;
	assert_true(works(&d));
	is = (int64_t)(seen(&s, &s.w->leader, "booked"));
	assert_true(is > 0);
	assert_int_equal(seen(&s, &s.w->leader, "waiting"), 0);
	assert_int_equal(scene_due(&s, CHEN_YI).fen, -is);
	killed_verify(s.c, known);
	print_message("# adjustments: %zu kills, %lld booked\n", killed, (long long)is);
}

int main(int argc, char **argv)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(
			R71_over_the_limit_an_adjustment_waits_for_a_second_person_and_moves_nothing),
		KIT_FACT(R71_what_raises_a_bill_over_the_limit_needs_a_second_person_too),
		KIT_FACT(
			R71_an_amount_cut_into_parts_needs_a_second_person_where_it_passes_the_limit),
		KIT_FACT(R71_one_that_was_returned_moves_nothing_and_the_family_sees_none_of_it),
		KIT_FACT(R59_one_that_was_agreed_too_late_is_void_with_the_refusal_against_it),
		KIT_FACT(
			R59_an_english_reader_is_told_in_english_why_an_adjustment_came_to_nothing),
		KIT_FACT(R71_pages_say_to_whom_it_concerns_that_an_adjustment_waits),
		KIT_FACT(R71_a_program_asks_for_an_adjustment_and_reads_how_it_stands),
		KIT_FACT(
			F26_kill_9_between_the_two_words_and_the_booking_loses_none_and_doubles_none),
	};
	int rc;

	if (argc > 1)
		kills = (size_t)strtoul(argv[1], NULL, 10);
	if (scene_start(NULL) != 0)
		return 1;
	rc = KIT_FACTS_RUN("payments adjust", facts);
	scene_end(NULL);
	return rc;
}
