-- What the frame forgets after a while.

-- First answers are kept for the term; 200 at a time, so that nobody waits behind it.
-- idem_purge_some: before instant
DELETE FROM idem WHERE (account, key) IN (SELECT account, key FROM idem WHERE at < $1 LIMIT 200);

-- Messages nobody has read stay, however old.
-- message_purge_some: before instant
DELETE FROM message WHERE id IN (SELECT id FROM message WHERE state = 3 AND read < $1 LIMIT 200);
