"""`python -m vitrine` is the command line."""

from vitrine.cli import main

main()
