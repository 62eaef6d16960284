#!/usr/bin/env bash
set -euo pipefail
cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
. .ci/stages.sh

usage() {
  cat <<'END'
usage: ./test.sh [--long] [--sanitize] [--tidy]

Installs what is missing (packages.txt), builds everything with warnings as errors, and runs every
test.

  --long       more rounds in the property and fault tests (minutes instead of seconds)
  --sanitize   all of it twice more: address and undefined behaviour, then threads
  --tidy       also clang-tidy over ledger/, api/ and cli/ (minutes)
  --help       this text
END
}

presets=(dev)
sections=(build test)
while [ $# -gt 0 ]; do
  case $1 in
    --long) export CELLTRAIL_LONG=1 ;;
    --sanitize) presets+=(asan tsan) ;;
    --tidy) sections+=(tidy) ;;
    -h | --help) usage; exit 0 ;;
    *) printf 'test.sh: unknown option %s\n\n' "$1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done

# A ledger of the developer's own is nothing to the tests.
unset CELLTRAIL_LEDGER

# Every file as it is compiled alone: neither batches nor another compiler's precompiled headers.
tidy() {
  cmake --preset dev -B build/tidy -DLEDGER_QUICK_BUILD=OFF
  find ledger api cli -name '*.cpp' -print0 |
    xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p build/tidy
}

packages() {
  install_packages "${sections[@]}"
  unpack_packages proxy
}

begin build/test.log $((1 + 2 * ${#presets[@]} + ${#sections[@]} - 2))
stage 'packages' packages
for preset in "${presets[@]}"; do
  stage "building ($preset; a few minutes the first time)" build_preset "$preset" all
  stage "testing ($preset)" ctest --preset "$preset"
  # From ctest's closing summary on: counts, what was skipped, seconds by kind of test.
  echo
  awk '/tests passed/ { summary = "" } { summary = summary $0 "\n" } END { printf "%s", summary }' "$log"
done
case " ${sections[*]} " in *' tidy '*) stage 'clang-tidy' tidy ;; esac
