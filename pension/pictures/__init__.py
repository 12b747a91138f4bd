"""Pictures drawn on the server: plain values and geometry in, templates of `_parts/pictures` out."""
