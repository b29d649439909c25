# One month, unattended: look whether the champion still fits, put a new model to the test, report with the champion,
# compare with the month before.
#
#   monthly.ps1 [-AsOf 2025-12-31] [-Folder C:\arrears]
#
# Everything stands in one folder: arrears.exe, arrears.toml, the ledger, models and runs. Each step is done where its
# result for this as-of date is not there yet, so that a second start goes on where the first one ended. What each step
# ended with stands in runs\2025-12.status; another as-of date of the same month makes the month anew, and so does removing
# that file.
#
# Ends at once with the exit code of what failed. An alert to act on and a new model that may not take over (3) do not stop
# the report; nor does a look that cannot be taken, but for a machine that refused (4). They are the exit code at the end,
# of a second start too.
param(
    [string]$AsOf = (Get-Date -Day 1).AddDays(-1).ToString('yyyy-MM-dd'),
    [string]$Folder = 'C:\arrears'
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $Folder

$day = [datetime]::ParseExact($AsOf, 'yyyy-MM-dd', [cultureinfo]::InvariantCulture)
$month = $day.ToString('yyyy-MM')
$before = $day.AddDays(-$day.Day).ToString('yyyy-MM')
$run = "runs\$month"
$look = "runs\$month-monitored"
$page = "runs\$month-compared.html"
$status = "runs\$month.status"

# What is noted of this as-of date: a line per step with the exit code it ended with.
function Get-Lines {
    if (Test-Path -LiteralPath $status) { @(Get-Content -LiteralPath $status) -like "$AsOf *" }
}

# The exit code that a step ended with; empty where it was not done.
function Get-Noted([string]$Step) {
    "$(@(Get-Lines) -like "$AsOf $Step *")".Split(' ')[-1]
}

# Notes it, in a file that is whole or not there. What is noted of another as-of date goes.
function Set-Noted([string]$Step, [int]$Code) {
    try {
        $lines = @(@(Get-Lines) -notlike "$AsOf $Step *") + "$AsOf $Step $Code"
        New-Item -ItemType Directory -Force -Path runs | Out-Null
        Set-Content -LiteralPath "$status.new" -Value $lines
        Move-Item -Force -LiteralPath "$status.new" -Destination $status
    } catch {
        exit 4
    }
}

function Write-Line([string]$Text) {
    [Console]::Error.WriteLine($Text)
}

# The look comes first, as the champion may be another afterwards: one of this as-of date has nothing to be judged by.
$champion = 'models\champion.json'
if ((Get-Noted monitor) -notin '0', '3' -and (Test-Path -LiteralPath $champion) -and
    -not (Select-String -Quiet -Pattern "`"champion`": *`"$AsOf" -LiteralPath $champion)) {
    & .\arrears.exe monitor --quiet --fail-on-alert -c arrears.toml --as-of $AsOf --registry models --out $look
    if ($LASTEXITCODE -eq 4) { exit 4 }
    Set-Noted monitor $LASTEXITCODE
}

if ((Get-Noted retrain) -eq '') {
    & .\arrears.exe retrain --quiet -c arrears.toml --as-of $AsOf --registry models
    if ($LASTEXITCODE -notin 0, 3) { exit $LASTEXITCODE }
    Set-Noted retrain $LASTEXITCODE
}

if ((Get-Noted report) -ne '' -and (Test-Path -LiteralPath "$run\manifest.json")) {
    Write-Line "$run is there already"
} else {
    & .\arrears.exe report --quiet -c arrears.toml --as-of $AsOf --registry models --out $run
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
    Set-Noted report 0
}

# A page older than the report is of another one.
$compared = (Test-Path -LiteralPath $page) -and
    (Get-Item -LiteralPath $page).LastWriteTime -gt (Get-Item -LiteralPath "$run\manifest.json").LastWriteTime
if ((Test-Path -LiteralPath "runs\$before\manifest.json") -and -not $compared) {
    & .\arrears.exe compare --quiet "runs\$before" $run --out $page --force
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

$looked = [int]("0" + (Get-Noted monitor))
$retrained = [int](Get-Noted retrain)
if ($looked -eq 3) {
    Write-Line "there is something to act on: see $look\monitor.json"
} elseif ($looked -ne 0) {
    Write-Line 'whether the champion still fits could not be looked at'
}
if ($retrained -eq 3) { Write-Line 'the new model may not take over: see `arrears models log --registry models`' }
if ($looked -ne 0) { exit $looked }
exit $retrained
