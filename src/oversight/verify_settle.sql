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
