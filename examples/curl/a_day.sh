#!/bin/sh
# A recycler's day with curl, in an empty directory of your own:
#
#     sh a_day.sh DIR
#
# Needs curl, and `celltrail` on the PATH: once for the service, which usually runs elsewhere, and
# to sign. What goes over the network is all curl.
set -eu
mkdir -p "$1"
cd "$1"

# --- Elsewhere: an authority's ledger with one company, and its service --------------------------
celltrail init book --origin ledger.example/trail --authority VATTEST0 --name "Test authority"
celltrail key new office.key --name VATTEST1/office
celltrail operator enroll VATTEST1 --name "Test Recycling" --roles recycler,collector \
  --region CN-FJ --key-file office.key --key book-authority.key --ledger book
: > said
celltrail serve --ledger book --listen 127.0.0.1:0 > said 2> log &
service=$!
trap 'kill $service 2> /dev/null; wait $service 2> /dev/null || true' EXIT
url=
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  url=$(sed -n 's/^listening on //p' said)
  [ -z "$url" ] || break
  sleep 0.2
done
[ -n "$url" ] || { cat log; exit 1; }

# --- The day ---------------------------------------------------------------------------------------
# Every answer is JSON; --fail-with-body makes curl end with 22 for a problem and still show it.
# A service with tokens wants: -H "Authorization: Bearer $(cat token)"
ask() { curl --silent --show-error --fail-with-body --max-time 30 "$@"; }

# Which ledger is it? `identity` never changes; `after` is what a signer swears to have seen.
ask "$url/v1/ledger"

# A battery came in.
cat > march.jsonl << 'END'
{"v":1,"type":"retire","id":"R-0017","operator":"VATTEST1","at":"2024-03-05T09:30:00+08:00","unit":"04QPE76836300JBC40000903","code_scheme":"gbt34014-24","level":"pack","chemistry":"NCM","mass_g":412000,"mass_basis":"weighed","energy_wh":52000,"origin":"vehicle","source":"scrapped_vehicle","region":"CN-FJ"}
END

# Would it be taken? Nothing is signed, nothing is written.
printf '{"events":[%s]}' "$(cat march.jsonl)" > dry-run.json
ask "$url/v1/dry-runs" -H 'Content-Type: application/json' --data-binary @dry-run.json

# What would not be taken says why and what to do.
sed 's/"mass_g":412000/"mass_g":"412 kg"/' dry-run.json > wrong.json
ask "$url/v1/dry-runs" -H 'Content-Type: application/json' --data-binary @wrong.json

# Sign: the key stays here, the service gets a signature.
celltrail sign march.jsonl --key office.key -o batch.json --server "$url"

# Record. 201: it is on disk and under a signed head, and the receipt proves it.
ask "$url/v1/batches" -H 'Content-Type: application/json' --data-binary @batch.json \
  -o receipt.json -w 'recorded: %{http_code}\n'
# No answer? Send the very same again: 200, and nothing is recorded twice.
ask "$url/v1/batches" -H 'Content-Type: application/json' --data-binary @batch.json \
  -o again.json -w 'sent again: %{http_code}\n' --retry 5 --retry-connrefused
celltrail checkpoint --policy --server "$url" > POLICY
celltrail verify receipt.json --policy POLICY

# Which of these does it have?
ask "$url/v1/batches/known" -H 'Content-Type: application/json' \
  --data '{"operator":"VATTEST1","ids":["R-0017","R-0018"]}'

# Where the battery is, how it came there, and the year so far.
ask "$url/v1/units/04QPE76836300JBC40000903"
ask "$url/v1/units/04QPE76836300JBC40000903/trail"
ask "$url/v1/operators/VATTEST1/stock"
ask "$url/v1/reports/2024?format=text"

# A file that proves the whole trail to somebody who has no ledger.
ask "$url/v1/proofs/trails/04QPE76836300JBC40000903" -o pack.trail
celltrail verify pack.trail --policy POLICY

# New heads and entries as they come, here for one second; curl ends with 28 then.
ask --no-buffer --max-time 1 "$url/v1/stream?from=0&entries=true" -H 'Accept: text/event-stream' ||
  [ $? -eq 28 ]

# The ledger itself, beside its service: everything re-read, re-hashed, re-verified and replayed.
celltrail audit --ledger book
