-- Offerings, their slots and staff.

-- offering_row: id offering_id ->?
--+ id offering_id, county county_id, school school_id, term term_id, kind str, state str, code str, title str,
--+ about str, category str, place str, agency agency_id?, grades i64, price money, consumables money,
--+ consumables_standard str, opens instant, closes instant, starts date, ends date, seats i64?, taken i64,
--+ waiting i64, windows str?, unit str?, unit_price money?, by_rules i64?, quantity str?, stated i64?, why str?,
--+ basis str?, counted i64?, sittings i64?, days i64?, months i64?, by_day str?, most money?, formula str?,
--+ requirement str?, clause str?, document str?, count_clause str?, count_document str?,
--+ said str?, subsidy money?, planned i64?
SELECT o.id, o.county, o.school, o.term, o.kind, o.state, o.code, o.title, o.about, o.category, o.place,
	o.agency, o.grades, o.price, o.consumables, o.consumables_standard, o.opens, o.closes, o.starts, o.ends,
	s.seats, s.taken, s.waiting, w.windows, u.unit, u.price, u.by_rules, u.quantity, u.stated, u.why, u.basis,
	u.counted, u.sittings, u.days, u.months, u.by_day, u.most, u.formula, u.requirement, u.clause, u.document,
	u.count_clause, u.count_document, a.said, a.subsidy, s.planned
FROM offering o JOIN seat s ON s.offering = o.id
LEFT JOIN offering_window w ON w.offering = o.id LEFT JOIN offering_price u ON u.offering = o.id
LEFT JOIN offering_fact a ON a.offering = o.id
WHERE o.id = $1;

-- The same for a guardian: what a school of a child of theirs has published.
-- offering_of_family: id offering_id, guardian guardian_id, today date ->? =offering_row
SELECT o.id, o.county, o.school, o.term, o.kind, o.state, o.code, o.title, o.about, o.category, o.place,
	o.agency, o.grades, o.price, o.consumables, o.consumables_standard, o.opens, o.closes, o.starts, o.ends,
	s.seats, s.taken, s.waiting, w.windows, u.unit, u.price, u.by_rules, u.quantity, u.stated, u.why, u.basis,
	u.counted, u.sittings, u.days, u.months, u.by_day, u.most, u.formula, u.requirement, u.clause, u.document,
	u.count_clause, u.count_document, a.said, a.subsidy, s.planned
FROM offering o JOIN seat s ON s.offering = o.id
LEFT JOIN offering_window w ON w.offering = o.id LEFT JOIN offering_price u ON u.offering = o.id
LEFT JOIN offering_fact a ON a.offering = o.id
WHERE o.id = $1 AND o.state <> 'draft' AND EXISTS (
	SELECT 1 FROM kinship k JOIN pupil p ON p.id = k.pupil
	WHERE k.guardian = $2 AND k.since <= $3 AND (k.until IS NULL OR k.until >= $3) AND p.school = o.school);

-- All of a school's term, by code: so they stand in an index. county, agency 0: any; drafts 0: what families see.
-- offering_rows: school school_id, term term_id, county i64, agency i64, drafts bool ->* =offering_row
SELECT o.id, o.county, o.school, o.term, o.kind, o.state, o.code, o.title, o.about, o.category, o.place,
	o.agency, o.grades, o.price, o.consumables, o.consumables_standard, o.opens, o.closes, o.starts, o.ends,
	s.seats, s.taken, s.waiting, w.windows, u.unit, u.price, u.by_rules, u.quantity, u.stated, u.why, u.basis,
	u.counted, u.sittings, u.days, u.months, u.by_day, u.most, u.formula, u.requirement, u.clause, u.document,
	u.count_clause, u.count_document, a.said, a.subsidy, s.planned
FROM offering o JOIN seat s ON s.offering = o.id
LEFT JOIN offering_window w ON w.offering = o.id LEFT JOIN offering_price u ON u.offering = o.id
LEFT JOIN offering_fact a ON a.offering = o.id
WHERE o.school = $1 AND o.term = $2 AND ($3 = 0 OR o.county = $3) AND ($4 = 0 OR o.agency = $4)
	AND ($5 = 1 OR o.state <> 'draft')
ORDER BY o.code;

