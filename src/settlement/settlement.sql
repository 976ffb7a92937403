-- Price sheets, escrow, statements, disputes, releases.

-- sheet_insert: id i64, county county_id, school school_id, offering offering_id, minutes i64, people i64, rate money,
--+ materials money, headcount i64, cost money, government money, own money, parents money, part money, price money,
--+ author i64, at instant
INSERT INTO price_sheet (id, county, school, offering, minutes, people, rate, materials, headcount, cost, government,
	own, parents, part, price, author, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- sheet_publish: id i64, by i64, at instant
UPDATE price_sheet SET publisher = $2, published = $3 WHERE id = $1 AND published IS NULL;

-- sheet_row: id i64 ->?
--+ id i64, county county_id, school school_id, offering offering_id, title str, agency agency_id?, agency_name str,
--+ minutes i64, people i64, rate money, materials money, headcount i64, cost money, government money, own money,
--+ parents money, part money, price money, published instant?, at instant, ends date, term_price money
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price
FROM price_sheet p JOIN offering o ON o.id = p.offering LEFT JOIN agency a ON a.id = o.agency WHERE p.id = $1;

-- sheet_of: offering offering_id ->? =sheet_row
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price
FROM price_sheet p JOIN offering o ON o.id = p.offering LEFT JOIN agency a ON a.id = o.agency
WHERE p.offering = $1 AND p.published IS NOT NULL ORDER BY p.id DESC LIMIT 1;

-- The newest of each course of a school's term.
-- sheets: school school_id, term term_id, published bool ->* =sheet_row
SELECT p.id, p.county, p.school, p.offering, o.title, o.agency, COALESCE(a.name, ''), p.minutes, p.people, p.rate,
	p.materials, p.headcount, p.cost, p.government, p.own, p.parents, p.part, p.price, p.published, p.at, o.ends, o.price
FROM price_sheet p JOIN offering o ON o.id = p.offering LEFT JOIN agency a ON a.id = o.agency
WHERE p.school = $1 AND o.term = $2 AND p.id = (SELECT MAX(x.id) FROM price_sheet x
	WHERE x.offering = p.offering AND ($3 = 0 OR x.published IS NOT NULL))
	AND ($3 = 0 OR p.published IS NOT NULL)
ORDER BY o.title, p.id;

-- Minutes of a course that were held with somebody there, through a day.
-- verified_minutes: offering offering_id, through date -> n i64
SELECT CAST(COALESCE(SUM(s.ends - s.starts), 0) AS BIGINT) FROM sitting s JOIN register r ON r.sitting = s.id
WHERE s.offering = $1 AND s.state = 'held' AND r.present > 0 AND s.day <= $2;

-- What families have paid for a course, less what went back.
-- course_income: offering offering_id, term term_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(l.amount) FROM (SELECT DISTINCT e.pupil AS pupil FROM enrolment e WHERE e.offering = $1) w
		JOIN bill b ON b.pupil = w.pupil AND b.term = $2 AND b.state = 'collected'
		JOIN bill_line l ON l.bill = b.id AND l.offering = $1 AND l.item = 'price'), 0)
	- COALESCE((SELECT SUM(x.amount) FROM (SELECT DISTINCT e.pupil AS pupil FROM enrolment e WHERE e.offering = $1) w
		JOIN bill b ON b.pupil = w.pupil AND b.term = $2
		JOIN refund f ON f.bill = b.id AND f.state IN ('approved', 'sent', 'done', 'failed')
		JOIN refund_line x ON x.refund = f.id AND x.account = 'course' AND x.subject = $1), 0) AS BIGINT);

-- --- escrow ---

-- What moved a course's income and is not followed yet: lines of collected bills, adjustments of them, refunds.
-- escrow_waiting: offering offering_id, term term_id, most i64 ->* source i64, amount money
WITH bills AS (SELECT b.id AS bill, b.state AS state
	FROM (SELECT DISTINCT e.pupil AS pupil FROM enrolment e WHERE e.offering = $1) w
	JOIN bill b ON b.pupil = w.pupil AND b.term = $2),
