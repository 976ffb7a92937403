-- What no verb would do: a payer's share changed behind the back of the rules.

-- payer_moved: from str, to str
UPDATE bill_line SET payer = $2 WHERE payer = $1;

-- payers_paid: payer str -> sum money
SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM payer_cover p JOIN bill_line l ON l.id = p.line WHERE l.payer = $1;
