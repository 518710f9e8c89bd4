"""Packs as users write them, in folders of a test."""

from collections.abc import Mapping
from pathlib import Path

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.packs.reading import Pack, read_pack_folder

TEN_LINES = """\
format = 1
id = "acme-2026"
marketplace = "acme"
checked_on = 2026-11-27
markets = ["apps"]
name = { zh = "示例云市场规则", en = "Rules of an example marketplace" }
sources = [{ id = "rules", url = "https://example.com/rules" }]
market.apps.name = { zh = "应用", en = "Apps" }
[[market.apps.requirements]]
slug = "registered-capital"
condition = { kind = "cny", fact = "company.registered_capital", operator = ">=", limit = 500_000 }
"""
EXTENDING = """\
format = 1
id = "house-rules"
extends = "tencent-six-market"
name = { zh = "内部规则", en = "House rules" }
"""


def write_pack(folder: Path, head: str = TEN_LINES, **files: str) -> Path:
    """A pack in a folder: ``pack.toml``, and other files by their names without the ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {"pack": head, **files}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def valid(folder: Path) -> Pack:
    return read_pack_folder(str(folder))


def mistakes(folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a pack; nothing if it is valid."""
    try:
        read_pack_folder(str(folder))
    except InputError as error:
        return error.diagnostics
    return ()


def said(folder: Path) -> list[tuple[str | None, str, Mapping[str, object]]]:
    """The key and the message of each mistake, with what it names."""
    return [(one.key, one.message.key, one.message.values) for one in mistakes(folder)]
