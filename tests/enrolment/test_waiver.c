/* R5: a waiver from the family's word to the fen on the bill, and who may see it. */
#include "../kit.h"
#include "../kit_verify.h"

#include "../kit_store.h"

#include "../kit_rivals.h"
#include "../kit_term.h"
#include "../kit_web.h"

#include "../rulebook/world.h"
#include "auth/auth.h"
#include "enrolment/enrolment.h"
#include "enrolment/routes.h"
#include "jobs/message.h"
#include "money/bill.h"
#include "money/routes.h"
#include "money/waiver.h"
#include "people/routes.h"

struct world {
	struct kit_people w;
	struct kit_term t;
	struct actor second; /* another clerk's rights: the leader */
};

/* A county that waives half of courses and consumables for poor children, with a proof, for a year,
 * borne by the county; and all of it for orphans, without one. */
#define RULES                                                                                                      \
	"ruleset LOCAL\ntitle \"示例县困难学生减免办法\"\nnumber none\nissuer \"示例县教育局\"\n" \
	"level county\nplace 349901\nunder RS0\nissued 2026-07-01\neffective 2026-07-01 .. open\n"                 \
	"\nwaiver poor \"困难学生减半\"\n  category poor\n  of care course consumables\n"                    \
	"  reduce 50 percent\n  payer county\n  proof required\n  expires 1 year\n"                                \
	"  clause \"困难学生凭证明减半,由县财政承担\"\n  requirement R5\n"                          \
	"\nwaiver orphan \"孤儿免收\"\n  category orphan\n  of course consumables\n  reduce all\n"             \
	"  clause \"孤儿免收\"\n  requirement R5\n"                                                            \
	"\nwaiver disabled \"残疾学生\"\n  category disabled\n  of course\n  reduce 10 percent\n"              \
	"  expires 2 term\n  clause \"残疾学生减一成,两个学期\"\n  requirement R5\n"

static void begin(void **state, struct world *k)
{
	struct ctx *c = kit_ctx(state);
	struct actor other;

	k->w = *kit_world(state);
	kit_term_make(c, &k->w, &k->t);
	other = second_officer(c, &k->w);
	published(c, &k->w.county_officer, &other, S(RULES));
}

static enum err as_verb(struct ctx *c, const struct actor *who, const struct verb *v, void *arg)
{
	as(c, who);
	return store_write(c, v, arg);
}

static enum err ask(struct ctx *c, const struct world *k, const struct actor *who,
                    enum kit_pupil pupil, const char *category, const char *proof,
                    waiver_id *ret_id)
{
	struct waiver_ask in = {.pupil = k->w.pupil[pupil],
	                        .category = str_of(category),
	                        .proof = str_of(proof),
	                        .number = S("证-2026-0088"),
	                        .seen = DATE_NONE,
	                        .starts = DATE_NONE,
	                        .ends = DATE_NONE};
	enum err e = as_verb(c, who, &waiver_ask_verb, &in);

	*ret_id = in.result;
	return e;
}

static enum err grant(struct ctx *c, const struct actor *who, waiver_id id, const char *proof)
{
	struct waiver_grant in = {.waiver = id, .proof = str_of(proof), .seen = DATE_NONE};

	return as_verb(c, who, &waiver_grant_verb, &in);
}

static enum err refuse(struct ctx *c, const struct actor *who, waiver_id id, const char *reason)
{
	struct waiver_end in = {.waiver = id, .reason = str_of(reason)};

	return as_verb(c, who, &waiver_refuse_verb, &in);
}

static enum err withdraw(struct ctx *c, const struct actor *who, waiver_id id)
{
	struct waiver_end in = {.waiver = id, .reason = S("情况已改变")};

	return as_verb(c, who, &waiver_withdraw_verb, &in);
}

