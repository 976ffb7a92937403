-- One pupil's enrolments are decided one at a time. SQLite has one writer anyway.
-- pupil_lock @sqlite: pupil pupil_id -> id pupil_id
SELECT id FROM pupil WHERE id = $1;
-- pupil_lock @pg: pupil pupil_id -> id pupil_id
SELECT id FROM pupil WHERE id = $1 FOR UPDATE;

-- What a pupil already holds in a term, slot by slot (an offering without slots gives one row without).
-- held_list: pupil pupil_id, term term_id ->*
--+ enrolment enrolment_id, offering offering_id, state str, title str, starts date, ends date,
--+ weekday i64?, from time?, until time?
SELECT e.id, e.offering, e.state, o.title, o.starts, o.ends, s.weekday, s.starts, s.ends
FROM enrolment e
JOIN offering o ON o.id = e.offering
LEFT JOIN slot s ON s.offering = o.id
WHERE e.pupil = $1 AND e.term = $2 AND e.state IN ('enrolled', 'waitlisted')
ORDER BY e.id;

-- application_insert: id application_id, county county_id, offering offering_id, pupil pupil_id, state str,
--+ guardian guardian_id?, account account_id, channel str, device str, agreement agreement_id?,
--+ self_purchase bool, at instant
INSERT INTO application (id, county, offering, pupil, state, guardian, account, channel, device,
	agreement, self_purchase, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- One waiting application a pupil and offering; a second is no error and is not counted.
-- application_forward: id application_id, county county_id, offering offering_id, pupil pupil_id,
--+ account account_id, device str, at instant
INSERT INTO application (id, county, offering, pupil, state, guardian, account, channel, device,
	agreement, self_purchase, at)
VALUES ($1, $2, $3, $4, 'awaiting_guardian', NULL, $5, 'staff', $6, NULL, 0, $7)
ON CONFLICT (pupil, offering) WHERE state = 'awaiting_guardian' DO NOTHING;

-- application_get: id application_id -> offering offering_id, pupil pupil_id, state str, county county_id
SELECT offering, pupil, state, county FROM application WHERE id = $1;

-- application_decide: id application_id, state str, guardian guardian_id, agreement agreement_id?,
--+ self_purchase bool, decided instant ->? id application_id
UPDATE application
SET state = $2, guardian = $3, agreement = $4, self_purchase = $5, decided = $6
WHERE id = $1 AND state = 'awaiting_guardian' RETURNING id;

-- Has this been settled already: the pupil is on the list, or the family has said no?
-- forward_settled: offering offering_id, pupil pupil_id ->? pupil pupil_id
SELECT p.id FROM pupil p
WHERE p.id = $2 AND (
	EXISTS (SELECT 1 FROM enrolment e
		WHERE e.pupil = p.id AND e.offering = $1 AND e.state IN ('enrolled', 'waitlisted'))
	OR EXISTS (SELECT 1 FROM application a
		WHERE a.offering = $1 AND a.pupil = p.id AND a.channel = 'staff' AND a.state = 'declined'));

-- What staff put forward for an offering. class 0, state '': any. One whose family enrolled by itself is
-- answered.
-- forwarded_page: offering offering_id, class i64, state str, most i64, skip i64 ->*
--+ id application_id, pupil pupil_id, name sealed(pupil.name@pupil), class str, state str, at instant,
--+ decided instant?
SELECT f.id, f.pupil, f.name, f.class, f.state, f.at, f.decided
FROM (SELECT a.id AS id, a.pupil AS pupil, p.name AS name, k.name AS class, k.id AS class_id, k.grade AS grade,
		k.number AS number, a.at AS at, a.decided AS decided,
		CASE WHEN a.state = 'awaiting_guardian' AND EXISTS (SELECT 1 FROM enrolment e
			WHERE e.pupil = a.pupil AND e.offering = a.offering
			AND e.state IN ('enrolled', 'waitlisted')) THEN 'accepted' ELSE a.state END AS state
	FROM application a JOIN pupil p ON p.id = a.pupil JOIN class k ON k.id = p.class
	WHERE a.offering = $1 AND a.channel = 'staff') f
WHERE ($2 = 0 OR f.class_id = $2) AND ($3 = '' OR f.state = $3)
ORDER BY f.grade, f.number, f.id LIMIT $4 OFFSET $5;

-- forwarded_counts: offering offering_id, class i64 -> waiting i64, accepted i64, declined i64
SELECT COUNT(*) FILTER (WHERE f.state = 'awaiting_guardian'), COUNT(*) FILTER (WHERE f.state = 'accepted'),
	COUNT(*) FILTER (WHERE f.state = 'declined')
FROM (SELECT CASE WHEN a.state = 'awaiting_guardian' AND EXISTS (SELECT 1 FROM enrolment e
			WHERE e.pupil = a.pupil AND e.offering = a.offering
			AND e.state IN ('enrolled', 'waitlisted')) THEN 'accepted' ELSE a.state END AS state
	FROM application a JOIN pupil p ON p.id = a.pupil
	WHERE a.offering = $1 AND a.channel = 'staff' AND ($2 = 0 OR p.class = $2)) f;

-- Applications that wait for this guardian and are not settled by an enrolment since.
-- application_waiting: guardian guardian_id, today date ->*
--+ id application_id, pupil pupil_id, offering offering_id, title str, at instant
SELECT a.id, a.pupil, a.offering, o.title, a.at
FROM kinship k
JOIN application a ON a.pupil = k.pupil AND a.state = 'awaiting_guardian'
JOIN offering o ON o.id = a.offering
WHERE k.guardian = $1 AND k.since <= $2 AND (k.until IS NULL OR k.until >= $2)
	AND NOT EXISTS (SELECT 1 FROM enrolment e
		WHERE e.pupil = a.pupil AND e.offering = a.offering AND e.state IN ('enrolled', 'waitlisted'))
ORDER BY a.id;

-- enrolment_insert: id enrolment_id, county county_id, school school_id, term term_id, offering offering_id,
--+ pupil pupil_id, application application_id, state str, place i64, self_purchase bool, at instant
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place,
	self_purchase, at, ended, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, '')
