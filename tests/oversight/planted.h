/* Rows that are planted beside the world of test_verify.c, and how they go again: a closed term,
 * money in escrow, money at the bank, a paid order. */
#ifndef TESTS_OVERSIGHT_PLANTED_H
#define TESTS_OVERSIGHT_PLANTED_H

/* A term that was closed over the one enrolment with a price and consumables. */
#define TERM_CLOSED                                                                                \
	"INSERT INTO term_close SELECT 130, county, 1, 'done', 1, 131, 1, 13, 32000, 20851, "      \
	"1830000000000000, NULL FROM offering WHERE id = 11;"                                      \
	"INSERT INTO enrolment_close SELECT 131, 130, school, 11, 51, 30000, 2000 FROM offering "  \
	"WHERE id = 11;"                                                                           \
	"INSERT INTO ledger_entry SELECT 131, county, 'term_close', 131, 1830000000000000, "       \
	"20851, NULL FROM offering WHERE id = 11;"                                                 \
	"INSERT INTO posting SELECT 131, 1, county, 'course', 11, 30000 FROM offering WHERE id "   \
	"= 11;"                                                                                    \
	"INSERT INTO posting SELECT 131, 2, county, 'term_result', school, -32000 FROM offering "  \
	"WHERE id = 11;"                                                                           \
	"INSERT INTO posting SELECT 131, 3, county, 'consumables', 11, 2000 FROM offering WHERE "  \
	"id = 11"
#define TERM_REOPENED                                                                              \
	"DELETE FROM posting WHERE entry = 131; DELETE FROM ledger_entry WHERE id = 131;"          \
	"DELETE FROM enrolment_close; DELETE FROM term_close"

/* Of the paper course 3.00 are held and 1.00 is released, for an hour at 1.00. */
#define OF_PAPER " FROM offering WHERE id = 11;"
#define HELD                                                                                       \
	"INSERT INTO price_sheet SELECT 140, county, school, 11, 60, 1, 100, 0, 1, 100, 0, 0, "    \
	"100, 60, 100, 0, 1, 0, 1" OF_PAPER "INSERT INTO escrow_take SELECT 141, county, school, " \
	"11, 1, 500, 300, 1, 1, 1, 140, 0" OF_PAPER                                                \
	"INSERT INTO ledger_entry SELECT 141, county, 'escrow_take', 141, 1788220800000000, "      \
	"20697, NULL" OF_PAPER                                                                     \
	"INSERT INTO posting SELECT 141, 1, county, 'course', 11, 300" OF_PAPER                    \
	"INSERT INTO posting SELECT 141, 2, county, 'escrow', 11, -300" OF_PAPER                   \
	"INSERT INTO settlement SELECT 142, county, school, 9, 11, 140, 20697, 20697, 100, 0, "    \
	"1, NULL, NULL, NULL, NULL, NULL" OF_PAPER                                                 \
	"INSERT INTO settlement_line SELECT 91, 142, county, 60, 60, 'released', 143" OF_PAPER     \
	"INSERT INTO escrow_release SELECT 143, county, school, 9, 11, 142, 60, 100, 20697, 0, "   \
	"1, 0" OF_PAPER                                                                            \
	"INSERT INTO ledger_entry SELECT 143, county, 'escrow_release', 143, 1788220800000000, "   \
	"20697, NULL" OF_PAPER                                                                     \
	"INSERT INTO posting SELECT 143, 1, county, 'escrow', 11, 100" OF_PAPER                    \
	"INSERT INTO posting SELECT 143, 2, county, 'agency_payable', 9, -100" OF_PAPER            \
	"INSERT INTO fund SELECT 'escrow', 11, county, 200" OF_PAPER                               \
	"INSERT INTO fund SELECT 'agency_payable', 9, county, 100" OF_PAPER
/* It says to be taken back, and stands in the ledger. */
#define TAKEN_BACK                                                                                 \
	"INSERT INTO escrow_release_past SELECT 144, 145, county, school, 9, 11, 142, 60, 100, "   \
	"0, 20697, 1, 0, 1, 0" OF_PAPER
