-- The rule sets of a county, their life, its decisions, and the version of all of them.

-- All that is asked to find the rules of a county and a school on a day: one statement, because every enrolment
-- asks it.
-- `known`: by when the base was chosen.
-- book_key: county county_id, school school_id?, as_of date, known instant ->?
--+ code str, base str, version i64?, school str?, region str?
SELECT k.code,
	COALESCE((SELECT b.ruleset FROM county_base b
		WHERE b.county = k.id AND b.starts <= $3 AND b.at <= $4 ORDER BY b.starts DESC, b.id DESC LIMIT 1),
		k.ruleset),
	(SELECT v.version FROM county_book v WHERE v.county = k.id),
	(SELECT s.code FROM school s WHERE s.id = $2 AND s.county = k.id), k.region
FROM county k WHERE k.id = $1;

-- book_version_set: county county_id, version i64
INSERT INTO county_book (county, version) VALUES ($1, $2)
ON CONFLICT (county) DO UPDATE SET version = excluded.version;

-- book_version: county county_id ->? version i64
SELECT version FROM county_book WHERE county = $1;

-- When the county's book last became another one by a moment, and when it last did at all. Between two changes it is
-- one book, whatever the moment asked for.
-- book_changes: county county_id, by instant -> by_then instant?, last instant?
SELECT MAX(CASE WHEN x.at <= $2 THEN x.at END), MAX(x.at) FROM (
	SELECT published AS at FROM edition WHERE county = $1 AND published IS NOT NULL
	UNION ALL SELECT withdrawn_at FROM edition WHERE county = $1 AND withdrawn_at IS NOT NULL
	UNION ALL SELECT at FROM decision WHERE county = $1) x;

-- book_change_rows: county county_id ->* at instant
SELECT published FROM edition WHERE county = $1 AND published IS NOT NULL
UNION SELECT withdrawn_at FROM edition WHERE county = $1 AND withdrawn_at IS NOT NULL
UNION SELECT at FROM decision WHERE county = $1 ORDER BY 1;

-- What was published by a moment, without the texts.
-- book_editions: county county_id, by instant ->*
--+ id edition_id, ruleset str, number i64, starts date, ends date?, published instant, withdrawn instant?,
--+ until date?
SELECT id, ruleset, number, starts, ends, published, withdrawn_at, until FROM edition
WHERE county = $1 AND published <= $2 ORDER BY ruleset, number;

-- edition_insert: id edition_id, county county_id, ruleset str, number i64, title str, document str, level str,
--+ place str, starts date, ends date?, known date, body str, hash blob, drafter account_id?
INSERT INTO edition (id, county, ruleset, number, state, title, document, level, place, starts, ends, known,
	body, hash, drafter)
VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- edition_rewrite: id edition_id, title str, document str, level str, place str, starts date, ends date?, known date,
--+ body str, hash blob, drafter account_id?
UPDATE edition SET title = $2, document = $3, level = $4, place = $5, starts = $6, ends = $7, known = $8, body = $9,
	hash = $10, drafter = $11, approver = NULL
WHERE id = $1 AND state = 'draft';

-- `taken_over`: the first day of the later edition that took over.
-- edition_row: id edition_id ->?
--+ id edition_id, county county_id, ruleset str, number i64, state str, title str, document str, level str,
--+ place str, starts date, ends date?, known date, hash blob, disclosure str?, drafter account_id?,
--+ approver account_id?, published instant?, withdrawn date?, until date?, taken_over date?
SELECT e.id, e.county, e.ruleset, e.number, e.state, e.title, e.document, e.level, e.place, e.starts, e.ends, e.known,
	e.hash, e.disclosure, e.drafter, e.approver, e.published, e.withdrawn, e.until,
	(SELECT MIN(f.starts) FROM edition f WHERE f.county = e.county AND f.ruleset = e.ruleset AND f.number > e.number
		AND f.state IN ('published', 'superseded'))
FROM edition e WHERE e.id = $1;

-- edition_body: id edition_id ->? body str
SELECT body FROM edition WHERE id = $1;

-- All of a county: some tens, a handful a year.
-- edition_rows: county county_id ->* =edition_row
SELECT e.id, e.county, e.ruleset, e.number, e.state, e.title, e.document, e.level, e.place, e.starts, e.ends, e.known,
	e.hash, e.disclosure, e.drafter, e.approver, e.published, e.withdrawn, e.until,
	(SELECT MIN(f.starts) FROM edition f WHERE f.county = e.county AND f.ruleset = e.ruleset AND f.number > e.number
		AND f.state IN ('published', 'superseded'))
FROM edition e WHERE e.county = $1 ORDER BY e.starts DESC, e.ruleset, e.number DESC;

-- edition_by_number: county county_id, ruleset str, number i64 ->? id edition_id
SELECT id FROM edition WHERE county = $1 AND ruleset = $2 AND number = $3;

-- The newest edition of a rule set, and whether somebody is at work on it.
-- edition_newest: county county_id, ruleset str ->? id edition_id, number i64, state str, hash blob
SELECT id, number, state, hash FROM edition WHERE county = $1 AND ruleset = $2 ORDER BY number DESC LIMIT 1;

