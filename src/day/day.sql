-- Registers and marks of sittings.

-- What is known of a sitting before anybody's name is read. Seats taken stand for the size of a roster
-- that was not called yet.
-- sitting_facts: sitting sitting_id ->?
--+ id sitting_id, county county_id, school school_id, offering offering_id, day date, starts time,
--+ ends time, state str, title str, place str, kind str, agency agency_id?, term term_id, taken i64,
--+ saved instant?, expected i64?, present i64?
SELECT s.id, s.county, s.school, s.offering, s.day, s.starts, s.ends, s.state, o.title, o.place,
	o.kind, o.agency, o.term, COALESCE(t.taken, 0), r.saved, r.expected, r.present
FROM sitting s
JOIN offering o ON o.id = s.offering
LEFT JOIN seat t ON t.offering = s.offering
LEFT JOIN register r ON r.sitting = s.id
WHERE s.id = $1;

-- Is the offering this teacher's, or does it hold a pupil of this class?
-- offering_near: offering offering_id, staff staff_id?, class class_id? ->? id offering_id
SELECT o.id FROM offering o
WHERE o.id = $1
	AND (EXISTS (SELECT 1 FROM offering_staff f WHERE f.offering = o.id AND f.staff = $2)
		OR EXISTS (SELECT 1 FROM enrolment e JOIN pupil p ON p.id = e.pupil
			WHERE e.offering = o.id AND e.state = 'enrolled' AND p.class = $3));

-- A school's sittings of a stretch of days: all of them, or those near a teacher. Offering 0: any;
-- status is empty, unmarked, marked or cancelled.
-- sittings_school: school school_id, first date, last date, offering i64, whole bool, staff staff_id?,
--+ class class_id?, status str, most i64, skip i64 ->* =sitting_facts
SELECT s.id, s.county, s.school, s.offering, s.day, s.starts, s.ends, s.state, o.title, o.place,
	o.kind, o.agency, o.term, COALESCE(t.taken, 0), r.saved, r.expected, r.present
FROM sitting s
JOIN offering o ON o.id = s.offering
LEFT JOIN seat t ON t.offering = s.offering
LEFT JOIN register r ON r.sitting = s.id
WHERE s.school = $1 AND s.day BETWEEN $2 AND $3 AND ($4 = 0 OR s.offering = $4)
	AND ($5 = 1
		OR EXISTS (SELECT 1 FROM offering_staff f WHERE f.offering = o.id AND f.staff = $6)
		OR EXISTS (SELECT 1 FROM enrolment e JOIN pupil p ON p.id = e.pupil
			WHERE e.offering = o.id AND e.state = 'enrolled' AND p.class = $7))
	AND ($8 = '' OR ($8 = 'cancelled' AND s.state = 'cancelled')
		OR ($8 = 'marked' AND r.sitting IS NOT NULL)
		OR ($8 = 'unmarked' AND r.sitting IS NULL AND s.state <> 'cancelled'))
ORDER BY s.day DESC, s.starts, o.title, s.id LIMIT $9 OFFSET $10;

-- sittings_school_total: school school_id, first date, last date, offering i64, whole bool,
--+ staff staff_id?, class class_id?, status str -> n i64
SELECT COUNT(*)
FROM sitting s
JOIN offering o ON o.id = s.offering
LEFT JOIN register r ON r.sitting = s.id
WHERE s.school = $1 AND s.day BETWEEN $2 AND $3 AND ($4 = 0 OR s.offering = $4)
	AND ($5 = 1
		OR EXISTS (SELECT 1 FROM offering_staff f WHERE f.offering = o.id AND f.staff = $6)
		OR EXISTS (SELECT 1 FROM enrolment e JOIN pupil p ON p.id = e.pupil
			WHERE e.offering = o.id AND e.state = 'enrolled' AND p.class = $7))
	AND ($8 = '' OR ($8 = 'cancelled' AND s.state = 'cancelled')
		OR ($8 = 'marked' AND r.sitting IS NOT NULL)
		OR ($8 = 'unmarked' AND r.sitting IS NULL AND s.state <> 'cancelled'));