#define NOT_HELD                                                                                   \
	"DELETE FROM posting WHERE entry IN (141, 143); DELETE FROM ledger_entry WHERE id IN "     \
	"(141, 143); DELETE FROM fund WHERE account IN ('escrow', 'agency_payable'); "             \
	"DELETE FROM escrow_release_past; DELETE FROM escrow_rest; DELETE FROM "                   \
	"escrow_claim_back; DELETE FROM payer_receipt; "                                           \
	"DELETE FROM settlement_line; DELETE FROM escrow_release; DELETE FROM settlement; "        \
	"DELETE FROM escrow_take; DELETE FROM price_sheet"

/* A channel's day of 1.01, less a fen of fee at the bank. */
#define CAME                                                                                       \
	"INSERT INTO collecting_account SELECT 150, county, school, 'wechat', 'school', 'h', "     \
	"'b', NULL, 'm', 1, NULL, '', 1, 1" OF_PAPER                                               \
	"INSERT INTO channel_file SELECT 151, county, 150, 20697, 1, 'taken', 1" OF_PAPER          \
	"INSERT INTO channel_line VALUES (152, 151, 1, 'K1', '', 'C1', 101);"                      \
	"INSERT INTO bank_account SELECT 153, county, school, 'h', 'b', NULL, '1', '', 0, 1, "     \
	"1" OF_PAPER "INSERT INTO bank_statement SELECT 154, county, school, 153, 'f', "           \
	"(SELECT hash FROM audit ORDER BY id LIMIT 1), 'taken', 20698, 20698, 1, 0, 100, 0, 1, "   \
	"1" OF_PAPER                                                                               \
	"INSERT INTO bank_line SELECT 155, county, school, 153, 154, 20698, 100, 'S', '', "        \
	"''" OF_PAPER                                                                              \
	"INSERT INTO arrival SELECT 156, county, 150, 20697, 20697, 20698, 1, 1, NULL" OF_PAPER    \
	"INSERT INTO arrival_line VALUES (156, 155, NULL);"                                        \
	"INSERT INTO arrival_part SELECT 157, county, school, 156, 101, 0, 1, 'school', "          \
	"NULL" OF_PAPER                                                                            \
	"INSERT INTO ledger_entry SELECT 157, county, 'arrival', 157, 1788220800000000, 20698, "   \
	"NULL" OF_PAPER "INSERT INTO posting SELECT 157, 1, county, 'bank', school, 100" OF_PAPER  \
	"INSERT INTO posting SELECT 157, 2, county, 'channel_fee', school, 1" OF_PAPER             \
	"INSERT INTO posting SELECT 157, 3, county, 'clearing_wechat', school, -101" OF_PAPER
#define NOT_CAME                                                                                   \
	"DELETE FROM posting WHERE entry = 157; DELETE FROM ledger_entry WHERE id = 157;"          \
	"DELETE FROM arrival_part; DELETE FROM arrival_line; DELETE FROM arrival;"                 \
	"DELETE FROM bank_line; DELETE FROM bank_statement; DELETE FROM bank_account;"             \
	"DELETE FROM channel_line; DELETE FROM channel_file; DELETE FROM collecting_account"

/* A paid order of bill 61 with its receipt, and a refund of 50.00 that was paid back. */
#define OF_61(columns)    "SELECT " columns " FROM bill WHERE id = 61;"
#define ENTRY_61(columns) "INSERT INTO ledger_entry " OF_61(columns)
#define LEG_61(columns)   "INSERT INTO posting " OF_61(columns)
#define MONEY_ACCOUNT                                                                              \
	"INSERT INTO collecting_account " OF_61(                                                   \
		"130, county, 0, 'wechat', 'school', 'h', 'b', NULL, 'm', 1, NULL, '', 0, 0")
#define MONEY_ORDER                                                                                \
	"INSERT INTO pay_order " OF_61(                                                            \
		"131, county, school, term, 61, pupil, 130, 'wechat', 'qr', 32000, "               \
		"'K131', 'paid', NULL, NULL, NULL, NULL, 0, 0, 0, '', 0")
#define MONEY_PAYMENT                                                                              \
	"INSERT INTO payment " OF_61("132, county, school, term, 61, pupil, 130, 131, 'wechat', "  \
	                             "32000, 'T132', 0, 0, 0, ''")
#define MONEY_PAYMENT_ENTRY ENTRY_61("132, county, 'payment', 132, 0, 20697, NULL")
#define MONEY_PAYMENT_BANK  LEG_61("132, 1, county, 'clearing_wechat', school, 32000")
#define MONEY_PAYMENT_BILL  LEG_61("132, 2, county, 'receivable', 61, -32000")
#define MONEY_RECEIPT                                                                              \
	"INSERT INTO receipt " OF_61(                                                              \
		"133, county, school, term, 61, pupil, 132, 'N', 'C', 27000, 0, "                  \
		"'valid', NULL, NULL, 'none', '', '', '', NULL, ''")
