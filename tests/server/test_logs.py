"""The form of the log."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from hubbub_server.logs import LogFormat, configure_logs, logger


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What is logged from warnings on, where nobody said in which form."""
    stream = io.StringIO()
    configure_logs("auto", "warning", stream)
    yield stream
    structlog.reset_defaults()
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


def test_where_the_log_is_no_terminal_it_is_json(log: io.StringIO) -> None:
    logger.warning("the disk is full", path="/x")
    said = json.loads(log.getvalue())
    assert (said["event"], said["level"], said["path"]) == ("the disk is full", "warning", "/x")


def test_what_is_below_the_level_is_not_said(log: io.StringIO) -> None:
    logger.info("all is well")
    assert log.getvalue() == ""


def test_what_libraries_say_has_the_same_form(log: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    said = json.loads(log.getvalue())
    assert (said["logger"], said["event"]) == ("uvicorn.error", "Invalid HTTP request received.")


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_a_traceback_shows_lines_of_code_and_no_values(log_format: LogFormat) -> None:
    stream = io.StringIO()
    configure_logs(log_format, "info", stream)
    password = "".join(["se", "same"])
    try:
        raise ZeroDivisionError(len(password))
    except ZeroDivisionError as error:
        logger.error("it broke", exc_info=error)
    structlog.reset_defaults()
    assert "raise ZeroDivisionError(len(password))" in stream.getvalue()
    assert password not in stream.getvalue()
