"""A result as text, one folder a family of formats. A renderer returns text and never prints."""
