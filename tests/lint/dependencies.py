"""Which folder may include which: the architecture as a table (docs/architecture.md).

Refused: an include that is not in its folder's row, a folder without a row, a table with a cycle.
"""

import re
import sys

import tree

# Rooms are folders, or (NAME.*) one file and its header; a room named by a longer path wins. Each
# may include itself.
#   room: (rooms of ours, packages of others)
ROOMS = {
    "ledger/include/ledger": ((), ("tl",)),
    "ledger/encoding": (("ledger/include/ledger",), ("fmt",)),
    "ledger/model": (("ledger/include/ledger", "ledger/encoding"), ("fmt",)),
    "ledger/crypto": (("ledger/include/ledger", "ledger/encoding"),
                      ("sodium", "openssl", "nlohmann", "fmt", "posix")),
    "ledger/chain": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto"), ("fmt",)),
    # Files judged offline: knows no disk and no ledger.
    "ledger/verify": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto",
                       "ledger/chain"), ("fmt",)),
    "ledger/storage": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto", "schema"),
                       ("sqlite3", "fmt", "posix")),
    # Another's log, read without trusting it: knows no disk but the one a source stands for.
    "ledger/mirror": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto",
                       "ledger/chain"), ("fmt",)),
    # What a witness answers and what is asked of one: knows no HTTP, no clock, no disk.
    "ledger/witness": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto",
                        "ledger/chain"), ("fmt",)),
    # Work on a stream in parallel, of whatever kind: knows nothing of ledgers.
    "ledger/threads": ((), ()),
    # posix: a workbook's file in memory.
    "ledger/report": (("ledger/include/ledger", "ledger/encoding", "schema"),
                      ("nlohmann", "fmt", "xlsxwriter", "posix")),
    "ledger/audit": (("ledger/include/ledger", "ledger/encoding", "ledger/model", "ledger/crypto",
                      "ledger/chain", "ledger/storage", "ledger/threads"), ("fmt",)),
    # posix: iconv, for tables in GB18030.
    "ledger/exchange": (("ledger/include/ledger", "ledger/encoding"), ("fmt", "posix")),
    # Tiles and entries as the store has them, and directories of them.
    "ledger/tiles": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto", "ledger/chain",
                      "ledger/storage"), ("fmt", "posix")),
    # From a signed batch to a transaction that can be committed.
    "ledger/recording": (("ledger/include/ledger", "ledger/encoding", "ledger/model",
                          "ledger/crypto", "ledger/chain", "ledger/storage"), ("fmt",)),
    # A whole ledger in another place: mirrors, backups, and ledgers put back.
    "ledger/copies": (("ledger/include/ledger", "ledger/encoding", "ledger/crypto", "ledger/chain",
                       "ledger/storage", "ledger/threads", "ledger/mirror", "ledger/tiles",
                       "ledger/recording"), ("fmt",)),
    # The conductor: the files directly in ledger/.
    "ledger": (("ledger/include/ledger", "ledger/encoding", "ledger/model", "ledger/crypto",
                "ledger/chain", "ledger/storage", "ledger/threads", "ledger/witness",
                "ledger/tiles", "ledger/recording", "ledger/copies"), ("fmt", "posix")),
    # The service's plain values, which its rooms pass to each other.
    "api/request.*": ((), ()),
    "api/heads.*": ((), ()),
    "api/readers.*": (("ledger/include/ledger",), ()),
    "api/metrics.*": (("ledger/include/ledger",), ("fmt",)),
    "api/health.*": (("ledger/include/ledger",), ("fmt", "posix")),
    "api/gauges.*": (("ledger/include/ledger", "api/metrics.*", "api/health.*"), ("fmt",)),
    "api/log.*": (("ledger/include/ledger",), ("nlohmann", "fmt")),
    "api/core.*": (("ledger/include/ledger", "api/access", "api/heads.*", "api/health.*",
                    "api/metrics.*", "api/readers.*"), ()),
    # The only user of the HTTP library's server; knows no ledger.
    "api/guard": (("ledger/include/ledger", "api/request.*"),
                  ("httplib", "nlohmann", "fmt", "posix")),
    "api/access": (("ledger/include/ledger",), ("nlohmann", "fmt", "posix")),
    "api/wire": (("ledger/include/ledger", "api/request.*"), ("nlohmann", "fmt")),
    "api/stream.*": (("ledger/include/ledger", "api/request.*", "api/core.*", "api/wire"),
                     ("nlohmann", "fmt")),
    # The pages that the service has of itself.
    "api/pages": (("ledger/include/ledger", "api/guard", "api/wire", "schema"),
                  ("nlohmann", "fmt")),
    "api/routes": (("ledger/include/ledger", "api/request.*", "api/core.*", "api/readers.*",
                    "api/stream.*", "api/access", "api/wire", "api/pages"), ("nlohmann", "fmt")),
    # The only user of the HTTP library's client.
    "api/client": (("ledger/include/ledger", "api/wire"),
                   ("httplib", "nlohmann", "fmt", "posix")),
    # The conductor: the other files directly in api/.
    "api": (("ledger/include/ledger", "api/request.*", "api/heads.*", "api/readers.*",
             "api/metrics.*", "api/health.*", "api/gauges.*", "api/log.*", "api/core.*",
             "api/guard", "api/access", "api/wire", "api/stream.*", "api/routes", "api/client"),
            ("httplib", "nlohmann", "fmt", "posix")),
    "cli": (("ledger/include/ledger", "api", "api/access", "api/wire", "api/client"),
            ("CLI", "toml++", "nlohmann", "fmt", "posix")),
    "schema": ((), ()),
    "tests": (("*",), ("sodium", "openssl", "sqlite3", "nlohmann", "fmt", "posix")),
    "tests/support": (("*",), ("catch2", "sodium", "openssl", "sqlite3", "nlohmann", "fmt",
                               "posix")),
    "tests/bench": (("*",), ("CLI", "sodium", "openssl", "sqlite3", "nlohmann", "fmt", "posix")),
    "tests/bench/http": (("*",), ("CLI", "sqlite3", "nlohmann", "fmt", "posix")),
    "examples": (("ledger/include/ledger",), ()),
}

