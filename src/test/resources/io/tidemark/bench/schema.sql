create schema bench;
create table bench.payment (id uuid primary key, account text not null, amount bigint not null);
-- What somebody would build who writes audit rows by hand: the log's columns and indexes, and a sequence for the order. What the
-- guard derives stays empty.
create table bench.audit (like tidemark.log including all excluding generated);
create sequence bench.audit_seq cache 1;
alter table bench.audit alter seq set default nextval('bench.audit_seq');
alter table bench.audit alter recorded_at set default clock_timestamp();
-- Without an index but for the transaction, as the inbox: what would have to be moved later.
create table bench.bare (like tidemark.inbox including all);
grant usage on schema bench to tidemark_app;
grant usage on sequence bench.audit_seq to tidemark_app;
grant select, insert on bench.payment, bench.audit, bench.bare to tidemark_app;
