"""Tables of any size: a table engine groups the rows, the checker decides each group."""
