-- As for the functions of V13: a plan that a connection made when the log had a few rows walks over a larger one.
alter function tidemark.seq_at(timestamptz) set enable_seqscan = off;
