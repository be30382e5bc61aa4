"""What a client does: the rules that Python and JavaScript share."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_PROTOCOL: Final = "protocol/hubbub_protocol"
_JS: Final = "clients/js"
_TESTS: Final = "tests/protocol"

MUTANTS: Final = (
    Mutant(
        "last-plus-one-python",
        "a client gives out the next event alone, and asks for a gap: Python",
        f"{_PROTOCOL}/client_subscriptions.py",
        "        if seq == subscription.seq + 1:\n",
        "        if seq >= subscription.seq + 1:\n",
        (
            (
                f"{_TESTS}/test_client_subscriptions.py"
                "::test_a_gap_is_not_given_out_but_asked_for_from_the_cursor"
            ),
        ),
    ),
    Mutant(
        "never-twice-python",
        "a client gives no event out twice: Python",
        f"{_PROTOCOL}/client_subscriptions.py",
        "subscription.seq is None or seq <= subscription.seq:\n",
        "subscription.seq is None:\n",
        (f"{_TESTS}/test_client_subscriptions.py::test_an_event_that_came_before_is_ignored",),
    ),
    Mutant(
        "own-departure-python",
        "one's own departure ends a subscription: Python",
        f"{_PROTOCOL}/client_subscriptions.py",
        "        subscription.departed = seq\n",
        "",
        (
            (
                f"{_TESTS}/test_client_subscriptions.py"
                "::test_ones_own_departure_ends_the_subscription"
            ),
        ),
    ),
    Mutant(
        "older-departure-python",
        "a departure that is older than the subscription does not end it: Python",
        f"{_PROTOCOL}/client_subscriptions.py",
        "        if not subscription.departed or subscription.departed < subscription.head:\n",
        "        if not subscription.departed:\n",
        (
            (
                f"{_TESTS}/test_client_subscriptions.py"
                "::test_a_departure_below_the_head_of_the_subscription_does_not_end_it"
            ),
        ),
    ),
    Mutant(
        "repeat-in-order-python",
        "a client repeats what is unanswered in its order: Python",
        f"{_PROTOCOL}/client_outbox.py",
        "        self._waiting = sorted(self._commands)\n",
        "        self._waiting = sorted(self._commands, reverse=True)\n",
        (
            (
                f"{_TESTS}/test_client_outbox.py"
                "::test_unanswered_writes_are_repeated_in_order_with_the_same_keys"
            ),
        ),
    ),
    Mutant(
        "refused-holds-its-stream-python",
        "a write does not overtake one that is to be repeated: Python",
        f"{_PROTOCOL}/client_outbox.py",
        "len(taken) >= most or lane in self._held:",
        "len(taken) >= most:",
        (
            (
                f"{_TESTS}/test_client_outbox.py"
                "::test_no_later_write_of_the_stream_overtakes_a_refused_one"
            ),
        ),
    ),
    Mutant(
        "drop-on-silence-python",
        "a client leaves a hub that is silent: Python",
        f"{_PROTOCOL}/client_session.py",
        "        if now >= self._heard_at + self._silence_s():\n",
        "        if now >= self._heard_at + 60 * self._silence_s():\n",
        (
            (
                f"{_TESTS}/test_client_session.py"
                "::test_silence_for_ping_ms_and_ten_seconds_means_to_drop_the_socket"
            ),
        ),
    ),
    Mutant(
        "last-plus-one-js",
        "a client gives out the next event alone, and asks for a gap: JavaScript",
        f"{_JS}/src/subscriptions.ts",
        "    if (seq === subscription.seq + 1) {\n",
        "    if (seq >= subscription.seq + 1) {\n",
        (
            (
                f"{_JS}/tests/link-streams.test.ts"
                "::a gap is not told: the stream is asked for again from the cursor"
            ),
        ),
    ),
    Mutant(
        "own-departure-js",
        "one's own departure ends a subscription: JavaScript",
        f"{_JS}/src/subscriptions.ts",
        "    subscription.departed = seq;\n",
        "",
        (f"{_JS}/tests/link-streams.test.ts::a subscription ends with one's own departure",),
    ),
    Mutant(
        "older-departure-js",
        "a departure that is older than the subscription does not end it: JavaScript",
        f"{_JS}/src/subscriptions.ts",
        "    if (departed === 0 || departed < head) return [];\n",
        "    if (departed === 0) return [];\n",
        (
            (
                f"{_JS}/tests/link-streams.test.ts"
                "::a departure below the head of the subscription does not end it"
            ),
        ),
    ),
    Mutant(
        "repeat-js",
        "a client repeats what is unanswered with the same keys: JavaScript",
        f"{_JS}/src/outbox.ts",
        "  rewind(): void {\n    this.#sent.clear();\n",
        "  rewind(): void {\n",
        (
            (
                f"{_JS}/tests/link-writing.test.ts"
                "::unanswered writes are repeated in order with the same keys"
            ),
        ),
    ),
    Mutant(
        "refused-holds-its-stream-js",
        "a write does not overtake one that is to be repeated: JavaScript",
        f"{_JS}/src/outbox.ts",
        "if (this.#sent.has(ref) || this.#isHeld(command)) continue;",
        "if (this.#sent.has(ref)) continue;",
        (
            (
                f"{_JS}/tests/link-writing.test.ts"
                "::a write refused for now is repeated before those behind it in its stream"
            ),
        ),
    ),
    Mutant(
        "drop-on-silence-js",
        "a client leaves a hub that is silent: JavaScript",
        f"{_JS}/src/lifecycle.ts",
        "        return Math.min(this.#heardAt + this.#silenceMs, this.#returnAt ?? Infinity);",
        "        return this.#returnAt ?? Infinity;",
        (
            (
                f"{_JS}/tests/link-life.test.ts"
                "::silence for the time of a ping and ten seconds ends the socket"
            ),
        ),
    ),
)
