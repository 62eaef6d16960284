"""Every rule of this folder finds what it is for, in a small tree made for it, and nothing else."""

import pathlib
import sys
import tempfile
import unittest

import compilers
import dependencies
import file_length
import folder_names
import formatting
import left_over_notes
import links
import machine_paths
import no_floats
import refusals_documented
import tree

RESULT = "ledger/include/ledger/result.hpp"
REFUSALS = "enum class Refusal : int {\n  // Reading.\n  malformed,\n  too_deep,\n};\n"
NOTE = "TO" + "DO"

# rule: [(what is wrong, {path: text}, what the finding must say)]
BAD = {
    dependencies: [
        ("a pure room reads the database", {"ledger/chain/tree.cpp": "#include <sqlite3.h>\n"},
         "ledger/chain/tree.cpp:1: includes sqlite3.h: ledger/chain may include"),
        ("a room looks up", {"ledger/model/rules.cpp": '\n#include "ledger/storage/store.hpp"\n',
                             "ledger/storage/store.hpp": ""},
         "ledger/model/rules.cpp:2: includes ledger/storage/store.hpp"),
        ("what is to know nothing of ledgers does",
         {"ledger/threads/a.hpp": '#include "ledger/event.hpp"\n',
          "ledger/include/ledger/event.hpp": ""},
         "ledger/threads/a.hpp:1: includes ledger/event.hpp"),
        ("the program goes past the door", {"cli/main.cpp": '#include "ledger/engine.hpp"\n',
                                            "ledger/engine.hpp": ""},
         "cli/main.cpp:1: includes ledger/engine.hpp"),
        ("a neighbour's header without its path",
         {"ledger/model/a.cpp": '#include "../storage/b.hpp"\n', "ledger/storage/b.hpp": ""},
         "ledger/model/a.cpp:1"),
        ("a folder without a row", {"ledger/network/socket.cpp": ""}, "has no row"),
        ("a pure room asks the system", {"ledger/model/a.cpp": "#include <unistd.h>\n"},
         "includes unistd.h"),
        ("an unknown package", {"cli/a.cpp": "#include <boost/asio.hpp>\n"}, "nor a package"),
        ("expected named twice",
         {"ledger/include/ledger/event.hpp": "#include <tl/expected.hpp>\n"},
         "tl only in " + RESULT),
        ("the command line library in two files",
         {"cli/a.cpp": "#include <CLI/CLI.hpp>\n", "cli/b.cpp": "#include <CLI/CLI.hpp>\n"},
         "CLI/ headers belong in one file of cli"),
        ("a header that could be two files",
         {"ledger/event.hpp": "", "ledger/include/ledger/event.hpp": "",
          "cli/a.cpp": '#include "ledger/event.hpp"\n'}, "could be"),
        ("Catch2 past its one include", {"tests/unit/a.cpp": "#include <catch2/catch.hpp>\n"},
         "tests may include"),
    ],
    left_over_notes: [("a note", {"a.cpp": f"int a;\n// {NOTE}: later\n"}, "a.cpp:2: " + NOTE)],
    folder_names: [("a folder", {"ledger/utils/a.cpp": ""}, "'utils'"),
                   ("a file", {"ledger/model/unit_helpers.hpp": ""}, "'unit_helpers.hpp'"),
                   ("another", {"cli/Manager.cpp": ""}, "'Manager.cpp'")],
    file_length: [("a long file", {"a.cpp": "\n" * 401}, "a.cpp: 401 lines")],
    machine_paths: [("a home", {"README.md": "see /" + "home/ann/ledger\n"}, "README.md:1"),
                    ("root's", {"run.sh": "\ncp /" + "root/x .\n"}, "run.sh:2")],
    compilers: [("views", {"a.cpp": "auto x = y | std::views::keys;\n"}, "std::views"),
                ("format", {"a.hpp": "#include <format>\n"}, "<format>")],
    no_floats: [("a type", {"ledger/report/a.cpp": "\ndouble share = 0;\n"}, "a.cpp:2: double"),
                ("a number", {"ledger/a.cpp": "auto share = 0.5;\n"}, "0.5"),
                ("an exponent", {"ledger/a.cpp": "auto big = 1e9;\n"}, "1e9")],
    links: [("no such file", {"README.md": "\nsee [the format](docs/format.md)\n"},
             "README.md:2: docs/format.md: there is no docs/format.md"),
            ("no such heading", {"README.md": "[a](#no-such)\n# Some\n"}, "no such heading"),
            ("a heading by name", {"a.hpp": '\n/// see docs/' + 'a.md,\n/// "Some\n/// one".\n',
                                   "docs/a.md": "# Some\n"},
             "a.hpp:2: docs/a.md has no heading"),
            ("a source", {"a.cpp": 'x = "docs/' + 'a.md, One";\n', "docs/a.md": "# Some\n"},
             'docs/a.md has no heading "One"'),
            ("upwards", {"docs/a.md": "[x](../b.md)\n"}, "there is no b.md")],
    refusals_documented: [
        ("one without a row",
         {RESULT: REFUSALS, "docs/rules.md": "## Refusals\n| `malformed` | x |\n"},
         "no row for `too_deep`"),
        ("a row too many",
         {RESULT: REFUSALS, "docs/rules.md": "## Refusals\n### Reading\n| `malformed` | x |\n"
                                             "| `too_deep` | x |\n| `gone` | x |\n"},
         "docs/rules.md:5: `gone`"),
    ],
}

