"""The history checker finds what came to one for whom it was not, and what was kept from one."""

from dataclasses import replace

import pytest

from hubbub_load.history.complaints import complaints_about
from hubbub_load.history.record import Client, Complaint, History, Kept, Sent, Step
from hubbub_protocol.codec import event_json, write_frame, write_payload
from hubbub_protocol.events import (
    BlockSet,
    DirectChannelOpened,
    MemberJoined,
    Mentioned,
    MessageSent,
    Payload,
    PersonalConnectionOpened,
)
from hubbub_protocol.frames import Frame, Skip, Subscribed
from hubbub_protocol.ids import make_id

ADA, BO, CLEO = (make_id(1_000_000, number) for number in (1, 2, 3))
CHANNEL = make_id(2_000_000, 1)
ROOM = f"room:{make_id(2_000_000, 2)}"
DIRECT = f"direct:{CHANNEL}"
NAMES = {
    "room": ROOM,
    "direct": DIRECT,
    "inbox_ada": f"inbox:{ADA}",
    "inbox_bo": f"inbox:{BO}",
    "inbox_cleo": f"inbox:{CLEO}",
    "decoy_bo": f"decoy:{BO}",
    "control": "control",
}
SENT = MessageSent(id=make_id(3_000_000, 1), body="@bo and @cleo", mentions=(BO, CLEO))


def log_of(**streams: list[tuple[str, Payload]]) -> dict[str, list[Kept]]:
    """Put a log together: streams by their short names, each of who did what."""
    return {
        NAMES[name]: [_kept(NAMES[name], seq, *deed) for seq, deed in enumerate(deeds, start=1)]
        for name, deeds in streams.items()
    }


def _kept(stream: str, seq: int, actor: str, payload: Payload) -> Kept:
    stored = write_payload(payload)
    return Kept(stream, seq, 1_000, actor, event_json(stream, seq, 1_000, actor, stored), stored)


TOLD = Mentioned(source=ROOM, target=2)
IN_THE_ROOM: list[tuple[str, Payload]] = [(ADA, MemberJoined(member=ADA)), (ADA, SENT)]
BLOCK: list[tuple[str, Payload]] = [(BO, BlockSet(blocker=BO, blocked=ADA))]
OPENED = DirectChannelOpened(members=(ADA, BO), origin="room")
CONNECTED = log_of(
    direct=[(ADA, OPENED)],
    inbox_ada=[(ADA, PersonalConnectionOpened(member=BO, channel=CHANNEL, opened_seq=1))],
    inbox_bo=[(ADA, PersonalConnectionOpened(member=ADA, channel=CHANNEL, opened_seq=1))],
)


def heard(member: str, *frames: bytes | Frame) -> Client:
    data = [each if isinstance(each, bytes) else write_frame(each, "json") for each in frames]
    return Client("client", "json", data, frozenset(), member)


def complaints_of(client: Client, log: dict[str, list[Kept]] = CONNECTED) -> list[Complaint]:
    return complaints_about(
        History(
            log,
            [Sent(ADA, ROOM, SENT.body, None)] if ROOM in log else [],
            clients=[client],
            steps=[Step(ADA, "personal_connection_opened", BO)] if DIRECT in log else [],
        )
    )


def subscribed(stream: str) -> Subscribed:
    return Subscribed(ref=1, stream=stream, head=1, after=0, mode="replay", read=0)


@pytest.mark.parametrize("stream", [DIRECT, f"inbox:{BO}"])
def test_what_is_for_others_is_found_where_it_came(stream: str) -> None:
    event = CONNECTED[stream][0].text
    assert complaints_of(heard(BO, event)) == []
    for frame in (event, subscribed(stream)):
        (complaint,) = complaints_of(heard(CLEO, frame))
        assert complaint == f"client: {stream} came, which is for others"
        assert complaint.wrong == "let through"


def test_a_skip_without_a_block_is_found() -> None:
    told = (ADA, TOLD)
    log = log_of(room=IN_THE_ROOM, control=BLOCK, inbox_bo=[told], inbox_cleo=[told])
    first, second = (event.text for event in log[ROOM])
    assert complaints_of(heard(BO, first, Skip(stream=ROOM, seq=2)), log) == []
    assert complaints_of(heard(CLEO, first, second), log) == []
    (complaint,) = complaints_of(heard(CLEO, first, Skip(stream=ROOM, seq=2)), log)
    assert (complaint, complaint.wrong) == (f"client: {ROOM} 2 came as a skip", "lost")


def test_a_mention_that_is_kept_from_one_without_a_block_is_found() -> None:
    log = log_of(room=IN_THE_ROOM, inbox_cleo=[(ADA, TOLD)], decoy_bo=[(ADA, TOLD)], control=BLOCK)
    assert complaints_of(heard(BO), log) == []
    log["control"] = [replace(log["control"][0], payload=write_payload(MemberJoined(member=BO)))]
    (complaint,) = complaints_of(heard(BO), log)
    assert complaint == f"{ROOM}: {BO} was not told of 2, without a block"
