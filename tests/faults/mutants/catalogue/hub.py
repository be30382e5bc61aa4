"""How a hub keeps a stream whole, however little the broker brings."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_HUB: Final = "server/hubbub_server/hub"
_TESTS: Final = "tests/server/hub"

MUTANTS: Final = (
    Mutant(
        "head-check",
        "heads are compared with the store, and what is missing is fetched",
        f"{_HUB}/head_check.py",
        "            self._streams.begin_to_reach(stream, head)\n",
        "",
        (f"{_TESTS}/test_delivery.py::test_a_lost_publication_is_found_by_the_head_check",),
    ),
    Mutant(
        "doubt-compares-at-once",
        "a doubt has the heads compared without waiting",
        f"{_HUB}/head_check.py",
        "        self._streams.doubts += 1\n        self._doubted.set()\n",
        "        self._streams.doubts += 1\n",
        (f"{_TESTS}/test_head_check.py::test_after_a_doubt_heads_are_compared_without_waiting",),
    ),
    Mutant(
        "doubt-while-subscribing",
        "a doubt while a stream is subscribing has its head read again",
        f"{_HUB}/live_streams.py",
        "            while doubts != self.doubts and not opening.void:",
        "            while doubts == -1 and not opening.void:",
        (
            (
                f"{_TESTS}/test_live_streams.py"
                "::test_a_doubt_while_a_stream_is_subscribing_has_its_head_read_again"
            ),
        ),
    ),
    Mutant(
        "arrived-while-subscribing",
        "what is published while a stream is subscribing is fetched",
        f"{_HUB}/live_streams.py",
        "        self.begin_to_reach(stream, opening.arrived)\n",
        "",
        (
            (
                f"{_TESTS}/test_live_streams.py"
                "::test_what_is_published_while_a_stream_is_subscribing_is_not_lost"
            ),
        ),
    ),
    Mutant(
        "pause-is-a-doubt",
        "a hub that stood still doubts its streams",
        f"{_HUB}/head_check.py",
        "seconds=round(paused_s, 1))\n                self.doubt()\n",
        "seconds=round(paused_s, 1))\n",
        (f"{_TESTS}/test_head_check.py::test_a_pause_of_the_hub_is_a_doubt",),
    ),
    Mutant(
        "gap-read",
        "a publication with a higher seq has those before it read from the store",
        f"{_HUB}/live_streams.py",
        "            self._gaps.begin(stream, publication.seq)\n",
        "            return\n",
        (
            f"{_TESTS}/test_delivery.py::test_a_gap_is_read_from_the_store",
            (
                "tests/faults/simulator/test_simulator.py"
                "::test_a_loss_in_a_quiet_world_is_made_good_at_once"
            ),
        ),
    ),
    Mutant(
        "gap-to-the-highest",
        "a gap is read up to the highest seq that was seen meanwhile",
        f"{_HUB}/gap_reads.py",
        "stream.wanted = max(stream.wanted, seq)",
        "stream.wanted = seq",
        (
            (
                f"{_TESTS}/test_live_streams.py"
                "::test_a_gap_of_several_pages_is_read_to_its_end_whatever_comes_late"
            ),
        ),
    ),
    Mutant(
        "one-read-in-flight",
        "of each stream one read is in flight",
        f"{_HUB}/gap_reads.py",
        "        if task is None:\n",
        "        if task is None or not task.done():\n",
        (
            (
                f"{_TESTS}/test_live_streams.py"
                "::test_a_gap_is_read_once_however_many_publications_show_it"
            ),
        ),
    ),
    Mutant(
        "lower-seq-dropped",
        "a publication with a lower seq is dropped",
        f"{_HUB}/streams.py",
        "        if publication.seq <= self.head:\n            return True\n",
        "",
        (f"{_TESTS}/test_delivery.py::test_a_publication_that_comes_twice_is_delivered_once",),
    ),
    Mutant(
        "other-epoch-dropped",
        "publications of another epoch are dropped",
        f"{_HUB}/live_streams.py",
        "            self._report_foreign(publication)\n        elif",
        "            self._report_foreign(publication)\n        if",
        (
            (
                f"{_TESTS}/test_live_streams.py"
                "::test_publications_of_another_epoch_are_dropped_and_logged_once_a_minute"
            ),
        ),
    ),
    Mutant(
        "inboxes-hear-later",
        "an inbox hears in none of the turns in which its author is answered",
        f"{_HUB}/live_streams.py",
        "            self._unhurried.take(publication)\n",
        "            self._deliver(publication)\n",
        (
            (
                f"{_TESTS}/test_inboxes.py"
                "::test_an_inbox_hears_in_none_of_the_turns_in_which_its_author_is_answered"
            ),
        ),
    ),
    Mutant(
        "ahead-of-the-pass",
        "who has what is still on its way to the others joins them behind that",
        f"{_HUB}/catch_up.py",
        "subscription.cursor > subscription.stream.fan_out.passed or _awaits_last(subscription)",
        "_awaits_last(subscription)",
        (f"{_TESTS}/test_catching_up.py::test_who_is_ahead_of_a_pass_is_served_behind_it_at_once",),
    ),
    Mutant(
        "erased-in-the-ring",
        "an erased message is not served from memory",
        f"{_HUB}/streams.py",
        "            self.ring.erase(erased)\n",
        "            pass\n",
        (
            f"{_TESTS}/test_catching_up.py::test_a_deletion_that_passes_takes_the_message_out_of_the_ring",
        ),
    ),
    Mutant(
        "slow-client-left-behind",
        "to a client that does not read nothing more is written",
        f"{_HUB}/fan_out.py",
        "                if outlet.full:\n                    self._leave_behind(",
        "                if outlet.full and not batch:\n                    self._leave_behind(",
        (f"{_TESTS}/test_catching_up.py::test_nothing_is_written_to_a_client_that_does_not_read",),
    ),
    Mutant(
        "catching-up-waits-for-room",
        "a slow client is caught up as fast as it reads",
        f"{_HUB}/catch_up.py",
        "            await session.outlet.drained()\n",
        "            await asyncio.sleep(0)\n",
        (f"{_TESTS}/test_catching_up.py::test_nothing_is_written_to_a_client_that_does_not_read",),
    ),
    Mutant(
        "latest-hello",
        "of one device the session is the one whose hello came last, however slowly it is answered",
        f"{_HUB}/sessions.py",
        "        if any(at > hello for at in same.values()):\n",
        "        if any(at < 0 for at in same.values()):\n",
        (
            (
                f"{_TESTS}/test_rights.py"
                "::test_a_hello_that_was_overtaken_does_not_replace_the_newer_session"
            ),
            (
                "tests/server/ws/test_replaced.py"
                "::test_a_hello_that_is_answered_late_does_not_replace_the_one_after_it"
            ),
        ),
    ),
    Mutant(
        "short-turns",
        "however many are caught up, the hub's loop is held for a few events at a time",
        f"{_HUB}/catch_up.py",
        "        async with turn:\n",
        "        async with asyncio.Lock():\n",
        (
            (
                f"{_TESTS}/test_catching_up.py"
                "::test_however_many_catch_up_few_events_are_built_in_one_turn_of_the_loop"
            ),
        ),
    ),
    Mutant(
        "interest-lingers",
        "a stream is kept for a while after its last subscriber",
        f"{_HUB}/live_streams.py",
        "LINGER_S: Final = (30.0, 55.0)",
        "LINGER_S: Final = (0.0, 1.0)",
        (
            (
                f"{_TESTS}/test_live_streams.py"
                "::test_a_stream_is_kept_for_30_to_60_s_after_its_last_subscriber"
            ),
        ),
    ),
    Mutant(
        "leave-at-the-time-told",
        "a hub that leaves closes nobody before the time that they were told",
        f"{_HUB}/draining.py",
        "    while left_s > 0:\n",
        "    if left_s > 0:\n",
        (
            (
                f"{_TESTS}/test_draining.py"
                "::test_a_timer_that_ends_too_early_closes_nobody_before_their_time"
            ),
        ),
    ),
    Mutant(
        "presence-read-again",
        "presence in doubt is read again when its board could not be read",
        f"{_HUB}/presence_exchange.py",
        "            self._doubted |= names\n            raise\n        finally",
        "            raise\n        finally",
        (
            (
                f"{_TESTS}/test_presence_exchange.py"
                "::test_what_could_not_be_read_after_it_was_posted_is_read_at_the_next_beat"
            ),
        ),
    ),
)
