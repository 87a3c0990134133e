-- The way of an event: inbox (committed, no position yet) -> sequence_step -> log (append-only, dense positions).
-- The inbox takes nothing that the log could refuse, or its readers: a row that the step cannot move, or that no reader
-- can read, would hold back all others.

create table inbox (
  txid xid8 not null default pg_current_xact_id(),
  ordinal bigint not null,
  id uuid not null,
  event_type varchar(128) not null check (event_type ~ '^[A-Za-z][A-Za-z0-9_./-]*$'),
  event_version varchar(255) not null,
  outcome varchar(7) not null check (outcome in ('success', 'failure')),
  occurred_at timestamptz not null check (occurred_at between '0001-01-01Z' and '9999-12-31T23:59:59.999999Z'),
  service varchar(255),
  operation varchar(255),
  source varchar(255),
  node_id varchar(255),
  account_id varchar(255),
  actor_id varchar(255),
  target_account_id varchar(255),
  target_actor_id varchar(255),
  actor_type varchar(255),
  actor_display_name varchar(255),
  actor_email varchar(320),
  actor_client_id varchar(255),
  actor_realm varchar(255),
  target_type varchar(255),
  target_id varchar(255),
  target_name varchar(255),
  error_code varchar(255),
  error_message varchar(1024),
  error_category varchar(7) check (error_category in ('authn', 'authz', 'handler', 'system')),
  ip varchar(255),
  user_agent varchar(1024),
  session_id varchar(255),
  request_id varchar(255),
  trace_id varchar(255),
  duration_ms bigint check (duration_ms >= 0),
  -- text, so that any data source can write it; checked here, because the step turns it into jsonb, and has less stack
  -- left for deep nesting. 1e99999 is 7 bytes here and 100,000 for whoever reads the log.
  metadata text check (octet_length(metadata) <= 65536 and jsonb_typeof(metadata::jsonb) = 'object'
    and not metadata::jsonb @? '$.**{33}' and octet_length(metadata::jsonb::text) <= 131072),
  -- text for the same reason: EclipseLink sends an absent UUID as an absent varchar
  replayed_from varchar(36) check (replayed_from is null or replayed_from::uuid is not null)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
create index inbox_txid on inbox (txid);

-- What an event closes: the rules of the guard, once, for the feed and for the check of each request.
-- The scope is there for each revoking type; the id only if the event carries it, at a length an index can hold.
create function revoked_scope(event_type text, outcome text, metadata jsonb) returns text
  language sql immutable parallel safe return
  case when outcome = 'success' then
    case
      when event_type in ('session_revoke', 'logout') then 'session'
      when event_type = 'token_revoke' then 'token'
      when event_type in ('session_revoke_all', 'token_revoke_all', 'password_change', 'account_delete', 'account_purge') then 'account'
      when event_type = 'role_grant_revoke' then 'role:' || left(coalesce(metadata ->> 'role', ''), 255)
    end
  end;

create function revoked_name(name text) returns text
  language sql immutable parallel safe return case when length(name) between 1 and 255 then name end;

create function revoked_id(event_type text, outcome text, account_id text, target_account_id text, session_id text, metadata jsonb) returns text
  language sql immutable parallel safe return
  case when outcome = 'success' then
    case
      when event_type = 'session_revoke' then revoked_name(metadata ->> 'sessionId')
      when event_type = 'logout' then coalesce(revoked_name(metadata ->> 'sessionId'), nullif(session_id, ''))
      when event_type = 'token_revoke' then revoked_name(metadata ->> 'tokenId')
      when event_type in ('session_revoke_all', 'token_revoke_all', 'password_change', 'account_delete', 'account_purge')
        then coalesce(nullif(target_account_id, ''), nullif(account_id, ''))
      when event_type = 'role_grant_revoke' and revoked_name(metadata ->> 'role') is not null
        then coalesce(nullif(target_account_id, ''), nullif(account_id, ''))
    end
  end;

create table log (
  seq bigint primary key,
  id uuid not null,
  event_type varchar(128) not null,
  event_version varchar(255) not null,
  outcome varchar(7) not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  service varchar(255),
  operation varchar(255),
  source varchar(255),
  node_id varchar(255),
  account_id varchar(255),
  actor_id varchar(255),
  target_account_id varchar(255),
  target_actor_id varchar(255),
  actor_type varchar(255),
  actor_display_name varchar(255),
  actor_email varchar(320),
  actor_client_id varchar(255),
  actor_realm varchar(255),
  target_type varchar(255),
  target_id varchar(255),
  target_name varchar(255),
  error_code varchar(255),
  error_message varchar(1024),
  error_category varchar(7),
  ip varchar(255),
  user_agent varchar(1024),
  session_id varchar(255),
  request_id varchar(255),
  trace_id varchar(255),
  duration_ms bigint,
  metadata jsonb,
  replayed_from uuid,
  revoked_scope text generated always as (revoked_scope(event_type, outcome, metadata)) stored,
  revoked_id text generated always as (revoked_id(event_type, outcome, account_id, target_account_id, session_id, metadata)) stored
) partition by range (seq);
create index log_id on log (id);
create index log_event_type on log (event_type, seq);
create index log_account on log (account_id, seq);
create index log_target_account on log (target_account_id, seq) where target_account_id is not null;
create index log_actor on log (actor_id, seq) where actor_id is not null;
create index log_session on log (session_id, seq) where session_id is not null;
create index log_request on log (request_id, seq) where request_id is not null;
create index log_trace on log (trace_id, seq) where trace_id is not null;
create index log_target on log (target_id, seq) where target_id is not null;
create index log_ip on log (ip, seq) where ip is not null;
create index log_failure on log (seq) where outcome = 'failure';
create index log_recorded_at on log using brin (recorded_at);
create index log_occurred_at on log using brin (occurred_at);
create index log_revocation on log (revoked_id, recorded_at) where revoked_id is not null;

create function refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % refused', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger log_append_only before update or delete on log for each row execute function refuse();
create trigger log_no_truncate before truncate on log execute function refuse();

-- One row: who holds its lock gives positions. `seen` and `stepped_by` only narrow the scan: with seen = '1:1:' the step is right too.
create table sequencer (
  one boolean primary key default true check (one),
  next_seq bigint not null default 1,
  seen pg_snapshot not null default '1:1:',
  stepped_by xid8 not null default '0',
  recorded_at timestamptz not null default '-infinity',
  partition_end bigint not null default 1,
  log_id uuid not null default gen_random_uuid()
) with (fillfactor = 20);
insert into sequencer default values;

-- Attached, not created in place: that would wait for every reader of the log.
create function add_log_partition(first bigint, beyond bigint) returns void
  language plpgsql set search_path = pg_catalog, tidemark, pg_temp as $$
declare part text := 'log_' || first;
begin
  execute format('create table tidemark.%I (like tidemark.log including defaults including constraints including generated)', part);
  execute format('alter table tidemark.log attach partition tidemark.%I for values from (%s) to (%s)', part, first, beyond);
  execute format('create trigger log_no_truncate before truncate on tidemark.%I execute function tidemark.refuse()', part);
end $$;

-- Moves up to `lim` committed events (1 to 100,000) from the inbox to the log; returns how many, or -1 when another one is at it.
-- The snapshot is taken in a statement of its own, after the lock: taken before, it would miss what the last holder saw.
create function sequence_step(lim int) returns bigint
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
      error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata, replayed_from)
    select s.next_seq - 1 + row_number() over (order by txid, ordinal), id, event_type, event_version, outcome, occurred_at, at, service, operation, source, node_id,
      account_id, actor_id, target_account_id, target_actor_id,
      actor_type, actor_display_name, actor_email, actor_client_id, actor_realm, target_type, target_id, target_name,
      error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata::jsonb, replayed_from::uuid
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

-- Ids that came from outside: an event whose id is here is known.
create table accepted (
  id uuid primary key,
  at timestamptz not null default clock_timestamp()
);
create index accepted_at on accepted using brin (at);

-- Who has been here: sessions seen with a valid token; the newest token tells which revocations still concern the session.
create table session (
  id varchar(64) primary key,
  account_id varchar(255) not null,
  username varchar(255) not null,
  token_id varchar(255) not null,
  issued_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index session_account on session (account_id);
create index session_created on session (created_at desc);
