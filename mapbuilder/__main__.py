"""``python -m mapbuilder`` is the command ``mapbuilder``."""

from mapbuilder.cli import main

if __name__ == "__main__":
    main(prog_name="mapbuilder")
