"""How fast, how small and how steady: ourselves beside the peers, in one run. See docs/benchmarks.md."""
