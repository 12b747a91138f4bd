#!/usr/bin/env python
"""Run a management command of the product."""

import os
import sys

from pension.management.running import run


def main() -> None:
    """Hand the command line to Django with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pension.settings")
    sys.exit(run(sys.argv) or None)


if __name__ == "__main__":
    main()
