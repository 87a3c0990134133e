-- Whoever has stepped and then stays idle in its transaction is ended: a client that stands still, or is cut off, before it commits
-- must not hold what all nodes need. Put into the function as it is, whatever it moves.
do $$
declare
  entry constant text := 'if not found then return -1; end if;';
  step text := pg_get_functiondef('sequence_step(int)'::regprocedure);
begin
  if position(entry in step) = 0 then raise exception 'sequence_step does not begin as it used to'; end if;
  execute replace(step, entry, entry || '
  -- until the transaction ends
  perform set_config(''idle_in_transaction_session_timeout'', ''2s'', true);');
end $$;
