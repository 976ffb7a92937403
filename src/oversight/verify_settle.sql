-- What left for payees' accounts, row by row, against the ledger.

-- What the bank said of a line against its state, and its entries against its amount.
-- verify_payouts: ->* id i64, amount i64, state str, last str, paid i64, reversed i64, legs i64
SELECT l.id, l.amount, l.state,
	COALESCE((SELECT o.state FROM payout_outcome o WHERE o.line = l.id ORDER BY o.id DESC LIMIT 1), ''),
	(SELECT COUNT(*) FROM payout_outcome o WHERE o.line = l.id AND o.state = 'paid'),
	(SELECT COUNT(*) FROM payout_outcome o JOIN ledger_reversal r ON r.reverses = o.id AND r.county = l.county
		WHERE o.line = l.id AND o.state = 'paid'),
	(SELECT COUNT(*) FROM payout_outcome o JOIN posting p ON p.entry = o.id AND p.county = l.county
		WHERE o.line = l.id AND o.state = 'paid'
			AND ((p.account = l.debit AND p.subject = l.debit_subject AND p.amount = l.amount)
				OR (p.account = l.credit AND p.subject = l.credit_subject AND p.amount = -l.amount)))
FROM payout_line l ORDER BY l.id;

-- verify_payouts_lost: ->* id i64
SELECT n.id FROM ledger_entry n
WHERE n.cause = 'payout' AND NOT EXISTS (SELECT 1 FROM payout_outcome o WHERE o.id = n.id AND (o.state = 'paid'
	OR EXISTS (SELECT 1 FROM ledger_reversal r WHERE r.entry = n.id))) ORDER BY n.id;

-- --- escrow ---

-- What is held for a course against what was taken and released.
-- verify_escrow: ->* offering i64, taken i64, released i64, kept i64, claim i64
SELECT f.offering,
	(SELECT CAST(COALESCE(SUM(t.share), 0) AS BIGINT) FROM escrow_take t WHERE t.offering = f.offering),
	(SELECT CAST(COALESCE(SUM(r.amount + r.withheld), 0) AS BIGINT) FROM escrow_release r WHERE r.offering = f.offering)
		+ (SELECT CAST(COALESCE(SUM(x.amount), 0) AS BIGINT) FROM escrow_rest x WHERE x.offering = f.offering AND x.state = 'approved'),
	COALESCE((SELECT k.balance FROM fund k WHERE k.account = 'escrow' AND k.subject = f.offering), 0),
	(SELECT CAST(COALESCE(SUM(t.claim), 0) AS BIGINT) FROM escrow_take t WHERE t.offering = f.offering)
		- (SELECT CAST(COALESCE(SUM(b.amount), 0) AS BIGINT) FROM escrow_claim_back b WHERE b.offering = f.offering)
FROM (SELECT offering FROM escrow_take UNION SELECT offering FROM escrow_release
	UNION SELECT subject FROM fund WHERE account = 'escrow') f ORDER BY f.offering;

-- `part` of the sheet's price is the share; 0: taken before sheets were kept with it.
-- verify_takes: ->* id i64, share i64, legs i64, income money, claim i64, part i64, price i64
SELECT t.id, t.share, (SELECT COUNT(*) FROM posting p WHERE p.entry = t.id AND p.county = t.county
	AND p.subject = t.offering AND ((p.account = 'course' AND p.amount = t.share)
		OR (p.account = 'escrow' AND p.amount = -t.share))), t.income, t.claim, COALESCE(s.part, 0), COALESCE(s.price, 0)
FROM escrow_take t LEFT JOIN price_sheet s ON s.id = t.sheet ORDER BY t.id;

-- `beyond`: lines of more minutes than the sitting had, or that nobody attended.
-- verify_releases: ->* id i64, amount i64, withheld i64, minutes i64, hourly money, lines i64, beyond i64, legs i64, back i64, kept i64
SELECT r.id, r.amount, r.withheld, r.minutes, s.hourly,
	(SELECT CAST(COALESCE(SUM(l.minutes), 0) AS BIGINT) FROM settlement_line l WHERE l.release = r.id AND l.state = 'released'),
	(SELECT COUNT(*) FROM settlement_line l JOIN sitting x ON x.id = l.sitting LEFT JOIN register g ON g.sitting = x.id
		WHERE l.release = r.id AND (l.minutes > x.ends - x.starts OR x.state <> 'held' OR COALESCE(g.present, 0) = 0)),
	(SELECT COUNT(*) FROM posting p WHERE p.entry = r.id AND p.county = r.county
		AND ((p.account = 'escrow' AND p.subject = r.offering AND p.amount = r.amount + r.withheld)
			OR (p.account = 'agency_payable' AND p.subject = r.agency AND p.amount = -r.amount))),
	(SELECT CAST(COALESCE(SUM(b.amount), 0) AS BIGINT) FROM escrow_claim_back b JOIN posting p ON p.entry = r.id
		AND p.county = r.county AND p.account = 'course' AND p.subject = b.offering AND p.amount = -b.amount
		WHERE b.release = r.id),
	(SELECT CAST(COALESCE(SUM(b.amount), 0) AS BIGINT) FROM escrow_claim_back b WHERE b.release = r.id)
