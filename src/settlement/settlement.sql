-- Escrow, statements, disputes, releases.

-- Minutes of a course that were held with somebody there, through a day.
-- verified_minutes: offering offering_id, through date -> n i64
SELECT CAST(COALESCE(SUM(s.ends - s.starts), 0) AS BIGINT) FROM sitting s JOIN register r ON r.sitting = s.id
WHERE s.offering = $1 AND s.state = 'held' AND r.present > 0 AND s.day <= $2;

-- What families and payers have paid for a course, less what went back.
-- course_income: offering offering_id, term term_id -> fen money
WITH bills AS (SELECT b.id AS bill, b.state AS state FROM (SELECT DISTINCT e.pupil AS pupil FROM enrolment e WHERE e.offering = $1) who
	JOIN bill b ON b.pupil = who.pupil AND b.term = $2)
SELECT CAST(COALESCE((SELECT SUM(l.amount) FROM bills k JOIN bill_line l ON l.bill = k.bill
		WHERE k.state = 'collected' AND l.offering = $1 AND l.item <> 'consumables'), 0)
	+ COALESCE((SELECT SUM(p.amount) FROM bills k CROSS JOIN bill_line l CROSS JOIN payer_cover p
		WHERE l.bill = k.bill AND p.line = l.id AND l.offering = $1), 0)
	- COALESCE((SELECT SUM(x.amount) FROM bills k CROSS JOIN refund f CROSS JOIN refund_line x
		WHERE f.bill = k.bill AND f.state IN ('approved', 'sent', 'done', 'failed')
			AND x.refund = f.id AND x.account = 'course' AND x.subject = $1), 0) AS BIGINT);

-- --- escrow ---

-- What a course's families and payers have brought by each line, adjustment and refund of it, where it is not what was
-- followed so far. Of a line the part another payer bears counts once that payer has paid: borne first by the price, so
-- at most the price. A bill that leaves the family nothing to pay is never collected: its line counts as its payers pay.
-- escrow_waiting: offering offering_id, term term_id, most i64 ->* source i64, amount money, rows i64
WITH bills AS (SELECT b.id AS bill, b.state AS state, b.total AS total
	FROM (SELECT DISTINCT e.pupil AS pupil FROM enrolment e WHERE e.offering = $1) who
	JOIN bill b ON b.pupil = who.pupil AND b.term = $2),
lines AS (
	SELECT l.id AS source, l.amount AS amount, k.state AS state, k.total AS total, l.reverses AS reverses,
		CAST(COALESCE((SELECT -SUM(w.amount) FROM bill_line w
			WHERE w.bill = l.bill AND w.enrolment = l.enrolment AND w.item NOT IN ('price', 'consumables') AND w.amount < 0
				AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = w.bill AND r.reverses = w.id)), 0) AS BIGINT) AS borne,
		CAST(COALESCE((SELECT -SUM(w.amount) FROM bill_line w
			WHERE w.bill = l.bill AND w.enrolment = l.enrolment AND w.item NOT IN ('price', 'consumables') AND w.amount < 0
				AND NOT EXISTS (SELECT 1 FROM payer_cover p WHERE p.line = w.id)
				AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = w.bill AND r.reverses = w.id)), 0) AS BIGINT) AS unpaid
	FROM bills k JOIN bill_line l ON l.bill = k.bill
	WHERE l.offering = $1 AND l.item = 'price' AND l.amount <> 0),
came AS (
	SELECT source, CASE
		WHEN state <> 'collected' AND (total <> 0 OR borne = 0) THEN 0
		WHEN reverses IS NOT NULL THEN amount
		WHEN unpaid > amount THEN 0
		ELSE amount - unpaid END AS amount FROM lines
	UNION ALL
	SELECT a.id, CASE WHEN k.state = 'collected' THEN a.amount ELSE 0 END FROM bills k JOIN bill_adjustment a ON a.bill = k.bill
	WHERE a.offering = $1 AND a.item = 'price'
	UNION ALL
	SELECT f.id, CAST(-SUM(x.amount) AS BIGINT) FROM bills k CROSS JOIN refund f CROSS JOIN refund_line x
	WHERE f.bill = k.bill AND f.state IN ('approved', 'sent', 'done', 'failed')
		AND x.refund = f.id AND x.account = 'course' AND x.subject = $1 AND x.amount <> 0 GROUP BY f.id),
