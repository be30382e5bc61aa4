"""The log: one line per fact, never a token, a password or the text of a message."""

import logging
import sys
from typing import Final, Literal, TextIO

import structlog
from structlog.typing import FilteringBoundLogger, Processor

LogFormat = Literal["auto", "json", "text"]
LogLevel = Literal["debug", "info", "warning", "error"]

logger: Final[FilteringBoundLogger] = structlog.get_logger("hubbub")


def configure_logs(log_format: LogFormat, level: LogLevel, stream: TextIO = sys.stderr) -> None:
    """Write the log to a stream: as JSON, or readable where that is a terminal.

    What the libraries say with :mod:`logging` comes in the same form, from warnings on.
    """
    readable = stream.isatty() if log_format == "auto" else log_format == "text"
    shared: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    # The renderer's own choice for exceptions would show local variables, passwords among them.
    plain = structlog.dev.plain_traceback
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=stream.isatty(), exception_formatter=plain)]
        if readable
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,  # `logger` is a proxy, made before this is called
    )
    from_libraries = logging.StreamHandler(stream)
    from_libraries.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[from_libraries], force=True)
