-- What filters of the log need beyond V1.

-- A page under one of these, newest or oldest first, is the end of one range of its index.
create index log_service on log (service, seq) where service is not null;
create index log_operation on log (operation, seq) where operation is not null;

-- Events whose own time is more than a minute away from when they were recorded: few, unless somebody imports. All others
-- are found by their position (seq_at). An index of all times would give pages in no order.
create index log_astray on log (occurred_at)
  where recorded_at - occurred_at > interval '1 minute' or recorded_at - occurred_at < interval '-1 minute';

-- The first position recorded at that time or later. Positions are dense and recorded_at never falls along them, so that it
-- looks at some thirty rows and needs no index.
create function seq_at(at timestamptz) returns bigint
  language plpgsql stable set search_path = pg_catalog, tidemark, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  low bigint := (select min(seq) from log);
  high bigint := (select next_seq from sequencer);
  middle bigint;
  recorded timestamptz;
begin
  while low < high loop
    middle := low + (high - low) / 2;
    select recorded_at into recorded from log where seq = middle;
    if recorded >= at then high := middle; else low := middle + 1; end if;
  end loop;
  return high;
end $$;

-- The types that the log has, each found in the index behind the one before it.
create function event_types() returns setof text
  language sql stable set search_path = pg_catalog, tidemark, pg_temp as $$
  with recursive types (name) as (
    (select event_type::text from log order by event_type limit 1)
    union all
    select (select event_type from log where event_type > name order by event_type limit 1) from types where name is not null)
  select name from types where name is not null
$$;

-- The server's connections force custom plans, for the filters; the step's statements are the same each time.
alter function sequence_step(int) set plan_cache_mode = auto;
