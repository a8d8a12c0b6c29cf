"""The quality gate for what the sheets say: completeness, honesty, reading grade, length, contrast."""
