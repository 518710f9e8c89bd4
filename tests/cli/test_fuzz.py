"""Whatever the bytes, a run ends with 0, 1, 3 or 4 and never with a defect."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.paths import PROFILES
from support.whole_app import app
from typer.testing import CliRunner

SHIPPED = [path.read_bytes() for path in sorted(PROFILES.glob("*.toml"))]
PIECES = [
    b'"',
    b"'",
    b'"""',
    b"[",
    b"]",
    b"{",
    b"}",
    b"=",
    b",",
    b".",
    b"#",
    b"\n",
    b"\r",
    b"\\",
    b"\x00",
    b"\xff",
    b"\xe4",
]
PIECES += [b"inf", b"nan", b"-1", b"9" * 500, b"0001-01-01", b"9999-12-31", b"true", b"[[products]]\n", b"[company]\n"]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A shipped profile with some of it taken out, put in, doubled or moved."""
    data = draw(st.sampled_from(SHIPPED))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        kind = draw(st.sampled_from(["cut", "insert", "replace", "double", "swap"]))
        if kind == "cut":
            data = data[:start] + data[end:]
        elif kind == "insert":
            data = data[:start] + draw(st.sampled_from(PIECES)) + data[start:]
        elif kind == "replace":
            data = data[:start] + draw(st.binary(max_size=8)) + data[end:]
        elif kind == "double":
            data = data[:end] + data[start:end] + data[end:]
        else:
            lines = data.split(b"\n")
            one, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
            lines[one], lines[other] = lines[other], lines[one]
            data = b"\n".join(lines)
    return data


def run(data: bytes) -> int:
    done = CliRunner().invoke(app, ["check", "-", "--as-of", "2026-11-23", "--lang", "zh"], input=data)
    assert done.exit_code != 4 or done.stderr.startswith("<stdin>"), done.stderr
    return done.exit_code


@settings(max_examples=3 * settings().max_examples, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_a_broken_profile_is_a_verdict_or_bad_input(data: bytes) -> None:
    assert run(data) in {0, 1, 3, 4}


@settings(max_examples=2 * settings().max_examples)
@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfe")
def test_any_bytes_are_bad_input_or_a_verdict(data: bytes) -> None:
    assert run(data) in {0, 1, 3, 4}
