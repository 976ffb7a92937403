-- Files that were sent, and their rows.

-- batch_insert: id import_id, county county_id, school school_id, kind str, account i64, role i64, staff i64,
--+ file sealed(import_batch.file@id), header sealed(import_batch.header@id), places str, created instant
INSERT INTO import_batch (id, county, school, kind, state, account, role, staff, file, header, places, added,
	changed, same, bad, done, failed, undone, kept, created, finished, wiped)
VALUES ($1, $2, $3, $4, 'checking', $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, 0, 0, 0, $11, NULL, 0);

-- batch_row: id import_id ->?
--+ id import_id, county county_id, school school_id, kind str, state str, account i64, role i64, staff i64,
--+ file sealed(import_batch.file@id), header sealed(import_batch.header@id), places str, added i64,
--+ changed i64, same i64, bad i64, done i64, failed i64, undone i64, kept i64, created instant,
--+ finished instant?, wiped bool
SELECT id, county, school, kind, state, account, role, staff, file, header, places, added, changed, same, bad,
	done, failed, undone, kept, created, finished, wiped
FROM import_batch WHERE id = $1;

-- The newest first; after 0: from the newest.
-- batch_rows: school school_id, after i64, most i64 ->* =batch_row
SELECT id, county, school, kind, state, account, role, staff, file, header, places, added, changed, same, bad,
	done, failed, undone, kept, created, finished, wiped
FROM import_batch WHERE school = $1 AND ($2 = 0 OR id < $2) ORDER BY id DESC LIMIT $3;

-- batch_total: school school_id -> n i64
SELECT COUNT(*) FROM import_batch WHERE school = $1;

-- batch_turn: id import_id, was str, state str
UPDATE import_batch SET state = $3 WHERE id = $1 AND state = $2;

-- batch_found: id import_id, added i64, changed i64, same i64, bad i64
UPDATE import_batch SET state = 'checked', added = $2, changed = $3, same = $4, bad = $5
WHERE id = $1 AND state = 'checking';

-- Counts what a step did; holds the batch against a second runner until the transaction ends.
-- batch_add: id import_id, state str, done i64, failed i64, undone i64, kept i64
UPDATE import_batch SET done = done + $3, failed = failed + $4, undone = undone + $5, kept = kept + $6
WHERE id = $1 AND state = $2;

-- batch_finish: id import_id, at instant
UPDATE import_batch SET state = 'done', finished = $2 WHERE id = $1 AND state = 'applying';

-- row_insert: id i64, batch import_id, number i64, verdict str, step i64,
--+ cells sealed(import_row.cells@id), problems sealed(import_row.problems@id)
INSERT INTO import_row (id, batch, number, verdict, step, cells, problems, object, undo)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL);

-- rows_at: batch import_id, step i64, most i64 ->*
--+ id i64, number i64, verdict str, cells sealed(import_row.cells@id), object i64?,
--+ undo sealed(import_row.undo@id)
SELECT id, number, verdict, cells, object, undo FROM import_row
WHERE batch = $1 AND step = $2 ORDER BY number LIMIT $3;

-- What was taken last goes first.
-- rows_back: batch import_id, step i64, most i64 ->* =rows_at
SELECT id, number, verdict, cells, object, undo FROM import_row
WHERE batch = $1 AND step = $2 ORDER BY number DESC LIMIT $3;

-- row_taken: id i64, object i64?, undo sealed(import_row.undo@id)
UPDATE import_row SET step = 2, object = $2, undo = $3 WHERE id = $1;

-- row_step: id i64, step i64, problems sealed(import_row.problems@id)
UPDATE import_row SET step = $2, problems = $3 WHERE id = $1;

-- Rows with something to say: bad ones, those that failed, those that were kept.
-- rows_problem: batch import_id, after i64, most i64 ->*
--+ id i64, number i64, verdict str, step i64, cells sealed(import_row.cells@id),
--+ problems sealed(import_row.problems@id)
SELECT id, number, verdict, step, cells, problems FROM import_row
WHERE batch = $1 AND (verdict = 'bad' OR step IN (3, 5)) AND number > $2 ORDER BY number LIMIT $3;

-- Files whose time is over and whose rows are still there.
-- batch_stale: before instant ->? id import_id
SELECT id FROM import_batch WHERE created < $1 AND wiped = 0 ORDER BY id LIMIT 1;

-- rows_wipe: batch import_id, most i64
DELETE FROM import_row WHERE id IN (SELECT id FROM import_row WHERE batch = $1 LIMIT $2);

-- batch_wiped: id import_id
UPDATE import_batch SET wiped = 1, file = NULL, header = NULL WHERE id = $1;
