"""Who you are: sign-up, roles, consent, profile."""
