-- What the application may do. The placeholder is its role; no right here changes the log.
revoke execute on all functions in schema tidemark from public;
grant usage on schema tidemark to "${application}";
-- not txid: the order cannot be forged
grant insert (ordinal, id, event_type, event_version, outcome, occurred_at, service, operation, source, node_id,
  account_id, actor_id, target_account_id, target_actor_id,
  actor_type, actor_display_name, actor_email, actor_client_id, actor_realm, target_type, target_id, target_name,
  error_code, error_message, error_category, ip, user_agent, session_id, request_id, trace_id, duration_ms, metadata, replayed_from, has_payload)
  on tidemark.inbox to "${application}";
grant insert (event_id, request, request_bytes, request_redacted, request_altered,
  response, response_bytes, response_redacted, response_altered,
  error, error_bytes, error_redacted, error_altered,
  headers, headers_bytes, headers_redacted, headers_altered,
  notifications, notifications_bytes, notifications_redacted, notifications_altered, dropped_notifications)
  on tidemark.payload to "${application}";
-- depth and age of the inbox
grant select (txid, ordinal) on tidemark.inbox to "${application}";
grant select on tidemark.log, tidemark.payload, tidemark.sequencer to "${application}";
-- checks run with the rights of whoever inserts
grant execute on function tidemark.captured_whole(text, bigint, boolean, boolean),
  tidemark.inbox_takes(text, text, timestamptz, text, bigint, text, text) to "${application}";
grant execute on function tidemark.sequence_step(int), tidemark.seq_at(timestamptz), tidemark.event_types(),
  tidemark.revocations(varchar[], timestamptz) to "${application}";
grant select, insert, delete on tidemark.accepted to "${application}";
grant select, insert, update, delete on tidemark.session to "${application}";
grant select, insert, update, delete on tidemark.bucket to "${application}";
-- what has gone, holds and purges: changed by functions that know the rules; none of them drops anything
grant select on tidemark.retention, tidemark.removal, tidemark.hold, tidemark.purge to "${application}";
grant execute on function tidemark.payload_generation() to public;
grant execute on function tidemark.hold_place(uuid, bigint, bigint, text, text), tidemark.hold_release(uuid, text, text),
  tidemark.purge_request(uuid, bigint, text, text, interval, interval), tidemark.purge_approve(uuid, text) to "${application}";
