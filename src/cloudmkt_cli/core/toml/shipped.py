"""The TOML files of this package: rules, texts, lists of words."""

from pathlib import Path
from typing import Any

import rtoml


def read_shipped(path: Path) -> dict[str, Any]:
    """Parse a file of this package; an error in one is a bug."""
    return rtoml.loads(path.read_bytes().decode())