static enum err enrol(struct ctx *c, const struct world *k, const struct actor *who,
                      enum kit_pupil pupil, enum kit_offering o, struct enrolment *ret_e)
{
	struct enrol a = {
		.wish = {k->w.pupil[pupil], k->t.offering[o], k->t.course, false},
		.channel = S("page"),
	};
	enum err e = as_verb(c, who, &enrol_verb, &a);

	if (e == OK && ret_e)
		*ret_e = a.result;
	return e;
}

static int64_t owed(struct ctx *c, const struct world *k, const struct actor *who,
                    enum kit_pupil pupil, struct bill_line **ret_line, size_t *ret_n)
{
	struct bill bill = {0};
	int64_t sum = 0;
	bool found;

	kit_read_as(c, who);
	assert_ok(bill_get(c, k->w.pupil[pupil], k->t.term, &bill, ret_line, ret_n, &found));
	store_read_end(c);
	for (size_t i = 0; found && i < *ret_n; i++)
		sum += (*ret_line)[i].amount.fen;
	assert_int_equal(sum, bill.total.fen);
	return bill.total.fen;
}

static void r5_a_granted_waiver_halves_the_bill_to_the_fen_and_names_its_payer(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill_line *line;
	struct enrolment e;
	struct world k;
	waiver_id id;
	size_t n, at;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	assert_ok(enrol(c, &k, &k.w.li, LI, ROBOT, &e)); /* 300.01 */
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 30001 - 15001);
	assert_int_equal(n, 2);
	assert_str(line[1].item, "waiver");
	assert_int_equal(line[1].amount.fen, -15001);            /* half up */
	assert_false(str_find(line[1].formula, S("困难"), &at)); /* why is the family's own */
	assert_true(str_find(line[1].formula, S("县"), &at));
	assert_true(str_find(line[1].document, S("示例县困难学生减免办法"), &at));
	assert_str(line[1].requirement, "R5");
	assert_ok(enrol(c, &k, &k.w.li, LI, POTTERY, &e)); /* 200.00 and 40.00: half of both */
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 15000 + 12000);
	kit_holds(c);
}

static void
r5_a_waiver_granted_after_billing_amends_the_open_bill_by_a_line_of_its_own(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill_line *line;
	struct world k;
	waiver_id id, other;
	size_t n;

	begin(state, &k);
	assert_ok(enrol(c, &k, &k.w.li, LI, POTTERY, NULL));
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 24000);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 24000); /* asked is not granted */
	assert_ok(grant(c, &k.w.clerk, id, ""));
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 12000);
	assert_str(line[n - 1].item, "waiver");
	/* A better one takes over: only the difference is added. */
	assert_ok(ask(c, &k, &k.w.li, LI, "orphan", "", &other));
	assert_ok(grant(c, &k.w.clerk, other, ""));
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 0);
	assert_int_equal(line[n - 1].amount.fen, -12000);
	kit_holds(c);
}

static void a_course_given_up_takes_its_waiver_back_too(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill_line *line;
	struct enrolment e;
	struct world k;
	waiver_id id;
	size_t n;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	assert_ok(enrol(c, &k, &k.w.li, LI, POTTERY, &e));
	struct withdraw w = {.enrolment = e.id};

	assert_ok(as_verb(c, &k.w.li, &withdraw_verb, &w));
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 0);
	assert_int_equal(n, 6);
	kit_holds(c);
}

static void caps_count_what_a_service_costs_not_what_the_family_pays_R34(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	waiver_id id;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	assert_ok(enrol(c, &k, &k.w.li, LI, PAINT, NULL)); /* 599.99, half of it paid */
	assert_fault(c, enrol(c, &k, &k.w.li, LI, CHESS, NULL), E_REFUSED, "fee_cap_exceeded");
}

static size_t records(struct ctx *c, const struct world *k, enum kit_pupil pupil)
{
	struct waiver *v;
	size_t n;

	kit_read_as(c, &k->w.leader);
	assert_ok(waiver_of_pupil(c, k->w.pupil[pupil], &v, &n));
	store_read_end(c);
	return n;
}

