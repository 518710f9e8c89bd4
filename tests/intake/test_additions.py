"""What is added to the text of a profile, however that is written: all that was there stays, byte for byte."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st
from support.samples import CATALOGUE, Values
from support.strategies import profiles
from support.strategies_runs import as_toml

from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.document import KeyPath, read_document
from cloudmkt_cli.core.toml.overrides import Override, apply_overrides
from cloudmkt_cli.intake.interview.commented import noted, notes
from cloudmkt_cli.intake.interview.draft import Draft
from cloudmkt_cli.intake.interview.insertions import add
from cloudmkt_cli.intake.interview.new_profile import starter
from cloudmkt_cli.intake.interview.state import State

HEAD = 'profile_version = 1\n[company]\nname = "星海"  # as on the licence\n'


def is_kept(before: str, after: str) -> bool:
    """Whether every character of a text is in another, in the same order."""
    rest = iter(after)
    return all(char in rest for char in before)


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        (HEAD, ("company", "uscc"), "x", HEAD + 'uscc = "x"\n'),
        (HEAD, ("team", "senior_ops_certified"), 3, HEAD + "\n[team]\nsenior_ops_certified = 3\n"),
        (HEAD, ("target_markets",), ["api"], HEAD.replace("1\n", '1\ntarget_markets = ["api"]\n')),
        (HEAD.rstrip("\n"), ("company", "uscc"), "x", HEAD + 'uscc = "x"\n'),
        ("[team]\n\n# about support\n[support]\n", ("team", "a"), 1, "[team]\na = 1\n\n# about support\n[support]\n"),
        ("[team]\n# a\n#a =\n#b =\nc = 1\n", ("team", "a"), 1, "[team]\n# a\na = 1\n#b =\nc = 1\n"),
        ("[team]\n#a = 5\n#b =\nc = 1\n", ("team", "a"), 1, "[team]\n#a = 5\na = 1\n#b =\nc = 1\n"),
        ("[team]\r\n# a =\r\nc = 1\r\n", ("team", "a"), 1, "[team]\r\na = 1\r\nc = 1\r\n"),
        ("[support]\n#a =\n[team]\nc = 1\n", ("team", "a"), 1, "[support]\n#a =\n[team]\nc = 1\na = 1\n"),
        ("[team]\r\nc = 1\r\n", ("team", "a"), 1, "[team]\r\nc = 1\r\na = 1\r\n"),
        ("team.c = 1\n[support]\n", ("team", "a"), 1, "team.c = 1\nteam.a = 1\n[support]\n"),
        ("[x]\n  c = 1\n", ("x", "a"), 1, "[x]\n  c = 1\n  a = 1\n"),
        ("team = { c = 1 }\n", ("team", "a"), 1, "team = { c = 1, a = 1 }\n"),
        ("team = {}\n", ("team", "a"), 1, "team = { a = 1}\n"),
        (
            "[t]\nm = '''\n[u]\n#a =\n'''\n[u]\nb = 1\n",
            ("t", "a"),
            1,
            "[t]\nm = '''\n[u]\n#a =\n'''\na = 1\n[u]\nb = 1\n",
        ),
        ("[t]\nm = [\n 1,\n]  # x\n\n[u]\n", ("t", "a"), 1, "[t]\nm = [\n 1,\n]  # x\na = 1\n\n[u]\n"),
        (
            "[[products]]\nn = 1\n\n# u\n[u]\n",
            ("products", 0, "k"),
            True,
            "[[products]]\nn = 1\nk = true\n\n# u\n[u]\n",
        ),
        ("products = [{ n = 1 }]\n", ("products", 0, "k"), True, "products = [{ n = 1, k = true }]\n"),
        ("products = [\n {n=1},\n]\n", ("products", 1), {"n": 2}, "products = [\n {n=1},\n { n = 2 }]\n"),
        ("a = 1\n", ("products", 0), {"n": 2}, "a = 1\n\n[[products]]\nn = 2\n"),
        ("[[cases]]\nn = 1\n\n[u]\n", ("cases", 1), {"n": 2}, "[[cases]]\nn = 1\n\n[[cases]]\nn = 2\n\n[u]\n"),
        ("#[[cases]]\n#n =\n#m =\n\n[u]\n", ("cases", 0), {"n": 2}, "[[cases]]\nn = 2\n#m =\n\n[u]\n"),
        ("#[[cases]]\r\n#n =\r\n", ("cases", 0), {"n": 2}, "[[cases]]\r\nn = 2\r\n"),
        ("#[a.x]\n#h =\n", ("a", "x"), {"h": 2, "k": 3}, "[a.x]\nk = 3\nh = 2\n"),
        ("[[cases]]\nn = 1\n#m =\n\n", ("cases", 1), {"n": 2}, "[[cases]]\nn = 1\n#m =\n\n[[cases]]\nn = 2\n\n"),
        # Somebody's own case, commented out, is not used for another one.
        ("#[[cases]]\n#n = 1\n", ("cases", 0), {"n": 2}, "#[[cases]]\n#n = 1\n\n[[cases]]\nn = 2\n"),
        ("[a.x]\nh = 1\n\n[u]\n", ("a", "y"), {"h": 2}, "[a.x]\nh = 1\n\n[a.y]\nh = 2\n\n[u]\n"),
        ("[a]\nx = { h = 1 }\n", ("a", "y"), {"h": 2}, "[a]\nx = { h = 1 }\n\n[a.y]\nh = 2\n"),
        ("a = { x = { h = 1 } }\n", ("a", "y"), {"h": 2}, "a = { x = { h = 1 }, y = { h = 2 } }\n"),
    ],
)
def test_where_something_is_put(before: str, path: KeyPath, value: object, after: str) -> None:
    assert add(before, path, value) == after


def test_what_has_no_place_is_for_the_vendor_to_write() -> None:
    with pytest.raises(InputError) as raised:
        add("a = 1\n", ("a", "b"), "x")
    assert raised.value.diagnostics[0].message.values == {"line": 'a.b = "x"'}


@st.composite
def split(draw: st.DrawFn) -> tuple[Values, list[tuple[KeyPath, Any]]]:
    """A profile in two: what it states already, and what is added key by key, entry by entry."""
    values = draw(profiles())
    added: list[tuple[KeyPath, Any]] = []
    stated: Values = {}
    for name, part in values.items():
        if name == "profile_version":
            stated[name] = part
        elif isinstance(part, dict):
            empty = draw(st.booleans())
            kept = {
                key: value for key, value in part.items() if (name, key) == ("company", "name") or draw(st.booleans())
            }
            added += [((name, key), value) for key, value in part.items() if key not in kept]
            if kept or empty:
                stated[name] = kept
        elif isinstance(part, list) and part and isinstance(part[0], dict):
            number = draw(st.integers(0, len(part)))
            stated |= {name: part[:number]} if number else {}
            added += [((name, index), part[index]) for index in range(number, len(part))]
        elif draw(st.booleans()):
            stated[name] = part
        else:
            added.append(((name,), part))
    return stated, added


def texts(values: Values) -> Iterator[str]:
    """The ways to write a profile: headers, as other libraries do, and with a comment over every line."""
    yield as_toml(values)
    yield tomli_w.dumps(values)
    yield "".join(f"# about\n{line}\n" for line in as_toml(values)[:-1].split("\n"))


@given(split())
def test_any_profile_takes_any_addition_and_keeps_all_that_was_there(parts: tuple[Values, list[Any]]) -> None:
    stated, added = parts
    for before in texts(stated):
        text, wanted = before, read_document(before.encode()).values
        for path, value in added:
            text, wanted = add(text, path, value), apply_overrides(wanted, [Override(path, value)])
        assert read_document(text.encode()).values == wanted
        assert is_kept(before, text)


def test_a_byte_order_mark_and_line_ends_of_windows_are_kept(tmp_path: Path) -> None:
    data = "\ufeff".encode() + HEAD.replace("\n", "\r\n").encode()
    values = read_document(data).values
    state = State(values, added={("company", "established"): date(2015, 3, 15)})
    saved = Draft(data, State(values)).with_answers(state, tmp_path, CATALOGUE)
    assert saved == (data + b"established = 2015-03-15\r\n", ())


def test_a_new_profile_takes_answers_in_place_of_its_comments() -> None:
    before = text = starter("星海", ("website",), CATALOGUE, "zh")
    for path, value in (
        (("team", "technical_and_service"), 12),
        (("products", 0), {"name": "云舟", "markets": ["website"]}),
        (("products", 0, "kind"), "saas"),
        (("attestations", "lawful"), {"by": "法务部", "holds": True, "on": date(2026, 1, 5), "evidence": ["x"]}),
    ):
        text = add(text, path, value)
    changed = [new for old, new in zip(before.splitlines(), text.splitlines(), strict=True) if old != new]
    assert changed == [
        "technical_and_service = 12",
        "[[products]]",
        'name = "云舟"',
        'markets = ["website"]',
        'kind = "saas"',
        "[attestations.lawful]",
        "holds = true",
        'by = "法务部"',
        "on = 2026-01-05",
        'evidence = ["x"]',
    ]


def test_what_is_half_given_stays_as_comments_and_is_read_back() -> None:
    text = starter("星海", ("website",), CATALOGUE, "zh")
    values = read_document(text.encode()).values
    given: dict[KeyPath, Values] = {
        ("products", 0): {"name": "云舟"},
        ("attestations", "lawful"): {"holds": False, "by": "法务部"},
    }
    for path, part in given.items():
        text = noted(text, path, part)
    assert read_document(text.encode()).values == values
    assert "#[[products]]\n" in text
    assert '#name = "云舟"\n' in text
    assert dict(notes(text, values, CATALOGUE.manual_review_slugs)) == given
    text = noted(text, ("products", 0), {"name": "云舟", "kind": "saas"})
    assert text.count("云舟") == 1
    assert add(text, ("products", 0), {"name": "云舟", "markets": ["website"], "kind": "saas"}).count("云舟") == 1


def test_half_given_entries_need_no_place_prepared() -> None:
    text = noted("a = '''\n#[[products]]\n#name =\n'''\r\n", ("products", 0), {"name": "x"})
    assert text == "a = '''\n#[[products]]\n#name =\n'''\r\n" + '\r\n#[[products]]\r\n#name = "x"\r\n'


def test_a_whole_entry_that_somebody_commented_out_is_not_half_given() -> None:
    text = '#[[products]]\n#name = "old"\n#markets = ["website"]\n#[[cases]]\n#customer = "old"\n'
    assert list(notes(text, {}, ())) == []
