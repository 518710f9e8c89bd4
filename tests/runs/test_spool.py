"""What keeps memory flat: no output keeps a profile, and parts come back from the spool as they went in."""

import gc
import shutil
import tempfile
import zlib
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import PROFILES
from support.strategies_runs import invoke

from cloudmkt_cli.core.formats import REPORT_ENDINGS, CheckFormat, ReportFormat
from cloudmkt_cli.profile.model import VendorProfile
from cloudmkt_cli.runs.batch import CheckedProfile, check_path
from cloudmkt_cli.runs.spool import Spool, packed

OUTPUTS = {
    **{name: ("-f", name) for name in get_args(CheckFormat)},
    "details": ("--details",),
    **{f"report-{kind}": ("--report", f"all{ending}") for ending, kind in REPORT_ENDINGS.items()},
    **{f"folder-{kind}": ("--report-dir", "papers", "--report-format", kind) for kind in get_args(ReportFormat)},
    "sorted": ("-f", "json", "--sort", "gaps", "--report", "all.html", "--only", "not-eligible"),
}


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_keeps_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    for path in PROFILES.glob("*.toml"):
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    alive: list[int] = []

    def watched(*arguments: Any, **options: Any) -> CheckedProfile:
        gc.collect()
        alive.append(sum(isinstance(one, VendorProfile) for one in gc.get_objects()) if len(alive) in {0, 20} else 0)
        return check_path(*arguments, **options)

    monkeypatch.setattr("cloudmkt_cli.runs.pool.check_path", watched)
    done = invoke("check", ".", "--as-of", "2026-11-23", *OUTPUTS[output])
    assert done.exit_code == 1
    before, after = alive[0], alive[20]
    assert after - before <= 1


PARTS = st.lists(st.tuples(st.binary(max_size=9), st.just(b""), st.binary(max_size=3)), max_size=9)


@given(PARTS, st.randoms(use_true_random=False), st.booleans())
def test_parts_come_back_in_any_order(made: list[tuple[bytes, ...]], random: Random, on_disk: bool) -> None:
    with Spool(in_memory=1 if on_disk else 1000) as spool:
        for parts in made:
            spool.add(packed(parts))
        order = [*range(len(made))]
        random.shuffle(order)
        for number in range(3):
            expected = [made[index][number] for index in order]
            assert [*spool.parts(number, order)] == expected
        interleaved = zip(spool.parts(0, order), spool.parts(2, order), strict=True)
        assert [*interleaved] == [(made[index][0], made[index][2]) for index in order]


def test_parts_are_compressed_at_the_fastest_level() -> None:
    part = b"abcd" * 1000
    assert packed([part]) == (zlib.compress(part, 1),)


def test_only_the_bytes_of_a_part_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    monkeypatch.setattr("cloudmkt_cli.runs.spool.zlib.decompress", read.append)
    with Spool() as spool:
        spool.add([b"one", b"two"])
        spool.add([b"three", b""])
        list(spool.parts(0, (1, 0)))
        list(spool.parts(1, (0, 1)))
    assert read == [b"three", b"one", b"two", b""]


@pytest.mark.parametrize(("in_memory", "on_disk"), [(6, 0), (5, 1)])
def test_a_file_is_made_beyond_the_limit_only(monkeypatch: pytest.MonkeyPatch, in_memory: int, on_disk: int) -> None:
    made: list[object] = []
    create = tempfile.TemporaryFile

    def recorded(**options: Any) -> object:
        made.append(options)
        return create(**options)

    monkeypatch.setattr(tempfile, "TemporaryFile", recorded)
    with Spool(in_memory) as spool:
        spool.add([b"123456"])
    assert len(made) == on_disk
