-- Lock, look, number and insert a batch of messages: what store/sqlite/messages.py does.
--
-- payloads: JSON objects without their end. mentions: usernames with blanks between. in_rooms and
-- in_channels: ids of rooms and of direct channels, each empty for a stream of another kind;
-- in_channels has no elements at all if no message goes to a direct channel. One row comes back for
-- each message, and behind it one with the outcome "told" for each event in an inbox or in the decoy
-- beside it. In a row with the outcome "again", seq is the number of the earlier message of the batch
-- with the same key.
--
-- The plans of a function are kept. One that was made while a table was small must do when it is
-- large, so only such are allowed as go by its keys.
CREATE FUNCTION append_messages_2(
  now_us bigint, actors text[], keys text[], fingerprints bytea[], in_streams text[],
  in_rooms text[], in_channels text[], ids text[], payloads text[], reply_tos bigint[],
  mentions text[], mention_rooms boolean[]
)
RETURNS TABLE (
  item integer, outcome text, stream text, seq bigint, kind text, at bigint, actor text,
  payload bytea, id text
)
LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off SET enable_bitmapscan = off
SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
  -- the streams of the direct channels that exist
  channels text[] := '{}';
  -- of the locked streams, in the order of their names
  locked text[];
  began bigint[];
  heads bigint[];
  lasts bigint[];
  message_lasts bigint[];
  -- by message: which one of the batch was written with its key; and where it was written itself
  written integer[] := array_fill(NULL::integer, ARRAY[cardinality(keys)]);
  written_seqs bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(keys)]);
  written_ats bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(keys)]);
  -- by message: the state of the personal connection, for a direct channel of the actor's
  sides text[] := '{}';
  -- what is to be inserted
  new_streams text[] := '{}';
  new_seqs bigint[] := '{}';
  new_kinds text[] := '{}';
  new_ats bigint[] := '{}';
  new_actors text[] := '{}';
  new_payloads text[] := '{}';
  told_members text[] := '{}';
  told_streams text[] := '{}';
  told_seqs bigint[] := '{}';
  one record;
  other text;
  place integer;
  inbox integer;
  hidden boolean;
  body text;
