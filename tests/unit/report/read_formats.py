"""Reads the page and the workbook of a report as their readers do and compares them with its JSON.

usage: read_formats.py DIR    (report.json, report.LANG.html, report.LANG.xlsx for en and zh)
"""

import base64
import hashlib
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile

X = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SPLITS = {"by_month": "month", "by_route": "route", "by_chemistry": "chemistry",
          "by_region": "region", "by_operator": "operator", "by_origin": "origin"}
ROWS = {**SPLITS, "materials": "material", "elements": "element", "places": "place"}
EXACT_MAX = 2**53


def must(condition, text):
    if not condition:
        sys.exit(text)


def millions(value):
    thousands = (abs(value) + 500) // 1000
    sign = "-" if value < 0 and thousands else ""
    return f"{sign}{thousands // 1000:,}.{thousands % 1000:03}"


def shown(member, value):
    """A figure of the JSON as people read it."""
    if value is None:
        return "-"
    if member.endswith(("_g", "_wh")):
        return millions(value)
    if member.endswith("permille"):
        return f"{value // 10:,}.{value % 10} %"
    return f"{value:,}"


def is_figure(member, value):
    return member != "month" and (value is None or
                                  isinstance(value, int) and not isinstance(value, bool))


def label(row, key):
    value = row[key]
    if key == "month":
        return f"{value:02}"
    return {"none": "not stated"}.get(value, value.replace("_", " "))


def text_of(element):
    return "".join(element.itertext())


def check_page(path, report, is_english):
    raw = path.read_bytes()
    page = ElementTree.fromstring(raw)
    every = list(page.iter())
    must(page.get("lang") == ("en" if is_english else "zh-CN"), "the page's language is not said")
    tags = {element.tag.replace(X, "").replace(SVG, "") for element in every}
    strange = tags - set("html head meta title style body main h1 h2 p dl dt dd br code figure figcaption"
                         " div table caption thead tbody tr th td bdi svg rect line g text".split())
    must(not strange, f"the page has elements it should not need: {strange}")
    for element in every:
        wrong = [name for name in element.keys() if name == "style" or name.startswith("on")
                 or name in ("href", "src")]
        must(not wrong, f"{element.tag} has {wrong}")
    style = [element for element in every if element.tag == X + "style"]
    must(len(style) == 1 and not re.search(r"url\(|@import", style[0].text), "one style, its own")
    policy = [m.get("content") for m in page.iter(X + "meta") if m.get("http-equiv")]
    digest = base64.b64encode(hashlib.sha256(style[0].text.encode()).digest()).decode()
    must(len(policy) == 1 and policy[0].startswith(f"default-src 'none'; style-src 'sha256-{digest}';"),
         f"the policy must allow sha256-{digest} and nothing else: {policy}")
    ids = [element.get("id") for element in every if element.get("id")]
    must(len(ids) == len(set(ids)), "an id stands twice")
    drawings = list(page.iter(SVG + "svg"))
    must(len(drawings) > 20, "drawings are missing")
    for drawing in drawings:
        must(drawing[0].tag == SVG + "title" and drawing[0].text, "a drawing says nothing")
    tables = {}
    for region in page.iter(X + "div"):
        name = region.get("aria-labelledby")
        if name is None:
            continue
        must(name in ids, f"nothing is labelled {name}")
        table = region.find(X + "table")
        must(text_of(table.find(X + "caption")).strip(), f"{name} has no caption")
        rows = table.find(X + "tbody").findall(X + "tr")
        for row in rows:
            must(row[0].tag == X + "th" and row[0].get("scope") == "row", f"{name}: a row unnamed")
        for cell in table.iter(X + "th"):
            must(cell.get("scope") in ("row", "col"), f"{name}: a heading without scope")
        tables[name] = [[text_of(cell) for cell in row if cell.get("class") != "bar"] for row in rows]
    check_page_figures(tables, text_of(page.find(X + "body")), report, is_english)


