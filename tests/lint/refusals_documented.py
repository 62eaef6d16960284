"""docs/rules.md and the closed list of refusals name the same refusals.

The list is `enum class Refusal` in result.hpp. In docs/rules.md, every table row below a heading
with the word "refusal" that begins with a name in back-quotes (| `not_holder` | ...) names one.
"""

import re

import tree

LIST = "ledger/include/ledger/result.hpp"
PAGE = "docs/rules.md"


def listed(text):
    body = re.search(r"enum class Refusal\b[^{]*\{(.*?)\};", tree.code_only(text), re.DOTALL)
    return set(re.findall(r"\b[a-z][a-z0-9_]*\b", body.group(1))) if body else set()


def documented(text):
    """{name: line}"""
    names, below = {}, None
    for number, line in enumerate(text.split("\n"), 1):
        heading = re.match(r"(#+)\s+(.*)", line)
        if heading:
            level = len(heading.group(1))
            if re.search("refusal", heading.group(2), re.IGNORECASE):
                below = level if below is None else min(below, level)
            elif below is not None and level <= below:
                below = None
        row = re.match(r"\|\s*`([a-z][a-z0-9_]*)`\s*\|", line)
        if row and below is not None:
            names[row.group(1)] = number
    return names


def check(project):
    if PAGE not in project.files:
        return
    refusals, rows = listed(project.read(LIST) or ""), documented(project.read(PAGE) or "")
    if not refusals:
        yield f"{LIST}: no `enum class Refusal` found"
    for name in sorted(refusals - rows.keys()):
        yield f"{PAGE}: no row for `{name}` of {LIST}"
    for name in sorted(rows.keys() - refusals):
        yield f"{PAGE}:{rows[name]}: `{name}` is not in {LIST}"


if __name__ == "__main__":
    tree.main(check)
