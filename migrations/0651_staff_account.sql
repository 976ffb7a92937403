-- Who is the same person at two schools is asked by the account.
CREATE INDEX staff_account ON staff (account);
