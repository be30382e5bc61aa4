"""The same in PostgreSQL, whose functions lock, number and insert."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_STORE: Final = "server/hubbub_server/store"
_LOCK: Final = f"{_STORE}/migrations/functions/lock_heads_1.sql"
_APPEND: Final = f"{_STORE}/migrations/functions/append_messages_2.sql"
_TESTS: Final = "tests/server/store"

MUTANTS: Final = (
    Mutant(
        "lock-before-reading-postgresql",
        "heads are locked before anything is read: PostgreSQL",
        _LOCK,
        ' ORDER BY name COLLATE "C" FOR NO KEY UPDATE;\n',
        ' ORDER BY name COLLATE "C";\n',
        (f"{_TESTS}/test_side_by_side.py::test_both_write_one_dense_log[postgresql]",),
    ),
    Mutant(
        "order-of-locks",
        "heads are locked in the order of their names, so that no two writers wait in a ring",
        _LOCK,
        'ORDER BY name COLLATE "C" FOR NO KEY UPDATE;',
        "ORDER BY array_position(wanted, name) FOR NO KEY UPDATE;",
        (
            (
                f"{_TESTS}/postgresql/test_locks.py"
                "::test_heads_are_locked_in_the_order_of_their_names_whatever_is_asked_first"
            ),
        ),
    ),
    Mutant(
        "shielded-commit-postgresql",
        "a transaction whose caller is cancelled is whole: PostgreSQL",
        f"{_STORE}/postgresql/link.py",
        "    try:\n        return await asyncio.shield(task)\n",
        "    try:\n        return await task\n",
        (
            (
                f"{_TESTS}/test_cancellation.py"
                "::test_a_transaction_cancelled_at_any_await_is_whole[postgresql-commit]"
            ),
        ),
    ),
    Mutant(
        "known-key-postgresql",
        "a known key is answered and writes nothing: PostgreSQL",
        _APPEND,
        "    ELSIF one.known_as IS NOT NULL THEN\n",
        "    ELSIF one.known_as IS NOT NULL AND one.known_seq < 0 THEN\n",
        (
            (
                f"{_TESTS}/test_keys.py"
                "::test_a_repeated_message_gets_the_first_result_and_makes_no_event[postgresql]"
            ),
        ),
    ),
    Mutant(
        "unique-key",
        "a key that two use at the same time is used once",
        f"{_STORE}/postgresql/append.py",
        "    if await link.fetch(_REMEMBER, *values):\n        return\n",
        "    await link.fetch(_REMEMBER, *values)\n    return\n",
        (
            (
                f"{_TESTS}/postgresql/test_locks.py"
                "::test_of_two_who_use_a_key_at_once_in_two_streams_one_is_refused_for_now"
            ),
        ),
    ),
    Mutant(
        "unique-key-of-messages",
        "messages that two send at the same time with one key are written once",
        f"{_STORE}/postgresql/store.py",
        "                    if error.constraint_name != _KEYS:\n                        raise\n",
        "                    raise\n",
        (
            (
                f"{_TESTS}/postgresql/test_locks.py"
                "::test_a_message_waits_for_one_who_is_using_its_key_and_finds_it_used"
            ),
        ),
    ),
    Mutant(
        "fingerprint-postgresql",
        "a known key with other content is a conflict: PostgreSQL",
        _APPEND,
        "    ELSIF one.known_as <> one.fingerprint THEN\n",
        "    ELSIF one.known_seq < 0 THEN\n",
        (f"{_TESTS}/test_keys.py::test_a_known_key_with_other_content_is_a_conflict[postgresql]",),
    ),
    Mutant(
        "known-key-published",
        "the event of a known key is published again: PostgreSQL",
        f"{_STORE}/postgresql/views.py",
        "            self.to_publish += await self.read_events(known.stream, known.seq - 1, 1)\n",
        "            pass\n",
        (
            (
                f"{_TESTS}/test_transactions.py"
                "::test_a_remembered_result_is_found_and_its_event_published_again[postgresql]"
            ),
        ),
    ),
    Mutant(
        "dense-numbers-postgresql",
        "events are numbered without a hole: PostgreSQL",
        _APPEND,
        "      heads[place] := heads[place] + 1;\n",
        "      heads[place] := heads[place] + 2;\n",
        (f"{_TESTS}/test_order.py::test_a_batch_is_numbered_in_its_order[postgresql]",),
    ),
    Mutant(
        "time-never-lower-postgresql",
        "the time of a stream never goes back: PostgreSQL",
        _APPEND,
        "      lasts[place] := greatest(lasts[place], now_us);\n",
        "      lasts[place] := now_us;\n",
        (f"{_TESTS}/test_order.py::test_the_time_of_a_stream_never_goes_back[postgresql]",),
    ),
    Mutant(
        "occupancy-postgresql",
        "a hub that must be alone on its database is alone: PostgreSQL",
        f"{_STORE}/postgresql/occupancy.py",
        '        shared = "" if alone else "_shared"\n',
        '        shared = "_shared"\n',
        (
            f"{_TESTS}/test_occupying.py::test_a_hub_that_must_be_alone_is_alone[postgresql-True-True]",
        ),
    ),
)
