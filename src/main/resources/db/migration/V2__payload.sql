-- What was captured with an event: written in the business transaction, never moved. The event says that it is there.
-- Columns with a default: a node of the version before goes on emitting.
alter table inbox add column has_payload boolean not null default false;
alter table log add column has_payload boolean not null default false;
create index log_payload on log (seq) where has_payload;

-- One value of JSON, checked as the inbox checks metadata: what stands here must become jsonb again when a filter asks.
create domain captured as text check (octet_length(value) <= 1048576 and jsonb_typeof(value::jsonb) <> ''
  and not value::jsonb @? '$.**{33}' and octet_length(value::jsonb::text) <= 2097152);

-- A side is absent, or has its size and its flags, and its text unless that was too large.
create function captured_whole(side text, bytes bigint, redacted boolean, altered boolean) returns boolean
  language sql immutable parallel safe return
  case when bytes is null then num_nonnulls(side, redacted, altered) = 0
    else bytes >= 0 and num_nulls(redacted, altered) = 0 end;

create table payload (
  event_id uuid primary key,
  request captured,
  request_bytes bigint,
  request_redacted boolean,
  request_altered boolean,
  response captured,
  response_bytes bigint,
  response_redacted boolean,
  response_altered boolean,
  error captured,
  error_bytes bigint,
  error_redacted boolean,
  error_altered boolean,
  headers captured,
  headers_bytes bigint,
  headers_redacted boolean,
  headers_altered boolean,
  notifications captured,
  notifications_bytes bigint,
  notifications_redacted boolean,
  notifications_altered boolean,
  dropped_notifications int not null default 0 check (dropped_notifications >= 0),
  constraint payload_request_type check (jsonb_typeof(request::jsonb) = 'object'),
  constraint payload_error_type check (jsonb_typeof(error::jsonb) = 'object'),
  constraint payload_headers_type check (jsonb_typeof(headers::jsonb) = 'object'),
  constraint payload_notifications_type check (jsonb_typeof(notifications::jsonb) = 'array'),
  constraint payload_request check (captured_whole(request, request_bytes, request_redacted, request_altered)),
  constraint payload_response check (captured_whole(response, response_bytes, response_redacted, response_altered)),
  constraint payload_error check (captured_whole(error, error_bytes, error_redacted, error_altered)),
  constraint payload_headers check (captured_whole(headers, headers_bytes, headers_redacted, headers_altered)),
  constraint payload_notifications check (captured_whole(notifications, notifications_bytes, notifications_redacted, notifications_altered)),
  constraint payload_one_end check (response_bytes is null or error_bytes is null)
);
create trigger payload_append_only before update or delete on payload for each row execute function refuse();
create trigger payload_no_truncate before truncate on payload execute function refuse();

-- As before, and it moves has_payload.
create or replace function sequence_step(lim int) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, tidemark, pg_temp set enable_seqscan = off set jit = off as $$
declare
  s sequencer%rowtype;
  now_seen pg_snapshot;
  top xid8;
  still_open xid8[];
  at timestamptz;
  moved_count bigint;
  grown boolean := false;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'sequence_step needs READ COMMITTED, not %', upper(current_setting('transaction_isolation'));
  end if;
  if lim is null or lim not between 1 and 100000 then
    raise exception 'sequence_step moves 1 to 100000 events, not %', lim using errcode = 'invalid_parameter_value';
  end if;
  select * into s from sequencer for update skip locked;
  if not found then return -1; end if;
  now_seen := pg_current_snapshot();
  if pg_snapshot_xmax(now_seen) < pg_snapshot_xmax(s.seen) then
    s.seen := '1:1:'; -- seen in another cluster, before a restore into this one
  end if;
  top := pg_snapshot_xmax(s.seen);
  still_open := array(select pg_snapshot_xip(s.seen)) || s.stepped_by;
  at := greatest(clock_timestamp(), s.recorded_at);
  while s.next_seq + lim > s.partition_end - 5000000 loop
    perform add_log_partition(s.partition_end, (s.partition_end - 1) / 10000000 * 10000000 + 10000001);
    s.partition_end := (s.partition_end - 1) / 10000000 * 10000000 + 10000001;
    grown := true;
  end loop;
  with picked as (
    select place from (
      (select ctid as place, txid, ordinal from inbox where txid = any (still_open) and txid < top order by txid, ordinal limit lim)
      union all
      (select ctid, txid, ordinal from inbox where txid >= top order by txid, ordinal limit lim)) both_sides
    order by txid, ordinal limit lim),
  moved as (
    delete from inbox where ctid = any (array(select place from picked)) returning *),
  added as (
    insert into log (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation, source, node_id,
      account_id, actor_id, target_account_id, target_actor_id,
      actor_type, actor_display_name, actor_email, actor_client_id, actor_realm, target_type, target_id, target_name,
      error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata, replayed_from, has_payload)
    select s.next_seq - 1 + row_number() over (order by txid, ordinal), id, event_type, event_version, outcome, occurred_at, at, service, operation, source, node_id,
      account_id, actor_id, target_account_id, target_actor_id,
      actor_type, actor_display_name, actor_email, actor_client_id, actor_realm, target_type, target_id, target_name,
      error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata::jsonb, replayed_from::uuid, has_payload
    from moved
    returning 1)
  select count(*) into moved_count from added;
  if moved_count = lim then
    -- the limit may have left rows behind: what was seen before stays
    update sequencer set next_seq = s.next_seq + moved_count, recorded_at = at, partition_end = s.partition_end;
  elsif moved_count > 0 or grown or now_seen::text <> s.seen::text then
    update sequencer set next_seq = s.next_seq + moved_count, seen = now_seen, stepped_by = pg_current_xact_id(),
      recorded_at = case when moved_count > 0 then at else s.recorded_at end, partition_end = s.partition_end;
  end if;
  if moved_count > 0 then perform pg_notify('tidemark', (s.next_seq + moved_count - 1)::text); end if;
  return moved_count;
end $$;
