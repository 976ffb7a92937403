-- audit_pack_insert: id audit_pack_id, county i64, scope str, at instant, account account_id
INSERT INTO audit_pack (id, county, scope, state, progress, at, account, finished, bytes, rows, root, failure)
VALUES ($1, $2, $3, 'waiting', 0, $4, $5, NULL, 0, 0, '', '');

-- audit_pack_one: id audit_pack_id ->?
--+ id audit_pack_id, county i64, scope str, state str, progress i64, at instant, account account_id, finished instant?,
--+ bytes i64, rows i64, root str, failure str
SELECT id, county, scope, state, progress, at, account, finished, bytes, rows, root, failure FROM audit_pack WHERE id = $1;

-- audit_packs: county i64, most i64, skip i64 ->* =audit_pack_one
SELECT id, county, scope, state, progress, at, account, finished, bytes, rows, root, failure FROM audit_pack
WHERE county = $1 ORDER BY id DESC LIMIT $2 OFFSET $3;

-- audit_packs_total: county i64 -> n i64
SELECT COUNT(*) FROM audit_pack WHERE county = $1;

-- audit_pack_progress: id audit_pack_id, progress i64
UPDATE audit_pack SET progress = $2 WHERE id = $1 AND state = 'waiting';

-- audit_pack_part_put: pack audit_pack_id, part i64, bytes blob
INSERT INTO audit_pack_part (audit_pack, part, bytes) VALUES ($1, $2, $3) ON CONFLICT (audit_pack, part) DO UPDATE
SET bytes = excluded.bytes;

-- audit_pack_parts: pack audit_pack_id ->* bytes blob
SELECT bytes FROM audit_pack_part WHERE audit_pack = $1 ORDER BY part;

-- audit_pack_done: id audit_pack_id, finished instant, bytes i64, rows i64, root str
UPDATE audit_pack SET state = 'done', progress = 1000, finished = $2, bytes = $3, rows = $4, root = $5
WHERE id = $1 AND state = 'waiting';

-- audit_pack_failed: id audit_pack_id, finished instant, failure str
UPDATE audit_pack SET state = 'failed', finished = $2, failure = $3 WHERE id = $1 AND state = 'waiting';

-- audit_packs_old: before instant, most i64 ->* id audit_pack_id, county i64
SELECT id, county FROM audit_pack k
WHERE at < $1 AND EXISTS (SELECT 1 FROM audit_pack_part p WHERE p.audit_pack = k.id) ORDER BY id LIMIT $2;

-- audit_pack_forget: id audit_pack_id, most i64
DELETE FROM audit_pack_part WHERE audit_pack = $1
AND part IN (SELECT part FROM audit_pack_part WHERE audit_pack = $1 ORDER BY part LIMIT $2);
