"""The operator's commands, on a database of their own; what they do is the actions' own test."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hubbub_load.programs.finding import free_port
from hubbub_load.programs.postgres_server import PostgresServer
from hubbub_server.cli import main

CHEAP = {"HUBBUB_ARGON2_TIME_COST": "1", "HUBBUB_ARGON2_MEMORY_KIB": "8"}
PASSWORD = "correct horse battery"


@pytest.fixture
def hubbub(tmp_path_factory: pytest.TempPathFactory) -> "Hubbub":
    return Hubbub(str(tmp_path_factory.mktemp("data")))


class Hubbub:
    """The command, always with the same data folder."""

    def __init__(self, data: str) -> None:
        self.data = data

    def __call__(self, *words: str, said: str = "") -> Result:
        """Run `hubbub`, with what is said on stdin."""
        environment = CHEAP | {"HUBBUB_DATA": self.data}
        return CliRunner().invoke(main, list(words), input=said, env=environment)


def epoch_in(data: str) -> str:
    """Return the epoch that lies in the database."""
    with closing(sqlite3.connect(Path(data) / "hubbub.db")) as link:
        return str(link.execute("SELECT epoch FROM installation").fetchone()[0])


def one_sentence(result: Result) -> str:
    """Return what a command that cannot do it says, which is one line on stderr."""
    assert result.exit_code != 0
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def test_an_owner_is_made_with_a_password_from_stdin(hubbub: Hubbub) -> None:
    result = hubbub("admin", "make-owner", "olga", said=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert result.output == "olga is an owner of the community\n"


def test_an_owner_who_has_an_account_is_asked_for_nothing(hubbub: Hubbub) -> None:
    hubbub("admin", "make-owner", "olga", said=PASSWORD)
    assert hubbub("admin", "make-owner", "olga").exit_code == 0


def test_a_short_password_is_refused_without_being_repeated(hubbub: Hubbub) -> None:
    said = one_sentence(hubbub("admin", "make-owner", "olga", said="sesame\n"))
    assert "at least 10 characters, got 6" in said
    assert "sesame" not in said


def test_no_command_takes_a_password_as_an_argument() -> None:
    admin = main.commands["admin"]
    options = {
        option
        for command in admin.commands.values()  # type: ignore[attr-defined]  # it is a group
        for parameter in command.params
        for option in parameter.opts
    }
    assert "--display-name" in options
    assert not {option for option in options if "password" in option}


def test_a_bots_token_is_all_that_is_printed(hubbub: Hubbub) -> None:
    hubbub("admin", "make-owner", "olga", said=PASSWORD)
    result = hubbub("admin", "make-bot", "echo")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("hub_")
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reset-password", "olga"], "olga has a new password and no sign-ins"),
        (["revoke-sign-ins", "olga"], "olga has no sign-ins"),
        (["ban", "olga", "--reason", "spam"], "olga is shut out"),
        (["unban", "olga"], "olga may sign in again"),
    ],
)
def test_what_was_done_is_said(hubbub: Hubbub, words: list[str], said: str) -> None:
    hubbub("admin", "make-owner", "olga", said=PASSWORD)
    result = hubbub("admin", *words, said=PASSWORD)
    assert result.exit_code == 0, result.output
    assert result.output.strip() == said


def test_an_account_that_is_not_there_is_named(hubbub: Hubbub) -> None:
    assert one_sentence(hubbub("admin", "ban", "olga")) == "hubbub: There is no account olga"


def test_a_bad_setting_is_one_sentence_and_exit_code_2(hubbub: Hubbub) -> None:
    result = hubbub("migrate", "--database-url", "oracle://scott:tiger@db/x")
    assert result.exit_code == 2
    assert "--database-url (HUBBUB_DATABASE_URL)" in one_sentence(result)
    assert "tiger" not in result.stderr


def test_the_settings_are_shown_with_their_values_and_defaults(hubbub: Hubbub) -> None:
    shown = hubbub("settings", "--port", "8080").stdout
    assert "--port  HUBBUB_PORT\n    8080  (default: 8000)\n" in shown
    assert f"--data  HUBBUB_DATA\n    {hubbub.data}  (default: var)\n" in shown


def test_migrating_twice_is_as_good_as_once(hubbub: Hubbub) -> None:
    results = [hubbub("migrate") for _ in range(2)]
    assert [result.exit_code for result in results] == [0, 0]
    assert "is at this program's version" in results[0].stdout


def test_a_postgresql_is_looked_after_the_same_way_and_its_password_not_shown(
    hubbub: Hubbub, postgres: PostgresServer
) -> None:
    url = postgres.new_database().replace("hubbub@", "hubbub:sesame@")
    migrated = hubbub("migrate", "--database-url", url)
    assert migrated.exit_code == 0, migrated.output
    assert "hubbub:***@127.0.0.1" in migrated.stdout
    assert "is at this program's version" in migrated.stdout
    made = hubbub("admin", "make-owner", "olga", "--database-url", url, said=PASSWORD)
    assert made.output == "olga is an owner of the community\n"
    assert "sesame" not in migrated.output + made.output


def test_a_postgresql_that_is_away_is_one_sentence(hubbub: Hubbub) -> None:
    away = f"postgresql://hubbub:sesame@127.0.0.1:{free_port()}/hubbub"
    said = one_sentence(hubbub("migrate", "--database-url", away))
    assert "cannot be opened" in said
    assert "sesame" not in said


def test_the_epoch_is_new_after_every_renewal(hubbub: Hubbub) -> None:
    hubbub("migrate")
    epochs = [epoch_in(hubbub.data)]
    for _ in range(2):
        result = hubbub("renew-epoch")
        assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
        assert "every client is reset" in result.stdout
        epochs.append(epoch_in(hubbub.data))
    assert len(set(epochs)) == 3


def test_the_version_is_the_distributions(hubbub: Hubbub) -> None:
    assert hubbub("version").stdout.startswith("hubbub 0.")
