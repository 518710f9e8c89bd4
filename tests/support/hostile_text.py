"""Text that acts on a terminal, a page or a spreadsheet, if it is let."""

BAIT = {
    "markup": "[/x][bold red]红[/bold red][link=https://example.com]x[/link]",
    "ansi": "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "bell": "a\x07b\x08c\x7f",
    "c1": "a\u009b31mb\u0085c",
    "right-to-left": "abc\u202etxt.exe\u202c\u2066x\u2069",
    "zero width": "a\u200bb\u200dc\ufeffd\u2060e",
    "newlines": "one\ntwo\r\nthree\u2028four\u2029five",
    "tab": "one\ttwo",
    "format string": "{0} {msg.__class__} %s %(x)s ${HOME} $(id) `id`",
    "path": "/etc/passwd",
    "endless": "云" * 100_000,
    "combining": "e" + "\u0301" * 500,
}


ACTING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
