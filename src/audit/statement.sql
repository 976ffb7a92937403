-- --- accounts ---

-- bank_account_one: id bank_account_id ->?
--+ county county_id, school i64, holder str, bank str, number sealed(bank_account.number@id), tail str, layout str,
--+ footer bool, school_name str
SELECT a.county, a.school, a.holder, a.bank, a.number, a.tail, a.layout, a.footer, COALESCE(s.name, '')
FROM bank_account a LEFT JOIN school s ON s.id = a.school WHERE a.id = $1;

-- school 0: all of the county.
-- bank_accounts: county county_id, school i64 ->*
--+ id bank_account_id, county county_id, school i64, holder str, bank str, tail str, layout str, footer bool,
--+ school_name str
SELECT a.id, a.county, a.school, a.holder, a.bank, a.tail, a.layout, a.footer, COALESCE(s.name, '')
FROM bank_account a LEFT JOIN school s ON s.id = a.school
WHERE a.county = $1 AND ($2 = 0 OR a.school = $2) ORDER BY a.school, a.id;

-- bank_account_insert: id bank_account_id, county county_id, school i64, holder str, bank str,
--+ number sealed(bank_account.number@id), tail str, layout str, footer bool, at instant, account account_id
INSERT INTO bank_account (id, county, school, holder, bank, number, tail, layout, footer, at, account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- bank_account_update: id bank_account_id, holder str, bank str, number sealed(bank_account.number@id), tail str,
--+ layout str, footer bool, at instant, account account_id
UPDATE bank_account SET holder = $2, bank = $3, number = $4, tail = $5, layout = $6, footer = $7, at = $8, account = $9
WHERE id = $1;

-- --- statements ---

-- statement_of_hash: bank_account bank_account_id, hash blob ->? id bank_statement_id, state str
SELECT id, state FROM bank_statement WHERE bank_account = $1 AND hash = $2;

-- statement_insert: id bank_statement_id, county county_id, school i64, bank_account bank_account_id, file str,
--+ hash blob, first_day date, last_day date, lines i64, known i64, total_in money, total_out money, at instant,
--+ account account_id
INSERT INTO bank_statement (id, county, school, bank_account, file, hash, state, first_day, last_day, lines, known,
	total_in, total_out, at, account)
VALUES ($1, $2, $3, $4, $5, $6, 'taking', $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (bank_account, hash) DO NOTHING;

-- bank_line_insert: id i64, county county_id, school i64, bank_account bank_account_id, statement bank_statement_id,
--+ day date, amount money, serial str, counterparty str, summary str
INSERT INTO bank_line (id, county, school, bank_account, statement, day, amount, serial, counterparty, summary)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (bank_account, serial) DO NOTHING;

-- bank_line_of: bank_account bank_account_id, serial str ->? day date, amount money, statement bank_statement_id
SELECT day, amount, statement FROM bank_line WHERE bank_account = $1 AND serial = $2;

-- statement_taken: id bank_statement_id
UPDATE bank_statement SET state = 'taken' WHERE id = $1 AND state = 'taking';

-- statement_one: id bank_statement_id ->
--+ id bank_statement_id, bank_account bank_account_id, holder str, tail str, school_name str, file str, first_day date,
--+ last_day date, lines i64, known i64, total_in money, total_out money, at instant, state str
SELECT b.id, b.bank_account, a.holder, a.tail, COALESCE(s.name, ''), b.file, b.first_day, b.last_day, b.lines, b.known,
	b.total_in, b.total_out, b.at, b.state
FROM bank_statement b JOIN bank_account a ON a.id = b.bank_account LEFT JOIN school s ON s.id = b.school
WHERE b.id = $1;

-- statements: county county_id, school i64, most i64, skip i64 ->* =statement_one
SELECT b.id, b.bank_account, a.holder, a.tail, COALESCE(s.name, ''), b.file, b.first_day, b.last_day, b.lines, b.known,
	b.total_in, b.total_out, b.at, b.state
FROM bank_statement b JOIN bank_account a ON a.id = b.bank_account LEFT JOIN school s ON s.id = b.school
WHERE b.county = $1 AND ($2 = 0 OR b.school = $2) ORDER BY b.id DESC LIMIT $3 OFFSET $4;

-- statements_total: county county_id, school i64 -> n i64
SELECT COUNT(*) FROM bank_statement WHERE county = $1 AND ($2 = 0 OR school = $2);
