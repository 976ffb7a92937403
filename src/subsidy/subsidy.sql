-- Batches of the staff subsidy: computation, checks, steps.

-- --- batches ---

-- subsidy_batch_insert: id i64, county county_id, school school_id, first_day date, last_day date, sittings i64,
--+ known date, account account_id?, at instant ->? stored i64
INSERT INTO subsidy_batch (id, county, school, first_day, last_day, state, run, stage, place, sittings, reckoned, known,
	total, subsidy, labour, account, at)
VALUES ($1, $2, $3, $4, $5, 'computing', 1, 0, 0, $6, 0, $7, 0, 0, 0, $8, $9)
ON CONFLICT (school, first_day) DO NOTHING RETURNING id;

-- subsidy_batch_again: id i64, run i64, sittings i64, known date, account account_id?, at instant
UPDATE subsidy_batch SET state = 'computing', run = $2 + 1, stage = 0, place = 0, sittings = $3, reckoned = 0, known = $4,
	total = 0, subsidy = 0, labour = 0, account = $5, at = $6
WHERE id = $1 AND run = $2 AND state IN ('draft', 'returned');

-- subsidy_batch_row: id i64 ->?
--+ id i64, county county_id, school school_id, first_day date, last_day date, state str, run i64, stage i64,
--+ place i64, sittings i64, reckoned i64, known date, total money, subsidy money, labour money,
--+ account account_id?, at instant
SELECT id, county, school, first_day, last_day, state, run, stage, place, sittings, reckoned, known, total, subsidy,
	labour, account, at
FROM subsidy_batch WHERE id = $1;

-- subsidy_batch_of_month: school school_id, first_day date ->? =subsidy_batch_row
SELECT id, county, school, first_day, last_day, state, run, stage, place, sittings, reckoned, known, total, subsidy,
	labour, account, at
FROM subsidy_batch WHERE school = $1 AND first_day = $2;

-- Of a school, or (school 0) of a county; of one month, or (month none) of all.
-- subsidy_batches: county county_id, school i64, month date?, state str, most i64, skip i64 ->*
--+ id i64, school school_id, code str, name str, first_day date, state str, run i64, total money, subsidy money,
--+ labour money, at instant, persons i64, findings i64
SELECT b.id, b.school, s.code, s.name, b.first_day, b.state, b.run, b.total, b.subsidy, b.labour, b.at,
	(SELECT COUNT(*) FROM subsidy_line l WHERE l.batch = b.id AND l.run = b.run),
	(SELECT COUNT(*) FROM subsidy_finding f WHERE f.batch = b.id AND f.run = b.run AND f.weight > 0)
FROM subsidy_batch b JOIN school s ON s.id = b.school
WHERE b.county = $1 AND ($2 = 0 OR b.school = $2) AND (CAST($3 AS BIGINT) IS NULL OR b.first_day = $3)
	AND ($4 = '' OR b.state = $4)
ORDER BY b.first_day DESC, s.code LIMIT $5 OFFSET $6;

-- subsidy_batches_total: county county_id, school i64, month date?, state str -> n i64
SELECT COUNT(*) FROM subsidy_batch b
WHERE b.county = $1 AND ($2 = 0 OR b.school = $2) AND (CAST($3 AS BIGINT) IS NULL OR b.first_day = $3)
	AND ($4 = '' OR b.state = $4);

-- subsidy_batch_move: id i64, run i64, was str, state str
UPDATE subsidy_batch SET state = $4 WHERE id = $1 AND run = $2 AND state = $3;

-- subsidy_batch_place: id i64, run i64, stage i64, place i64, next_stage i64, next_place i64, reckoned i64
UPDATE subsidy_batch SET stage = $5, place = $6, reckoned = reckoned + $7
WHERE id = $1 AND run = $2 AND stage = $3 AND place = $4 AND state = 'computing';

-- subsidy_batch_done: id i64, run i64, total money, subsidy money, labour money
UPDATE subsidy_batch SET state = 'draft', stage = 3, total = $3, subsidy = $4, labour = $5
WHERE id = $1 AND run = $2 AND state = 'computing';

-- --- reckoning ---

-- month_sittings: school school_id, first date, last date -> n i64
SELECT COUNT(*) FROM sitting WHERE school = $1 AND day BETWEEN $2 AND $3 AND state <> 'cancelled';

