"""Who is screened from whom, and what a block hides."""

from typing import Final

from tests.faults.mutants.mutant import SIMULATOR, Mutant

_HUB: Final = "server/hubbub_server/hub"
_TESTS: Final = "tests/server/hub"

MUTANTS: Final = (
    Mutant(
        "skip-live",
        "what a blocked author writes is a skip: live",
        f"{_HUB}/fan_out.py",
        "            if self.screened and not self.screened.isdisjoint(some):\n",
        "            if not self.in_step:\n",
        ((f"{_TESTS}/test_screens.py::test_who_was_blocked_does_not_see_the_blocker"),),
    ),
    Mutant(
        "skip-in-catching-up",
        "what a blocked author wrote is a skip: in catching up",
        f"{_HUB}/catch_up.py",
        "    if subscription in stream.fan_out.screened:\n",
        "    if not entries:\n",
        (
            (
                f"{_TESTS}/test_screens.py"
                "::test_who_is_behind_gets_skips_from_the_ring_and_from_the_store"
            ),
        ),
    ),
    Mutant(
        "skip-typing",
        "nobody is told that one types from whom they are screened",
        f"{_HUB}/hub.py",
        "stream.fan_out.whisper_of(whisper.actor, said)",
        "stream.fan_out.whisper(said)",
        (
            (
                f"{_TESTS}/test_screens_of_the_moment.py"
                "::test_neither_is_told_that_the_other_types_or_has_another_profile"
            ),
        ),
    ),
    Mutant(
        "skip-presence",
        "nobody is told that one is present from whom they are screened",
        f"{_HUB}/presence_room.py",
        "    hidden = follower.hidden_among(named)\n",
        "    hidden: set[str] = set()\n",
        (
            (
                f"{_TESTS}/test_screens_of_the_moment.py"
                "::test_neither_is_told_that_the_other_is_present"
            ),
        ),
    ),
    Mutant(
        "host-sees-everybody",
        "hosts and owners see everybody in their own room",
        f"{_HUB}/subscription.py",
        "if hidden and self.stream.is_room and not self.hosts:",
        "if hidden and self.stream.is_room:",
        ((f"{_TESTS}/test_screens_of_hosts.py::test_an_owner_sees_whom_they_have_blocked"),),
    ),
    Mutant(
        "role-ends-a-pass",
        "a new role acts from its event on, also in the middle of a joined write",
        f"{_HUB}/fan_out.py",
        "entry.departed is not None or entry.role is not None or size",
        "entry.departed is not None or size",
        (
            (
                f"{_TESTS}/test_screens_of_hosts.py"
                "::test_a_host_who_is_made_a_member_is_screened_from_that_event_on"
            ),
        ),
    ),
    Mutant(
        "role-before-the-rights",
        "an older role does not change a subscription with newer rights",
        f"{_HUB}/subscription.py",
        "            and entry.seq > self.rights_at\n",
        "            and entry.seq > 0\n",
        ((f"{_TESTS}/test_screens_of_hosts.py::test_a_replay_shows_what_the_present_role_allows"),),
    ),
    Mutant(
        "block-obeyed",
        "a block acts on the sessions that are open",
        f"{_HUB}/control.py",
        "            self._screens.obey(seq, known)\n",
        "            pass\n",
        (
            (f"{_TESTS}/test_screens.py::test_a_block_acts_on_open_sessions_until_it_is_lifted"),
            f"{_TESTS}/test_screens_in_doubt.py::test_a_block_that_is_set_at_one_hub_acts_at_the_other",
            SIMULATOR,
        ),
    ),
    Mutant(
        "block-obeyed-meanwhile",
        "a block that is obeyed while the store is asked is not forgotten",
        f"{_HUB}/screen.py",
        "            self._meanwhile.append((seq, member, event))\n",
        "            pass\n",
        (f"{_TESTS}/test_screen.py::test_what_comes_while_the_store_is_asked_is_not_forgotten",),
    ),
    Mutant(
        "older-block-passed-over",
        "what the store has said of blocks is not undone by what came before",
        f"{_HUB}/screen.py",
        "        elif seq > self._at:\n",
        "        elif seq > 0:\n",
        (
            (
                f"{_TESTS}/test_screens.py"
                "::test_what_is_read_after_a_block_is_not_undone_by_its_late_publication"
            ),
        ),
    ),
    Mutant(
        "screens-fresh-live",
        "on blocks that were not checked for ten seconds nothing is shown: live",
        f"{_HUB}/fan_out.py",
        "        if not self._rights.holds and any(",
        "        if not self.in_step and any(",
        (
            (
                f"{_TESTS}/test_screens_in_doubt.py"
                "::test_after_ten_seconds_without_a_check_nothing_is_shown_before_one"
            ),
        ),
    ),
    Mutant(
        "screens-fresh-in-catching-up",
        "on blocks that were not checked for ten seconds nothing is shown: in catching up",
        f"{_HUB}/catch_up.py",
        "        if not check.rights.holds:\n",
        "        if not entries:\n",
        ((f"{_TESTS}/test_screens_in_doubt.py::test_a_replay_waits_for_the_check_as_well"),),
    ),
)
