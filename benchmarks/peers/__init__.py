"""One module a peer. Each has a class Peer: made once with a kit, then asked for one file after another."""
