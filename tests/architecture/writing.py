"""One writer of every state, and no read in a view that forgets whose rows they are."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from tests.architecture.sources import WRITERS, Function, Module, chain, functions, modules

CREATIONS = frozenset(
    {
        "create",
        "get_or_create",
        "update_or_create",
        "bulk_create",
        "bulk_update",
        "delete",
        "save",
    }
)
QUERY_WORDS = frozenset(
    {"objects", "_base_manager", "_default_manager", "filter", "exclude", "all", "visible_to"}
)
# Things with a `save` that are no rows: workbooks, Word documents, files.
NO_ROWS = ("book", "word", "storage", "image")
READERS = frozenset({"views", "forms", "filters", "tables", "admin"})
OPENINGS = frozenset({"visible_to", "none"})
NARROWS = re.compile(r"^(?:request\.user|visible(?:_\w+)?)$")
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404"})
ASKED = frozenset({"queries", "jobs", "imports", "exports", "home"})
WHO_ASKS = frozenset({"Officer", "OfficerRequest", "JobContext"})


def writes_outside_services(root: Path) -> list[str]:
    """Rows are created, changed and removed by services alone; the demo plays through them."""
    return [
        module.at(call, f".{name}() outside the services")
        for module in modules(root)
        if module.role not in WRITERS
        for call, name in _writes(module)
    ]


def whole_row_saves(root: Path) -> list[str]:
    """An existing row is saved by named columns, or another's change is undone unseen."""
    return [
        module.at(call, "save() without update_fields")
        for module in modules(root)
        for call, name in _writes(module)
        if name == "save" and not call.args and not _names_its_columns(call)
    ]


def unscoped_reads(root: Path) -> list[str]:
    """Reads in views and forms start at visible_to(officer)."""
    return [
        module.at(node, "reads rows without visible_to")
        for module in modules(root)
        if module.role in READERS or module.path.stem in READERS
        for node in _unscoped(module)
    ]


def reads_that_forget_who_asks(root: Path) -> list[str]:
    """A function that is told who asks reads tables with a scope through it.

    Rows that are only compared with others, by OuterRef, say nothing of their own.
    """
    tables = {one.__name__ for one in apps.get_models() if _is_scoped(one)}
    return [
        module.at(call, f"{call_chain[0]} is read without visible_to")
        for module in modules(root)
        if module.role in ASKED
        for function in functions(module)
        if _is_told(function)
        for call, call_chain in _openings(function)
        if call_chain[0] in tables and not OPENINGS.intersection(call_chain)
        if "OuterRef" not in ast.unparse(call)
    ]


def signals(root: Path) -> list[str]:
    """Business logic is called by name, never by a signal."""
    return [
        module.at(node, "imports Django's model signals")
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and "signals" in (node.module or "").split(".")
    ]


def _writes(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Give the calls that write rows, with the word they write by."""
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, owner = node.func.attr, chain(node.func.value)
        is_query = bool(QUERY_WORDS.intersection(owner))
        is_file = bool(owner) and owner[-1].lower().endswith(NO_ROWS)
        if (name in CREATIONS and not is_file) or (name == "update" and is_query):
            yield node, name


def _names_its_columns(call: ast.Call) -> bool:
    """Tell whether a save names its columns, makes a new row, or passes on what it was given."""
    return any(
        word.arg in {"update_fields", "force_insert", "commit", None} for word in call.keywords
    )


def _unscoped(module: Module) -> Iterator[ast.expr]:
    """Give the managers that are asked for anybody's rows, and shortcuts on whole tables."""
    scoped = {id(manager) for node in ast.walk(module.tree) for manager in _scoped(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and id(node) not in scoped:
            yield node
        if isinstance(node, ast.Call) and SHORTCUTS.intersection(chain(node.func)[-1:]):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Name) and first.id[:1].isupper():
                yield node


def _is_scoped(table: type[models.Model]) -> bool:
    """Tell whether a table's rows are narrowed to an officer."""
    return hasattr(table._default_manager.all(), "visible_to")


def _is_told(function: Function) -> bool:
    """Tell whether an argument says who asks."""
    given = (*function.args.args, *function.args.kwonlyargs)
    return any(one.annotation and ast.unparse(one.annotation) in WHO_ASKS for one in given)


def _openings(function: Function) -> Iterator[tuple[ast.Call, list[str]]]:
    """Give the first calls on managers, as in `Case.objects.filter(x)`, with their chains."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = chain(node.func)
            if len(names) == 3 and names[1] == "objects":
                yield node, names


def _scoped(node: ast.AST) -> Iterator[ast.expr]:
    """Give a manager opened by visible_to, or by a filter on the officer or on visible rows."""
    if isinstance(node, ast.Attribute) and node.attr in OPENINGS:
        yield node.value
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "filter"
        and any(NARROWS.search(ast.unparse(word.value)) for word in node.keywords)
    ):
        yield node.func.value
