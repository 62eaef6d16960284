#!/bin/sh
# A first ledger by hand, in an empty directory of your own:
#
#     sh first_ledger.sh DIR
#
# Needs `celltrail` on the PATH.
set -eu
mkdir -p "$1"
cd "$1"
export CELLTRAIL_LEDGER=book

# A new ledger. Publish the identity it prints: who knows it can check every copy.
celltrail init book --origin ledger.example/trail --authority VATTEST0 --name "Test authority"

# A company makes its key and hands the public half to the authority, which enrolls it.
celltrail key new office.key --name VATTEST1/office
celltrail operator enroll VATTEST1 --name "Test Recycling" --roles recycler,collector \
  --region CN-FJ --key-file office.key --key book-authority.key

# What the year is held against.
celltrail target set 2024 260000 --bound '>=' --source "annual plan, page 4" --key book-authority.key

# A battery is retired: one line, signed by the company.
cat > march.jsonl << 'END'
{"v":1,"type":"retire","id":"R-0017","operator":"VATTEST1","at":"2024-03-05T09:30:00+08:00","unit":"04QPE76836300JBC40000903","code_scheme":"gbt34014-24","level":"pack","chemistry":"NCM","mass_g":412000,"mass_basis":"weighed","energy_wh":52000,"origin":"vehicle","source":"scrapped_vehicle","region":"CN-FJ"}
END
celltrail record march.jsonl --key office.key

# Where it is and how it came there; the year so far.
celltrail trail 04QPE76836300JBC40000903
celltrail report 2024

# Everything re-read, re-hashed, re-verified and replayed.
celltrail audit

# The signed head to keep, and a copy that anybody can check.
celltrail checkpoint > kept.txt
celltrail export copy
