"""Floor 4: a plan becomes words. ``model`` says what words are, ``write`` makes them."""
