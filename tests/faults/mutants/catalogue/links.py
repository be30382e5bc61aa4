"""The sockets: who is still there, and in which order they are answered."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_WS: Final = "server/hubbub_server/ws"
_TESTS: Final = "tests/server/ws"

MUTANTS: Final = (
    Mutant(
        "no-overtaking-at-the-socket",
        "a send does not overtake one that was refused for now: at the socket",
        f"{_WS}/conversation.py",
        "            if self._held is not None:\n                self._held.check(",
        "            if self._held is not None and False:\n                self._held.check(",
        (
            (
                "tests/together/test_send_order.py"
                "::test_a_send_behind_one_that_is_too_fast_does_not_overtake_it"
            ),
        ),
    ),
    Mutant(
        "no-overtaking-at-the-commit",
        "a send does not overtake one that was refused for now: at the commit",
        "server/hubbub_server/actions/sending.py",
        "            refused = list(self._pending)  # what they had let pass before\n"
        "            self._pending.clear()\n",
        "            refused = []\n",
        (
            (
                "tests/server/actions/test_sending_trouble.py"
                "::test_what_is_sent_before_its_author_hears_of_a_refusal_is_refused_too"
            ),
        ),
    ),
    Mutant(
        "nothing-after-the-leave",
        "what comes after a hub has taken its leave is not done: it is repeated elsewhere",
        f"{_WS}/conversation.py",
        "        if self._farewell is not None:\n            return  # its client",
        "        if self._farewell is not None and False:\n            return  # its client",
        (
            (
                f"{_TESTS}/test_finishing.py"
                "::test_what_comes_after_the_hub_takes_its_leave_is_neither_done_nor_answered"
            ),
        ),
    ),
    Mutant(
        "late-sends-in-order",
        "sends that wait for their rights to be checked keep their order",
        f"{_WS}/conversation.py",
        "        if self._late or not self._edge.hub.rights_are_fresh:\n",
        "        if not self._edge.hub.rights_are_fresh:\n",
        (f"{_TESTS}/test_fresh_rights.py::test_sends_that_wait_for_the_check_keep_their_order",),
    ),
    Mutant(
        "answers-of-one-who-does-not-read",
        "one who does not read is not read from",
        f"{_WS}/socket.py",
        "            self._transport.pause_reading()\n",
        "            pass\n",
        (
            (
                f"{_TESTS}/test_sign_of_life.py"
                "::test_who_reads_too_slowly_is_not_read_from_until_it_has_caught_up"
            ),
        ),
    ),
    Mutant(
        "ping-and-pong",
        "a client that gives no sign of life is closed",
        f"{_WS}/socket.py",
        "        if self._silent and self._unsent_bytes() >= self._unsent:",
        "        if self._silent and self._unsent_bytes() > self._unsent:",
        (
            (
                f"{_TESTS}/test_sign_of_life.py"
                "::test_a_client_that_says_nothing_after_a_ping_is_cut_off"
            ),
        ),
    ),
    Mutant(
        "reading-is-a-sign-of-life",
        "a client that reads slowly is not taken for dead because more comes for it",
        f"{_WS}/socket.py",
        "        if self._unsent:\n            self._unsent += len(frames)\n",
        "",
        (
            (
                f"{_TESTS}/test_sign_of_life.py"
                "::test_a_client_that_reads_slowly_and_gets_more_meanwhile_is_not_cut_off"
            ),
        ),
    ),
    Mutant(
        "few-frames-to-a-message",
        "a message comes in a bounded number of frames",
        f"{_WS}/frames.py",
        "        if self._parts > MOST_PARTS:\n",
        "        if self._parts > 2 * MOST_PARTS:\n",
        (
            (
                f"{_TESTS}/test_frames.py"
                "::test_a_message_may_come_in_a_thousand_frames_and_not_in_more"
            ),
        ),
    ),
    Mutant(
        "no-link-for-nothing",
        "what belongs to no request keeps no HTTP link",
        "server/hubbub_server/http/wire.py",
        "        if self._head_due is None and self._is_idle():\n",
        "        if self._head_due is None and self._is_idle() and False:\n",
        (("tests/server/http/test_wire.py::test_what_belongs_to_no_request_keeps_no_link"),),
    ),
)
