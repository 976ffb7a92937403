-- Who led a sitting, persons from outside, where money goes.

-- --- persons ---

-- outsider_insert: id i64, county county_id, school school_id, work str, rate money,
--+ name sealed(outsider.name@id), phone sealed(outsider.phone@id), phone_blind blob, rate_unit str
INSERT INTO outsider (id, county, school, work, rate, name, phone, phone_blind, state, rate_unit)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9);

-- outsider_by_phone: school school_id, phone_blind blob ->? id i64
SELECT id FROM outsider WHERE school = $1 AND phone_blind = $2;

-- outsider_update: id i64, work str, name sealed(outsider.name@id), employed bool
UPDATE outsider SET work = $2, name = $3, state = $4 WHERE id = $1;

-- outsider_rate_first: id i64, rate money, rate_unit str
UPDATE outsider SET rate = $2, rate_unit = $3 WHERE id = $1;

-- outsider_row: id i64 ->
--+ id i64, county county_id, school school_id, work str, rate money, name sealed(outsider.name@id),
--+ phone sealed(outsider.phone@id), employed bool, rate_unit str
SELECT id, county, school, work, rate, name, phone, state, rate_unit FROM outsider WHERE id = $1;

-- outsiders: school school_id ->* =outsider_row
SELECT id, county, school, work, rate, name, phone, state, rate_unit FROM outsider WHERE school = $1 ORDER BY state DESC, id;

-- The last day of what a school has handed in: no fee changes under it.
-- handed_in: school school_id -> last date?
SELECT MAX(last_day) FROM subsidy_batch WHERE school = $1 AND state IN ('submitted', 'approved', 'paying', 'paid');

