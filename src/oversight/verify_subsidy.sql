-- Recomputation of the staff subsidy, of spendings and of the city's special fund.

-- A batch beside its lines, details and entry; `fits` counts details whose amount is not due - before.
-- verify_batches: ->*
--+ id i64, state str, total money, subsidy money, labour money, lines money, staff money, details money, misfits i64,
--+ wrong_lines i64, step i64, booked money
SELECT b.id, b.state, b.total, b.subsidy, b.labour,
	CAST(COALESCE((SELECT SUM(l.amount) FROM subsidy_line l WHERE l.batch = b.id AND l.run = b.run), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(l.amount) FROM subsidy_line l WHERE l.batch = b.id AND l.run = b.run AND l.form = 'subsidy'), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(d.amount) FROM subsidy_detail d WHERE d.batch = b.id AND d.run = b.run), 0) AS BIGINT),
	(SELECT COUNT(*) FROM subsidy_detail d WHERE d.batch = b.id AND d.run = b.run AND d.amount <> d.due - d.before),
	(SELECT COUNT(*) FROM subsidy_line l WHERE l.batch = b.id AND l.run = b.run AND l.amount <> COALESCE((
		SELECT SUM(d.amount) FROM subsidy_detail d WHERE d.batch = l.batch AND d.run = l.run AND d.person = l.person), 0)),
	COALESCE((SELECT MAX(t.id) FROM subsidy_step t WHERE t.batch = b.id AND t.run = b.run AND t.step = 'approved'), 0),
	CAST(COALESCE((SELECT SUM(p.amount) FROM subsidy_step t JOIN posting p ON p.entry = t.id
		WHERE t.batch = b.id AND p.account = 'staff_expense' AND p.subject = b.school), 0) AS BIGINT)
FROM subsidy_batch b WHERE b.state <> 'computing' ORDER BY b.id;

-- What a sitting was worth, with all the rules ask; `later` 1: documents were published since, on the day it was
-- reckoned or after, that may have been known on that day.
-- verify_worths: ->*
--+ id i64, county county_id, school school_id, known date, day date, starts time, ends time, role str, stated money?,
--+ outsider bool, kind str, category str, agency agency_id?, grades i64, windows str?,
--+ weekend bool, due money, document str, later bool, counts_in str, counts_by str, stated_unit str
SELECT d.id, d.county, b.school, b.known, d.day, d.starts, d.ends, d.role, d.stated,
	CASE WHEN x.id IS NULL THEN 0 ELSE 1 END, o.kind, o.category, o.agency, o.grades, w.windows,
	CASE WHEN EXISTS (SELECT 1 FROM slot z WHERE z.offering = s.offering AND z.weekday >= 6
		AND z.weekday = (s.day + 3) % 7 + 1 AND z.starts = s.starts) THEN 1 ELSE 0 END,
	d.due, d.document,
	CASE WHEN EXISTS (SELECT 1 FROM edition e WHERE e.county = d.county AND e.published >= b.at) THEN 1 ELSE 0 END,
	COALESCE(u.unit, ''), COALESCE(u.rule, ''), d.stated_unit
FROM subsidy_batch b JOIN subsidy_detail d ON d.batch = b.id AND d.run = b.run
JOIN sitting s ON s.id = d.sitting JOIN offering o ON o.id = s.offering LEFT JOIN outsider x ON x.id = d.person
LEFT JOIN offering_window w ON w.offering = o.id LEFT JOIN subsidy_unit u ON u.id = d.unit
WHERE b.state <> 'computing' ORDER BY d.id;

