"""What the SDK offers: exactly what it says, and documented."""

import inspect
import pkgutil
import types

import hubbub


def test_all_names_everything_public_and_nothing_else() -> None:
    offered = {
        name
        for name, value in vars(hubbub).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert sorted(offered) == sorted(hubbub.__all__)
    assert hubbub.__all__ == sorted(hubbub.__all__)


def test_every_module_of_the_sdk_is_private() -> None:
    assert [
        each.name for each in pkgutil.iter_modules(hubbub.__path__) if each.name[0] != "_"
    ] == []


def test_every_public_class_has_a_sentence() -> None:
    classes = [value for name in hubbub.__all__ if inspect.isclass(value := getattr(hubbub, name))]
    assert [each.__name__ for each in classes if not (each.__doc__ or "").strip()] == []


def test_the_tree_of_errors_is_the_one_that_is_drawn() -> None:
    drawn = inspect.getdoc(__import__("hubbub._errors", fromlist=["x"])) or ""

    def check(kind: type[Exception], depth: int) -> None:
        line = next(each for each in drawn.splitlines() if f" {kind.__name__}" in f" {each}")
        assert line.index(kind.__name__) == 4 * depth + 4
        for child in kind.__subclasses__():
            if not child.__name__.startswith("_"):
                check(child, depth + 1)

    check(hubbub.HubbubError, 0)
