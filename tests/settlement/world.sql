-- What other rooms would have written: paid bills, refunds, held sittings.

-- s_enrolment: id i64, county county_id, school school_id, term term_id, offering offering_id, pupil i64
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place, self_purchase, at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $1, 'enrolled', $1, 0, 1, '');

-- s_bill: id i64, county county_id, school school_id, term term_id, pupil i64, total i64, state str
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
VALUES ($1, $2, $3, $4, $5, $7, $6, $6, 0, 0, 0);

-- s_line: id i64, county county_id, bill i64, enrolment i64, offering offering_id, amount i64
INSERT INTO bill_line (id, county, bill, enrolment, offering, item, amount, formula, requirement, document, at)
VALUES ($1, $2, $3, $4, $5, 'price', $6, '', '', '', 1);

-- s_collected: id i64
UPDATE bill SET state = 'collected' WHERE id = $1;

-- s_collecting: id i64, county county_id, school school_id
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, merchant, active, tested_code, at, account)
VALUES ($1, $2, $3, 'counter', 'school', 'H', 'B', '', 1, '', 1, 0);

-- s_payment: id i64, county county_id, school school_id, term term_id, bill i64, pupil i64, collecting i64, amount i64
INSERT INTO payment (id, county, school, term, bill, pupil, collecting, channel, amount, number, paid_at, at, account, flag)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'counter', $8, CAST($1 AS TEXT), 1, 1, 0, '');

-- s_refund: id i64, county county_id, school school_id, term term_id, bill i64, pupil i64, payment i64, amount i64
INSERT INTO refund (id, county, school, term, bill, pupil, payment, reason, amount, number, state, why, asked_by, asked,
	channel_number)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'quit', $8, CAST($1 AS TEXT), 'approved', '', 0, 1, '');

-- s_refund_line: refund i64, offering i64, amount i64
INSERT INTO refund_line (refund, line, account, subject, item, paid, basis, served, amount, formula, requirement, document)
VALUES ($1, 1, 'course', $2, 'price', $3, 0, 0, $3, '', '', '');

-- s_sitting: id i64, county county_id, school school_id, offering offering_id, day date, minutes i64
INSERT INTO sitting (id, county, school, offering, day, starts, ends, state) VALUES ($1, $2, $3, $4, $5, 600, 600 + $6, 'held');

-- s_register: sitting i64, county county_id, school school_id, present i64
INSERT INTO register (sitting, county, school, saved, staff, present, expected) VALUES ($1, $2, $3, 1, 0, $4, 10);

-- s_fund: account str, subject i64 -> fen money
SELECT COALESCE((SELECT balance FROM fund WHERE account = $1 AND subject = $2), 0);

-- s_sums: offering offering_id -> taken i64, released i64, minutes i64, rows i64, owed i64, claimed i64
SELECT (SELECT CAST(COALESCE(SUM(share), 0) AS BIGINT) FROM escrow_take WHERE offering = $1),
	(SELECT CAST(COALESCE(SUM(amount + withheld), 0) AS BIGINT) FROM escrow_release WHERE offering = $1),
	(SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) FROM escrow_release WHERE offering = $1),
	(SELECT COUNT(*) FROM escrow_take WHERE offering = $1),
	(SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM escrow_release WHERE offering = $1),
	(SELECT CAST(COALESCE(SUM(claim), 0) AS BIGINT) FROM escrow_take WHERE offering = $1)
		- (SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM escrow_claim_back WHERE offering = $1);

-- s_open_lines: settlement i64, state str ->* sitting sitting_id
SELECT sitting FROM settlement_line WHERE settlement = $1 AND state = $2 ORDER BY sitting;

-- As it was before sheets were asked for.
-- s_no_sheet: offering offering_id
DELETE FROM price_sheet WHERE offering = $1;

-- s_waived: id i64, county county_id, bill i64, enrolment i64, offering offering_id, amount i64
INSERT INTO bill_line (id, county, bill, enrolment, offering, item, amount, formula, requirement, document, at)
VALUES ($1, $2, $3, $4, $5, 'waiver', -$6, '', '', '', 1);

-- s_bill_state: id i64, state str, total i64
UPDATE bill SET state = $2, total = $3 WHERE id = $1;

-- s_claims: offering offering_id -> claimed i64, back i64
SELECT (SELECT CAST(COALESCE(SUM(claim), 0) AS BIGINT) FROM escrow_take WHERE offering = $1),
	(SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM escrow_claim_back WHERE offering = $1);

-- s_give: id offering_id, agency agency_id
UPDATE offering SET agency = $2 WHERE id = $1;

-- s_purpose: payout i64 -> id i64, purpose str
SELECT id, purpose FROM payout_line WHERE payout = $1 ORDER BY id LIMIT 1;
