"""What the checks read: the product's modules, parsed, and its templates.

A check is a function from the root of a source tree to sentences, one for each fault, so that a
test can plant a fault in a tree of its own and see it reported.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

APPS = ("pension", "enrollment", "subsidies", "performance")
PURE = frozenset({"rules", "workflow", "vocabulary"})
DOORS = frozenset({"views", "admin", "tasks", "jobs", "management", "middleware", "home"})
WRITERS = frozenset({"services", "models", "migrations", "demo"})

Check = Callable[[Path], list[str]]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A Python file: where it is, what it plays in its app, its text and its syntax tree."""

    path: Path
    place: str
    app: str
    role: str
    text: str
    tree: ast.Module

    def at(self, node: ast.stmt | ast.expr | ast.ExceptHandler, fault: str) -> str:
        """Return the sentence for a fault at a node."""
        return f"{self.place}:{node.lineno}: {fault}"


def modules(root: Path, *folders: str) -> Iterator[Module]:
    """Give the modules of the product, or of other folders; migrations are left out."""
    for folder in folders or APPS:
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            if "migrations" not in parts:
                text = path.read_text(encoding="utf-8")
                role = parts[1] if len(parts) > 1 else parts[0]
                place = str(path.relative_to(root))
                yield Module(path, place, folder, role, text, parsed(text))


@cache
def parsed(text: str) -> ast.Module:
    """The syntax tree of a text: a score of checks reads the same modules."""
    return ast.parse(text)


def templates(root: Path) -> Iterator[tuple[str, str]]:
    """Give the place and the text of every template."""
    for path in sorted((root / "templates").rglob("*.html")):
        yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def functions(module: Module) -> Iterator[Function]:
    """Give every function and method of a module, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def chain(node: ast.expr) -> list[str]:
    """Return the names of an access path: `Case.objects.filter(x).update` gives four."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            if isinstance(node, ast.Name):
                names.append(node.id)
            return names[::-1]