-- The next sittings of the month; one by an agency only where a person of the school led it. `weekend`: one of the times
-- on Saturday or Sunday; day 0 was a Thursday, a make-up day has the times of the weekday it follows.
-- sittings_next: school school_id, first date, last date, after i64, most i64 ->*
--+ id sitting_id, offering offering_id, day date, starts time, ends time, state str, kind str, category str,
--+ agency agency_id?, grades i64, windows str?, weekend bool, present i64?, recorded bool, refers i64
SELECT s.id, s.offering, s.day, s.starts, s.ends, s.state, o.kind, o.category, o.agency, o.grades,
	w.windows, CASE WHEN EXISTS (SELECT 1 FROM slot z WHERE z.offering = s.offering AND z.weekday >= 6
		AND z.weekday = (s.day + 3) % 7 + 1 AND z.starts = s.starts) THEN 1 ELSE 0 END,
	r.present, CASE WHEN h.sitting IS NULL THEN 0 ELSE 1 END, 0
FROM sitting s JOIN offering o ON o.id = s.offering LEFT JOIN register r ON r.sitting = s.id
LEFT JOIN duty_sheet h ON h.sitting = s.id LEFT JOIN offering_window w ON w.offering = o.id
WHERE s.school = $1 AND s.day BETWEEN $2 AND $3 AND s.state <> 'cancelled' AND s.id > $4 ORDER BY s.id LIMIT $5;

-- The next sittings of months whose batch is approved, and that batch.
-- sittings_settled: school school_id, before date, since date, after i64, most i64 ->* =sittings_next
SELECT s.id, s.offering, s.day, s.starts, s.ends, s.state, o.kind, o.category, o.agency, o.grades,
	w.windows, CASE WHEN EXISTS (SELECT 1 FROM slot z WHERE z.offering = s.offering AND z.weekday >= 6
		AND z.weekday = (s.day + 3) % 7 + 1 AND z.starts = s.starts) THEN 1 ELSE 0 END,
	r.present, CASE WHEN h.sitting IS NULL THEN 0 ELSE 1 END, b.id
FROM subsidy_batch b JOIN sitting s ON s.school = b.school AND s.day BETWEEN b.first_day AND b.last_day
JOIN offering o ON o.id = s.offering LEFT JOIN register r ON r.sitting = s.id
LEFT JOIN duty_sheet h ON h.sitting = s.id LEFT JOIN offering_window w ON w.offering = o.id
WHERE b.school = $1 AND b.last_day < $2 AND b.first_day >= $3 AND b.state IN ('approved', 'paying', 'paid') AND s.id > $4
ORDER BY s.id LIMIT $5;

-- subsidy_school: batch i64 ->? school school_id
SELECT school FROM subsidy_batch WHERE id = $1;

-- What approved batches hold of a sitting, by person.
-- sitting_paid: sitting sitting_id ->* person i64, paid money
SELECT d.person, CAST(SUM(d.amount) AS BIGINT) FROM subsidy_detail d JOIN subsidy_batch b ON b.id = d.batch AND b.run = d.run
WHERE d.sitting = $1 AND b.state IN ('approved', 'paying', 'paid') GROUP BY d.person ORDER BY d.person;

-- subsidy_line_add: id i64, batch i64, run i64, person i64, county county_id, form str, sittings i64, minutes i64, amount money
INSERT INTO subsidy_line (id, batch, run, person, county, form, sittings, minutes, amount)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (batch, run, person) DO UPDATE SET sittings = subsidy_line.sittings + excluded.sittings,
	minutes = subsidy_line.minutes + excluded.minutes, amount = subsidy_line.amount + excluded.amount;

-- subsidy_line_amount: batch i64, run i64, person i64 -> amount money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM subsidy_line WHERE batch = $1 AND run = $2 AND person = $3;

-- subsidy_detail_insert: id i64, county county_id, batch i64, run i64, person i64, sitting sitting_id, refers i64?, day date,
--+ starts time, ends time, role str, stated money?, due money, before money, amount money, formula str,
--+ requirement str, document str, unit i64?, stated_unit str
INSERT INTO subsidy_detail (id, county, batch, run, person, sitting, refers, day, starts, ends, role, stated, due, before,
	amount, formula, requirement, document, unit, stated_unit)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);

