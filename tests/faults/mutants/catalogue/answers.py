"""What nobody may tell from what they are answered, or from what it costs."""

from typing import Final

from tests.faults.mutants.mutant import SIMULATOR, Mutant

_SERVER: Final = "server/hubbub_server"
_ALIKE: Final = (
    "tests/server/answers/test_alike.py::test_the_one_who_asked_cannot_tell_the_answers_apart"
)
_REQUESTS: Final = "tests/server/actions/test_connection_requests.py"
_MENTIONS: Final = (
    "tests/server/store/test_replies_and_mentions.py"
    "::test_a_mention_across_a_block_reaches_the_decoy_instead_of_the_inbox"
)
_ROOMS: Final = "tests/server/actions/test_blocks_in_rooms.py"

MUTANTS: Final = (
    Mutant(
        "decoy",
        "what the receiver of a request is not told is written all the same",
        f"{_SERVER}/actions/connecting.py",
        "for stream in (inbox_stream(sender), second)]",
        "for stream in (inbox_stream(sender), *([second] if news.told else ()))]",
        (
            f"{_ALIKE}[sqlite]",
            (
                f"{_REQUESTS}::test_what_follows_a_decline_reaches_the_decoy_instead_of_the_receiver"
                "[sqlite]"
            ),
        ),
    ),
    Mutant(
        "asked-in-vain",
        "what is asked while a decline or block holds reaches nobody",
        f"{_SERVER}/domain/personal_connections.py",
        '        "ask_in_vain": "phantom",\n',
        '        "ask_in_vain": "waiting",\n',
        (
            SIMULATOR,
            (
                f"{_REQUESTS}::test_what_follows_a_decline_reaches_the_decoy_instead_of_the_receiver"
                "[sqlite]"
            ),
        ),
    ),
    Mutant(
        "mention-across-a-block-sqlite",
        "a mention across a block tells nobody: SQLite",
        f"{_SERVER}/store/sqlite/messages.py",
        "        return access.hosts(membership) or not blocked\n",
        "        return bool(membership)\n",
        (f"{_MENTIONS}[sqlite-ada]", f"{_MENTIONS}[sqlite-bo]"),
    ),
    Mutant(
        "mention-across-a-block-postgresql",
        "a mention across a block tells nobody: PostgreSQL",
        f"{_SERVER}/store/migrations/functions/append_messages_2.sql",
        "theirs.member = other AND theirs.role = 'member'",
        "theirs.member = other AND theirs.role = 'none'",
        (f"{_MENTIONS}[postgresql-ada]", f"{_MENTIONS}[postgresql-bo]"),
    ),
    Mutant(
        "mention-across-a-block-in-an-edit",
        "a mention across a block tells nobody: in an edit",
        f"{_SERVER}/actions/messages.py",
        "NewEvent(inbox_or_decoy(member, told=member not in hidden), caller.member, told)",
        "NewEvent(inbox_stream(member), caller.member, told)",
        (
            (
                f"{_ROOMS}::test_an_edit_that_mentions_the_other_tells_nobody_and_leaves_nothing_when_deleted"
                "[sqlite]"
            ),
        ),
    ),
)
