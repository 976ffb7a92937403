-- What was booked as come to the bank, against the bank's lines, the channels' files and the ledger (R60).

-- `wanted`: legs its amounts make. `legs`: those the ledger has of them. `others`: legs of its entry beside them.
-- verify_arrival_parts: ->*
--+ id i64, wanted i64, legs i64, others i64, undone i64, reversed i64
SELECT p.id,
	(CASE WHEN p.gross + p.odd <> p.fee THEN 1 ELSE 0 END) + (CASE WHEN p.fee <> 0 THEN 1 ELSE 0 END)
		+ (CASE WHEN p.gross <> 0 THEN 1 ELSE 0 END) + (CASE WHEN p.odd <> 0 THEN 1 ELSE 0 END),
	(SELECT COUNT(*) FROM posting g WHERE g.entry = p.id AND g.county = p.county AND g.subject = p.school
		AND ((g.account = 'bank' AND g.amount = p.gross + p.odd - p.fee)
			OR (g.account = CASE WHEN p.bearer = 'county' THEN 'channel_fee_due' ELSE 'channel_fee' END AND g.amount = p.fee)
			OR (g.account = 'clearing_' || c.channel AND g.amount = -p.gross)
			OR (g.account = 'unexplained' AND g.amount = -p.odd))),
	(SELECT COUNT(*) FROM posting g WHERE g.entry = p.id),
	CASE WHEN p.undone IS NULL THEN 0 ELSE 1 END,
	(SELECT COUNT(*) FROM ledger_reversal r WHERE r.reverses = p.id AND r.entry = p.undone)
FROM arrival_part p JOIN arrival a ON a.id = p.arrival JOIN collecting_account c ON c.id = a.collecting ORDER BY p.id;

-- Of those that stand: the bank's lines, the parts, and what the channel's file or the counter's book says of the days.
-- verify_arrivals: ->*
--+ id i64, net i64, parts i64, bank i64, lines i64, said i64, live i64
SELECT a.id,
	(SELECT CAST(COALESCE(SUM(p.gross + p.odd - p.fee), 0) AS BIGINT) FROM arrival_part p WHERE p.arrival = a.id AND p.undone IS NULL),
	(SELECT CAST(COALESCE(SUM(p.gross + p.odd), 0) AS BIGINT) FROM arrival_part p WHERE p.arrival = a.id AND p.undone IS NULL),
	(SELECT CAST(COALESCE(SUM(b.amount), 0) AS BIGINT) FROM arrival_line l JOIN bank_line b ON b.id = l.bank_line
		WHERE l.arrival = a.id AND l.undone IS NULL),
	(SELECT COUNT(*) FROM arrival_line l WHERE l.arrival = a.id AND l.undone IS NULL),
	CASE WHEN c.channel = 'counter'
		THEN (SELECT CAST(COALESCE(SUM(i.amount), 0) AS BIGINT) FROM arrival_item i WHERE i.arrival = a.id)
		ELSE (SELECT CAST(COALESCE(SUM(CASE WHEN l.refund = '' THEN l.amount ELSE -l.amount END), 0) AS BIGINT)
			FROM channel_file f JOIN channel_line l ON l.file = f.id
			WHERE f.collecting = a.collecting AND f.day >= a.first_day AND f.day <= a.last_day AND NOT EXISTS (
				SELECT 1 FROM channel_line e JOIN channel_file g ON g.id = e.file
				WHERE e.number = l.number AND e.refund = l.refund AND e.id < l.id AND g.collecting = f.collecting)) END,
	(SELECT COUNT(*) FROM arrival_part p WHERE p.arrival = a.id AND p.undone IS NOT NULL)
FROM arrival a JOIN collecting_account c ON c.id = a.collecting WHERE a.undone IS NULL ORDER BY a.id;

-- Entries of an arrival that no row is of.
-- verify_arrivals_lost: ->* id i64
SELECT n.id FROM ledger_entry n WHERE (n.cause = 'arrival' AND NOT EXISTS (SELECT 1 FROM arrival_part p WHERE p.id = n.id))
	OR (n.cause = 'arrival_undone' AND NOT EXISTS (SELECT 1 FROM ledger_reversal r JOIN arrival_part p ON p.id = r.reverses
		WHERE r.entry = n.id AND p.undone = n.id)) ORDER BY n.id;