taken AS (
	SELECT origin AS source, COUNT(*) AS n, CAST(SUM(income) AS BIGINT) AS income FROM escrow_take WHERE offering = $1 GROUP BY origin)
SELECT m.source, m.amount - COALESCE(t.income, 0), COALESCE(t.n, 0) FROM came m LEFT JOIN taken t ON t.source = m.source
WHERE m.amount <> COALESCE(t.income, 0)
ORDER BY m.source LIMIT $3;

-- escrow_held: offering offering_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(share) FROM escrow_take WHERE offering = $1), 0)
	- COALESCE((SELECT SUM(r.amount + r.withheld) FROM settlement s JOIN escrow_release r ON r.settlement = s.id
		WHERE s.offering = $1), 0)
	- COALESCE((SELECT SUM(x.amount) FROM escrow_rest x WHERE x.offering = $1 AND x.state = 'approved'), 0) AS BIGINT);

-- escrow_take_insert: id i64, county county_id, school school_id, offering offering_id, origin i64, seq i64, sheet i64,
--+ income money, share money, claim money, at instant
INSERT INTO escrow_take (id, county, school, offering, source, origin, seq, sheet, income, share, claim, at)
VALUES ($1, $2, $3, $4, CASE WHEN $6 = 1 THEN $5 ELSE $1 END, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING;

-- escrow_claim: offering offering_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(claim) FROM escrow_take WHERE offering = $1), 0)
	- COALESCE((SELECT SUM(amount) FROM escrow_claim_back WHERE offering = $1), 0) AS BIGINT);

-- Courses of an agency at a school that it still has families' money of.
-- escrow_claims: school school_id, agency agency_id, most i64 ->* offering offering_id, fen money
SELECT x.offering, x.fen FROM (SELECT o.id AS offering,
	CAST(COALESCE((SELECT SUM(t.claim) FROM escrow_take t WHERE t.offering = o.id), 0)
		- COALESCE((SELECT SUM(b.amount) FROM escrow_claim_back b WHERE b.offering = o.id), 0) AS BIGINT) AS fen
	FROM offering o WHERE o.school = $1 AND o.agency = $2) x
WHERE x.fen > 0 ORDER BY x.offering LIMIT $3;

-- escrow_claim_back_insert: release i64, offering offering_id, county county_id, amount money
INSERT INTO escrow_claim_back (release, offering, county, amount) VALUES ($1, $2, $3, $4);

-- --- what is left when a course is over ---

-- county, school, agency, offering 0: any.
-- escrow_rows: county i64, school i64, agency i64, offering i64, most i64, skip i64 ->*
--+ offering offering_id, county county_id, school school_id, title str, school_name str, agency_name str, term term_id, ends date,
--+ held money, taken money, released money, claimed money, returned money, rest i64?, asked money?, reason str?, asked_by i64?,
--+ open_lines i64
SELECT o.id, o.county, o.school, o.title, k.name, a.name, o.term, o.ends, f.balance,
	(SELECT CAST(COALESCE(SUM(t.share), 0) AS BIGINT) FROM escrow_take t WHERE t.offering = o.id),
	(SELECT CAST(COALESCE(SUM(r.amount + r.withheld), 0) AS BIGINT) FROM settlement s JOIN escrow_release r ON r.settlement = s.id
		WHERE s.offering = o.id),
	(SELECT CAST(COALESCE(SUM(t.claim), 0) AS BIGINT) FROM escrow_take t WHERE t.offering = o.id)
		- (SELECT CAST(COALESCE(SUM(b.amount), 0) AS BIGINT) FROM escrow_claim_back b WHERE b.offering = o.id),
	(SELECT CAST(COALESCE(SUM(x.amount), 0) AS BIGINT) FROM escrow_rest x WHERE x.offering = o.id AND x.state = 'approved'),
	w.id, w.amount, w.reason, w.asked_by,
	(SELECT COUNT(*) FROM settlement s JOIN settlement_line l ON l.settlement = s.id
		WHERE s.offering = o.id AND l.state <> 'released')
FROM fund f JOIN offering o ON o.id = f.subject JOIN school k ON k.id = o.school JOIN agency a ON a.id = o.agency
	LEFT JOIN escrow_rest w ON w.offering = o.id AND w.state = 'asked'