BEGIN
  IF cardinality(in_channels) > 0 THEN
    channels := ARRAY(
      SELECT 'direct:' || c.channel
      FROM unnest(in_channels) AS asked JOIN personal_connections AS c ON c.channel = asked
    );
  END IF;
  SELECT array_agg(l.stream), array_agg(l.head_seq), array_agg(l.head_at)
  INTO locked, heads, lasts
  FROM lock_heads_1(channels || ARRAY(
    SELECT 'room:' || r.id FROM unnest(in_rooms) AS asked JOIN rooms AS r ON r.id = asked
    UNION
    SELECT prefix || m.id
    FROM unnest(mentions) AS asked, unnest(string_to_array(asked, ' ')) AS name
    JOIN members AS m ON m.username = name, unnest(ARRAY['decoy:', 'inbox:']) AS prefix
  )) AS l;
  began := heads;
  message_lasts := array_fill(NULL::bigint, ARRAY[coalesce(cardinality(locked), 0)]);

  IF cardinality(in_channels) > 0 THEN
    SELECT array_agg(c.state ORDER BY i.item) INTO sides
    FROM unnest(in_channels, actors) WITH ORDINALITY AS i (channel, actor, item)
    LEFT JOIN personal_connections AS c
      ON c.channel = i.channel AND i.actor IN (c.one, c.other);
  END IF;

  FOR one IN
    SELECT
      i.item::integer, i.actor, i.fingerprint, i.stream, i.id, i.payload, i.reply_to,
      array_position(locked, i.stream) AS place,
      min(i.item) OVER (PARTITION BY i.actor, i.key)::integer AS first_of_key,
      k.fingerprint AS known_as, k.stream AS known_stream, k.seq AS known_seq, k.at AS known_at,
      k.id AS known_id,
      CASE
        WHEN i.channel <> '' THEN CASE
          -- To others than the two, a direct channel does not exist.
          WHEN sides[i.item] IS NULL THEN 'no_channel'
          WHEN sides[i.item] <> 'connected' THEN 'not_connected'
        END
        WHEN r.state IS NULL OR own.state = 'banned' THEN 'no_room'
        -- To others than its members, a room by invitation does not exist.
        WHEN own.state IS DISTINCT FROM 'member' AND r.access = 'invite' THEN 'no_room'
        WHEN own.state IS DISTINCT FROM 'member' THEN 'no_member'
        WHEN r.state = 'archived' THEN 'archived'
      END AS refused,
      i.mention_room AND own.role <> 'member' AS everybody,
      i.reply_to IS NULL OR EXISTS (
        SELECT FROM events AS e
        WHERE e.stream = i.stream AND e.seq = i.reply_to AND e.kind = 'message_sent'
      ) AS has_target,
      CASE WHEN i.mentioned = '' THEN '{}' ELSE ARRAY(
        SELECT m.id
        FROM unnest(string_to_array(i.mentioned, ' ')) WITH ORDINALITY AS asked (name, place)
        JOIN members AS m ON m.username = asked.name
        JOIN memberships AS theirs
          ON theirs.room = i.room AND theirs.member = m.id AND theirs.state = 'member'
        WHERE 'inbox:' || m.id = ANY (locked)
        ORDER BY asked.place
      ) END AS mentioned
    FROM unnest(
      actors, keys, fingerprints, in_streams, in_rooms, in_channels, ids, payloads, reply_tos,
      mentions, mention_rooms
    ) WITH ORDINALITY AS i (
      actor, key, fingerprint, stream, room, channel, id, payload, reply_to, mentioned,
      mention_room, item
    )
    LEFT JOIN command_keys AS k ON k.actor = i.actor AND k.key = i.key
    LEFT JOIN rooms AS r ON r.id = i.room
    LEFT JOIN memberships AS own ON own.room = i.room AND own.member = i.actor
    ORDER BY i.item
  LOOP
    item := one.item;
    stream := one.stream;
    seq := NULL;
    kind := NULL;
    at := NULL;
    actor := one.actor;
    payload := NULL;
    id := one.id;
    place := one.place;
    IF written[one.first_of_key] IS NOT NULL THEN
      seq := written[one.first_of_key];
      outcome := CASE WHEN fingerprints[seq] = one.fingerprint THEN 'again' ELSE 'conflict' END;
    ELSIF one.known_as <> one.fingerprint THEN
      outcome := 'conflict';
    ELSIF one.known_as IS NOT NULL THEN
      outcome := 'known';
      stream := one.known_stream;
      seq := one.known_seq;
      at := one.known_at;
      id := one.known_id;
      SELECT e.kind, e.actor, e.payload INTO kind, actor, payload
      FROM events AS e WHERE e.stream = one.known_stream AND e.seq = one.known_seq;
    ELSIF one.refused IS NOT NULL THEN
      outcome := one.refused;
    ELSIF place IS NULL THEN
      -- It was made after the lock.
      outcome := CASE WHEN in_rooms[item] = '' THEN 'no_channel' ELSE 'no_room' END;
    -- What this batch has put into a room or direct channel so far are messages.
    ELSIF NOT (one.has_target OR one.reply_to > began[place] AND one.reply_to <= heads[place]) THEN
      outcome := 'no_target';
    ELSE
      outcome := 'written';
      written[one.first_of_key] := item;
      heads[place] := heads[place] + 1;
      lasts[place] := greatest(lasts[place], now_us);
      message_lasts[place] := lasts[place];
      seq := heads[place];
      kind := 'message_sent';
      at := lasts[place];
      body := one.payload
        || CASE WHEN cardinality(one.mentioned) = 0 THEN ''
           ELSE ',"mentions":["' || array_to_string(one.mentioned, '","') || '"]' END
        || CASE WHEN one.everybody THEN ',"mentions_room":true}' ELSE '}' END;
      payload := convert_to(body, 'UTF8');
      written_seqs[item] := seq;
      written_ats[item] := at;
      new_streams := new_streams || stream;
      new_seqs := new_seqs || seq;
      new_kinds := new_kinds || kind;
      new_ats := new_ats || at;
      new_actors := new_actors || actor;
      new_payloads := new_payloads || body;
    END IF;
    RETURN NEXT;
    CONTINUE WHEN outcome <> 'written';

    IF one.everybody THEN
      told_members := told_members || '*'::text;
      told_streams := told_streams || stream;
      told_seqs := told_seqs || seq;
    END IF;
    FOREACH other IN ARRAY one.mentioned LOOP
      CONTINUE WHEN other = actor;
      -- Whom a block hides it from is not told: their decoy is.
      hidden := EXISTS (
        SELECT FROM memberships AS theirs
        WHERE theirs.room = in_rooms[item] AND theirs.member = other AND theirs.role = 'member'
      ) AND (
        EXISTS (SELECT FROM blocks AS b WHERE b.blocker = other AND b.blocked = one.actor)
        OR EXISTS (SELECT FROM blocks AS b WHERE b.blocker = one.actor AND b.blocked = other)
      );
      told_members := told_members || CASE WHEN hidden THEN 'decoy:' || other ELSE other END;
      told_streams := told_streams || one.stream;
      told_seqs := told_seqs || heads[place];
      inbox := array_position(
        locked, CASE WHEN hidden THEN 'decoy:' ELSE 'inbox:' END || other
      );
      heads[inbox] := heads[inbox] + 1;
      lasts[inbox] := greatest(lasts[inbox], now_us);
      outcome := 'told';
      stream := locked[inbox];
      seq := heads[inbox];
      kind := 'mentioned';
      at := lasts[inbox];
      body := '{"kind":"mentioned","source":"' || one.stream
        || '","target":' || heads[place] || '}';
      payload := convert_to(body, 'UTF8');
      id := NULL;
      new_streams := new_streams || stream;
      new_seqs := new_seqs || seq;
      new_kinds := new_kinds || kind;
      new_ats := new_ats || at;
      new_actors := new_actors || actor;
      new_payloads := new_payloads || body;
      RETURN NEXT;
    END LOOP;
  END LOOP;

  IF cardinality(new_seqs) = 0 THEN
    RETURN;
  END IF;
  INSERT INTO events (stream, seq, kind, at, actor, payload)
  SELECT n.stream, n.seq, n.kind, n.at, n.actor, convert_to(n.payload, 'UTF8')
  FROM unnest(new_streams, new_seqs, new_kinds, new_ats, new_actors, new_payloads)
    AS n (stream, seq, kind, at, actor, payload);
  INSERT INTO mentions (member, stream, seq, target)
  SELECT t.member, t.stream, t.seq, t.seq
  FROM unnest(told_members, told_streams, told_seqs) AS t (member, stream, seq);
  -- In order, so that two batches that meet in their keys do not wait for each other in a ring.
  INSERT INTO command_keys (actor, key, fingerprint, stream, seq, id, at)
  SELECT w.actor, w.key, w.fingerprint, w.stream, w.seq, w.id, w.at
  FROM unnest(actors, keys, fingerprints, in_streams, written_seqs, ids, written_ats)
    AS w (actor, key, fingerprint, stream, seq, id, at)
  WHERE w.seq IS NOT NULL
  ORDER BY w.actor COLLATE "C", w.key COLLATE "C";
  UPDATE streams AS s SET head = n.head, last_at = n.last_at,
    last_message_at = coalesce(n.last_message_at, s.last_message_at)
  FROM unnest(locked, began, heads, lasts, message_lasts)
    AS n (name, began, head, last_at, last_message_at)
  WHERE s.name = n.name AND n.head > n.began;
END $$
