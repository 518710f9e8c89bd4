"""What is odd in a profile and decides nothing: it is said as a warning."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from cloudmkt_cli.credit_code import has_right_check_digit, is_well_formed
from cloudmkt_cli.files import FileState, files_named
from cloudmkt_cli.language import Message
from cloudmkt_cli.profile import Company, VendorProfile
from cloudmkt_cli.report import ProfileWarning
from cloudmkt_cli.toml_reader import KeyPath

EXPIRES_SOON: Final = timedelta(days=30)

_LEGAL_FORMS: Final = {"91": "enterprise", "92": "individual-business", "93": "enterprise"}
"""What the first two characters of a credit code say; 93 is a farmers' cooperative."""
_COPYRIGHT_NUMBER: Final = re.compile(r"\d{4}SR\d+", re.ASCII)


def odd_in_profile(
    profile: VendorProfile, targets: Sequence[str], as_of: date, files: Mapping[str, FileState]
) -> Iterator[ProfileWarning]:
    """Every oddity of a profile, in the order of the format."""
    yield from _credit_code(profile.company)
    if files:
        yield from _files(profile, files)
    yield from _products(profile, targets)
    for name, valid in vars(profile.certificates).items():
        if isinstance(valid, date) and valid < as_of:
            yield _warning("certificate-expired", ("certificates", name), key=f"certificates.{name}", day=valid)
    yield from _attestations(profile, as_of)


def _credit_code(company: Company) -> Iterator[ProfileWarning]:
    code, place = company.uscc, ("company", "uscc")
    if code is None:
        return
    if not is_well_formed(code):
        yield _warning("uscc-form", place, found=code)
        return
    if not has_right_check_digit(code):
        yield _warning("uscc-check-digit", place, found=code)
    if company.legal_form not in {None, _LEGAL_FORMS.get(code[:2])}:
        yield _warning("uscc-prefix", place, found=code[:2], legal_form=company.legal_form)


def _files(profile: VendorProfile, files: Mapping[str, FileState]) -> Iterator[ProfileWarning]:
    for path, stated in files_named(profile):
        state = files.get(stated, FileState.PRESENT)
        if state is not FileState.PRESENT:
            yield _warning(f"file-{state.replace('_', '-')}", path, file=stated)


def _products(profile: VendorProfile, targets: Sequence[str]) -> Iterator[ProfileWarning]:
    for index, product in enumerate(profile.products):
        if targets and not set(targets) & set(product.markets):
            yield _warning("product-not-in-target", ("products", index, "markets"), name=product.name)
        number = product.software_copyright
        if isinstance(number, str) and not _COPYRIGHT_NUMBER.fullmatch(number):
            yield _warning("software-copyright-number", ("products", index, "software_copyright"), found=number)


def _attestations(profile: VendorProfile, as_of: date) -> Iterator[ProfileWarning]:
    for slug, attestation in profile.attestations.items():
        if attestation.expires is None:
            continue
        if attestation.expires < as_of:
            code = "attestation-expired"
        elif attestation.expires <= as_of + EXPIRES_SOON:
            code = "attestation-expires-soon"
        else:
            continue
        yield _warning(code, ("attestations", slug, "expires"), slug=slug, day=attestation.expires)


def _warning(code: str, about: KeyPath, **values: object) -> ProfileWarning:
    return ProfileWarning(code, Message(f"warning.{code}", values), about)
