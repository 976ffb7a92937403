/* The bill: one a pupil a term (R59), amended while it is open. Its totals are the cap ledger
 * (R34). Every line moves money by a ledger entry in the same transaction (wall 4). */
#ifndef MONEY_BILL_H
#define MONEY_BILL_H

#include "base/ctx.h"
#include "people/pupil.h"
#include "policy/decide.h"
#include "policy/pencil.h"
#include "term/offering.h"
#include "term/pricing.h"

/* What an enrolment adds to a pupil's bill. */
struct charge {
	enrolment_id enrolment;
	offering_id offering;
	enum kind kind;
	struct rule_facts facts; /* service_facts(): of the pupil, the school and the offering */
	struct str title;        /* of the offering, for the formula */
	struct money price;      /* of the term, without consumables */
	const struct unit_price
		*by_unit;         /* how it came about: the rules are asked with it; or NULL */
	struct money consumables; /* bought through the provider; 0 when the family buys itself */
	struct opt_money subsidy; /* what finance gives the pupil a term, where it is stated (R5) */
	struct money
		self_bought;  /* what the family will spend itself: outside the bill (D1, R37) */
	struct date day;      /* the day whose rules decide */
	struct instant known; /* what was granted by then counts; 0: now */
};

struct billed {
	bill_id bill;
	struct money charged; /* what this charge added, less what others bear */
};

/* What others bear of one charge (R5), statement by statement: fiscal money that a document deducts
 * from the fee first, then the waiver. */
struct bill_part {
	const struct rule *rule; /* deduct or waiver */
	struct money amount;     /* of price and consumables together */
	size_t payer;            /* which of the statement's payers bears it (policy/payers.h) */
	struct money whole;      /* what all of them bear by the statement */
};
enum { BILL_PARTS = 24 };
struct bill_borne {
	struct bill_part part[BILL_PARTS];
	size_t n;
	struct money sum;
};

/* A charge that stands, and those before it. */
struct bill_told {
	struct charge what;
	struct money price; /* charged, without consumables */
	const struct bill_told *before;
};

/* What was charged in the term for the other children of the family whom the rules see alike:
 * siblings are all who have a guardian in common with the pupil. */
struct bill_kin {
	struct rule_facts facts; /* pupil_facts(); all zero: of several, more than are told apart */
	struct money care, course, consumables, self_bought;
};
enum { BILL_KIN = 8 };

/* What has been charged so far: the cap ledger of R34. */
struct bill_totals {
	bill_id bill;     /* none: nothing was charged yet */
	school_id school; /* that billed; none: reckoned, of no bill that is stored */
	struct money total, course, consumables, care;
	struct money
		self_bought; /* estimate of what the family buys itself: outside the total (D1) */
	bool collected;
	const struct bill_told
		*told; /* the last one; what is not told is known by the sums alone */
	const struct charge_borne *borne; /* what others bear of it; where the rules ask for it */
	size_t borne_n;
	const struct bill_kin *kin; /* where a limit is over the family (charge_by_family()) */
	size_t kin_n;
};
enum err bill_totals_get(struct ctx *c, pupil_id pupil, term_id term, struct bill_totals *ret_t);

/* A family was granted a waiver: inside that verb, the pupil's open bills are amended by lines of
 * their own, as much as the rules of today waive of what stands on them. What is collected stays.
 */
enum err bill_waive(struct ctx *c, const struct rules *rules, const struct pupil *p);

/* Where one pupil is charged, be it once or for every offering of a page: what the documents say
 * about a case is looked up the first time it is asked. Borrows the rules; lives as long as the
 * arena. */
struct till;
enum err till_open(struct ctx *c, const struct rules *rules, const struct pupil *p,
                   struct till **ret_t);
/* What is recorded of the pupil in the documents' own words, for what else is asked of it. */
void till_said(const struct till *t, struct rule_facts *io);

/* Inside a verb, on the totals it has read: decide the amount by the rule set, raise the bill by
 * one conditional update so that two orders can never pass the cap together, add the lines and
 * postings. Refuses `fee_cap_exceeded` (R34), `already_collected_this_term` (R59),
 * `billed_elsewhere` (R59: the term's bill is a former school's, and something stands on it),
 * `item_not_in_catalogue` (R30, R65). A charge of nothing (care under RS0) makes no bill: then
 * *ret_b is zero. */
enum err bill_charge(struct ctx *c, struct till *till, const struct pupil *p, term_id term,
                     const struct bill_totals *now, const struct charge *what,
                     struct billed *ret_b);

/* What the rules are asked with about a pupil and all services of a kind together, as the bill sums
 * them: pupil_facts() and the kind; provider and content stay open. */
void bill_facts(const struct pupil *p, enum kind kind, struct rule_facts *ret_f);

/* What bill_charge would do given these totals: the same decision, reading nothing (but of a bill
 * of a former school whether it was ever asked for). `no` has code, found, allowed, clause and
 * document when it would be refused, else no code. */