/* The family and the office ask at the same moment, on two nodes. */
static void r5_what_two_ask_for_at_once_is_written_down_once(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	struct ctx node;

	begin(state, &k);
	node = rivals_node(state, c);
	for (enum kit_pupil p = CHEN_YI; p <= CHEN_ER; p++) {
		struct waiver_ask a = {.pupil = k.w.pupil[p],
		                       .category = S("poor"),
		                       .seen = DATE_NONE,
		                       .starts = DATE_NONE,
		                       .ends = DATE_NONE};
		struct waiver_ask b = a;
		struct rival v[2] = {{.verb = &waiver_ask_verb, .arg = &a, .who = &k.w.father},
		                     {.verb = &waiver_ask_verb, .arg = &b, .who = &k.w.leader}};

		rivals_run(v, c, &node, NULL);
		assert_string_equal(rivals_lost(v), "waiver_open");
		rivals_end(v);
		assert_int_equal(records(c, &k, p), 1);
	}
	rivals_node_end(&node, c);
}

static void after_it_was_withdrawn_or_is_over_nothing_more_is_waived(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct bill_line *line;
	struct world k;
	waiver_id id;
	size_t n;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	assert_ok(enrol(c, &k, &k.w.li, LI, CHESS, NULL)); /* 100.00 */
	kit_advance(state, 1000000);
	assert_ok(withdraw(c, &k.w.leader, id));
	assert_ok(enrol(c, &k, &k.w.li, LI, CLAY, NULL));                /* 0.01 */
	assert_int_equal(owed(c, &k, &k.w.li, LI, &line, &n), 5000 + 1); /* what was waived stays */
	assert_fault(c, withdraw(c, &k.w.leader, id), E_REFUSED, "waiver_state");
	kit_holds(c);
}

static void its_last_day_is_the_rules(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver one;
	struct world k;
	waiver_id id;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	kit_read_as(c, &k.w.li);
	assert_ok(waiver_get(c, id, &one));
	store_read_end(c);
	struct civil d = date_civil(one.starts), last = date_civil(one.ends);

	assert_int_equal(one.ends.day - one.starts.day, 364);
	assert_int_equal(last.year, d.year + 1);
	assert_str(one.payer, "county");
}

static void what_the_rules_do_not_offer_or_prove_is_refused(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	waiver_id id, again;

	begin(state, &k);
	assert_fault(c, ask(c, &k, &k.w.li, LI, "rich", "", &id), E_INPUT, "bad_input");
	assert_str(c->fault.field, "category");
	assert_str(c->fault.allowed, "poor orphan disabled");
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "", &id));
	assert_fault(c, ask(c, &k, &k.w.li, LI, "poor", "", &again), E_CONFLICT, "waiver_open");
	assert_fault(c, grant(c, &k.w.clerk, id, ""), E_REFUSED, "waiver_proof");
	assert_str(c->fault.clause, "困难学生凭证明减半,由县财政承担");
	assert_ok(grant(c, &k.w.clerk, id, "低保证"));
	assert_fault(c, grant(c, &k.w.clerk, id, "低保证"), E_REFUSED, "waiver_state");
	assert_fault(c, refuse(c, &k.w.clerk, id, "证明过期"), E_REFUSED, "waiver_state");
}

static void nobody_grants_what_they_entered_themselves(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	waiver_id id;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.clerk, LI, "poor", "低保证", &id));
	assert_fault(c, grant(c, &k.w.clerk, id, ""), E_REFUSED, "waiver_own");
	assert_fault(c, refuse(c, &k.w.clerk, id, "x y"), E_REFUSED, "waiver_own");
	assert_ok(grant(c, &k.w.leader, id, ""));
	assert_int_equal(kit_audited(c, "waiver_granted", "waiver", id.v), 1);
}

