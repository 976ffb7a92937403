-- term_insert: id term_id, county county_id, first date, last date
INSERT INTO term (id, county, code, name, first_day, last_day)
VALUES ($1, $2, '2026-1', '2026-2027学年第一学期', $3, $4);

-- offering_insert: id offering_id, county county_id, school school_id, term term_id, code str, kind str,
--+ title str, agency agency_id?, opens instant, closes instant, starts date, ends date
INSERT INTO offering (id, county, school, term, code, kind, state, title, about, category, agency,
	grades, price, consumables, consumables_standard, opens, closes, starts, ends, place)
VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, '', 'other', $8, 1022, 0, 0, '', $9, $10, $11, $12, '');

-- seat_insert: offering offering_id, county county_id, taken i64
INSERT INTO seat (offering, county, seats, taken, waiting, next_place) VALUES ($1, $2, NULL, $3, 0, 1);

-- teacher_insert: offering offering_id, staff staff_id, county county_id
INSERT INTO offering_staff (offering, staff, county) VALUES ($1, $2, $3);

-- sitting_put: id sitting_id, county county_id, school school_id, offering offering_id, day date,
--+ starts time, ends time, state str
INSERT INTO sitting (id, county, school, offering, day, starts, ends, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- agreement_insert: id agreement_id, county county_id, school school_id, term term_id, kind str,
--+ version i64, published instant
INSERT INTO agreement (id, county, school, term, kind, version, title, body, published, hash)
VALUES ($1, $2, $3, $4, $5, $6, '协议', '正文', $7, NULL);

-- party_insert: offering offering_id, agreement agreement_id, party str, county county_id,
--+ account account_id, at instant
INSERT INTO agreement_party (offering, agreement, party, county, account, at)
VALUES ($1, $2, $3, $4, $5, $6);

-- seat_of: id enrolment_id, county county_id, school school_id, term term_id, offering offering_id,
--+ pupil pupil_id, state str, place i64, at instant, ended instant?
INSERT INTO enrolment (id, county, school, term, offering, pupil, application, state, place,
	self_purchase, at, ended, reason)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, 0, $9, $10, '');

-- seat_end: offering offering_id, pupil pupil_id, ended instant
UPDATE enrolment SET state = 'withdrawn', ended = $3 WHERE offering = $1 AND pupil = $2;

-- mark_of: sitting sitting_id, pupil pupil_id ->? mark str, at instant
SELECT mark, at FROM mark WHERE sitting = $1 AND pupil = $2;

-- marks_total: sitting sitting_id -> n i64
SELECT COUNT(*) FROM mark WHERE sitting = $1;

-- changes_total: sitting sitting_id -> n i64
SELECT COUNT(*) FROM mark_change WHERE sitting = $1;

-- attended: pupil pupil_id, kind str ->? sittings i64
SELECT sittings FROM participation WHERE pupil = $1 AND kind = $2;

-- state_of: sitting sitting_id -> state str
SELECT state FROM sitting WHERE id = $1;

-- register_of: sitting sitting_id -> present i64, expected i64, staff staff_id
SELECT present, expected, staff FROM register WHERE sitting = $1;

-- readings: -> n i64
SELECT COUNT(*) FROM audit WHERE object = 'pupil' AND what LIKE 'roster of sitting%';

-- pupil_copy: id pupil_id, of pupil_id, blind blob
INSERT INTO pupil (id, county, school, class, grade, stage, state, boarding, sex, born, name,
	pupil_number, pupil_number_blind, id_number)
SELECT $1, county, school, class, grade, stage, state, boarding, sex, born, NULL, NULL, $3, NULL
FROM pupil WHERE id = $2;
