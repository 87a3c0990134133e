-- What is no longer kept goes in whole partitions of the log: what has gone, who forbids it, who asks for it early.

-- Whoever steps waits for whoever waits for this lock.
set local lock_timeout = '3s';

-- How many positions the partitions to come have; the owner may change it. What a log of a small installation, or a test, needs.
alter table sequencer add column partition_rows bigint not null default 10000000 check (partition_rows between 100 and 1000000000);
-- Of which generation the payloads are that are written now.
alter table sequencer add column payload_generation bigint not null default 0;

-- One row: what lies below has gone, or is about to. Raised first, and dropped afterwards: a reader is told before it could miss
-- something. Whoever decides what goes, or forbids it, holds its lock.
create table retention (
  one boolean primary key default true check (one),
  oldest_seq bigint not null
);
insert into retention (oldest_seq) select coalesce((select min(seq) from log), next_seq) from sequencer;

-- Partitions that were given up. Unfinished ones are detached or dropped by whoever comes next.
create table removal (
  first_seq bigint primary key,
  last_seq bigint not null check (last_seq >= first_seq),
  part varchar(63) not null,
  reason varchar(8) not null check (reason in ('policy', 'purge')),
  purge_id uuid,
  file varchar(255),
  sha256 varchar(64),
  decided_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz
);

-- Nothing that a standing hold covers goes; without an end it covers what is to come as well.
create table hold (
  id uuid primary key,
  first_seq bigint not null check (first_seq >= 1),
  last_seq bigint check (last_seq >= first_seq),
  reason varchar(1024) not null check (reason <> ''),
  placed_by varchar(255) not null,
  placed_at timestamptz not null default clock_timestamp(),
  released_by varchar(255),
  released_at timestamptz,
  release_reason varchar(1024) check (release_reason <> ''),
  constraint hold_release check (num_nulls(released_by, released_at, release_reason) in (0, 3))
);

-- An early purge of all up to last_seq: one admin asks, another one agrees, before it expires; then it runs, before it expires.
create table purge (
  id uuid primary key,
  last_seq bigint not null,
  reason varchar(1024) not null check (reason <> ''),
  requested_by varchar(255) not null,
  requested_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  approved_by varchar(255),
  approved_at timestamptz,
  finished_at timestamptz,
  constraint purge_approval check (num_nulls(approved_by, approved_at) in (0, 2)),
  constraint purge_four_eyes check (approved_by <> requested_by),
  constraint purge_in_time check (approved_at < expires_at),
  constraint purge_finished check (finished_at is null or approved_at is not null)
);

-- The partitions of the log, oldest first.
create function log_parts(out part text, out first_seq bigint, out beyond bigint, out pending boolean) returns setof record
  language sql stable set search_path = pg_catalog, tidemark, pg_temp as $$
  select relname, bounds[1]::bigint, bounds[2]::bigint, inhdetachpending
  from pg_inherits join pg_class on pg_class.oid = inhrelid,
    regexp_match(pg_get_expr(relpartbound, inhrelid), '\(''?(\d+)''?\) TO \(''?(\d+)''?\)') bounds
  where inhparent = 'tidemark.log'::regclass order by 2
$$;

create function is_held(first bigint, last bigint) returns boolean
  language sql stable set search_path = pg_catalog, tidemark, pg_temp as $$
  select exists (select from hold where released_at is null and first_seq <= last and coalesce(last_seq, last) >= first)
$$;

-- What was recorded since then may hold revocations of tokens that are still valid: no token lives longer than that, and none
-- that was seen here did.
create function revocations_since(token_life interval) returns timestamptz
  language sql stable set search_path = pg_catalog, tidemark, pg_temp as $$
  select clock_timestamp() - greatest(token_life, (select max(expires_at - issued_at) from session))
$$;

-- The next ones answer 'done', or the rule that forbids it.

create function hold_place(hold_id uuid, first bigint, last bigint, why text, who text) returns text
  language plpgsql security definer set search_path = pg_catalog, tidemark, pg_temp as $$
declare oldest bigint;
begin
  select oldest_seq into oldest from retention for update;
  if coalesce(first, last, oldest) < oldest then return 'gone'; end if;
  insert into hold (id, first_seq, last_seq, reason, placed_by) values (hold_id, coalesce(first, 1), last, why, who);
  return 'done';
end $$;

create function hold_release(hold_id uuid, why text, who text) returns text
  language plpgsql security definer set search_path = pg_catalog, tidemark, pg_temp as $$
begin
  perform from retention for update;
  update hold set released_by = who, released_at = clock_timestamp(), release_reason = why where id = hold_id and released_at is null;
  if found then return 'done'; end if;
  perform from hold where id = hold_id;
  return case when found then 'released' else 'unknown' end;
end $$;

create function purge_request(purge_id uuid, last bigint, why text, who text, valid interval, token_life interval) returns text
  language plpgsql security definer set search_path = pg_catalog, tidemark, pg_temp as $$
declare
  oldest bigint;
  through bigint;
begin
  select oldest_seq into oldest from retention for update;
  perform from purge where finished_at is null and expires_at > clock_timestamp();
  if found then return 'pending'; end if;
  select max(beyond) - 1 into through from log_parts(), sequencer
    where beyond - 1 <= last and beyond <= next_seq and first_seq >= oldest and not pending;
  if through is null then return 'nothing'; end if;
  if is_held(oldest, through) then return 'held'; end if;
  perform from log where seq = through and recorded_at >= revocations_since(token_life);
  if found then return 'young'; end if;
  insert into purge (id, last_seq, reason, requested_by, expires_at) values (purge_id, through, why, who, clock_timestamp() + valid);
  return 'done';
end $$;

create function purge_approve(purge_id uuid, who text) returns text
  language plpgsql security definer set search_path = pg_catalog, tidemark, pg_temp as $$
declare
  oldest bigint;
  p purge%rowtype;
begin
  select oldest_seq into oldest from retention for update;
  select * into p from purge where id = purge_id for update;
  if not found then return 'unknown'; end if;
  if p.approved_at is not null then return 'approved'; end if;
  if p.expires_at <= clock_timestamp() then return 'expired'; end if;
  if p.requested_by = who then return 'own'; end if;
  if is_held(oldest, p.last_seq) then return 'held'; end if;
  update purge set approved_by = who, approved_at = clock_timestamp() where id = purge_id;
  return 'done';
end $$;
