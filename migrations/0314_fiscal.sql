-- What the platform of fiscal e-receipts (财政电子票据) answers is known once, and a reversal has a number of its own.
ALTER TABLE receipt ADD COLUMN fiscal_back {text} NOT NULL DEFAULT ''; -- code and number of the red one
CREATE UNIQUE INDEX receipt_fiscal ON receipt (county, fiscal_code, fiscal_number) WHERE fiscal_number <> '';
