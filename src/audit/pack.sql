-- What an audit pack carries: one statement a table of the pack, in this order. A statement whose name begins
-- with pack_t_ is a table: its columns are the columns, its texts stand in locale/pack.loc. To export
-- one more table, write one more statement.
--
-- Parameters are bound by name: county, school, term; none means all. Sealed columns are masked where they are
-- written (names keep their first character, numbers their last four), but for staff, whose pay is examined.
-- Rows stand in the order of their keys, so that one state makes one file.

-- Which instant the pack speaks of: of the newest record of the audit chain.
-- pack_as_of: -> at instant?
SELECT MAX(at) FROM audit;

-- pack_schema: -> number i64
SELECT MAX(number) FROM migration;

-- --- who there is ---

-- pack_t_county: county county_id? ->* id county_id, code str, name str, ruleset str, participant str
SELECT id, code, name, ruleset, participant FROM county WHERE CAST($1 AS BIGINT) IS NULL OR id = $1 ORDER BY id;

-- pack_t_school: county county_id?, school school_id? ->*
--+ id school_id, county county_id, code str, name str, private bool, boarding bool, rural bool
SELECT id, county, code, name, private, boarding, rural FROM school
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR id = $2) ORDER BY id;

-- pack_t_term: county county_id?, term term_id? ->*
--+ id term_id, county county_id, code str, name str, first_day date, last_day date
SELECT id, county, code, name, first_day, last_day FROM term
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR id = $2) ORDER BY id;

-- pack_t_class: county county_id?, school school_id? ->*
--+ id class_id, county county_id, school school_id, stage i64, grade i64, number i64, name str
SELECT id, county, school, stage, grade, number, name FROM class
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_agency: county county_id? ->* id agency_id, county county_id, uscc str, name str, state str
SELECT id, county, uscc, name, state FROM agency WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY id;

-- pack_t_staff: county county_id?, school school_id? ->*
--+ id staff_id, county county_id, school school_id, account account_id?, number str, title str, state i64,
--+ name sealed(staff.name@id)
SELECT id, county, school, account, number, title, state, name FROM staff
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_pupil: county county_id?, school school_id? ->*
--+ id pupil_id, county county_id, school school_id, class class_id, grade i64, stage i64, state i64, boarding bool,
--+ name sealed(pupil.name@id), pupil_number sealed(pupil.pupil_number@id)
SELECT id, county, school, class, grade, stage, state, boarding, name, pupil_number FROM pupil
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- --- what was offered ---

-- pack_t_offering: county county_id?, school school_id?, term term_id? ->*
--+ id offering_id, county county_id, school school_id, term term_id, code str, kind str, state str, title str,
--+ category str, agency agency_id?, price money, consumables money, consumables_standard str, starts date, ends date
SELECT id, county, school, term, code, kind, state, title, category, agency, price, consumables,
	consumables_standard, starts, ends
FROM offering WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_offering_fact: county county_id?, school school_id?, term term_id? ->*
--+ offering offering_id, county county_id, said str, subsidy money?
SELECT f.offering, f.county, f.said, f.subsidy FROM offering_fact f JOIN offering o ON o.id = f.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR o.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR o.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY f.offering;

-- pack_t_seat: county county_id?, school school_id?, term term_id? ->*
--+ offering offering_id, seats i64?, taken i64, waiting i64, planned i64?
SELECT s.offering, s.seats, s.taken, s.waiting, s.planned FROM seat s JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR o.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR o.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY s.offering;

-- pack_t_offering_staff: county county_id?, school school_id?, term term_id? ->*
--+ offering offering_id, staff staff_id
SELECT s.offering, s.staff FROM offering_staff s JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR o.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR o.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY s.offering, s.staff;

-- --- what families were told and agreed to ---

-- pack_t_notice: county county_id?, school school_id?, term term_id? ->*
--+ id notice_id, county county_id, school school_id, term term_id, version i64, title str, times str, manner str,
--+ content str, fees str, safety str, channels str, published instant?, hash blob?
SELECT id, county, school, term, version, title, times, manner, content, fees, safety, channels, published, hash
FROM notice WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_notice_confirmation: county county_id?, school school_id?, term term_id? ->*
--+ pupil pupil_id, notice notice_id, guardian guardian_id?, at instant, channel str
SELECT k.pupil, k.notice, k.guardian, k.at, k.channel FROM notice_confirmation k JOIN notice n ON n.id = k.notice
WHERE (CAST($1 AS BIGINT) IS NULL OR k.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR n.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR n.term = $3) ORDER BY k.pupil, k.notice;

-- pack_t_agreement: county county_id?, school school_id?, term term_id? ->*
--+ id agreement_id, county county_id, school school_id, term term_id, kind str, version i64, title str, body str,
--+ published instant?, hash blob?
SELECT id, county, school, term, kind, version, title, body, published, hash
FROM agreement WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_agreement_party: county county_id?, school school_id?, term term_id? ->*
--+ offering offering_id, agreement agreement_id, party str, account account_id?, at instant
SELECT y.offering, y.agreement, y.party, y.account, y.at FROM agreement_party y JOIN agreement a ON a.id = y.agreement
WHERE (CAST($1 AS BIGINT) IS NULL OR a.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR a.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR a.term = $3) ORDER BY y.offering, y.agreement, y.party;

