"""What tests must not do: be left out, or stay quiet about it."""

import ast
import re
from pathlib import Path

from tests.rules.tree import python_files, text_of, typescript_files

LEAVING_OUT = {"skip", "skipif", "skipUnless", "xfail", "importorskip", "SkipTest", "skipTest"}
LEAVING_OUT_TYPESCRIPT = re.compile(r"\b(?:it|test|describe)\.(?:skip\w*|only|todo|fails|runIf)\b")


def test_no_python_test_is_left_out() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files()
        if path.parts[0] == "tests"
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.Attribute) and node.attr in LEAVING_OUT
    ]
    assert not found, found


def test_no_typescript_test_is_left_out_or_alone() -> None:
    found = [
        str(path) for path in typescript_files() if LEAVING_OUT_TYPESCRIPT.search(text_of(path))
    ]
    assert not found, found


def test_every_python_test_file_is_collected() -> None:
    stray = [
        str(path)
        for path in python_files()
        if path.name.startswith("test_") and path.parts[0] != "tests"
    ]
    assert not stray, stray


def test_every_folder_of_python_tests_mirrors_a_source_or_is_named_here() -> None:
    own = {"faults", "packaging", "rules", "servers", "together"}
    sources = {"clients", "load", "protocol", "server"}
    folders = {
        path.parts[1]
        for path in python_files()
        if path.parts[0] == "tests" and path.parent != Path("tests")
    }
    assert folders <= own | sources, folders - own - sources
