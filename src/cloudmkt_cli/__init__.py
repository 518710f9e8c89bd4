"""Eligibility checker for companies that want to sell on Tencent Cloud Marketplace."""

from cloudmkt_cli.version import __version__ as __version__

TYPE_CHECKING = False  # what type checkers take for true; the module of that name costs more than this package
if TYPE_CHECKING:
    from cloudmkt_cli.api import check_profile, load_catalogue, load_profile

__all__ = ["check_profile", "load_catalogue", "load_profile"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What scripts import, loaded once they do: the command line has no use for it."""
        if name in __all__:
            from cloudmkt_cli import api as library  # noqa: PLC0415  as above

            return getattr(library, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