-- A day, a month or a cap that was reckoned, beside what counts in it, and the first sitting it stands on: its own, or one
-- of a day or month of it. `first` 0: there is none.
-- verify_wholes: ->*
--+ id i64, county county_id, school school_id, known date, unit str, rule str, due money, later bool, first i64, sittings i64,
--+ days i64, counted money
SELECT d.id, d.county, b.school, b.known, u.unit, u.rule, d.due,
	CASE WHEN EXISTS (SELECT 1 FROM edition e WHERE e.county = d.county AND e.published >= b.at) THEN 1 ELSE 0 END,
	COALESCE((SELECT MIN(x.id) FROM subsidy_detail x JOIN sitting t ON t.id = x.sitting
		LEFT JOIN subsidy_detail m ON m.batch = x.batch AND m.run = x.run AND m.person = x.person AND m.sitting = x.unit
		WHERE x.batch = d.batch AND x.run = d.run AND x.person = d.person AND (x.unit = u.id OR m.unit = u.id)), 0),
	(SELECT COUNT(*) FROM subsidy_detail x
		WHERE x.batch = d.batch AND x.run = d.run AND x.person = d.person AND x.unit = u.id),
	(SELECT COUNT(DISTINCT x.day) FROM subsidy_detail x
		WHERE x.batch = d.batch AND x.run = d.run AND x.person = d.person AND x.unit = u.id),
	CAST(COALESCE((SELECT SUM(x.due) FROM subsidy_detail x
		WHERE x.batch = d.batch AND x.run = d.run AND x.person = d.person AND x.unit = u.id), 0) AS BIGINT)
FROM subsidy_batch b JOIN subsidy_detail d ON d.batch = b.id AND d.run = b.run JOIN subsidy_unit u ON u.id = d.sitting
WHERE b.state <> 'computing' AND (d.refers IS NULL OR d.due <> d.before) ORDER BY d.id;

-- verify_first: detail i64 ->?
--+ day date, starts time, ends time, role str, stated money?, outsider bool, kind str, category str, agency agency_id?,
--+ grades i64, windows str?, weekend bool, stated_unit str
SELECT d.day, d.starts, d.ends, d.role, d.stated, CASE WHEN x.id IS NULL THEN 0 ELSE 1 END, o.kind, o.category, o.agency,
	o.grades, w.windows, CASE WHEN EXISTS (SELECT 1 FROM slot z WHERE z.offering = s.offering AND z.weekday >= 6
		AND z.weekday = (s.day + 3) % 7 + 1 AND z.starts = s.starts) THEN 1 ELSE 0 END, d.stated_unit
FROM subsidy_detail d JOIN sitting s ON s.id = d.sitting JOIN offering o ON o.id = s.offering
LEFT JOIN outsider x ON x.id = d.person LEFT JOIN offering_window w ON w.offering = o.id WHERE d.id = $1;

-- A sitting paid to a person twice in batches of its own month.
-- verify_paid_twice: ->* id i64, n i64
SELECT MIN(d.id), COUNT(*) FROM subsidy_detail d JOIN subsidy_batch b ON b.id = d.batch AND b.run = d.run
WHERE b.state IN ('approved', 'paying', 'paid') AND d.refers IS NULL GROUP BY d.sitting, d.person HAVING COUNT(*) > 1;

-- verify_spendings: ->* id i64, amount money, state str, entries i64, spent money, fund money
SELECT s.id, s.amount, s.state, (SELECT COUNT(*) FROM ledger_entry n WHERE n.id = s.id AND n.cause = 'spending'),
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = s.id
		AND p.account IN ('guarantee_spent', 'special_spent') AND p.subject = COALESCE(s.school, s.county)), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = s.id
		AND p.account IN ('guarantee', 'special_fund') AND p.subject = COALESCE(s.school, s.county)), 0) AS BIGINT)
FROM spending s ORDER BY s.id;

