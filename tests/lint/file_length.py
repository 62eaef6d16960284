"""Long files hold more than one idea. From 300 lines on a file is questioned, over 400 refused."""

import sys

import tree

QUESTIONED = 300
REFUSED = 400


def check(project):
    for name in project.named("*.cpp", "*.hpp", "*.py", "*.js"):
        lines = (project.read(name) or "").count("\n")
        if lines > REFUSED:
            yield f"{name}: {lines} lines, at most {REFUSED}: which second idea is in it?"
        elif lines >= QUESTIONED:
            print(f"note: {name}: {lines} lines: is there a second idea in it?", file=sys.stderr)


if __name__ == "__main__":
    tree.main(check)
