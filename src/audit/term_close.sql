-- term_close_of: term term_id ->?
--+ id i64, county county_id, term term_id, state str, total i64, first_id i64, done i64, last_offering offering_id?,
--+ amount money, day date, at instant, account account_id?
SELECT id, county, term, state, total, first_id, done, last_offering, amount, day, at, account FROM term_close
WHERE term = $1;

-- term_close_one: id i64 -> =term_close_of
SELECT id, county, term, state, total, first_id, done, last_offering, amount, day, at, account FROM term_close
WHERE id = $1;

-- term_close_most: county county_id, term term_id -> n i64
SELECT COUNT(*) FROM enrolment e JOIN offering o ON o.id = e.offering
WHERE o.county = $1 AND o.term = $2 AND o.agency IS NULL;

-- term_close_insert: id i64, county county_id, term term_id, total i64, first_id i64, day date, at instant,
--+ account account_id?
INSERT INTO term_close (id, county, term, state, total, first_id, done, last_offering, amount, day, at, account)
VALUES ($1, $2, $3, 'running', $4, $5, 0, 0, 0, $6, $7, $8) ON CONFLICT (county, term) DO NOTHING;

-- The next services and how many enrolments each has.
-- term_close_next: county county_id, term term_id, after offering_id?, most i64 ->* offering offering_id, n i64
SELECT o.id, (SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id) FROM offering o
WHERE o.county = $1 AND o.term = $2 AND o.agency IS NULL AND o.id > COALESCE($3, 0) ORDER BY o.id LIMIT $4;

-- What stands on the bills for each enrolment, numbered on from `from`, 256 apart as identifiers are.
-- enrolment_close_put: close i64, county county_id, term term_id, after offering_id?, last offering_id, from i64
INSERT INTO enrolment_close (id, term_close, school, offering, enrolment, price, consumables)
SELECT $6 + 256 * (ROW_NUMBER() OVER (ORDER BY x.offering, x.id) - 1), $1, x.school, x.offering, x.id, x.price,
	x.consumables
FROM (
	SELECT e.id AS id, e.school AS school, e.offering AS offering, e.state AS state,
		CAST(COALESCE(SUM(CASE WHEN l.item = 'price' THEN l.amount ELSE 0 END), 0) AS BIGINT) AS price,
		CAST(COALESCE(SUM(CASE WHEN l.item = 'consumables' THEN l.amount ELSE 0 END), 0) AS BIGINT) AS consumables
	FROM offering o JOIN enrolment e ON e.offering = o.id
		LEFT JOIN bill b ON b.pupil = e.pupil AND b.term = e.term
		LEFT JOIN bill_line l ON l.bill = b.id AND l.enrolment = e.id
	WHERE o.county = $2 AND o.term = $3 AND o.agency IS NULL AND o.id > COALESCE($4, 0) AND o.id <= $5
	GROUP BY e.id, e.school, e.offering, e.state) x
WHERE x.state = 'enrolled' OR x.price <> 0 OR x.consumables <> 0;

-- close_entries: county county_id, at instant, day date, account account_id?, first i64, last i64
INSERT INTO ledger_entry (id, county, cause, cause_id, at, day, account)
SELECT id, $1, 'term_close', id, $2, $3, $4 FROM enrolment_close
WHERE id >= $5 AND id <= $6 AND (price <> 0 OR consumables <> 0);

-- close_income: county county_id, first i64, last i64
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT k.id, 1, $1, CASE WHEN o.kind = 'care' THEN 'care' ELSE 'course' END, k.offering, k.price
FROM enrolment_close k JOIN offering o ON o.id = k.offering
WHERE k.id >= $2 AND k.id <= $3 AND (k.price <> 0 OR k.consumables <> 0);

-- close_result: county county_id, first i64, last i64
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT id, 2, $1, 'term_result', school, -(price + consumables) FROM enrolment_close
WHERE id >= $2 AND id <= $3 AND (price <> 0 OR consumables <> 0);

-- close_consumables: county county_id, first i64, last i64
INSERT INTO posting (entry, leg, county, account, subject, amount)
SELECT id, 3, $1, 'consumables', offering, consumables FROM enrolment_close
WHERE id >= $2 AND id <= $3 AND consumables <> 0;

-- close_schools: first i64, last i64
INSERT INTO ledger_school (school, entry)
SELECT school, id FROM enrolment_close WHERE id >= $1 AND id <= $2 AND (price <> 0 OR consumables <> 0);

-- close_sum: first i64, last i64 -> amount money
SELECT CAST(COALESCE(SUM(price + consumables), 0) AS BIGINT) FROM enrolment_close WHERE id >= $1 AND id <= $2;

-- Only whoever saw how far it was moves it on.
-- term_close_moved: id i64, seen i64, done i64, last offering_id, amount money
UPDATE term_close SET done = $3, last_offering = $4, amount = amount + $5
WHERE id = $1 AND done = $2 AND state = 'running' AND last_offering < $4;

-- term_close_done: id i64
UPDATE term_close SET state = 'done' WHERE id = $1 AND state = 'running';
