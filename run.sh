#!/usr/bin/env bash
set -euo pipefail
cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
. .ci/stages.sh

usage() {
  cat <<'END'
usage: ./run.sh [--batteries N] [--no-serve]

Installs what is missing (packages.txt), builds the program, makes up a year of companies and
batteries, records it in a new ledger, and shows one battery's trail, the audit, and the year's
tonnage against the target, which it also leaves as a page for a browser. Then it serves the ledger
on http://127.0.0.1:8787 (the next port that is free) until Ctrl-C. Everything is made below build/;
each run makes the sample anew, without what was recorded in it since.

  --batteries N   how many batteries to make up (5000)
  --no-serve      ends before serving
  --help          this text
END
}

misused() {
  printf 'run.sh: %s\n\n' "$1" >&2
  usage >&2
  exit 2
}

batteries=5000 serves=1
while [ $# -gt 0 ]; do
  case $1 in
    --batteries) [ $# -ge 2 ] || misused '--batteries needs a number'; batteries=$2; shift 2 ;;
    --batteries=*) batteries=${1#*=}; shift ;;
    --no-serve) serves=; shift ;;
    -h | --help) usage; exit 0 ;;
    *) misused "unknown option $1" ;;
  esac
done
[[ $batteries =~ ^[1-9][0-9]{0,6}$ ]] ||
  misused "--batteries $batteries: expected a whole number from 1 to 9999999"

celltrail=build/release/cli/celltrail
year=2024
companies=build/sample/companies
page=build/sample/report-$year.html
# Settings of the developer's own are nothing to the sample.
unset "${!CELLTRAIL_@}"
export CELLTRAIL_LEDGER=build/sample/ledger

make_sample() {
  rm -rf build/sample
  mkdir -p build/sample
  "$celltrail" sample "$companies" --batteries "$batteries" --year "$year" --seed 1
}

record_sample() {
  "$celltrail" init "$CELLTRAIL_LEDGER" --origin sample.example/celltrail \
    --authority "$(<"$companies/authority")" --name '示例1号主管机关（样本）' \
    --authority-key-file "$companies/keys/authority.key"
  "$celltrail" record "$companies/operators.jsonl" "$companies"/events-*.jsonl \
    --keys "$companies/keys" --openings "$companies/openings.jsonl"
}

# The code of a battery that was retired and changed hands until it was taken apart: the first one
# with seven events, else the one with most. An event is a line, in the order of recording.
choose_battery() {
  battery=$(awk '
    match($0, /"type":"[a-z_]*"/) {
      type = substr($0, RSTART + 8, RLENGTH - 9)
      if (type !~ /^(retire|dispatch|receive|inspect|weigh|dismantle)$/) next
      for (rest = $0; match(rest, /"unit":"[^"]*"/); rest = substr(rest, RSTART + RLENGTH)) {
        unit = substr(rest, RSTART + 8, RLENGTH - 9)
        if (type == "retire") retired[unit] = 1
        if (!(unit in retired)) continue
        if (++events[unit] > most) { most = events[unit]; best = unit }
        if (type == "dismantle" && events[unit] >= 7) { best = unit; exit }
      }
    }
    END { print best }' "$companies"/events-*.jsonl)
  echo "$battery"
}

# The first port from 8787 on where nobody answers; should two of us find the same one, `serve` says
# so and ends.
free_port() {
  local port
  for port in {8787..8806}; do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
  echo 0
}

begin build/run.log $((9 + ${serves:-0}))
stage 'packages' install_packages build
stage_counted 'building the program (a few minutes the first time)' build_preset release celltrail
stage "making up $batteries batteries and the companies that handled them" make_sample
stage 'recording them: every batch signed, checked against the rules, stored' record_sample
stage 'choosing a battery with a long trail' choose_battery
stage_shown 'that battery, from the car to the dismantler' "$celltrail" trail "$battery"
stage_shown 'the audit: everything read again, hashed, verified, replayed' "$celltrail" audit
stage_shown_to '^By month' "the year $year against the target (the whole report is in $log)" \
  "$celltrail" report "$year"
stage "the same as a page: $page" "$celltrail" report "$year" --format html -o "$page"

cat <<END

What to try next
  export CELLTRAIL_LEDGER=$PWD/$CELLTRAIL_LEDGER PATH=\$PATH:$PWD/$(dirname "$celltrail")
  celltrail report $year --lang zh         the whole report, in Chinese; --format json, csv, html or xlsx
  celltrail report $year --rule gross/1    the same year under another counting rule
  celltrail stock                        who holds how much now
  celltrail transfers --open             what is on the road, or said by one side only
  celltrail findings --year $year          what looks wrong, and what it means
  celltrail audit --json                 the audit, for programs
  celltrail prove $battery -o build/sample/trail.json
  celltrail checkpoint --policy > build/sample/policy.txt
  celltrail verify build/sample/trail.json --policy build/sample/policy.txt
                                         that battery's trail as a file that proves itself
  sh examples/first_ledger/first_ledger.sh build/first
                                         a ledger of your own, step by step (README.md)
  celltrail --help                       every command
END
[ -n "$serves" ] ||
  echo "  celltrail serve                        the service, with a page of its routes at /docs"
cat <<END

./run.sh makes the sample anew each time: what you record in it, or post to it, is gone with the
next run. \`celltrail serve\` serves this one again.
END
[ -n "$serves" ] || exit 0

port=$(free_port)
[ "$port" = 8787 ] || printf '\nport 8787 is taken: serving on another one\n'
cat <<END

What to ask the service, from another terminal
  curl http://127.0.0.1:$port/v1/units/$battery/trail
  curl 'http://127.0.0.1:$port/v1/reports/$year?format=text'
  celltrail trail $battery --server http://127.0.0.1:$port
  http://127.0.0.1:$port/docs in a browser: every route

END
announce "serving the sample until Ctrl-C, a line for each request; all else was said in $log" $'\n'
# The service takes this process's place: whoever interrupts or terminates it meets the service.
exec "$celltrail" serve --listen "127.0.0.1:$port"
