"""What is odd in a profile and decides nothing: it is said as a warning."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from cloudmkt_cli.checking.proof import doubt_of_number, doubt_of_word
from cloudmkt_cli.checking.results import ProfileWarning
from cloudmkt_cli.core.messages import Message
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.profile.attachments import FileState, files_named
from cloudmkt_cli.profile.credit_code import has_right_check_digit, is_well_formed
from cloudmkt_cli.profile.model import Case, Company, VendorProfile
from cloudmkt_cli.profile.registered_capital import is_plausible

EXPIRES_SOON: Final = timedelta(days=30)

_LEGAL_FORMS: Final = {"91": "enterprise", "92": "individual-business", "93": "enterprise"}
"""What the first two characters of a credit code say; 93 is a farmers' cooperative."""


def lint_profile(
    profile: VendorProfile, targets: Sequence[str], as_of: date, files: Mapping[str, FileState]
) -> Iterator[ProfileWarning]:
    """Every oddity of a profile, in the order of the format."""
    yield from _credit_code(profile.company)
    yield from _capital(profile.company)
    if files:
        yield from _files(profile, files)
    yield from _products(profile, targets)
    yield from _cases(profile.cases or ())
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


def _capital(company: Company) -> Iterator[ProfileWarning]:
    capital = company.registered_capital
    if capital is None or capital.cny_equivalent is None:
        return
    amount, currency, equivalent = capital.amount, capital.currency, capital.cny_equivalent
    if not is_plausible(amount, currency, equivalent):
        values = {"amount": amount, "currency": currency, "cny": equivalent}
        yield _warning("capital-equivalent", ("company", "registered_capital", "cny_equivalent"), **values)


def _files(profile: VendorProfile, files: Mapping[str, FileState]) -> Iterator[ProfileWarning]:
    for path, stated in files_named(profile):
        state = files.get(stated, FileState.PRESENT)
        if doubtful := _non_answer(stated, path):
            yield doubtful
        elif state is not FileState.PRESENT:
            yield _warning(f"file-{state.replace('_', '-')}", path, file=stated)


def _products(profile: VendorProfile, targets: Sequence[str]) -> Iterator[ProfileWarning]:
    for index, product in enumerate(profile.products):
        if targets and not set(targets) & set(product.markets):
            yield _warning("product-not-in-target", ("products", index, "markets"), name=product.name)
        number, path = product.software_copyright, ("products", index, "software_copyright")
        if isinstance(number, str) and doubt_of_number(number, path):
            yield _non_answer(number, path) or _warning("software-copyright-number", path, found=number)


def _cases(cases: Sequence[Case]) -> Iterator[ProfileWarning]:
    for index, case in enumerate(cases):
        if case.award and (doubtful := _non_answer(case.award, ("cases", index, "award"))):
            yield doubtful
    of_customer: dict[str, list[int]] = {}
    for index, case in enumerate(cases):
        name = " ".join(unicodedata.normalize("NFKC", case.customer).casefold().split())
        of_customer.setdefault(name, []).append(index)
    for places in of_customer.values():
        if _count_for_one_market([cases[index].markets for index in places]):
            first, second, *_ = places
            values = {"customer": cases[first].customer, "count": len(places)}
            yield _warning("case-repeated", ("cases", second, "customer"), **values)


def _count_for_one_market(markets: Sequence[Sequence[str]]) -> bool:
    """Whether two cases, by the markets that they name, count for the same one; naming none is counting for all."""
    if len(markets) < 2:  # noqa: PLR2004  as the name says
        return False
    named = [market for one in markets for market in set(one)]
    return not all(markets) or len(set(named)) < len(named)


def _non_answer(stated: str, path: KeyPath) -> ProfileWarning | None:
    if doubt := doubt_of_word(stated, path):
        return _warning("no-answer", path, key=dotted(path), reason=doubt.reason, remedy=doubt.remedy)
    return None


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
