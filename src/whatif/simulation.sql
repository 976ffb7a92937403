-- Simulations: asked, run, read, forgotten.

-- simulation_insert: id simulation_id, asker county_id?, county county_id?, edition edition_id?, ruleset str,
--+ title str, hash blob, body str, term str, account account_id?, created instant
INSERT INTO simulation (id, asker, county, edition, ruleset, title, hash, body, term, state, schools, done, account,
	created, finished)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', 0, 0, $10, $11, NULL);

-- Every county it is about, in the order it is shown.
-- sim_counties_insert: id simulation_id, county county_id?
INSERT INTO simulation_county (simulation, county, place, state, schools, done, at, term, day, base, book, failure,
	found, figures, causes)
SELECT $1, k.id, ROW_NUMBER() OVER (ORDER BY k.zone, k.code), 'waiting',
	(SELECT COUNT(*) FROM school s WHERE s.county = k.id), 0, '', NULL, NULL, '', 0, NULL, NULL, '{}', '[]'
FROM county k WHERE CAST($2 AS BIGINT) IS NULL OR k.id = $2;

-- simulation_measure: id simulation_id
UPDATE simulation SET schools = (SELECT CAST(COALESCE(SUM(k.schools), 0) AS BIGINT) FROM simulation_county k
	WHERE k.simulation = simulation.id) WHERE id = $1;

-- Under way for the same asker.
-- simulation_under_way: asker county_id? -> n i64
SELECT COUNT(*) FROM simulation WHERE state IN ('waiting', 'running')
	AND (asker = $1 OR (asker IS NULL AND CAST($1 AS BIGINT) IS NULL));

-- simulation_row: id simulation_id ->?
--+ id simulation_id, asker county_id?, county county_id?, county_code str?, county_name str?, edition edition_id?,
--+ ruleset str, title str, hash blob, term str, state str, schools i64, done i64, account account_id?,
--+ created instant, finished instant?
SELECT s.id, s.asker, s.county, k.code, k.name, s.edition, s.ruleset, s.title, s.hash, s.term, s.state, s.schools,
	s.done, s.account, s.created, s.finished
FROM simulation s LEFT JOIN county k ON k.id = s.county WHERE s.id = $1;

-- The newest first; after 0: from the newest; edition none: all.
-- simulation_rows: asker county_id?, edition edition_id?, after i64, most i64 ->* =simulation_row
SELECT s.id, s.asker, s.county, k.code, k.name, s.edition, s.ruleset, s.title, s.hash, s.term, s.state, s.schools,
	s.done, s.account, s.created, s.finished
FROM simulation s LEFT JOIN county k ON k.id = s.county
WHERE (s.asker = $1 OR (s.asker IS NULL AND CAST($1 AS BIGINT) IS NULL))
	AND (CAST($2 AS BIGINT) IS NULL OR s.edition = $2) AND ($3 = 0 OR s.id < $3)
ORDER BY s.id DESC LIMIT $4;

-- simulation_count: asker county_id? -> n i64
SELECT COUNT(*) FROM simulation s WHERE s.asker = $1 OR (s.asker IS NULL AND CAST($1 AS BIGINT) IS NULL);

-- simulation_body: id simulation_id -> body str
SELECT body FROM simulation WHERE id = $1;

-- simulation_end: id simulation_id, state str, at instant
UPDATE simulation SET state = $2, finished = $3 WHERE id = $1 AND state IN ('waiting', 'running');

-- --- running -------------------------------------------------------------------------------------------------

-- sim_county_rows: simulation simulation_id ->*
--+ county county_id, code str, name str, place i64, state str, schools i64, done i64, at str, term term_id?,
--+ term_name str?, day date?, base str, book i64, failure str?, found str?, figures str, causes str
SELECT s.county, k.code, k.name, s.place, s.state, s.schools, s.done, s.at, s.term, t.name, s.day, s.base, s.book,
	s.failure, s.found, s.figures, s.causes
FROM simulation_county s JOIN county k ON k.id = s.county LEFT JOIN term t ON t.id = s.term
WHERE s.simulation = $1 ORDER BY s.place;

-- The county in hand, or the next one.
-- sim_county_next: simulation simulation_id ->? =sim_county_rows
SELECT s.county, k.code, k.name, s.place, s.state, s.schools, s.done, s.at, s.term, t.name, s.day, s.base, s.book,
	s.failure, s.found, s.figures, s.causes