-- sittings_agency: agency agency_id, first date, last date, offering i64, status str, most i64, skip i64
--+ ->* =sitting_facts
SELECT s.id, s.county, s.school, s.offering, s.day, s.starts, s.ends, s.state, o.title, o.place,
	o.kind, o.agency, o.term, COALESCE(t.taken, 0), r.saved, r.expected, r.present
FROM offering o
JOIN sitting s ON s.offering = o.id
LEFT JOIN seat t ON t.offering = s.offering
LEFT JOIN register r ON r.sitting = s.id
WHERE o.agency = $1 AND s.day BETWEEN $2 AND $3 AND ($4 = 0 OR s.offering = $4)
	AND ($5 = '' OR ($5 = 'cancelled' AND s.state = 'cancelled')
		OR ($5 = 'marked' AND r.sitting IS NOT NULL)
		OR ($5 = 'unmarked' AND r.sitting IS NULL AND s.state <> 'cancelled'))
ORDER BY s.day DESC, s.starts, o.title, s.id LIMIT $6 OFFSET $7;

-- sittings_agency_total: agency agency_id, first date, last date, offering i64, status str -> n i64
SELECT COUNT(*)
FROM offering o
JOIN sitting s ON s.offering = o.id
LEFT JOIN register r ON r.sitting = s.id
WHERE o.agency = $1 AND s.day BETWEEN $2 AND $3 AND ($4 = 0 OR s.offering = $4)
	AND ($5 = '' OR ($5 = 'cancelled' AND s.state = 'cancelled')
		OR ($5 = 'marked' AND r.sitting IS NOT NULL)
		OR ($5 = 'unmarked' AND r.sitting IS NULL AND s.state <> 'cancelled'));

-- Who is on a sitting's roster: had a seat before it ended and had not left before it began, or has a
-- mark of it already.
-- roster_rows: sitting sitting_id, offering offering_id, begins instant, over instant ->*
--+ pupil pupil_id, name sealed(pupil.name@pupil), class str, mark str?, at instant?
SELECT p.id, p.name, k.name, m.mark, m.at
FROM pupil p
JOIN class k ON k.id = p.class
LEFT JOIN mark m ON m.sitting = $1 AND m.pupil = p.id
WHERE p.id IN (
	SELECT e.pupil FROM enrolment e
	WHERE e.offering = $2 AND e.state <> 'waitlisted'
		AND (e.place = 0 OR e.seated IS NOT NULL OR e.state = 'enrolled')
		AND COALESCE(e.seated, e.at) < $4 AND (e.ended IS NULL OR e.ended > $3)
	UNION SELECT x.pupil FROM mark x WHERE x.sitting = $1)
ORDER BY k.grade, k.number, p.id;

-- The same for the verb, without names, in an order that does not change.
-- roster_marks: sitting sitting_id, offering offering_id, begins instant, over instant ->*
--+ pupil pupil_id, mark str?, at instant?
SELECT p.id, m.mark, m.at
FROM pupil p
LEFT JOIN mark m ON m.sitting = $1 AND m.pupil = p.id
WHERE p.id IN (
	SELECT e.pupil FROM enrolment e
	WHERE e.offering = $2 AND e.state <> 'waitlisted'
		AND (e.place = 0 OR e.seated IS NOT NULL OR e.state = 'enrolled')
		AND COALESCE(e.seated, e.at) < $4 AND (e.ended IS NULL OR e.ended > $3)
	UNION SELECT x.pupil FROM mark x WHERE x.sitting = $1)
ORDER BY p.id;

-- roster_size: sitting sitting_id, offering offering_id, begins instant, over instant -> n i64
SELECT COUNT(*) FROM pupil p
WHERE p.id IN (
	SELECT e.pupil FROM enrolment e
	WHERE e.offering = $2 AND e.state <> 'waitlisted'
		AND (e.place = 0 OR e.seated IS NOT NULL OR e.state = 'enrolled')
		AND COALESCE(e.seated, e.at) < $4 AND (e.ended IS NULL OR e.ended > $3)
	UNION SELECT x.pupil FROM mark x WHERE x.sitting = $1);

