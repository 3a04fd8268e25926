"""Run careergraph from a checkout: ``python cli.py --help``."""

from careergraph.cli import main

if __name__ == "__main__":
    main()
