"""How recoveries look: lists, the page's tables, its buttons."""