-- subsidy_detail_there: batch i64, run i64, person i64, sitting sitting_id ->? id i64
SELECT id FROM subsidy_detail WHERE batch = $1 AND run = $2 AND person = $3 AND sitting = $4;

-- subsidy_batch_sums: batch i64, run i64 -> total money, subsidy money, labour money
SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN form = 'subsidy' THEN amount ELSE 0 END), 0) AS BIGINT),
	CAST(COALESCE(SUM(CASE WHEN form <> 'subsidy' THEN amount ELSE 0 END), 0) AS BIGINT)
FROM subsidy_line WHERE batch = $1 AND run = $2;

-- --- checks ---

-- subsidy_finding_insert: id i64, county county_id, batch i64, run i64, code str, weight i64, person i64, sitting i64,
--+ day date, found str, allowed str
INSERT INTO subsidy_finding (id, county, batch, run, code, weight, person, sitting, day, found, allowed, answered_by, answer)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL);

-- Two sittings at once, of this school.
-- double_booked: batch i64, run i64 ->*
--+ person i64, sitting sitting_id, other sitting_id, day date, starts time, ends time, other_starts time, other_ends time
SELECT a.person, a.sitting, b.sitting, a.day, a.starts, a.ends, b.starts, b.ends
FROM subsidy_detail a JOIN subsidy_detail b ON b.batch = a.batch AND b.run = a.run AND b.person = a.person
	AND b.day = a.day AND b.sitting > a.sitting AND b.refers IS NULL AND b.starts < a.ends AND a.starts < b.ends
WHERE a.batch = $1 AND a.run = $2 AND a.refers IS NULL ORDER BY a.day, a.person, a.sitting, b.sitting LIMIT 200;

-- The same person at another school at that time: by the login, which is the person's. What was not written down there is
-- as planned; what was not held does not count.
-- double_booked_away: batch i64, run i64 ->* =double_booked
SELECT a.person, a.sitting, t.id, a.day, a.starts, a.ends, t.starts, t.ends
FROM subsidy_detail a JOIN staff me ON me.id = a.person
JOIN staff there ON there.account = me.account AND there.id <> me.id AND there.school <> me.school
JOIN sitting t ON t.school = there.school AND t.day = a.day AND t.starts < a.ends AND a.starts < t.ends
	AND t.state <> 'cancelled'
JOIN register g ON g.sitting = t.id
WHERE a.batch = $1 AND a.run = $2 AND a.refers IS NULL AND (
	EXISTS (SELECT 1 FROM duty d WHERE d.sitting = t.id AND d.person = there.id)
	OR (NOT EXISTS (SELECT 1 FROM duty_sheet h WHERE h.sitting = t.id)
		AND EXISTS (SELECT 1 FROM offering_staff f WHERE f.offering = t.offering AND f.staff = there.id)))
ORDER BY a.day, a.person, a.sitting, t.id LIMIT 200;

-- over_the_day: batch i64, run i64, most i64 ->* person i64, day date, minutes i64
SELECT person, day, CAST(SUM(ends - starts) AS BIGINT) FROM subsidy_detail
WHERE batch = $1 AND run = $2 AND refers IS NULL GROUP BY person, day HAVING SUM(ends - starts) > $3
ORDER BY day, person LIMIT 200;

-- Who is not, or no longer, of this school.
-- strangers: batch i64, run i64, school school_id ->* person i64, here bool
SELECT l.person, CASE WHEN COALESCE(s.school, o.school, 0) = $3 THEN 1 ELSE 0 END
FROM subsidy_line l LEFT JOIN staff s ON s.id = l.person LEFT JOIN outsider o ON o.id = l.person
WHERE l.batch = $1 AND l.run = $2 AND (COALESCE(s.school, o.school, 0) <> $3 OR COALESCE(s.state, o.state, 0) <> 1)
ORDER BY l.person LIMIT 200;