static void a_refusal_needs_its_reason_and_the_family_reads_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver one;
	struct world k;
	waiver_id id;
	int64_t before, after;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "orphan", "", &id));
	assert_fault(c, refuse(c, &k.w.clerk, id, " "), E_INPUT, "missing_field");
	kit_read_as(c, &k.w.li);
	assert_ok(message_unread(c, &before));
	store_read_end(c);
	assert_ok(refuse(c, &k.w.clerk, id, "与户籍资料不符"));
	kit_read_as(c, &k.w.li);
	assert_ok(message_unread(c, &after));
	assert_int_equal(after, before + 1);
	assert_ok(waiver_get(c, id, &one));
	assert_str(one.reason, "与户籍资料不符");
	store_read_end(c);
}

static void class_staff_and_other_families_see_nothing_of_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver one, *v;
	struct world k;
	int64_t total;
	waiver_id id;
	size_t n;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.wang, WANG, "poor", "低保证", &id));
	const struct actor *denied[] = {&k.w.teacher, &k.w.head, &k.w.city, &k.w.finance, NULL};

	for (size_t i = 0; denied[i]; i++) {
		kit_read_as(c, denied[i]);
		assert_fault(c, waiver_get(c, id, &one), E_DENIED, "not_allowed");
		assert_fault(c, waiver_of_pupil(c, k.w.pupil[WANG], &v, &n), E_DENIED,
		             "not_allowed");
		assert_fault(c, waiver_list(c, &(struct waiver_filter){0}, &v, &n, &total),
		             E_DENIED, "not_allowed");
		store_read_end(c);
		assert_fault(c, grant(c, denied[i], id, ""), E_DENIED, "not_allowed");
	}
	const struct actor *absent[] = {&k.w.li, &k.w.clerk2, &k.w.zone_officer, NULL};

	for (size_t i = 0; absent[i]; i++) {
		kit_read_as(c, absent[i]);
		assert_fault(c, waiver_get(c, id, &one), E_ABSENT, "absent");
		store_read_end(c);
	}
	const struct actor *readers[] = {&k.w.wang, &k.w.clerk, &k.w.leader, &k.w.county_officer,
	                                 NULL};

	for (size_t i = 0; readers[i]; i++) {
		kit_read_as(c, readers[i]);
		assert_ok(waiver_get(c, id, &one));
		assert_str(one.category, "poor");
		assert_str(one.number, "证-2026-0088");
		store_read_end(c);
	}
	kit_read_as(c, &k.w.clerk2);
	assert_ok(waiver_list(c, &(struct waiver_filter){0}, &v, &n, &total));
	assert_int_equal(total, 0);
	store_read_end(c);
}

static void reading_a_waiver_stands_in_the_childs_record(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct waiver one;
	struct world k;
	waiver_id id;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.wang, WANG, "poor", "低保证", &id));
	kit_read_as(c, &k.w.clerk);
	assert_ok(waiver_get(c, id, &one));
	store_read_end(c);
	int64_t before = kit_audited(c, "waiver read", "pupil", k.w.pupil[WANG].v);

	assert_ok(audit_flush_reads(c));
	assert_int_equal(kit_audited(c, "waiver read", "pupil", k.w.pupil[WANG].v), before + 1);
}