-- pack_t_kinship: county county_id?, school school_id? ->*
--+ pupil pupil_id, guardian guardian_id, relation str, since date, until date?
SELECT k.pupil, k.guardian, k.relation, k.since, k.until FROM kinship k JOIN pupil p ON p.id = k.pupil
WHERE (CAST($1 AS BIGINT) IS NULL OR k.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR p.school = $2)
ORDER BY k.pupil, k.guardian;

-- --- who took part ---

-- pack_t_application: county county_id?, school school_id?, term term_id? ->*
--+ id application_id, county county_id, offering offering_id, pupil pupil_id, state str, guardian guardian_id?,
--+ account account_id?, channel str, agreement agreement_id?, self_purchase bool, at instant, decided instant?
SELECT a.id, a.county, a.offering, a.pupil, a.state, a.guardian, a.account, a.channel, a.agreement, a.self_purchase,
	a.at, a.decided FROM application a JOIN offering o ON o.id = a.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR a.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR o.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY a.id;

-- pack_t_consumables_choice: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, enrolment enrolment_id, self_purchase bool, guardian guardian_id, account account_id, channel str,
--+ at instant
SELECT w.id, w.county, w.enrolment, w.self_purchase, w.guardian, w.account, w.channel, w.at
FROM consumables_choice w JOIN enrolment e ON e.id = w.enrolment
WHERE (CAST($1 AS BIGINT) IS NULL OR w.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR e.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR e.term = $3) ORDER BY w.id;

-- pack_t_enrolment: county county_id?, school school_id?, term term_id? ->*
--+ id enrolment_id, county county_id, school school_id, term term_id, offering offering_id, pupil pupil_id,
--+ application i64, state str, place i64, self_purchase bool, at instant, seated instant?, ended instant?, reason str
SELECT id, county, school, term, offering, pupil, application, state, place, self_purchase, at, seated, ended, reason
FROM enrolment WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_sitting: county county_id?, school school_id?, term term_id? ->*
--+ id sitting_id, county county_id, school school_id, offering offering_id, day date, starts time, ends time, state str
SELECT s.id, s.county, s.school, s.offering, s.day, s.starts, s.ends, s.state
FROM sitting s JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR s.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY s.id;

-- pack_t_register: county county_id?, school school_id?, term term_id? ->*
--+ sitting sitting_id, saved instant, staff staff_id?, present i64, expected i64
SELECT r.sitting, r.saved, r.staff, r.present, r.expected
FROM register r JOIN sitting s ON s.id = r.sitting JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR r.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR r.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY r.sitting;

-- pack_t_mark: county county_id?, school school_id?, term term_id? ->*
--+ sitting sitting_id, pupil pupil_id, mark str, at instant, account account_id?
SELECT m.sitting, m.pupil, m.mark, m.at, m.account
FROM mark m JOIN sitting s ON s.id = m.sitting JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR m.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY m.sitting, m.pupil;

-- pack_t_mark_change: county county_id?, school school_id?, term term_id? ->*
--+ id i64, sitting sitting_id, pupil pupil_id, was str, became str, account account_id?, at instant, reason str
SELECT m.id, m.sitting, m.pupil, m.was, m.became, m.account, m.at, m.reason
FROM mark_change m JOIN sitting s ON s.id = m.sitting JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR m.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY m.id;

-- pack_t_participation: county county_id?, school school_id?, term term_id? ->*
--+ pupil pupil_id, term term_id, kind str, county county_id, school school_id, sittings i64
SELECT pupil, term, kind, county, school, sittings FROM participation
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY pupil, term, kind;

-- --- what it cost ---

-- pack_t_bill: county county_id?, school school_id?, term term_id? ->*
--+ id bill_id, county county_id, school school_id, term term_id, pupil pupil_id, state str, total money, course money,
--+ consumables money, care money, self_bought money
SELECT id, county, school, term, pupil, state, total, course, consumables, care, self_bought
FROM bill WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_bill_line: county county_id?, school school_id?, term term_id? ->*
--+ id bill_line_id, bill bill_id, enrolment i64, offering i64, item str, amount money, formula str, requirement str,
--+ document str, reverses bill_line_id?, at instant, payer str?
SELECT l.id, l.bill, l.enrolment, l.offering, l.item, l.amount, l.formula, l.requirement, l.document, l.reverses, l.at,
	l.payer FROM bill_line l JOIN bill b ON b.id = l.bill
WHERE (CAST($1 AS BIGINT) IS NULL OR l.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR b.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR b.term = $3) ORDER BY l.id;

-- --- how money moved ---

