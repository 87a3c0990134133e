create schema bench;
create table bench.payment (id uuid primary key, account text not null, amount bigint not null);
-- What somebody would build who writes audit rows by hand: the log's columns and indexes, and a sequence for the order. What the
-- guard derives stays empty.
create table bench.audit (like tidemark.log including all);
alter table bench.audit alter revoked_scope drop default;
create sequence bench.audit_seq cache 1;
alter table bench.audit alter seq set default nextval('bench.audit_seq');
alter table bench.audit alter recorded_at set default clock_timestamp();
grant usage on schema bench to tidemark_app;
grant usage on sequence bench.audit_seq to tidemark_app;
grant select, insert on bench.payment, bench.audit to tidemark_app;

-- A backlog, the same for the sequencer and for insert … select.
create table bench.backlog (like tidemark.inbox including defaults);
create table bench.sequenced (like tidemark.log including all);
alter table bench.sequenced alter revoked_scope drop default;
create procedure bench.stage(first bigint, events int) language plpgsql as $$
begin
  truncate bench.backlog;
  insert into bench.backlog (ordinal, id, event_type, event_version, outcome, occurred_at, service, operation, source, node_id, account_id, actor_id,
      target_type, target_id, ip, session_id, request_id, metadata)
    select n, lpad(to_hex(n), 32, '0')::uuid, 'bench.payment', '1.0', 'success', clock_timestamp(), 'bench', 'Payments.pay', 'app', 'bench-host',
      'account-' || n % 9973, 'teller-' || n % 997, 'payment', 'payment-' || n, '10.0.0.' || n % 250, 'session-' || n / 20,
      'request-' || lpad(n::text, 12, '0'), '{"number":' || n || ',"currency":"EUR"}'
    from generate_series(first + 1, first + events) n;
  analyze bench.backlog;
end $$;
-- A thousand events a transaction.
create procedure bench.commit() language plpgsql as $$
declare
  first bigint := (select min(ordinal) from bench.backlog);
  last bigint := (select max(ordinal) from bench.backlog);
begin
  create index if not exists backlog_ordinal on bench.backlog (ordinal);
  while first <= last loop
    insert into tidemark.inbox (ordinal, id, event_type, event_version, outcome, occurred_at, service, operation, source, node_id, account_id, actor_id,
        target_type, target_id, ip, session_id, request_id, metadata)
      select ordinal, id, event_type, event_version, outcome, occurred_at, service, operation, source, node_id, account_id, actor_id,
        target_type, target_id, ip, session_id, request_id, metadata
      from bench.backlog where ordinal between first and first + 999 order by ordinal;
    commit;
    first := first + 1000;
  end loop;
end $$;
create procedure bench.insert_sequenced() language plpgsql as $$
declare head bigint := coalesce((select max(seq) from bench.sequenced), 0);
begin
  insert into bench.sequenced (seq, id, event_type, event_version, outcome, occurred_at, recorded_at, service, operation, source, node_id, account_id, actor_id,
      target_type, target_id, ip, session_id, request_id, metadata)
    select head + row_number() over (order by ordinal), id, event_type, event_version, outcome, occurred_at, clock_timestamp(), service, operation, source, node_id,
      account_id, actor_id, target_type, target_id, ip, session_id, request_id, metadata::jsonb
    from bench.backlog order by ordinal;
end $$;
