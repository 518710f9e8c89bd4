"""TOML in: values, and the place of every key and value in characters."""

from pathlib import Path
from typing import Final

import pytest

from cloudmkt_cli.core.toml.document import KeyPath, TomlDocument, dotted, read_document
from cloudmkt_cli.core.toml.shipped import read_shipped

DOCUMENT: Final = """\
top = 1
"quoted key" = "a"
'literal.key' = 'b'
"名称" = "星海"
dotted.below.deep = true
spaced   =   2026-11-23
inline = { first = 1, "second" = { third = [1, 2] }, d.e = 5 }
many = [
  "one", # a comment
  ["two", "three"],
  { four = 4 },
]
text = \"\"\"
[table]
top = 2
\"\"\"
literal = '''
[[tables]]
'''
emoji = ["😀", "👩\u200d👩\u200d👧", "after"]
combining = ["e\u0301", "after"]

[table]
key = 1

  [ table . "sub.table" ]   # a comment
key = [1]

[[tables]]
name = "first"
  [tables.inner]
  value = 1
[[tables]]
name = "second"
[[tables.list]]
x = 1
[[tables.list]]
x = 2
[ "odd \\" name" ]
key = 1
[parent.child]
key = 1
"""

# Path, where its value starts, and where its key does.
PLACES: Final[list[tuple[KeyPath, tuple[int, int], tuple[int, int]]]] = [
    (("top",), (1, 7), (1, 1)),
    (("quoted key",), (2, 16), (2, 1)),
    (("literal.key",), (3, 17), (3, 1)),
    (("名称",), (4, 8), (4, 1)),
    (("dotted", "below", "deep"), (5, 21), (5, 14)),
    (("spaced",), (6, 14), (6, 1)),
    (("inline",), (7, 10), (7, 1)),
    (("inline", "first"), (7, 20), (7, 12)),
    (("inline", "second"), (7, 34), (7, 23)),
    (("inline", "second", "third"), (7, 44), (7, 36)),
    (("inline", "second", "third", 1), (7, 48), (7, 48)),
    (("inline", "d", "e"), (7, 60), (7, 56)),
    (("many",), (8, 8), (8, 1)),
    (("many", 0), (9, 3), (9, 3)),
    (("many", 1), (10, 3), (10, 3)),
    (("many", 1, 1), (10, 11), (10, 11)),
    (("many", 2), (11, 3), (11, 3)),
    (("many", 2, "four"), (11, 12), (11, 5)),
    (("text",), (13, 8), (13, 1)),
    (("literal",), (17, 11), (17, 1)),
    (("emoji", 0), (20, 10), (20, 10)),
    (("emoji", 1), (20, 15), (20, 15)),
    (("emoji", 2), (20, 24), (20, 24)),
    (("combining", 1), (21, 20), (21, 20)),
    (("table",), (23, 1), (23, 1)),
    (("table", "key"), (24, 7), (24, 1)),
    (("table", "sub.table"), (26, 3), (26, 3)),
    (("table", "sub.table", "key"), (27, 7), (27, 1)),
    (("table", "sub.table", "key", 0), (27, 8), (27, 8)),
    (("tables", 0, "name"), (30, 8), (30, 1)),
    (("tables", 0, "inner", "value"), (32, 11), (32, 3)),
    (("tables", 1, "name"), (34, 8), (34, 1)),
    (("tables", 1, "list", 0, "x"), (36, 5), (36, 1)),
    (("tables", 1, "list", 1, "x"), (38, 5), (38, 1)),
    (("parent", "child"), (41, 1), (41, 1)),
    (("parent", "child", "key"), (42, 7), (42, 1)),
]
NOT_THERE: Final[list[KeyPath]] = [
    ("none",),
    ("top", "below"),
    ("many", 3),
    ("many", "one"),
    ("tables", 2),
    ("table", "sub", "table"),
    ("inline", "value"),
    ("key",),
]


def read(text: str) -> TomlDocument:
    return read_document(text.encode())


@pytest.mark.parametrize("prefix", ["", "\ufeff"], ids=["plain", "after a byte-order mark"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("path", "value", "key"), PLACES, ids=[dotted(place[0]) for place in PLACES])
def test_place(path: KeyPath, value: tuple[int, int], key: tuple[int, int], line_end: str, prefix: str) -> None:
    document = read(prefix + DOCUMENT.replace("\n", line_end))
    assert document.position(path) == value
    assert document.position(path, of_key=True) == key


@pytest.mark.parametrize("path", NOT_THERE, ids=dotted)
def test_what_is_not_in_the_file_has_no_place(path: KeyPath) -> None:
    assert read(DOCUMENT).position(path) is None


def test_entries_of_a_list_of_tables_are_at_their_headers() -> None:
    document = read(DOCUMENT)
    lines = [document.position(path, of_key=True) for path in (("tables", 0), ("tables", 1), ("tables", 1, "list", 1))]
    assert [line and line.line for line in lines] == [29, 33, 37]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_lines_come_without_their_ends(line_end: str) -> None:
    document = read(DOCUMENT.replace("\n", line_end))
    assert document.line(1) == "top = 1"
    assert document.line(7).endswith("}")
    assert document.line(42) == "key = 1"
    assert document.line(43) == ""
    assert document.line(44) == ""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('x = """\n[team]\n"""\n[team]\n', 4),
        ("x = '''\n[team]\n'''\n[team]\n", 4),
        ('x = """a \\""" [team]\n[team]\n"""\n[team]\n', 4),
        ('x = """a""""\ny = "[team]"\n[team]\n', 3),
        ("x = '''a'''''\n[team]\n", 2),
        ("# '''\n[team]\n", 2),
        ('# """ it\'s\n[team]\n# """\n', 2),
        ("x = 1 # '''\n[team]\n", 2),
        ('x = "#" # "\n[team]\n', 2),
        ("# [team]\n[team]\n", 2),
        ("x = ['''\n[team]\n''', \"\"\"\n[team]\"\"\"]\n[team]\n", 5),
        ("\n\n\t[team]\t# [team]\n", 3),
        ('["team"]\n', 1),
        ("['team']\n", 1),
    ],
    ids=repr,
)
def test_a_header_is_found_where_it_is_and_not_in_a_text_or_comment(text: str, line: int) -> None:
    position = read(text).position(("team",))
    assert position is not None
    assert position.line == line


def test_a_table_that_has_no_header_of_its_own_is_at_the_first_one_below() -> None:
    document = read("x = 1\n[team.one]\n[team.two]\n[others.one.two]\n")
    assert document.position(("team",)) == (2, 1)
    assert document.position(("others", "one")) == (4, 1)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("a",), "a"),
        (("products", 0, "name"), "products[0].name"),
        (("a", 1, 2, "b", "c"), "a[1][2].b.c"),
        (("attestations", "market-image"), "attestations.market-image"),
    ],
)
def test_paths_as_people_write_them(path: KeyPath, text: str) -> None:
    assert dotted(path) == text


def test_a_file_of_the_package_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_bytes("[a]\nb = { c = '星海' }\n".encode())
    assert read_shipped(tmp_path / "words.toml") == {"a": {"b": {"c": "星海"}}}