-- Who has signed the agreement on the offering's side, version by version (R50).
-- signatures: offering offering_id ->* agreement agreement_id, party str
SELECT p.agreement, p.party FROM agreement_party p JOIN agreement a ON a.id = p.agreement
WHERE p.offering = $1 AND a.published IS NOT NULL
ORDER BY p.agreement DESC, p.party;

-- register_insert: sitting sitting_id, county county_id, school school_id, saved instant, staff staff_id
--+ ->? stored sitting_id
INSERT INTO register (sitting, county, school, saved, staff, present, expected)
VALUES ($1, $2, $3, $4, $5, 0, 0)
ON CONFLICT (sitting) DO NOTHING RETURNING sitting;

-- Two who save the same register do so one after the other.
-- register_lock: sitting sitting_id
UPDATE register SET county = county WHERE sitting = $1;

-- register_count: sitting sitting_id, present i64, expected i64
UPDATE register SET present = $2, expected = $3 WHERE sitting = $1;

-- tally: sitting sitting_id -> present i64, absent i64, leave i64, late i64
SELECT COUNT(*) FILTER (WHERE mark = 'present'), COUNT(*) FILTER (WHERE mark = 'absent'),
	COUNT(*) FILTER (WHERE mark = 'leave'), COUNT(*) FILTER (WHERE mark = 'late')
FROM mark WHERE sitting = $1;

-- mark_insert: sitting sitting_id, pupil pupil_id, county county_id, mark str, at instant, account account_id
INSERT INTO mark (sitting, pupil, county, mark, at, account) VALUES ($1, $2, $3, $4, $5, $6);

-- mark_update: sitting sitting_id, pupil pupil_id, was str, mark str, at instant, account account_id
UPDATE mark SET mark = $4, at = $5, account = $6 WHERE sitting = $1 AND pupil = $2 AND mark = $3;

-- change_insert: id i64, sitting sitting_id, pupil pupil_id, county county_id, was str, became str,
--+ account account_id, at instant, reason str
INSERT INTO mark_change (id, sitting, pupil, county, was, became, account, at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- change_rows: sitting sitting_id ->*
--+ pupil pupil_id, name sealed(pupil.name@pupil), was str, became str, at instant, reason str,
--+ account account_id, person sealed(account.name@account)
SELECT g.pupil, p.name, g.was, g.became, g.at, g.reason, g.account, a.name
FROM mark_change g
JOIN pupil p ON p.id = g.pupil
JOIN account a ON a.id = g.account
WHERE g.sitting = $1 ORDER BY g.id;

-- participation_add: pupil pupil_id, term term_id, kind str, county county_id, school school_id
INSERT INTO participation (pupil, term, kind, county, school, sittings)
VALUES ($1, $2, $3, $4, $5, 1)
ON CONFLICT (pupil, term, kind) DO UPDATE SET sittings = participation.sittings + 1;

-- The last one attended: no participant any more.
-- participation_end: pupil pupil_id, term term_id, kind str
DELETE FROM participation WHERE pupil = $1 AND term = $2 AND kind = $3 AND sittings <= 1;

-- participation_less: pupil pupil_id, term term_id, kind str
UPDATE participation SET sittings = sittings - 1 WHERE pupil = $1 AND term = $2 AND kind = $3;

-- What was marked for one child, the newest first.
-- pupil_marks: pupil pupil_id, since date, most i64 ->*
--+ sitting sitting_id, day date, starts time, ends time, title str, mark str, at instant
SELECT s.id, s.day, s.starts, s.ends, o.title, m.mark, m.at
FROM mark m
JOIN sitting s ON s.id = m.sitting
JOIN offering o ON o.id = s.offering
WHERE m.pupil = $1 AND s.day >= $2
ORDER BY s.day DESC, s.starts, s.id LIMIT $3;

-- teachers: offering offering_id ->* staff staff_id, name sealed(staff.name@staff)
SELECT f.staff, s.name FROM offering_staff f JOIN staff s ON s.id = f.staff
WHERE f.offering = $1 ORDER BY f.staff;

-- school_name: school school_id -> name str
SELECT name FROM school WHERE id = $1;