static void a_family_is_told_once_thirty_days_before_the_last_day(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world k;
	int64_t before, after;
	waiver_id id;
	struct waiver_ask in = {
		.category = S("orphan"), .proof = S(""), .seen = DATE_NONE, .starts = DATE_NONE};

	begin(state, &k);
	in.pupil = k.w.pupil[LI];
	in.ends = (struct date){ctx_today(c).day + 31};
	assert_ok(as_verb(c, &k.w.li, &waiver_ask_verb, &in));
	id = in.result;
	assert_ok(grant(c, &k.w.clerk, id, ""));
	kit_read_as(c, &k.w.li);
	assert_ok(message_unread(c, &before));
	store_read_end(c);
	as(c, &k.w.system);
	assert_ok(waiver_jobs.v[0].run(c, NULL)); /* 31 days ahead: not yet */
	kit_read_as(c, &k.w.li);
	assert_ok(message_unread(c, &after));
	store_read_end(c);
	assert_int_equal(after, before);
	kit_advance(state, INT64_C(86400000000));
	as(c, &k.w.system);
	assert_ok(waiver_jobs.v[0].run(c, NULL));
	assert_ok(waiver_jobs.v[0].run(c, NULL));
	kit_read_as(c, &k.w.li);
	assert_ok(message_unread(c, &after));
	store_read_end(c);
	assert_int_equal(after, before + 1);
}

static struct kit_web open_web(struct ctx *c)
{
	static const struct routes *const tables[] = {&auth_routes, &people_routes, &money_routes,
	                                              &waiver_routes, &enrolment_routes};

	return kit_web_open(c, tables, 5);
}

static void
r5_the_page_that_says_why_names_for_whom_how_much_is_waived_and_who_bears_it(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct enrolment e;
	struct kit_web b;
	struct world k;
	waiver_id id;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "poor", "低保证", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	assert_ok(enrol(c, &k, &k.w.li, LI, ROBOT, &e));
	b = open_web(c);
	kit_web_login(&b, &k.w.li);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
			kit_web_get(&b,
		                    str_c(c->arena,
		                          str_printf(c->arena, "/pupils/%lld/why%s?enrolment=%lld",
		                                     (long long)k.w.pupil[LI].v, i ? ".csv" : "",
		                                     (long long)e.id.v))),
			200);
		assert_true(kit_web_shows(&b, "减 50 %，由县"));
		assert_true(kit_web_shows(&b, "150.01"));
	}
	kit_web_close(&b);
}

/* What the family's list, and its export, say of how long the only waiver holds. */
static void how_long(struct kit_web *b, const char *zh, const char *en)
{
	assert_int_equal(kit_web_get(b, "/waivers"), 200);
	assert_true(kit_web_shows(b, zh));
	assert_false(kit_web_shows(b, "日 –<"));
	b->lang = LANG_EN;
	assert_int_equal(kit_web_get(b, "/waivers"), 200);
	assert_true(kit_web_shows(b, en));
	b->lang = LANG_ZH;
}

static void r5_a_waiver_without_a_last_day_is_said_to_be_open_ended(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_web b;
	struct world k;
	waiver_id id;
	struct str day;

	begin(state, &k);
	assert_ok(ask(c, &k, &k.w.li, LI, "orphan", "", &id));
	b = open_web(c);
	kit_web_login(&b, &k.w.li);
	day = date_words(c->arena, LANG_ZH, ctx_today(c));
	how_long(&b, str_c(c->arena, str_printf(c->arena, "%.*s起", STR_FMT(day))), "from ");
	assert_ok(grant(c, &k.w.clerk, id, ""));
	how_long(&b, str_c(c->arena, str_printf(c->arena, "%.*s – 长期", STR_FMT(day))),
	         "– open-ended");
	kit_web_login(&b, &k.w.clerk);
	assert_int_equal(kit_web_get(&b, "/school/waivers"), 200);
	assert_true(kit_web_shows(&b, "长期"));
	/* What two terms end is not open-ended, though no day is known. */
	assert_ok(ask(c, &k, &k.w.wang, WANG, "disabled", "", &id));
	assert_ok(grant(c, &k.w.clerk, id, ""));
	kit_web_login(&b, &k.w.wang);
	how_long(&b, str_c(c->arena, str_printf(c->arena, "%.*s起", STR_FMT(day))), "from ");
	kit_web_close(&b);
}

