-- What is due, what was done about it, who was told.

-- due_records: county county_id, since date ->* id i64, school i64, task str, day date
SELECT id, school, task, day FROM due_done WHERE county = $1 AND day >= $2 AND back IS NULL ORDER BY id;

-- due_done_insert: id i64, county county_id, school i64, task str, day date, words str, at instant,
--+ account account_id
INSERT INTO due_done (id, county, school, task, day, words, at, account, back, back_by, back_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, NULL) ON CONFLICT DO NOTHING;

-- due_done_back: id i64, at instant, account account_id, reason str
UPDATE due_done SET back = $2, back_by = $3, back_reason = $4 WHERE id = $1 AND back IS NULL;

-- due_done_row: id i64 ->
--+ county county_id, school i64, school_name str?, task str, day date, words str, at instant, account account_id,
--+ by sealed(account.name@account)
SELECT d.county, d.school, s.name, d.task, d.day, d.words, d.at, a.id, a.name
FROM due_done d JOIN account a ON a.id = d.account LEFT JOIN school s ON s.id = d.school WHERE d.id = $1;

-- due_done_back_row: id i64 ->? at instant, reason str, account account_id, by sealed(account.name@account)
SELECT d.back, d.back_reason, a.id, a.name FROM due_done d JOIN account a ON a.id = d.back_by WHERE d.id = $1;

-- due_told_insert: county county_id, school i64, task str, day date, late bool, at instant
INSERT INTO due_told (county, school, task, day, late, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING;
