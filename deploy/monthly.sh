#!/bin/sh
# One month, unattended: look whether the champion still fits, put a new model to the test, report with the champion,
# compare with the month before.
#
#   monthly.sh [YYYY-MM-DD]
#
# The date is the as-of date; without it the last day of the month before this one. Everything stands in one folder,
# ARREARS_HOME: arrears.toml, the ledger, models/ and runs/YYYY-MM. A month is a folder of its own, whole or not there,
# and one that is there already is left alone: a second start does nothing.
#
# Ends with the first exit code that is not 0. That a new model may not take over (retrain's 3) does not stop the
# report, which the champion makes; it is the exit code at the end, for the scheduler to notice. Nor does a look that cannot
# be taken, as after a start that was cut off when the champion was of this month already.
set -eu

home=${ARREARS_HOME:-/var/lib/arrears}
arrears=${ARREARS:-arrears}
cd "$home"

as_of=${1:-$(date -d "$(date +%Y-%m-01) - 1 day" +%Y-%m-%d)}
month=$(date -d "$as_of" +%Y-%m)
before=$(date -d "$month-01 - 1 day" +%Y-%m)
run=runs/$month

if [ -e "$run/manifest.json" ]; then
    echo "$run is there already" >&2
    exit 0
fi

if [ -e models/champion.json ]; then
    "$arrears" monitor --quiet -c arrears.toml --as-of "$as_of" --registry models --out "runs/$month-monitored" || true
fi

refused=0
"$arrears" retrain --quiet -c arrears.toml --as-of "$as_of" --registry models || refused=$?
case $refused in
    0 | 3) ;;
    *) exit "$refused" ;;
esac

"$arrears" report --quiet -c arrears.toml --as-of "$as_of" --registry models --out "$run"
if [ -e "runs/$before/manifest.json" ]; then
    "$arrears" compare --quiet "runs/$before" "$run" --out "runs/$month-compared.html" --force
fi
exit "$refused"
