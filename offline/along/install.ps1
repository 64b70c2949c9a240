# Installs Verdeelsleutel for this user: without administrator rights, without a network.
# Windows PowerShell 5.1 and PowerShell 7. No argument that is passed on to a program has a double
# quote in it, which 5.1 would drop.
# Where a profile has 'Stop', 5.1 would end here at the first line that py writes to stderr.
$ErrorActionPreference = 'Continue'
# And 7 would show what a Python that is tried and not taken ends with as an error.
$PSNativeCommandUseErrorActionPreference = $false
# Nor may py, of the launcher or of the install manager, fetch a Python that is not here.
$env:PYTHON_MANAGER_AUTOMATIC_INSTALL = 'false'
$env:PYLAUNCHER_ALLOW_INSTALL = $null
$installer = Join-Path $PSScriptRoot 'install.py'
$same = "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '@PYTHON@')"
foreach ($try in @(@('py', '-@PYTHON@'), @('python'))) {
    if (-not (Get-Command $try[0] -CommandType Application -ErrorAction SilentlyContinue)) { continue }
    $first = @($try | Select-Object -Skip 1)
    $global:LASTEXITCODE = 1
    & $try[0] @first -c $same *> $null
    if ($LASTEXITCODE -ne 0) { continue }
    & $try[0] @first $installer @args
    exit $LASTEXITCODE
}
Write-Output 'Python @PYTHON@ is op deze computer niet gevonden. Vraag ICT om Python @PYTHON@ (64-bits); zie LEESMIJ.md.'
exit 1