-- Every leg of every entry; of a school or a term the entries that touch one of its bills, offerings, own accounts
-- or appropriations, whole.
-- pack_t_ledger: county county_id?, school school_id?, term term_id? ->*
--+ entry i64, leg i64?, county county_id, day date, at instant, cause str, cause_id i64, by account_id?,
--+ account str?, subject i64?, amount money?, belongs date?, reverses i64?, reason str?
SELECT n.id, p.leg, n.county, n.day, n.at, n.cause, n.cause_id, n.account, p.account, p.subject, p.amount,
	l.belongs, r.reverses, r.reason FROM ledger_entry n LEFT JOIN posting p ON p.entry = n.id
	LEFT JOIN ledger_late l ON l.entry = n.id LEFT JOIN ledger_reversal r ON r.entry = n.id
WHERE (CAST($1 AS BIGINT) IS NULL OR n.county = $1) AND ((CAST($2 AS BIGINT) IS NULL AND CAST($3 AS BIGINT) IS NULL)
		OR n.id IN (SELECT y.entry FROM posting y WHERE y.subject IN (
			SELECT b.id FROM bill b WHERE (CAST($2 AS BIGINT) IS NULL OR b.school = $2)
				AND (CAST($3 AS BIGINT) IS NULL OR b.term = $3)
			UNION ALL SELECT o.id FROM offering o WHERE (CAST($2 AS BIGINT) IS NULL OR o.school = $2)
				AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3)
			UNION ALL SELECT s.id FROM school s WHERE s.id = $2 AND CAST($3 AS BIGINT) IS NULL))
		OR n.id IN (SELECT a.id FROM appropriation a WHERE (CAST($2 AS BIGINT) IS NULL OR a.school = $2)
			AND (CAST($3 AS BIGINT) IS NULL OR a.term = $3))) ORDER BY n.id, p.leg;

-- pack_t_fund: county county_id?, school school_id? ->*
--+ account str, subject i64, county county_id, balance money
SELECT account, subject, county, balance FROM fund
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR subject = $2)
ORDER BY subject, account;

-- pack_t_ledger_period: county county_id? ->*
--+ id i64, county county_id, last_day date, account account_id?, at instant, entries i64?
SELECT id, county, last_day, account, at, entries FROM ledger_period
WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY id;

-- pack_t_period_balance: county county_id? ->* period i64, account str, debit money, credit money
SELECT b.period, b.account, b.debit, b.credit FROM period_balance b JOIN ledger_period p ON p.id = b.period
WHERE CAST($1 AS BIGINT) IS NULL OR p.county = $1 ORDER BY b.period, b.account;

-- pack_t_appropriation: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, amount money, document str, account account_id?, at instant
SELECT id, county, school, term, amount, document, account, at FROM appropriation
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- --- by which rules ---

-- pack_t_edition: county county_id? ->*
--+ id i64, county county_id, ruleset str, number i64, state str, title str, document str, level str, place str,
--+ starts date, ends date?, published instant?, withdrawn date?, until date?, hash blob
SELECT id, county, ruleset, number, state, title, document, level, place, starts, ends, published, withdrawn, until, hash
FROM edition WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND published IS NOT NULL ORDER BY id;

-- The files of those editions.
-- pack_rules: county county_id? ->* id i64, body str
SELECT id, body FROM edition WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND published IS NOT NULL ORDER BY id;

-- pack_t_decision: county county_id? ->*
--+ id i64, county county_id, ruleset str, question str, answer str, starts date, decided date, decided_by str, why str,
--+ account account_id?, at instant
SELECT id, county, ruleset, question, answer, starts, decided, decided_by, why, account, at
FROM decision WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY id;

-- pack_t_county_base: county county_id? ->*
--+ county county_id, id i64, ruleset str, starts date, reason str, account account_id?, at instant
SELECT county, id, ruleset, starts, reason, account, at
FROM county_base WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY county, id;

-- --- who did it ---

-- A record with the hash of the one before it in its chain, so that each can be held against its own though those of
-- other counties are not here. Of a school: what was done to its own things.
-- pack_t_audit: county county_id?, school school_id? ->*
--+ id i64, at instant, account account_id?, role i64, verb str, what str, object str, object_id i64,
--+ county county_id?, detail str, before blob?, hash blob
SELECT id, at, account, role, verb, what, object, object_id, county, detail, before, hash FROM (
	SELECT id, at, account, role, verb, what, object, object_id, county, detail, hash,
		LAG(hash) OVER (PARTITION BY id >> 40 ORDER BY id) AS before FROM audit) a
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR object_id IN (
		SELECT s.id FROM school s WHERE s.id = $2 UNION ALL SELECT o.id FROM offering o WHERE o.school = $2
		UNION ALL SELECT e.id FROM enrolment e WHERE e.school = $2 UNION ALL SELECT b.id FROM bill b WHERE b.school = $2
		UNION ALL SELECT t.id FROM sitting t WHERE t.school = $2 UNION ALL SELECT n.id FROM notice n WHERE n.school = $2
		UNION ALL SELECT g.id FROM agreement g WHERE g.school = $2 UNION ALL SELECT f.id FROM staff f WHERE f.school = $2
		UNION ALL SELECT p.id FROM pupil p WHERE p.school = $2)) ORDER BY id;

