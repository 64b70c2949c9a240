@echo off
rem Installs Verdeelsleutel for this user: without administrator rights, without a network.
setlocal
py -@PYTHON@ -c "import sys" >nul 2>nul
if errorlevel 1 goto plain
py -@PYTHON@ "%~dp0install.py" %*
exit /b %errorlevel%

:plain
python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul
if errorlevel 1 goto missing
python "%~dp0install.py" %*
exit /b %errorlevel%

:missing
echo Python @PYTHON@ is op deze computer niet gevonden. Vraag ICT om Python @PYTHON@ (64-bits); zie LEESMIJ.md.
exit /b 1
