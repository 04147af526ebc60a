"""Home page, direction guides, portal settings, demo people."""
