/* What the county waives, and a few families' waivers in each state: so that the pages of waivers
 * have something to show. */
#include "demo/plan.h"
#include "money/waiver.h"
#include "rulebook/edition.h"

static struct str rules_text(struct ctx *c, const struct demo_county *k)
{
	struct str today = date_text(c->arena, ctx_today(c));

	return str_printf(c->arena,
	                  "ruleset RELIEF-%.*s\n"
	                  "title \"困难学生课后服务费减免办法(示例)\"\n"
	                  "number none\n"
	                  "issuer \"示例教育局\"\n"
	                  "level county\n"
	                  "place %.*s\n"
	                  "under RS0\n"
	                  "issued %.*s\n"
	                  "effective %.*s .. open\n"
	                  "\n"
	                  "waiver poor \"家庭经济困难学生减半\"\n"
	                  "  category poor\n"
	                  "  of care course consumables\n"
	                  "  reduce 50 percent\n"
	                  "  payer county\n"
	                  "  proof required\n"
	                  "  expires 1 year\n"
	                  "  clause \"家庭经济困难学生凭证明减半收费,由县财政承担,一年一核\"\n"
	                  "  requirement R5\n"
	                  "\n"
	                  "waiver orphan \"孤儿免收\"\n"
	                  "  category orphan\n"
	                  "  of care course consumables\n"
	                  "  reduce all\n"
	                  "  payer school\n"
	                  "  proof required\n"
	                  "  expires never\n"
	                  "  clause \"孤儿免收课后服务费,由学校承担\"\n"
	                  "  requirement R5\n"
	                  "\n"
	                  "case charge \"困难学生减半,课程 201 元交 100.50 元\"\n"
	                  "  given kind course\n"
	                  "  given window afternoon\n"
	                  "  given category poor\n"
	                  "  given proof yes\n"
	                  "  given granted %.*s\n"
	                  "  given price 201.00\n"
	                  "  expect waived 100.50\n"
	                  "  expect payable 100.50\n"
	                  "\n"
	                  "case charge \"孤儿免收\"\n"
	                  "  given kind course\n"
	                  "  given window afternoon\n"
	                  "  given category orphan\n"
	                  "  given proof yes\n"
	                  "  given price 201.00\n"
	                  "  expect payable 0.00\n",
	                  STR_FMT(k->region), STR_FMT(k->region), STR_FMT(today), STR_FMT(today),
	                  STR_FMT(today));
}

enum err demo_rules_publish(struct ctx *c, const struct demo_county *k, struct str text)
{
	struct edition_draft draft = {.body = text};
	struct edition_turn turn = {.disclosure = S("公示:示例"), .until = DATE_NONE};
	struct actor who[2];

	TRY(demo_officer(c, k, ROLE_COUNTY, S("county"), &who[0]));
	TRY(demo_second_officer(c, k, &who[1]));
	c->actor = who[0];
	TRY(edition_draft_put(c, &draft, NULL));
	turn.edition = draft.result;
	TRY(edition_submit(c, &turn, NULL));
	c->actor = who[1];
	TRY(edition_approve(c, &turn, NULL));
	c->actor = who[0];
	return edition_publish(c, &turn, NULL);
}

/* Which pupil of the school, for what; and what was said to it. */
static const struct shown {
	size_t pupil;
	const char *category, *proof, *number;
	enum { WAITS, GRANTED, REFUSED } said;
} SHOWN[] = {
	{3, "poor", "低保证", "示例-0003", WAITS},
	{11, "orphan", "儿童福利证", "示例-0011", WAITS},
	{DEMO_POOR, "poor", "低保证", "示例-0019", GRANTED},
	{27, "orphan", "儿童福利证", "示例-0027", GRANTED},
	{35, "poor", "低保证", "示例-0035", REFUSED},
};

/* Entered by the clerk, decided by the leader. */
static enum err one_shown(struct ctx *c, const struct shown *s, pupil_id pupil,
                          const struct actor *clerk, const struct actor *leader)
{
	struct waiver_ask ask = {.pupil = pupil,
	                         .category = str_of(s->category),
	                         .proof = str_of(s->proof),
	                         .number = str_of(s->number),
	                         .seen = DATE_NONE,
	                         .starts = DATE_NONE,
	                         .ends = DATE_NONE};
	struct waiver_grant grant = {.seen = DATE_NONE};
	struct waiver_end no = {.reason = S("证明已过有效期(示例)")};

	c->actor = *clerk;
	TRY(store_write(c, &waiver_ask_verb, &ask));
	c->actor = *leader;
	grant.waiver = no.waiver = ask.result;
	if (s->said == GRANTED)
		return store_write(c, &waiver_grant_verb, &grant);
	return s->said == REFUSED ? store_write(c, &waiver_refuse_verb, &no) : OK;
}

static enum err waivers_shown(struct ctx *c, const struct demo_county *k,
                              const struct demo_school *s)
{
	const struct actor clerk = demo_staff(s, 1, ROLE_SCHOOL_CLERK);
	const struct actor leader = demo_staff(s, 0, ROLE_SCHOOL_LEADER);

	TRY(demo_rules_publish(c, k, rules_text(c, k)));
	for (size_t i = 0; i < sizeof SHOWN / sizeof *SHOWN; i++)
		TRY(one_shown(c, &SHOWN[i], s->pupil[SHOWN[i].pupil], &clerk, &leader));
	return OK;
}

enum err demo_waivers(struct ctx *c, const struct demo *d)
{
	struct actor was = c->actor;
	enum err e = waivers_shown(c, &d->county[0], d->past->s);

	c->actor = was;
	return e;
}
