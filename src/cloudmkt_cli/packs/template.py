"""The files of a new pack: small, commented, and working at once."""

import re
import shlex
from datetime import date
from pathlib import Path
from string import Template
from typing import Final

from cloudmkt_cli.catalogue.pack_files import read_pack, shipped_packs
from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.sanitize import escape_untrusted

_TEMPLATES: Final = Path(__file__).parent / "templates"
_MINIMUM: Final = 12
_LONGEST_ID: Final = 40
_NO_SLUG: Final = re.compile(r"[^a-z0-9]+")


def new_pack(folder: Path, extends: str | None, day: date, language: Language) -> dict[str, str]:
    """The texts of the files, by their names.

    Raises:
        InputError: no edition that ships has the id ``extends``.
    """
    if extends is not None:
        read_pack(extends)
    values = {
        "id": _id(folder),
        "folder": escape_untrusted(shlex.quote(str(folder))),
        "day": day.isoformat(),
        "extends": extends or "",
        "slug": "house-team-size" if extends else "team-size",
        "minimum": str(_MINIMUM),
        "fewer": str(_MINIMUM - 1),
    }
    kind = "extending" if extends else "alone"
    return {"pack.toml": _filled(kind, language, values), "cases.toml": _filled("cases", language, values)}


def _id(folder: Path) -> str:
    """The name of the folder as an id that no edition has."""
    slug = _NO_SLUG.sub("-", folder.resolve().name.lower())[:_LONGEST_ID].strip("-") or "pack"
    return f"my-{slug}" if slug in shipped_packs() else slug


def _filled(name: str, language: Language, values: dict[str, str]) -> str:
    return Template((_TEMPLATES / f"{name}.{language}.toml").read_text(encoding="utf-8")).substitute(values)
