-- took_part: pupil pupil_id, term term_id, kind str, county county_id, school school_id
INSERT INTO participation (pupil, term, kind, county, school, sittings) VALUES ($1, $2, $3, $4, $5, 1);

-- count_by: county county_id, participant str
UPDATE county SET participant = $2 WHERE id = $1;

-- balance: account str, school school_id -> fen money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM posting WHERE account = $1 AND subject = $2;

-- appropriations_all: -> n i64
SELECT COUNT(*) FROM appropriation;

-- pupils_of_county: county county_id -> n i64
SELECT COUNT(*) FROM pupil WHERE county = $1 AND state = 1;

-- billed_of_county: county county_id -> fen money
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM bill WHERE county = $1;

-- seated_of_county: county county_id -> pupils i64, waiting i64
SELECT COUNT(DISTINCT CASE WHEN state = 'enrolled' THEN pupil END),
	COUNT(CASE WHEN state = 'waitlisted' THEN 1 END)
FROM enrolment WHERE county = $1;

-- register_put: sitting sitting_id, county county_id, school school_id, staff staff_id, at instant
INSERT INTO register (sitting, county, school, saved, staff, present, expected) VALUES ($1, $2, $3, $5, $4, 0, 0);

-- count_spoil: school school_id, more i64
UPDATE school_count SET enrolled = enrolled + $2 WHERE school = $1;

-- spoil_spending:
UPDATE spending SET amount = amount + 1;

-- spoil_share:
UPDATE special_share SET amount = amount + 1 WHERE id = (SELECT MIN(id) FROM special_share);

-- spoil_back:
UPDATE spending_back SET state = 'waiting', booked = NULL;

-- The day of the entry that takes back a spending.
-- entry_day: spending i64 -> day date
SELECT n.day FROM spending_back b JOIN ledger_entry n ON n.id = b.id WHERE b.spending = $1;

-- marked_sitting: id i64, county county_id, school school_id, offering offering_id
INSERT INTO sitting (id, county, school, offering, day, starts, ends, state) VALUES ($1, $2, $3, $4, $1, 960, 1020, 'held');

-- marked: sitting i64, pupil i64, county county_id, mark str
INSERT INTO mark (sitting, pupil, county, mark, at, account) VALUES ($1, $2, $3, $4, 0, 1);
