-- What the store itself reads and writes.

-- migration_list: ->* number i64, hash str
SELECT number, hash FROM migration ORDER BY number;

-- migration_insert: number i64, name str, hash str, at instant
INSERT INTO migration (number, name, hash, at) VALUES ($1, $2, $3, $4);

-- meta_get: key str ->? value blob
SELECT value FROM meta WHERE key = $1;

-- meta_insert: key str, value blob
INSERT INTO meta (key, value) VALUES ($1, $2);

-- idem_get: account i64, key str ->? body blob, answer str
SELECT body, answer FROM idem WHERE account = $1 AND key = $2;

-- idem_insert: account i64, key str, body blob, answer str, at instant
INSERT INTO idem (account, key, body, answer, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- idem_old: before instant, account i64, key str ->* account i64, key str
SELECT account, key FROM idem WHERE at < $1 AND (account, key) > ($2, $3)
ORDER BY account, key LIMIT 200;

-- idem_delete: account i64, key str
DELETE FROM idem WHERE account = $1 AND key = $2;

-- audit_last: first i64, last i64 ->? id i64, hash blob
SELECT id, hash FROM audit WHERE id BETWEEN $1 AND $2 ORDER BY id DESC LIMIT 1;

-- audit_insert: id i64, at instant, account account_id?, role i64, verb str, what str, object str,
--+ object_id i64, county county_id?, detail str, hash blob
INSERT INTO audit (id, at, account, role, verb, what, object, object_id, county, detail, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- audit_walk: after i64 ->*
--+ id i64, at instant, account account_id?, role i64, verb str, what str, object str,
--+ object_id i64, county county_id?, detail str, hash blob
SELECT id, at, account, role, verb, what, object, object_id, county, detail, hash
FROM audit WHERE id > $1 ORDER BY id;

-- audit_head_put: chain i64, seq i64, hash blob, mark blob?
INSERT INTO audit_head (chain, seq, hash, mark) VALUES ($1, $2, $3, $4)
ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, mark = excluded.mark;

-- audit_head_list: ->* chain i64, seq i64, hash blob, mark blob?
SELECT chain, seq, hash, mark FROM audit_head ORDER BY chain;

-- audit_head_get: chain i64 ->? =audit_head_list
SELECT chain, seq, hash, mark FROM audit_head WHERE chain = $1;
