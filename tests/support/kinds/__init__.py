"""Every kind of callable that an author may try as an op, and what comes of it."""
