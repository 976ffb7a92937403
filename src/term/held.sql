-- sitting_hold: id sitting_id ->? held sitting_id
UPDATE sitting SET state = 'held' WHERE id = $1 AND state <> 'cancelled' RETURNING id;
