"""The names that a Python module defines: what the vocabulary is asked about."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One name given by us, its line, and whether it names a deed or a kind of thing."""

    name: str
    line: int
    is_function: bool = False
    is_class: bool = False


def definitions(source: str) -> Iterator[Definition]:
    """Yield every function, class, parameter, variable, attribute and alias that `source` names.

    Names that are only used (a library's function, a keyword of its call) are not ours.
    """
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield Definition(node.name, node.lineno, is_function=True)
            case ast.ClassDef():
                yield Definition(node.name, node.lineno, is_class=True)
            case ast.arg():
                yield Definition(node.arg, node.lineno)
            case ast.Name(ctx=ast.Store()):
                yield Definition(node.id, node.lineno)
            case ast.Attribute(ctx=ast.Store()):
                yield Definition(node.attr, node.lineno)
            case ast.alias(asname=str(name)):
                yield Definition(name, node.lineno)
            case _:
                pass


def words(name: str) -> list[str]:
    """Split `snake_case` and `CamelCase` into lower-case words."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return [word.lower() for word in spaced.split("_") if word]
