"""The `ratusz` command."""

import sys

from ratusz.cli.parser import main

if __name__ == "__main__":
    sys.exit(main())
