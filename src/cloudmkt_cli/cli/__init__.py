"""The command line: one small module a command, and the one place where errors become exit codes."""
