"""The console script ``cloudmkt`` and ``python -m cloudmkt_cli``."""

import os
import signal
import sys
from typing import Final, NoReturn

from cloudmkt_cli.cli import garbage_collection

garbage_collection.pause()

# Before a command begins and after it ends, an interrupt finds nothing to clean up. One that is ignored stays so.
_TO_US = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _TO_US:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

from cloudmkt_cli.cli.app import main as run  # noqa: E402

_ENDING: Final = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
_ended_by: list[int] = []
"""The signal that ended this run."""


def main() -> None:
    """Run the program; a command is interrupted or ended by an exception, and so cleans up."""
    leave = signal.getsignal(signal.SIGINT)
    if _TO_US:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    to_us = [number for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL]  # not what nohup ignores
    for number in to_us:
        signal.signal(number, _end)
    try:
        run()
    except SystemExit:
        if _ended_by:  # a library may have made an interrupt of it
            sys.exit(128 + _ended_by[0])
        raise
    finally:
        signal.signal(signal.SIGINT, leave)
        for number in to_us:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: object) -> NoReturn:
    """The status is what a shell says of a program that a signal ended; a second one does not stop the cleaning up."""
    for other in _ENDING:
        signal.signal(other, signal.SIG_IGN)
    _ended_by.append(number)
    sys.exit(128 + number)


def script() -> NoReturn:
    """Run the program and end the process at once: the interpreter's own cleaning up is a twentieth of a short run.

    Nothing is left to it: the streams are flushed, the files closed and the workers ended.
    """
    try:
        main()
    except SystemExit as ended:
        os._exit(int(ended.code or 0))
    os._exit(0)


if __name__ == "__main__":
    script()