moved AS (
	SELECT l.id AS source, l.amount AS amount FROM bills k JOIN bill_line l ON l.bill = k.bill
	WHERE k.state = 'collected' AND l.offering = $1 AND l.item = 'price' AND l.amount <> 0
	UNION ALL
	SELECT a.id, a.amount FROM bills k JOIN bill_adjustment a ON a.bill = k.bill
	WHERE k.state = 'collected' AND a.offering = $1 AND a.item = 'price'
	UNION ALL
	SELECT f.id, CAST(-SUM(x.amount) AS BIGINT) FROM bills k
	JOIN refund f ON f.bill = k.bill AND f.state IN ('approved', 'sent', 'done', 'failed')
	JOIN refund_line x ON x.refund = f.id AND x.account = 'course' AND x.subject = $1 AND x.amount <> 0 GROUP BY f.id)
SELECT m.source, m.amount FROM moved m
WHERE NOT EXISTS (SELECT 1 FROM escrow_take t WHERE t.offering = $1 AND t.source = m.source)
ORDER BY m.source LIMIT $3;

-- escrow_held: offering offering_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(share) FROM escrow_take WHERE offering = $1), 0)
	- COALESCE((SELECT SUM(r.amount) FROM settlement s JOIN escrow_release r ON r.settlement = s.id
		WHERE s.offering = $1), 0) AS BIGINT);

