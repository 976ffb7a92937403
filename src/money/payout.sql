-- Batches for the bank, their lines and what became of them.

-- payout_insert: id payout_id, county county_id, school school_id?, title str, said str?, made instant, maker i64
INSERT INTO payout (id, county, school, title, said, state, made, maker) VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7);

-- payout_line_insert: id payout_line_id, county county_id, payout payout_id, payee sealed(payout_line.payee@id),
--+ number sealed(payout_line.number@id), bank str, amount money, purpose str, cause str, cause_id i64, debit str,
--+ debit_subject i64, credit str, credit_subject i64
INSERT INTO payout_line (id, county, payout, payee, number, bank, amount, purpose, cause, cause_id, debit,
	debit_subject, credit, credit_subject, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open')
ON CONFLICT (cause, cause_id) WHERE state IN ('open', 'paid') DO NOTHING;

-- payout_turn: id payout_id, was str, now str
UPDATE payout SET state = $3 WHERE id = $1 AND state = $2;

-- payout_exported: id payout_id, at instant
UPDATE payout SET state = 'exported', exported = $2 WHERE id = $1 AND state = 'submitted';

-- payout_cancelled: id payout_id, reason str
UPDATE payout SET state = 'cancelled', cancelled = $2 WHERE id = $1 AND state IN ('draft', 'submitted');

-- payout_drop: id payout_id
UPDATE payout_line SET state = 'dropped' WHERE payout = $1 AND state = 'open';

-- payout_line_turn: id payout_line_id, was str, now str
UPDATE payout_line SET state = $3 WHERE id = $1 AND state = $2;

-- payout_outcome_insert: id i64, county county_id, line payout_line_id, state str, day date, reason str,
--+ account i64, at instant
INSERT INTO payout_outcome (id, county, line, state, day, reason, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- The last time it was paid: the entry to take back.
-- payout_paid_entry: line payout_line_id -> entry i64
SELECT COALESCE(MAX(id), 0) FROM payout_outcome WHERE line = $1 AND state = 'paid';

-- payout_row: id payout_id ->?
--+ id payout_id, county county_id, school school_id?, school_name str, county_name str, title str, said str?, state str,
--+ made instant, maker account_id, maker_name sealed(account.name@maker), exported instant?, cancelled str?,
--+ lines i64, open i64, paid i64, returned i64, total money, paid_total money
SELECT p.id, p.county, p.school, COALESCE(s.name, ''), k.name, p.title, p.said, p.state, p.made, p.maker,
	u.name, p.exported, p.cancelled,
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state <> 'dropped'),
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state = 'open'),
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state = 'paid'),
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state = 'returned'),
	(SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM payout_line l WHERE l.payout = p.id AND l.state <> 'dropped'),
	(SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM payout_line l WHERE l.payout = p.id AND l.state = 'paid')
FROM payout p JOIN county k ON k.id = p.county LEFT JOIN school s ON s.id = p.school
	LEFT JOIN account u ON u.id = p.maker
WHERE p.id = $1;

-- school 0: all of the county.
-- payout_rows: county county_id, school i64, most i64, skip i64 ->* =payout_row
SELECT p.id, p.county, p.school, COALESCE(s.name, ''), k.name, p.title, p.said, p.state, p.made, p.maker,
	u.name, p.exported, p.cancelled,
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state <> 'dropped'),
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state = 'open'),
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state = 'paid'),
	(SELECT COUNT(*) FROM payout_line l WHERE l.payout = p.id AND l.state = 'returned'),
	(SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM payout_line l WHERE l.payout = p.id AND l.state <> 'dropped'),
	(SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM payout_line l WHERE l.payout = p.id AND l.state = 'paid')
FROM payout p JOIN county k ON k.id = p.county LEFT JOIN school s ON s.id = p.school
	LEFT JOIN account u ON u.id = p.maker
WHERE p.county = $1 AND ($2 = 0 OR p.school = $2) ORDER BY p.made DESC, p.id DESC LIMIT $3 OFFSET $4;

-- payout_count: county county_id, school i64 -> n i64
SELECT COUNT(*) FROM payout p WHERE p.county = $1 AND ($2 = 0 OR p.school = $2);

-- payout_lines: payout payout_id ->*
--+ id payout_line_id, payee sealed(payout_line.payee@id), number sealed(payout_line.number@id), bank str,
--+ amount money, purpose str, cause str, cause_id i64, state str, day date?, reason str?
SELECT l.id, l.payee, l.number, l.bank, l.amount, l.purpose, l.cause, l.cause_id, l.state, o.day, o.reason
FROM payout_line l LEFT JOIN payout_outcome o ON o.line = l.id
	AND o.id = (SELECT MAX(x.id) FROM payout_outcome x WHERE x.line = l.id)
WHERE l.payout = $1 ORDER BY l.id;

-- payout_line_row: id payout_line_id ->?
--+ payout payout_id, county county_id, amount money, debit str, debit_subject i64, credit str,
--+ credit_subject i64, state str
SELECT payout, county, amount, debit, debit_subject, credit, credit_subject, state FROM payout_line WHERE id = $1;

-- payout_open_lines: payout payout_id, most i64 ->* id payout_line_id
SELECT id FROM payout_line WHERE payout = $1 AND state = 'open' ORDER BY id LIMIT $2;

-- payout_open_count: payout payout_id -> n i64
SELECT COUNT(*) FROM payout_line WHERE payout = $1 AND state = 'open';

-- payout_of_cause: cause str, cause_id i64 ->? payout payout_id, line payout_line_id, state str, day date?
SELECT l.payout, l.id, l.state, (SELECT o.day FROM payout_outcome o WHERE o.line = l.id ORDER BY o.id DESC LIMIT 1)
FROM payout_line l WHERE l.cause = $1 AND l.cause_id = $2 ORDER BY l.id DESC LIMIT 1;
