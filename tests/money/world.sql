-- posted: account str, subject i64 -> fen money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM posting WHERE account = $1 AND subject = $2;

-- kept: account str, subject i64 -> fen money
SELECT COALESCE((SELECT balance FROM fund WHERE account = $1 AND subject = $2), 0);

-- posted_on: entry i64 -> day date, belongs date?, account i64
SELECT n.day, t.belongs, COALESCE(n.account, 0) FROM ledger_entry n LEFT JOIN ledger_late t ON t.entry = n.id WHERE n.id = $1;

-- entries: -> n i64
SELECT COUNT(*) FROM ledger_entry;

-- bill_entry: pupil pupil_id -> id i64
SELECT MIN(l.id) FROM bill b JOIN bill_line l ON l.bill = b.id WHERE b.pupil = $1;
