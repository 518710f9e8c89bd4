"""The unified social credit code of GB 32100-2015: its alphabet, its check digit, and what that finds."""

import random
from typing import Final

import pytest

from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""The standard's own table; that each is a power of three modulo 31 is what the program makes use of."""
VALID: Final = ("91350100M000100Y43", "91000000MA00000030")
MADE: Final = [
    "".join(random.Random(number).choices(ALPHABET, k=17))  # noqa: S311  repeatable, not secret
    for number in range(200)
]


def complete(body: str) -> str:
    """A code of its first seventeen characters, with the check digit that the standard's table gives."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(body, WEIGHTS, strict=True))
    return body + ALPHABET[(31 - total % 31) % 31]


def test_the_standard_leaves_out_five_letters() -> None:
    assert len(ALPHABET) == 31
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") - set(ALPHABET) == set("IOSVZ")
    assert tuple(3**place % 31 for place in range(17)) == WEIGHTS


@pytest.mark.parametrize("code", VALID)
def test_known_codes(code: str) -> None:
    assert complete(code[:17]) == code
    assert is_well_formed(code)
    assert has_right_check_digit(code)


@pytest.mark.parametrize("body", MADE[:20])
def test_made_codes(body: str) -> None:
    assert is_well_formed(complete(body))
    assert has_right_check_digit(complete(body))


def test_a_body_has_just_one_check_digit() -> None:
    for body in MADE[:50]:
        assert [char for char in ALPHABET if has_right_check_digit(body + char)] == [complete(body)[17]]


def test_every_single_slip_is_found() -> None:
    for code in (*VALID, *map(complete, MADE[:5])):
        for place in range(18):
            for char in set(ALPHABET) - {code[place]}:
                assert not has_right_check_digit(code[:place] + char + code[place + 1 :])


def test_every_swap_of_neighbours_is_found() -> None:
    for code in map(complete, MADE):
        for place in range(16):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert has_right_check_digit(swapped) is (code[place] == code[place + 1])


@pytest.mark.parametrize("char", [*"IOSVZ", *"aiy-_. \t", "\uff19", "九", "Ａ", "٩", "\u200b", "\x00"])
def test_a_character_of_no_code_is_not_well_formed(char: str) -> None:
    code = VALID[0]
    assert [place for place in range(17) if is_well_formed(code[:place] + char + code[place + 1 :])] == []


@pytest.mark.parametrize("code", VALID)
def test_length(code: str) -> None:
    for other in ("", code[:1], code[:17], code + "3", code * 2, f" {code}", f"{code} ", f"{code}\n", code[:17] + "\n"):
        assert not is_well_formed(other), other


@pytest.mark.parametrize("last", [*"IOSVZ", *"aiy*", "九"])
def test_a_check_digit_of_no_code_is_a_wrong_one(last: str) -> None:
    code = VALID[0][:17] + last
    assert is_well_formed(code)
    assert not has_right_check_digit(code)


def test_codes_of_lower_case_are_not_read_as_others() -> None:
    assert not is_well_formed(VALID[0].lower())
