-- Budget, allocation, spending and closing of the guarantee fund (R42).

-- budget_insert: id i64, county county_id, term term_id, amount money, document str, account account_id?, at instant
INSERT INTO guarantee_budget (id, county, term, amount, document, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- budget_sum: county county_id, term term_id -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM guarantee_budget WHERE county = $1 AND term = $2;

-- allocation_insert: id i64, county county_id, school school_id, term term_id, amount money, document str,
--+ account account_id?, at instant
INSERT INTO guarantee_allocation (id, county, school, term, amount, document, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- allocated_in_county: county county_id, term term_id -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM guarantee_allocation WHERE county = $1 AND term = $2;

-- allocated_to_school: school school_id, term term_id -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM guarantee_allocation WHERE school = $1 AND term = $2;

-- Spent, or entered and waiting: both take from what is left; what was sent back or taken back does not.
-- spent_of_school: school school_id, term term_id -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM spending WHERE school = $1 AND term = $2 AND fund = 'guarantee_fund'
	AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.kind = 'spending' AND a.object = spending.id AND a.state = 'returned')
	AND NOT EXISTS (SELECT 1 FROM spending_back b WHERE b.spending = spending.id AND b.state = 'booked');

-- fund_left: account str, subject i64 -> balance money
SELECT CAST(COALESCE(SUM(balance), 0) AS BIGINT) FROM fund WHERE account = $1 AND subject = $2;

-- Entered and not booked yet.
-- spending_waiting: county county_id, school i64, fund str -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM spending
WHERE county = $1 AND COALESCE(school, 0) = $2 AND fund = $3 AND state = 'waiting'
	AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.kind = 'spending' AND a.object = spending.id AND a.state = 'returned');

-- Of a fund that leaves by payouts (staff subsidies, labour fees): those made from a term's first day to the next
-- one's, on their way or paid.
-- drawn_of_school: school school_id, term term_id -> amount money
SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM term t JOIN payout p ON p.school = $1
	AND p.made >= t.first_day * 86400000000 - 28800000000
	AND p.made < COALESCE((SELECT MIN(n.first_day) FROM term n WHERE n.county = t.county AND n.first_day > t.first_day),
		100000000) * 86400000000 - 28800000000
JOIN payout_line l ON l.payout = p.id AND l.credit = 'guarantee' AND l.credit_subject = $1 AND l.state IN ('open', 'paid')
WHERE t.id = $2;

-- Out of one account, by what they are: subsidy or labour_fee.
-- drawn_on_form: school school_id, term term_id, form str, credit str -> amount money
SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM term t JOIN payout p ON p.school = $1
	AND p.made >= t.first_day * 86400000000 - 28800000000
	AND p.made < COALESCE((SELECT MIN(n.first_day) FROM term n WHERE n.county = t.county AND n.first_day > t.first_day),
		100000000) * 86400000000 - 28800000000
JOIN payout_line l ON l.payout = p.id AND l.credit = $4 AND l.credit_subject = $1 AND l.state IN ('open', 'paid')
JOIN subsidy_line s ON l.cause = 'subsidy_line' AND s.id = l.cause_id AND s.form = $3
WHERE t.id = $2;

-- What families paid in a term for what the school gives itself, less what went back of it.
-- fee_received: school school_id, term term_id -> fen money
WITH paid AS (SELECT id FROM bill WHERE school = $1 AND term = $2 AND state = 'collected')
SELECT CAST(COALESCE((SELECT SUM(l.amount) FROM paid k CROSS JOIN bill_line l CROSS JOIN offering o
		WHERE l.bill = k.id AND o.id = l.offering AND o.agency IS NULL), 0)
	+ COALESCE((SELECT SUM(a.amount) FROM paid k CROSS JOIN bill_adjustment a CROSS JOIN offering o
		WHERE a.bill = k.id AND o.id = a.offering AND o.agency IS NULL), 0)
	- COALESCE((SELECT SUM(x.amount) FROM paid k CROSS JOIN refund f CROSS JOIN refund_line x CROSS JOIN offering o
		WHERE f.bill = k.id AND f.state IN ('approved', 'sent', 'done', 'failed') AND x.refund = f.id
			AND o.id = x.subject AND o.agency IS NULL), 0) AS BIGINT);

-- Of that on a purpose: paid, or on its way.
-- fee_spent_on: school school_id, term term_id, purpose str -> fen money
SELECT CAST(COALESCE(SUM(f.amount), 0) AS BIGINT) FROM fee_spending f JOIN payout_line l
	ON l.cause = 'fee_spending' AND l.cause_id = f.id AND l.state IN ('open', 'paid')
WHERE f.school = $1 AND f.term = $2 AND f.purpose = $3;

-- Of a fund on one purpose, as above.
-- spent_on: county county_id, school i64, fund str, term term_id, purpose str -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM spending
WHERE county = $1 AND COALESCE(school, 0) = $2 AND fund = $3 AND term = $4 AND purpose = $5
	AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.kind = 'spending' AND a.object = spending.id AND a.state = 'returned')
	AND NOT EXISTS (SELECT 1 FROM spending_back b WHERE b.spending = spending.id AND b.state = 'booked');

-- spent_of_county: county county_id, term term_id -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM spending WHERE county = $1 AND school IS NULL AND term = $2
	AND fund = 'special_fund'
	AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.kind = 'spending' AND a.object = spending.id AND a.state = 'returned')
	AND NOT EXISTS (SELECT 1 FROM spending_back b WHERE b.spending = spending.id AND b.state = 'booked');

