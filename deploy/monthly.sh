#!/bin/sh
# One month, unattended: look whether the champion still fits, put a new model to the test, report with the champion,
# compare with the month before.
#
#   monthly.sh [YYYY-MM-DD]
#
# The date is the as-of date; without it the last day of the month before this one. Everything stands in one folder,
# ARREARS_HOME: arrears.toml, the ledger, models/ and runs/. Each step is done where its result for this as-of date is not
# there yet, so that a second start goes on where the first one ended and does nothing where all is done. What each step
# ended with stands in runs/YYYY-MM.status; another as-of date of the same month makes the month anew, and so does removing
# that file.
#
# Ends at once with the exit code of what failed. An alert to act on and a new model that may not take over (3) do not stop
# the report, which the champion makes; nor does a look that cannot be taken, but for a machine that refused (4). They are
# the exit code at the end, of a second start too.
set -eu

home=${ARREARS_HOME:-/var/lib/arrears}
arrears=${ARREARS:-arrears}
cd "$home"

as_of=${1:-$(date -d "$(date +%Y-%m-01) - 1 day" +%Y-%m-%d)}
month=$(date -d "$as_of" +%Y-%m)
before=$(date -d "$month-01 - 1 day" +%Y-%m)
run=runs/$month
look=runs/$month-monitored
page=runs/$month-compared.html
status=runs/$month.status

# The exit code that a step ended with for this as-of date; nothing where it was not done.
noted() {
    [ ! -e "$status" ] || sed -n "s/^$as_of $1 //p" "$status"
}

# Notes it, in a file that is whole or not there. What is noted of another as-of date goes.
note() {
    kept=$(sed -n "/^$as_of $1 /d; /^$as_of /p" "$status" 2>/dev/null) || kept=
    if ! { mkdir -p runs && printf '%s\n' ${kept:+"$kept"} "$as_of $1 $2" >"$status.new" && mv "$status.new" "$status"; }; then
        exit 4
    fi
}

# The look comes first, as the champion may be another afterwards: one of this as-of date has nothing to be judged by.
case $(noted monitor) in
0 | 3) ;;
*)
    if [ -e models/champion.json ] && ! grep -q "\"champion\": *\"$as_of" models/champion.json; then
        code=0
        "$arrears" monitor --quiet --fail-on-alert -c arrears.toml --as-of "$as_of" --registry models --out "$look" || code=$?
        if [ "$code" = 4 ]; then exit 4; fi
        note monitor "$code"
    fi
    ;;
esac

if [ -z "$(noted retrain)" ]; then
    code=0
    "$arrears" retrain --quiet -c arrears.toml --as-of "$as_of" --registry models || code=$?
    case $code in
    0 | 3) note retrain "$code" ;;
    *) exit "$code" ;;
    esac
fi

if [ -n "$(noted report)" ] && [ -e "$run/manifest.json" ]; then
    echo "$run is there already" >&2
else
    "$arrears" report --quiet -c arrears.toml --as-of "$as_of" --registry models --out "$run"
    note report 0
fi

# A page older than the report is of another one.
if [ -e "runs/$before/manifest.json" ] && ! [ "$page" -nt "$run/manifest.json" ]; then
    "$arrears" compare --quiet "runs/$before" "$run" --out "$page" --force
fi

looked=$(noted monitor)
retrained=$(noted retrain)
case ${looked:-0} in
0) ;;
3) echo "there is something to act on: see $look/monitor.json" >&2 ;;
*) echo "whether the champion still fits could not be looked at" >&2 ;;
esac
if [ "$retrained" = 3 ]; then
    echo "the new model may not take over: see \`arrears models log --registry models\`" >&2
fi
if [ "${looked:-0}" != 0 ]; then exit "$looked"; fi
exit "$retrained"
