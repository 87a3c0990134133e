-- The step reads what it moves, in the order of the log: by the transaction alone it read and sorted all that a large transaction
-- had left, for each thousand events anew.
-- Whoever emits waits while the inbox is locked.
set local lock_timeout = '3s';

drop index inbox_txid;
create index inbox_order on inbox (txid, ordinal);
