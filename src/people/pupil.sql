-- Pupils.

-- Changes nothing, and waits for whoever has done the same.
-- pupil_hold: id pupil_id
UPDATE pupil SET school = school WHERE id = $1;

-- pupil_insert: id pupil_id, county county_id, school school_id, class class_id, grade i64, stage i64,
--+ boarding bool, sex i64, born date?, name sealed(pupil.name@id),
--+ pupil_number sealed(pupil.pupil_number@id), pupil_number_blind blob,
--+ id_number sealed(pupil.id_number@id)
INSERT INTO pupil (id, county, school, class, grade, stage, state, boarding, sex, born, name,
	pupil_number, pupil_number_blind, id_number)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (county, pupil_number_blind) DO NOTHING;

-- pupil_update: id pupil_id, school school_id, class class_id, grade i64, stage i64, boarding bool, sex i64,
--+ born date?, name sealed(pupil.name@id), id_number sealed(pupil.id_number@id)
UPDATE pupil SET school = $2, class = $3, grade = $4, stage = $5, state = 1, boarding = $6, sex = $7,
	born = $8, name = $9, id_number = $10
WHERE id = $1;

-- Before a record is rewritten: what it said of where the pupil is, if that changes.
-- pupil_past_keep: id pupil_id, school school_id, class class_id, boarding bool, until instant
INSERT INTO pupil_past (pupil, until, school, class, grade, stage, boarding)
SELECT id, $5, school, class, grade, stage, boarding FROM pupil
WHERE id = $1 AND (school <> $2 OR class <> $3 OR boarding <> $4)
ON CONFLICT (pupil, until) DO NOTHING;

-- pupil_past_rows: pupil pupil_id ->*
--+ until instant, school school_id, class class_id, grade i64, stage i64, boarding bool, school_code str, private bool,
--+ boarding_school bool, rural bool
SELECT x.until, x.school, x.class, x.grade, x.stage, x.boarding, s.code, s.private, s.boarding, s.rural
FROM pupil_past x JOIN school s ON s.id = x.school WHERE x.pupil = $1 ORDER BY x.until;

-- pupil_state: id pupil_id, state i64
UPDATE pupil SET state = $2 WHERE id = $1 AND state <> $2;

-- What every decision about a pupil asks for; nothing sealed.
-- pupil_facts: id pupil_id ->?
--+ id pupil_id, county county_id, school school_id, class class_id, grade i64, stage i64, active bool,
--+ boarding bool, school_code str, private bool, boarding_school bool, rural bool
SELECT p.id, p.county, p.school, p.class, p.grade, p.stage, p.state, p.boarding, s.code, s.private,
	s.boarding, s.rural
FROM pupil p JOIN school s ON s.id = p.school WHERE p.id = $1;

-- The same through a kinship that holds today.
-- pupil_facts_of_guardian: id pupil_id, guardian guardian_id, today date ->? =pupil_facts
SELECT p.id, p.county, p.school, p.class, p.grade, p.stage, p.state, p.boarding, s.code, s.private,
	s.boarding, s.rural
FROM kinship k JOIN pupil p ON p.id = k.pupil JOIN school s ON s.id = p.school
WHERE k.pupil = $1 AND k.guardian = $2 AND k.since <= $3 AND (k.until IS NULL OR k.until >= $3);

-- pupil_record: id pupil_id ->
--+ id pupil_id, county county_id, school school_id, class class_id, grade i64, stage i64, active bool,
--+ boarding bool, sex i64, born date?, name sealed(pupil.name@id),
--+ pupil_number sealed(pupil.pupil_number@id), id_number sealed(pupil.id_number@id),
--+ class_name str, class_number i64, school_name str
SELECT p.id, p.county, p.school, p.class, p.grade, p.stage, p.state, p.boarding, p.sex, p.born, p.name,
	p.pupil_number, p.id_number, k.name, k.number, s.name
FROM pupil p JOIN class k ON k.id = p.class JOIN school s ON s.id = p.school WHERE p.id = $1;

-- pupil_name_row: id pupil_id -> id pupil_id, name sealed(pupil.name@id)
SELECT id, name FROM pupil WHERE id = $1;

-- pupil_by_number: county county_id, pupil_number_blind blob ->? id pupil_id
SELECT id FROM pupil WHERE county = $1 AND pupil_number_blind = $2;

-- A page of a school's pupils; the filter is empty, 0 or the wanted value.
-- pupil_page: school school_id, class i64, grade i64, number blob, left bool, most i64, skip i64 ->*
--+ id pupil_id, name sealed(pupil.name@id), pupil_number sealed(pupil.pupil_number@id),
--+ class class_id, class_name str, grade i64, sex i64, boarding bool, active bool, guardians i64
SELECT p.id, p.name, p.pupil_number, p.class, k.name, p.grade, p.sex, p.boarding, p.state,
	(SELECT COUNT(*) FROM kinship g WHERE g.pupil = p.id AND g.until IS NULL)
FROM pupil p JOIN class k ON k.id = p.class
WHERE p.school = $1 AND (p.class = $2 OR $2 = 0) AND (p.grade = $3 OR $3 = 0)
	AND (p.pupil_number_blind = $4 OR length($4) = 0)
	AND p.state = 1 - $5
ORDER BY p.grade, k.number, p.id LIMIT $6 OFFSET $7;

-- pupil_count: school school_id, class i64, grade i64, number blob, left bool -> n i64
SELECT COUNT(*) FROM pupil p
WHERE p.school = $1 AND (p.class = $2 OR $2 = 0) AND (p.grade = $3 OR $3 = 0)
	AND (p.pupil_number_blind = $4 OR length($4) = 0)
	AND p.state = 1 - $5;

-- pupils_in_class: class class_id ->* id pupil_id, name sealed(pupil.name@id), boarding bool, sex i64
SELECT id, name, boarding, sex FROM pupil WHERE class = $1 AND state = 1 ORDER BY id;

-- The children of one guardian today.
-- children_rows: guardian guardian_id, today date ->*
--+ id pupil_id, county county_id, school school_id, class class_id, grade i64, stage i64, active bool,
--+ boarding bool, school_code str, private bool, boarding_school bool, rural bool,
--+ name sealed(pupil.name@id), class_name str, school_name str
SELECT p.id, p.county, p.school, p.class, p.grade, p.stage, p.state, p.boarding, s.code, s.private,
	s.boarding, s.rural, p.name, k.name, s.name
FROM kinship g JOIN pupil p ON p.id = g.pupil JOIN class k ON k.id = p.class JOIN school s ON s.id = p.school
WHERE g.guardian = $1 AND g.since <= $2 AND (g.until IS NULL OR g.until >= $2)
ORDER BY p.grade, p.id;

-- Has the guardian a child at this school (in this class, unless 0)?
-- children_at: guardian guardian_id, today date, school school_id, class i64 -> n i64
SELECT COUNT(*) FROM kinship g JOIN pupil p ON p.id = g.pupil
WHERE g.guardian = $1 AND g.since <= $2 AND (g.until IS NULL OR g.until >= $2)
	AND p.school = $3 AND (p.class = $4 OR $4 = 0);