-- The published edition before this one.
-- edition_before: county county_id, ruleset str, number i64 ->? id edition_id, number i64
SELECT id, number FROM edition
WHERE county = $1 AND ruleset = $2 AND number < $3 AND published IS NOT NULL ORDER BY number DESC LIMIT 1;

-- edition_state_set: id edition_id, from str, to str
UPDATE edition SET state = $3 WHERE id = $1 AND state = $2;

-- edition_approve: id edition_id, approver account_id?
UPDATE edition SET state = 'approved', approver = $2 WHERE id = $1 AND state = 'review';

-- edition_publish: id edition_id, at instant, disclosure str, hash blob
UPDATE edition SET state = 'published', published = $2, disclosure = $3
WHERE id = $1 AND state = 'approved' AND hash = $4;

-- What a new edition takes the place of: those of the same set that begin on its first day or later.
-- edition_superseded: county county_id, ruleset str, number i64, starts date ->* id edition_id
SELECT id FROM edition
WHERE county = $1 AND ruleset = $2 AND number < $3 AND state = 'published' AND starts >= $4 ORDER BY id;

-- edition_supersede: id edition_id, by edition_id
UPDATE edition SET state = 'superseded', superseded_by = $2 WHERE id = $1 AND state = 'published';

-- edition_withdraw: id edition_id, day date, at instant, until date?
UPDATE edition SET state = 'withdrawn', withdrawn = $2, withdrawn_at = $3, until = $4
WHERE id = $1 AND state = 'published';

-- One that was withdrawn as if it had never been gives back what it had taken.
-- edition_restore: by edition_id
UPDATE edition SET state = 'published', superseded_by = NULL WHERE superseded_by = $1 AND state = 'superseded';

-- step_insert: edition edition_id, id i64, what str, account account_id?, at instant, reason str?
INSERT INTO edition_step (edition, id, what, account, at, reason) VALUES ($1, $2, $3, $4, $5, $6);

-- step_rows: edition edition_id ->* what str, account account_id?, at instant, reason str?
SELECT what, account, at, reason FROM edition_step WHERE edition = $1 ORDER BY id;

-- Who submitted it last.
-- step_submitter: edition edition_id ->? account account_id?
SELECT account FROM edition_step WHERE edition = $1 AND what = 'submitted' ORDER BY id DESC LIMIT 1;

-- decision_insert: id decision_id, county county_id, ruleset str, question str, answer str, starts date,
--+ decided date, known date, decided_by str, why str, account account_id?, at instant
INSERT INTO decision (id, county, ruleset, question, answer, starts, decided, known, decided_by, why, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- decision_rows: county county_id, by instant ->*
--+ id decision_id, ruleset str, question str, answer str, starts date, decided date, known date, decided_by str,
--+ why str, account account_id?, at instant
SELECT id, ruleset, question, answer, starts, decided, known, decided_by, why, account, at FROM decision
WHERE county = $1 AND at <= $2 ORDER BY ruleset, starts, question, id;

-- base_insert: county county_id, id i64, ruleset str, starts date, known date, reason str, account account_id?,
--+ at instant
INSERT INTO county_base (county, id, ruleset, starts, known, reason, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- base_rows: county county_id ->* ruleset str, starts date, reason str, account account_id?, at instant
SELECT ruleset, starts, reason, account, at FROM county_base WHERE county = $1 ORDER BY starts DESC, id DESC;

-- The set a county began with.
-- base_first: county county_id -> ruleset str
SELECT ruleset FROM county WHERE id = $1;

-- The county as the public may see it.
-- public_county: id county_id ->? id county_id, code str, name str
SELECT id, code, name FROM county WHERE id = $1;

-- public_county_by_code: code str ->? =public_county
SELECT id, code, name FROM county WHERE code = $1;

-- public_counties: ->* =public_county
SELECT id, code, name FROM county ORDER BY zone, code;

-- Is there such a school in the county?
-- place_school: county county_id, code str -> n i64
SELECT COUNT(*) FROM school WHERE county = $1 AND code = $2;

-- For the recomputation: everything that was ever published.
-- verify_editions: ->* id edition_id, county county_id, ruleset str, state str, body str, hash blob
SELECT id, county, ruleset, state, body, hash FROM edition WHERE published IS NOT NULL ORDER BY county, id;

-- sample_insert: id rule_sample_id, county county_id, name str, body str, account account_id?, at instant
INSERT INTO rule_sample (id, county, name, body, account, at) VALUES ($1, $2, $3, $4, $5, $6);

-- sample_rewrite: id rule_sample_id, name str, body str, account account_id?, at instant
UPDATE rule_sample SET name = $2, body = $3, account = $4, at = $5 WHERE id = $1;

-- sample_delete: id rule_sample_id, county county_id
DELETE FROM rule_sample WHERE id = $1 AND county = $2;

-- sample_rows: county county_id ->* id rule_sample_id, name str, body str
SELECT id, name, body FROM rule_sample WHERE county = $1 ORDER BY name, id;