ON CONFLICT (pupil, offering) WHERE state IN ('enrolled', 'waitlisted') DO NOTHING;

-- enrolment_get: id enrolment_id ->
--+ id enrolment_id, county county_id, school school_id, term term_id, offering offering_id, pupil pupil_id,
--+ application application_id, state str, place i64, self_purchase bool, at instant
SELECT id, county, school, term, offering, pupil, application, state, place, self_purchase, at
FROM enrolment WHERE id = $1;

-- A seat given: only one who still waits.
-- enrolment_seat: id enrolment_id, reason str, seated instant ->? id enrolment_id
UPDATE enrolment SET state = 'enrolled', reason = $2, seated = $3
WHERE id = $1 AND state = 'waitlisted' RETURNING id;

-- Who buys the consumables of one that is held.
-- enrolment_choose: id enrolment_id, self_purchase bool
UPDATE enrolment SET self_purchase = $2
WHERE id = $1 AND self_purchase <> $2 AND state IN ('enrolled', 'waitlisted');

-- choice_insert: id i64, county county_id, enrolment enrolment_id, self_purchase bool, guardian guardian_id,
--+ account account_id, channel str, at instant
INSERT INTO consumables_choice (id, county, enrolment, self_purchase, guardian, account, channel, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- enrolment_end: id enrolment_id, was str, state str, at instant, reason str ->? id enrolment_id
UPDATE enrolment SET state = $3, ended = $4, reason = $5 WHERE id = $1 AND state = $2 RETURNING id;

-- How many wait before this place, and with it.
-- enrolment_position: offering offering_id, place i64 -> position i64
SELECT COUNT(*) FROM enrolment WHERE offering = $1 AND state = 'waitlisted' AND place <= $2;

-- The next who wait, after a place.
-- waitlist_after: offering offering_id, place i64, most i64 ->* =enrolment_get
SELECT id, county, school, term, offering, pupil, application, state, place, self_purchase, at
FROM enrolment WHERE offering = $1 AND state = 'waitlisted' AND place > $2 ORDER BY place LIMIT $3;

-- The head of the queue, and a place before it.
-- waitlist_head: offering offering_id -> place i64
SELECT COALESCE(MIN(place), 1) FROM enrolment WHERE offering = $1 AND state = 'waitlisted';
-- enrolment_place: id enrolment_id, place i64, reason str ->? id enrolment_id
UPDATE enrolment SET place = $2, reason = $3 WHERE id = $1 AND state = 'waitlisted' RETURNING id;

-- Held and past, each by its partial index.
-- enrolment_of_pupil: pupil pupil_id, term term_id ->*
--+ id enrolment_id, offering offering_id, state str, place i64, position i64
SELECT e.id, e.offering, e.state, e.place,
	CASE WHEN e.state = 'waitlisted' THEN
		(SELECT COUNT(*) FROM enrolment w
		WHERE w.offering = e.offering AND w.state = 'waitlisted' AND w.place <= e.place)
	ELSE 0 END
FROM enrolment e WHERE e.pupil = $1 AND e.term = $2 AND e.state IN ('enrolled', 'waitlisted')
UNION ALL
SELECT e.id, e.offering, e.state, e.place, 0
FROM enrolment e WHERE e.pupil = $1 AND e.term = $2 AND e.state IN ('withdrawn', 'removed')
ORDER BY 1;

-- The roster of an offering: the enrolled by class, then those who wait in order.
-- The class of another school, to which the pupil has gone, is not this one's to read.
-- roster_list: offering offering_id, waiting bool ->*
--+ id enrolment_id, pupil pupil_id, name sealed(pupil.name@pupil), class_id class_id, class str, grade i64,
--+ state str, place i64, at instant
SELECT e.id, e.pupil, p.name, k.id, CASE WHEN p.school = e.school THEN k.name ELSE '' END, p.grade, e.state, e.place, e.at
FROM enrolment e
JOIN pupil p ON p.id = e.pupil
JOIN class k ON k.id = p.class
WHERE e.offering = $1 AND (e.state = 'enrolled' OR ($2 = 1 AND e.state = 'waitlisted'))
ORDER BY CASE e.state WHEN 'enrolled' THEN 0 ELSE 1 END,
	CASE e.state WHEN 'enrolled' THEN 0 ELSE e.place END, k.grade, k.number, e.pupil;

-- Is the offering one this member of staff runs?
-- offering_run_by: offering offering_id, staff staff_id? -> n i64
SELECT COUNT(*) FROM offering_staff WHERE offering = $1 AND staff = $2;

-- Every enrolment of a school's term. offering, class 0, state '': any. Begins at the offerings, because the
-- enrolments of a city are indexed by them.
-- enrolment_page: school school_id, term term_id, offering i64, class i64, state str, most i64, skip i64 ->*
--+ id enrolment_id, pupil pupil_id, name sealed(pupil.name@pupil), class str, offering offering_id, title str,
--+ state str, position i64, at instant
SELECT e.id, e.pupil, p.name, CASE WHEN p.school = e.school THEN k.name ELSE '' END, o.id, o.title, e.state,
	CASE WHEN e.state = 'waitlisted' THEN
		(SELECT COUNT(*) FROM enrolment w
		WHERE w.offering = e.offering AND w.state = 'waitlisted' AND w.place <= e.place)
	ELSE 0 END, e.at
FROM offering o
JOIN enrolment e ON e.offering = o.id
JOIN pupil p ON p.id = e.pupil
JOIN class k ON k.id = p.class
WHERE o.school = $1 AND o.term = $2 AND ($3 = 0 OR o.id = $3) AND ($4 = 0 OR p.class = $4)
	AND ($5 = '' OR e.state = $5)
ORDER BY o.code, CASE e.state WHEN 'enrolled' THEN 0 WHEN 'waitlisted' THEN 1 ELSE 2 END,
	CASE e.state WHEN 'waitlisted' THEN e.place ELSE 0 END, k.grade, k.number, e.id
LIMIT $6 OFFSET $7;

-- enrolment_total: school school_id, term term_id, offering i64, class i64, state str -> n i64
SELECT COUNT(*) FROM offering o JOIN enrolment e ON e.offering = o.id JOIN pupil p ON p.id = e.pupil
WHERE o.school = $1 AND o.term = $2 AND ($3 = 0 OR o.id = $3) AND ($4 = 0 OR p.class = $4)
	AND ($5 = '' OR e.state = $5);

-- What stands on the bills of a school's term, enrolment by enrolment in the order it was charged.
-- charged_of_school: school school_id, term term_id ->*
--+ bill bill_id, pupil pupil_id, enrolment enrolment_id, offering offering_id, title str, self_purchase bool,
--+ charged money, price money, consumables money, at instant
SELECT b.id, b.pupil, e.id, o.id, o.title, e.self_purchase, CAST(SUM(l.amount) AS BIGINT),
	CAST(SUM(CASE WHEN l.item = 'price' THEN l.amount ELSE 0 END) AS BIGINT),
	CAST(SUM(CASE WHEN l.item = 'consumables' THEN l.amount ELSE 0 END) AS BIGINT),
	MIN(COALESCE(l.decided, l.at))
FROM bill b
JOIN bill_line l ON l.bill = b.id AND l.reverses IS NULL
JOIN enrolment e ON e.id = l.enrolment
JOIN offering o ON o.id = e.offering
WHERE b.school = $1 AND b.term = $2
	AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = l.bill AND r.reverses = l.id)
GROUP BY b.id, b.pupil, e.id, o.id, o.title, e.self_purchase
ORDER BY b.pupil, MIN(COALESCE(l.decided, l.at)), MIN(l.id);
