"""Golden files: what the program printed when somebody last looked at it."""

import os

from support.paths import GOLDEN

from cloudmkt_cli import __version__


def updating() -> bool:
    """Whether this run writes the golden files instead of failing on them."""
    return os.environ.get("UPDATE_GOLDEN") == "1"


def assert_golden(name: str, content: str | bytes) -> None:
    """Compare with a golden file; the version does not count.

    ``UPDATE_GOLDEN=1 pytest`` rewrites the files; review the diff before you commit it.
    """
    golden = GOLDEN / name
    text = content if isinstance(content, str) else content.decode()
    shown = text.replace(f'"{__version__}"', '"0.0.0"')
    if updating():
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_bytes(shown.encode())
    assert shown == golden.read_bytes().decode()
