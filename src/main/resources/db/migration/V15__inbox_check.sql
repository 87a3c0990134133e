-- What the inbox takes, by the same rules: the checks of domains are prepared anew for each row of a batch, which was a third of
-- what the row cost; those of a table for each statement. A function's are prepared once, and its error says which column is wrong
-- without repeating the row, as that of a table's check would.
-- Whoever emits waits while the inbox is locked.
set local lock_timeout = '3s';

create function inbox_takes(event_type text, outcome text, occurred_at timestamptz, error_category text, duration_ms bigint, metadata text, replayed_from text)
  returns boolean language plpgsql immutable as $$
declare
  -- With 32 brackets nothing is nested deeper than that; without an exponent the text grows by a blank after each comma and colon.
  wrong constant text := case
    when event_type !~ '^[A-Za-z][A-Za-z0-9_./-]*$' then 'event_type'
    when outcome not in ('success', 'failure') then 'outcome'
    when occurred_at not between '0001-01-01Z' and '9999-12-31T23:59:59.999999Z' then 'occurred_at'
    when error_category not in ('authn', 'authz', 'handler', 'system') then 'error_category'
    when duration_ms < 0 then 'duration_ms'
    when octet_length(metadata) > 65536 or jsonb_typeof(metadata::jsonb) <> 'object'
      or (length(metadata) - length(translate(metadata, '{[', '')) > 32 and metadata::jsonb @? '$.**{33}')
      or (metadata ~ '[0-9][eE]' and octet_length(metadata::jsonb::text) > 131072) then 'metadata'
    when replayed_from is not null and replayed_from::uuid is null then 'replayed_from'
  end;
begin
  if wrong is null then return true; end if;
  raise check_violation using message = format('The inbox takes no such %s', wrong), schema = 'tidemark', table = 'inbox', column = wrong;
end $$;
-- A check runs with the rights of whoever inserts: from now on, and not only when the grants are renewed after this.
grant execute on function inbox_takes(text, text, timestamptz, text, bigint, text, text) to "${application}";
alter table inbox
  alter event_type type varchar(128), alter outcome type varchar(7), alter occurred_at type timestamptz,
  alter error_category type varchar(7), alter duration_ms type bigint, alter metadata type text, alter replayed_from type varchar(36),
  add check (inbox_takes(event_type, outcome, occurred_at, error_category, duration_ms, metadata, replayed_from));
drop domain event_type, outcome, event_time, error_category, duration_ms, metadata, uuid_text;
