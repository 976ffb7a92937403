-- story_message: account account_id -> id i64
SELECT MAX(id) FROM message WHERE account = $1;

-- story_session: account account_id -> id i64
SELECT MAX(id) FROM session WHERE account = $1;

-- story_application: pupil pupil_id, offering offering_id -> id i64
SELECT MAX(id) FROM application WHERE pupil = $1 AND offering = $2;

-- story_sitting: offering offering_id -> id i64
SELECT MIN(id) FROM sitting WHERE offering = $1;

-- story_job: id job_id, at instant
INSERT INTO job (id, kind, payload, due, tries, state, failure, created)
VALUES ($1, 'auth.session_purge', '{}', $2, 12, 2, 'broken', $2);

-- What changed anything; a refused look at what is another's is noted too (R2).
-- story_audits: -> n i64
SELECT COUNT(*) FROM audit WHERE verb <> 'audit.read';

-- Notes that somebody looked at a child's record.
-- story_reads: -> n i64
SELECT COUNT(*) FROM audit WHERE verb = 'audit.read' AND object = 'pupil' AND what <> 'refused';

-- story_enrolled: offering offering_id -> n i64
SELECT COUNT(*) FROM enrolment WHERE offering = $1 AND state = 'enrolled';

-- story_participants: kind str -> n i64
SELECT COUNT(*) FROM participation WHERE kind = $1 AND sittings > 0;

-- story_billed: -> fen i64
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM bill;
