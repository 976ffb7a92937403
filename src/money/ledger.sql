-- Entries, funds, reversals (wall 4).

-- ledger_entry_insert: id i64, county county_id, cause str, at instant, day date, account account_id?
INSERT INTO ledger_entry (id, county, cause, cause_id, at, day, account) VALUES ($1, $2, $3, $1, $4, $5, $6);

-- posting_insert: entry i64, leg i64, county county_id, account str, subject i64, amount money
INSERT INTO posting (entry, leg, county, account, subject, amount) VALUES ($1, $2, $3, $4, $5, $6);

-- ledger_school_insert: school school_id, entry i64
INSERT INTO ledger_school (school, entry) VALUES ($1, $2);

-- fund_raise: account str, subject i64, county county_id, amount money, most money
INSERT INTO fund (account, subject, county, balance) VALUES ($1, $2, $3, $4)
ON CONFLICT (account, subject) DO UPDATE SET balance = fund.balance + excluded.balance
WHERE fund.balance <= $5 - excluded.balance;

-- fund_lower: account str, subject i64, amount money
UPDATE fund SET balance = balance - $3 WHERE account = $1 AND subject = $2 AND balance >= $3;

-- fund_balance: account str, subject i64 ->? balance money
SELECT balance FROM fund WHERE account = $1 AND subject = $2;

-- --- reversals ---

-- entry_legs: entry i64, county county_id ->* account str, subject i64, amount money
SELECT p.account, p.subject, p.amount FROM ledger_entry n JOIN posting p ON p.entry = n.id
WHERE n.id = $1 AND n.county = $2 ORDER BY p.leg;

-- entry_reversed: entry i64 -> n i64
SELECT COUNT(*) FROM ledger_reversal WHERE entry = $1 OR reverses = $1;

-- ledger_reversal_insert: entry i64, reverses i64, county county_id, reason str
INSERT INTO ledger_reversal (entry, reverses, county, reason) VALUES ($1, $2, $3, $4);

-- --- days ---

-- book_open: county county_id
INSERT INTO ledger_book (county, closed_through, back_booked) VALUES ($1, 0, 0) ON CONFLICT (county) DO NOTHING;

-- Booking on an earlier day and closing it pass the same row: one of them comes first.
-- book_back: county county_id, day date
UPDATE ledger_book SET back_booked = back_booked + 1 WHERE county = $1 AND closed_through < $2;

-- book_close: county county_id, through date
UPDATE ledger_book SET closed_through = $2 WHERE county = $1 AND closed_through < $2;

-- book_closed_through: county county_id ->? through date
SELECT closed_through FROM ledger_book WHERE county = $1;

-- ledger_late_insert: entry i64, county county_id, belongs date
INSERT INTO ledger_late (entry, county, belongs) VALUES ($1, $2, $3);

-- --- closings ---

-- period_at: county county_id, last_day date ->? id i64, entries i64?
SELECT id, entries FROM ledger_period WHERE county = $1 AND last_day = $2;

-- period_insert: id i64, county county_id, last_day date, account i64, at instant
INSERT INTO ledger_period (id, county, last_day, account, at, entries) VALUES ($1, $2, $3, $4, $5, NULL);

-- period_count: id i64, entries i64
UPDATE ledger_period SET entries = $2 WHERE id = $1 AND entries IS NULL;

-- period_balance_insert: period i64, account str, debit money, credit money
INSERT INTO period_balance (period, account, debit, credit) VALUES ($1, $2, $3, $4);

-- periods: county county_id ->*
--+ id i64, last_day date, at instant, entries i64?, account account_id, by sealed(account.name@account)
SELECT p.id, p.last_day, p.at, p.entries, COALESCE(a.id, 0), a.name
FROM ledger_period p LEFT JOIN account a ON a.id = p.account WHERE p.county = $1 ORDER BY p.last_day DESC;

-- The newest closing up to a day whose balances are kept, and those.
-- closing_before: county county_id, through date ->? id i64, last_day date, entries i64
SELECT id, last_day, entries FROM ledger_period
WHERE county = $1 AND last_day <= $2 AND entries IS NOT NULL ORDER BY last_day DESC LIMIT 1;

-- closing_balances: period i64 ->* account str, debit money, credit money
SELECT account, debit, credit FROM period_balance WHERE period = $1;
