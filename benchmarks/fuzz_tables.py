"""Looks for tables that make an import end in anything but profiles or bad input, or take it too much time or memory.

    python benchmarks/fuzz_tables.py [INPUTS] [KIND]...

So many spoilt files (10,000 if not said) of each kind, ``csv`` and ``xlsx``; a portion at a time is imported in a
process of its own. What broke a run is saved to a temporary folder; the exit code is then 1.
"""

import io
import multiprocessing
import os
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import rmtree
from typing import Final

ALLOWED: Final = {0, 1, 3, 4}
SECONDS: Final = 2.0
MEGABYTES: Final = 200
PORTION: Final = 500
HANGS: Final = 300
"""Seconds after which a process is taken to hang."""

ROWS: Final = [
    [
        "公司名称",
        "统一社会信用代码",
        "企业类型",
        "成立日期",
        "注册资本",
        "技术与服务人员",
        "目标市场",
        "外部融资",
        "备注",
    ],
    ["云舟示例有限公司", "91350100M000100Y43", "有限责任公司", "2021-03-15", "500万元", "24", "website、api", "是", ""],
    ["星海示例科技", "91000000MA00000030", "个体工商户", "2021年3月15日", "50(万美元)", "1,200", "service", "否", "通"],
    ["Café é", "", "企业", "20210315", "300,000美元", "24.5", "", "TRUE", "联通"],
]
PIECES: Final = [
    *(
        '"',
        '""',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\ufeff",
        "=1+1",
        "#N/A",
        "é",
        "𠮷",
        "ﷺ",
        "\u2028",
        "_x0000_",
    ),
    *(
        "<",
        ">",
        "&",
        "&amp;",
        "&#0;",
        "&#55296;",
        "&lt;",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x ",
        "?>",
        "/>",
        "</c>",
    ),
    *(
        '<c r="A1">',
        "<c>",
        "<v>",
        "</v>",
        "<f>1</f>",
        "<is><t>",
        "<row>",
        '<row r="9">',
        "</row>",
        "<a>",
        "<!DOCTYPE x>",
    ),
    *('t="s"', 't="b"', 't="d"', 't="e"', 't="zz"', 's="1"', 's="9"', 'r="SG1"', 'r="XFD1048576"', 'date1904="1"'),
    *("-1e308", "1e999", "nan", "60", "2958465.99999999", "44270", "-1", "0", "9" * 30, "2021-02-30", "true"),
]
ENCODINGS: Final = ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"]
DECLARED: Final = [*ENCODINGS, "UTF-8", "ISO-8859-1", "rot13", "idna", "undefined", "utf-7", "unicode_escape", "x"]
REPEATED: Final = [
    "<a>",
    "<c/>",
    "<row/>",
    "<c><v>1</v></c>",
    "<row><c><v>1</v></c></row>",
    "<si/>",
    "<!---->",
    "&amp;",
]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """The data with some of it cut, doubled, replaced, moved, or with something put in."""
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3, 6])):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.randint(0, 40))
        piece = chance.choice(PIECES).encode(chance.choice(["utf-8", "gb18030"]), "replace")
        match chance.choice(["cut", "insert", "insert", "replace", "double", "lines"]):
            case "cut":
                data = data[:start] + data[end:]
            case "insert":
                data = data[:start] + piece * chance.choice([1, 1, 1, 2, 300, 3000]) + data[start:]
            case "replace":
                data = data[:start] + chance.randbytes(chance.randint(0, 6)) + data[end:]
            case "double":
                data = data[:end] + data[start:end] * chance.choice([1, 1, 50]) + data[end:]
            case "lines":
                lines = data.split(b"\n")
                chance.shuffle(lines)
                data = b"\n".join(lines)
    return data


def value(column: int, chance: random.Random) -> str:
    """What may stand in a cell: as a rule, something that its column takes."""
    if chance.random() < 0.9:  # noqa: PLR2004
        return chance.choice(ROWS[1:])[column]
    return chance.choice([*PIECES, *chance.choice(ROWS)])


