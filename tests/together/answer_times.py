"""Whether time tells what somebody has answered: `python -m tests.together.answer_times`.

Members of a room each ask another one. The receivers, who have a socket open each, say nothing, put
it off, decline, or block; then every sender goes on doing the same things, in turns that are
shuffled anew each round, so that whatever else the machine does falls on all alike. For each call
and each two answers it prints how well the durations tell the two apart (AUC: 0.5 is guessing), and
for a classifier that is trained on all calls of a round together. It fails if any is beyond 0.55.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection
from itertools import combinations
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import msgspec

from hubbub_load.programs.served_hub import GENEROUS, ServedHub
from tests.together.ears import listening
from tests.together.telling_apart import auc, trained_auc
from tests.together.wire import Map, Member, register

ANSWERS: Final = ("none", "not now", "decline", "block")
SEEN_BY_DESIGN: Final = ("look at the member",)
"""Calls that a block changes openly: they are compared among the other answers alone."""
MOST: Final = 0.55

Times = dict[str, dict[str, list[float]]]
"""The durations in seconds by answer and call, one of each round."""


class Sender:
    """One who has asked. All use one HTTP link, since one that rests is closed."""

    def __init__(
        self, link: HTTPConnection, member: Member, receiver: Member, room: str, answer: str
    ) -> None:
        self.answer = answer
        self.receiver = receiver
        self._room = room
        self._headers = {"Authorization": f"Bearer {member.token}"}
        self._link = link
        made = receiver.ask("POST", "/contact-codes", {"uses": None})
        self._code = made["code"]
        self._request = ""
        self._ask()
        self._be_answered()

    def live_a_round(self) -> dict[str, float]:
        """Do everything once, and return how long each call took."""
        mention: Map = {"body": f"hello @{self.receiver.username}"}
        times = {
            "ask again": self._time("POST", "/connection-requests", self._asked, 409),
            "ask by code": self._time("POST", "/connection-requests", {"code": self._code}, 409),
            "list sent": self._time("GET", "/connection-requests/sent"),
            "look at the member": self._time("GET", f"/members/{self.receiver.id}", None, 0),
            "look at the code": self._time("POST", "/contact-codes/look", {"code": self._code}),
            "mention": self._time("POST", f"/streams/room:{self._room}/messages", mention, 201),
            "withdraw": self._time("DELETE", f"/connection-requests/{self._request}", None, 204),
        }
        times["ask anew"] = self._ask()
        if self.answer == "not now":
            self._be_answered()
        return times

    @property
    def _asked(self) -> Map:
        return {"member": self.receiver.id}

    def _ask(self) -> float:
        took, content = self._call("POST", "/connection-requests", self._asked, 201)
        self._request = msgspec.json.decode(content)["request"]["id"]
        return took

    def _be_answered(self) -> None:
        request = f"/connection-requests/{self._request}"
        match self.answer:
            case "not now":
                self.receiver.ask("POST", f"{request}/put-off")
            case "decline":
                self.receiver.ask("POST", f"{request}/decline")
            case "block":
                sender = self.receiver.ask("GET", "/connection-requests/received")["requests"]
                assert isinstance(sender, list)
                self.receiver.ask("PUT", f"/blocks/{sender[0]['member']['id']}")

    def _time(self, method: str, path: str, body: Map | None = None, status: int = 200) -> float:
        return self._call(method, path, body, status)[0]

    def _call(self, method: str, path: str, body: Map | None, status: int) -> tuple[float, bytes]:
        """Ask; ``status`` 0 is any. Everything that can be is done before the time begins."""
        headers = {**self._headers, "Idempotency-Key": str(uuid4())}
        content = None if body is None else msgspec.json.encode(body)
        if content is not None:
            headers["Content-Type"] = "application/json"
        began = perf_counter()
        self._link.request(method, f"/api/v1{path}", content, headers)
        answer = self._link.getresponse()
        told = answer.read()
        took = perf_counter() - began
        assert status in (0, answer.status), told
        return took, told


def measure(address: str, rounds: int, pairs: int) -> Times:
    """Let so many senders live after each answer, for so many rounds."""
    random = Random(1)
    host = register(address)
    room = host.found_room()
    link = HTTPConnection(urlsplit(address).netloc)
    senders = [
        Sender(link, _join(address, room), _join(address, room), room, answer)
        for _ in range(pairs)
        for answer in random.sample(ANSWERS, len(ANSWERS))  # none is always the first that is made
    ]
    times: Times = {answer: defaultdict(list) for answer in ANSWERS}
    with listening(address, [sender.receiver for sender in senders]):
        for _ in range(rounds):
            random.shuffle(senders)
            for sender in senders:
                for call, took in sender.live_a_round().items():
                    times[sender.answer][call].append(took)
    link.close()
    return times


def tell_apart(times: Times) -> dict[str, dict[str, float]]:
    """Return the AUC by call (``all together`` for the classifier) and by two answers."""
    calls = list(next(iter(times.values())))
    found: dict[str, dict[str, float]] = {call: {} for call in [*calls, "all together"]}
    for one, other in combinations(times, 2):
        shown = [
            call for call in calls if call not in SEEN_BY_DESIGN or "block" not in (one, other)
        ]
        for call in shown:
            found[call][f"{one} / {other}"] = auc(times[one][call], times[other][call])
        rows = [_rows(times[answer], shown) for answer in (one, other)]
        found["all together"][f"{one} / {other}"] = trained_auc(*rows)
    return found


def _join(address: str, room: str) -> Member:
    member = register(address)
    member.ask("POST", f"/rooms/{room}/join")
    return member


def _rows(times: Mapping[str, Sequence[float]], calls: Sequence[str]) -> list[tuple[float, ...]]:
    return list(zip(*(times[call] for call in calls), strict=True))


def _write(found: Mapping[str, Mapping[str, float]]) -> str:
    columns = list(found["all together"])
    lines = [f"{'':20}" + "".join(f"{column:>20}" for column in columns)]
    for call, aucs in found.items():
        cells = (f"{aucs[column]:.3f}" if column in aucs else "" for column in columns)
        lines.append(f"{call:20}" + "".join(f"{cell:>20}" for cell in cells))
    return "\n".join(lines)


def main() -> None:
    """Start a hub, measure, print, and fail if the answers can be told apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=1000, help="of each kind after each answer")
    parser.add_argument("--pairs", type=int, default=50, help="senders after each answer")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ServedHub(Path(folder), GENEROUS) as hub:
        found = tell_apart(measure(hub.address, asked.calls // asked.pairs, asked.pairs))
    sys.stdout.write(_write(found) + "\n")
    worst = max(max(value, 1 - value) for aucs in found.values() for value in aucs.values())
    sys.stdout.write(f"the farthest from 0.5: {worst:.3f}; at most {MOST}\n")
    if worst > MOST:
        sys.exit(1)


if __name__ == "__main__":
    main()
