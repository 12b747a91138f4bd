#!/usr/bin/env python
"""Run a management command of the product."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Hand the command line to Django with the product's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pension.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