WHERE f.account = 'escrow' AND ($1 = 0 OR f.county = $1) AND ($2 = 0 OR o.school = $2) AND ($3 = 0 OR o.agency = $3)
	AND ($4 = 0 OR f.subject = $4)
ORDER BY o.id DESC LIMIT $5 OFFSET $6;

-- escrow_count: county i64, school i64, agency i64 -> n i64
SELECT COUNT(*) FROM fund f JOIN offering o ON o.id = f.subject
WHERE f.account = 'escrow' AND ($1 = 0 OR f.county = $1) AND ($2 = 0 OR o.school = $2) AND ($3 = 0 OR o.agency = $3);

-- Held and waiting for no statement: what is disputed or not released yet says itself why it is held.
-- escrow_unexplained: county county_id, term term_id -> n i64, fen money
SELECT COUNT(*), CAST(COALESCE(SUM(f.balance), 0) AS BIGINT) FROM fund f JOIN offering o ON o.id = f.subject
WHERE f.account = 'escrow' AND f.county = $1 AND f.balance > 0 AND o.term = $2
	AND NOT EXISTS (SELECT 1 FROM settlement s JOIN settlement_line l ON l.settlement = s.id
		WHERE s.offering = o.id AND l.state <> 'released');

-- escrow_rest_insert: id i64, county county_id, school school_id, offering offering_id, amount money, reason str, by i64,
--+ at instant
INSERT INTO escrow_rest (id, county, school, offering, amount, reason, asked_by, asked, state, decision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'asked', '') ON CONFLICT (offering) WHERE state = 'asked' DO NOTHING;

-- escrow_rest_row: id i64 ->?
--+ county county_id, school school_id, offering offering_id, amount money, state str, asked_by i64
SELECT county, school, offering, amount, state, asked_by FROM escrow_rest WHERE id = $1;

-- escrow_rest_decide: id i64, state str, decision str, by i64, at instant
UPDATE escrow_rest SET state = $2, decision = $3, decided_by = $4, decided = $5 WHERE id = $1 AND state = 'asked';

-- Paid enrolments of a course that no refund for what was not served stands of.
-- unserved_enrolments: offering offering_id, term term_id, after i64, most i64 ->* id enrolment_id
SELECT e.id FROM enrolment e JOIN bill b ON b.pupil = e.pupil AND b.term = $2 AND b.state = 'collected'
WHERE e.offering = $1 AND e.id > $3 AND NOT EXISTS (SELECT 1 FROM refund f WHERE f.enrolment = e.id AND f.reason = 'not_served'
	AND f.state <> 'returned')
ORDER BY e.id LIMIT $4;

-- --- who bears waivers ---

-- Payer by payer: a statement may share what it waives between several. '' are lines of before, and what came in for them.
-- payer_sums: school school_id, term term_id ->* payer str, borne money, paid money, covered money
SELECT x.payer, CAST(SUM(x.borne) AS BIGINT), CAST(SUM(x.paid) AS BIGINT), CAST(SUM(x.covered) AS BIGINT) FROM (
	SELECT COALESCE(l.payer, '') AS payer, -l.amount AS borne, 0 AS paid, 0 AS covered FROM bill b JOIN bill_line l ON l.bill = b.id
	WHERE b.school = $1 AND b.term = $2 AND l.item NOT IN ('price', 'consumables')
	UNION ALL
	SELECT COALESCE(r.bears, ''), 0, r.amount, 0 FROM payer_receipt r WHERE r.school = $1 AND r.term = $2
		AND NOT EXISTS (SELECT 1 FROM payer_reversal v WHERE v.receipt = r.id AND v.state = 'done')
	UNION ALL
	SELECT COALESCE(w.payer, ''), 0, 0, p.amount FROM payer_cover p JOIN bill_line w ON w.id = p.line
	WHERE p.school = $1 AND p.term = $2
		AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = w.bill AND r.reverses = w.id)) x
GROUP BY x.payer ORDER BY x.payer;

-- payer_receipt_insert: id i64, county county_id, school school_id, term term_id, payer str, document str, amount money,
--+ day date, account i64, at instant, bears str?
INSERT INTO payer_receipt (id, county, school, term, payer, document, amount, day, account, at, bears)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (school, document) DO NOTHING;