-- outsider_rate_put: outsider i64, starts date, county county_id, rate money, unit str, account account_id, at instant
INSERT INTO outsider_rate (outsider, starts, county, rate, unit, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (outsider, starts) DO UPDATE SET rate = excluded.rate, unit = excluded.unit, account = excluded.account,
	at = excluded.at;

-- outsider_rates_drop: outsider i64
DELETE FROM outsider_rate WHERE outsider = $1;

-- Whoever money may go to: staff of whatever school, or outsiders. `agreed`: an outsider's rate, for one `agreed_unit`, on a
-- day (none: the last one agreed), since `agreed_from`.
-- person_row: person i64, day date? ->?
--+ id i64, school school_id, outsider bool, employed bool, account account_id?, agreed money?, number str,
--+ staff_name sealed(staff.name@id), name sealed(outsider.name@id), agreed_unit str,
--+ agreed_from date?
SELECT s.id, s.school, 0, s.state, s.account, NULL, s.number, s.name, NULL, '', NULL FROM staff s WHERE s.id = $1
UNION ALL SELECT o.id, o.school, 1, o.state, NULL, COALESCE(r.rate, o.rate), o.work, NULL, o.name, COALESCE(r.unit, o.rate_unit),
	r.starts
FROM outsider o LEFT JOIN outsider_rate r ON r.outsider = o.id AND r.starts = (SELECT MAX(a.starts) FROM outsider_rate a
	WHERE a.outsider = o.id AND (CAST($2 AS BIGINT) IS NULL OR a.starts <= $2))
WHERE o.id = $1;

-- persons_of_school: school school_id ->* =person_row
SELECT s.id, s.school, 0, s.state, s.account, NULL, s.number, s.name, NULL, '', NULL FROM staff s WHERE s.school = $1
UNION ALL SELECT o.id, o.school, 1, o.state, NULL, COALESCE(r.rate, o.rate), o.work, NULL, o.name, COALESCE(r.unit, o.rate_unit),
	r.starts
FROM outsider o LEFT JOIN outsider_rate r ON r.outsider = o.id
	AND r.starts = (SELECT MAX(a.starts) FROM outsider_rate a WHERE a.outsider = o.id)
WHERE o.school = $1
ORDER BY 3, 1;

-- payee_put: person i64, county county_id, school school_id, bank str, number sealed(payee.number@person),
--+ number_blind blob, account account_id?, at instant
INSERT INTO payee (person, county, school, bank, number, number_blind, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (person) DO UPDATE SET bank = excluded.bank, number = excluded.number,
	number_blind = excluded.number_blind, account = excluded.account, at = excluded.at;

-- payee_row: person i64 ->? person i64, bank str, number sealed(payee.number@person), at instant
SELECT person, bank, number, at FROM payee WHERE person = $1;

-- payees_of_school: school school_id ->* =payee_row
SELECT person, bank, number, at FROM payee WHERE school = $1 ORDER BY person;

-- --- who led ---

-- duty_sitting: sitting sitting_id ->?
--+ id sitting_id, county county_id, school school_id, offering offering_id, day date, starts time, ends time,
--+ state str, title str, kind str, present i64?, recorded bool
SELECT s.id, s.county, s.school, s.offering, s.day, s.starts, s.ends, s.state, o.title, o.kind, r.present,
	CASE WHEN h.sitting IS NULL THEN 0 ELSE 1 END
FROM sitting s JOIN offering o ON o.id = s.offering LEFT JOIN register r ON r.sitting = s.id
LEFT JOIN duty_sheet h ON h.sitting = s.id WHERE s.id = $1;

-- A school's sittings of some days; `only` 1: those whose leaders were written down.
-- duty_sittings: school school_id, first date, last date, only bool, most i64, skip i64 ->*
--+ id sitting_id, county county_id, school school_id, offering offering_id, day date, starts time, ends time,
--+ state str, title str, kind str, present i64?, recorded bool, persons i64
SELECT s.id, s.county, s.school, s.offering, s.day, s.starts, s.ends, s.state, o.title, o.kind, r.present,
	CASE WHEN h.sitting IS NULL THEN 0 ELSE 1 END,
	CASE WHEN h.sitting IS NULL THEN (SELECT COUNT(*) FROM offering_staff f WHERE f.offering = s.offering)
		ELSE (SELECT COUNT(*) FROM duty d WHERE d.sitting = s.id) END
FROM sitting s JOIN offering o ON o.id = s.offering LEFT JOIN register r ON r.sitting = s.id
LEFT JOIN duty_sheet h ON h.sitting = s.id
WHERE s.school = $1 AND s.day BETWEEN $2 AND $3 AND s.state <> 'cancelled' AND ($4 = 0 OR h.sitting IS NOT NULL)
ORDER BY s.day, s.starts, s.id LIMIT $5 OFFSET $6;

-- duty_sittings_total: school school_id, first date, last date, only bool -> n i64
SELECT COUNT(*) FROM sitting s LEFT JOIN duty_sheet h ON h.sitting = s.id
WHERE s.school = $1 AND s.day BETWEEN $2 AND $3 AND s.state <> 'cancelled' AND ($4 = 0 OR h.sitting IS NOT NULL);

-- Those who are written down, else those who run the offering.
-- duties: sitting sitting_id, offering offering_id ->*
--+ person i64, role str, rate money?, rate_unit str
SELECT d.person, d.role, d.rate, d.rate_unit FROM duty d WHERE d.sitting = $1
UNION ALL SELECT f.staff, 'teacher', NULL, 'sitting' FROM offering_staff f
WHERE f.offering = $2 AND NOT EXISTS (SELECT 1 FROM duty_sheet h WHERE h.sitting = $1) ORDER BY 1;

-- duty_sheet_put: sitting sitting_id, county county_id, school school_id, account account_id?, at instant
INSERT INTO duty_sheet (sitting, county, school, account, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sitting) DO UPDATE SET account = excluded.account, at = excluded.at;

-- duty_put: sitting sitting_id, person i64, county county_id, school school_id, role str, rate money?,
--+ rate_unit str
INSERT INTO duty (sitting, person, county, school, role, rate, rate_unit) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (sitting, person) DO UPDATE SET role = excluded.role, rate = excluded.rate, rate_unit = excluded.rate_unit;

-- duty_drop: sitting sitting_id, person i64
DELETE FROM duty WHERE sitting = $1 AND person = $2;
