"""Who is told what, by which letter: the bell and the outbox."""
