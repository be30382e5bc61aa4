"""Two members who come to be connected as members do: one asks, the other accepts."""

from tests.together.wire import Member


def connect(one: Member, other: Member) -> str:
    """Connect two members who share a room; return the stream of their direct channel."""
    asked = one.ask("POST", "/connection-requests", {"member": other.id})
    request = asked["request"]
    assert isinstance(request, dict)
    accepted = other.ask("POST", f"/connection-requests/{request['id']}/accept")
    return str(accepted["stream"])


def part(one: Member, other: Member) -> None:
    """Let one end the personal connection with the other."""
    one.ask("DELETE", f"/personal-connections/{other.id}")
