"""Overridden values of a profile whose file stays unchanged: for ``--set``, and for the changes of a plan."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted, read_document

# Compiled when used: most runs override nothing.
_PART: Final = r"\.?([\w-]+)|\[([0-9]{1,4})\]"
_SURROGATE: Final = "[\ud800-\udfff]"
"""Stand-ins for bytes of the command line that are not UTF-8."""
_ASSIGNMENT: Final = r"\s*([\w-]+(?:\.[\w-]+|\[[0-9]{1,4}\]){0,7})\s*=(.*)"


class Override(NamedTuple):
    """A key and its new value. The index after the last entry of a list appends one."""

    path: KeyPath
    value: Any

    @property
    def key(self) -> str:
        """The key as text."""
        return dotted(self.path)


def parse_override(text: str) -> Override | None:
    """Parse ``KEY=VALUE``; return None for any other form.

    The value is parsed as TOML, and taken as a string if it is not valid TOML, so that words need no quotes. Whether
    the key accepts the value is checked later, by the profile's model.
    """
    match = re.fullmatch(_ASSIGNMENT, text, re.DOTALL)
    if match is None or re.search(_SURROGATE, text):
        return None
    path = tuple(name or int(index) for name, index in re.findall(_PART, match[1]))
    return Override(path, _value(match[2].strip()))


def apply_overrides(values: Mapping[str, Any], overrides: Iterable[Override]) -> dict[str, Any]:
    """A copy of the values with the overrides applied in order.

    A value that is not a table or list where the key needs one is replaced; validation then reports the result.

    Raises:
        InputError: an index is beyond the end of its list.
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
    alone = len(values) == 1  # no line break followed by more keys
    finite = not isinstance(value, float) or math.isfinite(value)
    return value if alone and finite else text


def _edited(value: Any, path: KeyPath, override: Override) -> Any:
    """A copy of a value with the override applied; ``path`` is the rest of the path, relative to the value."""
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
