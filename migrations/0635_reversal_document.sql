-- A counter's entry taken back gives its document number free: the reversal keeps it as it was entered.
ALTER TABLE payment_reversal ADD COLUMN document {text} NOT NULL DEFAULT '';
UPDATE payment_reversal SET document = (SELECT y.number FROM payment y WHERE y.id = payment_reversal.payment);
UPDATE payment SET number = (SELECT y.document || ' #' || CAST(y.id AS {text}) FROM payment_reversal y
	WHERE y.payment = payment.id AND y.state = 'done')
WHERE EXISTS (SELECT 1 FROM payment_reversal y WHERE y.payment = payment.id AND y.state = 'done');
