"""TOML in and out."""