FROM escrow_release r JOIN settlement s ON s.id = r.settlement ORDER BY r.id;

-- A withdrawn statement holds no line and releases nothing; its sittings stand at most in one other.
-- verify_withdrawn: ->* id i64, lines i64, releases i64, kept i64
SELECT s.id, (SELECT COUNT(*) FROM settlement_line l WHERE l.settlement = s.id),
	(SELECT COUNT(*) FROM escrow_release r WHERE r.settlement = s.id),
	(SELECT COUNT(*) FROM settlement_line_past p WHERE p.settlement = s.id)
FROM settlement s WHERE s.withdrawn IS NOT NULL ORDER BY s.id;

-- What was released of a withdrawn statement: taken back in the ledger, and paid by nobody.
-- verify_released_back: ->* id i64, stands i64, entries i64, paid i64, money i64
SELECT x.id, (SELECT COUNT(*) FROM settlement s WHERE s.id = x.settlement AND s.withdrawn IS NULL)
		+ (SELECT COUNT(*) FROM escrow_release r WHERE r.id = x.id),
	(SELECT COUNT(*) FROM ledger_entry n JOIN ledger_reversal v ON v.entry = n.id
		WHERE n.id = x.back AND n.cause = 'escrow_release_back' AND v.reverses = x.id),
	(SELECT COUNT(*) FROM payout_line p WHERE p.cause = 'escrow_release' AND p.cause_id = x.id AND p.state IN ('open', 'paid')),
	x.amount + x.withheld
FROM escrow_release_past x ORDER BY x.id;

-- Entries that take back a release that still counts, or none at all.
-- verify_released_back_lost: ->* id i64
SELECT n.id FROM ledger_entry n WHERE n.cause = 'escrow_release_back'
	AND NOT EXISTS (SELECT 1 FROM escrow_release_past x WHERE x.back = n.id) ORDER BY n.id;

-- What was left over and decided: its two legs.
-- verify_rests: ->* id i64, amount i64, legs i64
SELECT x.id, x.amount, (SELECT COUNT(*) FROM posting p WHERE p.entry = x.id AND p.county = x.county AND p.subject = x.offering
	AND ((p.account = 'escrow' AND p.amount = x.amount) OR (p.account = 'course' AND p.amount = -x.amount)))
FROM escrow_rest x WHERE x.state = 'approved' ORDER BY x.id;

-- What payers of waivers brought, and the lines it pays.
-- verify_payer_receipts: ->* id i64, amount i64, legs i64
SELECT x.id, x.amount, (SELECT COUNT(*) FROM posting p WHERE p.entry = x.id AND p.county = x.county AND p.subject = x.school
	AND ((p.account = 'clearing_counter' AND p.amount = x.amount) OR (p.account = 'payer_receivable' AND p.amount = -x.amount)))
FROM payer_receipt x ORDER BY x.id;

-- One that two took back, and the entry that takes its back.
-- verify_payer_reversals: ->* id i64, done bool, entries i64
SELECT v.id, CASE WHEN v.state = 'done' AND v.decided_by <> v.asked_by THEN 1 ELSE 0 END,
	(SELECT COUNT(*) FROM ledger_reversal r WHERE r.entry = v.id AND r.reverses = v.receipt)
FROM payer_reversal v ORDER BY v.id;

-- verify_payer_covers: ->* line i64, amount i64, waived i64
SELECT p.line, p.amount, -l.amount FROM payer_cover p JOIN bill_line l ON l.id = p.line ORDER BY p.line;

-- What a payer's receipts of a term pay, and what they brought.
-- verify_payer_parts: ->* term i64, payer str, paid i64, covered i64
SELECT x.term, x.payer, CAST(SUM(x.paid) AS BIGINT), CAST(SUM(x.covered) AS BIGINT) FROM (
	SELECT r.school AS school, r.term AS term, COALESCE(r.bears, '') AS payer, r.amount AS paid, 0 AS covered FROM payer_receipt r
	WHERE NOT EXISTS (SELECT 1 FROM payer_reversal v WHERE v.receipt = r.id AND v.state = 'done')
	UNION ALL
	SELECT p.school, p.term, COALESCE(l.payer, ''), 0, p.amount FROM payer_cover p JOIN bill_line l ON l.id = p.line
	WHERE NOT EXISTS (SELECT 1 FROM bill_line r WHERE r.bill = l.bill AND r.reverses = l.id)) x
GROUP BY x.school, x.term, x.payer ORDER BY x.school, x.term, x.payer;
