"""The schema and the TypeScript types that the repository holds."""

from pathlib import Path

import pytest

from hubbub_protocol import schema, typescript


@pytest.mark.parametrize("name", sorted(schema.files()))
def test_the_schema_in_the_repository_is_that_of_the_types(root: Path, name: str) -> None:
    held = (root / "protocol/schema" / name).read_text(encoding="utf-8")
    assert held == schema.files()[name], "run `make format`"


@pytest.mark.parametrize("name", sorted(typescript.files()))
def test_the_typescript_in_the_repository_is_that_of_the_schema(root: Path, name: str) -> None:
    held = (root / "clients/js/src/generated" / name).read_text(encoding="utf-8")
    assert held == typescript.files()[name], "run `make format`"
