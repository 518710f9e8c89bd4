"""Eligibility checker for companies that want to sell on Tencent Cloud Marketplace."""

TYPE_CHECKING = False  # what type checkers take for true; the module of that name costs more than this package
if TYPE_CHECKING:
    from cloudmkt_cli.library import check_profile, load_catalogue, load_profile

__all__ = ["check_profile", "load_catalogue", "load_profile"]
__version__ = "0.1.0"

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What scripts import, loaded once they do: the command line has no use for it."""
        if name in __all__:
            from cloudmkt_cli import library  # noqa: PLC0415  as above

            return getattr(library, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
