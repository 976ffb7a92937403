/* What kehou verify finds: a database that holds, and every way in which it can be made not to. The
 * rows are planted past the verbs, as a fault or a hand in the database would. */
#include "planted.h"
#include "priced.h"

#include "../kit.h"

#include "../kit_store.h"

#include "../kit_people.h"
#include "oversight/verify.h"

/* One pupil with a paid course and consumables, a free care place, a withdrawn course; another
 * pupil on the waitlist; one sitting marked. */
#define INTO_BILL_LINE                                                                             \
	"INSERT INTO bill_line (id, county, bill, enrolment, offering, item, amount, formula, "    \
	"requirement, document, reverses, at)"
#define INTO_SEAT "INSERT INTO seat (offering, county, seats, taken, waiting, next_place) "
#define BORNE(item)                                                                                \
	INTO_BILL_LINE " SELECT 79, county, bill, enrolment, offering, '" item                     \
		       "', -1000, formula, requirement, document, NULL, at FROM bill_line "        \
		       "WHERE id = 71;"                                                            \
		       "UPDATE bill SET total = 31000 WHERE id = 61;"                              \
		       "INSERT INTO ledger_entry (id, county, cause, cause_id, at, day) SELECT "   \
		       "79, county, cause, 79, at, day FROM ledger_entry WHERE id = 71;"           \
		       "INSERT INTO posting (entry, leg, county, account, subject, amount) "       \
		       "SELECT 79, leg, county, CASE WHEN leg = 1 THEN 'receivable' ELSE "         \
		       "'payer_receivable' END, subject, CASE WHEN leg = 1 THEN -1000 ELSE 1000 "  \
		       "END FROM posting WHERE entry = 71"
#define NOT_BORNE                                                                                  \
	"DELETE FROM posting WHERE entry = 79; DELETE FROM ledger_entry WHERE id = 79;"            \
	"DELETE FROM bill_line WHERE id = 79; UPDATE bill SET total = 32000 WHERE id = 61"
#define INTO_ENROLMENT                                                                             \
	"INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, "   \
	"place, self_purchase, at, ended, reason) "

/* What finance paid; each time with its entry, and what the fund then holds. */
#define PAID                                                                                       \
	"INSERT INTO appropriation SELECT 101, county, id, 1, 50000, 'A-1', 1, 1788220800000000 "  \
	"FROM school WHERE code = '2134990001';"                                                   \
	"INSERT INTO appropriation SELECT 102, county, id, 1, -20000, 'A-2', 1, 1788220800000000 " \
	"FROM school WHERE code = '2134990001';"                                                   \
	"INSERT INTO ledger_entry SELECT id, county, 'appropriation', id, at, 20697, NULL FROM "   \
	"appropriation;"                                                                           \
	"INSERT INTO posting SELECT id, 1, county, 'guarantee', school, amount FROM "              \
	"appropriation;"                                                                           \
	"INSERT INTO posting SELECT id, 2, county, 'appropriation', school, -amount FROM "         \
	"appropriation;"                                                                           \
	"DELETE FROM fund;"                                                                        \
	"INSERT INTO fund SELECT 'guarantee', school, county, SUM(amount) FROM appropriation "     \
	"GROUP BY school, county;"

/* Books that were closed before anything was booked. */
#define CLOSED                                                                                     \
	"INSERT INTO ledger_book SELECT county, 20696, 0 FROM offering WHERE id = 11;"             \
	"INSERT INTO ledger_period SELECT 120, county, 20696, 1, 1788220800000000, 0 "             \
	"FROM offering WHERE id = 11;"                                                             \
	"INSERT INTO period_balance SELECT 120, 'care', 0, 0 FROM offering WHERE id = 11"
/* The same, then a day with everything that was booked, then one on which nothing was. */
#define CLOSED_ON                                                                                  \
	CLOSED ";UPDATE ledger_book SET closed_through = 20698;"                                   \
	       "INSERT INTO ledger_period SELECT 121, county, 20697, 1, 1788220800000000, 7 "      \
	       "FROM offering WHERE id = 11;"                                                      \
	       "INSERT INTO ledger_period SELECT 122, county, 20698, 1, 1788220800000000, 7 "      \
	       "FROM offering WHERE id = 11;"                                                      \
	       "INSERT INTO period_balance SELECT d.id, p.account, "                               \
	       "SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END), "                            \
	       "SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) "                            \
	       "FROM ledger_period d CROSS JOIN posting p WHERE d.id > 120 GROUP BY d.id, "        \
	       "p.account"
#define REOPENED "DELETE FROM period_balance; DELETE FROM ledger_period; DELETE FROM ledger_book"

/* A line the bank has paid, with its entry. */
#define PAID_OUT                                                                                   \
	"INSERT INTO payout SELECT 131, county, id, 'T', 'exported', 1, 0, 1, NULL, NULL FROM "    \
	"school WHERE code = '2134990001';"                                                        \
	"INSERT INTO payout_line SELECT 132, p.county, 131, a.name, a.name, 'B', 100, 'P', "       \
	"'test', 1, 'staff_expense', p.school, 'bank', p.school, 'paid' FROM payout p JOIN "       \
	"account a ON a.id = (SELECT MIN(id) FROM account);"                                       \
	"INSERT INTO payout_outcome SELECT 133, county, 132, 'paid', 20697, '', 0, 1 FROM payout;" \
	"INSERT INTO ledger_entry SELECT 133, county, 'payout', 133, 1788220800000000, 20697, "    \
	"NULL FROM payout;"                                                                        \
	"INSERT INTO posting SELECT 133, 1, county, 'staff_expense', school, 100 FROM payout;"     \
	"INSERT INTO posting SELECT 133, 2, county, 'bank', school, -100 FROM payout"