-- What was taken back: its entry is the spending's the other way round.
-- verify_spendings_back: ->* id i64, amount money, state str, entries i64, spent money, fund money
SELECT b.id, s.amount, b.state, (SELECT COUNT(*) FROM ledger_entry n JOIN ledger_reversal r ON r.entry = n.id
		WHERE n.id = b.id AND n.cause = 'spending_back' AND r.reverses = b.spending),
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = b.id
		AND p.account IN ('guarantee_spent', 'special_spent') AND p.subject = COALESCE(s.school, s.county)), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.entry = b.id
		AND p.account IN ('guarantee', 'special_fund') AND p.subject = COALESCE(s.school, s.county)), 0) AS BIGINT)
FROM spending_back b JOIN spending s ON s.id = b.spending ORDER BY b.id;

-- verify_spendings_lost: ->* id i64
SELECT n.id FROM ledger_entry n WHERE n.cause = 'spending_back'
	AND NOT EXISTS (SELECT 1 FROM spending_back b WHERE b.id = n.id AND b.state = 'booked') ORDER BY n.id;

-- What families paid and was spent: its payments, and of them those of its amount out of the school's account.
-- verify_fees: ->* id i64, amount money, lines i64, good i64, living i64
SELECT f.id, f.amount, COUNT(l.id),
	CAST(COALESCE(SUM(CASE WHEN l.amount = f.amount AND l.debit = 'fee_spent' AND l.debit_subject = f.school
		AND l.credit = 'bank' AND l.credit_subject = f.school THEN 1 ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN l.state IN ('open', 'paid') THEN 1 ELSE 0 END), 0) AS BIGINT)
FROM fee_spending f LEFT JOIN payout_line l ON l.cause = 'fee_spending' AND l.cause_id = f.id
GROUP BY f.id, f.amount ORDER BY f.id;

-- Of a school, what the ledger says was spent so, and what the bank paid.
-- verify_fee_schools: ->* school school_id, spent money, paid money
SELECT s.id, CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.subject = s.id AND p.account <> 'receivable'
		AND p.account <> 'course' AND p.account <> 'care' AND p.account <> 'consumables' AND p.account = 'fee_spent'), 0)
		AS BIGINT),
	CAST(COALESCE((SELECT SUM(l.amount) FROM fee_spending f JOIN payout_line l ON l.cause = 'fee_spending'
		AND l.cause_id = f.id AND l.state = 'paid' WHERE f.school = s.id), 0) AS BIGINT)
FROM school s WHERE EXISTS (SELECT 1 FROM fee_spending f WHERE f.school = s.id)
	OR EXISTS (SELECT 1 FROM posting p WHERE p.subject = s.id AND p.account <> 'receivable' AND p.account <> 'course'
		AND p.account <> 'care' AND p.account <> 'consumables' AND p.account = 'fee_spent') ORDER BY s.id;

-- verify_over_budget: ->* county county_id, term term_id, allocated money, budget money
SELECT a.county, a.term, CAST(SUM(a.amount) AS BIGINT),
	CAST(COALESCE((SELECT SUM(b.amount) FROM guarantee_budget b WHERE b.county = a.county AND b.term = a.term), 0) AS BIGINT)
FROM guarantee_allocation a GROUP BY a.county, a.term
HAVING SUM(a.amount) > COALESCE((SELECT SUM(b.amount) FROM guarantee_budget b WHERE b.county = a.county AND b.term = a.term), 0);

-- verify_specials: ->* id i64, total money, round i64, state str
SELECT id, total, round, state FROM special WHERE state IN ('proposed', 'approved') ORDER BY id;

-- verify_shares: special i64, round i64 ->* id i64, score i64, pupils i64, per_pupil money, rest money, amount money, booked money
SELECT s.id, s.score, s.pupils, s.per_pupil, s.rest, s.amount, CAST(COALESCE((
	SELECT SUM(p.amount) FROM posting p WHERE p.entry = s.id AND p.account = 'special_fund' AND p.subject = s.county), 0) AS BIGINT)
FROM special_share s JOIN county k ON k.id = s.county WHERE s.special = $1 AND s.round = $2
ORDER BY s.score DESC, s.pupils DESC, k.code;
