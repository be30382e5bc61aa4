"""What passes between hubs, and how a hub learns that something did not."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_REDIS: Final = "server/hubbub_server/broker/redis"
_TESTS: Final = "tests/server/broker"

MUTANTS: Final = (
    Mutant(
        "doubt-after-a-break",
        "a link that is there again is a doubt",
        f"{_REDIS}/broker.py",
        "            self._subscriber.receiver.doubt()\n",
        "            pass\n",
        (f"{_TESTS}/test_redis_breaks.py::test_a_link_that_is_cut_off_is_mended_and_doubted",),
    ),
    Mutant(
        "second-confirmation",
        "a second confirmation of a subscription ends the link",
        f"{_REDIS}/subscriptions.py",
        '            raise LinkBrokenError(f"Redis confirmed what was not asked: {kind!r:.20}")\n',
        "            return\n",
        (
            (
                f"{_TESTS}/redis/test_subscriptions.py"
                "::test_a_second_confirmation_and_an_unexpected_end_are_refused"
            ),
        ),
    ),
    Mutant(
        "probe",
        "a link that does not bring the probe back is given up",
        f"{_REDIS}/broker.py",
        "                    await _pause(links, self._patience.probe_every_s)\n"
        "                    await self._probe(links)\n",
        "                    await _pause(links, self._patience.probe_every_s)\n",
        (f"{_TESTS}/test_redis_breaks.py::test_a_redis_that_hangs_is_noticed_by_the_probe",),
    ),
    Mutant(
        "confirmed-before-the-head",
        "a stream is listened to, confirmed, before its head is read",
        f"{_REDIS}/broker.py",
        "            await subscriptions.confirmation(channel)\n",
        "            return\n",
        (
            f"{_TESTS}/test_redis_breaks.py::test_while_redis_has_not_confirmed_it_a_stream_is_not_listened_to",
        ),
    ),
    Mutant(
        "owed-headers",
        "what was published while Redis was away is made known by its last header",
        f"{_REDIS}/outbox.py",
        "        else:\n            self._owe([publication])\n",
        "",
        (
            (
                f"{_TESTS}/test_redis_breaks.py"
                "::test_what_was_published_while_redis_was_away_is_made_known_by_its_last_header"
            ),
        ),
    ),
    Mutant(
        "receiver-that-fails",
        "a publication that a hub could not take is a doubt",
        f"{_REDIS}/subscriber.py",
        "                receiver.doubt()\n",
        "                return\n",
        (
            (
                f"{_TESTS}/redis/test_subscriber.py"
                "::test_a_receiver_that_fails_is_told_to_doubt_and_gets_the_rest"
            ),
        ),
    ),
)
