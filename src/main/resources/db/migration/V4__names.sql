-- Who an account is, by its newest session.
create index session_seen on session (account_id, last_seen_at desc);

-- Who an account was when it last logged in: an entry a login, so that the name of any account is one look away.
create index log_username on log (account_id, seq)
  where outcome = 'success' and event_type in ('login', 'signup') and metadata ->> 'username' is not null;
