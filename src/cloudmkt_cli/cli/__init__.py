"""The command line: one small module per command, and the one place where errors become exit codes."""