-- offering_rows_of_family: school school_id, term term_id, guardian guardian_id, today date ->* =offering_row
SELECT o.id, o.county, o.school, o.term, o.kind, o.state, o.code, o.title, o.about, o.category, o.place,
	o.agency, o.grades, o.price, o.consumables, o.consumables_standard, o.opens, o.closes, o.starts, o.ends,
	s.seats, s.taken, s.waiting, w.windows, u.unit, u.price, u.by_rules, u.quantity, u.stated, u.why, u.basis,
	u.counted, u.sittings, u.days, u.months, u.by_day, u.most, u.formula, u.requirement, u.clause, u.document,
	u.count_clause, u.count_document, a.said, a.subsidy, s.planned
FROM offering o JOIN seat s ON s.offering = o.id
LEFT JOIN offering_window w ON w.offering = o.id LEFT JOIN offering_price u ON u.offering = o.id
LEFT JOIN offering_fact a ON a.offering = o.id
WHERE o.school = $1 AND o.term = $2 AND o.state <> 'draft' AND EXISTS (
	SELECT 1 FROM kinship k JOIN pupil p ON p.id = k.pupil
	WHERE k.guardian = $3 AND k.since <= $4 AND (k.until IS NULL OR k.until >= $4) AND p.school = $1)
ORDER BY o.code;

-- One page of a filtered list; kind, state '': all.
-- offering_page: school school_id, term term_id, kind str, state str, most i64, skip i64, title str ->* =offering_row
SELECT o.id, o.county, o.school, o.term, o.kind, o.state, o.code, o.title, o.about, o.category, o.place,
	o.agency, o.grades, o.price, o.consumables, o.consumables_standard, o.opens, o.closes, o.starts, o.ends,
	s.seats, s.taken, s.waiting, w.windows, u.unit, u.price, u.by_rules, u.quantity, u.stated, u.why, u.basis,
	u.counted, u.sittings, u.days, u.months, u.by_day, u.most, u.formula, u.requirement, u.clause, u.document,
	u.count_clause, u.count_document, a.said, a.subsidy, s.planned
