/* quote: what pupils pay for a term, decided on one core, beside a program that reads the same
 * facts and adds them up. Nothing is printed of an answer: formulas are data until somebody reads
 * them. */
#include "data.h"

#include <time.h>

#include "policy/charge.h"
#include "policy/embedded.h"

enum { CASES = 4096, ITEMS = 4, ROUNDS = 25 };
static const int64_t ROUND_US = 80000; /* short: a neighbour takes from both alike */

/* Prices a period by area with a cap for the term, courses, both together, fiscal money, waivers:
 * what the longest of the real documents say. */
#define SAYS "\n  clause \"c\"\n  requirement R34\n"
static const char DOCUMENT[] =
	"ruleset BENCH\ntitle \"b\"\nnumber none\nissuer \"i\"\nlevel county\nplace none\n"
	"under RS0\nissued 2021-08-20\neffective 2021-09-01 .. open\n"
	"convert 1 day = 2 period" SAYS
	"fee urban \"u\"\n  kind care\n  price at_most 2.50 yuan per period\n"
	"  cap 5.00 yuan per day\n  cap 400.00 yuan per term\n  when area urban" SAYS
	"fee rural \"r\"\n  kind care\n  price at_most 2.00 yuan per period\n"
	"  cap 320.00 yuan per term\n  when area rural" SAYS
	"limit together \"t\"\n  over care course\n  cap 600.00 yuan per term\n"
	"  consumables excluded\n  above reduce" SAYS
	"deduct subsidy \"d\"\n  of care\n  amount 50.00 yuan per term\n  payer county" SAYS
	"waiver poor \"w\"\n  category poor orphan disabled\n  of care course\n  reduce all\n"
	"  payer county" SAYS;

struct pupil_case {
	struct charge_facts f;
	struct charge_item item[ITEMS];
	struct rule_facts facts[ITEMS];
};

static uint64_t seed = 20210901;

static int64_t up_to(int64_t most)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 33) % (uint64_t)(most + 1));
}

/* Care for most pupils, up to two courses, sometimes something charged before; one in twenty has a
 * category. */
static void case_make(struct pupil_case *p)
{
	bool rural = up_to(2) == 0;
	uint64_t category = up_to(19) ? NO_CATEGORY : UINT64_C(1) << up_to(10);
	int stage = (int)up_to(1) + 1;

	p->f = CHARGE_FACTS;
	p->f.item = p->item;
	for (int64_t n = up_to(ITEMS - 1) + 1; n > 0; n--) {
		size_t i = p->f.n++;
		enum kind kind = i == 0 ? KIND_CARE : KIND_COURSE;
		struct charge_item *it = &p->item[i];

		p->facts[i] = facts_at((enum stage)stage, rural ? AREA_RURAL : AREA_URBAN);
		p->facts[i].is[DIM_CATEGORY] = category;
		facts_of_service(&p->facts[i], kind);
		*it = (struct charge_item){.kind = kind, .facts = &p->facts[i], .priced = true};
		if (kind == KIND_CARE) {
			it->price = FEN(rural ? 200 : 250);
			it->unit = UNIT_PERIOD;
			it->quantity = RATIO(up_to(120) + 60);
			it->days = RATIO(100);
		} else {
			it->price = FEN(up_to(180) * 100);
			it->unit = UNIT_TERM;
			it->consumables = FEN(up_to(3) ? 0 : up_to(40) * 100);
		}
		if (i == 2 && up_to(3) == 0) {
			it->before = true;
			it->charged = it->price;
		}
	}
}

/* What this thread has used of its core: the machine may be shared. */
static int64_t used_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static double rate(int64_t (*one)(const struct pupil_case *p, void *self),
                   const struct pupil_case *v, void *self, int64_t *ret_sum)
{
	int64_t begin = used_us(), now = begin;
	size_t n = 0;

	for (*ret_sum = 0; now - begin < ROUND_US; now = used_us()) {
		*ret_sum = 0;
		for (size_t i = 0; i < CASES; i++)
			*ret_sum += one(&v[i], self);
		n += CASES;
	}
	return (double)n * 1e6 / (double)(now - begin);
}

