-- Consumables a family entrusts to the provider.

-- lot_row: offering offering_id ->
--+ offering offering_id, county county_id, school school_id, term term_id, title str, provider str, standard str, price money,
--+ entrusted i64, self_bought i64, signed_at instant?, signer account_id,
--+ signed_by sealed(account.name@signer), sign_note str, delivered_at instant?, deliverer account_id,
--+ delivered_by sealed(account.name@deliverer), delivery_note str
SELECT o.id, o.county, o.school, o.term, o.title, COALESCE(g.name, ''), o.consumables_standard, o.consumables,
	(SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id AND e.state = 'enrolled' AND e.self_purchase = 0),
	(SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id AND e.state = 'enrolled' AND e.self_purchase = 1),
	l.signed, COALESCE(a.id, 0), a.name, COALESCE(l.sign_note, ''), l.delivered, COALESCE(b.id, 0), b.name,
	COALESCE(l.delivery_note, '')
FROM offering o LEFT JOIN agency g ON g.id = o.agency LEFT JOIN consumables_lot l ON l.offering = o.id
LEFT JOIN account a ON a.id = l.signed_by LEFT JOIN account b ON b.id = l.delivered_by
WHERE o.id = $1 AND o.consumables > 0;

-- lots: school school_id, term term_id ->* =lot_row
SELECT o.id, o.county, o.school, o.term, o.title, COALESCE(g.name, ''), o.consumables_standard, o.consumables,
	(SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id AND e.state = 'enrolled' AND e.self_purchase = 0),
	(SELECT COUNT(*) FROM enrolment e WHERE e.offering = o.id AND e.state = 'enrolled' AND e.self_purchase = 1),
	l.signed, COALESCE(a.id, 0), a.name, COALESCE(l.sign_note, ''), l.delivered, COALESCE(b.id, 0), b.name,
	COALESCE(l.delivery_note, '')
FROM offering o LEFT JOIN agency g ON g.id = o.agency LEFT JOIN consumables_lot l ON l.offering = o.id
LEFT JOIN account a ON a.id = l.signed_by LEFT JOIN account b ON b.id = l.delivered_by
WHERE o.school = $1 AND o.term = $2 AND o.consumables > 0 AND o.state IN ('open', 'closed') ORDER BY o.code;

-- lot_stage: offering offering_id ->? signed_at instant?, delivered_at instant?
SELECT signed, delivered FROM consumables_lot WHERE offering = $1;

-- lot_sign: offering offering_id, county county_id, school school_id, account account_id, at instant, note str
INSERT INTO consumables_lot (offering, county, school, signed_by, signed, sign_note, delivered_by, delivered,
	delivery_note)
VALUES ($1, $2, $3, $4, $5, $6, NULL, NULL, '') ON CONFLICT (offering) DO NOTHING;

-- lot_deliver: offering offering_id, account account_id, at instant, note str
UPDATE consumables_lot SET delivered_by = $2, delivered = $3, delivery_note = $4
WHERE offering = $1 AND signed IS NOT NULL AND delivered IS NULL;

-- The bills of the families that entrusted them.
-- lot_bills: offering offering_id ->* bill bill_id
SELECT b.id FROM enrolment e JOIN bill b ON b.pupil = e.pupil AND b.term = e.term
WHERE e.offering = $1 AND e.state = 'enrolled' AND e.self_purchase = 0 GROUP BY b.id ORDER BY b.id;

-- lot_pupils: offering offering_id ->*
--+ pupil pupil_id, name sealed(pupil.name@pupil), class str, guardian guardian_id,
--+ guardian_name sealed(guardian.name@guardian), at instant, amount money, collected bool
SELECT p.id, p.name, CASE WHEN p.school = e.school THEN k.name ELSE '' END, COALESCE(g.id, 0), g.name,
	COALESCE(w.at, x.decided, x.at),
	CAST(COALESCE((SELECT SUM(l.amount) FROM bill_line l WHERE l.bill = b.id AND l.enrolment = e.id
		AND l.item = 'consumables'), 0) AS BIGINT),
	CASE WHEN b.state = 'collected' THEN 1 ELSE 0 END
FROM enrolment e JOIN pupil p ON p.id = e.pupil JOIN class k ON k.id = p.class
JOIN application x ON x.id = e.application
LEFT JOIN consumables_choice w ON w.id = (SELECT MAX(z.id) FROM consumables_choice z WHERE z.enrolment = e.id)
LEFT JOIN guardian g ON g.id = COALESCE(w.guardian, x.guardian)
LEFT JOIN bill b ON b.pupil = e.pupil AND b.term = e.term
WHERE e.offering = $1 AND e.state = 'enrolled' AND e.self_purchase = 0 ORDER BY k.grade, k.number, p.id;

-- unsigned_on: bill bill_id ->? title str
SELECT o.title FROM bill_line l JOIN offering o ON o.id = l.offering
WHERE l.bill = $1 AND l.item = 'consumables' AND NOT EXISTS
	(SELECT 1 FROM consumables_lot t WHERE t.offering = l.offering AND t.signed IS NOT NULL)
GROUP BY o.id, o.title HAVING SUM(l.amount) > 0 ORDER BY o.id LIMIT 1;

-- may_sell: pupil pupil_id, offering offering_id ->? self_bought bool, signed_off bool, title str
SELECT e.self_purchase, CASE WHEN EXISTS (SELECT 1 FROM consumables_lot t
	WHERE t.offering = e.offering AND t.signed IS NOT NULL) THEN 1 ELSE 0 END, o.title
FROM enrolment e JOIN offering o ON o.id = e.offering WHERE e.pupil = $1 AND e.offering = $2
ORDER BY e.id DESC LIMIT 1;

-- Said twice so that the index of those who have or wait for a place is taken.
-- consumables_of: pupil pupil_id, term term_id, school school_id? ->*
--+ enrolment enrolment_id, title str, standard str, price money, self_bought bool, signed_at instant?,
--+ delivered_at instant?, note str
SELECT e.id, o.title, o.consumables_standard, o.consumables, e.self_purchase, l.signed, l.delivered,
	COALESCE(l.delivery_note, '')
FROM enrolment e JOIN offering o ON o.id = e.offering LEFT JOIN consumables_lot l ON l.offering = o.id
WHERE e.pupil = $1 AND e.term = $2 AND e.state IN ('enrolled', 'waitlisted') AND e.state = 'enrolled'
	AND o.consumables > 0 AND (CAST($3 AS BIGINT) IS NULL OR o.school = $3) ORDER BY e.id;

-- The newest term a school has services with consumables in.
-- lots_newest: county county_id, school school_id ->? term term_id
SELECT t.id FROM term t WHERE t.county = $1 AND EXISTS (SELECT 1 FROM offering o WHERE o.school = $2 AND o.term = t.id
	AND o.consumables > 0 AND o.state IN ('open', 'closed')) ORDER BY t.first_day DESC LIMIT 1;
