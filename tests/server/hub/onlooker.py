"""What a client believes of who is present, from the frames that it was sent."""

from hubbub_protocol.client_presence import Presences
from hubbub_protocol.codec import read_frame
from hubbub_protocol.frames import Present
from tests.server.hub.company import Company
from tests.server.hub.ear import Ear, texts_in


def told(ear: Ear) -> list[Present]:
    """Return every frame of presence that was sent."""
    frames = [read_frame(text, ear.encoding) for data in ear.writes for text in texts_in(data)]
    return [frame for frame in frames if isinstance(frame, Present)]


def seen(company: Company, ear: Ear) -> dict[str, str]:
    """Return who is present, by name, as the client knows after all frames."""
    presences = Presences()
    for frame in told(ear):
        presences.learn(frame)
    names = {member: name for name, member in company.ids.items()}
    room = presences.find(company.room)
    return {} if room is None else {names[member]: state for member, state in room.members.items()}