static void a_family_asks_and_the_office_grants_on_pages(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct kit_web b;
	struct world k;

	begin(state, &k);
	b = open_web(c);
	kit_web_login(&b, &k.w.li);
	assert_int_equal(kit_web_get(&b, "/waivers"), 200);
	assert_true(kit_web_shows(&b, "困难学生凭证明减半,由县财政承担"));
	assert_true(kit_web_shows(&b, "须出示证明原件"));
	assert_int_equal(
		kit_web_post(
			&b, "/waivers",
			str_c(c->arena, str_printf(c->arena, "&pupil=%lld&category=orphan&proof=a",
	                                           (long long)k.w.pupil[LI].v))),
		303);
	assert_int_equal(kit_web_get(&b, "/waivers"), 200);
	assert_true(kit_web_shows(&b, "/waivers/export.xlsx"));
	assert_int_equal(kit_web_get(&b, "/waivers/export.csv"), 200); /* one's own list leaves */
	assert_true(kit_web_shows(&b, "孤儿"));
	assert_int_equal(kit_web_get(&b, "/waivers/export.xlsx"), 200);
	kit_web_login(&b, &k.w.father);
	assert_int_equal(kit_web_get(&b, "/waivers/export.csv"), 200);
	assert_false(kit_web_shows(&b, "孤儿")); /* another family's is not in it */
	kit_web_login(&b, &k.w.clerk);
	assert_int_equal(kit_web_get(&b, "/waivers/export.csv"), 403);
	assert_int_equal(kit_web_get(&b, "/school/waivers"), 200);
	assert_true(kit_web_shows(&b, "孤儿"));
	assert_int_equal(kit_web_post(&b, "/school/waivers/export.xlsx", "&reason=check"), 200);
	kit_web_login(&b, &k.w.head);
	assert_int_equal(kit_web_get(&b, "/school/waivers"), 403);
	assert_int_equal(kit_web_get(&b, "/school/bills"), 403); /* no price gives it away */
	kit_web_login(&b, &k.w.li);
	assert_int_equal(kit_web_api(&b, "POST", "/api/v1/waivers",
	                             str_c(c->arena, str_printf(c->arena,
	                                                        "{\"pupil\":\"%lld\","
	                                                        "\"category\":\"poor\"}",
	                                                        (long long)k.w.pupil[LI].v))),
	                 201);
	assert_true(kit_web_shows(&b, "\"state\":\"asked\""));
	kit_web_close(&b);
}

int main(void)
{
	static const struct kit_fact facts[] = {
		KIT_FACT(r5_a_granted_waiver_halves_the_bill_to_the_fen_and_names_its_payer),
		KIT_FACT(
			r5_a_waiver_granted_after_billing_amends_the_open_bill_by_a_line_of_its_own),
		KIT_FACT(a_course_given_up_takes_its_waiver_back_too),
		KIT_FACT(caps_count_what_a_service_costs_not_what_the_family_pays_R34),
		KIT_FACT(r5_what_two_ask_for_at_once_is_written_down_once),
		KIT_FACT(after_it_was_withdrawn_or_is_over_nothing_more_is_waived),
		KIT_FACT(its_last_day_is_the_rules),
		KIT_FACT(what_the_rules_do_not_offer_or_prove_is_refused),
		KIT_FACT(nobody_grants_what_they_entered_themselves),
		KIT_FACT(a_refusal_needs_its_reason_and_the_family_reads_it),
		KIT_FACT(class_staff_and_other_families_see_nothing_of_it),
		KIT_FACT(reading_a_waiver_stands_in_the_childs_record),
		KIT_FACT(a_family_is_told_once_thirty_days_before_the_last_day),
		KIT_FACT(
			r5_the_page_that_says_why_names_for_whom_how_much_is_waived_and_who_bears_it),
		KIT_FACT(r5_a_waiver_without_a_last_day_is_said_to_be_open_ended),
		KIT_FACT(a_family_asks_and_the_office_grants_on_pages),
	};

	return KIT_FACTS_RUN("waiver", facts);
}
