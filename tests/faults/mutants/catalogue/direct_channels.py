"""Who writes in a direct channel, and to whom it is there at all."""

from typing import Final

from tests.faults.mutants.mutant import SIMULATOR, Mutant

_SERVER: Final = "server/hubbub_server"
_SQLITE: Final = f"{_SERVER}/store/sqlite/messages.py"
_POSTGRESQL: Final = f"{_SERVER}/store/migrations/functions/append_messages_2.sql"
_STORE: Final = "tests/server/store/test_direct_channels.py"
_ACTIONS: Final = "tests/server/actions/test_direct_channels.py"
_RACE: Final = (
    "tests/together/test_direct_channels.py"
    "::test_no_send_stands_between_an_end_and_the_next_opening"
)
_HUB: Final = "tests/server/hub/test_direct_channels.py"

_LOCK: Final = """\
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
"""
_LOOK: Final = """\
  IF cardinality(in_channels) > 0 THEN
    SELECT array_agg(c.state ORDER BY i.item) INTO sides
    FROM unnest(in_channels, actors) WITH ORDINALITY AS i (channel, actor, item)
    LEFT JOIN personal_connections AS c
      ON c.channel = i.channel AND i.actor IN (c.one, c.other);
  END IF;
"""

MUTANTS: Final = (
    Mutant(
        "gate-behind-the-lock",
        "a personal connection is looked at behind the lock: PostgreSQL",
        _POSTGRESQL,
        _LOCK + "\n" + _LOOK,
        _LOOK + "\n" + _LOCK,
        (
            f"{_STORE}::test_messages_that_wait_behind_the_end_are_refused[postgresql]",
            f"{_RACE}[two hubs on PostgreSQL and Redis]",
        ),
    ),
    Mutant(
        "gate-sqlite",
        "no message is written after the end: SQLite",
        _SQLITE,
        'Side(connected=row[0] == "connected") if row else None',
        "Side(connected=True) if row else None",
        (f"{_STORE}::test_after_the_end_neither_writes[sqlite]", SIMULATOR),
    ),
    Mutant(
        "gate-postgresql",
        "no message is written after the end: PostgreSQL",
        _POSTGRESQL,
        "          WHEN sides[i.item] <> 'connected' THEN 'not_connected'\n",
        "",
        (f"{_STORE}::test_after_the_end_neither_writes[postgresql]",),
    ),
    Mutant(
        "gate-of-other-writes",
        "nothing is edited, reacted to or typed after the end",
        f"{_SERVER}/store/places.py",
        'Side(connected=row.relation == "connected")',
        "Side(connected=True)",
        tuple(
            f"{_ACTIONS}::test_after_the_end_neither_writes[sqlite-{deed}]"
            for deed in ("edit", "react", "unreact", "typing")
        ),
    ),
    Mutant(
        "two-alone-sqlite",
        "none but the two write in a direct channel: SQLite",
        _SQLITE,
        '"SELECT state FROM personal_connections WHERE channel = ? AND ? IN (one, other)"',
        '"SELECT state FROM personal_connections WHERE channel = ? AND ? NOT NULL"',
        (f"{_STORE}::test_to_others_than_the_two_a_direct_channel_does_not_exist[sqlite]",),
    ),
    Mutant(
        "two-alone-postgresql",
        "none but the two write in a direct channel: PostgreSQL",
        _POSTGRESQL,
        "      ON c.channel = i.channel AND i.actor IN (c.one, c.other);\n",
        "      ON c.channel = i.channel;\n",
        (f"{_STORE}::test_to_others_than_the_two_a_direct_channel_does_not_exist[postgresql]",),
    ),
    Mutant(
        "two-alone",
        "to others than the two a direct channel is not there to be read",
        f"{_SERVER}/store/places.py",
        'personal_connections.c.one == bindparam("member"),',
        'personal_connections.c.one != "",',
        (
            f"{_ACTIONS}::test_to_others_it_answers_as_one_that_does_not_exist[sqlite-history]",
            f"{_HUB}::test_to_a_third_it_does_not_exist_and_does_not_come_alive",
        ),
    ),
    Mutant(
        "present-while-connected",
        "after the end neither of the two sees whether the other is there",
        f"{_SERVER}/hub/presence_room.py",
        "        if not self.stream.is_open:\n",
        "        if self.stream.head < 0:\n",
        (
            f"{_HUB}::test_after_the_end_neither_sees_the_other",
            f"{_HUB}::test_a_hub_that_knows_of_the_end_shows_nobody_whom_another_still_posts",
        ),
    ),
    Mutant(
        "hidden-until-written-in",
        "a message of the other shows a hidden direct channel again",
        f"{_SERVER}/store/direct_channel_views.py",
        "    return and_(ties.c.hidden_seq.is_not(None), ~later)\n",
        "    return and_(ties.c.hidden_seq.is_not(None), later.is_not(None))\n",
        (f"{_ACTIONS}::test_a_new_message_of_the_other_alone_shows_it_again[sqlite]",),
    ),
)
