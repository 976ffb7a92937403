-- The city's special fund (R47).

-- special_insert: id i64, year i64, total money, document str, formula str, account account_id?, at instant
--+ ->? stored i64
INSERT INTO special (id, year, total, document, formula, state, round, account, at)
VALUES ($1, $2, $3, $4, $5, 'scoring', 0, $6, $7) ON CONFLICT (year) DO NOTHING RETURNING id;

-- special_row: id i64 ->? id i64, year i64, total money, document str, formula str, state str, round i64, at instant
SELECT id, year, total, document, formula, state, round, at FROM special WHERE id = $1;

-- specials: ->* =special_row
SELECT id, year, total, document, formula, state, round, at FROM special ORDER BY year DESC;

-- Scores are entered one after the other, and none while the evaluation is closed.
-- special_hold: id i64
UPDATE special SET state = state WHERE id = $1;

-- special_move: id i64, was str, state str, round i64
UPDATE special SET state = $3, round = $4 WHERE id = $1 AND state = $2;

-- special_score_put: special i64, county county_id, score i64, pupils i64, account account_id?, at instant
INSERT INTO special_score (special, county, score, pupils, account, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (special, county) DO UPDATE SET score = excluded.score, pupils = excluded.pupils,
	account = excluded.account, at = excluded.at;

-- special_scores: special i64 ->* county county_id, code str, name str, score i64, pupils i64
SELECT s.county, k.code, k.name, s.score, s.pupils FROM special_score s JOIN county k ON k.id = s.county
WHERE s.special = $1 ORDER BY s.score DESC, s.pupils DESC, k.code;

-- special_unscored: special i64 -> n i64
SELECT COUNT(*) FROM county k WHERE NOT EXISTS (
	SELECT 1 FROM special_score s WHERE s.special = $1 AND s.county = k.id);

-- special_share_insert: id i64, special i64, round i64, county county_id, score i64, pupils i64, per_pupil money,
--+ rest money, amount money
INSERT INTO special_share (id, special, round, county, score, pupils, per_pupil, rest, amount)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- special_shares: special i64, round i64 ->*
--+ id i64, county county_id, code str, name str, score i64, pupils i64, per_pupil money, rest money, amount money
SELECT s.id, s.county, k.code, k.name, s.score, s.pupils, s.per_pupil, s.rest, s.amount
FROM special_share s JOIN county k ON k.id = s.county WHERE s.special = $1 AND s.round = $2
ORDER BY s.score DESC, s.pupils DESC, k.code;

-- special_step_insert: id i64, special i64, round i64, step str, reason str, account account_id?, at instant
INSERT INTO special_step (id, special, round, step, reason, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- special_proposed: special i64, round i64 ->? step i64
SELECT id FROM special_step WHERE special = $1 AND round = $2 AND step = 'proposed' ORDER BY id DESC LIMIT 1;

-- special_of_step: step i64 ->? special i64
SELECT special FROM special_step WHERE id = $1;

-- objection_insert: id i64, special i64, county county_id, said str, account account_id?, at instant
INSERT INTO special_objection (id, special, county, said, account, at, answer, answered_by, answered)
VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, NULL);

-- objection_answer: id i64, answer str, account account_id?, at instant
UPDATE special_objection SET answer = $2, answered_by = $3, answered = $4 WHERE id = $1 AND answer IS NULL;

-- objection_special: id i64 ->? special i64, account account_id?
SELECT special, account FROM special_objection WHERE id = $1;

-- County 0: all.
-- objections: special i64, county i64 ->* id i64, county county_id, name str, said str, at instant, answer str?,
--+ answered instant?
SELECT o.id, o.county, k.name, o.said, o.at, o.answer, o.answered FROM special_objection o JOIN county k ON k.id = o.county
WHERE o.special = $1 AND ($2 = 0 OR o.county = $2) ORDER BY o.id;

-- objections_open: special i64 -> n i64
SELECT COUNT(*) FROM special_objection WHERE special = $1 AND answer IS NULL;