#define MONEY_REFUND                                                                               \
	"INSERT INTO refund " OF_61(                                                               \
		"134, county, school, term, 61, pupil, 132, NULL, 'quit', 5000, "                  \
		"'R134', 'done', '', 0, 0, NULL, NULL, NULL, 'C134', NULL")
#define MONEY_REFUND_LINE                                                                          \
	"INSERT INTO refund_line VALUES (134, 1, 'course', 11, 'price', 30000, 10, 8, 5000, 'f', " \
	"'R61', 'd', '20', 'day', 0);"
#define MONEY_REFUND_ENTRY  ENTRY_61("134, county, 'refund', 134, 0, 20697, NULL")
#define MONEY_REFUND_COURSE LEG_61("134, 1, county, 'course', 11, 5000")
#define MONEY_REFUND_BILL   LEG_61("134, 2, county, 'refund_payable', 61, -5000")
#define MONEY_DONE          "INSERT INTO refund_done " OF_61("135, county, 134, 0")
#define MONEY_DONE_ENTRY    ENTRY_61("135, county, 'refund_done', 135, 0, 20697, NULL")
#define MONEY_DONE_BILL     LEG_61("135, 1, county, 'refund_payable', 61, 5000")
#define MONEY_DONE_BANK     LEG_61("135, 2, county, 'clearing_wechat', school, -5000")
#define MONEY                                                                                      \
	MONEY_ACCOUNT MONEY_ORDER MONEY_PAYMENT MONEY_PAYMENT_ENTRY MONEY_PAYMENT_BANK             \
		MONEY_PAYMENT_BILL MONEY_RECEIPT MONEY_REFUND MONEY_REFUND_LINE MONEY_REFUND_ENTRY \
			MONEY_REFUND_COURSE MONEY_REFUND_BILL MONEY_DONE MONEY_DONE_ENTRY          \
				MONEY_DONE_BILL MONEY_DONE_BANK
#define NO_MONEY                                                                                   \
	"DELETE FROM refund_done; DELETE FROM refund_line; DELETE FROM refund; DELETE FROM "       \
	"receipt; DELETE FROM payment; DELETE FROM pay_order; DELETE FROM collecting_account;"     \
	"DELETE FROM posting WHERE entry IN (132, 134, 135);"                                      \
	"DELETE FROM ledger_entry WHERE id IN (132, 134, 135)"

/* Bill 61 lowered by 2000 as wish 138 asked and another agreed (139): adjustment 140. */
#define ADJUSTED_WISH                                                                              \
	"INSERT INTO adjustment_wish " OF_61(                                                      \
		"138, county, school, term, 61, pupil, 11, 'price', -2000, 'r', 'booked', '', 7, " \
		"0, 8, 0")
#define ADJUSTED_SAID                                                                              \
	"INSERT INTO approval " OF_61(                                                             \
		"139, 'bill_adjustment', 138, 'school', county, school, -2000, 't', 'approved', "  \
		"7, 0, 8, 0, NULL, NULL")
#define ADJUSTED_MUCH                                                                              \
	"INSERT INTO bill_adjustment " OF_61(                                                      \
		"140, county, school, 61, 11, 'price', -25001, 'x', 0, 0, NULL")
#define ADJUSTED_ROW                                                                               \
	"INSERT INTO bill_adjustment " OF_61(                                                      \
		"140, county, school, 61, 11, 'price', -2000, 'r', 0, 7, 138")
#define ADJUSTED                                                                                   \
	ADJUSTED_WISH ADJUSTED_SAID ADJUSTED_ROW ENTRY_61(                                         \
		"140, county, 'adjustment', 140, 0, 20697, NULL")                                  \
		LEG_61("140, 1, county, 'receivable', 61, -2000")                                  \
			LEG_61("140, 2, county, 'course', 11, 2000")
#define NOT_ADJUSTED                                                                               \
	"DELETE FROM bill_adjustment; DELETE FROM adjustment_wish;"                                \
	"DELETE FROM approval WHERE id = 139; DELETE FROM posting WHERE entry = 140;"              \
	"DELETE FROM ledger_entry WHERE id = 140"

#endif
