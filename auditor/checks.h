/* What is recomputed. Each of these begins its checks in the report and looks at every row. */
#ifndef KEHOU_AUDIT_CHECKS_H
#define KEHOU_AUDIT_CHECKS_H

#include "report.h"
#include "rounding.h"
#include "table.h"

/* The pack and what every check needs of it. */
struct books {
	struct pack *pack;
	bool county, school, term; /* it holds only one of them */
	struct table chart;        /* account, side, fund */
	struct table ledger;
	struct table offering;
	struct index offering_by_id;
};
enum { C_ACCOUNT, C_SIDE, C_SUBJECT, C_FUND };
enum {
	L_ENTRY,
	L_LEG,
	L_COUNTY,
	L_DAY,
	L_CAUSE,
	L_CAUSE_ID,
	L_ACCOUNT,
	L_SUBJECT,
	L_FEN,
	L_BELONGS,
	L_REVERSES
};
enum { O_ID, O_SCHOOL, O_TERM, O_KIND, O_STATE, O_AGENCY, O_PRICE, O_CONSUMABLES };

void check_files(struct books *b, char ret_root[HASH_TEXT]); /* hashes, described tables */
void check_trail(struct books *b);                           /* the audit chain */
void check_ledger(struct books *b);                          /* entries, trial balance, funds */
void check_closings(struct books *b);
void check_bills(struct books *b);      /* lines, sums, formulas, enrolments */
void check_deducts(struct books *b);    /* deductions by the rules of the pack */
void check_classes(struct books *b);    /* prices by class size */
void check_seats(struct books *b);      /* seats, consents */
void check_attendance(struct books *b); /* registers, participation */
void check_terms(struct books *b);      /* terms that were closed */
void check_paid(struct books *b);       /* payments, refunds, payouts, subsidies */
void check_backs(struct books *b);      /* refunds by their formulas, what ended */
void check_adjusted(struct books *b);   /* bills adjusted after collection */
void check_approvals(struct books *b);  /* two persons */
void check_kept(struct books *b);       /* what refunds keep, as a document in the pack does */
void check_roundings(struct books *b);  /* as a document in the pack rounds */
void check_wages(struct books *b);      /* staff pay by the rules of the pack */
void check_arrivals(struct books *b);   /* bank and clearing */
void check_guarantee(struct books *b);  /* required, received, short */
void check_special(struct books *b);    /* shares of the city's special fund */
void check_spent(struct books *b);      /* spendings of the funds */
void check_portions(struct books *b);   /* shares of the funds by the rules of the pack */
void check_fees(struct books *b);       /* what families paid and was spent */
void check_escrow(struct books *b);     /* agencies' money */
void check_payers(struct books *b);     /* who bears waivers */
void check_related(struct books *b);    /* ties to agencies, and why they were paid */
void check_bank(struct books *b, const char *file);
void ask_questions(struct books *b);
void ask_staff_share(struct books *b);

/* How an amount came about, worked out again from its sentence: "12 课次 × 20.00 = 240.00". False
 * when it is not so, with what it should be; *ret_fen is the amount the sentence ends with. A
 * sentence without arithmetic holds. */
bool formula_holds(const char *sentence, int64_t *ret_fen, int64_t *ret_worked);

#endif
