#!/usr/bin/env bash
set -euo pipefail
cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
. .ci/stages.sh

usage() {
  cat <<'END'
usage: ./run.sh [--batteries N]

Installs what is missing (packages.txt), builds the program, makes up a year of companies and
batteries, records it in a new ledger, and shows one battery's trail, the audit, and the year's
tonnage against the target. Everything is made below build/; each run makes the sample anew.

  --batteries N   how many batteries to make up (5000)
  --help          this text
END
}

misused() {
  printf 'run.sh: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

batteries=5000
while [ $# -gt 0 ]; do
  case $1 in
    --batteries) [ $# -ge 2 ] || misused '--batteries needs a number'; batteries=$2; shift 2 ;;
    --batteries=*) batteries=${1#*=}; shift ;;
    -h | --help) usage; exit 0 ;;
    *) misused "unknown option $1" ;;
  esac
done
[[ $batteries =~ ^[1-9][0-9]{0,6}$ ]] ||
  misused "--batteries $batteries: expected a whole number from 1 to 9999999"

celltrail=build/release/cli/celltrail
year=2024
companies=build/sample/companies
export CELLTRAIL_LEDGER=build/sample/ledger

make_sample() {
  rm -rf build/sample
  mkdir -p build/sample
  "$celltrail" sample "$companies" --batteries "$batteries" --year "$year" --seed 1
}

record_sample() {
  local authority keys
  authority=$(<"$companies/authority")
  keys=("$companies/keys/$authority"*.key)
  "$celltrail" init "$CELLTRAIL_LEDGER" --origin sample.example/celltrail \
    --authority "$authority" --authority-key "${keys[0]}"
  "$celltrail" record "$companies/operators.jsonl" "$companies"/events-*.jsonl \
    --keys "$companies/keys" --openings "$companies/openings.jsonl"
}

# The code of the first pack that was taken apart: its trail has a beginning and an end.
a_battery() {
  sed -n '/"inputs":\[{"mass_g":[0-9]*,"unit":"[^"]*"}.*"type":"dismantle"/{
    s/.*"inputs":\[{"mass_g":[0-9]*,"unit":"\([^"]*\)".*/\1/p
    q
  }' "$companies/events-0001.jsonl"
}

begin build/run.log 7
stage 'packages' install_packages build
stage 'building the program (a few minutes the first time)' build_preset release celltrail
stage "making up $batteries batteries and the companies that handled them" make_sample
stage 'recording them: every batch signed, checked against the rules, stored' record_sample
battery=$(a_battery)
stage_shown 'one battery, from retirement to material' "$celltrail" trail "$battery"
stage_shown 'the audit: everything read again, hashed, verified, replayed' "$celltrail" audit
stage_shown "the year $year against the target" "$celltrail" report "$year"

cat <<END

What to try next
  export CELLTRAIL_LEDGER=$PWD/$CELLTRAIL_LEDGER
  export PATH=\$PATH:$PWD/$(dirname "$celltrail")
  celltrail --help                       every command
  celltrail report $year --rule gross/1    the same year under another counting rule
  celltrail stock                        who holds what now
  celltrail transfers --open             what is on the road, or said by one side only
  celltrail audit --json                 the audit, for programs
END
