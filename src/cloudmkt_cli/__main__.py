"""The console script ``cloudmkt`` and ``python -m cloudmkt_cli``."""

import gc
import os
import signal

# What is imported lives to the end: looking for garbage in it is a quarter of a short run. Long work turns it on again.
gc.disable()

# Before a command begins and after it ends, an interrupt finds nothing to clean up. One that is ignored stays so.
_TO_US = signal.getsignal(signal.SIGINT) is signal.default_int_handler
if _TO_US:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))

from cloudmkt_cli.cli.app import main as run  # noqa: E402


def main() -> None:
    """Run the program; a command is interrupted by an exception, and so cleans up."""
    leave = signal.getsignal(signal.SIGINT)
    if _TO_US:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    finally:
        signal.signal(signal.SIGINT, leave)


if __name__ == "__main__":
    main()
