-- What an event closes is computed by the step: the expressions of generated columns are planned anew for each statement, at half
-- of what a small step cost.
-- Whoever reads the log waits while it is locked.
set local lock_timeout = '1s';
-- Steps finish first, and none begins before this is done: one that went on with the function as it was would leave open what
-- its events close.
select 1 from sequencer for update;

alter table log alter revoked_scope drop expression, alter revoked_id drop expression;
-- Who writes to the log without saying what an event closes, such as a step that began before this, fails.
create function unsaid() returns text language plpgsql as $$
begin
  raise exception 'revoked_scope and revoked_id of an entry are to be computed, by the functions of these names';
end $$;
alter table log alter revoked_scope set default unsaid();

-- Put into the function as it is, whatever it moves.
do $$
declare
  columns constant text := 'metadata, replayed_from, has_payload)';
  of_moved constant text := 'metadata::jsonb, replayed_from::uuid, has_payload
    from moved';
  step text := pg_get_functiondef('sequence_step(int)'::regprocedure);
begin
  if position(columns in step) = 0 or position(of_moved in step) = 0 then raise exception 'sequence_step does not move what it used to'; end if;
  step := replace(step, columns, 'metadata, replayed_from, has_payload, revoked_scope, revoked_id)');
  execute replace(step, of_moved, 'metadata::jsonb, replayed_from::uuid, has_payload,
      revoked_scope(event_type, outcome, metadata::jsonb), revoked_id(event_type, outcome, account_id, target_account_id, session_id, metadata::jsonb)
    from moved');
end $$;
-- Its statements do not depend on what they are given.
alter function sequence_step(int) set plan_cache_mode = force_generic_plan;
