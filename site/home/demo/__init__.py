"""Invented people and cases, so that a newcomer sees a living portal at once."""
