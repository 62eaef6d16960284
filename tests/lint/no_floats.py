"""No floating point in the library: a gram that rounds differently on two machines would make two
reports of one head. Shares are permille and ppm; tonnes are printed from whole grams."""

import tree

# path: why it may
ALLOWED = {
    "ledger/report/workbook.cpp": "a spreadsheet has no other numbers; what is not exact stands as text",
}

FLOAT = (r"\b(float|double|float_t|double_t)\b|<cmath>|\bstd::(stof|stod|strtof|strtod)\b"
         r"|(?<![\w.'])\d[\d']*\.(?!\.)\d*|(?<![\w.'])\d+[eE][+-]?\d+\b")


def check(project):
    for name in project.sources():
        if not name.startswith("ledger/") or name in ALLOWED:
            continue
        for line, found in tree.lines_with(FLOAT, tree.code_only(project.read(name) or "")):
            yield f"{name}:{line}: {found.group()}: only whole numbers (docs/decisions/0005)"


if __name__ == "__main__":
    tree.main(check)