#define NOT_PAID_OUT                                                                               \
	"DELETE FROM posting WHERE entry = 133; DELETE FROM ledger_entry WHERE id = 133;"          \
	"DELETE FROM payout_outcome; DELETE FROM payout_line; DELETE FROM payout"
/* The kept counts of the school: classes, pupils, confirmed, enrolled, census, attended, offerings,
 * seats, taken, waiting, billed; and when. */
#define KEPT(counts, counted)                                                                      \
	"INSERT INTO school_count SELECT id, 1, county, " counts ", " counted ", 1"                \
	" FROM school WHERE code = '2134990001'"
#define LONG_AFTER "1830000000000000"

/* A what-if of one school whose kept figures are `school`, summed up to `sum` over `done` schools.
 */
#define ASKED(school, sum, done)                                                                   \
	"INSERT INTO simulation SELECT 130, county, county, NULL, 'R', 't', "                      \
	"(SELECT hash FROM audit ORDER BY id LIMIT 1), 'b', '', 'done', 1, 1, NULL, "              \
	"1788220800000000, 1788220800000000 FROM offering WHERE id = 11;"                          \
	"INSERT INTO simulation_county SELECT 130, county, 1, 'done', 1, " done                    \
	", '2134990001', term, 20697, 'RS0', 0, NULL, NULL, '" sum                                 \
	"', '[]' FROM offering WHERE id = 11;"                                                     \
	"INSERT INTO simulation_school SELECT 130, 1, county, '2134990001', 's', 1, '" school      \
	"', '' FROM offering WHERE id = 11"
#define FORGOTTEN                                                                                  \
	"DELETE FROM simulation_school; DELETE FROM simulation_county; DELETE FROM simulation"
#define ONE_MOVES "{\"pupils\":2,\"moved\":1}"

/* Offering 11, at 300.00, said to come to it by the unit. */
static const char WORLD[] =
	"INSERT INTO term VALUES (1, (SELECT county FROM school WHERE code = '2134990001'), "
	"'2026-1', 'T',"
	" 20697, 20850);"
	"INSERT INTO offering SELECT 11, county, id, 1, 'C1', 'course', 'open', 'Paper', '', "
	"'handicraft', NULL,"
	" 4094, 30000, 2000, 'paper', 0, 1, 20697, 20850, '' FROM school WHERE code = '2134990001';"
	"INSERT INTO offering SELECT 12, county, id, 1, 'A1', 'care', 'open', 'Care', '', "
	"'homework', NULL, 4094,"
	" 0, 0, '', 0, 1, 20697, 20850, '' FROM school WHERE code = '2134990001';"
	"INSERT INTO offering SELECT 13, county, id, 1, 'C2', 'course', 'open', 'Chess', '', "
	"'activity', NULL,"
	" 4094, 10000, 500, 'set', 0, 1, 20697, 20850, '' FROM school WHERE code = "
	"'2134990001';" INTO_SEAT
	"SELECT 11, county, 1, 1, 1, 2 FROM offering WHERE id = 11;" INTO_SEAT
	"SELECT 12, county, NULL, 1, 0, 1 FROM offering WHERE id = 12;" INTO_SEAT
	"SELECT 13, county, 20, 1, 0, 1 FROM offering WHERE id = 13;"
	/* two pupils of the school and a guardian of each */
	"CREATE TABLE who (n BIGINT, pupil BIGINT, guardian BIGINT);"
	"INSERT INTO who SELECT 1, k.pupil, MIN(k.guardian) FROM kinship k WHERE k.pupil ="
	" (SELECT MIN(p.id) FROM pupil p JOIN school s ON s.id = p.school WHERE s.code = "
	"'2134990001')"
	" GROUP BY k.pupil;"
	"INSERT INTO who SELECT 2, k.pupil, MIN(k.guardian) FROM kinship k WHERE k.pupil ="
	" (SELECT MAX(p.id) FROM pupil p JOIN school s ON s.id = p.school WHERE s.code = "
	"'2134990001')"
	" GROUP BY k.pupil;"
	"UPDATE kinship SET since = 20000;"
	"INSERT INTO application SELECT 20 + o.id, o.county, o.id, w.pupil, 'accepted', "
	"w.guardian, 1, 'page',"
	" 'test', NULL, 0, 1788220800000000, NULL FROM offering o JOIN who w ON w.n = 1;"
	"INSERT INTO application SELECT 40, o.county, o.id, w.pupil, 'accepted', w.guardian, 1, "
	"'page', 'test',"
	" NULL, 0, 1788220800000000, NULL FROM offering o JOIN who w ON w.n = 2 WHERE o.id = 11;"
	"INSERT INTO application SELECT 41, o.county, o.id, w.pupil, 'accepted', w.guardian, 1, "
	"'page', 'test',"
	" NULL, 1, 1788220800000000, NULL FROM offering o JOIN who w ON w.n = 2 WHERE o.id = "
	"13;" INTO_ENROLMENT "SELECT 51, o.county, o.school, 1, 11, w.pupil, 31, 'enrolled', 0, 0,"
	" 1788220800000000, NULL, '' FROM offering o JOIN who w ON w.n = 1 WHERE o.id = "
	"11;" INTO_ENROLMENT "SELECT 52, o.county, o.school, 1, 12, w.pupil, 32, 'enrolled', 0, 0,"
	" 1788220800000000, NULL, '' FROM offering o JOIN who w ON w.n = 1 WHERE o.id = "
	"12;" INTO_ENROLMENT "SELECT 53, o.county, o.school, 1, 13, w.pupil, 33, 'withdrawn', 0, "
	"0,"
	" 1788220800000000, 1788220900000000, '' FROM offering o JOIN who w ON w.n = 1 WHERE o.id "
	"= 13;" INTO_ENROLMENT
	"SELECT 54, o.county, o.school, 1, 11, w.pupil, 40, 'waitlisted', 1, "
	"0,"
	" 1788220800000000, NULL, '' FROM offering o JOIN who w ON w.n = 2 WHERE o.id = "
	"11;" INTO_ENROLMENT "SELECT 55, o.county, o.school, 1, 13, w.pupil, 41, 'enrolled', 0, 1,"
	" 1788220800000000, NULL, '' FROM offering o JOIN who w ON w.n = 2 WHERE o.id = 13;"
	"INSERT INTO bill SELECT 61, o.county, o.school, 1, w.pupil, 'open', 32000, 30000, 2000, "
	"0, 0"
	" FROM offering o JOIN who w ON w.n = 1 WHERE o.id = 11;"
	"INSERT INTO bill SELECT 62, o.county, o.school, 1, w.pupil, 'open', 10000, 10000, 0, 0, "
	"500"
	" FROM offering o JOIN who w ON w.n = 2 WHERE o.id = 11;" INTO_BILL_LINE
	" SELECT 71, county, 61, 51, 11, 'price', 30000, 'f', 'R34', 'd', "
	"NULL,"
	" 1788220800000000 FROM offering WHERE id = 11;" INTO_BILL_LINE
	" SELECT 72, county, 61, 51, 11, 'consumables', 2000, 'f', 'R36', "
	"'d', NULL,"
	" 1788220800000000 FROM offering WHERE id = 11;" INTO_BILL_LINE
	" SELECT 73, county, 61, 53, 13, 'price', 10000, 'f', 'R34', 'd', "
	"NULL,"
	" 1788220800000000 FROM offering WHERE id = 13;" INTO_BILL_LINE
	" SELECT 74, county, 61, 53, 13, 'price', -10000, 'f', 'R34', 'd', "
	"73,"
	" 1788220900000000 FROM offering WHERE id = 13;" INTO_BILL_LINE
	" SELECT 75, county, 62, 55, 13, 'price', 10000, 'f', 'R34', 'd', "
	"NULL,"
	" 1788220800000000 FROM offering WHERE id = 13;"
	"INSERT INTO ledger_entry SELECT id, county, 'bill_line', id, at, 20697, NULL FROM "
	"bill_line;"
	"INSERT INTO posting SELECT id, 1, county, 'receivable', bill, amount FROM bill_line;"
	"INSERT INTO posting SELECT id, 2, county, 'course', offering, -amount FROM "
	"bill_line;"
	"INSERT INTO sitting SELECT 91, county, school, 12, 20698, 960, 1020, 'held' FROM offering "
	"WHERE id = 12;"
	"INSERT INTO register SELECT 91, county, school, 1788220800000000, 1, 1, 2 FROM sitting "
	"WHERE id = 91;"
	"INSERT INTO mark SELECT 91, w.pupil, s.county, 'late', 1788220800000000, 1 FROM sitting s"
	" JOIN who w ON w.n = 1 WHERE s.id = 91;"
	"INSERT INTO mark SELECT 91, w.pupil, s.county, 'absent', 1788220800000000, 1 FROM sitting "
	"s"
	" JOIN who w ON w.n = 2 WHERE s.id = 91;"
	"INSERT INTO participation SELECT w.pupil, 1, 'care', s.county, s.school, 1 FROM sitting s"
	" JOIN who w ON w.n = 1 WHERE s.id = 91;" PAID;