-- pack_t_audit_head: ->* chain i64, seq i64, hash blob
SELECT chain, seq, hash FROM audit_head ORDER BY chain;

-- --- terms that were closed ---

-- pack_t_term_close: county county_id?, term term_id? ->*
--+ id i64, county county_id, term term_id, state str, total i64, done i64, amount money, day date, at instant,
--+ account account_id?
SELECT id, county, term, state, total, done, amount, day, at, account FROM term_close
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR term = $2) ORDER BY id;

-- pack_t_enrolment_close: county county_id?, school school_id?, term term_id? ->*
--+ id i64, term_close i64, school school_id, offering offering_id, enrolment enrolment_id, price money,
--+ consumables money
SELECT k.id, k.term_close, k.school, k.offering, k.enrolment, k.price, k.consumables
FROM enrolment_close k JOIN term_close t ON t.id = k.term_close
WHERE (CAST($1 AS BIGINT) IS NULL OR t.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR k.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR t.term = $3) ORDER BY k.id;

-- --- what the bank says ---

-- pack_t_bank_account: county county_id?, school school_id? ->*
--+ id bank_account_id, county county_id, school i64, holder str, bank str, number sealed(bank_account.number@id)
SELECT id, county, school, holder, bank, number FROM bank_account
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_bank_statement: county county_id?, school school_id? ->*
--+ id bank_statement_id, county county_id, school i64, bank_account bank_account_id, file str, hash blob, state str,
--+ first_day date, last_day date, lines i64, total_in money, total_out money, at instant, account account_id?
SELECT id, county, school, bank_account, file, hash, state, first_day, last_day, lines, total_in, total_out, at, account
FROM bank_statement WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
ORDER BY id;

-- pack_t_bank_line: county county_id?, school school_id? ->*
--+ id i64, county county_id, school i64, bank_account bank_account_id, statement bank_statement_id, day date,
--+ amount money, serial str, counterparty str, summary str
SELECT id, county, school, bank_account, statement, day, amount, serial, counterparty, summary FROM bank_line
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- --- what was paid, and what went back ---

-- pack_t_collecting_account: county county_id?, school school_id? ->*
--+ id i64, county county_id, school i64, channel str, party str, holder str, bank str,
--+ number sealed(collecting_account.number@id), merchant str, active bool
SELECT id, county, school, channel, party, holder, bank, number, merchant, active FROM collecting_account
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school IN (0, $2)) ORDER BY id;

-- pack_t_pay_order: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, bill bill_id, collecting i64, channel str, amount money,
--+ number str, state str, at instant, settled instant?
SELECT id, county, school, term, bill, collecting, channel, amount, number, state, at, settled FROM pay_order
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_payment: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id, collecting i64,
--+ pay_order i64?, channel str, amount money, number str, paid_at instant, at instant, account account_id?, flag str
SELECT id, county, school, term, bill, pupil, collecting, pay_order, channel, amount, number, paid_at, at, account, flag
FROM payment WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_payment_reversal: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, payment i64, document str, state str, reason str,
--+ asked_by account_id?, asked instant, decided_by account_id?, decided instant?
SELECT id, county, school, payment, document, state, reason, asked_by, asked, decided_by, decided FROM payment_reversal
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_bill_adjustment: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, bill bill_id, offering offering_id, item str, amount money, reason str,
--+ at instant, account account_id?, agreed i64?
SELECT a.id, a.county, a.school, a.bill, a.offering, a.item, a.amount, a.reason, a.at, a.account, a.agreed
FROM bill_adjustment a JOIN bill b ON b.id = a.bill
WHERE (CAST($1 AS BIGINT) IS NULL OR a.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR a.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR b.term = $3) ORDER BY a.id;

-- pack_t_adjustment_wish: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id, offering offering_id, item str,
--+ amount money, reason str, state str, why str, asked_by account_id?, asked instant, decided_by account_id?,
--+ settled instant?
SELECT id, county, school, term, bill, pupil, offering, item, amount, reason, state, why, asked_by, asked, decided_by,
	settled
FROM adjustment_wish WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_receipt: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, bill bill_id, payment i64, number str, amount money,
--+ at instant, state str, replaces i64?, fiscal_code str, fiscal_number str
SELECT id, county, school, term, bill, payment, number, amount, at, state, replaces, fiscal_code, fiscal_number
FROM receipt WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_refund: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id, payment i64, enrolment i64?,
--+ reason str, amount money, number str, state str, asked_by account_id?, asked instant, decided_by account_id?,
--+ decided instant?, sent instant?, due date?
SELECT id, county, school, term, bill, pupil, payment, enrolment, reason, amount, number, state, asked_by, asked,
	decided_by, decided, sent, due
