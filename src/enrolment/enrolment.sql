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

-- Applications that wait for this guardian.
-- application_waiting: guardian guardian_id, today date ->*
--+ id application_id, pupil pupil_id, offering offering_id, title str, at instant
SELECT a.id, a.pupil, a.offering, o.title, a.at
FROM kinship k
JOIN application a ON a.pupil = k.pupil AND a.state = 'awaiting_guardian'
JOIN offering o ON o.id = a.offering
WHERE k.guardian = $1 AND k.since <= $2 AND (k.until IS NULL OR k.until >= $2)
ORDER BY a.id;

-- enrolment_insert: id enrolment_id, county county_id, school school_id, term term_id, offering offering_id,
--+ pupil pupil_id, application application_id, state str, place i64, self_purchase bool, at instant
--+ ->? stored enrolment_id
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place,
	self_purchase, at, ended, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, '')
ON CONFLICT (pupil, offering) WHERE state IN ('enrolled', 'waitlisted') DO NOTHING
RETURNING id;

-- enrolment_get: id enrolment_id ->
--+ id enrolment_id, county county_id, school school_id, term term_id, offering offering_id, pupil pupil_id,
--+ application application_id, state str, place i64, self_purchase bool
SELECT id, county, school, term, offering, pupil, application, state, place, self_purchase
FROM enrolment WHERE id = $1;

-- A seat given: only one who still waits.
-- enrolment_seat: id enrolment_id, reason str, seated instant ->? id enrolment_id
UPDATE enrolment SET state = 'enrolled', reason = $2, seated = $3
WHERE id = $1 AND state = 'waitlisted' RETURNING id;

-- enrolment_end: id enrolment_id, was str, state str, at instant, reason str ->? id enrolment_id
UPDATE enrolment SET state = $3, ended = $4, reason = $5 WHERE id = $1 AND state = $2 RETURNING id;

-- How many wait before this place, and with it.
-- enrolment_position: offering offering_id, place i64 -> position i64
SELECT COUNT(*) FROM enrolment WHERE offering = $1 AND state = 'waitlisted' AND place <= $2;

-- The next who wait, after a place.
-- waitlist_after: offering offering_id, place i64, most i64 ->* =enrolment_get
SELECT id, county, school, term, offering, pupil, application, state, place, self_purchase
FROM enrolment WHERE offering = $1 AND state = 'waitlisted' AND place > $2 ORDER BY place LIMIT $3;

-- enrolment_of_pupil: pupil pupil_id, term term_id ->*
--+ id enrolment_id, offering offering_id, state str, place i64, position i64
SELECT e.id, e.offering, e.state, e.place,
	CASE WHEN e.state = 'waitlisted' THEN
		(SELECT COUNT(*) FROM enrolment w
		WHERE w.offering = e.offering AND w.state = 'waitlisted' AND w.place <= e.place)
	ELSE 0 END
FROM enrolment e WHERE e.pupil = $1 AND e.term = $2 ORDER BY e.id;

-- The roster of an offering: the enrolled by class, then those who wait in order.
-- roster_list: offering offering_id, waiting bool ->*
--+ id enrolment_id, pupil pupil_id, name sealed(pupil.name@pupil), class str, grade i64, state str, place i64,
--+ at instant
SELECT e.id, e.pupil, p.name, k.name, p.grade, e.state, e.place, e.at
FROM enrolment e
JOIN pupil p ON p.id = e.pupil
JOIN class k ON k.id = p.class
WHERE e.offering = $1 AND (e.state = 'enrolled' OR ($2 = 1 AND e.state = 'waitlisted'))
ORDER BY CASE e.state WHEN 'enrolled' THEN 0 ELSE 1 END,
	CASE e.state WHEN 'enrolled' THEN 0 ELSE e.place END, k.grade, k.number, e.pupil;
