-- --- booking ---

-- channel_bearer: collecting i64 ->? bearer str
SELECT bearer FROM channel_terms WHERE collecting = $1;

-- arrival_insert: id i64, county county_id, collecting i64, first_day date, last_day date, came date, agreed bool, at instant
INSERT INTO arrival (id, county, collecting, first_day, last_day, came, agreed, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- Another node, or a run before, may have been first with one of its lines.
-- arrival_line_insert: arrival i64, bank_line i64
INSERT INTO arrival_line (arrival, bank_line) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- arrival_part_insert: id i64, county county_id, school school_id, arrival i64, gross money, odd money, fee money, bearer str
INSERT INTO arrival_part (id, county, school, arrival, gross, odd, fee, bearer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- arrival_item_insert: arrival i64, item i64, amount money
INSERT INTO arrival_item (arrival, item, amount) VALUES ($1, $2, $3) ON CONFLICT (arrival, item) DO NOTHING;

-- Somebody said that the fee the bank kept is right.
-- arrival_fee_said: county county_id, collecting i64, day date, bank_line i64 -> n i64
SELECT COUNT(*) FROM difference WHERE county = $1 AND kind = 'fee_off' AND collecting = $2 AND day = $3 AND bank_line = $4
	AND number = '' AND state = 'closed';

-- --- taking back ---

-- arrival_undone: id i64, at instant
UPDATE arrival SET undone = $2 WHERE id = $1 AND undone IS NULL;

-- arrival_lines_undone: arrival i64, at instant
UPDATE arrival_line SET undone = $2 WHERE arrival = $1 AND undone IS NULL;

-- arrival_parts: arrival i64 ->* id i64, school school_id, gross money, odd money, fee money, bearer str, undone i64?
SELECT id, school, gross, odd, fee, bearer, undone FROM arrival_part WHERE arrival = $1 ORDER BY id;

-- arrival_part_undone: id i64, entry i64
UPDATE arrival_part SET undone = $2 WHERE id = $1 AND undone IS NULL;

-- --- what stands ---

-- arrivals_booked: county county_id, last_day date ->* id i64, collecting i64, first_day date, last_day date
SELECT id, collecting, first_day, last_day FROM arrival
WHERE county = $1 AND last_day >= $2 AND undone IS NULL ORDER BY id;

-- arrival_lines: arrival i64 ->* bank_line i64
SELECT bank_line FROM arrival_line WHERE arrival = $1 ORDER BY bank_line;

-- arrival_items: arrival i64 ->* item i64, amount money
SELECT item, amount FROM arrival_item WHERE arrival = $1 ORDER BY item;

-- --- lists: a row a school's part ---

-- school 0: all of the county. taken_back: those alone that were, or those alone that stand.
-- arrival_list: county county_id, school i64, taken_back bool, most i64, skip i64 ->*
--+ id i64, arrival i64, school school_id, school_name str, channel str, first_day date, last_day date, came date,
--+ gross money, odd money, fee money, bearer str, agreed bool, undone i64?
SELECT p.id, p.arrival, p.school, s.name, c.channel, a.first_day, a.last_day, a.came, p.gross, p.odd, p.fee, p.bearer,
	a.agreed, p.undone
FROM arrival_part p JOIN arrival a ON a.id = p.arrival JOIN school s ON s.id = p.school
	JOIN collecting_account c ON c.id = a.collecting
WHERE a.county = $1 AND ($2 = 0 OR p.school = $2) AND ($3 = 1) = (p.undone IS NOT NULL)
ORDER BY p.id DESC LIMIT $4 OFFSET $5;

-- arrival_total: county county_id, school i64, taken_back bool ->
--+ n i64, gross money, odd money, fee money
SELECT COUNT(*), CAST(COALESCE(SUM(p.gross), 0) AS BIGINT), CAST(COALESCE(SUM(p.odd), 0) AS BIGINT),
	CAST(COALESCE(SUM(p.fee), 0) AS BIGINT)
FROM arrival_part p JOIN arrival a ON a.id = p.arrival
WHERE a.county = $1 AND ($2 = 0 OR p.school = $2) AND ($3 = 1) = (p.undone IS NOT NULL);

-- --- what stands where: a row a school ---

-- bank_booked: county county_id, school i64 ->*
--+ school school_id, school_name str, wechat money, alipay money, counter money, bank money, fee money, fee_due money,
--+ odd money
SELECT s.id, s.name,
	CAST(COALESCE(SUM(CASE WHEN p.account = 'clearing_wechat' THEN p.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'clearing_alipay' THEN p.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'clearing_counter' THEN p.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'bank' THEN p.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'channel_fee' THEN p.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'channel_fee_due' THEN p.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN p.account = 'unexplained' THEN -p.amount END), 0) AS BIGINT)
FROM school s JOIN posting p ON p.subject = s.id AND p.account <> 'receivable' AND p.account <> 'course'
	AND p.account <> 'care' AND p.account <> 'consumables' AND p.account IN ('clearing_wechat', 'clearing_alipay',
	'clearing_counter', 'bank', 'channel_fee', 'channel_fee_due', 'unexplained')
WHERE s.county = $1 AND ($2 = 0 OR s.id = $2) GROUP BY s.id, s.name ORDER BY s.id;

-- Lines of the statements that no arrival is, and no payout whose number the bank gives back.
-- bank_open_lines: county county_id, school i64, most i64, skip i64 ->*
--+ id i64, school_name str, tail str, day date, amount money, serial str, counterparty str, summary str
SELECT l.id, COALESCE(s.name, ''), k.tail, l.day, l.amount, l.serial, l.counterparty, l.summary
FROM bank_line l JOIN bank_statement b ON b.id = l.statement JOIN bank_account k ON k.id = l.bank_account
	LEFT JOIN school s ON s.id = l.school
WHERE l.county = $1 AND ($2 = 0 OR l.school = $2) AND b.state = 'taken'
	AND NOT EXISTS (SELECT 1 FROM arrival_line a WHERE a.bank_line = l.id AND a.undone IS NULL)
	AND NOT (l.amount < 0 AND EXISTS (SELECT 1 FROM payout_line x JOIN payout y ON y.id = x.payout
		WHERE y.county = l.county AND COALESCE(y.school, 0) = l.school AND x.state = 'paid' AND x.amount = -l.amount
			AND l.summary LIKE '%' || CAST(x.id AS TEXT) || '%'))
ORDER BY l.day DESC, l.id DESC LIMIT $3 OFFSET $4;

-- bank_open_total: county county_id, school i64 -> n i64, amount_in money, amount_out money
SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN l.amount > 0 THEN l.amount END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN l.amount < 0 THEN -l.amount END), 0) AS BIGINT)
FROM bank_line l JOIN bank_statement b ON b.id = l.statement
WHERE l.county = $1 AND ($2 = 0 OR l.school = $2) AND b.state = 'taken'
	AND NOT EXISTS (SELECT 1 FROM arrival_line a WHERE a.bank_line = l.id AND a.undone IS NULL)
	AND NOT (l.amount < 0 AND EXISTS (SELECT 1 FROM payout_line x JOIN payout y ON y.id = x.payout
		WHERE y.county = l.county AND COALESCE(y.school, 0) = l.school AND x.state = 'paid' AND x.amount = -l.amount
			AND l.summary LIKE '%' || CAST(x.id AS TEXT) || '%'));