FROM refund WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_refund_line: county county_id?, school school_id?, term term_id? ->*
--+ refund i64, line i64, account str, subject i64, item str, paid money, basis i64, served i64, amount money,
--+ ended money, formula str, requirement str, document str
SELECT l.refund, l.line, l.account, l.subject, l.item, l.paid, l.basis, l.served, l.amount, l.ended, l.formula,
	l.requirement, l.document FROM refund_line l JOIN refund r ON r.id = l.refund
WHERE (CAST($1 AS BIGINT) IS NULL OR r.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR r.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR r.term = $3) ORDER BY l.refund, l.line;

-- Which sittings each paid back, so that none is paid back twice.
-- pack_t_refund_sitting: county county_id?, school school_id?, term term_id? ->* refund i64, sitting sitting_id
SELECT s.refund, s.sitting FROM refund_sitting s JOIN refund r ON r.id = s.refund
WHERE (CAST($1 AS BIGINT) IS NULL OR r.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR r.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR r.term = $3) ORDER BY s.refund, s.sitting;

-- Of whom, by whom and borne by whom; the reason a family gave stays sealed.
-- pack_t_waiver: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, pupil pupil_id, state str, starts date, ends date?, payer str?,
--+ account account_id?, at instant, decided_by account_id?, decided instant?
SELECT id, county, school, pupil, state, starts, ends, payer, entered, at, decided_by, decided FROM waiver
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_consumables_lot: county county_id?, school school_id? ->*
--+ offering offering_id, county county_id, school school_id, signed_by account_id?, signed_at instant?, sign_note str,
--+ delivered_by account_id?, delivered instant?, delivery_note str
SELECT offering, county, school, signed_by, signed, sign_note, delivered_by, delivered, delivery_note FROM consumables_lot
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY offering;

-- pack_t_refund_done: county county_id?, school school_id? ->* id i64, refund i64, at instant
SELECT d.id, d.refund, d.at FROM refund_done d JOIN refund r ON r.id = d.refund
WHERE (CAST($1 AS BIGINT) IS NULL OR d.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR r.school = $2) ORDER BY d.id;

-- --- what was paid out, and who agreed ---

-- With those of the city, which belong to no county: they move the money of all.
-- pack_t_approval: county county_id?, school school_id? ->*
--+ id i64, kind str, object i64, level str, county county_id?, school school_id?, amount money, title str, state str,
--+ submitter account_id?, submitted instant, decider account_id?, decided instant?, reason str?
SELECT id, kind, object, level, county, school, amount, title, state, submitter, submitted, decider, decided, reason
FROM approval WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1 OR county IS NULL)
	AND (CAST($2 AS BIGINT) IS NULL OR school = $2 OR county IS NULL) ORDER BY id;

-- Up to which amount a county lets one person decide; a kind that is not here needs a second one whatever the amount.
-- pack_t_approval_limit: county county_id? ->* county county_id, kind str, amount money
SELECT county, kind, amount FROM approval_limit WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY county, kind;

-- pack_t_payout: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id?, title str, state str, made instant, maker account_id?, exported instant?
SELECT id, county, school, title, state, made, maker, exported FROM payout
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_payout_line: county county_id?, school school_id? ->*
--+ id i64, payout i64, payee sealed(payout_line.payee@id), number sealed(payout_line.number@id), bank str, amount money,
--+ purpose str, cause str, cause_id i64, debit str, debit_subject i64, credit str, credit_subject i64, state str
SELECT l.id, l.payout, l.payee, l.number, l.bank, l.amount, l.purpose, l.cause, l.cause_id, l.debit, l.debit_subject,
	l.credit, l.credit_subject, l.state FROM payout_line l JOIN payout p ON p.id = l.payout
WHERE (CAST($1 AS BIGINT) IS NULL OR p.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR p.school = $2) ORDER BY l.id;

-- pack_t_payout_outcome: county county_id?, school school_id? ->*
--+ id i64, line i64, state str, day date, reason str, account account_id?, at instant
SELECT o.id, o.line, o.state, o.day, o.reason, o.account, o.at
FROM payout_outcome o JOIN payout_line l ON l.id = o.line JOIN payout p ON p.id = l.payout
WHERE (CAST($1 AS BIGINT) IS NULL OR p.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR p.school = $2) ORDER BY o.id;

-- --- what staff were given ---

-- pack_t_subsidy_batch: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, first_day date, last_day date, state str, run i64, total money,
--+ subsidy money, labour money, account account_id?, at instant
SELECT id, county, school, first_day, last_day, state, run, total, subsidy, labour, account, at FROM subsidy_batch
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- Of the computation that stands.
-- pack_t_subsidy_line: county county_id?, school school_id? ->*
--+ id i64, batch i64, person i64, form str, sittings i64, minutes i64, amount money
SELECT l.id, l.batch, l.person, l.form, l.sittings, l.minutes, l.amount
FROM subsidy_line l JOIN subsidy_batch b ON b.id = l.batch AND b.run = l.run
WHERE (CAST($1 AS BIGINT) IS NULL OR b.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR b.school = $2)
ORDER BY l.batch, l.person;

