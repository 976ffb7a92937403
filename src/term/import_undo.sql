-- A draft that an import made, before it is taken back; the tables of later rooms are only counted here.

-- offering_uses: offering offering_id -> n i64
SELECT (SELECT COUNT(*) FROM application WHERE offering = $1)
	+ (SELECT COUNT(*) FROM enrolment WHERE offering = $1)
	+ (SELECT COUNT(*) FROM sitting WHERE offering = $1)
	+ (SELECT COUNT(*) FROM agreement_party WHERE offering = $1)
	+ (SELECT COUNT(*) FROM offering_review WHERE offering = $1);

-- seat_delete: offering offering_id
DELETE FROM seat WHERE offering = $1;

-- offering_staff_delete: offering offering_id
DELETE FROM offering_staff WHERE offering = $1;

-- offering_delete: offering offering_id
DELETE FROM offering WHERE id = $1 AND state = 'draft';
