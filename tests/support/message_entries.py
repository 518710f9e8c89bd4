"""Every message of the program by its key."""

import tomllib
from collections.abc import Iterator
from typing import Any

from support.paths import SOURCE


def entries(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, part in table.items():
        if all(isinstance(below, dict) for below in part.values()):
            yield from entries(part, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", part


MESSAGES = dict(entries(tomllib.loads((SOURCE / "core" / "messages.toml").read_text(encoding="utf-8"))))
