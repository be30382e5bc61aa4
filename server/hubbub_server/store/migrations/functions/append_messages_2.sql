-- Lock, look, number and insert a batch of messages: what store/sqlite/messages.py does.
--
-- payloads: JSON objects without their end. mentions: usernames with blanks between. in_rooms and
-- in_channels: ids of rooms and of direct channels, each empty for a stream of another kind. One row
-- comes back for each message, and behind it one with the outcome "told" for each event in an inbox.
-- In a row with the outcome "again", seq is the number of the earlier message of the batch with the
-- same key.
--
-- The plans of a function are kept. One that was made while a table was small must do when it is
-- large, so only such are allowed as go by its keys.
CREATE FUNCTION append_messages_2(
  now_us bigint, actors text[], keys text[], fingerprints bytea[], in_rooms text[],
  in_channels text[], ids text[], payloads text[], reply_tos bigint[], mentions text[],
  mention_rooms boolean[]
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
  -- of the locked streams, in the order of their names
  locked text[];
  began bigint[];
  heads bigint[];
  lasts bigint[];
  message_lasts bigint[];
  -- by message: which one of the batch was written with its key
  written integer[] := array_fill(NULL::integer, ARRAY[cardinality(keys)]);
  -- what is to be inserted
  new_streams text[] := '{}';
  new_seqs bigint[] := '{}';
  new_kinds text[] := '{}';
  new_ats bigint[] := '{}';
  new_actors text[] := '{}';
  new_payloads text[] := '{}';
  new_items integer[] := '{}';
  item_streams text[] := '{}';
  item_seqs bigint[] := '{}';
  item_ats bigint[] := '{}';
  told_members text[] := '{}';
  told_streams text[] := '{}';
  told_seqs bigint[] := '{}';
  one record;
  other text;
  place integer;
  inbox integer;
  body text;
BEGIN
  SELECT array_agg(l.stream), array_agg(l.head_seq), array_agg(l.head_at)
  INTO locked, heads, lasts
  FROM lock_heads_1(ARRAY(
    SELECT 'room:' || r.id FROM unnest(in_rooms) AS asked JOIN rooms AS r ON r.id = asked
    UNION
    SELECT 'direct:' || c.channel
    FROM unnest(in_channels) AS asked JOIN personal_connections AS c ON c.channel = asked
    WHERE asked <> ''
    UNION
    SELECT 'inbox:' || m.id
    FROM unnest(mentions) AS asked, unnest(string_to_array(asked, ' ')) AS name
    JOIN members AS m ON m.username = name
  )) AS l;
  began := heads;
  message_lasts := array_fill(NULL::bigint, ARRAY[coalesce(cardinality(locked), 0)]);

  FOR one IN
    SELECT
      i.item::integer, i.actor, i.fingerprint, i.stream, i.channel <> '' AS is_direct, i.id,
      i.payload, i.reply_to, array_position(locked, i.stream) AS place,
      min(i.item) OVER (PARTITION BY i.actor, i.key)::integer AS first_of_key,
      k.fingerprint AS known_as, k.stream AS known_stream, k.seq AS known_seq, k.at AS known_at,
      k.id AS known_id,
      r.state AS room_state, r.access AS room_access, own.state AS standing,
      c.state AS personal_connection,
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
    FROM (
      SELECT *,
        CASE WHEN channel = '' THEN 'room:' || room ELSE 'direct:' || channel END AS stream
      FROM unnest(
        actors, keys, fingerprints, in_rooms, in_channels, ids, payloads, reply_tos, mentions,
        mention_rooms
      ) WITH ORDINALITY AS given (
        actor, key, fingerprint, room, channel, id, payload, reply_to, mentioned, mention_room, item
      )
    ) AS i
    LEFT JOIN command_keys AS k ON k.actor = i.actor AND k.key = i.key
    LEFT JOIN rooms AS r ON r.id = i.room
    LEFT JOIN memberships AS own ON own.room = i.room AND own.member = i.actor
    LEFT JOIN personal_connections AS c
      ON i.channel <> '' AND c.channel = i.channel AND i.actor IN (c.one, c.other)
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
    ELSIF one.is_direct AND (one.personal_connection IS NULL OR place IS NULL) THEN
      -- To others than the two, a direct channel does not exist.
      outcome := 'no_channel';
    ELSIF one.is_direct AND one.personal_connection <> 'connected' THEN
      outcome := 'not_connected';
    ELSIF NOT one.is_direct AND
      (one.room_state IS NULL OR one.standing = 'banned' OR place IS NULL) THEN
      outcome := 'no_room';
    ELSIF NOT one.is_direct AND one.standing IS DISTINCT FROM 'member' THEN
      -- To others than its members, a room by invitation does not exist.
      outcome := CASE WHEN one.room_access = 'invite' THEN 'no_room' ELSE 'no_member' END;
    ELSIF one.room_state = 'archived' THEN
      outcome := 'archived';
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
      new_items := new_items || item;
      item_streams := item_streams || stream;
      item_seqs := item_seqs || seq;
      item_ats := item_ats || at;
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
      told_members := told_members || other;
      told_streams := told_streams || one.stream;
      told_seqs := told_seqs || heads[place];
      inbox := array_position(locked, 'inbox:' || other);
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
  SELECT actors[n.item], keys[n.item], fingerprints[n.item], n.stream, n.seq, ids[n.item], n.at
  FROM unnest(new_items, item_streams, item_seqs, item_ats) AS n (item, stream, seq, at)
  ORDER BY actors[n.item] COLLATE "C", keys[n.item] COLLATE "C";
  UPDATE streams AS s SET head = n.head, last_at = n.last_at,
    last_message_at = coalesce(n.last_message_at, s.last_message_at)
  FROM unnest(locked, began, heads, lasts, message_lasts)
    AS n (name, began, head, last_at, last_message_at)
  WHERE s.name = n.name AND n.head > n.began;
END $$
