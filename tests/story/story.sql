-- story_message: account account_id -> id i64
SELECT MAX(id) FROM message WHERE account = $1;

-- story_session: account account_id -> id i64
SELECT MAX(id) FROM session WHERE account = $1;

-- story_application: pupil pupil_id, offering offering_id -> id i64
SELECT MAX(id) FROM application WHERE pupil = $1 AND offering = $2;

-- story_sitting: offering offering_id -> id i64
SELECT MIN(id) FROM sitting WHERE offering = $1;

-- story_job: id job_id, at instant
INSERT INTO job (id, kind, payload, due, tries, state, failure, created)
VALUES ($1, 'auth.session_purge', '{}', $2, 12, 2, 'broken', $2);

-- What changed anything; a refused look at what is another's is noted too (R2).
-- story_audits: -> n i64
SELECT COUNT(*) FROM audit WHERE verb <> 'audit.read';

-- Notes that somebody looked at a child's record.
-- story_reads: -> n i64
SELECT COUNT(*) FROM audit WHERE verb = 'audit.read' AND object = 'pupil' AND what <> 'refused';

-- story_enrolled: offering offering_id -> n i64
SELECT COUNT(*) FROM enrolment WHERE offering = $1 AND state = 'enrolled';

-- story_participants: kind str -> n i64
SELECT COUNT(*) FROM participation WHERE kind = $1 AND sittings > 0;

-- story_billed: -> fen i64
SELECT CAST(COALESCE(SUM(total), 0) AS BIGINT) FROM bill;

-- Money of a pupil, laid out without the long way: who may read it is the question, not how it came.
-- story_bill: pupil pupil_id, term term_id ->? id bill_id
SELECT id FROM bill WHERE pupil = $1 AND term = $2;

-- story_bill_insert: id bill_id, county county_id, school school_id, term term_id, pupil pupil_id
INSERT INTO bill (id, county, school, term, pupil, state, total, course, consumables, care, self_bought)
VALUES ($1, $2, $3, $4, $5, 'open', 8000, 8000, 0, 0, 0);

-- story_account: id collecting_id, county county_id, channel str, at instant
INSERT INTO collecting_account (id, county, school, channel, party, holder, bank, number, merchant, active, tested,
	tested_code, at, account)
VALUES ($1, $2, 0, $3, 'school', 'h', 'b', NULL, '1900000001', 1, NULL, '', $4, 0) ON CONFLICT DO NOTHING;

-- story_account_of: county county_id, channel str -> id collecting_id
SELECT id FROM collecting_account WHERE county = $1 AND channel = $2;

-- story_order: id pay_order_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ collecting collecting_id, at instant
INSERT INTO pay_order (id, county, school, term, bill, pupil, collecting, channel, way, amount, number, state, payer,
	address, link, call, expires, at, settled, why, account)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'wechat', 'qr', 100, 'K' || CAST($1 AS TEXT), 'asked', NULL, NULL,
	'weixin://wxpay/x', NULL, $8, $8, NULL, '', 0);

-- story_payment: id payment_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ collecting collecting_id, at instant
INSERT INTO payment (id, county, school, term, bill, pupil, collecting, pay_order, channel, amount, number, paid_at, at,
	account, flag)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 'counter', 100, CAST($1 AS TEXT), $8, $8, 0, '');

-- story_receipt: id receipt_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ payment payment_id, at instant
INSERT INTO receipt (id, county, school, term, bill, pupil, payment, number, code, amount, at, state, reversed,
	replaces, fiscal_state, fiscal_code, fiscal_number, fiscal_check, fiscal_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, CAST($1 AS TEXT), CAST($1 AS TEXT), 100, $8, 'valid', NULL, NULL, 'none', '', '',
	'', NULL);

-- story_refund: id refund_id, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ payment payment_id, at instant
INSERT INTO refund (id, county, school, term, bill, pupil, payment, enrolment, reason, amount, number, state, why,
	asked_by, asked, decided_by, decided, sent, channel_number)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 'credit', 50, 'R' || CAST($1 AS TEXT), 'asked', '', 0, $8, NULL, NULL, NULL, '');

-- story_payer_receipt: id i64, county county_id, school school_id, term term_id, at instant
INSERT INTO payer_receipt (id, county, school, term, payer, document, amount, day, account, at)
VALUES ($1, $2, $3, $4, 'p', CAST($1 AS TEXT), 100, 0, 0, $5);

-- story_adjustment: id i64, county county_id, school school_id, term term_id, bill bill_id, pupil pupil_id,
--+ offering offering_id, at instant
INSERT INTO adjustment_wish (id, county, school, term, bill, pupil, offering, item, amount, reason, state, why, asked_by,
	asked, decided_by, settled)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'price', -50, 'r', 'waiting', '', 0, $8, NULL, NULL);

-- A statement of an agency's hours, as the verbs would leave it.
-- story_sheet: id i64, county county_id, school school_id, offering offering_id
INSERT INTO price_sheet (id, county, school, offering, minutes, people, rate, materials, headcount, cost, government,
	own, parents, part, price, author, at, publisher, published)
VALUES ($1, $2, $3, $4, 60, 1, 100, 0, 1, 100, 0, 0, 100, 100, 100, 0, 1, 0, 1);

-- story_settlement: id i64, county county_id, school school_id, agency agency_id, offering offering_id, sheet i64
INSERT INTO settlement (id, county, school, agency, offering, sheet, first, last, hourly, maker, at)
VALUES ($1, $2, $3, $4, $5, $6, 20697, 20698, 100, 0, 1);

-- story_settlement_line: sitting sitting_id, settlement i64, county county_id
INSERT INTO settlement_line (sitting, settlement, county, verified, minutes, state) VALUES ($1, $2, $3, 60, 60, 'disputed');

-- story_dispute: id i64, sitting sitting_id, settlement i64, county county_id
INSERT INTO settlement_dispute (id, county, settlement, sitting, reason, opened_by, opened) VALUES ($1, $4, $3, $2, 'x', 0, 1);

-- story_party: id i64, county county_id, agency agency_id,
--+ name sealed(agency_party.name@id), at instant
INSERT INTO agency_party (id, county, agency, part, name, account, at) VALUES ($1, $2, $3, 'legal', $4, 0, $5);

-- story_interest: id i64, county county_id, school school_id, account account_id, agency agency_id, at instant
INSERT INTO staff_interest (id, county, school, account, agency, relation, at) VALUES ($1, $2, $3, $4, $5, 'x', $6);

-- story_agency: id i64, county county_id
INSERT INTO agency (id, county, uscc, name, state) VALUES ($1, $2, CAST($1 AS TEXT), 'N', 'admitted');
