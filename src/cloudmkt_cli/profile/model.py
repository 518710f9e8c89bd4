"""The model of a vendor profile, version 1. A key that is left out is unknown, never no."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple

from cloudmkt_cli.core.tables.types import Default, Limits
from cloudmkt_cli.profile.values import (
    Certificate,
    Clouds,
    Count,
    Country,
    Day,
    DaysPerWeek,
    DocumentEvidence,
    Email,
    Filled,
    HoursPerDay,
    LicenceCapital,
    MarketIds,
    Version,
)

NOTHING: Final[Mapping[str, Any]] = {}


class Company(NamedTuple):
    """The company, as on its business licence."""

    name: Filled
    uscc: str | None = None
    legal_form: Literal["enterprise", "individual-business", "individual"] | None = None
    established: Day | None = None
    registered_capital: LicenceCapital | None = None
    external_funding: bool | None = None
    jurisdiction: Country | None = None


class Account(NamedTuple):
    """The Tencent Cloud account, and the e-mail addresses for notices and the contract."""

    registered: bool | None = None
    enterprise_verified: bool | None = None
    merchant_account: bool | None = None
    contact_email: Email | None = None
    service_email: Email | None = None


class Documents(NamedTuple):
    """Documents: available, not available, or a file path relative to the profile."""

    business_licence: DocumentEvidence | None = None
    bank_account_permit: DocumentEvidence | None = None
    basic_account_information: DocumentEvidence | None = None
    bank_account_certificate: DocumentEvidence | None = None
    sales_licence: DocumentEvidence | None = None


class Team(NamedTuple):
    """Head counts."""

    technical_and_service: Count | None = None
    technical_and_customer_service: Count | None = None
    marketplace_operators: Count | None = None
    senior_ops_certified: Count | None = None


class Support(NamedTuple):
    """Hours of online support."""

    days_per_week: DaysPerWeek | None = None
    hours_per_day: HoursPerDay | None = None


class Experience(NamedTuple):
    """The dates since which the company has served an industry; independent of its age."""

    application_software: Day | None = None
    operations: Day | None = None
    mini_programs: Day | None = None
    website_building: Day | None = None
    enterprise_software: Day | None = None
    base_software: Day | None = None
    api_services: Day | None = None
    data_services: Day | None = None
    security: Day | None = None


class Product(NamedTuple):
    """A product and the markets that it is offered in."""

    name: Filled
    markets: Annotated[MarketIds, Limits(min_length=1)]
    kind: Literal["saas", "custom", "service", "software", "api"] | None = None
    registered_users: Count | None = None
    self_developed: bool | None = None
    software_copyright: bool | Filled | None = None
    open_source_based: bool | None = None
    launched_on: Day | None = None
    runs_on: Clouds | None = None
    bundled_with: Clouds | None = None
    on_tencent_cloud: bool | None = None
    bundled_with_tencent_cloud: bool | None = None
    cvm_image: bool | None = None
    test_account: bool | None = None
    website_test_passed: bool | None = None


class Case(NamedTuple):
    """A customer case; without markets, it counts for all."""

    customer: Filled
    url: str | None = None
    markets: MarketIds = ()
    fortune_global_500: bool | None = None
    china_500: bool | None = None
    award: str | None = None


class Certificates(NamedTuple):
    """Certificates: held or not, or the last day of validity."""

    software_enterprise: Certificate | None = None
    software_product: Certificate | None = None
    high_tech_enterprise: Certificate | None = None


class Agreements(NamedTuple):
    """Agreements accepted."""

    consignment: bool | None = None
    access: bool | None = None
    marketplace: bool | None = None
    management_rules: bool | None = None


class Attestation(NamedTuple):
    """The vendor's own judgement of a requirement without a threshold, with role, date and evidence."""

    holds: bool
    by: Filled
    on: Day
    evidence: Annotated[tuple[Filled, ...], Limits(min_length=1)]
    expires: Day | None = None


class Onboarding(NamedTuple):
    """Progress of the onboarding."""

    applied_on: Day | None = None
    review: Literal["pending", "approved", "rejected"] | None = None
    reviewed_on: Day | None = None
    contract_signed_on: Day | None = None
    deposit_paid_on: Day | None = None
    data_submitted_on: Day | None = None
    fee_paid_on: Day | None = None
    settlement_verified_on: Day | None = None


class MarketplaceAccount(NamedTuple):
    """The account at another marketplace, and what it must or must not be."""

    registered: bool | None = None
    enterprise_verified: bool | None = None
    good_standing: bool | None = None
    distributor: bool | None = None
    sub_account: bool | None = None
    managed_account: bool | None = None
    elite_partner: bool | None = None
    already_vendor: bool | None = None
    tax_form: bool | None = None
    bank_account: bool | None = None


class MarketplaceAgreements(NamedTuple):
    """Agreements of another marketplace that are accepted."""

    vendor: bool | None = None
    user_service: bool | None = None
    management_rules: bool | None = None
    other: bool | None = None


class Marketplace(NamedTuple):
    """What is particular to one other marketplace. Today's tables of these names are Tencent's."""

    account: MarketplaceAccount = MarketplaceAccount()
    agreements: MarketplaceAgreements = MarketplaceAgreements()
    onboarding: Onboarding = Onboarding()


class VendorProfile(NamedTuple):
    """A whole profile. A table that is left out states nothing."""

    profile_version: Version
    target_markets: Annotated[MarketIds, Default(())]
    company: Company
    account: Account = Account()
    documents: Documents = Documents()
    team: Team = Team()
    support: Support = Support()
    experience: Experience = Experience()
    products: tuple[Product, ...] = ()
    cases: tuple[Case, ...] | None = None
    certificates: Certificates = Certificates()
    agreements: Agreements = Agreements()
    attestations: Mapping[str, Attestation] = NOTHING
    onboarding: Onboarding = Onboarding()
    marketplaces: Mapping[str, Marketplace] = NOTHING
