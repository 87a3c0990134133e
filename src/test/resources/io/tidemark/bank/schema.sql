-- The bank's tables, in Tidemark's database: one transaction writes both. tidemark_app is the data source's role.
create schema if not exists bank;
create table if not exists bank.account (
  number text primary key,
  owner text not null,
  pin text not null,
  balance numeric not null,
  version bigint not null
);
grant usage on schema bank to tidemark_app;
grant select, insert, update on bank.account to tidemark_app;
