"""Effective settings and where each comes from."""
