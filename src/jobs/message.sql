-- Messages.

-- message_insert: id message_id, account account_id, text str, args sealed(message.args@id),
--+ link str?, channel str, state i64, created instant
INSERT INTO message (id, account, text, args, link, channel, state, created, read)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL);

-- message_list: account account_id, before i64, limit i64 ->* id message_id, text str,
--+ args sealed(message.args@id), link str?, state i64, created instant
SELECT id, text, args, link, state, created FROM message
WHERE account = $1 AND channel = 'inbox' AND id < $2 ORDER BY id DESC LIMIT $3;

-- message_unread_count: account account_id -> n i64
SELECT CAST(count(*) AS BIGINT) FROM message WHERE account = $1 AND channel = 'inbox' AND state = 2;

-- message_read: id message_id, account account_id, now instant
UPDATE message SET state = 3, read = $3
WHERE id = $1 AND account = $2 AND channel = 'inbox' AND state = 2;

-- message_there: id message_id, account account_id ->? link str?
SELECT link FROM message WHERE id = $1 AND account = $2 AND channel = 'inbox';

-- message_read_all: account account_id, now instant
UPDATE message SET state = 3, read = $2
WHERE account = $1 AND channel = 'inbox' AND state = 2;