-- pack_t_subsidy_detail: county county_id?, school school_id? ->*
--+ id i64, batch i64, person i64, sitting sitting_id, refers i64?, day date, starts time, ends time, role str, stated money?,
--+ stated_unit str, due money, before money, amount money, formula str, requirement str, document str, unit i64?
SELECT d.id, d.batch, d.person, d.sitting, d.refers, d.day, d.starts, d.ends, d.role, d.stated, d.stated_unit, d.due, d.before,
	d.amount, d.formula, d.requirement, d.document, d.unit
FROM subsidy_detail d JOIN subsidy_batch b ON b.id = d.batch AND b.run = d.run
WHERE (CAST($1 AS BIGINT) IS NULL OR b.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR b.school = $2) ORDER BY d.id;

-- What is paid as a whole, or taken off: a detail names it in place of a sitting.
-- pack_t_subsidy_unit: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, person i64, unit str, first_day date, rule str
SELECT id, county, school, person, unit, first_day, rule FROM subsidy_unit
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_subsidy_quota: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, year i64, amount money, document str, account account_id?, at instant
SELECT id, county, school, year, amount, document, account, at FROM subsidy_quota
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- Who is paid without being staff, and for what.
-- pack_t_outsider_rate: county county_id?, school school_id? ->*
--+ outsider i64, starts date, county county_id, rate money, unit str, account account_id?, at instant
SELECT r.outsider, r.starts, r.county, r.rate, r.unit, r.account, r.at FROM outsider_rate r JOIN outsider o ON o.id = r.outsider
WHERE (CAST($1 AS BIGINT) IS NULL OR o.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR o.school = $2) ORDER BY r.outsider, r.starts;

-- pack_t_outsider: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, work str, rate money, rate_unit str, state i64, name sealed(outsider.name@id)
SELECT id, county, school, work, rate, rate_unit, state, name FROM outsider
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- --- what did not fit ---

-- pack_t_difference: county county_id?, school school_id? ->*
--+ id i64, county county_id, school i64, kind str, collecting i64, day date, number str, bank_line i64, found money,
--+ expected money, state str, assignee account_id?, reason str, closed_by account_id?, closed instant?, at instant
SELECT id, county, school, kind, collecting, day, number, bank_line, found, expected, state, assignee, reason,
	closed_by, closed, at
FROM difference WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
ORDER BY id;

-- pack_t_channel_file: county county_id?, school school_id? ->*
--+ id i64, county county_id, collecting i64, day date, lines i64, state str, at instant
SELECT f.id, f.county, f.collecting, f.day, f.lines, f.state, f.at
FROM channel_file f JOIN collecting_account a ON a.id = f.collecting
WHERE (CAST($1 AS BIGINT) IS NULL OR f.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR a.school IN (0, $2)) ORDER BY f.id;

-- pack_t_channel_line: county county_id?, school school_id? ->*
--+ id i64, channel_file i64, line i64, number str, back_number str, channel_number str, amount money
SELECT l.id, l.file, l.line, l.number, l.refund, l.channel_number, l.amount
FROM channel_line l JOIN channel_file f ON f.id = l.file JOIN collecting_account a ON a.id = f.collecting
WHERE (CAST($1 AS BIGINT) IS NULL OR f.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR a.school IN (0, $2)) ORDER BY l.id;

-- pack_t_channel_terms: county county_id? ->*
--+ collecting i64, county county_id, bank_account i64, fee_per_million i64, days i64, bearer str, at instant,
--+ account account_id?
SELECT collecting, county, bank_account, fee_per_million, days, bearer, at, account FROM channel_terms
WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY collecting;

-- pack_t_arrival: county county_id?, school school_id? ->*
--+ id i64, county county_id, collecting i64, first_day date, last_day date, came date, agreed bool, at instant,
--+ undone instant?
SELECT id, county, collecting, first_day, last_day, came, agreed, at, undone FROM arrival a
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL
	OR EXISTS (SELECT 1 FROM arrival_part p WHERE p.arrival = a.id AND p.school = $2)) ORDER BY id;

-- pack_t_arrival_line: county county_id?, school school_id? ->* arrival i64, bank_line i64, undone instant?
SELECT l.arrival, l.bank_line, l.undone FROM arrival_line l JOIN arrival a ON a.id = l.arrival
WHERE (CAST($1 AS BIGINT) IS NULL OR a.county = $1) AND (CAST($2 AS BIGINT) IS NULL
	OR EXISTS (SELECT 1 FROM arrival_part p WHERE p.arrival = a.id AND p.school = $2)) ORDER BY l.arrival, l.bank_line;

