"""Single values as TOML, for pasting; whole files are written by tomli-w, which has no inline tables."""

from datetime import date
from typing import Any

from pydantic_core import to_json


def literal(value: Any) -> str:
    """A value as it stands behind a key, on one line."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return f"{{ {', '.join(assignment(key, part) for key, part in value.items())} }}"
        case str():
            # JSON's escapes are TOML's; the one character that JSON takes as it is and TOML does not is DEL.
            return to_json(value).decode().replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def assignment(key: str, value: Any) -> str:
    """A key with its value."""
    return f"{key} = {literal(value)}"
