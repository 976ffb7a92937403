-- Who bears a line of a waiver or deduction: a statement may share it between several payers, each owes its own lines.
ALTER TABLE bill_line ADD COLUMN payer {text}; -- word of the rules; NULL: a line nobody else bears, or of before
