-- Fiscal e-receipts.

-- fiscal_lines: school school_id, term term_id ->*
--+ number str, back bool, at instant, amount money, pupil pupil_id, name sealed(pupil.name@pupil), code str,
--+ of_number str
SELECT r.number, CASE WHEN r.fiscal_state = 'to_reverse' THEN 1 ELSE 0 END, r.at, r.amount, p.id, p.name,
	r.fiscal_code, r.fiscal_number
FROM receipt r JOIN pupil p ON p.id = r.pupil WHERE r.school = $1 AND r.term = $2
	AND (r.fiscal_state IN ('exported', 'to_reverse') OR (r.fiscal_state = 'none' AND r.state = 'valid'))
ORDER BY r.number;

-- fiscal_exported: school school_id, term term_id, most i64
UPDATE receipt SET fiscal_state = 'exported' WHERE id IN
	(SELECT id FROM receipt WHERE school = $1 AND term = $2 AND fiscal_state = 'none' AND state = 'valid'
	ORDER BY id LIMIT $3);

-- fiscal_of: school school_id, number str ->?
--+ id receipt_id, state str, code str, fiscal_number str, check_code str, back str
SELECT id, fiscal_state, fiscal_code, fiscal_number, fiscal_check, fiscal_back FROM receipt
WHERE school = $1 AND number = $2;

-- fiscal_known: county county_id, code str, number str ->? id receipt_id
SELECT id FROM receipt WHERE county = $1 AND fiscal_code = $2 AND fiscal_number = $3;

-- fiscal_put: id receipt_id, state str, code str, number str, check_code str, back str, at instant, was str
UPDATE receipt SET fiscal_state = $2, fiscal_code = $3, fiscal_number = $4, fiscal_check = $5, fiscal_back = $6,
	fiscal_at = $7 WHERE id = $1 AND fiscal_state = $8;
