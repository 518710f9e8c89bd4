"""The text of a profile in any of TOML's ways: tables under headers, in braces or with dotted keys; lists alike."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st
from support.samples import Values

from cloudmkt_cli.core.toml.serialize import assignment, literal

_WAYS = ["header", "braces", "dots"]


@st.composite
def texts_of(draw: st.DrawFn, values: Values) -> str:
    """A text that has these values; headers are the likeliest way, and what has none stands before the first."""
    rows: list[str] = []
    sections: list[list[str]] = []
    for key, value in values.items():
        way = draw(st.just("header") | st.sampled_from(_WAYS))
        if key in {"products", "cases"}:
            entries = [literal(entry) for entry in value]
            if way == "header" and value:
                sections += [[f"[[{key}]]", *_rows(draw, entry)] for entry in value]
            elif way == "braces" or not value:
                rows.append(f"{key} = [{', '.join(entries)}]")
            else:
                rows += [f"{key} = [ # one a line", *(f"  {entry}," for entry in entries), "]"]
        elif not isinstance(value, dict):
            rows.append(assignment(key, value))
        elif way == "header" and key == "attestations":
            sections += _attestations(draw, value)
        elif way == "header":
            below = {name: part for name, part in value.items() if isinstance(part, dict) and draw(st.booleans())}
            sections.append([f"[{key}]", *_rows(draw, {name: value[name] for name in value if name not in below})])
            sections += [[f"[{key}.{name}]", *_rows(draw, part)] for name, part in below.items()]
        elif way == "braces" or not value:
            rows.append(assignment(key, value))
        else:
            rows += _dotted(key, value)
    text = "\n\n".join("\n".join(part) for part in (rows, *sections))
    end = draw(st.sampled_from(["\n", "", "\n\n", "\n# the end"]))
    return draw(st.just(text + end) | st.just((text + end).replace("\n", "\r\n")))


def _rows(draw: st.DrawFn, table: Values) -> list[str]:
    """A key a line, some with a comment, and lists now and then over several lines."""
    rows = []
    for key, value in table.items():
        if isinstance(value, list) and draw(st.booleans()):
            rows += [f"{key} = [", *(f"  {literal(part)}," for part in value), "]"]
        else:
            rows.append(assignment(key, value) + draw(st.sampled_from(["", "  # as of today"])))
    return rows


def _attestations(draw: st.DrawFn, table: Values) -> list[list[str]]:
    way = draw(st.sampled_from(_WAYS))
    if way == "header" and table:
        return [[f"[attestations.{slug}]", *_rows(draw, part)] for slug, part in table.items()]
    if way == "braces":
        return [["[attestations]", *(assignment(slug, part) for slug, part in table.items())]]
    return [["[attestations]", *(row for slug, part in table.items() for row in _dotted(slug, part))]]


def _dotted(key: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from _dotted(f"{key}.{name}", part)
    else:
        yield assignment(key, value)
