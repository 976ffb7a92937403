-- What an import made, looked at before it is taken back: is it in use by now? An import may be undone within
-- a day; the tables of later rooms are only counted here.

-- pupil_uses: pupil pupil_id, since instant -> n i64
SELECT (SELECT COUNT(*) FROM notice_confirmation WHERE pupil = $1 AND at >= $2)
	+ (SELECT COUNT(*) FROM application WHERE pupil = $1 AND at >= $2)
	+ (SELECT COUNT(*) FROM enrolment WHERE pupil = $1 AND at >= $2)
	+ (SELECT COUNT(*) FROM mark WHERE pupil = $1 AND at >= $2);

-- What a guardian did for a pupil.
-- kin_uses: pupil pupil_id, guardian guardian_id, since instant -> n i64
SELECT (SELECT COUNT(*) FROM notice_confirmation WHERE pupil = $1 AND guardian = $2 AND at >= $3)
	+ (SELECT COUNT(*) FROM application WHERE pupil = $1 AND guardian = $2 AND at >= $3);

-- pupil_kin: pupil pupil_id ->* guardian guardian_id, relation str, since date, until date?
SELECT guardian, relation, since, until FROM kinship WHERE pupil = $1 ORDER BY guardian;

-- kinship_delete: pupil pupil_id, guardian guardian_id
DELETE FROM kinship WHERE pupil = $1 AND guardian = $2;

-- pupil_past_delete: pupil pupil_id
DELETE FROM pupil_past WHERE pupil = $1;

-- pupil_delete: id pupil_id
DELETE FROM pupil WHERE id = $1;

-- guardian_children: guardian guardian_id -> n i64
SELECT COUNT(*) FROM kinship WHERE guardian = $1;

-- guardian_rights: guardian guardian_id ->* id appointment_id
SELECT id FROM appointment WHERE guardian = $1 ORDER BY id;

-- guardian_delete: id guardian_id
DELETE FROM guardian WHERE id = $1;

-- staff_uses: staff staff_id -> n i64
SELECT (SELECT COUNT(*) FROM offering_staff WHERE staff = $1) + (SELECT COUNT(*) FROM register WHERE staff = $1);
