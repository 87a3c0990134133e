-- The first position recorded at that time or later, as before: by halves, but by one statement instead of one for each look.
create or replace function seq_at(at timestamptz) returns bigint
  language plpgsql stable set search_path = pg_catalog, tidemark, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set jit = off as $$
begin
  return (
    with recursive half (low, high) as (
      select (select min(seq) from log), next_seq from sequencer
      union all
      select case when late then low else middle + 1 end, case when late then middle else high end
      from (
        select low, high, middle, (select recorded_at >= at from log where seq = middle) as late
        from (select low, high, low + (high - low) / 2 as middle from half where low < high offset 0) unseen
        offset 0) seen)
    select high from half where (low < high) is not true);
end $$;
