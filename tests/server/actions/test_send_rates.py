"""How fast one may send: an account that is new is slower, and does not stay new."""

from hubbub_protocol.errors import Refusal
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.send_rates import SendRates
from hubbub_server.domain.caller import Caller
from tests.server.store.hand_clock import HandClock

HOUR_US = 3600 * 1_000_000


def limit_of(rates: SendRates, caller: Caller) -> int | None:
    """Send until that is refused, and return the limit that the refusal names."""
    for _ in range(1_000):
        try:
            rates.take(caller)
        except Refusal as refusal:
            return refusal.limit
    return None


def test_an_account_is_slow_for_its_first_72_hours_alone(desk: Desk, clock: HandClock) -> None:
    rates = SendRates(desk)
    caller = Caller("ada", "person", "member", "sign-in", created_at=clock.now_us())
    assert limit_of(rates, caller) == 2
    clock.move(71 * HOUR_US)
    assert limit_of(rates, caller) == 2
    clock.move(HOUR_US)
    assert limit_of(rates, caller) == 10


def test_a_bot_is_never_slow(desk: Desk, clock: HandClock) -> None:
    bot = Caller("echo", "bot", "member", "sign-in", created_at=clock.now_us())
    assert limit_of(SendRates(desk), bot) == 10
