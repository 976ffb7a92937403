-- Three orders of one school, paid by a channel on one day.

-- world_term: county county_id, first date, last date
INSERT INTO term (id, county, code, name, first_day, last_day) VALUES (801, $1, '2026-1', 'T', $2, $3);

-- world_collecting: county county_id, school school_id, at instant
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, number, merchant, active, tested,
	tested_code, at, account)
VALUES (901, $1, $2, 'wechat', 'school', 'A1', 'B', NULL, '1900000001', 1, NULL, '', $3, 1);

-- world_bills: county county_id, school school_id
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
SELECT 600 + p.n, $1, $2, 801, p.id, 'collected', 10000, 10000, 0, 0, 0 FROM (
	SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS n FROM pupil WHERE school = $2) p WHERE p.n <= 3;

-- world_orders: county county_id, school school_id, at instant
INSERT INTO pay_order (id, county, school, term, bill, pupil, collecting, channel, way, amount, number, state, payer,
	address, link, call, expires, at, settled, why, account)
SELECT 500 + b.id, $1, $2, 801, b.id, b.pupil, 901, 'wechat', 'qr', 10000, 'K' || CAST(b.id - 600 AS TEXT), 'paid', NULL, NULL,
	NULL, NULL, $3, $3, $3, '', 1
FROM bill b WHERE b.id BETWEEN 601 AND 603;

-- world_payments: county county_id, school school_id, at instant
INSERT INTO payment (id, county, school, term, bill, pupil, collecting, pay_order, channel, amount, number, paid_at, at,
	account, flag)
SELECT 700 + b.id, $1, $2, 801, b.id, b.pupil, 901, 500 + b.id, 'wechat', 10000, 'C' || CAST(b.id - 600 AS TEXT), $3, $3, 0, ''
FROM bill b WHERE b.id BETWEEN 601 AND 603;
