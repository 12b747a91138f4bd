"""Sizes: nothing is longer than a reader can hold in mind."""

from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import Function, Module, functions, modules, templates

FILE_LINES = 300
FUNCTION_LINES = 40
VIEW_LINES = 20
TEMPLATE_LINES = 100


def long_files(root: Path) -> list[str]:
    """Modules and scripts of more than 300 lines become packages by noun."""
    scripts = (root / "pension" / "static").rglob("*.js")
    sizes = [(module.place, module.text) for module in modules(root, *_EVERYTHING)]
    sizes += [(str(path.relative_to(root)), path.read_text(encoding="utf-8")) for path in scripts]
    return list(_longer(sizes, FILE_LINES))


def long_templates(root: Path) -> list[str]:
    """Templates of more than 100 lines are cut into parts."""
    return list(_longer(list(templates(root)), TEMPLATE_LINES))


def long_functions(root: Path) -> list[str]:
    """Functions have at most 40 lines."""
    return [
        module.at(function, f"function {function.name} has {_lines(function)} lines")
        for module in modules(root, *_EVERYTHING)
        for function in functions(module)
        if _lines(function) > FUNCTION_LINES
    ]


def long_views(root: Path) -> list[str]:
    """Views have at most 20 lines."""
    return [
        module.at(function, f"view {function.name} has {_lines(function)} lines")
        for module in modules(root)
        if _is_view(module)
        for function in functions(module)
        if _lines(function) > VIEW_LINES
    ]


def unmarked_packages(root: Path) -> list[str]:
    """Every folder of modules is a package, or the checker of imports passes it by."""
    folders = {module.path.parent for module in modules(root)}
    return [
        f"{folder.relative_to(root)}: no __init__.py"
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
    ]


def _is_view(module: Module) -> bool:
    """Tell whether a module holds views: also those of the home page."""
    return module.role == "views" or module.path.stem == "views"


def _lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _longer(sizes: list[tuple[str, str]], limit: int) -> Iterator[str]:
    for place, text in sizes:
        count = len(text.splitlines())
        if count > limit:
            yield f"{place}: {count} lines, more than {limit}"


_EVERYTHING = ("pension", "enrollment", "subsidies", "performance", "tests")
