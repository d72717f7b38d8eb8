"""`python -m tuanqing`: the command line where its script is not on the path."""

import sys

from tuanqing.command.cli import main

sys.exit(main())
