"""`python -m rhetoric`."""

from rhetoric.cli import main

main()
