-- Seats (wall 1): each change is one conditional update of one row.

-- care never gets a limit (R8), whatever was asked.
-- seat_insert: offering offering_id, county county_id, seats i64?
INSERT INTO seat (offering, county, seats, taken, waiting, next_place) VALUES ($1, $2, $3, 0, 0, 1);

-- seat_take: offering offering_id
UPDATE seat SET taken = taken + 1 WHERE offering = $1 AND (seats IS NULL OR taken < seats);

-- Nobody has it and nobody waits; holds the row until the verb ends.
-- seat_idle: offering offering_id
UPDATE seat SET taken = taken WHERE offering = $1 AND taken = 0 AND waiting = 0;

-- seat_give_back: offering offering_id ->? taken i64
UPDATE seat SET taken = taken - 1 WHERE offering = $1 AND taken > 0 RETURNING taken;

-- seat_queue: offering offering_id ->? place i64, waiting i64
UPDATE seat SET waiting = waiting + 1, next_place = next_place + 1 WHERE offering = $1
RETURNING next_place - 1, waiting;

-- seat_leave_queue: offering offering_id ->? waiting i64
UPDATE seat SET waiting = waiting - 1 WHERE offering = $1 AND waiting > 0 RETURNING waiting;

-- seat_set: offering offering_id, seats i64? ->? taken i64
UPDATE seat SET seats = $2
WHERE offering = $1 AND (CAST($2 AS BIGINT) IS NULL OR (taken <= $2 AND NOT EXISTS (
	SELECT 1 FROM offering o WHERE o.id = $1 AND o.kind = 'care')))
RETURNING taken;

-- seat_facts: offering offering_id -> kind str, taken i64
SELECT o.kind, s.taken FROM seat s JOIN offering o ON o.id = s.offering WHERE s.offering = $1;

-- As it is published: the seats of now are those that were planned.
-- seat_plan: offering offering_id
UPDATE seat SET planned = seats WHERE offering = $1;