struct bill_quote {
	struct fault no;
	struct money price;      /* charged, without consumables */
	struct bill_borne borne; /* of price and consumables */
	struct formula formula;  /* of the price */
};
enum err bill_judge(struct ctx *c, struct till *till, const struct bill_totals *t,
                    const struct charge *what, struct bill_quote *ret_q);

/* What is said of a part others bear of `of`; ends with its amount. A waiver is not named: why a
 * child pays less is the family's. */
struct str bill_part_text(struct ctx *c, enum lang lang, const struct bill_part *part,
                          struct money of);

/* The same with every step: for the page that says why. Nothing is written. */
struct bill_working {
	struct fault no;         /* as above */
	struct money price;      /* charged, without consumables; 0 when refused */
	struct bill_borne borne; /* as above */
	struct formula formula;
	const struct rule *rule; /* of the price; NULL: nothing limits it */
	struct pencil steps;     /* how it is reckoned; of a refusal as far as it went */
};
enum err bill_explain(struct ctx *c, const struct rules *rules, const struct pupil *p,
                      const struct bill_totals *t, const struct charge *what,
                      struct bill_working *ret_w);

/* The same with the charges told singly where the rules have a cap on a shorter time than the term
 * (charge_by_time()): such a cap is shared by what falls on the same day or month, whenever it was
 * taken; and with what others bear where that is reckoned once a term (charge_by_borne()). Else
 * nothing more is read. */
enum err bill_totals_open(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, struct bill_totals *ret_t);

/* What siblings were charged, where a limit of these rules is over the family; nothing is read
 * else. `until`: by lines written before that one; NULL: until now. */
struct bill_until {
	struct instant at;
	bill_line_id line; /* of that moment; none: none of that moment counts */
};
enum err bill_totals_family(struct ctx *c, const struct rules *rules, const struct pupil *p,
                            term_id term, const struct bill_until *until, struct bill_totals *t);
void bill_kin_sum(struct bill_kin *to, const struct bill_kin *more);
/* One more of them, where these rules ask for them: in a basket for several children what the one
 * would be charged stands before the other. */
enum err bill_kin_add(struct ctx *c, const struct rules *rules, const struct bill_kin *more,
                      struct bill_totals *t);
/* R34: these as items of a charge, which count against limits over the family and nothing else; in
 * the season of `like`. How many; room for two of each. */
size_t bill_kin_items(const struct bill_totals *t, const struct rule_facts *like,
                      struct rule_facts *ret_facts, struct charge_item *ret_items);
/* Inside a verb that has read them: nobody else charges the family before it ends. E_RETRY when
 * somebody has since they were read (R34). */
enum err bill_family_hold(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, const struct bill_totals *seen);

/* The totals after that charge, for judging the next one of a basket. */
enum err bill_totals_add(struct ctx *c, struct bill_totals *t, const struct charge *what,
                         struct money price, const struct bill_borne *borne);

/* Inside a verb, after something left an open bill: what the pupil still has is reckoned anew, in
 * the order it was charged, each by the rules and grants it was decided by, on what is left before
 * it; lines that come out differently are reversed and written again. So the bill is what it would
 * be had what left never been taken. R34: caps hold, and are used up first by who came first. */
enum err bill_again(struct ctx *c, pupil_id pupil, term_id term);

/* Inside a verb, once the enrolment's row says who buys its consumables now (R37): its lines are
 * taken back and written again with or without them, and what came after it is reckoned anew. What
 * bill_charge() would refuse of any of them is refused (R34); `already_collected_this_term` (R59)
 * once the bill is collected. */
struct bill_choice {
	pupil_id pupil;
	term_id term;
	enrolment_id enrolment;
	struct money self_bought; /* by how much the family buys more itself; below zero: less */
};
enum err bill_choose(struct ctx *c, const struct bill_choice *what);

/* A bill that was collected, and so much of a service that was given up is paid back: by how much
 * the prices of what the pupil still has differ for it, by the same reckoning with and without that
 * amount (R34). Only reads: the difference is an adjustment. What others bear stays as it was. */
struct bill_shift {
	offering_id offering;
	struct money by; /* above zero: the family owes more */
};
struct gone_back {
	pupil_id pupil;
	term_id term;
	enrolment_id enrolment;
	struct money price; /* of it, without consumables */
};
enum err bill_shifts(struct ctx *c, const struct gone_back *gone, struct bill_shift **ret_v,
                     size_t *ret_n);

/* Inside a verb: take back what an enrolment was charged, by reversing lines and postings. Refuses
 * `already_collected_this_term` once the bill is collected. */
struct charge_back {
	pupil_id pupil;
	term_id term;
	enrolment_id enrolment;
	struct money self_bought; /* the estimate that was noted with the charge */
};
enum err bill_reverse(struct ctx *c, const struct charge_back *what, struct money *ret_taken_back);

/* Inside a verb: the enrolment is over and its bill collected: only the note of what the family
 * buys itself is taken back; the money is a refund. */
enum err bill_self_back(struct ctx *c, const struct charge_back *what);

