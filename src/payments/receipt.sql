-- Receipts.

-- receipt_next: school school_id, year i64 -> last i64
INSERT INTO receipt_counter (school, year, last) VALUES ($1, $2, 1)
ON CONFLICT (school, year) DO UPDATE SET last = receipt_counter.last + 1 RETURNING last;

-- receipt_insert: id receipt_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ payment payment_id, number str, code str, amount money, at instant, replaces receipt_id?
INSERT INTO receipt (id, county, school, term, bill, pupil, payment, number, code, amount, at, state, reversed,
	replaces, fiscal_state, fiscal_code, fiscal_number, fiscal_check, fiscal_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'valid', NULL, $12, 'none', '', '', '', NULL);

-- receipt_valid: payment payment_id ->?
--+ id receipt_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id
SELECT id, county, school, term, bill, pupil FROM receipt WHERE payment = $1 AND state = 'valid';

-- What the platform knows of must be taken back there too.
-- receipt_reverse: id receipt_id, at instant
UPDATE receipt SET state = 'reversed', reversed = $2,
	fiscal_state = CASE WHEN fiscal_state IN ('exported', 'issued') THEN 'to_reverse' ELSE fiscal_state END
WHERE id = $1 AND state = 'valid';

-- receipt_row: id receipt_id ->
--+ id receipt_id, county county_id, school school_id, school_name str, term term_id, bill bill_id,
--+ pupil pupil_id, name sealed(pupil.name@pupil), class str, payment payment_id, number str, code str,
--+ amount money, at instant, state str, reversed instant?, replaces receipt_id?, fiscal_state str,
--+ fiscal_code str, fiscal_number str, fiscal_check str, channel str
SELECT r.id, r.county, r.school, k.name, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, r.number, r.code,
	r.amount, r.at, r.state, r.reversed, r.replaces, r.fiscal_state, r.fiscal_code, r.fiscal_number,
	r.fiscal_check, y.channel
FROM receipt r JOIN school k ON k.id = r.school JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
JOIN payment y ON y.id = r.payment WHERE r.id = $1;

-- receipts_of: bill bill_id ->* =receipt_row
SELECT r.id, r.county, r.school, k.name, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, r.number, r.code,
	r.amount, r.at, r.state, r.reversed, r.replaces, r.fiscal_state, r.fiscal_code, r.fiscal_number,
	r.fiscal_check, y.channel
FROM receipt r JOIN school k ON k.id = r.school JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
JOIN payment y ON y.id = r.payment WHERE r.bill = $1 ORDER BY r.id;

-- fiscal '': any; `waits`: those the platform has to be told of.
-- receipt_page: school school_id, term term_id, fiscal str, most i64, skip i64 ->* =receipt_row
SELECT r.id, r.county, r.school, k.name, r.term, r.bill, r.pupil, p.name,
	CASE WHEN p.school = r.school THEN s.name ELSE '' END, r.payment, r.number, r.code,
	r.amount, r.at, r.state, r.reversed, r.replaces, r.fiscal_state, r.fiscal_code, r.fiscal_number,
	r.fiscal_check, y.channel
FROM receipt r JOIN school k ON k.id = r.school JOIN pupil p ON p.id = r.pupil JOIN class s ON s.id = p.class
JOIN payment y ON y.id = r.payment
WHERE r.school = $1 AND r.term = $2 AND ($3 = '' OR r.fiscal_state = $3
	OR ($3 = 'waits' AND (r.fiscal_state = 'to_reverse' OR (r.fiscal_state = 'none' AND r.state = 'valid'))))
ORDER BY r.id DESC LIMIT $4 OFFSET $5;

-- receipt_count: school school_id, term term_id, fiscal str -> n i64
SELECT COUNT(*) FROM receipt r
WHERE r.school = $1 AND r.term = $2 AND ($3 = '' OR r.fiscal_state = $3
	OR ($3 = 'waits' AND (r.fiscal_state = 'to_reverse' OR (r.fiscal_state = 'none' AND r.state = 'valid'))));

-- receipt_coded: code str ->?
--+ number str, school str, amount money, at instant, state str, fiscal_code str, fiscal_number str, fiscal_check str
SELECT r.number, k.name, r.amount, r.at, r.state, r.fiscal_code, r.fiscal_number, r.fiscal_check FROM receipt r JOIN school k ON k.id = r.school WHERE r.code = $1;

-- receipt_class: id class_id -> name str
SELECT name FROM class WHERE id = $1;

-- What a receipt lists: the lines of its bill that stand, and adjustments.
-- receipt_lines: bill bill_id ->* title str, item str, amount money
SELECT o.title, x.item, CAST(SUM(x.amount) AS BIGINT) FROM (
	SELECT l.offering AS offering, l.item AS item, l.amount AS amount FROM bill_line l WHERE l.bill = $1
	UNION ALL
	SELECT a.offering, a.item, a.amount FROM bill_adjustment a WHERE a.bill = $1) x
JOIN offering o ON o.id = x.offering GROUP BY o.id, o.title, x.item HAVING SUM(x.amount) <> 0
ORDER BY o.id, x.item;

-- The newest term a school has such rows in.
-- receipts_newest: county county_id, school school_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM receipt x WHERE x.school = $2 AND x.term = t.id)
ORDER BY t.first_day DESC LIMIT 1;