-- payer_receipts: school school_id, term term_id ->*
--+ id i64, payer str, document str, amount money, day date, bears str?, state str?
SELECT r.id, r.payer, COALESCE(v.document, r.document), r.amount, r.day, r.bears, v.state
FROM payer_receipt r LEFT JOIN payer_reversal v ON v.id = (SELECT MAX(x.id) FROM payer_reversal x WHERE x.receipt = r.id)
WHERE r.school = $1 AND r.term = $2 ORDER BY r.id;

-- payer_receipt_row: id i64 ->?
--+ id i64, county county_id, school school_id, term term_id, payer str, document str, amount money, day date, bears str?,
--+ reversal i64, state str?, reason str?, asked_by account_id?
SELECT r.id, r.county, r.school, r.term, r.payer, COALESCE(v.document, r.document), r.amount, r.day, r.bears,
	COALESCE(v.id, 0), v.state, v.reason, v.asked_by
FROM payer_receipt r LEFT JOIN payer_reversal v ON v.id = (SELECT MAX(x.id) FROM payer_reversal x WHERE x.receipt = r.id)
WHERE r.id = $1;

-- payer_reversal_insert: id i64, county county_id, school school_id, term term_id, receipt i64, document str, reason str,
--+ account i64, at instant
INSERT INTO payer_reversal (id, county, school, term, receipt, document, state, reason, asked_by, asked)
VALUES ($1, $2, $3, $4, $5, $6, 'asked', $7, $8, $9) ON CONFLICT DO NOTHING;

-- payer_reversal_decide: id i64, state str, account i64, at instant
UPDATE payer_reversal SET state = $2, decided_by = $3, decided = $4 WHERE id = $1 AND state = 'asked';

-- payer_receipt_renumber: id i64, document str
UPDATE payer_receipt SET document = $2 WHERE id = $1;

-- A payer's lines that stand and are paid, the newest first.
-- payer_covered: school school_id, term term_id, payer str, most i64 ->* line i64, amount money
SELECT p.line, p.amount FROM payer_cover p JOIN bill_line l ON l.id = p.line
WHERE p.school = $1 AND p.term = $2 AND COALESCE(l.payer, '') = $3
	AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = l.bill AND r.reverses = l.id)
ORDER BY p.line DESC LIMIT $4;

-- payer_cover_drop: line i64
DELETE FROM payer_cover WHERE line = $1;

-- A payer's lines that are not paid yet, the oldest first.
-- payer_uncovered: school school_id, term term_id, payer str, most i64 ->* line i64, amount money
SELECT l.id, -l.amount FROM bill b JOIN bill_line l ON l.bill = b.id
WHERE b.school = $1 AND b.term = $2 AND l.item NOT IN ('price', 'consumables') AND l.amount < 0
	AND COALESCE(l.payer, '') = $3
	AND NOT EXISTS (SELECT 1 FROM payer_cover p WHERE p.line = l.id)
	AND NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = l.bill AND r.reverses = l.id)
ORDER BY l.id LIMIT $4;

