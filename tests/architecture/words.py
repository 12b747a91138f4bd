"""What may not be written, and what may not be left unsaid."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import APPS, Module, modules

EXPLAINED = frozenset({"rules", "workflow", "vocabulary", "services", "queries"})
# The words that the checks below look for; nothing here uses what they name.
EVASIONS = re.compile(r"#.*(?:type:\s*ignore|noqa|\b(?:TODO|FIXME|XXX|HACK)\b)")
BLIND = frozenset({"Exception", "BaseException"})
EXCUSES = frozenset({"skip", "skipif", "xfail", "importorskip"})
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff](?:[,;:!](?![\w.:/}])|\?(?=[\s\u4e00-\u9fff]))")


def unexplained(root: Path) -> list[str]:
    """Every module has a docstring; so has every public rule, workflow, service and query."""
    faults = []
    for module in modules(root):
        if module.text.strip() and not ast.get_docstring(module.tree):
            faults.append(f"{module.place}: module without a docstring")
        if module.role in EXPLAINED:
            faults += [
                module.at(node, f"{node.name} without a docstring")
                for node in module.tree.body
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    return faults


def evasions(root: Path) -> list[str]:
    """No comment silences a checker or puts work off."""
    return [
        f"{module.place}:{line}: {comment.strip()}"
        for module in modules(root, *APPS, "tests")
        for line, comment in _comments(module)
        if EVASIONS.search(comment)
    ]


def blind_excepts(root: Path) -> list[str]:
    """Errors are caught by name."""
    return [
        module.at(node, "catches everything")
        for module in modules(root, *APPS, "tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_blind(node.type)
    ]


def trusted_markup(root: Path) -> list[str]:
    """Markup is made by templates, where everything is escaped."""
    return [
        module.at(node, "mark_safe")
        for module in modules(root)
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.Name) and node.id == "mark_safe")
        or (isinstance(node, ast.Attribute) and node.attr == "mark_safe")
    ]


def excused_tests(root: Path) -> list[str]:
    """No test is skipped or expected to fail, and none replaces our own code by a mock."""
    faults = []
    for module in modules(root, "tests"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in EXCUSES:
                faults.append(module.at(node, f"a test is excused: {node.attr}"))
            if isinstance(node, ast.ImportFrom | ast.Import) and "mock" in ast.unparse(node):
                faults.append(module.at(node, "imports a mock"))
    return faults


def half_width_punctuation(root: Path) -> list[str]:
    """Chinese sentences carry Chinese punctuation; docstrings are English."""
    return [
        module.at(node, "half-width punctuation after a Chinese character")
        for module in modules(root)
        for node in _texts(module)
        if HALF_WIDTH.search(str(node.value))
    ]


def _is_blind(kind: ast.expr | None) -> bool:
    """Recognise `except:`, `except Exception` and either in a tuple."""
    if kind is None:
        return True
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(isinstance(one, ast.Name) and one.id in BLIND for one in kinds)


def _texts(module: Module) -> Iterator[ast.Constant]:
    """Give the string constants that are no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node


def _comments(module: Module) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