-- Whose money goes to somebody tied to an agency or to the person of another line (R67): acts for an agency, is staff and
-- outsider at once, or shares an account.
-- related: batch i64, run i64, school school_id ->* person i64, how str
SELECT l.person, 'agency' FROM subsidy_line l JOIN staff s ON s.id = l.person
WHERE l.batch = $1 AND l.run = $2 AND EXISTS (SELECT 1 FROM appointment a WHERE a.account = s.account AND a.agency IS NOT NULL)
UNION ALL SELECT l.person, 'staff' FROM subsidy_line l JOIN outsider o ON o.id = l.person
WHERE l.batch = $1 AND l.run = $2 AND EXISTS (SELECT 1 FROM staff s WHERE s.school = $3 AND s.phone_blind = o.phone_blind)
UNION ALL SELECT l.person, 'account' FROM subsidy_line l JOIN payee p ON p.person = l.person
WHERE l.batch = $1 AND l.run = $2 AND EXISTS (SELECT 1 FROM payee q WHERE q.number_blind = p.number_blind AND q.person <> p.person)
ORDER BY 1, 2;

-- subsidy_findings: batch i64, run i64 ->*
--+ id i64, code str, weight i64, person i64, sitting i64, day date, found str, allowed str, answered_by account_id?,
--+ answer str?
SELECT id, code, weight, person, sitting, day, found, allowed, answered_by, answer
FROM subsidy_finding WHERE batch = $1 AND run = $2 ORDER BY weight DESC, code, day, person, id;

-- subsidy_finding_row: id i64 ->? batch i64, run i64, weight i64
SELECT batch, run, weight FROM subsidy_finding WHERE id = $1;

-- subsidy_findings_open: batch i64, run i64 -> stops i64, unanswered i64
SELECT COUNT(*) FILTER (WHERE weight = 2), COUNT(*) FILTER (WHERE weight = 1 AND answer IS NULL)
FROM subsidy_finding WHERE batch = $1 AND run = $2;

-- subsidy_finding_answer: id i64, account account_id?, answer str
UPDATE subsidy_finding SET answered_by = $2, answer = $3 WHERE id = $1 AND weight = 1;

-- Details that were reckoned on other approved batches than there are now.
-- stale: batch i64, run i64 -> n i64
SELECT COUNT(*) FROM subsidy_detail d WHERE d.batch = $1 AND d.run = $2 AND d.before <> COALESCE((
	SELECT SUM(x.amount) FROM subsidy_detail x JOIN subsidy_batch b ON b.id = x.batch AND b.run = x.run
	WHERE x.sitting = d.sitting AND x.person = d.person AND b.id <> $1 AND b.state IN ('approved', 'paying', 'paid')), 0);

-- --- reading ---

-- subsidy_lines: batch i64, run i64 ->*
--+ person i64, outsider bool, form str, sittings i64, minutes i64, amount money, number str,
--+ staff_name sealed(staff.name@person), name sealed(outsider.name@person)
SELECT l.person, CASE WHEN o.id IS NULL THEN 0 ELSE 1 END, l.form, l.sittings, l.minutes, l.amount,
	COALESCE(s.number, o.work, ''), s.name, o.name
FROM subsidy_line l LEFT JOIN staff s ON s.id = l.person LEFT JOIN outsider o ON o.id = l.person
WHERE l.batch = $1 AND l.run = $2 ORDER BY 2, 7, l.person;

-- subsidy_details: batch i64, run i64, person i64 ->*
--+ id i64, sitting sitting_id, refers i64?, day date, starts time, ends time, role str, title str, stated money?,
--+ due money, before money, amount money, formula str, requirement str, document str, whole str
SELECT d.id, d.sitting, d.refers, d.day, d.starts, d.ends, d.role, COALESCE(o.title, ''), d.stated, d.due, d.before,
	d.amount, d.formula, d.requirement, d.document, COALESCE(u.unit, '')
FROM subsidy_detail d LEFT JOIN sitting s ON s.id = d.sitting LEFT JOIN offering o ON o.id = s.offering
LEFT JOIN subsidy_unit u ON u.id = d.sitting
WHERE d.batch = $1 AND d.run = $2 AND d.person = $3
ORDER BY CASE WHEN u.unit = 'cap' THEN 2 WHEN u.unit = 'month' THEN 1 ELSE 0 END, d.day, d.starts, d.id;

-- A person's lines of batches that left the school's desk, the newest first.
-- subsidy_lines_of_person: account account_id ->*
--+ batch i64, person i64, school str, first_day date, state str, form str, sittings i64, minutes i64, amount money
SELECT b.id, l.person, k.name, b.first_day, b.state, l.form, l.sittings, l.minutes, l.amount
FROM staff s JOIN subsidy_line l ON l.person = s.id JOIN subsidy_batch b ON b.id = l.batch AND b.run = l.run
JOIN school k ON k.id = b.school
WHERE s.account = $1 AND b.state <> 'computing' ORDER BY b.first_day DESC, b.id LIMIT 120;