def spoilt_csv(chance: random.Random) -> bytes:
    """A table as text, each line in an encoding of its own if chance will have it so."""
    delimiter, end = chance.choice([",", ",", ";", "\t"]), chance.choice(["\n", "\r\n", "\r"])
    main = chance.choice([*ENCODINGS, *ENCODINGS[:4] * 5])
    mixed = chance.random() < 0.3  # noqa: PLR2004
    data = b""
    for number in range(chance.choice([1, 2, 4, 4, 10])):
        cells = ROWS[0] if number == 0 else [value(column, chance) for column in range(len(ROWS[0]))]
        encoding = chance.choice(ENCODINGS) if mixed else main.removesuffix("-sig") if number else main
        data += (delimiter.join(cells) + end).encode(encoding, "replace")
    if chance.random() < 0.01:  # noqa: PLR2004
        data += chance.choice([b",", b'"', b"\n", b"a,", b'"\n",', "中\n".encode()]) * chance.randint(1, 8_000_000)
    return mutate(data, chance)


def cell(row: int, column: int, chance: random.Random) -> str:
    """A cell of a sheet, of any kind that there is and of some that there are not."""
    place = f' r="{chr(65 + column)}{row}"' if chance.random() < 0.9 else ""  # noqa: PLR2004
    style = chance.choice(["", "", ' s="1"', ' s="2"', ' s="99"'])
    said = value(column, chance).replace("&", "&amp;").replace("<", "&lt;")
    number = chance.choice(["24", "44270", "44270.5", "-1e308", "1e308", "60", "0.5", "1e999", "nan", "2958466", said])
    if chance.random() < 0.8:  # noqa: PLR2004
        return f'<c{place} t="str"><v>{said}</v></c>'
    kinds = [
        f' t="s"><v>{chance.choice(["0", "1", "2", "3", "9999", said])}</v>',
        f' t="inlineStr"><is><t>{said}</t></is>',
        f' t="inlineStr"><is><r><t>{said}</t></r><rPh><t>x</t></rPh></is>',
        f' t="str"><f>A1</f><v>{said}</v>',
        f' t="{chance.choice("bednzsx")}"><v>{number}</v>',
        f"><v>{number}</v>",
        "><f>NOW()</f>",
        ">",
    ]
    return f"<c{place}{style}{chance.choice(kinds)}</c>"


def parts(chance: random.Random) -> dict[str, str]:
    """The parts of a workbook whose cells are drawn anew each time."""
    kinds = {"worksheets/sheet1": "worksheet", "worksheets/sheet2": "worksheet", "sharedStrings": "", "styles": ""}
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="http://example.com/{kind or name}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(kinds.items(), 1)
    )
    state = chance.choice(["", ' state="hidden"'])
    headings = "".join(f'<c t="inlineStr"><is><t>{heading}</t></is></c>' for heading in ROWS[0])
    rows = "".join(
        f'<row r="{row}">{"".join(cell(row, column, chance) for column in range(len(ROWS[0])))}</row>'
        for row in range(2, chance.choice([2, 3, 5]))
    )
    return {
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns:r="r"><workbookPr date1904="{chance.choice("01")}"/><sheets>'
        f'<sheet name="a" r:id="rId1"{state}/><sheet name="b" r:id="rId2"/></sheets></workbook>',
        "xl/sharedStrings.xml": "<sst>" + "".join(f"<si><t>{text}</t></si>" for text in ROWS[1][:4]) + "</sst>",
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/></numFmts>'
        "<cellXfs>"
        '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData><row>{headings}</row>{rows}</sheetData></worksheet>",
        "xl/worksheets/sheet2.xml": f"<worksheet><sheetData><row>{headings}</row>{rows}</sheetData></worksheet>",
    }


def spoilt_xlsx(chance: random.Random) -> bytes:
    """A workbook that is spoilt in its archive, its XML, its encodings or its size, or not at all."""
    contents = {name: text.encode() for name, text in parts(chance).items()}
    name = chance.choice(list(contents))
    text = contents[name].decode()
    match chance.choice(["nothing", "xml", "xml", "xml", "encoding", "missing", "swapped", "archive"]):
        case "xml":
            contents[name] = mutate(contents[name], chance)
        case "encoding":
            declared = f'<?xml version="1.0" encoding="{chance.choice(DECLARED)}"?>' if chance.random() < 0.7 else ""  # noqa: PLR2004
            contents[name] = mutate((declared + text).encode(chance.choice(ENCODINGS), "replace"), chance)
        case "missing":
            del contents[name]
        case "swapped":
            contents[name] = contents[chance.choice(list(contents))]
        case "archive":
            return b"PK\x03\x04" + mutate(packed(contents, chance), chance)[4:]
    if chance.random() < 0.005 and name in contents:  # noqa: PLR2004
        at = text.find(chance.choice(["<row>", "<sheets>", "</sst>", "<cellXfs>", "</Rel", "</sheetData>"]))
        repeated = chance.choice(REPEATED) * chance.randint(1, 8_000_000)
        contents[name] = f"{text[:at]}{repeated}{text[at:]}".encode()
    return packed(contents, chance)


