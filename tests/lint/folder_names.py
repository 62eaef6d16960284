"""Names that say nothing: whatever has no place goes there, and soon everything is in it."""

import re

import tree

EMPTY = {"util", "utils", "utility", "utilities", "common", "helper", "helpers", "manager",
         "managers", "misc"}


def check(project):
    for name in project.files:
        for part in name.split("/"):
            words = set(re.split(r"[^a-z]+", part.lower()))
            if words & EMPTY:
                yield f"{name}: '{part}' does not say what is in it; name it after what it does"
                break


if __name__ == "__main__":
    tree.main(check)
