"""The console script ``cloudmkt`` and ``python -m cloudmkt_cli``."""

import gc

# What is imported lives to the end: looking for garbage in it is a quarter of a short run. Long work turns it on again.
gc.disable()

from cloudmkt_cli.cli.app import main  # noqa: E402

if __name__ == "__main__":
    main()