def check_page_figures(tables, text, report, is_english):
    for section, key in ROWS.items():
        rows = tables.get(section, [])
        must(len(rows) == len(report[section]), f"{section}: {len(rows)} rows")
        for row in report[section]:
            # Which row: by its name, which only English derives from the key.
            name = row[key] if section == "by_operator" else label(row, key)
            wanted = [shown(m, v) for m, v in row.items() if is_figure(m, v)]
            near = [r for r in rows if r[0] == name] if is_english else rows
            must(any(all(figure in r for figure in wanted) for r in near),
                 f"{section}: no row {name} with {wanted}")
            must("name" not in row or any(row["name"] in r for r in near), f"no name {row.get('name')}")
    for member, value in report.items():
        if is_figure(member, value) and member not in ("year", "year_elapsed_permille", "rules"):
            must(shown(member, value) in text, f"{member} {shown(member, value)} is not on the page")
    for row in report["elements"]:
        for norm in row["norms"]:
            wanted = {norm["id"], shown("permille", norm["permille"]), norm["source"]}
            met = ("met" if norm["met"] else "not met") if is_english else \
                ("达到" if norm["met"] else "未达到")
            must(any(wanted | {met} <= set(r) for r in tables["norms"]), f"no norm {norm}")
    for name, count in report["findings"].items():
        must(any(r[:2] == [name, f"{count:,}"] for r in tables["quality"]), f"no finding {name}")
    for member in ("identity", "origin", "root"):
        must(report["ledger"][member] in text, f"the page lacks {member}")
    must(f"{report['ledger']['size']:,}" in text and report["as_of"] in text, "the head is missing")
    must(report["withheld"]["by_operator"] == 2 and ("2 rows are withheld" in text or "2 行未列出" in text),
         "the page does not say what is withheld")


def read_workbook(path):
    """Sheets in order: name, rows of cells, whether headings are frozen."""
    with zipfile.ZipFile(path) as book:
        must(book.testzip() is None, "the zip file is damaged")
        times = {info.date_time for info in book.infolist()}
        must(times == {(1980, 1, 1, 0, 0, 0)}, f"the zip file has times of its own: {times}")
        shared = [re.sub("_x([0-9a-fA-F]{4})_", lambda found: chr(int(found[1], 16)), text_of(item))
                  for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        created = ElementTree.fromstring(book.read("docProps/core.xml"))
        must(any(e.text == "2025-01-01T01:00:00Z" for e in created.iter()), "created at another time")
        names = [s.get("name") for s in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(SHEET + "sheet")]
        sheets = {}
        for number, name in enumerate(names, 1):
            sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            must(next(sheet.iter(SHEET + "f"), None) is None, f"{name} has a formula")
            rows = [[shared[int(c[0].text)] if c.get("t") == "s" else int(c[0].text)
                     for c in row if len(c)] for row in sheet.iter(SHEET + "row")]
            frozen = next(sheet.iter(SHEET + "pane"), None)
            sheets[name] = rows, frozen is not None and frozen.get("state") == "frozen"
    return sheets


def exact(value):
    return value if abs(value) <= EXACT_MAX else str(value)


def check_workbook(path, report, is_english):
    sheets = read_workbook(path)
    names = list(sheets)
    must(len(names) == 12, f"sheets: {names}")
    for name, section in zip(names[1:], list(SPLITS) + ["materials", "elements"]):
        rows, is_frozen = sheets[name]
        must(is_frozen, f"the headings of {name} move")
        for row in report[section]:
            wanted = [exact(v) for m, v in row.items() if is_figure(m, v) and v is not None]
            must(any(all(value in r for value in wanted) for r in rows[1:]), f"{name}: no row {wanted}")
            must("name" not in row or any(row["name"] in r for r in rows), f"{name}: no {row.get('name')}")
    everything = [cell for rows, _ in sheets.values() for row in rows for cell in row]
    for member, value in report.items():
        if is_figure(member, value) and value is not None and member not in (
                "year", "year_elapsed_permille", "lost_g", "gross_g"):
            must(exact(value) in everything, f"{member} {value} is not in the workbook")
    for member in ("identity", "origin", "root", "size"):
        must(report["ledger"][member] in everything, f"the workbook lacks {member}")
    must(any("what they add is withheld" in str(c) or "涉及的综合利用量未列出" in str(c) for c in everything)
         and not any("<i>desk" in str(c) for c in everything), "the workbook shows what is doubtful")
    must(any("2 rows are withheld" in str(c) or "2 行未列出" in str(c) for c in everything),
         "the workbook does not say what is withheld")
    must(names[0] == ("Summary" if is_english else "概要"), f"sheets: {names}")


def main():
    folder = pathlib.Path(sys.argv[1])
    report = json.loads((folder / "report.json").read_text())
    for language in ("en", "zh"):
        check_page(folder / f"report.{language}.html", report, language == "en")
        check_workbook(folder / f"report.{language}.xlsx", report, language == "en")


main()
