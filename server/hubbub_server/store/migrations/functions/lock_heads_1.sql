-- Lock the heads of streams in the order of their names, and return them.
--
-- A stream without a row gets one with head 0, which means the same as none. They come first and in
-- order: who waits here for another's new row holds nothing but such rows of lower names.
-- Every statement of a volatile function sees what was committed before it, so the last one sees
-- what was committed before the lock.
--
-- The plans of a function are kept. One that was made while a table was small must do when it is
-- large, so only such are allowed as go by its keys.
CREATE FUNCTION lock_heads_1(wanted text[])
RETURNS TABLE (stream text, head_seq bigint, head_at bigint)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  INSERT INTO streams (name, head, last_at)
  SELECT DISTINCT one COLLATE "C", 0, 0 FROM unnest(wanted) AS one ORDER BY 1
  ON CONFLICT DO NOTHING;

  PERFORM FROM streams WHERE name = ANY (wanted) ORDER BY name COLLATE "C" FOR NO KEY UPDATE;

  RETURN QUERY SELECT name, head, last_at FROM streams
  WHERE name = ANY (wanted) ORDER BY name COLLATE "C";
END $$
