"""Settings: read once, from flags and variables, and refused in one sentence."""

import dataclasses
from ipaddress import ip_network
from pathlib import Path

import pytest

from hubbub_protocol.limits import Limits
from hubbub_server.settings import (
    RULES,
    BadSettingError,
    Settings,
    flag_of,
    read_settings,
    shown_value,
    variable_of,
)


def test_without_anything_said_the_defaults_hold() -> None:
    assert read_settings({}, {}) == Settings()


def test_the_defaults_are_the_protocols() -> None:
    assert Settings().limits == Limits()


def test_every_limit_that_clients_are_told_is_a_setting() -> None:
    changed = {name: str(getattr(Limits(), name) + 1) for name in Limits.__struct_fields__}
    limits = read_settings(changed, {}).limits
    assert all(getattr(limits, name) == int(value) for name, value in changed.items())


def test_a_flag_goes_before_a_variable() -> None:
    settings = read_settings({"port": "8001"}, {"HUBBUB_PORT": "8002", "HUBBUB_HOST": "::1"})
    assert (settings.port, settings.host) == (8001, "::1")


@pytest.mark.parametrize("name", RULES)
def test_every_setting_is_explained_and_read_from_its_variable(name: str) -> None:
    assert RULES[name].help
    assert flag_of(name) == "--" + name.replace("_", "-")
    default = next(field.default for field in dataclasses.fields(Settings) if field.name == name)
    read = read_settings({}, {variable_of(name): str(default)})
    assert getattr(read, name) == default


@pytest.mark.parametrize(
    ("name", "came", "wanted"),
    [
        ("port", "65536", "a whole number from 0 to 65,535"),
        ("port", "-1", "a whole number from 0 to 65,535"),
        ("port", "８０８０", "a whole number"),
        ("port", "", "a whole number"),
        ("ping_ms", "999", "from 1,000"),
        ("ping_ms", "10000", "--pong-ms"),
        ("registration", "maybe", "must be open or "),
        ("log_format", "xml", "auto or json or text"),
        ("public_url", "chat.example", "http:// or https://"),
        ("public_url", "https://chat.example/path", "without a path"),
        ("trusted_proxies", "10.0.0.0/8, proxy", "addresses or networks"),
        ("redis_url", "http://localhost", "redis://, rediss:// or unix://"),
        ("redis_url", "redis://localhost/first", "a number"),
        ("database_url", "mysql://localhost/hubbub", "postgresql://"),
        ("database_url", "postgresql://localhost", "name one database"),
        ("database_url", "postgresql://localhost/a\0b", "U+0000"),
        ("host", "", "an address"),
        ("data", "a\0b", "U+0000"),
    ],
)
def test_a_bad_value_names_the_setting_its_limit_and_what_came(
    name: str, came: str, wanted: str
) -> None:
    with pytest.raises(BadSettingError) as bad:
        read_settings({}, {variable_of(name): came})
    sentence = str(bad.value)
    assert wanted in sentence
    assert sentence.startswith("--")
    assert "HUBBUB_" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("variable", "sentence"),
    [
        ("HUBBUB_PROT", "HUBBUB_PROT is no setting; did you mean HUBBUB_PORT?"),
        ("HUBBUB_DATABASE", "HUBBUB_DATABASE is no setting; did you mean HUBBUB_DATABASE_URL?"),
        ("HUBBUB_REDISURL", "HUBBUB_REDISURL is no setting; did you mean HUBBUB_REDIS_URL?"),
        ("HUBBUB_port", "HUBBUB_port is no setting; did you mean HUBBUB_PORT?"),
        ("HUBBUB_TOKEN", "HUBBUB_TOKEN is no setting; `hubbub settings` shows all"),
    ],
)
def test_a_variable_of_ours_that_is_no_setting_is_refused_with_the_nearest_that_is(
    variable: str, sentence: str
) -> None:
    with pytest.raises(BadSettingError) as bad:
        read_settings({}, {variable: "sesame", "PATH": "/bin"})
    assert str(bad.value) == sentence


def test_a_password_in_a_url_is_shown_nowhere() -> None:
    url = "postgresql://hub:sesame@db.example/hubbub"
    with pytest.raises(BadSettingError) as bad:
        read_settings({"redis_url": url}, {})
    settings = Settings(database_url=url)
    shown_everywhere = (
        str(bad.value),
        repr(settings),
        shown_value(settings, "database_url"),
        settings.database_shown,
    )
    for shown in shown_everywhere:
        assert "sesame" not in shown
        assert "hub:***@db.example" in shown


def test_the_database_is_a_file_in_the_data_folder_or_where_it_is_said() -> None:
    assert Settings(data="here").database_path == Path("here/hubbub.db")
    assert Settings(database_url="sqlite:////srv/chat.db").database_path == Path("/srv/chat.db")
    assert Settings(data="here").database_shown == "here/hubbub.db"


def test_a_postgresql_is_no_file() -> None:
    assert Settings(database_url="postgresql://db/hubbub").database_path is None


def test_how_the_outside_reaches_the_hub_is_read_from_two_settings() -> None:
    reach = read_settings(
        {"public_url": "https://chat.example/", "trusted_proxies": "10.0.0.0/8, ::1"}, {}
    ).reachability
    assert reach.public_url == "https://chat.example"
    assert reach.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))


def test_the_servers_readme_lists_every_setting_with_its_default(root: Path) -> None:
    readme = (root / "server/README.md").read_text()
    listed = [line for line in readme.splitlines() if line.startswith("| `--")]
    wanted = [
        f"| `{flag_of(name)}` | {shown_value(Settings(), name) or '(empty)'} | {rule.help} |"
        for name, rule in RULES.items()
    ]
    assert listed == wanted
