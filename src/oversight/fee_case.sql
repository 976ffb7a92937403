-- Over-charges and the cases about them.

-- Adjustments of a school's bills of a term; of them those the rules made, whose reason is this phrase or, of
-- old, these words.
-- adjusted_of_school: school school_id, term term_id, reason str, words str ->*
--+ bill bill_id, offering offering_id, item str, amount money, by_rules money
SELECT a.bill, a.offering, a.item, CAST(SUM(a.amount) AS BIGINT),
	CAST(SUM(CASE WHEN a.reason = $3 OR a.reason = $4 THEN a.amount ELSE 0 END) AS BIGINT)
FROM bill b JOIN bill_adjustment a ON a.bill = b.id
WHERE b.school = $1 AND b.term = $2 GROUP BY a.bill, a.offering, a.item;

-- open_cases: school school_id ->* id i64, bill bill_id, offering offering_id, item str
SELECT id, bill, offering, item FROM fee_case WHERE school = $1 AND state = 'open' AND bill IS NOT NULL ORDER BY id;

-- fee_case_insert: id i64, county county_id, school school_id, source str, term term_id?, bill bill_id?,
--+ offering offering_id?, item str, charged money, allowed money, formula str, clause str, document str, at instant,
--+ account account_id
INSERT INTO fee_case (id, county, school, source, term, bill, offering, item, charged, allowed, formula, clause,
	document, state, outcome, at, account, closed, closed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open', '', $14, $15, NULL, NULL) ON CONFLICT DO NOTHING;

-- fee_case_note_insert: id i64, county county_id, fee_case i64, words str, at instant, account account_id
INSERT INTO fee_case_note (id, county, fee_case, words, at, account) VALUES ($1, $2, $3, $4, $5, $6);

-- fee_case_close: id i64, outcome str, at instant, account account_id
UPDATE fee_case SET state = 'closed', outcome = $2, closed = $3, closed_by = $4 WHERE id = $1 AND state = 'open';

-- fee_case_row: id i64 ->
--+ id i64, county county_id, school school_id, school_name str, source str, bill bill_id?, pupil pupil_id?,
--+ title str, item str, charged money, allowed money, formula str, clause str, document str, state str, outcome str,
--+ at instant, closed instant?
SELECT k.id, k.county, k.school, s.name, k.source, k.bill, b.pupil, COALESCE(o.title, ''), k.item, k.charged,
	k.allowed, k.formula, k.clause, k.document, k.state, k.outcome, k.at, k.closed
FROM fee_case k JOIN school s ON s.id = k.school LEFT JOIN offering o ON o.id = k.offering
LEFT JOIN bill b ON b.id = k.bill WHERE k.id = $1;

-- school 0: of the whole county. state '': any.
-- fee_cases: county county_id, school i64, state str, most i64, skip i64 ->* =fee_case_row
SELECT k.id, k.county, k.school, s.name, k.source, k.bill, b.pupil, COALESCE(o.title, ''), k.item, k.charged,
	k.allowed, k.formula, k.clause, k.document, k.state, k.outcome, k.at, k.closed
FROM fee_case k JOIN school s ON s.id = k.school LEFT JOIN offering o ON o.id = k.offering
LEFT JOIN bill b ON b.id = k.bill
WHERE k.county = $1 AND ($2 = 0 OR k.school = $2) AND ($3 = '' OR k.state = $3)
ORDER BY k.id DESC LIMIT $4 OFFSET $5;

-- fee_case_count: county county_id, school i64, state str -> n i64
SELECT COUNT(*) FROM fee_case k WHERE k.county = $1 AND ($2 = 0 OR k.school = $2) AND ($3 = '' OR k.state = $3);

-- fee_case_notes: fee_case i64 ->* words str, at instant, account account_id, by sealed(account.name@account)
SELECT n.words, n.at, a.id, a.name FROM fee_case_note n JOIN account a ON a.id = n.account
WHERE n.fee_case = $1 ORDER BY n.id;
