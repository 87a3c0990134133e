-- What the inbox takes, by the same rules at a lower cost: each business transaction pays for them.
-- Whoever emits waits while the inbox is locked.
set local lock_timeout = '3s';

-- PostgreSQL reads a table's checks anew for each statement that inserts, those of a domain once a session. They are checked
-- against what waits already.
create domain event_type as varchar(128) check (value ~ '^[A-Za-z][A-Za-z0-9_./-]*$');
create domain outcome as varchar(7) check (value in ('success', 'failure'));
create domain event_time as timestamptz check (value between '0001-01-01Z' and '9999-12-31T23:59:59.999999Z');
create domain error_category as varchar(7) check (value in ('authn', 'authz', 'handler', 'system'));
create domain duration_ms as bigint check (value >= 0);
-- With 32 brackets nothing is nested deeper than that; without an exponent the text grows by a blank after each comma and colon.
create domain metadata as text check (octet_length(value) <= 65536 and jsonb_typeof(value::jsonb) = 'object'
  and (length(value) - length(translate(value, '{[', '')) <= 32 or not value::jsonb @? '$.**{33}')
  and (value !~ '[0-9][eE]' or octet_length(value::jsonb::text) <= 131072));
create domain uuid_text as varchar(36) check (value is null or value::uuid is not null);
alter table inbox
  drop constraint inbox_event_type_check, alter event_type type event_type,
  drop constraint inbox_outcome_check, alter outcome type outcome,
  drop constraint inbox_occurred_at_check, alter occurred_at type event_time,
  drop constraint inbox_error_category_check, alter error_category type error_category,
  drop constraint inbox_duration_ms_check, alter duration_ms type duration_ms,
  drop constraint inbox_metadata_check, alter metadata type metadata,
  drop constraint inbox_replayed_from_check, alter replayed_from type uuid_text;