-- Of them: on their way, whenever made.
-- drawn_open: school school_id -> amount money
SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM payout p JOIN payout_line l ON l.payout = p.id
WHERE p.school = $1 AND l.credit = 'guarantee' AND l.credit_subject = $1 AND l.state = 'open';

-- The term a payout of this day counts for.
-- term_of_day: county county_id, day date ->? id term_id
SELECT id FROM term WHERE county = $1 AND first_day <= $2 ORDER BY first_day DESC LIMIT 1;

-- budget_lines: county county_id, term term_id ->*
--+ school school_id, code str, name str, allocated money, received money, spent money, closed bool
SELECT s.id, s.code, s.name,
	CAST(COALESCE((SELECT SUM(a.amount) FROM guarantee_allocation a WHERE a.school = s.id AND a.term = $2), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(p.amount) FROM appropriation p WHERE p.school = s.id AND p.term = $2), 0) AS BIGINT),
	CAST(COALESCE((SELECT SUM(x.amount) FROM spending x WHERE x.school = s.id AND x.term = $2
		AND x.fund = 'guarantee_fund' AND x.state = 'booked'
		AND NOT EXISTS (SELECT 1 FROM spending_back b WHERE b.spending = x.id AND b.state = 'booked')), 0)
		+ COALESCE((SELECT SUM(l.amount) FROM term t JOIN payout p ON p.school = s.id
			AND p.made >= t.first_day * 86400000000 - 28800000000
			AND p.made < COALESCE((SELECT MIN(n.first_day) FROM term n WHERE n.county = t.county AND n.first_day > t.first_day),
				100000000) * 86400000000 - 28800000000
			JOIN payout_line l ON l.payout = p.id AND l.credit = 'guarantee' AND l.credit_subject = s.id AND l.state = 'paid'
			WHERE t.id = $2), 0) AS BIGINT),
	CASE WHEN EXISTS (SELECT 1 FROM guarantee_closing g WHERE g.school = s.id AND g.term = $2) THEN 1 ELSE 0 END
FROM school s WHERE s.county = $1 ORDER BY s.code;

-- spending_insert: id i64, county county_id, school school_id?, term term_id, fund str, purpose str, amount money,
--+ document str, state str, clause str, account account_id?, at instant, booked instant?
INSERT INTO spending (id, county, school, term, fund, purpose, amount, document, state, clause, account, at, booked)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- With its taking back, asked for or done.
-- spending_row: id i64 ->?
--+ id i64, county county_id, school school_id?, term term_id, fund str, purpose str, amount money, document str,
--+ state str, clause str, at instant, booked instant?, back i64?, back_state str?, back_reason str?, back_at instant?
SELECT s.id, s.county, s.school, s.term, s.fund, s.purpose, s.amount, s.document, s.state, s.clause, s.at, s.booked,
	b.id, b.state, b.reason, COALESCE(b.booked, b.at)
FROM spending s LEFT JOIN spending_back b ON b.spending = s.id WHERE s.id = $1;

-- spending_book: id i64, at instant
UPDATE spending SET state = 'booked', booked = $2 WHERE id = $1 AND state = 'waiting';

-- Asked for once more, after it was sent back, it says why anew.
-- spending_back_put: id i64, county county_id, school school_id?, spending i64, reason str, state str, account account_id?,
--+ at instant, booked instant?
INSERT INTO spending_back (id, county, school, spending, reason, state, account, at, booked)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (spending) DO UPDATE SET reason = excluded.reason,
	account = excluded.account, at = excluded.at, state = excluded.state, booked = excluded.booked
WHERE spending_back.state = 'waiting';

-- spending_back_book: id i64, at instant
UPDATE spending_back SET state = 'booked', booked = $2 WHERE id = $1 AND state = 'waiting';

-- Of a school, or (school 0) of a county's own.
-- spendings: county county_id, school i64, most i64, skip i64 ->* =spending_row
SELECT s.id, s.county, s.school, s.term, s.fund, s.purpose, s.amount, s.document, s.state, s.clause, s.at, s.booked,
	b.id, b.state, b.reason, COALESCE(b.booked, b.at)
FROM spending s LEFT JOIN spending_back b ON b.spending = s.id
WHERE s.county = $1 AND COALESCE(s.school, 0) = $2 ORDER BY s.id DESC LIMIT $3 OFFSET $4;

-- spendings_total: county county_id, school i64 -> n i64
SELECT COUNT(*) FROM spending WHERE county = $1 AND COALESCE(school, 0) = $2;

-- closing_insert: school school_id, term term_id, county county_id, required money, received money, shortfall money,
--+ explanation str, explained_by str, account account_id?, at instant, participants i64?, definition str?
--+ ->? stored school_id
INSERT INTO guarantee_closing (school, term, county, required, received, shortfall, explanation, explained_by, account,
	at, participants, definition)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (school, term) DO NOTHING RETURNING school;

-- How a closed term was counted; nothing for one that is not, or was before this was kept.
-- closing_counted: school school_id, term term_id ->? participants i64, definition str
SELECT participants, definition FROM guarantee_closing
WHERE school = $1 AND term = $2 AND participants IS NOT NULL AND definition IS NOT NULL;

-- closing_row: school school_id, term term_id ->?
--+ required money, received money, shortfall money, explanation str, explained_by str, at instant
SELECT required, received, shortfall, explanation, explained_by, at FROM guarantee_closing WHERE school = $1 AND term = $2;

-- closings_of_county: county county_id, term term_id ->*
--+ school school_id, required money, received money, shortfall money, explanation str, explained_by str, at instant
SELECT school, required, received, shortfall, explanation, explained_by, at FROM guarantee_closing
WHERE county = $1 AND term = $2;
