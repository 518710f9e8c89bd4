"""A profile and the rules give a result."""