-- pack_t_arrival_part: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, arrival i64, gross money, odd money, fee money, bearer str, undone i64?
SELECT id, county, school, arrival, gross, odd, fee, bearer, undone FROM arrival_part
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_arrival_item: county county_id?, school school_id? ->* arrival i64, item i64, amount money
SELECT i.arrival, i.item, i.amount FROM arrival_item i JOIN arrival a ON a.id = i.arrival
WHERE (CAST($1 AS BIGINT) IS NULL OR a.county = $1) AND (CAST($2 AS BIGINT) IS NULL
	OR EXISTS (SELECT 1 FROM arrival_part p WHERE p.arrival = a.id AND p.school = $2)) ORDER BY i.arrival, i.item;

-- --- an agency's money ---

-- pack_t_price_sheet: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, offering offering_id, minutes i64, people i64, rate money,
--+ materials money, headcount i64, cost money, government money, own money, parents money, part money, price money,
--+ published instant?
SELECT s.id, s.county, s.school, s.offering, s.minutes, s.people, s.rate, s.materials, s.headcount, s.cost,
	s.government, s.own, s.parents, s.part, s.price, s.published FROM price_sheet s JOIN offering o ON o.id = s.offering
WHERE (CAST($1 AS BIGINT) IS NULL OR s.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR o.term = $3) ORDER BY s.id;

-- pack_t_escrow_take: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, offering offering_id, source i64, origin i64, seq i64, sheet i64, income money,
--+ share money, claim money, at instant
SELECT id, county, school, offering, source, origin, seq, sheet, income, share, claim, at FROM escrow_take
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_escrow_claim_back: county county_id?, school school_id? ->*
--+ release i64, offering offering_id, county county_id, amount money
SELECT b.release, b.offering, b.county, b.amount FROM escrow_claim_back b JOIN escrow_release r ON r.id = b.release
WHERE (CAST($1 AS BIGINT) IS NULL OR r.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR r.school = $2)
ORDER BY b.release, b.offering;

-- pack_t_escrow_rest: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, offering offering_id, amount money, reason str, asked_by account_id?,
--+ asked instant, state str, decision str, decided_by account_id?, decided instant?
SELECT id, county, school, offering, amount, reason, asked_by, asked, state, decision, decided_by, decided FROM escrow_rest
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_payer_reversal: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, receipt i64, document str, state str, reason str,
--+ asked_by account_id?, asked instant, decided_by account_id?, decided instant?
SELECT id, county, school, term, receipt, document, state, reason, asked_by, asked, decided_by, decided
FROM payer_reversal WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_payer_receipt: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, payer str, document str, amount money, day date,
--+ account account_id?, at instant, bears str?
SELECT id, county, school, term, payer, document, amount, day, account, at, bears FROM payer_receipt
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_payer_cover: county county_id?, school school_id?, term term_id? ->*
--+ line i64, county county_id, school school_id, term term_id, amount money, at instant
SELECT line, county, school, term, amount, at FROM payer_cover
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY line;

-- pack_t_settlement: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, agency agency_id, offering offering_id, sheet i64, first date, last date,
--+ hourly money, at instant, back_reason str?, back_amount money?, back_by account_id?, withdrawn instant?,
--+ withdrawn_by account_id?
SELECT id, county, school, agency, offering, sheet, first, last, hourly, at, back_reason, back_amount, back_by, withdrawn,
	withdrawn_by FROM settlement
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_settlement_line_past: county county_id?, school school_id? ->*
--+ settlement i64, sitting sitting_id, verified i64, minutes i64
SELECT p.settlement, p.sitting, p.verified, p.minutes FROM settlement_line_past p JOIN settlement s ON s.id = p.settlement
WHERE (CAST($1 AS BIGINT) IS NULL OR s.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2)
ORDER BY p.settlement, p.sitting;

-- pack_t_settlement_line: county county_id?, school school_id? ->*
--+ sitting sitting_id, settlement i64, verified i64, minutes i64, state str, release i64?
SELECT l.sitting, l.settlement, l.verified, l.minutes, l.state, l.release
FROM settlement_line l JOIN settlement s ON s.id = l.settlement
WHERE (CAST($1 AS BIGINT) IS NULL OR s.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2) ORDER BY l.sitting;

-- pack_t_escrow_release: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, agency agency_id, offering offering_id, settlement i64, minutes i64,
--+ amount money, withheld money, day date, account account_id?, at instant
SELECT id, county, school, agency, offering, settlement, minutes, amount, withheld, day, account, at FROM escrow_release
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_escrow_release_past: county county_id?, school school_id? ->*
--+ id i64, back i64?, county county_id, school school_id, agency agency_id, offering offering_id, settlement i64, minutes i64,
--+ amount money, withheld money, day date, account account_id?, at instant, back_by account_id?, back_at instant
SELECT id, back, county, school, agency, offering, settlement, minutes, amount, withheld, day, account, at, back_by, back_at
FROM escrow_release_past
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_settlement_dispute: county county_id?, school school_id? ->*
--+ id i64, settlement i64, sitting sitting_id, reason str, account account_id?, at instant, answer str?, minutes i64?,
--+ decision str?, decided_by account_id?, decided instant?
SELECT d.id, d.settlement, d.sitting, d.reason, d.opened_by, d.opened, d.answer, d.minutes, d.decision, d.decided_by,
	d.decided FROM settlement_dispute d JOIN settlement s ON s.id = d.settlement
