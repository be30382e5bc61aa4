"""One word, one meaning: the names that must not be given, and the few that others gave."""

import re

import pytest

from tests.rules.names import Definition, definitions, words
from tests.rules.tree import python_files, text_of, typescript_files

# Names that a library calls or reads, so that we cannot choose them.
FOREIGN = {
    "connection_made": "asyncio.BaseProtocol",
    "connection_lost": "asyncio.BaseProtocol",
}
EMPTY_VERBS = {"handle", "process", "manage"}
EMPTY_NOUNS = {"base", "common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}
IN_FULL = re.compile(r"personal_connections?|connection_requests?")
TYPESCRIPT_NAME = re.compile(r"\b(?:const|let|var|function|class|interface|type|enum)\s+(\w+)")


def says_bare_link(name: str) -> bool:
    """Whether `name` says connection where it is not in full the relation of two members."""
    rest = IN_FULL.sub("", "_".join(words(name)))
    return not {"conn", "conns", "connection", "connections"}.isdisjoint(rest.split("_"))


def objection(given: Definition) -> str | None:
    """Say what is wrong with a name, or None."""
    said = words(given.name)
    if given.name in FOREIGN or not said:
        return None
    if says_bare_link(given.name):
        return "say personal_connection, connection_request, socket or session"
    if (given.is_function or given.is_class) and said[0] in EMPTY_VERBS:
        return f"{said[0]} says nothing: name the deed"
    if given.is_class and said[-1] in EMPTY_NOUNS | {"handler", "processor"}:
        return f"{said[-1]} says nothing: name the one thing it holds"
    return None


def test_python_names_keep_to_the_vocabulary() -> None:
    objections = [
        f"{path}:{given.line}: {given.name}: {why}"
        for path in python_files()
        for given in definitions(text_of(path))
        if (why := objection(given))
    ]
    assert not objections, "\n".join(objections)


def test_typescript_names_keep_to_the_vocabulary() -> None:
    objections = [
        f"{path}: {name}: {why}"
        for path in typescript_files()
        for name in TYPESCRIPT_NAME.findall(text_of(path))
        if (why := objection(Definition(name, 0, is_function=name[0].islower())))
    ]
    assert not objections, "\n".join(objections)


def test_no_file_or_folder_is_a_drawer_for_odds_and_ends() -> None:
    drawers = [
        str(path)
        for path in (*python_files(), *typescript_files())
        for part in (*path.parent.parts, path.stem)
        if part in EMPTY_NOUNS
    ]
    assert not drawers, drawers


@pytest.mark.parametrize(
    "name",
    ["conn", "connection", "open_connections", "ConnectionPool", "connection_count", "sql_conn"],
)
def test_the_bare_word_for_a_network_link_is_found(name: str) -> None:
    assert says_bare_link(name)


@pytest.mark.parametrize(
    "name",
    [
        "personal_connection",
        "PersonalConnections",
        "connection_requests",
        "ConnectionRequest",
        "not_connected",
        "CONNECTION_REQUESTS",
    ],
)
def test_the_relation_of_two_members_is_allowed_in_full(name: str) -> None:
    assert not says_bare_link(name)


def test_an_empty_verb_is_found_in_a_function_and_allowed_in_a_variable() -> None:
    source = "def handle_frame(conn): ...\nprocess = 1\nclass RoomManager: ...\n"
    found = [given.name for given in definitions(source) if objection(given)]
    assert sorted(found) == ["RoomManager", "conn", "handle_frame"]


def test_every_foreign_name_is_still_in_use() -> None:
    given = {name.name for path in python_files() for name in definitions(text_of(path))}
    assert given >= FOREIGN.keys(), "take the unused one out of FOREIGN"
