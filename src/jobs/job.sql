-- Jobs.

-- A recurring job that an earlier version had elsewhere moves into its lane.
-- job_insert: id job_id, name str?, kind str, payload str, due instant, created instant, lane str?
INSERT INTO job (id, name, kind, payload, due, lease, tries, state, failure, created, lane)
VALUES ($1, $2, $3, $4, $5, NULL, 0, 1, NULL, $6, $7)
ON CONFLICT (name) DO UPDATE SET lane = excluded.lane WHERE job.lane IS DISTINCT FROM excluded.lane;

-- The oldest due job of our own that nobody has. The outer conditions stand again because another node may have
-- been first while this one waited for the row.
-- job_lease: now instant, until instant ->? id job_id, kind str, payload str, tries i64, lane str?, silent i64
UPDATE job SET lease = $2, taken = $2, tries = tries + 1
WHERE state = 1 AND due <= $1 AND (lease IS NULL OR lease < $1)
	AND id = (SELECT id FROM job
		WHERE state = 1 AND lane IS NULL AND due <= $1 AND (lease IS NULL OR lease < $1)
		ORDER BY due, id LIMIT 1)
RETURNING id, kind, payload, tries, lane, CAST(0 AS BIGINT);

-- The same of the lanes: the oldest of those that do not rest and have a place; a silent one has one place.
-- job_lease_lane: now instant, until instant, places i64 ->? =job_lease
UPDATE job SET lease = $2, taken = $2, tries = tries + 1
WHERE state = 1 AND due <= $1 AND (lease IS NULL OR lease < $1)
	AND id = (SELECT j.id FROM job_lane l JOIN job j ON j.id = (SELECT i.id FROM job i
			WHERE i.lane = l.name AND i.state = 1 AND i.due <= $1 AND (i.lease IS NULL OR i.lease < $1)
			ORDER BY i.due, i.id LIMIT 1)
		WHERE l.rest <= $1 AND (SELECT count(*) FROM job h
			WHERE h.lane = l.name AND h.lease >= $1 AND h.state = 1) < CASE WHEN l.silent > 0 THEN 1 ELSE $3 END
		ORDER BY j.due, j.id LIMIT 1)
RETURNING id, kind, payload, tries, lane,
	COALESCE((SELECT l.silent FROM job_lane l WHERE l.name = job.lane), CAST(0 AS BIGINT));

-- job_delete: id job_id, taken instant
DELETE FROM job WHERE id = $1 AND taken = $2 AND lease IS NOT NULL AND state = 1;

-- job_again: id job_id, taken instant, due instant
UPDATE job SET due = $3, lease = NULL, tries = 0, failure = NULL
WHERE id = $1 AND taken = $2 AND lease IS NOT NULL AND state = 1;

-- job_failed: id job_id, taken instant, due instant, state i64, failure str
UPDATE job SET due = $3, lease = NULL, state = $4, failure = $5
WHERE id = $1 AND taken = $2 AND lease IS NOT NULL AND state = 1;

-- job_hold: id job_id, taken instant, until instant
UPDATE job SET lease = $3 WHERE id = $1 AND taken = $2 AND lease IS NOT NULL AND state = 1;

-- What a program that is gone had in hand.
-- job_release:
UPDATE job SET lease = NULL WHERE state = 1 AND lease IS NOT NULL;

-- A leased job comes back when its lease ends.
-- job_next: now instant ->? at instant?
SELECT min(CASE WHEN lease IS NULL OR lease < $1 THEN due ELSE lease END) FROM job WHERE state = 1 AND lane IS NULL;

-- A lane without a place says nothing: whoever frees one looks again.
-- job_next_lane: now instant, places i64 ->? at instant?
SELECT min(CASE WHEN n.due < n.rest THEN n.rest ELSE n.due END) FROM (SELECT l.rest,
		(SELECT j.due FROM job j WHERE j.lane = l.name AND j.state = 1 AND (j.lease IS NULL OR j.lease < $1)
			ORDER BY j.due, j.id LIMIT 1) AS due
	FROM job_lane l WHERE (SELECT count(*) FROM job h
		WHERE h.lane = l.name AND h.lease >= $1 AND h.state = 1) < CASE WHEN l.silent > 0 THEN 1 ELSE $2 END) n;

-- job_counts: now instant -> waiting i64, late i64, dead i64
SELECT CAST(count(*) FILTER (WHERE state = 1) AS BIGINT),
	CAST(count(*) FILTER (WHERE state = 1 AND due < $1 AND lease IS NULL) AS BIGINT),
	CAST(count(*) FILTER (WHERE state = 2) AS BIGINT)
FROM job;

-- job_dead: most i64 ->* id job_id, kind str, tries i64, failure str?, created instant, due instant
SELECT id, kind, tries, failure, created, due FROM job WHERE state = 2 ORDER BY id DESC LIMIT $1;

-- job_revive: id job_id, now instant
UPDATE job SET state = 1, tries = 0, due = $2, lease = NULL WHERE id = $1 AND state = 2;

-- lane_insert: name str
INSERT INTO job_lane (name, silent, rest) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING;

-- lane_row: name str ->? silent i64, rest instant
SELECT silent, rest FROM job_lane WHERE name = $1;

-- lane_silent: name str, silent i64, rest instant
UPDATE job_lane SET silent = $2, rest = $3 WHERE name = $1;

-- lane_heard: name str
UPDATE job_lane SET silent = 0, rest = 0 WHERE name = $1 AND silent > 0;

-- lane_waiting: name str -> waiting i64
SELECT CAST(count(*) AS BIGINT) FROM job WHERE lane = $1 AND state = 1;
