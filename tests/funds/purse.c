#include "purse.h"

static const char PERMITS[] =
	"ruleset SPEND-2026\ntitle \"示例县课后服务经费使用办法\"\nnumber none\nissuer "
	"\"示例县财政局\"\n"
	"level county\nplace 349901\nunder RS0\nissued 2026-08-01\neffective 2026-09-01 .. open\n"
	"\npermit guarantee_fund \"保障经费\"\n  only staff_subsidy direct_consumables\n"
	"  clause \"保障经费用于人员补助和直接耗材\"\n  requirement R66\n"
	"\npermit special_fund \"专项补助资金\"\n  only staff_subsidy equipment\n"
	"  clause \"专项补助用于人员补助和设备\"\n  requirement R66\n";

struct scene scene_of(void **state)
{
	return scene_under(state, PERMITS);
}

struct scene scene_under(void **state, const char *permits)
{
	struct scene s = {.c = kit_ctx(state), .w = kit_world(state)};

	kit_term_make(s.c, s.w, &s.t);
	world_term(s.c, &s.w->county_officer, &s.t, &s.term);
	s.other = second_officer(s.c, s.w);
	published(s.c, &s.w->county_officer, &s.other, str_of(permits));
	return s;
}

enum err run(struct scene *s, const struct actor *who, const struct verb *v, void *arg)
{
	as(s->c, who);
	return kit_try_as(s->c, who, v, arg);
}

enum err budget(struct scene *s, int64_t fen)
{
	struct budget_add a = {s->t.term, FEN(fen), S("财教〔2026〕1号")};

	return run(s, &s->w->county_officer, &budget_add_verb, &a);
}

enum err allocate(struct scene *s, school_id school, int64_t fen)
{
	struct allocation_add a = {school, s->t.term, FEN(fen), S("财教〔2026〕2号")};

	return run(s, &s->w->county_officer, &allocation_add_verb, &a);
}

enum err receive(struct scene *s, school_id school, int64_t fen, const char *document)
{
	struct appropriation_add a = {.school = school,
	                              .term = s->t.term,
	                              .amount = FEN(fen),
	                              .document = str_of(document)};

	return run(s, &s->w->county_officer, &appropriation_add_verb, &a);
}

enum err spend(struct scene *s, const struct actor *who, const char *purpose, int64_t fen,
               int64_t *ret_id)
{
	struct spending_add a = {.term = s->t.term,
	                         .purpose = str_of(purpose),
	                         .amount = FEN(fen),
	                         .document = S("V-1")};
	enum err e = run(s, who, &spending_add_verb, &a);

	if (ret_id)
		*ret_id = a.result;
	return e;
}

/* Approved by another person, then booked. */
enum err book(struct scene *s, const struct actor *who, const struct actor *approver, int64_t id)
{
	struct spending_book b = {id};
	struct approval_state st;

	if (approver) {
		kit_read_as(s->c, &s->w->system);
		assert_ok(approval_state_of(s->c, APPROVE_SPENDING, id, &st));
		store_read_end(s->c);
		struct approval_say say = {.approval = st.id, .word = APPROVED};

		done(s->c, run(s, approver, &approval_say_verb, &say));
	}
	return run(s, who, &spending_book_verb, &b);
}

struct money balance(struct scene *s, const char *account, int64_t subject)
{
	struct money m;

	kit_read_as(s->c, &s->w->system);
	assert_ok(q_balance(s->c, str_of(account), (school_id){subject}, &m));
	store_read_end(s->c);
	return m;
}
