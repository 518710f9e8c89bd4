"""Warnings about a profile: likely mistakes that do not change any status."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from cloudmkt_cli.checking.evidence import registration_number_issue, text_issue
from cloudmkt_cli.checking.results import ProfileWarning
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.profile.attachments import FileState, files_named
from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed
from cloudmkt_cli.profile.model import Case, Certificates, Company, VendorProfile
from cloudmkt_cli.profile.registered_capital import is_plausible

EXPIRES_SOON: Final = timedelta(days=30)

_LEGAL_FORMS: Final = {"91": "enterprise", "92": "individual-business", "93": "enterprise"}
"""The legal form by the first two characters of a credit code; 93 is a farmers' cooperative."""


def lint_profile(
    profile: VendorProfile, targets: Sequence[str], as_of: date, files: Mapping[str, FileState]
) -> Iterator[ProfileWarning]:
    """All warnings about a profile, in the order of its keys."""
    yield from _lint_credit_code(profile.company)
    yield from _lint_capital(profile.company)
    if files:
        yield from _lint_files(profile, files)
    yield from _lint_products(profile, targets)
    yield from _lint_cases(profile.cases or ())
    yield from _lint_certificates(profile.certificates, as_of)
    yield from _lint_attestations(profile, as_of)


def _lint_credit_code(company: Company) -> Iterator[ProfileWarning]:
    code, path = company.uscc, ("company", "uscc")
    if code is None:
        return
    if not is_well_formed(code):
        yield _warning("uscc-form", path, found=code)
        return
    if not has_right_check_digit(code):
        yield _warning("uscc-check-digit", path, found=code)
    if company.legal_form not in {None, _LEGAL_FORMS.get(code[:2])}:
        yield _warning("uscc-prefix", path, found=code[:2], legal_form=company.legal_form)


def _lint_capital(company: Company) -> Iterator[ProfileWarning]:
    capital = company.registered_capital
    if capital is None or capital.cny_equivalent is None:
        return
    amount, currency, equivalent = capital.amount, capital.currency, capital.cny_equivalent
    if not is_plausible(amount, currency, equivalent):
        values = {"amount": amount, "currency": currency, "cny": equivalent}
        yield _warning("capital-equivalent", ("company", "registered_capital", "cny_equivalent"), **values)


def _lint_files(profile: VendorProfile, files: Mapping[str, FileState]) -> Iterator[ProfileWarning]:
    for path, stated in files_named(profile):
        state = files.get(stated, FileState.PRESENT)
        if warning := _no_answer(stated, path):
            yield warning
        elif state is not FileState.PRESENT:
            yield _warning(f"file-{state.replace('_', '-')}", path, file=stated)


def _lint_products(profile: VendorProfile, targets: Sequence[str]) -> Iterator[ProfileWarning]:
    for index, product in enumerate(profile.products):
        if targets and not set(targets) & set(product.markets):
            yield _warning("product-not-in-target", ("products", index, "markets"), name=product.name)
        number, path = product.software_copyright, ("products", index, "software_copyright")
        if isinstance(number, str) and registration_number_issue(number, path):
            yield _no_answer(number, path) or _warning("software-copyright-number", path, found=number)


def _lint_cases(cases: Sequence[Case]) -> Iterator[ProfileWarning]:
    for index, case in enumerate(cases):
        if case.award and (warning := _no_answer(case.award, ("cases", index, "award"))):
            yield warning
    by_customer: dict[str, list[int]] = {}
    for index, case in enumerate(cases):
        name = " ".join(unicodedata.normalize("NFKC", case.customer).casefold().split())
        by_customer.setdefault(name, []).append(index)
    for indexes in by_customer.values():
        if len(indexes) > 1 and _share_a_market([cases[index] for index in indexes]):
            first, second, *_ = indexes
            values = {"customer": cases[first].customer, "count": len(indexes)}
            yield _warning("case-repeated", ("cases", second, "customer"), **values)


def _share_a_market(cases: Sequence[Case]) -> bool:
    """Whether two of the cases count for the same market; a case that names no markets counts for every one."""
    return any(
        not one.markets or not other.markets or not set(one.markets).isdisjoint(other.markets)
        for one, other in combinations(cases, 2)
    )


def _no_answer(stated: str, path: KeyPath) -> ProfileWarning | None:
    if issue := text_issue(stated, path):
        return _warning("no-answer", path, key=dotted(path), reason=issue.reason, remedy=issue.remedy)
    return None


def _lint_certificates(certificates: Certificates, as_of: date) -> Iterator[ProfileWarning]:
    for name, valid in certificates._asdict().items():
        if isinstance(valid, date) and valid < as_of:
            yield _warning("certificate-expired", ("certificates", name), key=f"certificates.{name}", day=valid)


def _lint_attestations(profile: VendorProfile, as_of: date) -> Iterator[ProfileWarning]:
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