# A package that one file keeps to itself, so that replacing it is one edit.
IN_ONE_FILE = {
    "tl": "ledger/include/ledger/result.hpp",
    "CLI": None,  # whichever file of a program it is
    "toml++": "cli/config/toml_file.cpp",
    "xlsxwriter": "ledger/report/workbook.cpp",
}

# Headers that the build makes: embed_text(schema NAME ...) gives NAME.hpp, of the room schema.
EMBEDDED = r"^embed_text\(schema ([a-z_]+)"

PACKAGES = ("sodium", "openssl", "sqlite3", "nlohmann", "fmt", "tl", "CLI", "catch2", "httplib",
            "toml++", "xlsxwriter")
POSIX = re.compile(r"sys/.*|unistd\.h|fcntl\.h|pthread\.h|poll\.h|signal\.h|netdb\.h|termios\.h"
                   r"|dirent\.h|malloc\.h|iconv\.h|pwd\.h|regex\.h|netinet/.*|arpa/.*|linux/.*")
STANDARD = re.compile(r"[a-z_0-9]+"
                      r"|(assert|errno|limits|math|stddef|stdint|stdio|stdlib|string|time)\.h")

INCLUDE = r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]'


def room_of(path):
    """The room with the longest matching path, or None."""
    folder = path.rsplit("/", 1)[0] if "/" in path else ""
    stem = path.rsplit(".", 1)[0]
    best = None
    for room in ROOMS:
        inside = (room in (folder, stem + ".*")
                  or (room != "ledger" and folder.startswith(room + "/")))
        if inside and (best is None or len(room) > len(best)):
            best = room
    return best


def package_of(header):
    first = header.split("/")[0].removesuffix(".h").removesuffix(".hpp")
    if first in PACKAGES:
        return first
    if POSIX.fullmatch(header):
        return "posix"
    return "std" if STANDARD.fullmatch(header) else None


def resolve(files, source, header):
    """The paths in the tree that the compiler could take the header from, in its order."""
    here = source.rsplit("/", 1)[0]
    places = (header, "ledger/include/" + header, here + "/" + header)
    return list(dict.fromkeys(place for place in places if place in files))


def made_by_build(project):
    listed = "schema/CMakeLists.txt"
    rules = project.read(listed) if listed in project.files else ""
    return {found.group(1) + ".hpp" for _, found in tree.lines_with(EMBEDDED, rules)}


def allowed_text(room):
    ours, others = ROOMS[room]
    return (f"{room} may include: itself, {', '.join(ours) or 'nothing else of ours'}; "
            f"standard library, {', '.join(others) or 'nothing else of others'}")


def check_include(files, made, source, header):
    """What is wrong with this include, or None."""
    room = room_of(source)
    ours, others = ROOMS[room]
    found = resolve(files, source, header)
    if len(found) > 1:
        return f"could be {' or '.join(found)}: rename one"
    target = room_of(found[0]) if found else "schema" if header in made else None
    if found and target is None:
        return f"{found[0]} lies in a folder without a row"
    if target is not None:
        return None if target == room or target in ours or "*" in ours else allowed_text(room)
    package = package_of(header)
    if package is None:
        return "neither a file of the project nor a package of tests/lint/dependencies.py"
    if package == "std":
        return None
    if package in others and IN_ONE_FILE.get(package) in (None, source):
        return None
    only = f" ({package} only in {IN_ONE_FILE[package]})" if IN_ONE_FILE.get(package) else ""
    return allowed_text(room) + only


def cycle(rooms):
    """A list of rooms that lead back to the first, or None."""
    done = set()

    def walk(room, path):
        if room in path:
            return path[path.index(room):] + [room]
        if room in done:
            return None
        for target in rooms[room][0]:
            found = None if target == "*" else walk(target, path + [room])
            if found:
                return found
        done.add(room)
        return None

    return next(filter(None, (walk(room, []) for room in rooms)), None)


def check(project):
    loop = cycle(ROOMS)
    if loop:
        yield "tests/lint/dependencies.py: the table has a cycle: " + " -> ".join(loop)
    files, made = set(project.files), made_by_build(project)
    users = {}
    for source in project.sources():
        if room_of(source) is None:
            yield f"{source}: its folder has no row in tests/lint/dependencies.py"
            continue
        for line, found in tree.lines_with(INCLUDE, project.read(source) or ""):
            header = found.group(1)
            users.setdefault((package_of(header), room_of(source)), set()).add(source)
            wrong = check_include(files, made, source, header)
            if wrong:
                yield f"{source}:{line}: includes {header}: {wrong}"
    for (package, room), found in users.items():
        if package in IN_ONE_FILE and len(found) > 1:
            yield (f"{package}/ headers belong in one file of {room}, found in: "
                   + ", ".join(sorted(found)))


if __name__ == "__main__":
    sys.exit(tree.main(check))