struct world {
	struct kit_db db;
	struct kit_people people;
};

static void planted(struct ctx *c, struct world *w, enum store_engine engine)
{
	kit_db_open(c, engine, &w->db);
	kit_people_make(c, &w->people);
	kit_db_stop(c);
	kit_db_run(&w->db, WORLD);
}

/* The checks that do not hold, their names with blanks between them. */
static struct str not_holding(struct ctx *c, struct world *w)
{
	static char joined[1000];
	struct arena_mark mark = arena_mark(c->arena); /* of many runs in one test */
	struct str name[40], all;
	struct verify_check *v;
	size_t n = 0, broken = 0;

	assert_ok(kit_db_start(c, &w->db));
	assert_ok(verify_run(c, &v, &n));
	assert_true(n >= 13);
	for (size_t i = 0; i < n; i++) {
		assert_true((v[i].broken == 0) == (v[i].first == 0));
		if (v[i].broken) {
			assert_true(str_some(v[i].found));
			name[broken++] = str_of(v[i].name);
		}
	}
	kit_db_stop(c);
	all = broken ? str_join(c->arena, name, broken, S(" ")) : S("");
	assert_true(all.n < sizeof joined);
	memcpy(joined, all.p, all.n);
	arena_rewind(c->arena, mark);
	return (struct str){joined, all.n};
}

