"""What is written once, in order, and not lost: in SQLite, and above every database."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_SERVER: Final = "server/hubbub_server"
_SQLITE: Final = f"{_SERVER}/store/sqlite"
_TESTS: Final = "tests/server/store"

MUTANTS: Final = (
    Mutant(
        "publish-after-commit",
        "nothing is published that is not committed",
        f"{_SERVER}/actions/desk.py",
        "            await opened.__aexit__(None, None, None)\n"
        "            self.require_epoch(epoch)\n"
        "            self.publish(transaction.to_publish, epoch)\n",
        "            self.publish(transaction.to_publish, epoch)\n"
        "            await opened.__aexit__(None, None, None)\n",
        ("tests/server/actions/test_desk.py::test_nothing_is_published_before_its_commit",),
    ),
    Mutant(
        "commit-of-one-who-has-gone",
        "a commit that has begun is published though its caller has gone",
        f"{_SERVER}/actions/desk.py",
        "        await asyncio.shield(asyncio.ensure_future(commit_and_publish()))\n",
        "        await commit_and_publish()\n",
        (
            (
                "tests/server/actions/test_desk.py"
                "::test_what_is_committed_is_published_though_its_caller_has_gone"
            ),
        ),
    ),
    Mutant(
        "lock-before-reading-sqlite",
        "heads are locked before anything is read: messages in SQLite",
        f"{_SQLITE}/store.py",
        '                link.execute("BEGIN IMMEDIATE")\n',
        '                link.execute("BEGIN")\n',
        (
            (
                f"{_TESTS}/test_side_by_side.py"
                "::test_messages_that_wait_behind_a_removal_are_refused[sqlite]"
            ),
            (
                f"{_TESTS}/test_direct_channels.py"
                "::test_messages_that_wait_behind_the_end_are_refused[sqlite]"
            ),
        ),
    ),
    Mutant(
        "lock-before-acting-sqlite",
        "heads are locked before anything is read: all other writes in SQLite",
        f"{_SQLITE}/store.py",
        '    raw(database).execute("BEGIN IMMEDIATE")\n',
        '    raw(database).execute("BEGIN")\n',
        (
            (
                "tests/server/actions/test_races.py"
                "::test_the_last_two_owners_cannot_both_leave[sqlite]"
            ),
        ),
    ),
    Mutant(
        "commit-that-fails-sqlite",
        "a commit that fails leaves no transaction open: SQLite",
        f"{_SQLITE}/store.py",
        "    except BaseException:\n        _roll_back(database)\n        raise\n",
        "    except ZeroDivisionError:\n        raise\n",
        (f"{_TESTS}/sqlite/test_failing.py::test_a_commit_that_fails_leaves_nothing_open",),
    ),
    Mutant(
        "shielded-commit-sqlite",
        "a transaction whose caller is cancelled is whole: SQLite",
        f"{_SQLITE}/store.py",
        "        return await asyncio.shield(task)\n",
        "        return await task\n",
        (
            f"{_TESTS}/test_cancellation.py::test_a_transaction_cancelled_at_any_await_is_whole[sqlite-commit]",
        ),
    ),
    Mutant(
        "known-key-sqlite",
        "a known key is answered and writes nothing: SQLite",
        f"{_SQLITE}/messages.py",
        "        known = find_result(self._link, message.key)\n",
        "        known = None\n",
        (
            (
                f"{_TESTS}/test_keys.py"
                "::test_a_repeated_message_gets_the_first_result_and_makes_no_event[sqlite]"
            ),
        ),
    ),
    Mutant(
        "known-key-of-other-writes",
        "a known key of an edit, a joining and the like is answered and does nothing",
        f"{_SERVER}/actions/once.py",
        "        if known is not None:\n            return known\n",
        "",
        (
            (
                "tests/server/actions/test_messages.py"
                "::test_a_repeated_edit_is_answered_as_before_whatever_has_changed"
            ),
        ),
    ),
    Mutant(
        "fingerprint-sqlite",
        "a known key with other content is a conflict: SQLite",
        f"{_SQLITE}/append.py",
        "    if row[0] != key.fingerprint:\n        raise key_conflict()\n",
        "",
        (f"{_TESTS}/test_keys.py::test_a_known_key_with_other_content_is_a_conflict[sqlite]",),
    ),
    Mutant(
        "known-key-published-sqlite",
        "the event of a known key is published again: SQLite",
        f"{_SQLITE}/messages.py",
        "        return MessageWritten(known, tuple(event))\n",
        "        return MessageWritten(known, tuple(event[:0]))\n",
        (
            f"{_TESTS}/test_keys.py::test_a_repeated_message_is_published_again[sqlite]",
            (
                "tests/faults/simulator/test_simulator.py"
                "::test_a_loss_in_a_quiet_world_is_made_good_at_once"
            ),
        ),
    ),
    Mutant(
        "dense-numbers-sqlite",
        "events are numbered without a hole: SQLite",
        f"{_SQLITE}/append.py",
        "StoredEvent(event.stream, head.seq + 1, kind,",
        "StoredEvent(event.stream, head.seq + 2, kind,",
        (f"{_TESTS}/test_order.py::test_a_batch_is_numbered_in_its_order[sqlite]",),
    ),
    Mutant(
        "time-never-lower-sqlite",
        "the time of a stream never goes back: SQLite",
        f"{_SQLITE}/append.py",
        "        at = max(self._now_us, head.at)\n",
        "        at = self._now_us\n",
        (f"{_TESTS}/test_order.py::test_the_time_of_a_stream_never_goes_back[sqlite]",),
    ),
    Mutant(
        "erased-in-the-store",
        "an erased message is replayed as a tombstone",
        f"{_SERVER}/store/messages.py",
        "        .values(payload=write_payload(tombstone))\n",
        "        .values(payload=events.c.payload)\n",
        (
            (
                f"{_TESTS}/test_erasing.py"
                "::test_an_erased_message_is_replayed_as_tombstones_in_its_place[sqlite]"
            ),
        ),
    ),
    Mutant(
        "identity-renews-the-epoch",
        "a copied or restored database has another epoch",
        f"{_SERVER}/store/installation.py",
        "    if found.identity == identity:\n",
        "    if found.identity:\n",
        (
            f"{_TESTS}/sqlite/test_open.py::test_a_copied_database_has_a_new_epoch_from_then_on",
            (
                f"{_TESTS}/postgresql/test_open.py"
                "::test_a_copied_database_has_a_new_epoch_from_then_on"
            ),
        ),
    ),
    Mutant(
        "readers-in-turn-sqlite",
        "those who wait to read get their turn in the order of asking: SQLite",
        f"{_SQLITE}/store.py",
        "        async with self._reading:\n            link = self._idle.pop()\n",
        (
            "        while not self._idle:\n            await asyncio.sleep(0)\n"
            "        if self._idle:\n            link = self._idle.pop()\n"
        ),
        (
            (
                "tests/server/store/test_snapshots.py"
                "::test_those_who_read_on_and_on_leave_the_others_their_turn[sqlite]"
            ),
        ),
    ),
    Mutant(
        "occupancy-sqlite",
        "a hub that must be alone on its database is alone: SQLite",
        f"{_SQLITE}/occupancy.py",
        "(fcntl.LOCK_EX if alone else fcntl.LOCK_SH)",
        "fcntl.LOCK_SH",
        (f"{_TESTS}/test_occupying.py::test_a_hub_that_must_be_alone_is_alone[sqlite-True-True]",),
    ),
)
