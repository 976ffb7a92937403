-- What of a school's supervised account is its own (own.h).

-- own_hold: school school_id
INSERT INTO own_draw (school, draws) VALUES ($1, 1) ON CONFLICT (school) DO UPDATE SET draws = own_draw.draws + 1;

-- By the ledger: at the bank; there and unexplained; owed back to families of its bills.
-- own_standing: school school_id -> bank money, odd money, refunds money
SELECT CAST(COALESCE((SELECT SUM(p.amount) FROM posting p WHERE p.subject = $1 AND p.account <> 'receivable'
		AND p.account <> 'course' AND p.account <> 'care' AND p.account <> 'consumables' AND p.account = 'bank'), 0) AS BIGINT),
	CAST(COALESCE((SELECT -SUM(p.amount) FROM posting p WHERE p.subject = $1 AND p.account <> 'receivable'
		AND p.account <> 'course' AND p.account <> 'care' AND p.account <> 'consumables' AND p.account = 'unexplained'), 0)
		AS BIGINT),
	CAST(COALESCE((SELECT -SUM(p.amount) FROM bill b JOIN posting p ON p.subject = b.id AND p.account <> 'receivable'
		AND p.account <> 'course' AND p.account <> 'care' AND p.account <> 'consumables' AND p.account = 'refund_payable'
		WHERE b.school = $1), 0) AS BIGINT);

-- Held for agencies, and released to them while the bank has not paid it.
-- own_owed: school school_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(f.balance) FROM offering o JOIN fund f ON f.account = 'escrow' AND f.subject = o.id
		WHERE o.school = $1 AND o.agency IS NOT NULL), 0)
	+ COALESCE((SELECT SUM(r.amount) FROM escrow_release r
		WHERE r.school = $1 AND r.amount > 0 AND NOT EXISTS (SELECT 1 FROM payout_line p
			WHERE p.cause = 'escrow_release' AND p.cause_id = r.id AND p.state = 'paid')), 0) AS BIGINT);

-- On its way out of the account to others than agencies.
-- own_leaving: school school_id -> fen money
SELECT CAST(COALESCE(SUM(l.amount), 0) AS BIGINT) FROM payout p JOIN payout_line l ON l.payout = p.id
WHERE p.school = $1 AND l.credit = 'bank' AND l.credit_subject = $1 AND l.cause <> 'escrow_release' AND l.state = 'open';

-- Courses of agencies whose shares may not all be followed yet: of terms that were not over long ago.
-- own_followed: school school_id, since date ->* id offering_id, term term_id
SELECT o.id, o.term FROM offering o JOIN term t ON t.id = o.term
WHERE o.school = $1 AND o.agency IS NOT NULL AND o.kind = 'course' AND o.state <> 'draft' AND t.last_day >= $2 ORDER BY o.id;

-- What payers sent and no line of theirs is covered by yet.
-- own_uncovered: school school_id -> fen money
SELECT CAST(COALESCE((SELECT SUM(r.amount) FROM payer_receipt r WHERE r.school = $1
		AND NOT EXISTS (SELECT 1 FROM payer_reversal v WHERE v.receipt = r.id AND v.state = 'done')), 0)
	- COALESCE((SELECT SUM(p.amount) FROM payer_cover p JOIN bill_line w ON w.id = p.line
		WHERE p.school = $1 AND NOT EXISTS (SELECT 1 FROM bill_line x WHERE x.bill = w.bill AND x.reverses = w.id)), 0)
	AS BIGINT);

-- fee_spending_insert: id i64, county county_id, school school_id, term term_id, purpose str, amount money, document str,
--+ clause str, account account_id, at instant
INSERT INTO fee_spending (id, county, school, term, purpose, amount, document, clause, account, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- county, school 0: any. The newest first.
-- fee_spendings: county i64, school i64, most i64, skip i64 ->*
--+ id i64, school school_id, school_name str, purpose str, amount money, document str, clause str, at instant,
--+ payout payout_id, line i64, payee sealed(payout_line.payee@line), state str
SELECT f.id, f.school, s.name, f.purpose, f.amount, f.document, f.clause, f.at, l.payout, l.id, l.payee, l.state
FROM fee_spending f JOIN school s ON s.id = f.school JOIN payout_line l ON l.cause = 'fee_spending' AND l.cause_id = f.id
WHERE ($1 = 0 OR f.county = $1) AND ($2 = 0 OR f.school = $2) ORDER BY f.id DESC LIMIT $3 OFFSET $4;

-- fee_spending_count: county i64, school i64 -> n i64
SELECT COUNT(*) FROM fee_spending f WHERE ($1 = 0 OR f.county = $1) AND ($2 = 0 OR f.school = $2);