static const struct plant {
	const char *what, *sql, *found, *mend;
} plants[] = {
	{"a record of the audit says something else",
         "UPDATE audit SET what = what || 'x' WHERE id = "
         "(SELECT MIN(id) FROM audit)",
         "audit_chain",
         "UPDATE audit SET what = SUBSTR(what, 1, LENGTH(what) - 1) WHERE id = (SELECT MIN(id) "
         "FROM audit)"},
	{"R7: a seat is counted that nobody has", "UPDATE seat SET taken = 2 WHERE offering = 13",
         "seats", "UPDATE seat SET taken = 1 WHERE offering = 13"},
	{"the waitlist is longer than its counter",
         "UPDATE seat SET waiting = 0 WHERE offering = 11", "seats",
         "UPDATE seat SET waiting = 1 WHERE offering = 11"},
	{"a course is oversold", "UPDATE seat SET seats = 0, taken = 0 WHERE offering = 11",
         "seats", "UPDATE seat SET seats = 1, taken = 1 WHERE offering = 11"},
	PRICE_PLANTS,
	{"an offering has no seats at all", "DELETE FROM seat WHERE offering = 12", "seats",
         INTO_SEAT "SELECT 12, county, NULL, 1, 0, 1 FROM offering WHERE id = 12"},
	{"a pupil stands twice on a course",
         "DROP INDEX enrolment_once; UPDATE seat SET waiting = 2 WHERE offering = "
         "11;" INTO_ENROLMENT "SELECT 59, county, school, term, offering, pupil, application, "
         "state, 9,"
         " self_purchase, at, ended, reason FROM enrolment WHERE id = 54",
         "enrolled_once",
         "DELETE FROM enrolment WHERE id = 59; UPDATE seat SET waiting = 1 WHERE offering = 11;"
         "CREATE UNIQUE INDEX enrolment_once ON enrolment (pupil, offering) WHERE state IN "
         "('enrolled', 'waitlisted')"},
	{"R34: a bill's total is not the sum of its lines",
         "UPDATE bill SET total = 31999 WHERE id = 61", "bills receivables",
         "UPDATE bill SET total = 32000 WHERE id = 61"},
	{"a part of a bill is not the sum of its lines",
         "UPDATE bill SET consumables = 0, course = 32000 WHERE id = 61", "bills",
         "UPDATE bill SET consumables = 2000, course = 30000 WHERE id = 61"},
	{"what a family buys itself is not what its enrolments say",
         "UPDATE bill SET self_bought = 0 WHERE id = 62", "bills",
         "UPDATE bill SET self_bought = 500 WHERE id = 62"},
	{"an enrolment with a price has no line",
         "UPDATE bill SET total = 2000, course = 0 WHERE id = 61; DELETE FROM bill_line WHERE id = "
         "71;"
         "UPDATE posting SET amount = 0 WHERE entry = 71",
         "enrolments_charged",
         INTO_BILL_LINE " SELECT 71, county, 61, 51, 11, 'price', 30000, 'f', 'R34', 'd', "
                        "NULL,"
                        " 1788220800000000 FROM offering WHERE id = 11;"
                        "UPDATE bill SET total = 32000, course = 30000 WHERE id = 61;"
                        "UPDATE posting SET amount = 30000 WHERE entry = 71 AND leg = 1;"
                        "UPDATE posting SET amount = -30000 WHERE entry = 71 AND leg = 2"},
	{"R5: something is waived that nobody was granted", BORNE("waiver"), "waivers", NOT_BORNE},
	{"R5: somebody bears what no document deducts", BORNE("deduct"), "deductions", NOT_BORNE},
	{"a withdrawn enrolment is still charged",
         "UPDATE enrolment SET state = 'withdrawn' WHERE id = 51;"
         "UPDATE seat SET taken = 0 WHERE offering = 11",
         "enrolments_charged",
         "UPDATE enrolment SET state = 'enrolled' WHERE id = 51;"
         "UPDATE seat SET taken = 1 WHERE offering = 11"},
	{"R34: a bill is above what the rules allow",
         "UPDATE offering SET price = 60001 WHERE id = 11;"
         "UPDATE bill_line SET amount = 60001 WHERE id = 71;"
         "UPDATE bill SET total = 62001, course = 60001 WHERE id = 61;"
         "UPDATE posting SET amount = 60001 WHERE entry = 71 AND leg = 1;"
         "UPDATE posting SET amount = -60001 WHERE entry = 71 AND leg = 2",
         "fee_cap",
         "UPDATE offering SET price = 30000 WHERE id = 11;"
         "UPDATE bill_line SET amount = 30000 WHERE id = 71;"
         "UPDATE bill SET total = 32000, course = 30000 WHERE id = 61;"
         "UPDATE posting SET amount = 30000 WHERE entry = 71 AND leg = 1;"
         "UPDATE posting SET amount = -30000 WHERE entry = 71 AND leg = 2"},
	{"the legs of an entry do not sum to zero",
         "UPDATE posting SET amount = -29999 WHERE entry = 71 AND leg = 2",
         "ledger_entries trial_balance",
         "UPDATE posting SET amount = -30000 WHERE entry = 71 AND leg = 2"},
	{"an entry has no legs",
         "INSERT INTO ledger_entry SELECT 99, county, 'bill_line', 99, at, 20697, NULL FROM "
         "bill_line WHERE id "
         "= 71",
         "ledger_entries", "DELETE FROM ledger_entry WHERE id = 99"},
	{"the ledger says another debt than the bill",
         "UPDATE posting SET amount = 29999 WHERE entry = 71 AND leg = 1;"
         "UPDATE posting SET amount = -29999 WHERE entry = 71 AND leg = 2",
         "receivables",
         "UPDATE posting SET amount = 30000 WHERE entry = 71 AND leg = 1;"
         "UPDATE posting SET amount = -30000 WHERE entry = 71 AND leg = 2"},
	{"a debt belongs to no bill",
         "UPDATE posting SET subject = 7 WHERE entry = 73 AND leg = 1;"
         "UPDATE posting SET subject = 7 WHERE entry = 74 AND leg = 1",
         "receivables", "UPDATE posting SET subject = 61 WHERE entry IN (73, 74) AND leg = 1"},
	{"R6: nobody applied for an enrolment",
         "UPDATE enrolment SET application = 7 WHERE id = 52", "guardian_applied",
         "UPDATE enrolment SET application = 32 WHERE id = 52"},
	{"R37: who buys the consumables is not what the family said last",
         "INSERT INTO consumables_choice SELECT 150, county, 52, 1, 1, 1, 'page', 1 FROM enrolment "
         "WHERE id = 52",
         "guardian_applied", "DELETE FROM consumables_choice"},
	{"R6: the application is for another course",
         "UPDATE enrolment SET application = 33 WHERE id = 52", "guardian_applied",
         "UPDATE enrolment SET application = 32 WHERE id = 52"},
	{"R6: the one who applied is no guardian of the child",
         "UPDATE application SET guardian = 7 WHERE id = 32", "guardian_applied",
         "UPDATE application SET guardian = (SELECT guardian FROM who WHERE n = 1) WHERE id = 32"},
	{"R6: the one who applied was no longer a guardian on that day",
         "UPDATE kinship SET until = 20696 WHERE pupil = (SELECT pupil FROM who WHERE n = 2)",
         "guardian_applied", "UPDATE kinship SET until = NULL"},
	{"R6: an application was put forward and never answered",
         "UPDATE application SET state = 'awaiting_guardian' WHERE id = 32", "guardian_applied",
         "UPDATE application SET state = 'accepted' WHERE id = 32"},
	{"R35: a line stands on no application",
         "UPDATE application SET state = 'declined' WHERE id = 33", "guardian_applied bill_lines",
         "UPDATE application SET state = 'accepted' WHERE id = 33"},
	{"R35: a line is charged to another child's bill",
         "UPDATE bill_line SET enrolment = 54 WHERE id = 75", "enrolments_charged bill_lines",
         "UPDATE bill_line SET enrolment = 55 WHERE id = 75"},
	{"a line is taken back twice",
         INTO_BILL_LINE
         " SELECT 79, county, bill, enrolment, offering, item, -10000, "
         "formula,"
         " requirement, document, 73, at FROM bill_line WHERE id = 73;" INTO_BILL_LINE
         " SELECT 78, county, bill, enrolment, offering, item, 10000, "
         "formula,"
         " requirement, document, NULL, at FROM bill_line WHERE id = 73",
         "bill_lines", "DELETE FROM bill_line WHERE id IN (78, 79)"},
	{"a reversal is smaller than what it takes back",
         "UPDATE bill_line SET amount = -9999 WHERE id = 74;"
         "UPDATE bill SET total = 32001, course = 30001 WHERE id = 61;"
         "UPDATE posting SET amount = -9999 WHERE entry = 74 AND leg = 1;"
         "UPDATE posting SET amount = 9999 WHERE entry = 74 AND leg = 2",
         "enrolments_charged bill_lines",
         "UPDATE bill_line SET amount = -10000 WHERE id = 74;"
         "UPDATE bill SET total = 32000, course = 30000 WHERE id = 61;"
         "UPDATE posting SET amount = -10000 WHERE entry = 74 AND leg = 1;"
         "UPDATE posting SET amount = 10000 WHERE entry = 74 AND leg = 2"},
	{"a register counts somebody who was absent",
         "UPDATE register SET present = 2 WHERE sitting = 91", "registers",
         "UPDATE register SET present = 1 WHERE sitting = 91"},
	{"R29: a participant is counted too often", "UPDATE participation SET sittings = 2",
         "participation", "UPDATE participation SET sittings = 1"},
	{"R29: a participant is counted who never attended",
         "UPDATE participation SET pupil = (SELECT pupil FROM who WHERE n = 2)", "participation",
         "UPDATE participation SET pupil = (SELECT pupil FROM who WHERE n = 1)"},
	{"R29: a participant is not counted", "DELETE FROM participation", "participation",
         "INSERT INTO participation SELECT w.pupil, 1, 'care', s.county, s.school, 1 FROM sitting s"
         " JOIN who w ON w.n = 1 WHERE s.id = 91"},
	{"marks stand without a register", "DELETE FROM register", "registers",
         "INSERT INTO register SELECT 91, county, school, 1788220800000000, 1, 1, 2 FROM sitting"},
	{"R42: a fund is kept higher than its postings", "UPDATE fund SET balance = 30001", "funds",
         "UPDATE fund SET balance = 30000"},
	{"R42: the balance of a fund is not kept", "DELETE FROM fund", "funds",
         "INSERT INTO fund SELECT 'guarantee', school, county, SUM(amount) FROM appropriation "
         "GROUP BY school, county"},
	{"R42: a fund is kept for an account that is none",
         "INSERT INTO fund SELECT 'course', 11, county, 0 FROM offering WHERE id = 11", "funds",
         "DELETE FROM fund WHERE account = 'course'"},
	{"an account is posted to that does not exist",
         "UPDATE posting SET account = 'elsewhere' WHERE entry = 72 AND leg = 2", "trial_balance",
         "UPDATE posting SET account = 'course' WHERE entry = 72 AND leg = 2"},
	{"a leg stands under another county than its entry",
         "UPDATE posting SET county = 7 WHERE entry = 72 AND leg = 2", "trial_balance",
         "UPDATE posting SET county = (SELECT county FROM offering WHERE id = 11) WHERE entry = "
         "72"},
	{"an entry is not that of its act", "UPDATE ledger_entry SET cause_id = 71 WHERE id = 72",
         "trial_balance", "UPDATE ledger_entry SET cause_id = 72 WHERE id = 72"},
	{"a reversal takes back something else",
         "INSERT INTO ledger_reversal SELECT 74, 75, county, 'r' FROM offering WHERE id = 13",
         "reversals", "DELETE FROM ledger_reversal"},
	{"a reversal that pairs up",
         "INSERT INTO ledger_reversal SELECT 74, 73, county, 'r' FROM "
         "offering WHERE id = 13",
         "", "DELETE FROM ledger_reversal"},
	{"a reversal is taken back itself",
         "INSERT INTO ledger_reversal SELECT 74, 73, county, 'r' FROM offering WHERE id = 13;"
         "INSERT INTO ledger_reversal SELECT 73, 74, county, 'r' FROM offering WHERE id = 13",
         "reversals", "DELETE FROM ledger_reversal"},
	{"a closed term as it was closed", TERM_CLOSED, "", TERM_REOPENED},
	{"a fen of a closed term was lost on the way to its school's result",
         TERM_CLOSED "; UPDATE posting SET amount = -31999 WHERE entry = 131 AND leg = 2;"
                     "UPDATE posting SET amount = 1999 WHERE entry = 131 AND leg = 3",
         "term_closings", TERM_REOPENED},
	{"a closing counts an enrolment more than it carried over",
         TERM_CLOSED "; UPDATE term_close SET done = 2", "term_closings", TERM_REOPENED},
	{"a closed period as it was closed", CLOSED, "", REOPENED},
	{"an entry came into a closed period",
         CLOSED ";UPDATE ledger_entry SET day = 20690 WHERE id = 101", "periods",
         "UPDATE ledger_entry SET day = 20697 WHERE id = 101;" REOPENED},
	{"what a closed period held is kept wrong",
         CLOSED ";UPDATE period_balance SET debit = 1 WHERE account = 'care'", "periods", REOPENED},
	{"an account of a closed period is not kept",
         CLOSED ";UPDATE ledger_period SET last_day = 20697, entries = 7;"
                "UPDATE ledger_book SET closed_through = 20697",
         "periods", REOPENED},
	{"closed periods, one after the other, as they were closed", CLOSED_ON, "", REOPENED},
	{"an entry went from one closed period into the one before",
         CLOSED_ON ";UPDATE ledger_entry SET day = 20690 WHERE id = 101", "periods",
         "UPDATE ledger_entry SET day = 20697 WHERE id = 101;" REOPENED},
	{"what a later closed period held is kept wrong",
         CLOSED_ON
         ";UPDATE period_balance SET credit = credit + 1 WHERE period = 122 AND account = 'course'",
         "periods", REOPENED},
	{"a later closed period counts an entry too many",
         CLOSED_ON ";UPDATE ledger_period SET entries = 8 WHERE id = 122", "periods", REOPENED},
	{"an account of a later closed period is not kept",
         CLOSED_ON ";DELETE FROM period_balance WHERE period = 122 AND account = 'course'",
         "periods", REOPENED},
	{"a closed period stands open", CLOSED ";DELETE FROM ledger_book", "periods", REOPENED},
	{"R29: what finance paid is not what the ledger says",
         "UPDATE appropriation SET amount = 50001 WHERE id = 101", "guarantee",
         "UPDATE appropriation SET amount = 50000 WHERE id = 101"},
	{"R29: the fund of another school got the money",
         "UPDATE posting SET subject = 7 WHERE entry = 101 AND leg = 1", "funds guarantee",
         "UPDATE posting SET subject = (SELECT subject FROM posting WHERE entry = 101 AND leg = 2)"
         " WHERE entry = 101 AND leg = 1"},
	{"R29: what finance paid never came into the ledger",
         "DELETE FROM posting WHERE entry IN (101, 102); DELETE FROM ledger_entry WHERE id IN "
         "(101, "
         "102)",
         "funds guarantee", "DELETE FROM appropriation; " PAID},
	{"R29: the fund grew without finance", "DELETE FROM appropriation WHERE id = 101",
         "guarantee",
         "DELETE FROM posting WHERE entry IN (101, 102);"
         "DELETE FROM ledger_entry WHERE id IN (101, 102); DELETE FROM appropriation; " PAID},
	{"R29: more was taken back than was ever paid",
         "UPDATE appropriation SET amount = -50001 WHERE id = 102;"
         "UPDATE posting SET amount = -50001 WHERE entry = 102 AND leg = 1;"
         "UPDATE posting SET amount = 50001 WHERE entry = 102 AND leg = 2",
         "funds guarantee",
         "UPDATE appropriation SET amount = -20000 WHERE id = 102;"
         "UPDATE posting SET amount = -20000 WHERE entry = 102 AND leg = 1;"
         "UPDATE posting SET amount = 20000 WHERE entry = 102 AND leg = 2"},
	{"R29: money was paid for the term of another county",
         "INSERT INTO term SELECT 2, MIN(id), '2026-1', 'T', 20697, 20850 FROM county"
         " WHERE id NOT IN (SELECT county FROM school WHERE code = '2134990001');"
         "UPDATE appropriation SET term = 2 WHERE id = 101",
         "guarantee", "UPDATE appropriation SET term = 1; DELETE FROM term WHERE id = 2"},
	{"what a what-if found is kept right", ASKED(ONE_MOVES, ONE_MOVES, "1"), "", FORGOTTEN},
	{"a what-if's sum is not that of its schools",
         ASKED(ONE_MOVES, "{\"pupils\":2,\"moved\":2}", "1"), "simulations", FORGOTTEN},
	{"a county of a what-if has more schools than are kept", ASKED(ONE_MOVES, ONE_MOVES, "2"),
         "simulations", FORGOTTEN},
	{"a school of a what-if is lost",
         ASKED(ONE_MOVES, ONE_MOVES, "1") "; DELETE FROM simulation_school", "simulations",
         FORGOTTEN},
	{"money that came to the bank as it was booked", CAME, "", NOT_CAME},
	{"R60: the bank's line is another amount than was booked",
         CAME ";UPDATE bank_line SET amount = 99", "arrivals", NOT_CAME},
	{"R60: the channel's file says another amount of the day",
         CAME ";UPDATE channel_line SET amount = 102", "arrivals", NOT_CAME},
	{"R60: the entry of an arrival lacks the fee",
         CAME ";UPDATE posting SET account = 'channel_fee_due' WHERE account = 'channel_fee'",
         "arrivals", NOT_CAME},
	{"R60: an arrival taken back stands in the ledger",
         CAME ";UPDATE arrival_part SET undone = 7", "arrivals", NOT_CAME},
	{"R60: an arrival's entry without its row",
         CAME ";DELETE FROM arrival_part; DELETE FROM arrival_line; DELETE FROM arrival",
         "arrivals", NOT_CAME},
	{"escrow as it was paid and released", HELD, "", NOT_HELD},
	{"R60: less was taken than the ledger holds", HELD "UPDATE escrow_take SET share = 299",
         "escrow", NOT_HELD},
	{"R60: a release for an hour nobody attended",
         HELD "UPDATE register SET present = 0 WHERE sitting = 91", "registers releases",
         NOT_HELD ";UPDATE register SET present = 1 WHERE sitting = 91"},
	{"R60: a statement was withdrawn and still releases",
         HELD "UPDATE settlement SET withdrawn = 1", "releases", NOT_HELD},
	{"R60: a release was taken back and the ledger does not say so", HELD TAKEN_BACK,
         "releases", NOT_HELD},
	{"R60: a release of more minutes than its lines hold",
         HELD "UPDATE settlement_line SET minutes = 59", "releases", NOT_HELD},
	{"R60: a share that is not the sheet's", HELD "UPDATE escrow_take SET claim = 1", "escrow",
         NOT_HELD},
	{"R60: more was kept back of an agency than was claimed",
         HELD "INSERT INTO escrow_claim_back SELECT 143, 11, county, 1" OF_PAPER, "escrow releases",
         NOT_HELD},
	{"R60: what was left was decided and not booked",
         HELD "INSERT INTO escrow_rest SELECT 144, county, school, 11, 200, 'r', 0, 1, 'approved', "
              "'', 0, 1" OF_PAPER,
         "escrow", NOT_HELD},
	{"R60: a payer's money is not in the books",
         HELD "INSERT INTO payer_receipt SELECT 145, county, school, term, 'p', 'd', 5, 1, 0, "
              "1, NULL" OF_PAPER,
         "escrow", NOT_HELD},
	{"R60: a payer's money is said to be taken back and is not",
         HELD "INSERT INTO payer_receipt SELECT 145, county, school, term, 'p', 'd', 5, 1, 0, "
              "1, NULL" OF_PAPER "INSERT INTO ledger_entry SELECT 145, county, 'payer_receipt', "
              "145, 1788220800000000, 20697, NULL" OF_PAPER
              "INSERT INTO posting SELECT 145, 1, county, 'clearing_counter', school, 5" OF_PAPER
              "INSERT INTO posting SELECT 145, 2, county, 'payer_receivable', school, -5" OF_PAPER
              "INSERT INTO payer_reversal SELECT 146, county, school, term, 145, 'd', 'done', "
              "'r', 7, 1, 8, 1" OF_PAPER,
         "escrow",
         "DELETE FROM payer_reversal; DELETE FROM posting WHERE entry = 145; DELETE FROM "
         "ledger_entry WHERE id = 145;" NOT_HELD},
	{"R5: more of a payer's lines are paid than it brought",
         BORNE("waiver") ";INSERT INTO payer_cover SELECT 79, county, school, term, 1000, 1 FROM "
                         "offering WHERE id = 11",
         "waivers escrow", "DELETE FROM payer_cover;" NOT_BORNE},
	{"R60: a release above the rate", HELD "UPDATE settlement SET hourly = 99", "releases",
         NOT_HELD},
	{"a payout as the bank said it", PAID_OUT, "", NOT_PAID_OUT},
	{"R60: another amount left than the line says",
         PAID_OUT ";UPDATE posting SET amount = amount * 2 WHERE entry = 133", "payouts",
         NOT_PAID_OUT},
	{"R60: a line is open and yet was paid", PAID_OUT ";UPDATE payout_line SET state = 'open'",
         "payouts", NOT_PAID_OUT},
	{"R60: a line came back and its entry was not taken back",
         PAID_OUT ";UPDATE payout_line SET state = 'returned'; UPDATE payout_outcome SET state = "
                  "'returned'",
         "payouts", NOT_PAID_OUT},
	{"R60: money left that no line asked for",
         PAID_OUT ";UPDATE payout_line SET state = 'open'; DELETE FROM payout_outcome", "payouts",
         NOT_PAID_OUT},
	{"R60: a payment, its receipt and a refund are right", MONEY, "", NO_MONEY},
	{"R60: a payment is a fen more than its entry",
         MONEY "UPDATE payment SET amount = 32001 WHERE id = 132", "receivables payments",
         NO_MONEY},
	{"R60: an order is paid twice over",
         MONEY "INSERT INTO payment SELECT 136, county, school, term, bill, pupil, collecting, "
               "NULL, channel, 1, 'T136', 0, 0, 0, '' FROM payment WHERE id = 132",
         "receivables payments", NO_MONEY},
	{"R60: an order is paid and no payment is there",
         MONEY "INSERT INTO pay_order SELECT 137, county, school, term, bill, pupil, collecting, "
               "channel, way, amount, 'K137', 'paid', NULL, NULL, NULL, NULL, 0, 0, 0, '', 0 "
               "FROM pay_order WHERE id = 131",
         "pay_orders", NO_MONEY},
	{"R60: a payment came into the account of another school",
         MONEY "UPDATE collecting_account SET school = 999 WHERE id = 130", "payments pay_orders",
         NO_MONEY},
	{"R60: a receipt is of another school than the one that was paid",
         MONEY "UPDATE receipt SET school = 999 WHERE id = 133", "payments", NO_MONEY},
	{"R61: a refund is of another school than the one that was paid",
         MONEY "UPDATE refund SET school = 999 WHERE id = 134", "refunds", NO_MONEY},
	{"a receipt is over more than is left of its payment",
         MONEY "UPDATE receipt SET amount = 32000 WHERE id = 133", "payments", NO_MONEY},
	{"R61: a refund's lines do not come to it",
         MONEY "UPDATE refund_line SET amount = 5001 WHERE refund = 134", "refunds", NO_MONEY},
	{"R61: what ended unpaid of a service was not taken off its bill",
         MONEY "UPDATE refund_line SET ended = 1 WHERE refund = 134", "refunds", NO_MONEY},
	{"R61: more went back of a service than stood of it once it was adjusted",
         MONEY ADJUSTED_MUCH, "receivables refunds adjustments",
         "DELETE FROM bill_adjustment WHERE id = 140;" NO_MONEY},
	{"R61: a refund was paid back and never decided",
         MONEY "UPDATE refund SET state = 'asked' WHERE id = 134", "payments refunds", NO_MONEY},
	{"R61: a refund says done and nobody paid it",
         MONEY "DELETE FROM refund_done; UPDATE posting SET account = 'receivable' WHERE entry = "
               "135 AND leg = 1",
         "receivables refunds", NO_MONEY},
	{"R59: an adjustment a second person agreed to is right", ADJUSTED, "", NOT_ADJUSTED},
	{"R71: an adjustment over the limit was booked and nobody agreed",
         ADJUSTED "UPDATE approval SET state = 'waiting' WHERE id = 139", "adjustments",
         NOT_ADJUSTED},
	{"R71: whoever asked for an adjustment agreed to it",
         ADJUSTED "UPDATE approval SET decider = 7 WHERE id = 139", "adjustments", NOT_ADJUSTED},
	{"R59: an adjustment is another than the one that was agreed to",
         ADJUSTED "UPDATE adjustment_wish SET amount = -1999 WHERE id = 138", "adjustments",
         NOT_ADJUSTED},
	{"R59: a wish to adjust waits and was booked",
         ADJUSTED "UPDATE adjustment_wish SET state = 'waiting' WHERE id = 138", "adjustments",
         NOT_ADJUSTED},
	{"R59: an adjustment was agreed to by nothing there is",
         ADJUSTED "DELETE FROM adjustment_wish", "adjustments", NOT_ADJUSTED},
	{"the kept counts of a school are right",
         KEPT("3, 7, 0, 2, 1, 1, 3, 21, 2, 1, 42000", LONG_AFTER), "", "DELETE FROM school_count"},
	{"kept counts of a while ago cannot be held against the rows",
         KEPT("3, 7, 0, 0, 0, 0, 3, 21, 0, 0, 0", "1788220800000001"), "",
         "DELETE FROM school_count"},
	{"kept counts stand under another county",
         KEPT("3, 7, 0, 2, 1, 1, 3, 21, 2, 1, 42000",
              LONG_AFTER) "; UPDATE school_count SET county = 7",
         "school_counts", "DELETE FROM school_count"},
	{"the kept classes of a school are wrong",
         KEPT("4, 7, 0, 2, 1, 1, 3, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept pupils of a school are wrong",
         KEPT("3, 8, 0, 2, 1, 1, 3, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept confirmed of a school are wrong",
         KEPT("3, 7, 1, 2, 1, 1, 3, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept enrolled of a school are wrong",
         KEPT("3, 7, 0, 3, 1, 1, 3, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept census of a school are wrong",
         KEPT("3, 7, 0, 2, 2, 1, 3, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept attended of a school are wrong",
         KEPT("3, 7, 0, 2, 1, 2, 3, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept offerings of a school are wrong",
         KEPT("3, 7, 0, 2, 1, 1, 4, 21, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept seats of a school are wrong",
         KEPT("3, 7, 0, 2, 1, 1, 3, 22, 2, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept taken of a school are wrong",
         KEPT("3, 7, 0, 2, 1, 1, 3, 21, 3, 1, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept waiting of a school are wrong",
         KEPT("3, 7, 0, 2, 1, 1, 3, 21, 2, 2, 42000", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
	{"the kept billed of a school are wrong",
         KEPT("3, 7, 0, 2, 1, 1, 3, 21, 2, 1, 42001", LONG_AFTER), "school_counts",
         "DELETE FROM school_count"},
};

static void every_break_is_found_by_its_check_on(struct ctx *c, enum store_engine engine)
{
	struct world w;

	planted(c, &w, engine);
	assert_str(not_holding(c, &w), "");
	for (size_t i = 0; i < sizeof plants / sizeof *plants; i++) {
		struct arena_mark mark = arena_mark(c->arena);
		struct str found;

		kit_db_run(&w.db, plants[i].sql);
		found = not_holding(c, &w);
		if (!str_is(found, plants[i].found))
			fail_msg("%s: found \"%.*s\", not \"%s\"", plants[i].what, STR_FMT(found),
			         plants[i].found);
		kit_db_run(&w.db, plants[i].mend);
		arena_rewind(c->arena, mark);
	}
	assert_str(not_holding(c, &w), "");
	assert_ok(kit_db_start(c, &w.db));
	kit_db_close(c, &w.db);
}

static void every_break_is_found_by_its_check(void **state)
{
	for (int engine = 0; engine < (kit_pg() ? 2 : 1); engine++)
		every_break_is_found_by_its_check_on(kit_ctx(state), (enum store_engine)engine);
}

static void an_empty_database_holds(void **state)
{
	struct ctx *c = kit_ctx(state);
	struct world w;

	kit_db_make(c, STORE_SQLITE, &w.db);
	assert_str(not_holding(c, &w), "");
	assert_ok(kit_db_start(c, &w.db));
	kit_db_close(c, &w.db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		KIT_TEST(an_empty_database_holds),
		KIT_TEST(every_break_is_found_by_its_check),
	};

	return KIT_RUN(tests);
}
