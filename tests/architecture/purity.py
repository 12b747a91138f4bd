"""Rules see values alone: no clock, no input or output, and no float near money."""

import ast
from pathlib import Path

from tests.architecture.sources import DOORS, PURE, Module, chain, modules

CLOCKS = frozenset({"now", "today", "utcnow", "localdate", "localtime"})
CLOCK_OWNERS = frozenset({"timezone", "datetime", "date"})
DOERS = frozenset({"open", "print", "input"})


def clock_readings(root: Path) -> list[str]:
    """Only views, tasks, commands and middleware read the clock; all others are told the time."""
    return [
        module.at(node, "reads the clock below the doors of the app")
        for module in modules(root)
        if module.role not in DOORS and module.path.stem not in DOORS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and _is_clock(node)
    ]


def impure_calls(root: Path) -> list[str]:
    """Rules, workflows and the vocabulary neither read nor write anything."""
    return [
        module.at(node, f"{node.func.id}() in a pure module")
        for module in modules(root)
        if module.role in PURE
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DOERS
    ]


def floats(root: Path) -> list[str]:
    """Money is whole fen: no float by name, no column of floats, no fraction of fen."""
    return [
        module.at(node, "float near money")
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.expr) and _is_float(node, module)
    ]


def _is_clock(node: ast.expr) -> bool:
    """Recognise timezone.now, date.today() and their like; localdate(moment) only converts."""
    if isinstance(node, ast.Call):
        names = chain(node.func)
        converts = bool(node.args) and names[-1:] != ["now"]
        return bool(names) and names[-1] in CLOCKS and _owner(names) and not converts
    names = chain(node) if isinstance(node, ast.Attribute) else []
    return names[-1:] == ["now"] and _owner(names)


def _owner(names: list[str]) -> bool:
    return len(names) < 2 or names[-2] in CLOCK_OWNERS


def _is_float(node: ast.expr, module: Module) -> bool:
    """Recognise floats; in pure modules also their literals and any division that is not whole.

    Workbooks of others hold floats: their reader may recognise one, but makes none.
    """
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "float"
    if isinstance(node, ast.Name):
        return node.id == "float" and module.role != "workbooks"
    if isinstance(node, ast.Attribute):
        return node.attr == "FloatField"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        names = chain(node.left) + chain(node.right)
        return module.role in PURE or any(name.endswith("fen") for name in names)
    is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
    return is_literal and module.role in PURE
