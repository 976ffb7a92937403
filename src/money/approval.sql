-- Submissions and who decided them.

-- approval_insert: id approval_id, kind str, object i64, level str, county county_id?, school school_id?,
--+ amount money, title str, said str?, submitter i64, at instant
INSERT INTO approval (id, kind, object, level, county, school, amount, title, said, state, submitter, submitted)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11);

-- approval_last: kind str, object i64 ->?
--+ id approval_id, state str, amount money, submitter account_id, decider account_id?, submitted instant,
--+ decided instant?, reason str?
SELECT id, state, amount, submitter, decider, submitted, decided, reason FROM approval
WHERE kind = $1 AND object = $2 ORDER BY id DESC LIMIT 1;

-- Two who decide at once: the first one's word stands.
-- approval_word: id approval_id, state str, decider account_id, at instant, reason str?
UPDATE approval SET state = $2, decider = $3, decided = $4, reason = $5 WHERE id = $1 AND state = 'waiting';

-- approval_row: id approval_id ->?
--+ id approval_id, kind str, object i64, level str, county county_id?, school school_id?, school_name str,
--+ amount money, title str, said str?, state str, submitter account_id, submitter_name sealed(account.name@submitter),
--+ submitted instant, decider account_id, decider_name sealed(account.name@decider), decided instant?, reason str?
SELECT a.id, a.kind, a.object, a.level, a.county, a.school, COALESCE(s.name, ''), a.amount, a.title, a.said, a.state,
	a.submitter, u.name, a.submitted, COALESCE(a.decider, 0), d.name, a.decided, a.reason
FROM approval a LEFT JOIN school s ON s.id = a.school LEFT JOIN account u ON u.id = a.submitter
	LEFT JOIN account d ON d.id = a.decider
WHERE a.id = $1;

-- approval_of_object: kind str, object i64 ->* =approval_row
SELECT a.id, a.kind, a.object, a.level, a.county, a.school, COALESCE(s.name, ''), a.amount, a.title, a.said, a.state,
	a.submitter, u.name, a.submitted, COALESCE(a.decider, 0), d.name, a.decided, a.reason
FROM approval a LEFT JOIN school s ON s.id = a.school LEFT JOIN account u ON u.id = a.submitter
	LEFT JOIN account d ON d.id = a.decider
WHERE a.kind = $1 AND a.object = $2 ORDER BY a.id DESC;

-- county, school 0: any; level, kind '': any.
-- approval_rows: county i64, school i64, level str, kind str, decided bool, most i64, skip i64 ->* =approval_row
SELECT a.id, a.kind, a.object, a.level, a.county, a.school, COALESCE(s.name, ''), a.amount, a.title, a.said, a.state,
	a.submitter, u.name, a.submitted, COALESCE(a.decider, 0), d.name, a.decided, a.reason
FROM approval a LEFT JOIN school s ON s.id = a.school LEFT JOIN account u ON u.id = a.submitter
	LEFT JOIN account d ON d.id = a.decider
WHERE ($1 = 0 OR a.county = $1) AND ($2 = 0 OR a.school = $2) AND ($3 = '' OR a.level = $3)
	AND ($4 = '' OR a.kind = $4) AND $5 = CASE WHEN a.state = 'waiting' THEN 0 ELSE 1 END
ORDER BY CASE WHEN a.state = 'waiting' THEN a.submitted ELSE -a.decided END, a.id LIMIT $6 OFFSET $7;

-- approval_count: county i64, school i64, level str, kind str, decided bool -> n i64
SELECT COUNT(*) FROM approval a
WHERE ($1 = 0 OR a.county = $1) AND ($2 = 0 OR a.school = $2) AND ($3 = '' OR a.level = $3)
	AND ($4 = '' OR a.kind = $4) AND $5 = CASE WHEN a.state = 'waiting' THEN 0 ELSE 1 END;

-- approval_limit: county county_id, kind str ->? amount money
SELECT amount FROM approval_limit WHERE county = $1 AND kind = $2;

-- approval_limits: county county_id ->* kind str, amount money
SELECT kind, amount FROM approval_limit WHERE county = $1 ORDER BY kind;

-- approval_limit_put: county county_id, kind str, amount money
INSERT INTO approval_limit (county, kind, amount) VALUES ($1, $2, $3)
ON CONFLICT (county, kind) DO UPDATE SET amount = excluded.amount WHERE approval_limit.amount <> excluded.amount;
