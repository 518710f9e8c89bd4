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


FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((SOURCE / "core" / "texts").iterdir())
}
MESSAGES = dict(entry for file in FILES.values() for entry in entries(file))
