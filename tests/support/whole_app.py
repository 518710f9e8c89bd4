"""The app with all its commands."""

from cloudmkt_cli.cli.app import make_app

app = make_app()
