-- Reading the ledger. Postings of bills are found through bill and line (an entry has its line's id), a
-- school's own ones by their index, other entries of a school through ledger_school, a county's by the range
-- of ids since its last closing.

-- county_turnover: county county_id, after date, through date, floor i64 ->*
--+ account str, debit money, credit money
SELECT p.account, CAST(SUM(CASE WHEN p.amount > 0 THEN p.amount ELSE 0 END) AS BIGINT),
	CAST(SUM(CASE WHEN p.amount < 0 THEN -p.amount ELSE 0 END) AS BIGINT)
FROM ledger_entry n JOIN posting p ON p.entry = n.id
WHERE n.id >= $4 AND n.county = $1 AND n.day > $2 AND n.day <= $3 GROUP BY p.account;

-- county_entries: county county_id, after date, through date, floor i64 -> n i64
SELECT COUNT(*) FROM ledger_entry n WHERE n.id >= $4 AND n.county = $1 AND n.day > $2 AND n.day <= $3;

-- Of a school, by account and subject. account '': all; subject 0: all.
-- school_turnover: school school_id, account str, subject i64, through date ->*
--+ account str, subject i64, label str, pupil i64, debit money, credit money
WITH moved AS (
	SELECT p.entry, p.account, p.subject, p.amount
	FROM bill b JOIN bill_line l ON l.bill = b.id JOIN posting p ON p.entry = l.id WHERE b.school = $1
	UNION ALL
	SELECT p.entry, p.account, p.subject, p.amount FROM posting p
	WHERE p.subject = $1 AND p.account <> 'receivable' AND p.account <> 'course'
		AND p.account <> 'care' AND p.account <> 'consumables'
	UNION ALL
	SELECT p.entry, p.account, p.subject, p.amount
	FROM ledger_school s JOIN posting p ON p.entry = s.entry WHERE s.school = $1 AND p.subject <> $1),
summed AS (
	SELECT m.account AS account, m.subject AS subject,
		CAST(SUM(CASE WHEN m.amount > 0 THEN m.amount ELSE 0 END) AS BIGINT) AS debit,
		CAST(SUM(CASE WHEN m.amount < 0 THEN -m.amount ELSE 0 END) AS BIGINT) AS credit
	FROM moved m JOIN ledger_entry n ON n.id = m.entry
	WHERE n.day <= $4 AND ($2 = '' OR m.account = $2) AND ($3 = 0 OR m.subject = $3)
	GROUP BY m.account, m.subject)
SELECT s.account, s.subject, COALESCE(o.title, k.name, ''), COALESCE(b.pupil, 0), s.debit, s.credit
FROM summed s LEFT JOIN offering o ON o.id = s.subject LEFT JOIN school k ON k.id = s.subject
LEFT JOIN bill b ON b.id = s.subject ORDER BY s.account, s.subject;

-- `before`: of the movements of the range, what stands before this one.
-- school_moves: school school_id, account str, subject i64, first date, last date, most i64, skip i64 ->*
--+ entry i64, day date, cause str, subject i64, label str, pupil i64, amount money, total i64, before money
WITH moved AS (
	SELECT p.entry, p.leg, p.account, p.subject, p.amount
	FROM bill b JOIN bill_line l ON l.bill = b.id JOIN posting p ON p.entry = l.id WHERE b.school = $1
	UNION ALL
	SELECT p.entry, p.leg, p.account, p.subject, p.amount FROM posting p
	WHERE p.subject = $1 AND p.account <> 'receivable' AND p.account <> 'course'
		AND p.account <> 'care' AND p.account <> 'consumables'
	UNION ALL
	SELECT p.entry, p.leg, p.account, p.subject, p.amount
	FROM ledger_school s JOIN posting p ON p.entry = s.entry WHERE s.school = $1 AND p.subject <> $1)
SELECT n.id, n.day, n.cause, m.subject, COALESCE(o.title, k.name, ''), COALESCE(b.pupil, 0), m.amount,
	COUNT(*) OVER (),
	CAST(SUM(m.amount) OVER (ORDER BY n.day, n.id, m.leg) - m.amount AS BIGINT)
FROM moved m JOIN ledger_entry n ON n.id = m.entry
LEFT JOIN offering o ON o.id = m.subject LEFT JOIN school k ON k.id = m.subject
LEFT JOIN bill b ON b.id = m.subject
WHERE m.account = $2 AND ($3 = 0 OR m.subject = $3) AND n.day >= $4 AND n.day <= $5
ORDER BY n.day, n.id, m.leg LIMIT $6 OFFSET $7;

-- county_moves: county county_id, account str, first date, last date, floor i64, most i64, skip i64 ->* =school_moves
SELECT n.id, n.day, n.cause, p.subject, COALESCE(o.title, k.name, ''), COALESCE(b.pupil, 0), p.amount,
	COUNT(*) OVER (),
	CAST(SUM(p.amount) OVER (ORDER BY n.day, n.id, p.leg) - p.amount AS BIGINT)
FROM ledger_entry n JOIN posting p ON p.entry = n.id
LEFT JOIN offering o ON o.id = p.subject LEFT JOIN school k ON k.id = p.subject
LEFT JOIN bill b ON b.id = p.subject
WHERE n.id >= $5 AND n.county = $1 AND p.account = $2 AND n.day >= $3 AND n.day <= $4
ORDER BY n.day, n.id, p.leg LIMIT $6 OFFSET $7;

-- Whose an entry is: the school of the bill, or that of a leg.
-- entry_head: id i64 ->?
--+ county county_id, cause str, day date, belongs date?, at instant, account account_id,
--+ actor sealed(account.name@account), reverses i64?, reversed_by i64?, reason str?, school school_id?,
--+ pupil pupil_id?, title str?, item str?
SELECT n.county, n.cause, n.day, t.belongs, n.at, COALESCE(a.id, 0), a.name, r.reverses, x.entry,
	COALESCE(r.reason, x.reason),
	COALESCE(b.school, s.school, (SELECT MAX(k.id) FROM posting p JOIN school k ON k.id = p.subject WHERE p.entry = n.id)),
	b.pupil, o.title, l.item
FROM ledger_entry n LEFT JOIN ledger_late t ON t.entry = n.id LEFT JOIN account a ON a.id = n.account
LEFT JOIN ledger_reversal r ON r.entry = n.id LEFT JOIN ledger_reversal x ON x.reverses = n.id
LEFT JOIN ledger_school s ON s.entry = n.id
LEFT JOIN bill_line l ON l.id = n.cause_id LEFT JOIN bill b ON b.id = l.bill
LEFT JOIN offering o ON o.id = l.offering
WHERE n.id = $1;

-- entry_lines: id i64 ->* account str, subject i64, label str, amount money
SELECT p.account, p.subject, COALESCE(o.title, k.name, ''), p.amount
FROM posting p LEFT JOIN offering o ON o.id = p.subject LEFT JOIN school k ON k.id = p.subject
WHERE p.entry = $1 ORDER BY p.leg;
