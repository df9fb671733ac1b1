"""`python -m dagcompile.cli`."""

from dagcompile.cli.app import main

if __name__ == "__main__":
    main()