-- --- steps ---

-- subsidy_step_insert: id i64, county county_id, batch i64, run i64, step str, total money, account account_id?, reason str,
--+ at instant
INSERT INTO subsidy_step (id, county, batch, run, step, total, account, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- subsidy_steps: batch i64 ->*
--+ id i64, run i64, step str, total money, account account_id, by sealed(account.name@account), reason str, at instant
SELECT t.id, t.run, t.step, t.total, COALESCE(a.id, 0), a.name, t.reason, t.at
FROM subsidy_step t LEFT JOIN account a ON a.id = t.account WHERE t.batch = $1 ORDER BY t.id;

-- The step with which a computation was handed in.
-- subsidy_handed: batch i64, run i64 ->? step i64
SELECT id FROM subsidy_step WHERE batch = $1 AND run = $2 AND step = 'submitted' ORDER BY id DESC LIMIT 1;

-- subsidy_of_step: step i64 ->? batch i64
SELECT batch FROM subsidy_step WHERE id = $1;

-- Handed in, and no longer waiting for an answer.
-- subsidy_waiting: ->* id i64
SELECT b.id FROM subsidy_batch b WHERE b.state = 'submitted' AND NOT EXISTS (
	SELECT 1 FROM approval a JOIN subsidy_step t ON t.id = a.object
	WHERE t.batch = b.id AND a.kind = 'subsidy' AND a.state = 'waiting') ORDER BY b.id LIMIT 200;

-- --- the year's total ---

-- quota_insert: id i64, county county_id, school school_id, year i64, amount money, document str,
--+ account account_id?, at instant
INSERT INTO subsidy_quota (id, county, school, year, amount, document, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- quota_row: school school_id, year i64 ->? amount money, document str
SELECT amount, document FROM subsidy_quota WHERE school = $1 AND year = $2 ORDER BY id DESC LIMIT 1;

-- Subsidies of a school's year that were handed in or approved, but for one batch.
-- quota_used: school school_id, first date, last date, but i64 -> used money
SELECT CAST(COALESCE(SUM(subsidy), 0) AS BIGINT) FROM subsidy_batch
WHERE school = $1 AND first_day BETWEEN $2 AND $3 AND id <> $4 AND state IN ('submitted', 'approved', 'paying', 'paid');

-- quotas: county county_id, year i64, first date, last date ->* school school_id, code str, name str, amount money?, document str?, used money
SELECT s.id, s.code, s.name,
	(SELECT q.amount FROM subsidy_quota q WHERE q.school = s.id AND q.year = $2 ORDER BY q.id DESC LIMIT 1),
	(SELECT q.document FROM subsidy_quota q WHERE q.school = s.id AND q.year = $2 ORDER BY q.id DESC LIMIT 1),
	CAST(COALESCE((SELECT SUM(b.subsidy) FROM subsidy_batch b WHERE b.school = s.id
		AND b.state IN ('submitted', 'approved', 'paying', 'paid') AND b.first_day >= $3 AND b.first_day <= $4), 0) AS BIGINT)
FROM school s WHERE s.county = $1 ORDER BY s.code;

-- --- settings ---

-- subsidy_setting: county county_id ->? day_minutes i64
SELECT day_minutes FROM subsidy_setting WHERE county = $1;

-- subsidy_setting_put: county county_id, day_minutes i64, account account_id?, at instant
INSERT INTO subsidy_setting (county, day_minutes, account, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (county) DO UPDATE SET day_minutes = excluded.day_minutes, account = excluded.account, at = excluded.at;

-- voucher_accounts: county county_id ->* use str, code str, name str, economic str
SELECT use, code, name, economic FROM voucher_account WHERE county = $1 ORDER BY use;

-- voucher_account_put: county county_id, use str, code str, name str, economic str, account account_id?, at instant
INSERT INTO voucher_account (county, use, code, name, economic, account, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (county, use) DO UPDATE SET code = excluded.code, name = excluded.name, economic = excluded.economic,
	account = excluded.account, at = excluded.at;
