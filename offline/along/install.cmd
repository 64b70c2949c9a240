@echo off
rem Installs Verdeelsleutel for this user: without administrator rights, without a network.
setlocal
rem Nor may py, of the launcher or of the install manager, fetch a Python that is not here.
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "PYLAUNCHER_ALLOW_INSTALL="
rem With || and not with errorlevel: a Python that crashes ends with a number below nought.
py -@PYTHON@ -c "import sys" >nul 2>nul || goto plain
py -@PYTHON@ "%~dp0install.py" %*
exit /b %errorlevel%

:plain
python -c "import sys; sys.exit('%%d.%%d' %% sys.version_info[:2] != '@PYTHON@')" >nul 2>nul || goto missing
python "%~dp0install.py" %*
exit /b %errorlevel%

:missing
echo Python @PYTHON@ is op deze computer niet gevonden. Vraag ICT om Python @PYTHON@ (64-bits); zie LEESMIJ.md.
exit /b 1
