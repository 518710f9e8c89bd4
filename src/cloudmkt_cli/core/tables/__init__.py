"""Tables of files from outside: the keys that each has, and whether values are valid."""
