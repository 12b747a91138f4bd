"""Pictures drawn on the server: values and geometry here, markup in `_parts/pictures`."""