def packed(contents: dict[str, bytes], chance: random.Random) -> bytes:
    """The parts as an archive, now and then packed in a way that no workbook is."""
    file = io.BytesIO()
    method = chance.choice([zipfile.ZIP_STORED, *[zipfile.ZIP_DEFLATED] * 20, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


KINDS: Final[dict[str, Callable[[random.Random], bytes]]] = {"csv": spoilt_csv, "xlsx": spoilt_xlsx}


def run(path: Path, to: Path, language: str) -> tuple[int, float]:
    """An import in this process: exit code, and seconds of the processor."""
    from typer.testing import CliRunner  # noqa: PLC0415  in the workers alone

    from cloudmkt_cli.cli.app import make_app  # noqa: PLC0415  in the workers alone

    start = time.process_time()
    result = CliRunner().invoke(make_app(), ["import", str(path), "--to", str(to), "--lang", language])
    crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
    return 70 if crashed else result.exit_code, time.process_time() - start


def peak() -> float:
    """The most memory that this process has had, in MB; 0 where the system does not say."""
    try:
        import resource  # noqa: PLC0415  Windows has none
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def make_portion(kind: str, seed: int, folder: str, number: int) -> None:
    """Make the tables of a portion, whose memory is not that of their import."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311  repeatable, not secret
    for count in range(number):
        (Path(folder) / f"{count:05}").write_bytes(KINDS[kind](chance))


def import_portion(kind: str, seed: int, folder: str, kept: str) -> None:
    """Import the tables of a portion; those that are done are removed, so a process dies of the first that is left."""
    codes: Counter[str] = Counter()
    highest = peak()
    to = Path(folder) / "out"
    for path in sorted(Path(folder).iterdir()):
        code, seconds = run(path, to, "zh" if seed % 2 else "en")
        codes[f"{code}{'+' if to.exists() else ''}"] += 1
        rmtree(to, ignore_errors=True)
        fault = f"exit-{code}" if code not in ALLOWED else f"{seconds:.1f}-s" if seconds > SECONDS else ""
        if peak() > max(highest, MEGABYTES):
            highest = peak()
            fault = f"{highest:.0f}-MB"
        if fault:
            path.rename(Path(kept) / f"{kind}-{seed}-{path.name}-{fault}")
        else:
            path.unlink()
    codes[f"most-{peak():.0f}-MB"] += 1
    (Path(kept) / f"{kind}-{seed}.codes").write_text(" ".join(codes.elements()), encoding="ascii")


def do_portion(kind: str, seed: int, kept: str, number: int) -> None:
    """A portion in processes of its own; one that hangs is ended, and its input stays."""
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        maker = spawn.Process(target=make_portion, args=(kind, seed, folder, number))
        maker.start()
        maker.join()
        worker = spawn.Process(target=import_portion, args=(kind, seed, folder, kept))
        worker.start()
        worker.join(timeout=HANGS)
        if worker.is_alive():
            worker.kill()
            worker.join()
        for path in sorted(Path(folder).glob("[0-9]*"))[:1]:
            path.rename(Path(kept) / f"{kind}-{seed}-{path.name}-died")


def main() -> int:
    """Fuzz, and print how many tables of each kind were imported, how the runs ended, and what broke."""
    number = int((sys.argv[1:] or ["10000"])[0])
    kept = tempfile.mkdtemp(prefix="cloudmkt-fuzz-")
    for kind in sys.argv[2:] or list(KINDS):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for at in range(0, number, PORTION):
                pool.submit(do_portion, kind, at // PORTION, kept, min(PORTION, number - at))
        codes: Counter[str] = Counter()
        for file in Path(kept).glob(f"{kind}-*.codes"):
            codes.update(file.read_text(encoding="ascii").split())
            file.unlink()
        most = max((int(code.split("-")[1]) for code in codes if code.startswith("most")), default=0)
        ended = {code: count for code, count in sorted(codes.items()) if not code.startswith("most")}
        told = ", ".join(f"{count} with {code.replace('+', ' and profiles')}" for code, count in ended.items())
        print(f"{kind}: {sum(ended.values())} of {number} inputs tried, at most {most} MB; ended {told}", flush=True)
    broken = sorted(path.name for path in Path(kept).iterdir())
    print(f"{len(broken)} inputs broke a run" + (f", saved in {kept}: {broken}" if broken else ""))
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
