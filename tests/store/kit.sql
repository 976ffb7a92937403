-- row_insert: id i64, n i64, code str?, secret sealed(kit_row.secret@id), day date?
INSERT INTO kit_row (id, n, code, secret, day) VALUES ($1, $2, $3, $4, $5);

-- row_get: id i64 ->? id i64, n i64, code str?, secret sealed(kit_row.secret@id), day date?
SELECT id, n, code, secret, day FROM kit_row WHERE id = $1;

-- row_need: id i64 -> n i64
SELECT n FROM kit_row WHERE id = $1;

-- row_add: by i64, id i64 ->? n i64
UPDATE kit_row SET n = n + $1 WHERE id = $2 RETURNING n;

-- row_list: least i64 ->* =row_get
SELECT id, n, code, secret, day FROM kit_row WHERE id >= $1 ORDER BY id;

-- row_count: -> n i64
SELECT count(*) FROM kit_row;

-- row_total: -> n i64?
SELECT CAST(sum(n) AS BIGINT) FROM kit_row;

-- row_set: n i64, id i64
UPDATE kit_row SET n = $1 WHERE id = $2;

-- row_twice: low i64, high i64 -> n i64
SELECT count(*) FROM kit_row WHERE id < $2 AND id > $1 AND n < $2;

-- row_code: code str?, id i64
UPDATE kit_row SET code = $1 WHERE id = $2;

-- row_code_need: id i64 -> code str
SELECT code FROM kit_row WHERE id = $1;
