-- Token buckets that all nodes share: the state is the library's (Bucket4j).
create table bucket (
  id varchar(300) primary key,
  state bytea,
  expires_at bigint
);
create index bucket_expires_at on bucket (expires_at);
