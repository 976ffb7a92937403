-- Jobs.

-- job_insert: id job_id, name str?, kind str, payload str, due instant, created instant
INSERT INTO job (id, name, kind, payload, due, lease, tries, state, failure, created)
VALUES ($1, $2, $3, $4, $5, NULL, 0, 1, NULL, $6) ON CONFLICT (name) DO NOTHING;

-- The oldest due job nobody has. The outer conditions stand again because another node may have been
-- first while this one waited for the row.
-- job_lease: now instant, until instant ->? id job_id, kind str, payload str, tries i64
UPDATE job SET lease = $2, tries = tries + 1
WHERE state = 1 AND due <= $1 AND (lease IS NULL OR lease < $1)
	AND id = (SELECT id FROM job WHERE state = 1 AND due <= $1 AND (lease IS NULL OR lease < $1)
		ORDER BY due, id LIMIT 1)
RETURNING id, kind, payload, tries;

-- job_delete: id job_id, lease instant
DELETE FROM job WHERE id = $1 AND lease = $2 AND state = 1;

-- job_again: id job_id, lease instant, due instant
UPDATE job SET due = $3, lease = NULL, tries = 0, failure = NULL
WHERE id = $1 AND lease = $2 AND state = 1;

-- job_failed: id job_id, lease instant, due instant, state i64, failure str
UPDATE job SET due = $3, lease = NULL, state = $4, failure = $5
WHERE id = $1 AND lease = $2 AND state = 1;

-- What a program that is gone had in hand.
-- job_release:
UPDATE job SET lease = NULL WHERE state = 1 AND lease IS NOT NULL;

-- A leased job comes back when its lease ends.
-- job_next: now instant ->? at instant?
SELECT min(CASE WHEN lease IS NULL OR lease < $1 THEN due ELSE lease END) FROM job WHERE state = 1;

-- job_counts: now instant -> waiting i64, late i64, dead i64
SELECT CAST(count(*) FILTER (WHERE state = 1) AS BIGINT),
	CAST(count(*) FILTER (WHERE state = 1 AND due < $1 AND lease IS NULL) AS BIGINT),
	CAST(count(*) FILTER (WHERE state = 2) AS BIGINT)
FROM job;

-- job_dead: ->* id job_id, kind str, tries i64, failure str?, created instant, due instant
SELECT id, kind, tries, failure, created, due FROM job WHERE state = 2 ORDER BY id DESC LIMIT 200;

-- job_revive: id job_id, now instant
UPDATE job SET state = 1, tries = 0, due = $2, lease = NULL WHERE id = $1 AND state = 2;
