"""The top folder is the first page that a newcomer reads."""

from tests.rules.tree import files

FOLDERS = {"clients", "load", "protocol", "requirements", "server", "tests", "tools"}
FILES = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "Procfile",
    "README.md",
    "eslint.config.js",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "tsconfig.base.json",
}


def test_the_top_folder_holds_what_it_should_and_nothing_else() -> None:
    shown = [path for path in files() if not path.parts[0].startswith(".")]
    assert {path.parts[0] for path in shown if len(path.parts) > 1} == FOLDERS
    assert {str(path) for path in shown if len(path.parts) == 1} <= FILES