-- escrow_take_insert: id i64, county county_id, school school_id, offering offering_id, source i64, income money,
--+ share money, at instant
INSERT INTO escrow_take (id, county, school, offering, source, income, share, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (offering, source) DO NOTHING;

-- --- statements ---

-- verified_sittings: offering offering_id, first date, last date, closed date, most i64 ->* sitting sitting_id, minutes i64
SELECT s.id, s.ends - s.starts FROM sitting s JOIN register r ON r.sitting = s.id
WHERE s.offering = $1 AND s.day >= $2 AND s.day <= $3 AND s.day < $4 AND s.state = 'held' AND r.present > 0
	AND NOT EXISTS (SELECT 1 FROM settlement_line l WHERE l.sitting = s.id)
ORDER BY s.day, s.starts LIMIT $5;

-- settlement_insert: id i64, county county_id, school school_id, agency agency_id, offering offering_id, sheet i64,
--+ first date, last date, hourly money, maker i64, at instant
INSERT INTO settlement (id, county, school, agency, offering, sheet, first, last, hourly, maker, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- settlement_line_insert: sitting sitting_id, settlement i64, county county_id, minutes i64
INSERT INTO settlement_line (sitting, settlement, county, verified, minutes, state) VALUES ($1, $2, $3, $4, $4, 'open')
ON CONFLICT (sitting) DO NOTHING;

-- settlement_row: id i64 ->?
--+ id i64, county county_id, school school_id, agency agency_id, offering offering_id, school_name str, agency_name str,
--+ title str, term term_id, first date, last date, hourly money, at instant, sittings i64, minutes i64, disputed i64,
--+ open i64, released money, paid money, owed date?
SELECT s.id, s.county, s.school, s.agency, s.offering, k.name, a.name, o.title, o.term, s.first, s.last, s.hourly, s.at,
	(SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id AND l.state = 'disputed'),
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.settlement = s.id AND l.state = 'open'),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM escrow_release r WHERE r.settlement = s.id),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM escrow_release r JOIN payout_line p
		ON p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid' WHERE r.settlement = s.id),
	(SELECT MIN(r.day) FROM escrow_release r WHERE r.settlement = s.id AND r.amount > 0 AND NOT EXISTS (SELECT 1 FROM payout_line p
		WHERE p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid'))
FROM settlement s JOIN school k ON k.id = s.school JOIN agency a ON a.id = s.agency JOIN offering o ON o.id = s.offering
WHERE s.id = $1;

-- county, school, agency 0: any.
-- settlement_rows: county i64, school i64, agency i64, most i64, skip i64 ->* =settlement_row
SELECT s.id, s.county, s.school, s.agency, s.offering, k.name, a.name, o.title, o.term, s.first, s.last, s.hourly, s.at,
	(SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id AND l.state = 'disputed'),
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.settlement = s.id AND l.state = 'open'),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM escrow_release r WHERE r.settlement = s.id),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM escrow_release r JOIN payout_line p
		ON p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid' WHERE r.settlement = s.id),
	(SELECT MIN(r.day) FROM escrow_release r WHERE r.settlement = s.id AND r.amount > 0 AND NOT EXISTS (SELECT 1 FROM payout_line p
		WHERE p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid'))
FROM settlement s JOIN school k ON k.id = s.school JOIN agency a ON a.id = s.agency JOIN offering o ON o.id = s.offering
WHERE ($1 = 0 OR s.county = $1) AND ($2 = 0 OR s.school = $2) AND ($3 = 0 OR s.agency = $3)
ORDER BY s.id DESC LIMIT $4 OFFSET $5;

-- settlement_count: county i64, school i64, agency i64 -> n i64
SELECT COUNT(*) FROM settlement s
WHERE ($1 = 0 OR s.county = $1) AND ($2 = 0 OR s.school = $2) AND ($3 = 0 OR s.agency = $3);

-- settlement_lines: settlement i64 ->*
--+ sitting sitting_id, day date, starts time, ends time, verified i64, minutes i64, state str, present i64,
--+ reason str?, answer str?, decision str?
SELECT l.sitting, s.day, s.starts, s.ends, l.verified, l.minutes, l.state, COALESCE(r.present, 0), d.reason, d.answer,
	d.decision
FROM settlement_line l JOIN sitting s ON s.id = l.sitting LEFT JOIN register r ON r.sitting = l.sitting
	LEFT JOIN settlement_dispute d ON d.id = (SELECT MAX(x.id) FROM settlement_dispute x WHERE x.sitting = l.sitting)
WHERE l.settlement = $1 ORDER BY s.day, s.starts, l.sitting;

-- settlement_line_row: settlement i64, sitting sitting_id ->? verified i64, state str
SELECT verified, state FROM settlement_line WHERE settlement = $1 AND sitting = $2;

-- settlement_line_turn: sitting sitting_id, was str, now str
UPDATE settlement_line SET state = $3 WHERE sitting = $1 AND state = $2;

-- settlement_line_decided: sitting sitting_id, minutes i64
UPDATE settlement_line SET state = 'open', minutes = $2 WHERE sitting = $1 AND state = 'disputed';

-- settlement_release_lines: settlement i64, release i64
UPDATE settlement_line SET state = 'released', release = $2 WHERE settlement = $1 AND state = 'open';

-- escrow_release_insert: id i64, county county_id, school school_id, agency agency_id, offering offering_id,
--+ settlement i64, minutes i64, amount money, day date, account i64, at instant
INSERT INTO escrow_release (id, county, school, agency, offering, settlement, minutes, amount, day, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- --- disputes ---

-- dispute_insert: id i64, county county_id, settlement i64, sitting sitting_id, reason str, by i64, at instant
INSERT INTO settlement_dispute (id, county, settlement, sitting, reason, opened_by, opened) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- dispute_answer: sitting sitting_id, answer str, by i64, at instant
UPDATE settlement_dispute SET answer = $2, answered_by = $3, answered = $4 WHERE sitting = $1 AND decided IS NULL;

-- dispute_decide: sitting sitting_id, minutes i64, decision str, by i64, at instant
UPDATE settlement_dispute SET minutes = $2, decision = $3, decided_by = $4, decided = $5
WHERE sitting = $1 AND decided IS NULL;

-- --- paying ---

-- agency_payee_put: agency agency_id, county county_id, holder sealed(agency_payee.holder@agency),
--+ number sealed(agency_payee.number@agency), bank str, account i64, at instant
INSERT INTO agency_payee (agency, county, holder, number, bank, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (agency) DO UPDATE SET holder = excluded.holder, number = excluded.number, bank = excluded.bank,
	account = excluded.account, at = excluded.at;

-- agency_payee: agency agency_id ->?
--+ agency agency_id, holder sealed(agency_payee.holder@agency), number sealed(agency_payee.number@agency), bank str
SELECT agency, holder, number, bank FROM agency_payee WHERE agency = $1;

-- Released and on its way nowhere.
-- releases_owed: school school_id, most i64 ->* id i64, agency agency_id, agency_name str, title str, amount money, day date
SELECT r.id, r.agency, a.name, o.title, r.amount, r.day
FROM escrow_release r JOIN agency a ON a.id = r.agency JOIN offering o ON o.id = r.offering
WHERE r.school = $1 AND r.amount > 0 AND NOT EXISTS (SELECT 1 FROM payout_line p
	WHERE p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state IN ('open', 'paid'))
ORDER BY r.id LIMIT $2;

-- school_term_courses: school school_id, term term_id ->* id offering_id, title str, agency agency_id?
SELECT id, title, agency FROM offering WHERE school = $1 AND term = $2 AND kind = 'course' AND state <> 'draft' ORDER BY title, id;
