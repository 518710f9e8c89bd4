"""The model of a vendor profile, version 1. A key that is left out is unknown, never no."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from cloudmkt_cli.profile.registered_capital import CNY, Currency, parse_capital

MAX_COUNT: Final = 1_000_000_000
MAX_AMOUNT: Final = 10**15
"""Limits far beyond any company, and below 2**53, so that floats are exact."""
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2199, 12, 31)


def _not_blank(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("blank", "blank text")
    return text


Filled = Annotated[str, AfterValidator(_not_blank)]
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Count = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Sum = Annotated[float, Field(ge=0, le=MAX_AMOUNT, allow_inf_nan=False)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
MarketIds = Annotated[tuple[str, ...], Field(strict=False)]  # TOML has arrays, not tuples
DocumentEvidence = bool | Filled  # a string is the path of the file
Certificate = bool | Day  # a date is the last day of validity


def _known_version(version: int) -> int:
    if version != 1:
        raise PydanticCustomError("unknown_version", "not a version of the format")
    return version


Version = Annotated[int, AfterValidator(_known_version)]  # a Literal would accept 1.0 and true


class StrictTable(BaseModel):
    """A table of an input file; unknown keys and wrong types are errors."""

    # Only whole files are validated: building one validator instead of fifteen halves the start-up time.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


class Capital(StrictTable):
    """Registered capital: the subscribed amount on the current licence."""

    amount: Sum
    currency: Currency
    cny_equivalent: Sum | None = None

    @property
    def in_cny(self) -> Decimal | None:
        """The amount in yuan; None for a foreign currency without a stated equivalent, as none is ever converted."""
        stated = self.amount if self.currency == CNY else self.cny_equivalent
        return None if stated is None else Decimal(str(stated))


def _read_capital(value: object) -> object:
    if isinstance(value, dict):
        return value
    parsed = parse_capital(value) if isinstance(value, str) else None
    if parsed is None:
        raise PydanticCustomError("capital_form", "not a known form of registered capital")
    return {"amount": float(parsed.amount), "currency": parsed.currency}


class Company(StrictTable):
    """The company, as on its business licence."""

    name: Filled
    uscc: str | None = None
    legal_form: Literal["enterprise", "individual-business", "individual"] | None = None
    established: Day | None = None
    registered_capital: Annotated[Capital, BeforeValidator(_read_capital)] | None = None
    external_funding: bool | None = None


class Account(StrictTable):
    """The Tencent Cloud account, and the e-mail addresses for notices and the contract."""

    registered: bool | None = None
    enterprise_verified: bool | None = None
    contact_email: Email | None = None
    service_email: Email | None = None


class Documents(StrictTable):
    """Documents: available, not available, or a file path relative to the profile."""

    business_licence: DocumentEvidence | None = None
    bank_account_permit: DocumentEvidence | None = None
    basic_account_information: DocumentEvidence | None = None
    bank_account_certificate: DocumentEvidence | None = None


class Team(StrictTable):
    """Head counts."""

    technical_and_service: Count | None = None
    marketplace_operators: Count | None = None
    senior_ops_certified: Count | None = None


class Support(StrictTable):
    """Hours of online support."""

    days_per_week: Annotated[int, Field(ge=0, le=7)] | None = None
    hours_per_day: Annotated[float, Field(ge=0, le=24, allow_inf_nan=False)] | None = None


class Experience(StrictTable):
    """The dates since which the company has served an industry; independent of its age."""

    application_software: Day | None = None
    operations: Day | None = None


class Product(StrictTable):
    """A product and the markets that it is offered in."""

    name: Filled
    markets: Annotated[MarketIds, Field(min_length=1)]
    kind: Literal["saas", "custom", "service", "software", "api"] | None = None
    registered_users: Count | None = None
    self_developed: bool | None = None
    software_copyright: bool | Filled | None = None
    open_source_based: bool | None = None
    on_tencent_cloud: bool | None = None
    bundled_with_tencent_cloud: bool | None = None
    cvm_image: bool | None = None
    test_account: bool | None = None
    website_test_passed: bool | None = None


class Case(StrictTable):
    """A customer case; without markets, it counts for all."""

    customer: Filled
    url: str | None = None
    markets: MarketIds = ()
    fortune_global_500: bool | None = None
    china_500: bool | None = None
    award: str | None = None


class Certificates(StrictTable):
    """Certificates: held or not, or the last day of validity."""

    software_enterprise: Certificate | None = None
    software_product: Certificate | None = None
    high_tech_enterprise: Certificate | None = None


class Agreements(StrictTable):
    """Agreements accepted."""

    consignment: bool | None = None
    marketplace: bool | None = None
    management_rules: bool | None = None


class Attestation(StrictTable):
    """The vendor's own judgement of a requirement without a threshold, with role, date and evidence."""

    holds: bool
    by: Filled
    on: Day
    evidence: Annotated[tuple[Filled, ...], Field(strict=False, min_length=1)]
    expires: Day | None = None


class Onboarding(StrictTable):
    """Progress of the onboarding."""

    applied_on: Day | None = None
    review: Literal["pending", "approved", "rejected"] | None = None
    reviewed_on: Day | None = None
    contract_signed_on: Day | None = None
    deposit_paid_on: Day | None = None


class VendorProfile(StrictTable):
    """A whole profile. A table that is left out states nothing."""

    profile_version: Version
    target_markets: MarketIds = ()
    company: Company
    account: Account = Account.model_construct()
    documents: Documents = Documents.model_construct()
    team: Team = Team.model_construct()
    support: Support = Support.model_construct()
    experience: Experience = Experience.model_construct()
    products: Annotated[tuple[Product, ...], Field(strict=False)] = ()
    cases: Annotated[tuple[Case, ...], Field(strict=False)] | None = None
    certificates: Certificates = Certificates.model_construct()
    agreements: Agreements = Agreements.model_construct()
    attestations: Mapping[str, Attestation] = Field(default_factory=dict)
    onboarding: Onboarding = Onboarding.model_construct()
