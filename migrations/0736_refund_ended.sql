-- R61: what the rules gave of a service the family left and had not paid of it: no longer owed, by an adjustment of its
-- own. Below zero: owed again, where the leaving was reckoned anew and they give less.
ALTER TABLE refund_line ADD COLUMN ended {i64} NOT NULL DEFAULT 0; -- fen

-- Those of before, by the adjustments they made.
UPDATE refund_line SET ended = COALESCE((SELECT -SUM(a.amount) FROM bill_adjustment a WHERE a.agreed = refund_line.refund
	AND a.offering = refund_line.subject AND a.item = refund_line.item AND a.reason LIKE '%refund.ended_reason'), 0);
