-- Paying a batch out.

-- Persons of a batch who get something and stand in no payout that is under way or paid.
-- pay_lines: batch i64, run i64, most i64 ->*
--+ id i64, person i64, form str, amount money, number str, staff_name sealed(staff.name@person),
--+ name sealed(outsider.name@person), bank str?, account sealed(payee.number@person)
SELECT l.id, l.person, l.form, l.amount, COALESCE(s.number, o.work, ''), s.name, o.name, p.bank, p.number
FROM subsidy_line l LEFT JOIN staff s ON s.id = l.person LEFT JOIN outsider o ON o.id = l.person
LEFT JOIN payee p ON p.person = l.person
WHERE l.batch = $1 AND l.run = $2 AND l.amount > 0 AND NOT EXISTS (
	SELECT 1 FROM payout_line x WHERE x.cause = 'subsidy_line' AND x.cause_id = l.id AND x.state IN ('open', 'paid'))
ORDER BY l.person LIMIT $3;

-- Batches being paid of which nothing is left to be paid.
-- pay_over: ->* id i64
SELECT b.id FROM subsidy_batch b WHERE b.state = 'paying' AND NOT EXISTS (
	SELECT 1 FROM subsidy_line l WHERE l.batch = b.id AND l.run = b.run AND l.amount > 0 AND NOT EXISTS (
		SELECT 1 FROM payout_line x WHERE x.cause = 'subsidy_line' AND x.cause_id = l.id AND x.state = 'paid'))
ORDER BY b.id LIMIT 200;
