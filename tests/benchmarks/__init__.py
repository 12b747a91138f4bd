"""How fast the heavy work is, each time against the least that the same work could cost."""
