-- Counties and what stands under them.

-- county_insert: id county_id, code str, name str, zone bool, ruleset str, participant str, region str?
INSERT INTO county (id, code, name, zone, ruleset, participant, region) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (code) DO NOTHING;

-- The rule set is the one chosen last for the day, else the one the county began with.
-- county_row: id county_id, today date ->
--+ id county_id, code str, name str, zone bool, ruleset str, participant str, region str?
SELECT k.id, k.code, k.name, k.zone, COALESCE((SELECT b.ruleset FROM county_base b
	WHERE b.county = k.id AND b.starts <= $2 ORDER BY b.starts DESC, b.id DESC LIMIT 1), k.ruleset), k.participant,
	k.region
FROM county k WHERE k.id = $1;

-- The city all counties with a standard code lie in: their first four digits, the least and the greatest.
-- county_cities: -> least str?, greatest str?
SELECT MIN(substr(code, 1, 4)), MAX(substr(code, 1, 4)) FROM county WHERE zone = 0;

-- county_region: id county_id, region str?
UPDATE county SET region = $2 WHERE id = $1;

-- county_by_code: code str ->? id county_id
SELECT id FROM county WHERE code = $1;

-- None: all of them.
-- county_rows: id county_id?, today date ->* id county_id, code str, name str, zone bool, ruleset str, participant str,
--+ schools i64, pupils i64, region str?
SELECT k.id, k.code, k.name, k.zone, COALESCE((SELECT b.ruleset FROM county_base b
		WHERE b.county = k.id AND b.starts <= $2 ORDER BY b.starts DESC, b.id DESC LIMIT 1), k.ruleset), k.participant,
	(SELECT COUNT(*) FROM school s WHERE s.county = k.id),
	(SELECT COUNT(*) FROM pupil p JOIN school s ON s.id = p.school WHERE s.county = k.id AND p.state = 1), k.region
FROM county k
WHERE CAST($1 AS BIGINT) IS NULL OR k.id = $1
ORDER BY k.zone, k.code;

-- county_participant: id county_id, participant str
UPDATE county SET participant = $2 WHERE id = $1 AND participant <> $2;

-- school_insert: id school_id, county county_id, code str, name str, private bool, boarding bool, rural bool,
--+ lunch_mode str
INSERT INTO school (id, county, code, name, private, boarding, rural, lunch_mode, end_latest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL)
ON CONFLICT (code) DO NOTHING;

-- Change nothing, and wait for whoever has done the same: who counts on the money of a school or a county comes one after
-- the other.
-- county_hold: id county_id
UPDATE county SET name = name WHERE id = $1;

-- school_hold: id school_id
UPDATE school SET name = name WHERE id = $1;

-- school_row: id school_id ->
--+ id school_id, county county_id, code str, name str, private bool, boarding bool, rural bool,
--+ lunch_mode str, end_latest time?
SELECT id, county, code, name, private, boarding, rural, lunch_mode, end_latest FROM school WHERE id = $1;

-- school_by_code: code str ->? =school_row
SELECT id, county, code, name, private, boarding, rural, lunch_mode, end_latest FROM school WHERE code = $1;

-- school_rows: county county_id, name str, most i64, skip i64 ->* =school_row
SELECT id, county, code, name, private, boarding, rural, lunch_mode, end_latest FROM school
WHERE county = $1 AND (name LIKE $2 ESCAPE '\' OR $2 = '') ORDER BY code LIMIT $3 OFFSET $4;

-- school_count: county county_id, name str -> n i64
SELECT COUNT(*) FROM school WHERE county = $1 AND (name LIKE $2 ESCAPE '\' OR $2 = '');

-- class_insert: id class_id, county county_id, school school_id, stage i64, grade i64, number i64, name str
--+ ->? id class_id
INSERT INTO class (id, county, school, stage, grade, number, name) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (school, grade, number) DO NOTHING RETURNING id;

-- class_row: id class_id ->
--+ id class_id, county county_id, school school_id, stage i64, grade i64, number i64, name str
SELECT id, county, school, stage, grade, number, name FROM class WHERE id = $1;

-- class_by_number: school school_id, grade i64, number i64 ->? =class_row
SELECT id, county, school, stage, grade, number, name FROM class
WHERE school = $1 AND grade = $2 AND number = $3;

-- class_rows: school school_id, only class_id? ->*
--+ id class_id, county county_id, school school_id, stage i64, grade i64, number i64, name str, pupils i64
SELECT k.id, k.county, k.school, k.stage, k.grade, k.number, k.name,
	(SELECT COUNT(*) FROM pupil p WHERE p.class = k.id AND p.state = 1)
FROM class k
WHERE k.school = $1 AND (CAST($2 AS BIGINT) IS NULL OR k.id = $2)
ORDER BY k.grade, k.number;