FROM simulation_county s JOIN county k ON k.id = s.county LEFT JOIN term t ON t.id = s.term
WHERE s.simulation = $1 AND s.state IN ('waiting', 'running') ORDER BY s.place LIMIT 1;

-- Schools behind the one that was done last, in the order they are asked.
-- sim_schools_after: county county_id, at str, most i64 ->* id school_id
SELECT id FROM school WHERE county = $1 AND code > $2 ORDER BY code LIMIT $3;

-- Holds the simulation against a second runner until the transaction ends; nothing when it was cancelled, or when
-- somebody else came further.
-- simulation_advance: id simulation_id, was i64, done i64
UPDATE simulation SET state = 'running', done = $3
WHERE id = $1 AND done = $2 AND state IN ('waiting', 'running');

-- sim_county_advance: simulation simulation_id, county county_id, was i64, state str, done i64, at str, term term_id?,
--+ day date?, base str, book i64, failure str?, found str?, figures str, causes str
UPDATE simulation_county SET state = $4, done = $5, at = $6, term = $7, day = $8, base = $9, book = $10,
	failure = $11, found = $12, figures = $13, causes = $14
WHERE simulation = $1 AND county = $2 AND done = $3 AND state IN ('waiting', 'running');

-- A school that came or went meanwhile: what was done is all there is.
-- sim_county_measure: simulation simulation_id, county county_id
UPDATE simulation_county SET schools = done WHERE simulation = $1 AND county = $2;

-- sim_school_insert: simulation simulation_id, number i64, county county_id, code str, name str, moved i64,
--+ figures str, movers str
INSERT INTO simulation_school (simulation, number, county, code, name, moved, figures, movers)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- sim_counties_left: simulation simulation_id -> n i64, done i64
SELECT CAST(COUNT(*) FILTER (WHERE state IN ('waiting', 'running')) AS BIGINT),
	CAST(COUNT(*) FILTER (WHERE state = 'done') AS BIGINT)
FROM simulation_county WHERE simulation = $1;

-- --- reading -------------------------------------------------------------------------------------------------

-- sim_school_rows: simulation simulation_id, after i64, most i64 ->*
--+ number i64, county county_id, county_code str, code str, name str, moved i64, figures str
SELECT s.number, s.county, k.code, s.code, s.name, s.moved, s.figures
FROM simulation_school s JOIN county k ON k.id = s.county
WHERE s.simulation = $1 AND s.number > $2 ORDER BY s.number LIMIT $3;

-- sim_county_school_rows: simulation simulation_id, county county_id, skip i64, most i64 ->* =sim_school_rows
SELECT s.number, s.county, k.code, s.code, s.name, s.moved, s.figures
FROM simulation_school s JOIN county k ON k.id = s.county
WHERE s.simulation = $1 AND s.county = $2 ORDER BY s.number LIMIT $4 OFFSET $3;

-- Who moves, school by school; from a school to a school.
-- sim_mover_rows: simulation simulation_id, first i64, last i64 ->* code str, movers str
SELECT code, movers FROM simulation_school
WHERE simulation = $1 AND number >= $2 AND number <= $3 AND moved > 0 ORDER BY number;

-- How many move in each school.
-- sim_moved_rows: simulation simulation_id ->* number i64, name str, moved i64
SELECT number, name, moved FROM simulation_school WHERE simulation = $1 AND moved > 0 ORDER BY number;

-- --- forgetting ----------------------------------------------------------------------------------------------

-- simulation_old: before instant ->? id simulation_id
SELECT id FROM simulation WHERE created < $1 AND state <> 'purged' ORDER BY id LIMIT 1;

-- sim_schools_purge: simulation simulation_id, most i64
DELETE FROM simulation_school WHERE simulation = $1
	AND number IN (SELECT number FROM simulation_school WHERE simulation = $1 ORDER BY number LIMIT $2);

-- sim_counties_purge: simulation simulation_id
DELETE FROM simulation_county WHERE simulation = $1;

-- simulation_purged: id simulation_id, at instant
UPDATE simulation SET state = 'purged', body = '', finished = COALESCE(finished, $2) WHERE id = $1;
