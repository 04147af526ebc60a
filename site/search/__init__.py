"""One index of everything published: full text with Russian word forms, facets, suggestions, what is related."""
