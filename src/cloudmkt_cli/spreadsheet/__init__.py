"""Tables of companies: read into profiles, one a row, and an empty one to fill in."""
