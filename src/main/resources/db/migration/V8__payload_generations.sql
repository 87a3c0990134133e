-- Payloads go when their events are gone, without a DELETE: they are partitioned by generation, a new one with each partition
-- of the log. A payload is written before its event has a position: what is written in a generation belongs to events from the
-- first position of its partition on; nearly all to those of the partition, some to later ones.
-- Whoever captures waits while an index of the payloads is built.
set local lock_timeout = '3s';

create table generation (
  id bigint primary key,
  first_seq bigint not null,
  dropped_at timestamptz
);
insert into generation (id, first_seq) values (0, 1);

-- Whoever inserts a payload needs it, applications that embed the emitter with roles of their own too.
create function payload_generation() returns bigint
  language sql stable parallel safe security definer set search_path = pg_catalog, tidemark, pg_temp as $$
  select payload_generation from sequencer
$$;

alter table payload rename to payload_0;
alter table payload_0 drop constraint payload_pkey;
alter table payload_0 add column generation bigint not null default 0;
drop trigger payload_append_only on payload_0;
create table payload (like payload_0 including defaults including constraints) partition by list (generation);
alter table payload alter column generation set default payload_generation(), add primary key (event_id, generation);
alter table payload attach partition payload_0 for values in (0);
create trigger payload_append_only before update or delete on payload for each row execute function refuse();
create trigger payload_no_truncate before truncate on payload execute function refuse();

-- The rights that were granted on the table, by whomever and to whomever.
do $$
declare g record;
begin
  for g in
    select grantee, privilege_type, is_grantable, '' as columns from pg_class, aclexplode(relacl) where oid = 'payload_0'::regclass
    union all
    select grantee, privilege_type, is_grantable, format('(%I)', attname) from pg_attribute, aclexplode(attacl)
    where attrelid = 'payload_0'::regclass and not attisdropped
  loop
    execute format('grant %s %s on payload to %s %s', g.privilege_type, g.columns,
      case g.grantee when 0 then 'public' else g.grantee::regrole::text end, case when g.is_grantable then 'with grant option' else '' end);
  end loop;
end $$;

-- As before, and a generation of payloads with it.
create or replace function add_log_partition(first bigint, beyond bigint) returns void
  language plpgsql set search_path = pg_catalog, tidemark, pg_temp as $$
declare
  part text := 'log_' || first;
  next_generation bigint := (select max(id) + 1 from generation);
  payloads text := 'payload_' || next_generation;
begin
  execute format('create table tidemark.%I (like tidemark.log including defaults including constraints including generated)', part);
  execute format('alter table tidemark.log attach partition tidemark.%I for values from (%s) to (%s)', part, first, beyond);
  execute format('create trigger log_no_truncate before truncate on tidemark.%I execute function tidemark.refuse()', part);
  execute format('create table tidemark.%I (like tidemark.payload including defaults including constraints)', payloads);
  execute format('alter table tidemark.payload attach partition tidemark.%I for values in (%s)', payloads, next_generation);
  execute format('create trigger payload_no_truncate before truncate on tidemark.%I execute function tidemark.refuse()', payloads);
  insert into generation (id, first_seq) values (next_generation, first);
end $$;

-- As before, with partitions of sequencer.partition_rows.
create or replace function sequence_step(lim int) returns bigint
  language plpgsql security definer
  set search_path = pg_catalog, tidemark, pg_temp set enable_seqscan = off set jit = off set plan_cache_mode = auto as $$
declare
  s sequencer%rowtype;
  now_seen pg_snapshot;
  top xid8;
  still_open xid8[];
  at timestamptz;
  moved_count bigint;
  beyond bigint;
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
  while s.next_seq + lim > s.partition_end - s.partition_rows / 2 loop
    beyond := (s.partition_end - 1) / s.partition_rows * s.partition_rows + s.partition_rows + 1;
    perform add_log_partition(s.partition_end, beyond);
    s.partition_end := beyond;
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
  -- it begins when its first position is the next one
  s.payload_generation := (select max(generation.id) from generation where first_seq <= s.next_seq + moved_count);
  if moved_count = lim then
    -- the limit may have left rows behind: what was seen before stays
    update sequencer set next_seq = s.next_seq + moved_count, recorded_at = at, partition_end = s.partition_end, payload_generation = s.payload_generation;
  elsif moved_count > 0 or grown or now_seen::text <> s.seen::text then
    update sequencer set next_seq = s.next_seq + moved_count, seen = now_seen, stepped_by = pg_current_xact_id(),
      recorded_at = case when moved_count > 0 then at else s.recorded_at end, partition_end = s.partition_end,
      payload_generation = s.payload_generation;
  end if;
  if moved_count > 0 then perform pg_notify('tidemark', (s.next_seq + moved_count - 1)::text); end if;
  return moved_count;
end $$;
