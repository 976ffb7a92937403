-- Read messages are let go after a while: found by when they were read.
CREATE INDEX message_read ON message (read) WHERE state = 3;
