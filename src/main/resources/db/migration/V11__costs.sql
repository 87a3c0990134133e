-- The same rules at a lower cost, where a business transaction or a step pays for them.
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

-- What an event closes is computed by the step, which nobody else can do: the expressions of generated columns are planned anew
-- for each statement, at half of what a small step cost.
alter table log alter revoked_scope drop expression, alter revoked_id drop expression;

-- Put into the function as it is, whatever it moves.
do $$
declare
  columns constant text := 'metadata, replayed_from, has_payload)';
  of_moved constant text := 'metadata::jsonb, replayed_from::uuid, has_payload
    from moved';
  step text := pg_get_functiondef('sequence_step(int)'::regprocedure);
begin
  if position(columns in step) = 0 or position(of_moved in step) = 0 then raise exception 'sequence_step does not move what it used to'; end if;
  step := replace(step, columns, 'metadata, replayed_from, has_payload, revoked_scope, revoked_id)');
  execute replace(step, of_moved, 'metadata::jsonb, replayed_from::uuid, has_payload,
      revoked_scope(event_type, outcome, metadata::jsonb), revoked_id(event_type, outcome, account_id, target_account_id, session_id, metadata::jsonb)
    from moved');
end $$;
-- Its statements do not depend on what they are given.
alter function sequence_step(int) set plan_cache_mode = force_generic_plan;