# What looks like a breach and is none.
GOOD = {
    RESULT: "#include <string>\n\n#include <tl/expected.hpp>\n" + REFUSALS,
    "ledger/include/ledger/event.hpp": '#include "ledger/result.hpp"\n',
    "schema/CMakeLists.txt": "embed_text(schema migrations\n  0001.sql)\n",
    "ledger/storage/database.hpp": "#include <sqlite3.h>\n",
    "ledger/storage/migrate.cpp":
        '#include "migrations.hpp"\n#include "ledger/storage/database.hpp"\n',
    "ledger/report/tonnes.cpp":
        '// a double entry, 2.5 t\nauto limit = 36\'864;\nauto t = "0.5 t";\n',
    "ledger/engine.cpp":
        '#include "ledger/storage/database.hpp"\n#include "ledger/event.hpp"\n',
    "cli/main.cpp": '#include "ledger/event.hpp"\n// std::views are not used\n',
    "tests/support/catch.hpp": "#include <catch2/catch.hpp>\n",
    "README.md": "# Some: words, `code`\n[a](docs/rules.md#refusals) [b](#some-words-code) "
                 "[c](https://example.org/page/x) `[d](e.md)`\n```\n[f](g.md)\n```\n"
                 "[ledger](ledger)\n",
    "docs/rules.md": "# Rules\n| `not_a_refusal` | x |\n## Refusals\n| `malformed` | x |\n"
                     "| `too_deep` | x |\n## Else\n| `other` | y |\n",
}


def found(rule, files):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(rule.check(tree.Tree(root)))


class Rules(unittest.TestCase):
    def test_each_breach_is_found(self):
        for rule, cases in BAD.items():
            for what, files, says in cases:
                with self.subTest(rule=rule.__name__, what=what):
                    findings = found(rule, files)
                    self.assertEqual(1, len(findings), findings)
                    self.assertIn(says, findings[0])

    def test_what_is_right_passes(self):
        for rule in BAD:
            with self.subTest(rule=rule.__name__):
                self.assertEqual([], found(rule, GOOD))

    def test_every_rule_has_a_breach_here(self):
        here = pathlib.Path(__file__).parent
        rules = {path.stem for path in here.glob("*.py")} - {"tree", "self_test", "readme_commands"}
        self.assertEqual(rules, {rule.__name__ for rule in BAD} | {"formatting"})

    @unittest.skipUnless(formatting.clang_format(), "no clang-format of the right version")
    def test_unformatted_code_is_found(self):
        style = {".clang-format": "BasedOnStyle: Google\n"}
        self.assertEqual([], found(formatting, {"a.cpp": "int a;\n", **style}))
        findings = found(formatting, {"a.cpp": "int  a ;\nint b ;\n", **style})
        self.assertEqual(1, len(findings), findings)
        self.assertIn("a.cpp: not formatted", findings[0])

    def test_a_cycle_is_found(self):
        table = {"a": (("b",), ()), "b": (("c",), ()), "c": (("a",), ())}
        self.assertEqual(["a", "b", "c", "a"], dependencies.cycle(table))
        self.assertIsNone(dependencies.cycle({"a": (("b",), ()), "b": ((), ())}))

    def test_ignored_files_are_not_looked_at(self):
        note = f"// {NOTE}\n"
        files = {".gitignore": "/build/\n*.log\n", "build/a.cpp": note, "b.log": note}
        self.assertEqual([], found(left_over_notes, files))
        self.assertEqual(1, len(found(left_over_notes, {**files, "a/build/c.cpp": note})))


if __name__ == "__main__":
    sys.exit(unittest.main())
