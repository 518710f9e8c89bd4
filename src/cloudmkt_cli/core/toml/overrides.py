"""Values of a profile, changed without touching its file: what ``--set`` supposes, and what a plan says to write."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted, read_document

# Not compiled here: most runs suppose nothing.
_PART: Final = r"\.?([\w-]+)|\[([0-9]{1,4})\]"
_SURROGATE: Final = "[\ud800-\udfff]"
"""What bytes of a command line become that are no UTF-8."""
_ASSIGNMENT: Final = r"\s*([\w-]+(?:\.[\w-]+|\[[0-9]{1,4}\]){0,7})\s*=(.*)"


class Override(NamedTuple):
    """A value, and the key that it shall stand at. The index after the last entry of a list adds one."""

    path: KeyPath
    value: Any

    @property
    def key(self) -> str:
        """The key as people write it."""
        return dotted(self.path)


def parse_override(text: str) -> Override | None:
    """Read ``KEY=VALUE``; None for what has not that form.

    The value is one of TOML. What is none is taken as text, so that words need no quotes; whether the key takes a text
    is for the profile's schema to say.
    """
    match = re.fullmatch(_ASSIGNMENT, text, re.DOTALL)
    if match is None or re.search(_SURROGATE, text):
        return None
    path = tuple(name or int(index) for name, index in re.findall(_PART, match[1]))
    return Override(path, _value(match[2].strip()))


def apply_overrides(values: Mapping[str, Any], overrides: Iterable[Override]) -> dict[str, Any]:
    """The values of a profile with the edits made, in their order; the values given stay as they are.

    A value in the way of a key gives way to what the key needs: the schema then says that it is not right.

    Raises:
        InputError: an index beyond the end of its list.
    """
    edited = dict(values)
    for override in overrides:
        edited = _edited(edited, override.path, override)
    return edited


def _value(text: str) -> Any:
    try:
        values = read_document(f"value = {text}".encode()).values
    except InputError:
        return text
    value = values["value"]
    alone = len(values) == 1  # and not a line break with more keys behind it
    finite = not isinstance(value, float) or math.isfinite(value)
    return value if alone and finite else text


def _edited(value: Any, path: KeyPath, override: Override) -> Any:
    """A value with the edit made below it; ``path`` is what is left of the way there."""
    if not path:
        return override.value
    part, rest = path[0], path[1:]
    if isinstance(part, str):
        table = value if isinstance(value, dict) else {}
        return {**table, part: _edited(table.get(part), rest, override)}
    entries = list(value) if isinstance(value, list) else []
    if part > len(entries):
        message = Message("error.no_such_entry", {"count": len(entries)})
        hint = Message("hint.no_such_entry", {"next": len(entries)})
        raise InputError(Diagnostic(message, hint, key=override.key))
    entries[part : part + 1] = [_edited(entries[part] if part < len(entries) else None, rest, override)]
    return entries