-- payer_cover_insert: line i64, county county_id, school school_id, term term_id, amount money, at instant
INSERT INTO payer_cover (line, county, school, term, amount, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (line) DO NOTHING;

-- --- statements ---

-- `pays`: what the county decided of it in a statement that was withdrawn since, or all of it.
-- verified_sittings: offering offering_id, first date, last date, closed date, most i64 ->*
--+ sitting sitting_id, minutes i64, pays i64
SELECT s.id, s.ends - s.starts, COALESCE((SELECT CASE WHEN d.minutes < s.ends - s.starts THEN d.minutes ELSE s.ends - s.starts END
	FROM settlement_dispute d WHERE d.id = (SELECT MAX(x.id) FROM settlement_dispute x
		WHERE x.sitting = s.id AND x.minutes IS NOT NULL)), s.ends - s.starts)
FROM sitting s JOIN register r ON r.sitting = s.id
WHERE s.offering = $1 AND s.day >= $2 AND s.day <= $3 AND s.day < $4 AND s.state = 'held' AND r.present > 0
	AND NOT EXISTS (SELECT 1 FROM settlement_line l WHERE l.sitting = s.id)
ORDER BY s.day, s.starts LIMIT $5;

-- undrawn: offering offering_id -> n i64
SELECT COUNT(*) FROM sitting s JOIN register r ON r.sitting = s.id
WHERE s.offering = $1 AND s.state = 'held' AND r.present > 0
	AND NOT EXISTS (SELECT 1 FROM settlement_line l WHERE l.sitting = s.id);

-- settlement_insert: id i64, county county_id, school school_id, agency agency_id, offering offering_id, sheet i64,
--+ first date, last date, hourly money, maker i64, at instant
INSERT INTO settlement (id, county, school, agency, offering, sheet, first, last, hourly, maker, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- settlement_line_insert: sitting sitting_id, settlement i64, county county_id, verified i64, minutes i64
INSERT INTO settlement_line (sitting, settlement, county, verified, minutes, state) VALUES ($1, $2, $3, $4, $5, 'open')
ON CONFLICT (sitting) DO NOTHING;

-- settlement_sheet: id i64 -> sheet i64
SELECT sheet FROM settlement WHERE id = $1;

-- settlement_row: id i64 ->?
--+ id i64, county county_id, school school_id, agency agency_id, offering offering_id, school_name str, agency_name str,
--+ title str, term term_id, first date, last date, hourly money, at instant, sittings i64, minutes i64, disputed i64,
--+ open i64, released money, paid money, owed date?, withheld money, back_reason str?, back_amount money,
--+ back_by account_id?, withdrawn instant?
SELECT s.id, s.county, s.school, s.agency, s.offering, k.name, a.name, o.title, o.term, s.first, s.last, s.hourly, s.at,
	(SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id AND l.state = 'disputed'),
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.settlement = s.id AND l.state = 'open'),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM escrow_release r WHERE r.settlement = s.id),
	(SELECT CAST(COALESCE(SUM(r.amount), 0) AS BIGINT) FROM escrow_release r JOIN payout_line p
		ON p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid' WHERE r.settlement = s.id),
	(SELECT MIN(r.day) FROM escrow_release r WHERE r.settlement = s.id AND r.amount > 0 AND NOT EXISTS (SELECT 1 FROM payout_line p
		WHERE p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid')),
	(SELECT CAST(COALESCE(SUM(r.withheld), 0) AS BIGINT) FROM escrow_release r WHERE r.settlement = s.id),
	s.back_reason, COALESCE(s.back_amount, 0), s.back_by, s.withdrawn
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
		WHERE p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid')),
	(SELECT CAST(COALESCE(SUM(r.withheld), 0) AS BIGINT) FROM escrow_release r WHERE r.settlement = s.id),
	s.back_reason, COALESCE(s.back_amount, 0), s.back_by, s.withdrawn
FROM settlement s JOIN school k ON k.id = s.school JOIN agency a ON a.id = s.agency JOIN offering o ON o.id = s.offering
WHERE ($1 = 0 OR s.county = $1) AND ($2 = 0 OR s.school = $2) AND ($3 = 0 OR s.agency = $3)
ORDER BY s.id DESC LIMIT $4 OFFSET $5;

-- settlement_count: county i64, school i64, agency i64 -> n i64
SELECT COUNT(*) FROM settlement s
WHERE ($1 = 0 OR s.county = $1) AND ($2 = 0 OR s.school = $2) AND ($3 = 0 OR s.agency = $3);

-- Those that stand in it; of a withdrawn one those that stood.
-- settlement_lines: settlement i64 ->*
--+ sitting sitting_id, day date, starts time, ends time, verified i64, minutes i64, state str, present i64,
--+ reason str?, answer str?, decision str?
SELECT l.sitting, s.day, s.starts, s.ends, l.verified, l.minutes, l.state, COALESCE(r.present, 0), d.reason, d.answer,
	d.decision
FROM (SELECT x.sitting AS sitting, x.verified AS verified, x.minutes AS minutes, x.state AS state
	FROM settlement_line x WHERE x.settlement = $1
	UNION ALL
	SELECT p.sitting, p.verified, p.minutes, 'withdrawn' FROM settlement_line_past p WHERE p.settlement = $1) l
	JOIN sitting s ON s.id = l.sitting LEFT JOIN register r ON r.sitting = l.sitting
	LEFT JOIN settlement_dispute d ON d.id = (SELECT MAX(x.id) FROM settlement_dispute x
		WHERE x.settlement = $1 AND x.sitting = l.sitting)
ORDER BY s.day, s.starts, l.sitting;

-- settlement_line_row: settlement i64, sitting sitting_id ->? verified i64, state str
SELECT verified, state FROM settlement_line WHERE settlement = $1 AND sitting = $2;

-- settlement_line_turn: sitting sitting_id, was str, now str
UPDATE settlement_line SET state = $3 WHERE sitting = $1 AND state = $2;

-- settlement_line_decided: sitting sitting_id, minutes i64
UPDATE settlement_line SET state = 'open', minutes = $2 WHERE sitting = $1 AND state = 'disputed';

-- settlement_release_lines: settlement i64, release i64
UPDATE settlement_line SET state = 'released', release = $2 WHERE settlement = $1 AND state = 'open';

-- --- withdrawing ---

-- What was released of a statement, kept from being paid until this is done.
-- settlement_school: settlement i64 ->? school school_id
SELECT school FROM settlement WHERE id = $1;

-- settlement_releases_hold: settlement i64
UPDATE escrow_release SET day = day WHERE settlement = $1;

-- escrow_release_hold: id i64
UPDATE escrow_release SET day = day WHERE id = $1;

-- settlement_releases: settlement i64 ->* id i64, money money
SELECT id, amount + withheld FROM escrow_release WHERE settlement = $1 ORDER BY id;

-- The payout that pays or has paid of it, what is furthest on its way first.
-- settlement_payout: settlement i64 ->? line str, payout str, id i64
SELECT p.state, b.state, b.id FROM escrow_release r JOIN payout_line p ON p.cause = 'escrow_release' AND p.cause_id = r.id
JOIN payout b ON b.id = p.payout WHERE r.settlement = $1 AND p.state IN ('open', 'paid')
ORDER BY CASE WHEN p.state = 'paid' THEN 0 WHEN b.state = 'exported' THEN 1 ELSE 2 END, p.id LIMIT 1;

-- escrow_release_past_insert: id i64, back i64?, account i64, at instant
INSERT INTO escrow_release_past (id, back, county, school, agency, offering, settlement, minutes, amount, withheld, day, account,
	at, back_by, back_at)
SELECT id, CAST($2 AS BIGINT), county, school, agency, offering, settlement, minutes, amount, withheld, day, account, at, $3, $4
FROM escrow_release WHERE id = $1;

-- escrow_claim_back_drop: release i64
DELETE FROM escrow_claim_back WHERE release = $1;

-- escrow_release_drop: id i64
DELETE FROM escrow_release WHERE id = $1;

-- settlement_lines_unrelease: settlement i64
UPDATE settlement_line SET state = 'open', release = NULL WHERE settlement = $1 AND state = 'released';

-- settlement_back_asked: id i64, reason str, amount money, account i64
UPDATE settlement SET back_reason = $2, back_amount = $3, back_by = $4 WHERE id = $1 AND withdrawn IS NULL;

-- settlement_lines_keep: settlement i64
INSERT INTO settlement_line_past (settlement, sitting, verified, minutes)
SELECT settlement, sitting, verified, minutes FROM settlement_line WHERE settlement = $1;

-- settlement_lines_free: settlement i64
DELETE FROM settlement_line WHERE settlement = $1 AND state <> 'released';

-- disputes_end: settlement i64, reason str, by i64, at instant
UPDATE settlement_dispute SET decision = $2, decided_by = $3, decided = $4 WHERE settlement = $1 AND decided IS NULL;

-- settlement_withdrawn: id i64, account i64, at instant
UPDATE settlement SET withdrawn = $3, withdrawn_by = $2 WHERE id = $1 AND withdrawn IS NULL;

-- escrow_release_insert: id i64, county county_id, school school_id, agency agency_id, offering offering_id,
--+ settlement i64, minutes i64, amount money, withheld money, day date, account i64, at instant
INSERT INTO escrow_release (id, county, school, agency, offering, settlement, minutes, amount, withheld, day, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

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

-- school_term_courses: school school_id, term term_id ->* id offering_id, title str, agency agency_id?, state str
SELECT id, title, agency, state FROM offering WHERE school = $1 AND term = $2 AND kind = 'course' ORDER BY title, id;
