"""The tool stands beside the program, not in it: it is found in the folder of the project."""

import sys

from ..wheels import ROOT

if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # behind all that is installed