WHERE (CAST($1 AS BIGINT) IS NULL OR d.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR s.school = $2) ORDER BY d.id;

-- pack_t_agency_party: county county_id? ->*
--+ id i64, county county_id, agency agency_id, part str, name sealed(agency_party.name@id), account account_id?, at instant,
--+ last_day date?, end_reason str?, ended_by account_id?, ended instant?
SELECT id, county, agency, part, name, account, at, last_day, end_reason, ended_by, ended FROM agency_party
WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY id;

-- pack_t_staff_interest: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, account account_id?, agency agency_id, relation str, at instant, last_day date?,
--+ end_reason str?, ended_by account_id?, ended instant?
SELECT id, county, school, account, agency, relation, at, last_day, end_reason, ended_by, ended FROM staff_interest
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- pack_t_related_clearance: county county_id?, school school_id? ->*
--+ id i64, county county_id, school school_id, agency agency_id, found str, reason str, account account_id?, at instant
SELECT id, county, school, agency, found, reason, account, at FROM related_clearance
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2) ORDER BY id;

-- --- government money ---

-- pack_t_spending: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id?, term term_id, fund str, purpose str, amount money, document str,
--+ state str, clause str, account account_id?, at instant, booked instant?
SELECT id, county, school, term, fund, purpose, amount, document, state, clause, account, at, booked FROM spending
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_spending_back: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id?, spending i64, reason str, state str, account account_id?, at instant,
--+ booked instant?
SELECT b.id, b.county, b.school, b.spending, b.reason, b.state, b.account, b.at, b.booked
FROM spending_back b JOIN spending s ON s.id = b.spending
WHERE (CAST($1 AS BIGINT) IS NULL OR b.county = $1) AND (CAST($2 AS BIGINT) IS NULL OR b.school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR s.term = $3) ORDER BY b.id;

-- pack_t_fee_spending: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, purpose str, amount money, document str, clause str,
--+ account account_id, at instant
SELECT id, county, school, term, purpose, amount, document, clause, account, at FROM fee_spending
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_guarantee_budget: county county_id?, term term_id? ->*
--+ id i64, county county_id, term term_id, amount money, document str, account account_id?, at instant
SELECT id, county, term, amount, document, account, at FROM guarantee_budget
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR term = $2) ORDER BY id;

-- pack_t_guarantee_allocation: county county_id?, school school_id?, term term_id? ->*
--+ id i64, county county_id, school school_id, term term_id, amount money, document str, account account_id?, at instant
SELECT id, county, school, term, amount, document, account, at FROM guarantee_allocation
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY id;

-- pack_t_special_score: ->* special i64, county county_id, score i64, pupils i64, account account_id?, at instant
SELECT special, county, score, pupils, account, at FROM special_score ORDER BY special, county;

-- pack_t_guarantee_closing: county county_id?, school school_id?, term term_id? ->*
--+ school school_id, term term_id, county county_id, required money, received money, shortfall money, explanation str,
--+ explained_by str, account account_id?, at instant, participants i64?, definition str?
SELECT school, term, county, required, received, shortfall, explanation, explained_by, account, at, participants,
	definition FROM guarantee_closing
WHERE (CAST($1 AS BIGINT) IS NULL OR county = $1) AND (CAST($2 AS BIGINT) IS NULL OR school = $2)
	AND (CAST($3 AS BIGINT) IS NULL OR term = $3) ORDER BY school, term;

-- The shares of all counties: only together are they the total.
-- pack_t_special: ->* id i64, year i64, total money, document str, formula str, state str, round i64
SELECT id, year, total, document, formula, state, round FROM special ORDER BY id;

-- pack_t_special_step: ->* id i64, special i64, round i64, step str, reason str, account account_id?, at instant
SELECT id, special, round, step, reason, account, at FROM special_step ORDER BY id;

-- A county's own: what another objects to is between that one and the city.
-- pack_t_special_objection: county county_id? ->*
--+ id i64, special i64, county county_id, said str, account account_id?, at instant, answer str?, answered_by account_id?,
--+ answered instant?
SELECT id, special, county, said, account, at, answer, answered_by, answered FROM special_objection
WHERE CAST($1 AS BIGINT) IS NULL OR county = $1 ORDER BY id;

-- pack_t_special_share: ->*
--+ id i64, special i64, round i64, county county_id, code str, score i64, pupils i64, per_pupil money, rest money,
--+ amount money
SELECT h.id, h.special, h.round, h.county, k.code, h.score, h.pupils, h.per_pupil, h.rest, h.amount
FROM special_share h JOIN county k ON k.id = h.county ORDER BY h.id;
