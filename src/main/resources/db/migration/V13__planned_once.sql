-- What the server asks on the way to a page. Its connections force custom plans, for the filters, and planning these took several
-- times as long as running them; a function in PL/pgSQL has a plan that stays. Without sequential scans, and sorted by an expression,
-- lest a plan that was made for a log of a few rows walks over a larger one.

-- What was recorded at that time or later and revokes the access of one of these ids, oldest first: what each request asks.
create function revocations(ids varchar[], since timestamptz)
  returns table (seq bigint, event_type text, scope text, id text)
  language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  return query select l.seq, l.event_type::text, l.revoked_scope::text, l.revoked_id::text from tidemark.log l
    where l.revoked_id = any (ids) and l.recorded_at >= since and l.revoked_scope is not null order by l.seq + 0;
end $$;

-- The types that the log has, each found in the index behind the one before it.
create or replace function event_types() returns setof text
  language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  last text := (select event_type from tidemark.log order by event_type limit 1);
begin
  while last is not null loop
    return next last;
    last := (select event_type from tidemark.log where event_type > last order by event_type limit 1);
  end loop;
end $$;