/* --- the two -----------------------------------------------------------------------------------
 */

struct quoting {
	struct ctx c;
	struct tariff tariff;
	struct charge_answer answer;
	size_t refused;
};

static int64_t quoted(const struct pupil_case *p, void *self)
{
	struct quoting *q = self;
	enum err e = charge_decide_by(&q->c, &q->tariff, &p->f, &q->answer);

	if (e == OK)
		return q->answer.payable.fen;
	if (e != E_REFUSED)
		give_up("a case cannot be quoted: %s", q->c.fault.code);
	q->refused++;
	return 0;
}

static int64_t added(const struct pupil_case *p, void *self)
{
	struct money sum = FEN(0), part;
	uint64_t *known = self;

	for (size_t i = 0; i < p->f.n; i++) {
		const struct charge_item *it = &p->item[i];
		int64_t n = it->quantity.den ? it->quantity.num : 1;

		for (int d = 0; d < DIM_BUILTIN; d++)
			*known += it->facts->is[d];
		if (!money_mul(it->price, n, &part) || !money_add(sum, part, &sum) ||
		    !money_add(sum, it->consumables, &sum) ||
		    !money_add(sum, it->self_purchase, &sum) || !money_add(sum, it->charged, &sum))
			give_up("a sum does not fit");
	}
	return sum.fen;
}

static void rules_open(struct quoting *q, struct policy_book *b, struct rules *r)
{
	struct rule_error wrong;
	struct date day = {19000};
	const struct policy_book *builtin = policy_builtin(NULL);

	for (size_t i = 0; builtin && i < policy_files_n; i++) {
		struct str name = str_of(policy_files[i].name);
		struct str text = {(const char *)policy_files[i].bytes, policy_files[i].n};

		if (str_ends(name, S(".rules")) && !policy_book_add(b, name, text, &wrong))
			give_up("a built-in rule file is wrong");
	}
	if (!policy_book_add(b, S("bench"), str_of(DOCUMENT), &wrong) ||
	    !policy_book_check(b, q->c.arena, &wrong))
		give_up("%s", str_c(q->c.arena, rule_error_text(q->c.arena, LANG_EN, &wrong)));
	if (rules_for(&q->c, b, S("BENCH"), day, r) != OK ||
	    tariff_open(&q->c, q->c.arena, r, TARIFF_MANY, &q->tariff) != OK)
		give_up("no rules for the bench");
}

int main(void)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct pupil_case *v = NEW_N(a, CASES, struct pupil_case);
	struct quoting *q = NEW(a, struct quoting);
	struct policy_book *b = policy_book_new();
	double mine[ROUNDS], other[ROUNDS], ratio[ROUNDS];
	int64_t sum, charged = 0;
	uint64_t known = 0;
	struct rules r;

	if (!v || !q || !b)
		give_up("no memory");
	q->c = (struct ctx){.arena = a, .lang = LANG_ZH};
	rules_open(q, b, &r);
	for (size_t i = 0; i < CASES; i++)
		case_make(&v[i]);
	for (int i = 0; i < ROUNDS; i++) {
		struct arena_mark mark = arena_mark(a);

		mine[i] = rate(quoted, v, q, &charged);
		other[i] = rate(added, v, &known, &sum);
		ratio[i] = mine[i] / other[i];
		arena_rewind(a, mark);
	}
	if (charged == 0 || sum <= charged || known == 0)
		give_up("nothing was charged");
	figure("quote", "quotes a second", median(mine, ROUNDS), "/s", median(other, ROUNDS),
	       median(ratio, ROUNDS));
	policy_book_free(&b);
	arena_free(&a);
	return 0;
}
