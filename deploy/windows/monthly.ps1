# One month, unattended: look whether the champion still fits, put a new model to the test, report with the champion,
# compare with the month before.
#
#   monthly.ps1 [-AsOf 2025-12-31] [-Folder C:\arrears]
#
# Everything stands in one folder: arrears.exe, arrears.toml, the ledger, models and runs\2025-12. A month that is there
# already is left alone. Ends with the first exit code that is not 0; retrain's 3 (a new model may not take over) does
# not stop the report and is the exit code at the end. A look that cannot be taken stops nothing.
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

if (Test-Path -LiteralPath "$run\manifest.json") {
    Write-Output "$run is there already"
    exit 0
}

if (Test-Path -LiteralPath 'models\champion.json') {
    & .\arrears.exe monitor --quiet -c arrears.toml --as-of $AsOf --registry models --out "runs\$month-monitored"
}

& .\arrears.exe retrain --quiet -c arrears.toml --as-of $AsOf --registry models
$refused = $LASTEXITCODE
if ($refused -ne 0 -and $refused -ne 3) { exit $refused }

& .\arrears.exe report --quiet -c arrears.toml --as-of $AsOf --registry models --out $run
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }

if (Test-Path -LiteralPath "runs\$before\manifest.json") {
    & .\arrears.exe compare --quiet "runs\$before" $run --out "runs\$month-compared.html" --force
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}
exit $refused
