"""Forms of the cases, by area."""
