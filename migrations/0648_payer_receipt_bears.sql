-- Of whose part a payer's money is: it pays that payer's lines alone.
ALTER TABLE payer_receipt ADD COLUMN bears {text}; -- word of the rules; NULL: of lines that name nobody (of before)
