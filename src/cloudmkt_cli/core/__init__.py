"""Messages, diagnostics, bounded input: what every other package builds on. It imports none of them."""
