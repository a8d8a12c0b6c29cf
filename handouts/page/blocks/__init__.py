"""The blocks a sheet is made of."""
