-- Which statement lets somebody else bear a part of a charge, and by when its rules and grants were known.
ALTER TABLE bill_line ADD COLUMN statement {blob};  -- sealed: id of the waiver or deduction; NULL: of neither, or of before
ALTER TABLE bill_line ADD COLUMN decided {i64};     -- instant whose rules and grants decided it; NULL: that of `at`

-- Why a child pays less is the family's: until now the text of a waiver named its category.
UPDATE bill_line SET formula = '由他人承担 ' || CAST(ABS(amount) / 100 AS TEXT) || '.'
	|| CASE WHEN ABS(amount) % 100 < 10 THEN '0' ELSE '' END || CAST(ABS(amount) % 100 AS TEXT) || ' 元'
	|| '
borne by others: ' || CAST(ABS(amount) / 100 AS TEXT) || '.'
	|| CASE WHEN ABS(amount) % 100 < 10 THEN '0' ELSE '' END || CAST(ABS(amount) % 100 AS TEXT) || ' yuan'
WHERE item = 'waiver';
