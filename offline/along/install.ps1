# Installs Verdeelsleutel for this user: without administrator rights, without a network.
# Windows PowerShell 5.1 and PowerShell 7.
$installer = Join-Path (Split-Path -Parent $MyInvocation.MyCommand.Path) 'install.py'
$same = "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '@PYTHON@')"
foreach ($try in @(@('py', '-@PYTHON@'), @('python'))) {
    if (-not (Get-Command $try[0] -ErrorAction SilentlyContinue)) { continue }
    $first = @($try | Select-Object -Skip 1)
    & $try[0] @first -c $same *> $null
    if ($LASTEXITCODE -ne 0) { continue }
    & $try[0] @first $installer @args
    exit $LASTEXITCODE
}
Write-Output 'Python @PYTHON@ is op deze computer niet gevonden. Vraag ICT om Python @PYTHON@ (64-bits); zie LEESMIJ.md.'
exit 1
