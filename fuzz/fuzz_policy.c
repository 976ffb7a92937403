/* The readers of policies/: rule sets and holiday notices. What is accepted must have its source
 * and decide without harm; what is refused must say where. */
#include "policy/holidays.h"
#include "policy/quote.h"
#include "policy/set_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool held)
{
	if (!held)
		abort();
}

static void refused(struct arena *a, const struct rule_error *e)
{
	require(e->line >= 1 && e->column >= 1);
	require(e->what != TEXT_NONE);
	require(utf8_valid(rule_error_text(a, LANG_ZH, e)));
	require(utf8_valid(rule_error_text(a, LANG_EN, e)));
}

static void decided(struct ctx *c, const struct policy_book *b, const struct rule_set *s)
{
	struct rules r;

	require(str_some(s->title) && str_some(s->issuer) && str_some(s->id));
	for (int t = 0; t < RULE_COUNT; t++) {
		for (const struct rule *rule = s->rules[t]; rule != NULL; rule = rule->next)
			require(str_some(rule->clause) && str_some(rule->requirement));
	}
	if (s->status == STATUS_DRAFT || s->status == STATUS_WITHDRAWN)
		return;
	require(rules_for(c, b, s->id, s->from, &r) == OK);
	require(r.n >= 1 && r.set[0] == s);
	/* Any outcome is right, as long as it is one. */
	for (const struct rule_case *k = s->cases; k != NULL; k = k->next) {
		enum err e = case_run(c, b, s, k);

		require(e == OK || (e == E_REFUSED && c->fault.code != NULL));
	}
}

/* What is written reads as the same set: writing it once more gives the same text. */
static void written(struct arena *a, const struct rule_set *s)
{
	struct out once, twice, said;
	struct rule_set *again;
	struct rule_error e = {0};
	struct json j;

	out_init(&once, 4 * RULE_FILE_MAX);
	out_init(&twice, 4 * RULE_FILE_MAX);
	out_init(&said, 16 * RULE_FILE_MAX);
	rule_set_write(&once, s);
	require(rule_set_read(a, s->file, out_str(&once), &again, &e));
	rule_set_write(&twice, again);
	require(str_eq(out_str(&once), out_str(&twice)));
	require(again->n_rules == s->n_rules && again->n_cases == s->n_cases);
	json_init(&j, &said);
	rule_set_json(&j, s);
	require(!said.broken && utf8_valid(out_str(&said)));
	out_free(&said);
	out_free(&twice);
	out_free(&once);
}

static void rules(struct arena *a, struct str text)
{
	struct policy_book *b = policy_book_new();
	struct ctx c = {.arena = a};
	struct rule_error e = {0};

	if (b == NULL)
		return;
	if (!policy_book_add(b, S("fuzz.rules"), text, &e)) {
		require(policy_book_sets(b) == NULL);
		refused(a, &e);
	} else if (!policy_book_check(b, a, &e)) {
		written(a, policy_book_sets(b));
		refused(a, &e);
	} else {
		written(a, policy_book_sets(b));
		decided(&c, b, policy_book_sets(b));
	}
	policy_book_free(&b);
}

static void notice(struct arena *a, struct str text)
{
	struct holiday_book *b = holiday_book_new();
	struct rule_error e = {0};
	struct date d;

	if (b == NULL)
		return;
	if (!holiday_book_add(b, S("holidays-fuzz.txt"), text, &e))
		refused(a, &e);
	else if (date_of(2026, 1, 1, &d))
		require(holiday_of(b, d) != HOLIDAY_NORMAL || holiday_name(b, d).p == NULL);
	holiday_book_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	struct str text = {(const char *)data, size};

	if (size > 16384)
		return -1;
	if (a == NULL && (a = arena_new((size_t)32 << 20)) == NULL)
		return -1;
	arena_reset(a);
	rules(a, text);
	notice(a, text);
	return 0;
}
