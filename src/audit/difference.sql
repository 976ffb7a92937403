-- --- what is held against each other ---

-- rec_merchants: county county_id ->*
--+ id i64, school school_id?, channel str, active bool, entered instant, fee_per_million i64?, days i64?, bank_account i64?,
--+ bearer str, school_name str
SELECT a.id, a.school, a.channel, a.active, a.at, t.fee_per_million, t.days, t.bank_account, COALESCE(t.bearer, 'school'),
	COALESCE(s.name, '')
FROM collecting_account a LEFT JOIN channel_terms t ON t.collecting = a.id LEFT JOIN school s ON s.id = a.school
WHERE a.county = $1 ORDER BY a.id;

-- What families paid by a channel, with their order's number there.
-- rec_payments: county county_id, after instant, before instant ->*
--+ id i64, merchant i64, school school_id, number str, amount money, at instant, first_day date, last_day date
SELECT y.id, y.collecting, y.school, o.number, y.amount, y.paid_at, t.first_day, t.last_day
FROM payment y JOIN pay_order o ON o.id = y.pay_order JOIN term t ON t.id = y.term
WHERE y.county = $1 AND y.paid_at >= $2 AND y.paid_at < $3 ORDER BY y.id;

-- rec_refunds: county county_id, after instant, before instant ->*
--+ id i64, merchant i64, school school_id, number str, refund str, amount money, at instant
SELECT r.id, y.collecting, r.school, o.number, r.number, r.amount, d.at
FROM refund_done d JOIN refund r ON r.id = d.refund JOIN payment y ON y.id = r.payment
	JOIN pay_order o ON o.id = y.pay_order
WHERE d.county = $1 AND d.at >= $2 AND d.at < $3 ORDER BY r.id;

-- Orders nobody paid, as far as we know.
-- rec_unpaid: county county_id, after instant, before instant ->*
--+ id i64, merchant i64, school school_id, number str, amount money, at instant, settled instant?, state str
SELECT o.id, o.collecting, o.school, o.number, o.amount, o.at, o.settled, o.state FROM pay_order o
WHERE o.county = $1 AND o.state <> 'paid' AND o.at >= $2 AND o.at < $3
	AND NOT EXISTS (SELECT 1 FROM payment y WHERE y.pay_order = o.id) ORDER BY o.id;

-- What the counter took in and nobody took back; and what payers of waivers sent by transfer, to the counter's account of the
-- school, as of the day's begin.
-- rec_counter_in: county county_id, first instant, before instant ->*
--+ id i64, merchant i64, school school_id, number str, amount money, at instant
SELECT y.id, y.collecting, y.school, y.number, y.amount, y.paid_at FROM payment y
WHERE y.county = $1 AND y.channel = 'counter' AND y.paid_at >= $2 AND y.paid_at < $3
	AND NOT EXISTS (SELECT 1 FROM payment_reversal v WHERE v.payment = y.id AND v.state = 'done')
UNION ALL
SELECT r.id, k.id, r.school, r.document, r.amount, r.day * 86400000000 - 28800000000
FROM payer_receipt r JOIN collecting_account k ON k.id = (SELECT MAX(x.id) FROM collecting_account x
	WHERE x.county = r.county AND x.channel = 'counter' AND (x.school = r.school OR x.school = 0))
WHERE r.county = $1 AND r.day * 86400000000 - 28800000000 >= $2 AND r.day * 86400000000 - 28800000000 < $3
	AND NOT EXISTS (SELECT 1 FROM payer_reversal v WHERE v.receipt = r.id AND v.state = 'done') ORDER BY 1;

-- rec_counter_back: county county_id, first instant, before instant ->* =rec_counter_in
SELECT d.id, y.collecting, r.school, r.number, -r.amount, d.at
FROM refund_done d JOIN refund r ON r.id = d.refund JOIN payment y ON y.id = r.payment
WHERE d.county = $1 AND y.channel = 'counter' AND d.at >= $2 AND d.at < $3 ORDER BY d.id;

-- rec_lines: county county_id, first date, last date ->*
--+ id i64, merchant i64, number str, refund str, amount money, day date
SELECT l.id, f.collecting, l.number, l.refund, l.amount, f.day
FROM channel_file f JOIN channel_line l ON l.file = f.id
WHERE f.county = $1 AND f.day >= $2 AND f.day <= $3 AND f.state = 'taken' ORDER BY l.id;

-- rec_files: collecting i64, first date, last date ->* day date
SELECT day FROM channel_file WHERE collecting = $1 AND day >= $2 AND day <= $3 AND state = 'taken' ORDER BY day;

-- rec_first_file: collecting i64 -> day date?
SELECT MIN(day) FROM channel_file WHERE collecting = $1 AND state = 'taken';

-- rec_bank: bank_account i64, first date, last date ->*
--+ id i64, day date, amount money, serial str, counterparty str, summary str
SELECT l.id, l.day, l.amount, l.serial, l.counterparty, l.summary FROM bank_line l JOIN bank_statement s ON s.id = l.statement
WHERE l.bank_account = $1 AND l.day >= $2 AND l.day <= $3 AND s.state = 'taken' ORDER BY l.id;

