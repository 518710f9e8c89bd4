"""Eligibility checker for companies that want to sell on Tencent Cloud Marketplace."""

from cloudmkt_cli.version import __version__ as __version__

TYPE_CHECKING = False  # type checkers read it as true; importing typing would cost more than this package
if TYPE_CHECKING:
    from cloudmkt_cli.api import (
        Catalogue,
        Diagnostic,
        Finding,
        InputError,
        Language,
        LoadedProfile,
        Market,
        MarketResult,
        Message,
        Position,
        ProfileResult,
        ProfileWarning,
        Requirement,
        Status,
        Step,
        Text,
        VendorProfile,
        Verdict,
        check_profile,
        load_catalogue,
        load_profile,
        translate,
    )

__all__ = [
    "Catalogue",
    "Diagnostic",
    "Finding",
    "InputError",
    "Language",
    "LoadedProfile",
    "Market",
    "MarketResult",
    "Message",
    "Position",
    "ProfileResult",
    "ProfileWarning",
    "Requirement",
    "Status",
    "Step",
    "Text",
    "VendorProfile",
    "Verdict",
    "check_profile",
    "load_catalogue",
    "load_profile",
    "translate",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Load the public names on first use; the command line does not need them."""
        if name in __all__:
            from cloudmkt_cli import api  # noqa: PLC0415  as above

            return getattr(api, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
