"""The console script ``cloudmkt`` and ``python -m cloudmkt_cli``."""

from cloudmkt_cli.cli.app import main

if __name__ == "__main__":
    main()
