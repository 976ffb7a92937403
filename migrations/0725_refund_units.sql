-- R61: what a refund was for, in the unit the document counts in, and which sittings it paid back, so that nothing is
-- paid back twice whatever the next reason is.
ALTER TABLE refund_line ADD COLUMN units {text} NOT NULL DEFAULT '';  -- an exact number; empty: none, or of before 2026-11
ALTER TABLE refund_line ADD COLUMN unit {text} NOT NULL DEFAULT '';   -- a word of the rules; empty: sittings

CREATE TABLE refund_sitting (
	refund {i64} NOT NULL REFERENCES refund (id),
	sitting {i64} NOT NULL,           -- it may have been dropped from the plan since
	PRIMARY KEY (refund, sitting)
) {keyed};

-- Those of before: an absence's marks, what was not served, and of who left what had not begun.
INSERT INTO refund_sitting (refund, sitting)
SELECT r.id, s.id FROM refund r JOIN enrolment e ON e.id = r.enrolment JOIN sitting s ON s.offering = e.offering
WHERE r.state NOT IN ('undecided', 'nothing', 'returned') AND (
	(r.reason = 'absence' AND EXISTS (SELECT 1 FROM mark m WHERE m.sitting = s.id AND m.pupil = r.pupil
		AND m.mark IN ('absent', 'leave') AND m.at <= r.asked))
	OR (r.reason = 'not_served' AND (s.state = 'cancelled'
		OR ((s.day + 1) * 86400000000 - 28800000000 <= r.asked AND NOT EXISTS (SELECT 1 FROM register g WHERE g.sitting = s.id))))
	OR (r.reason NOT IN ('absence', 'not_served') AND s.state <> 'cancelled'
		AND s.day * 86400000000 + s.starts * 60000000 - 28800000000 > r.asked));
