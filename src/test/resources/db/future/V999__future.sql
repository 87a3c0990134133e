-- What a migration of a later version may do while nodes of this one run: it adds.
alter table inbox add column later text;
alter table log add column later text;
create index log_later on log (later, seq) where later is not null;
create table later (id bigint primary key);