FROM offering o JOIN seat s ON s.offering = o.id
LEFT JOIN offering_window w ON w.offering = o.id LEFT JOIN offering_price u ON u.offering = o.id
LEFT JOIN offering_fact a ON a.offering = o.id
WHERE o.school = $1 AND o.term = $2 AND ($3 = '' OR o.kind = $3) AND ($4 = '' OR o.state = $4)
	AND ($7 = '' OR o.title LIKE $7 ESCAPE '\' OR o.code LIKE $7 ESCAPE '\')
ORDER BY CASE o.kind WHEN 'care' THEN 0 WHEN 'course' THEN 1 WHEN 'lunch' THEN 2 ELSE 3 END, o.code
LIMIT $5 OFFSET $6;

-- offering_total: school school_id, term term_id, kind str, state str, title str -> n i64
SELECT COUNT(*) FROM offering
WHERE school = $1 AND term = $2 AND ($3 = '' OR kind = $3) AND ($4 = '' OR state = $4)
	AND ($5 = '' OR title LIKE $5 ESCAPE '\' OR code LIKE $5 ESCAPE '\');

-- What an agency serves, newest first, with the school's name.
-- offering_of_agency: agency agency_id ->*
--+ id offering_id, school_name str, term_name str, code str, title str, state str, taken i64
SELECT o.id, k.name, t.name, o.code, o.title, o.state, s.taken
FROM offering o JOIN seat s ON s.offering = o.id JOIN school k ON k.id = o.school JOIN term t ON t.id = o.term
WHERE o.agency = $1 AND o.state <> 'cancelled' ORDER BY t.first_day DESC, k.name, o.code;

-- offering_by_code: school school_id, term term_id, code str ->? id offering_id
SELECT id FROM offering WHERE school = $1 AND term = $2 AND code = $3;

-- offering_insert: id offering_id, county county_id, school school_id, term term_id, code str, kind str,
--+ title str, about str, category str, agency agency_id?, grades i64, price money, consumables money,
--+ consumables_standard str, opens instant, closes instant, starts date, ends date, place str
INSERT INTO offering (id, county, school, term, code, kind, state, title, about, category, agency, grades,
	price, consumables, consumables_standard, opens, closes, starts, ends, place)
VALUES ($1, $2, $3, $4, $5, $6, 'draft', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (school, term, code) DO NOTHING;

-- offering_redraft: id offering_id, code str, kind str, title str, about str, category str, agency agency_id?,
--+ grades i64, price money, consumables money, consumables_standard str, opens instant, closes instant,
--+ starts date, ends date, place str
UPDATE offering SET code = $2, kind = $3, title = $4, about = $5, category = $6, agency = $7, grades = $8,
	price = $9, consumables = $10, consumables_standard = $11, opens = $12, closes = $13, starts = $14,
	ends = $15, place = $16
WHERE id = $1 AND state = 'draft';

-- What may change once families have seen it.
-- offering_touch: id offering_id, about str, place str, opens instant, closes instant
UPDATE offering SET about = $2, place = $3, opens = $4, closes = $5 WHERE id = $1;

-- offering_turn: id offering_id, was str, state str
UPDATE offering SET state = $3 WHERE id = $1 AND state = $2;

-- slot_insert: id slot_id, county county_id, offering offering_id, weekday i64, starts time, ends time
INSERT INTO slot (id, county, offering, weekday, starts, ends) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (offering, weekday, starts) DO NOTHING;

-- slot_clear: offering offering_id
DELETE FROM slot WHERE offering = $1;

-- slot_rows: offering offering_id ->*
--+ id slot_id, offering offering_id, weekday i64, starts time, ends time
SELECT id, offering, weekday, starts, ends FROM slot WHERE offering = $1 ORDER BY weekday, starts;

-- slot_rows_of_school: school school_id, term term_id ->* =slot_rows
SELECT s.id, s.offering, s.weekday, s.starts, s.ends
FROM offering o JOIN slot s ON s.offering = o.id
WHERE o.school = $1 AND o.term = $2 ORDER BY o.code, s.weekday, s.starts;

-- Only the school's own, employed staff.
-- offering_staff_add: offering offering_id, staff staff_id, school school_id, county county_id
INSERT INTO offering_staff (offering, staff, county)
SELECT $1, id, $4 FROM staff WHERE id = $2 AND school = $3 AND state = 1
ON CONFLICT (offering, staff) DO NOTHING;

-- offering_staff_drop: offering offering_id, staff staff_id
DELETE FROM offering_staff WHERE offering = $1 AND staff = $2;

-- offering_staff_rows: offering offering_id ->*
--+ id staff_id, number str, title str, name sealed(staff.name@id)
SELECT s.id, s.number, s.title, s.name FROM offering_staff o JOIN staff s ON s.id = o.staff
WHERE o.offering = $1 ORDER BY s.number;

-- For the list of those who may be chosen.
-- school_staff_rows: school school_id ->* =offering_staff_rows
SELECT id, number, title, name FROM staff WHERE school = $1 AND state = 1 ORDER BY number;

-- How the term price came about, and when it is held.
-- offering_price_put: offering offering_id, county county_id, unit str, price money, by_rules bool, quantity str,
--+ stated bool, why str, basis str, counted i64, sittings i64, days i64, months i64, by_day str, most money?,
--+ formula str, requirement str, clause str, document str, count_clause str, count_document str
INSERT INTO offering_price (offering, county, unit, price, by_rules, quantity, stated, why, basis, counted, sittings,
	days, months, by_day, most, formula, requirement, clause, document, count_clause, count_document)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (offering) DO UPDATE SET unit = excluded.unit, price = excluded.price, by_rules = excluded.by_rules,
	quantity = excluded.quantity, stated = excluded.stated, why = excluded.why, basis = excluded.basis,
	counted = excluded.counted, sittings = excluded.sittings, days = excluded.days, months = excluded.months,
	by_day = excluded.by_day, most = excluded.most, formula = excluded.formula,
	requirement = excluded.requirement, clause = excluded.clause, document = excluded.document,
	count_clause = excluded.count_clause, count_document = excluded.count_document;

-- offering_price_drop: offering offering_id
DELETE FROM offering_price WHERE offering = $1;

-- offering_window_put: offering offering_id, county county_id, windows str
INSERT INTO offering_window (offering, county, windows) VALUES ($1, $2, $3)
ON CONFLICT (offering) DO UPDATE SET windows = excluded.windows;

-- offering_window_drop: offering offering_id
DELETE FROM offering_window WHERE offering = $1;

-- What a changed plan comes to, before anybody has been charged.
-- offering_reprice: id offering_id, price money, starts date, ends date
UPDATE offering SET price = $2, starts = $3, ends = $4 WHERE id = $1;

-- offering_fact_put: offering offering_id, county county_id, said str, subsidy money?
INSERT INTO offering_fact (offering, county, said, subsidy) VALUES ($1, $2, $3, $4)
ON CONFLICT (offering) DO UPDATE SET said = excluded.said, subsidy = excluded.subsidy;

-- offering_fact_drop: offering offering_id
DELETE FROM offering_fact WHERE offering = $1;