-- --- channels' files ---

-- channel_file_of: collecting i64, day date ->? id i64, state str
SELECT id, state FROM channel_file WHERE collecting = $1 AND day = $2;

-- channel_file_insert: id i64, county county_id, collecting i64, day date, lines i64, at instant
INSERT INTO channel_file (id, county, collecting, day, lines, state, at) VALUES ($1, $2, $3, $4, $5, 'taking', $6)
ON CONFLICT (collecting, day) DO NOTHING;

-- channel_line_insert: id i64, file i64, line i64, number str, refund str, channel_number str, amount money
INSERT INTO channel_line (id, file, line, number, refund, channel_number, amount) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (file, line) DO NOTHING;

-- channel_file_taken: id i64
UPDATE channel_file SET state = 'taken' WHERE id = $1 AND state = 'taking';

-- channel_terms_put: collecting i64, county county_id, bank_account i64, fee_per_million i64, days i64, bearer str,
--+ at instant, account account_id
INSERT INTO channel_terms (collecting, county, bank_account, fee_per_million, days, bearer, at, account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (collecting) DO UPDATE SET bank_account = excluded.bank_account,
	fee_per_million = excluded.fee_per_million, days = excluded.days, bearer = excluded.bearer, at = excluded.at, account = excluded.account;

-- collecting_county: collecting i64 ->? county county_id, school i64, channel str
SELECT county, school, channel FROM collecting_account WHERE id = $1;

-- --- differences ---

-- difference_seen: id i64, county county_id, school i64, kind str, collecting i64, day date, number str, bank_line i64,
--+ found money, expected money, at instant
INSERT INTO difference (id, county, school, kind, collecting, day, number, bank_line, found, expected, state, reason,
	seen, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', '', $11, $11)
ON CONFLICT (county, kind, collecting, day, number, bank_line) DO UPDATE SET found = excluded.found,
	expected = excluded.expected, seen = excluded.seen,
	state = CASE WHEN difference.state = 'gone' THEN 'open' ELSE difference.state END;

-- What a later run no longer sees has settled itself; of a channel's day only a run that had its file can say so.
-- difference_gone: county county_id, first date, last date, seen instant
UPDATE difference SET state = 'gone' WHERE county = $1 AND day >= $2 AND day <= $3 AND state = 'open' AND seen < $4
	AND (kind = 'file_missing' OR collecting = 0
		OR EXISTS (SELECT 1 FROM channel_file f WHERE f.collecting = difference.collecting AND f.day = difference.day
			AND f.state = 'taken')
		OR EXISTS (SELECT 1 FROM collecting_account k WHERE k.id = difference.collecting AND k.channel = 'counter'));

-- difference_one: id i64 ->
--+ id i64, county county_id, school i64, school_name str, kind str, collecting i64, channel str, day date, number str, bank_line i64,
--+ found money, expected money, state str, assignee account_id, by sealed(account.name@assignee), reason str, at instant,
--+ closed instant?
SELECT d.id, d.county, d.school, COALESCE(s.name, ''), d.kind, d.collecting, COALESCE(k.channel, ''), d.day, d.number, d.bank_line, d.found,
	d.expected, d.state, COALESCE(a.id, 0), a.name, d.reason, d.at, d.closed
FROM difference d LEFT JOIN school s ON s.id = d.school LEFT JOIN account a ON a.id = d.assignee
	LEFT JOIN collecting_account k ON k.id = d.collecting
WHERE d.id = $1;

-- school 0: all of the county. state '': any.
-- differences: county county_id, school i64, state str, most i64, skip i64 ->* =difference_one
SELECT d.id, d.county, d.school, COALESCE(s.name, ''), d.kind, d.collecting, COALESCE(k.channel, ''), d.day, d.number, d.bank_line, d.found,
	d.expected, d.state, COALESCE(a.id, 0), a.name, d.reason, d.at, d.closed
FROM difference d LEFT JOIN school s ON s.id = d.school LEFT JOIN account a ON a.id = d.assignee
	LEFT JOIN collecting_account k ON k.id = d.collecting
WHERE d.county = $1 AND ($2 = 0 OR d.school = $2) AND ($3 = '' OR d.state = $3)
ORDER BY d.id DESC LIMIT $4 OFFSET $5;

-- differences_total: county county_id, school i64, state str -> n i64
SELECT COUNT(*) FROM difference WHERE county = $1 AND ($2 = 0 OR school = $2) AND ($3 = '' OR state = $3);

-- difference_assign: id i64, account account_id, at instant
UPDATE difference SET assignee = $2, assigned = $3 WHERE id = $1 AND state = 'open';

-- difference_reason: id i64, reason str
UPDATE difference SET reason = $2 WHERE id = $1 AND state = 'open';

-- difference_close: id i64, account account_id, at instant
UPDATE difference SET state = 'closed', closed_by = $2, closed = $3 WHERE id = $1 AND state = 'open';
