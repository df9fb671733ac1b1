"""`python -m dagcompile.cli`, which finds the same modules as the command `dagcompile` does.

Python puts the working folder before all others for `-m`: there may be a module that is called as
one of ours, or an entry point, of a branch that is only to be looked at. A pipeline needs it not: a
verb that imports some knows the folders of the project.
"""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]
    from dagcompile.cli.app import main

    main()
