"""Run the tool from a checkout: ``python cli.py make --area lower-back``."""

from handouts.cli.main import main

if __name__ == "__main__":
    main()
