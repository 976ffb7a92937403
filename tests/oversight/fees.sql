-- What no verb would do: charges changed behind the back of the rules.

-- charge_more: pupil pupil_id, more money
UPDATE bill_line SET amount = amount + $2 WHERE item = 'price' AND bill IN (SELECT id FROM bill WHERE pupil = $1);

-- charge_collected: pupil pupil_id
UPDATE bill SET state = 'collected' WHERE pupil = $1;

-- edition_says: edition edition_id, body str, hash blob
UPDATE edition SET body = $2, hash = $3 WHERE id = $1;
