"""What goes wrong with a batch, done on purpose. ``python -m tests.faults --full`` does all of it; CI does some."""