/* Inside a verb, before it reads what stands of a bill, was paid of it or goes back: until the verb
 * is over nobody else counts on the same money, on another node neither. Of a bill there is none of
 * nothing is held. */
enum err bill_hold(struct ctx *c, bill_id bill);
enum err bill_hold_of(struct ctx *c, pupil_id pupil, term_id term);

/* Inside a verb: whether the family has paid the bill (R59); from then on it is adjusted, not
 * charged. */
enum err bill_collect(struct ctx *c, bill_id bill, bool collected);

struct bill {
	bill_id id;
	pupil_id pupil;
	term_id term;
	bool collected;
	struct money total;
};
struct bill_line {
	bill_line_id id;
	enrolment_id enrolment;
	offering_id offering;
	enum kind kind; /* of the offering */
	struct str title;
	struct str item; /* price | consumables | deduct | waiver */
	struct money amount;
	struct str formula; /* in the reader's language */
	struct str requirement, document;
	struct instant at, decided; /* written; the moment whose rules and grants decided */
	struct str statement;       /* id of what lets others bear it; not for lists: sensitive */
	struct str payer;      /* who bears it, a word of the rules; none: nobody, or of before */
	bool reversal, undone; /* it takes another back; another takes it back */
};
enum text_id bill_item_label(struct str item);
/* Who reads whole bills of a school or a county. */
#define ROLES_OF_BILLS                                                                             \
	(ROLES_SCHOOL | ROLE_BIT(ROLE_SCHOOL_FINANCE) | ROLES_COUNTY_MONEY | ROLE_BIT(ROLE_SYSTEM))

/* Whose bill of a term, for whoever may read it: the pupil's guardians; the desk of the school that
 * billed, wherever the pupil is now (of the pupil's school, while nothing was charged), and its
 * county's; of the teaching staff who reaches the pupil at that school. The school a pupil has gone
 * to does not see what another billed. E_ABSENT. */
struct bill_owner {
	struct pupil pupil; /* as it is now */
	bill_id bill;       /* none: nothing was charged */
	bool collected;
	county_id county;
	school_id school; /* that billed, or would */
};
enum err bill_reach(struct ctx *c, pupil_id pupil, term_id term, struct bill_owner *ret_b);

/* A pupil's bill of a term within the caller's scope (bill_reach()); *ret_found false when nothing
 * was charged. */
enum err bill_get(struct ctx *c, pupil_id pupil, term_id term, struct bill *ret_b,
                  struct bill_line **ret_lines, size_t *ret_n, bool *ret_found);

/* All lines of a bill in their order; asks nobody's role. */
enum err bill_lines(struct ctx *c, bill_id bill, struct bill_line **ret_v, size_t *ret_n);

/* How an enrolment's charge came to stand: when it was decided, and the totals it was decided on:
 * those of what was charged before it. `self_bought` and `collected` are not told by lines. */
struct bill_recall {
	size_t at;                 /* of its (last) price line; n when it was charged nothing */
	struct instant decided;    /* the rules and grants of the price */
	struct instant relieved;   /* and of what is waived: later where the bill was amended */
	struct bill_until written; /* the price line itself */
	struct bill_totals before;
	struct money price, consumables, deducted, waived; /* what stands of it */
	const struct bill_line *line;                      /* those before it */
	size_t line_n;
	const struct charge_borne *waived_else; /* when it was relieved, of other services */
	size_t waived_else_n;
};
enum err bill_recall(struct ctx *c, const struct bill_line *line, size_t n, enrolment_id enrolment,
                     struct bill_recall *ret_r);
/* Tells singly what stood before it, and what siblings had been charged by then, as
 * bill_totals_open() does. */
enum err bill_recall_tell(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          term_id term, struct bill_recall *r);
/* That charge decided again with every step: by these rules, as known when it was decided, and
 * where the bill was amended later, its waiver by the rules and grants of that moment. `what` is
 * asked as it was charged, and `p` is the pupil of when it was decided (pupil_then()). */
enum err bill_recall_explain(struct ctx *c, const struct rules *rules, const struct pupil *p,
                             const struct bill_recall *r, const struct charge *what,
                             struct bill_working *ret_w);

/* Tells singly what stands of these lines, as bill_totals_open() does. */
enum err bill_totals_tell(struct ctx *c, const struct rules *rules, const struct pupil *p,
                          const struct bill_line *line, size_t n, struct bill_totals *t);

/* A school's bills of a term by class; a class head sees the own class whatever the filter says.
 * E_ABSENT for another school's. Notes the reading of the list. */
struct bill_filter {
	class_id class;     /* none: all */
	int64_t most, skip; /* most 0: all */
};
struct bill_row {
	bill_id id;
	pupil_id pupil;
	struct str name, class_name;
	bool collected;
	struct money total, course, consumables, care;
};
struct bill_sums {
	int64_t bills; /* of the whole filter, not of the page */
	struct money total;
};
enum err bill_page(struct ctx *c, school_id school, term_id term, const struct bill_filter *f,
                   struct bill_row **ret_v, size_t *ret_n, struct bill_sums *ret_sums);

#endif
