"""Who receives what, and up to where."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_SERVER: Final = "server/hubbub_server"
_TESTS: Final = "tests/server/hub"

MUTANTS: Final = (
    Mutant(
        "departure-live",
        "a member's departure ends the subscription behind it: live",
        f"{_SERVER}/hub/fan_out.py",
        "        if last.departed is not None:\n",
        "        if last.departed is not None and last.seq < 0:\n",
        (f"{_TESTS}/test_rights.py::test_a_removed_member_receives_the_removal_and_nothing_later",),
    ),
    Mutant(
        "departure-in-a-joined-write",
        "a write of several events ends with a departure",
        f"{_SERVER}/hub/fan_out.py",
        "        if entry.departed is not None or entry.role",
        "        if entry.role",
        (f"{_TESTS}/test_rights.py::test_a_removal_between_joined_messages_cuts_the_write",),
    ),
    Mutant(
        "departure-in-catching-up",
        "a departure ends the catching up of a slow client",
        f"{_SERVER}/hub/catch_up.py",
        "    return subscription.ended_by(entry.departed, entry.seq) or ",
        "    return ",
        (
            (
                f"{_TESTS}/test_rights.py"
                "::test_a_slow_client_that_is_removed_gets_no_more_than_the_removal"
            ),
        ),
    ),
    Mutant(
        "departure-in-a-resume",
        "a former member resumes up to the departure",
        f"{_SERVER}/domain/access.py",
        "    return Reach(until=former, live=False)\n",
        "    return Reach(until=None, live=False)\n",
        (f"{_TESTS}/test_rights.py::test_a_former_member_replays_up_to_the_own_departure",),
    ),
    Mutant(
        "departure-awaited",
        "who resumes during the pass of the own departure gets it and nothing later",
        f"{_SERVER}/hub/catch_up.py",
        " or _awaits_last(subscription):",
        ":",
        (
            (
                f"{_TESTS}/test_rights.py"
                "::test_one_who_was_removed_during_a_pass_resumes_up_to_the_removal"
            ),
        ),
    ),
    Mutant(
        "departure-before-the-rights",
        "an older departure does not end a subscription with newer rights",
        f"{_SERVER}/hub/subscription.py",
        "departed == self.session.caller.member and seq > self.rights_at",
        "departed == self.session.caller.member",
        (f"{_TESTS}/test_rights.py::test_one_who_came_back_replays_across_the_old_departure",),
    ),
    Mutant(
        "one-snapshot",
        "rights and head are those of one moment",
        f"{_SERVER}/hub/subscribing.py",
        "rights = Rights(place.head,",
        "rights = Rights(stream.head,",
        (f"{_TESTS}/test_rights.py::test_a_removal_while_one_subscribes_ends_the_subscription",),
    ),
    Mutant(
        "cursor-above-the-head",
        "a cursor above the head is reset",
        f"{_SERVER}/hub/subscribing.py",
        "(wish.seq > head or not same_epoch)",
        "not same_epoch",
        (f"{_TESTS}/test_catching_up.py::test_a_cursor_above_the_head_is_void",),
    ),
    Mutant(
        "cursor-of-another-epoch",
        "a cursor of another epoch is reset",
        f"{_SERVER}/hub/subscribing.py",
        "(wish.seq > head or not same_epoch)",
        "wish.seq > head",
        (f"{_TESTS}/test_catching_up.py::test_a_cursor_of_another_epoch_is_void",),
    ),
    Mutant(
        "control-first",
        "what was commanded is obeyed before anything else is fetched",
        f"{_SERVER}/hub/head_check.py",
        "await self.check_control()  # first: it ends what else the others would be given",
        "pass",
        (
            (
                f"{_TESTS}/test_many_hubs.py"
                "::test_a_comparison_obeys_what_was_commanded_before_it_delivers"
            ),
        ),
    ),
    Mutant(
        "control-obeyed-to-its-end",
        "rights count as checked when what was commanded is read and obeyed",
        f"{_SERVER}/hub/head_check.py",
        "        await _in_time(self._streams.reach(control, control.wanted))\n",
        "",
        (f"{_TESTS}/test_trouble.py::test_a_check_is_over_when_what_was_commanded_is_obeyed",),
    ),
    Mutant(
        "revoked-while-renewed",
        "a token that is revoked while it is looked up renews nothing",
        f"{_SERVER}/ws/hello.py",
        "        if edge.hub.control_head == checked_at:\n            break",
        "        if checked_at >= 0:\n            break",
        (
            (
                "tests/server/ws/test_refresh.py"
                "::test_a_token_that_is_revoked_while_it_is_looked_up_is_refused"
            ),
        ),
    ),
    Mutant(
        "control-fresh-for-sends",
        "nothing is written on rights that were not checked for ten seconds",
        f"{_SERVER}/ws/conversation.py",
        "        if self._late or not self._edge.hub.rights_are_fresh:\n",
        "        if self._late:\n",
        (
            (
                "tests/server/ws/test_fresh_rights.py"
                "::test_after_ten_seconds_who_was_signed_out_sends_nothing_more"
            ),
        ),
    ),
    Mutant(
        "control-fresh-for-reading",
        "nothing is read on rights that were not checked for ten seconds",
        f"{_SERVER}/ws/conversation.py",
        "        await self._edge.hub.confirm_rights()\n        answers = ",
        "        answers = ",
        (
            (
                "tests/server/ws/test_fresh_rights.py"
                "::test_after_ten_seconds_who_was_signed_out_reads_nothing_more"
            ),
        ),
    ),
    Mutant(
        "presence-of-members-alone",
        "a former member who reads up to the departure is not present",
        f"{_SERVER}/hub/presence.py",
        "    return subscription is not None and subscription.until is None\n",
        "    return subscription is not None\n",
        (
            (
                f"{_TESTS}/test_presence.py"
                "::test_a_former_member_who_reads_up_to_the_departure_is_not_present"
            ),
        ),
    ),
    Mutant(
        "last-use-of-an-invitation",
        "an invitation lets in as many as it has uses",
        f"{_SERVER}/store/invitations.py",
        "        .where(invitations.c.id == invitation, _holds(writing.now_us))\n",
        "        .where(invitations.c.id == invitation, _is_open(writing.now_us))\n",
        (
            (
                "tests/server/actions/test_accepting.py"
                "::test_of_many_who_come_at_once_as_many_get_in_as_there_are_uses"
            ),
        ),
    ),
    Mutant(
        "set-up-once",
        "a set-up link makes one owner",
        f"{_SERVER}/actions/community.py",
        "        await _require_setup_token(transaction, asked.token)\n",
        "",
        ("tests/server/actions/test_community.py::test_of_two_who_race_one_becomes_owner",),
    ),
    Mutant(
        "sign-in-checked-again",
        "a sign-in is granted for the password that the account has then",
        f"{_SERVER}/actions/sign_ins.py",
        "    if now is None or now.password_hash != account.password_hash:\n",
        "    if now is None:\n",
        (
            (
                "tests/server/actions/test_sign_ins.py"
                "::test_a_password_that_changes_meanwhile_lets_nobody_in"
            ),
        ),
    ),
    Mutant(
        "sign-in-locked-with-control",
        "no sign-in that is granted outlives the end of all sign-ins of its account",
        f"{_SERVER}/actions/sign_ins.py",
        "    async with desk.write(CONTROL) as transaction:\n        granted",
        "    async with desk.write() as transaction:\n        granted",
        (
            (
                "tests/server/actions/test_races.py"
                "::test_no_sign_in_outlives_the_password_that_it_was_made_with[postgresql]"
            ),
        ),
    ),
)
